#ifndef TESTS_FUZZ_LINE_H
#define TESTS_FUZZ_LINE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "common/str.h"

/*
 * A row as jansson sees it, for comparison with the row reader.
 *
 * The two are meant to differ in numbers out of jansson's range, in surrogate
 * escapes without their other half, in depth and in keys with a NUL character.
 * So the line is translated before jansson sees it: each number becomes its
 * place in a table, each such escape becomes \ufffd. The depth is counted. A
 * line that jansson refuses for the NUL in a key is parsed once more with
 * another character for it, and then only the verdict counts. A NUL byte is to
 * be refused, though jansson loses the one that follows a number.
 */
struct line {
	struct str text;
	json_t *root;        /* an object; NULL: the row is to be refused */
	bool nul_key;        /* the values of root are not those of the row */
	struct str *numbers; /* by their place in the translation */
	size_t nnumbers, number_cap;
	char *translated;
	size_t len;
	int depth; /* deepest */
};

/*
 * text     borrowed until line_free
 * owns     the caller, until line_free
 */
void line_parse(struct line *l, struct str text);
void line_free(struct line *l);

#endif
