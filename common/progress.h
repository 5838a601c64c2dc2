#ifndef COMMON_PROGRESS_H
#define COMMON_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * How far long work has come, on standard error: one line rewritten in place
 * on a terminal; elsewhere a line every ten seconds, and only when asked for.
 * There are no colours in it, which NO_COLOR could switch off.
 */
enum progress_mode {
	PROGRESS_AUTO, /* on a terminal that can rewrite a line */
	PROGRESS_ON,
	PROGRESS_OFF,
};

struct progress {
	bool on, rewrite, shown;
	double begin, last; /* seconds, of a steady clock */
};

void progress_begin(struct progress *p, enum progress_mode mode);

/* Seconds since the beginning. */
double progress_seconds(const struct progress *p);

/* Is it time to show something again? If so it is to be shown. */
bool progress_due(struct progress *p);

/* Show a line, or on a terminal one in place of the last. */
void progress_print(struct progress *p, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/*
 * Show what is done now, at once on a terminal: for work that cannot tell how
 * far it has come.
 */
void progress_phase(struct progress *p, const char *what);

/*
 * Show how many bytes and rows were read, if it is time to.
 *
 * nbytes   read so far
 * total    bytes there are in all; 0: not known
 * nrows    rows so far
 */
void progress_show(
    struct progress *p, uint64_t nbytes, uint64_t total, uint64_t nrows);

/*
 * Show "what: 12 of 340 things, 25 things/s, 13 s left", if it is time to.
 */
void progress_count(struct progress *p, const char *what, uint64_t n,
    uint64_t total, const char *things);

/*
 * How long it will take: ", 13 s left"; "" when that cannot be known.
 *
 * seconds  since done was 0
 * returns  out
 */
char *progress_left(
    double seconds, uint64_t done, uint64_t total, char out[32]);

/* Remove the line, if there is one, from the terminal. */
void progress_end(struct progress *p);

#endif
