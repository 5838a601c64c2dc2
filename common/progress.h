#ifndef COMMON_PROGRESS_H
#define COMMON_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * How far long work has come, on standard error: one line rewritten in place
 * on a terminal; elsewhere a line every ten seconds, and only when asked for.
 */
enum progress_mode {
	PROGRESS_AUTO, /* on a terminal that can rewrite a line */
	PROGRESS_ON,
	PROGRESS_OFF,
};

struct progress {
	bool on, rewrite;
	double begin, last; /* seconds, of a steady clock */
};

void progress_begin(struct progress *p, enum progress_mode mode);

/*
 * Show the state, if it is time to.
 *
 * nbytes   read so far
 * total    bytes there are in all; 0: not known
 * nrows    rows so far
 */
void progress_show(
    struct progress *p, uint64_t nbytes, uint64_t total, uint64_t nrows);

/* Remove the line from the terminal. */
void progress_end(struct progress *p);

#endif
