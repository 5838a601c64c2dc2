#ifndef COMMON_STR_H
#define COMMON_STR_H

#include <stdbool.h>
#include <stddef.h>
#include <string.h>

/*
 * Counted bytes, borrowed: whoever hands one out says how long it lasts.
 * May hold NUL bytes; data is not terminated. A str without text has length
 * 0 and data that may be NULL.
 */
struct str {
	const char *data;
	size_t len;
};

/* The str of a string literal. */
#define STR(literal) ((struct str){literal, sizeof(literal) - 1})

static inline struct str
str_of(const char *text)
{
	return (struct str){text, strlen(text)};
}

static inline bool
str_equal(struct str a, struct str b)
{
	return a.len == b.len &&
	       (a.len == 0 || memcmp(a.data, b.data, a.len) == 0);
}

/* Order by bytes, a prefix first; for UTF-8 that is order by code point. */
static inline int
str_order(struct str a, struct str b)
{
	size_t len = a.len < b.len ? a.len : b.len;
	int order = len ? memcmp(a.data, b.data, len) : 0;

	return order ? order : (a.len > b.len) - (a.len < b.len);
}

/* Does text hold part, byte by byte? The empty part is in every text. */
static inline bool
str_has(struct str text, struct str part)
{
	return part.len == 0 ||
	       (text.len >= part.len &&
	           memmem(text.data, text.len, part.data, part.len) != NULL);
}

#endif
