#include "tests/fuzz/line.h"

#include <err.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/scan.h"
#include "common/util.h"

static bool
is_number(const char *text, size_t len)
{
	static regex_t number;
	static bool ready;
	char *copy = xstrndup(text, len);
	bool found;

	if (!ready && regcomp(&number,
	                  "^-?(0|[1-9][0-9]*)(\\.[0-9]+)?"
	                  "([eE][+-]?[0-9]+)?$",
	                  REG_EXTENDED | REG_NOSUB) != 0)
		errx(1, "regcomp");
	ready = true;
	found = regexec(&number, copy, 0, NULL, 0) == 0;
	free(copy);
	return found;
}

/* Translate the longest run of bytes that may stand in a number. */
static size_t
number_translate(struct line *l, const char *text, size_t len)
{
	size_t n = 0;

	while (n < len && text[n] != '\0' && strchr("0123456789+-.eE", text[n]))
		n++;
	if (!is_number(text, n)) {
		memcpy(l->translated + l->len, text, n);
		l->len += n;
		return n;
	}
	l->numbers =
	    xgrow(l->numbers, l->nnumbers, &l->number_cap, sizeof(*l->numbers));
	l->numbers[l->nnumbers] = (struct str){text, n};
	l->len += (size_t)sprintf(l->translated + l->len, "%zu", l->nnumbers++);
	return n;
}

/* The code unit of the \u escape at text; -1 when there is none. */
static long
escape_unit(const char *text, size_t len)
{
	char hex[5] = {0};

	if (len < 6 || text[0] != '\\' || text[1] != 'u')
		return -1;
	memcpy(hex, text + 2, 4);
	if (strspn(hex, "0123456789abcdefABCDEF") != 4)
		return -1;
	return strtol(hex, NULL, 16);
}

/* Translate an escape; nul is what \u0000 becomes. */
static size_t
escape_translate(struct line *l, const char *text, size_t len, const char *nul)
{
	const char *put = text;
	size_t n = 6;
	long unit = escape_unit(text, len), low;

	if (unit == -1) {
		n = len < 2 ? len : 2;
	} else if (unit >= 0xd800 && unit <= 0xdfff) {
		low = escape_unit(text + 6, len - 6);
		if (unit < 0xdc00 && low >= 0xdc00 && low <= 0xdfff)
			n = 12;
		else
			put = "\\ufffd";
	} else if (unit == 0) {
		put = nul;
	}
	memcpy(l->translated + l->len, put, n);
	l->len += n;
	return n;
}

static void
line_translate(struct line *l, const char *nul)
{
	const char *p = l->text.data, *end = p + l->text.len;
	int depth = 0;
	bool quoted = false;
	size_t n;

	l->len = l->nnumbers = l->depth = 0;
	for (; p < end; p += n) {
		n = 0;
		if (quoted && *p == '\\')
			n = escape_translate(l, p, (size_t)(end - p), nul);
		else if (!quoted)
			n = number_translate(l, p, (size_t)(end - p));
		if (n > 0)
			continue;
		if (*p == '"')
			quoted = !quoted;
		else if (!quoted && (*p == '[' || *p == '{'))
			depth++;
		else if (!quoted && (*p == ']' || *p == '}'))
			depth--;
		if (depth > l->depth)
			l->depth = depth;
		l->translated[l->len++] = *p;
		n = 1;
	}
}

void
line_parse(struct line *l, struct str text)
{
	json_error_t error = {0};

	*l = (struct line){.text = text};
	/* the place of a number is no longer than it, but for the first 10 */
	l->translated = xmalloc(2 * text.len + 32);
	line_translate(l, "\\u0000");
	l->root = json_loadb(l->translated, l->len, JSON_ALLOW_NUL, &error);
	l->nul_key = l->root == NULL &&
	             json_error_code(&error) == json_error_null_byte_in_key;
	if (l->nul_key) {
		line_translate(l, "\\ue000");
		l->root = json_loadb(l->translated, l->len, 0, &error);
	}
	if (!json_is_object(l->root) || l->depth > SCAN_DEPTH_MAX ||
	    memchr(text.data, '\0', text.len) != NULL) {
		json_decref(l->root);
		l->root = NULL;
	}
}

void
line_free(struct line *l)
{
	json_decref(l->root);
	free(l->translated);
	free(l->numbers);
}
