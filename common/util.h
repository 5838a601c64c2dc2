#ifndef COMMON_UTIL_H
#define COMMON_UTIL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/str.h"

/* Exit statuses of every tool, as its manual lists them. */
enum status {
	STATUS_OK = 0,    /* the output is complete */
	STATUS_FAIL = 1,  /* it is not: bad input, failed work */
	STATUS_USAGE = 2, /* the command line was wrong */
	STATUS_RETRY = 3, /* not now; trying again later may work */
};

/*
 * Memory. Each ends the program with status 1 and a message when there is
 * none left; nothing here returns NULL.
 *
 * owns     the caller, who gives it back with free()
 */
void *xmalloc(size_t nbytes);
void *xcalloc(size_t nitems, size_t nbytes);
void *xrealloc(void *old, size_t nbytes);
void *xreallocarray(void *old, size_t nitems, size_t nbytes);
char *xstrdup(const char *text);
char *xstrndup(const char *data, size_t len);

/*
 * Room for one more item in a growing array: *cap doubles when n reaches it.
 *
 * returns  items, or where it moved to
 */
void *xgrow(void *items, size_t n, size_t *cap, size_t nbytes);

/* A place in the input. line counts from 1; 0 means the file as a whole. */
struct pos {
	const char *file; /* NULL is standard input */
	uintmax_t line;
};

/*
 * "tool: file:line: ..." on standard error; errat then ends the program with
 * status 1. The text says the task, then the cause.
 */
void warnat(struct pos pos, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
void errat(struct pos pos, const char *fmt, ...)
    __attribute__((format(printf, 2, 3), noreturn));

/*
 * Counters, and bounded ones, from decimal text.
 *
 * returns  0, or -1 with *why saying what is wrong: "not a number", "too
 *          small", "too large"
 * errors   *out is left as it was
 */
int number_parse(const char *text, uint64_t min, uint64_t max, uint64_t *out,
    const char **why);

/*
 * A number of bytes: digits and at most one of K, M, G (powers of 1024).
 *
 * returns, errors  as number_parse
 */
int size_parse(const char *text, uint64_t min, uint64_t max, uint64_t *out,
    const char **why);

/*
 * A finite decimal number within [min, max].
 *
 * returns, errors  as number_parse
 */
int real_parse(
    const char *text, double min, double max, double *out, const char **why);

/*
 * A day of the Gregorian calendar, written YYYY-MM-DD (years 0001 to 9999).
 *
 * days     days since 1970-01-01
 * returns  0, or -1 when text is no such day; *days is then left as it was
 */
int date_parse(struct str text, int32_t *days);

/* The day as YYYY-MM-DD; days as date_parse gives them. */
void date_print(int32_t days, char out[11]);

/* 64-bit hash of bytes, the same in every run and on every machine. */
uint64_t hash_bytes(const void *data, size_t len);

/* Mix the bits of a number, so that its low ones can index a table. */
static inline uint64_t
hash_number(uint64_t x)
{
	x ^= x >> 32;
	x *= 0xd6e8feb86659fd93U;
	x ^= x >> 32;
	x *= 0xd6e8feb86659fd93U;
	return x ^ x >> 32;
}

#endif
