#ifndef COMMON_SCAN_H
#define COMMON_SCAN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/str.h"

/*
 * The words of JSON (RFC 8259), one at a time, from text in memory. Nothing is
 * allocated and nothing is copied; every function takes where a word begins
 * and returns where it ends, or NULL when it is malformed.
 *
 * The text must end in a NUL byte that is not part of it, and SCAN_PAD bytes
 * after that must be readable, whatever they hold: sixteen bytes are looked at
 * a time.
 */
#define SCAN_PAD 32

/* Levels of arrays and objects within each other, the outermost included. */
#define SCAN_DEPTH_MAX 1024

struct scan {
	const char *end;  /* the NUL after the text */
	const char *at;   /* on failure: where */
	const char *what; /* on failure: why; a string literal */
};

enum scan_type {
	SCAN_NULL,
	SCAN_FALSE,
	SCAN_TRUE,
	SCAN_NUMBER,
	SCAN_STRING,
	SCAN_ARRAY,
	SCAN_OBJECT,
	SCAN_NONE, /* no value begins here */
};

/* A word for people: "null", "boolean", "number", "string", ... */
const char *scan_type_name(enum scan_type type);

/* What the byte at p begins. */
static inline enum scan_type
scan_type(const char *p)
{
	switch (*p) {
	case '"':
		return SCAN_STRING;
	case '{':
		return SCAN_OBJECT;
	case '[':
		return SCAN_ARRAY;
	case 'n':
		return SCAN_NULL;
	case 't':
		return SCAN_TRUE;
	case 'f':
		return SCAN_FALSE;
	case '-':
		return SCAN_NUMBER;
	default:
		return *p >= '0' && *p <= '9' ? SCAN_NUMBER : SCAN_NONE;
	}
}

/* The first byte that is not white space. */
static inline const char *
scan_space(const char *p)
{
	while (*p == ' ' || *p == '\n' || *p == '\t' || *p == '\r')
		p++;
	return p;
}

/* Note a failure at p: the text ending early or a NUL byte go before what. */
const char *scan_fail(struct scan *s, const char *p, const char *what);

/*
 * The string whose opening quote is at p: escapes, control characters and
 * UTF-8 (RFC 3629: no overlong form, no surrogate, nothing past U+10FFFF) are
 * checked.
 *
 * escaped  set to whether it holds an escape
 * returns  past the closing quote, or NULL with s->at, s->what set
 */
const char *scan_string(struct scan *s, const char *p, bool *escaped);

/*
 * Decode the inside of a string that scan_string found good. A surrogate
 * escape without its other half gives U+FFFD, \u0000 a NUL byte.
 *
 * raw      what is between the quotes
 * out      room for raw.len bytes; may be where raw begins
 * returns  the decoded text, at out
 */
struct str scan_unescape(struct str raw, char *out);

/*
 * The first character of UTF-8 text, checked as scan_string does.
 *
 * returns  the bytes it takes, 1 to 4; 0 when they are not UTF-8 or len is 0,
 *          *c is then left as it was
 */
size_t utf8_decode(const char *text, size_t len, uint32_t *c);

/* A number, as scan_string: any size, grammar of RFC 8259 section 6. */
const char *scan_number(struct scan *s, const char *p);

/* One of true, false, null, as scan_string. */
const char *scan_literal(struct scan *s, const char *p);

/* A value that holds no other, as scan_string. */
static inline const char *
scan_scalar(struct scan *s, const char *p)
{
	bool escaped;

	switch (scan_type(p)) {
	case SCAN_STRING:
		return scan_string(s, p, &escaped);
	case SCAN_NUMBER:
		return scan_number(s, p);
	default:
		return scan_literal(s, p);
	}
}

/*
 * A whole value of any type, fully checked and otherwise ignored.
 *
 * depth    how many arrays and objects are open around it
 */
const char *scan_skip(struct scan *s, const char *p, unsigned int depth);

#endif
