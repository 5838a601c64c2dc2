#ifndef TESTS_UNIT_EXAMPLE_H
#define TESTS_UNIT_EXAMPLE_H

#include "common/str.h"

/*
 * Rows, and what is to be found in them: of each row a line of its values, as
 * in "a=string:x l[].b@1=number:2 " (2 in array element 1), or
 * "LINE: task: cause".
 */
struct example {
	const char *wants[8]; /* paths; ends with NULL */
	struct str text;      /* the file */
	const char *expected;
};

/* Read a file of rows to its end and compare what is found. */
void rows_expect(
    const char *const wants[], const char *file, const char *expected);

void examples_check(const struct example *examples, size_t n);

#endif
