#ifndef BQFETCH_STREAM_H
#define BQFETCH_STREAM_H

#include <signal.h>
#include <stdbool.h>

#include "bqfetch/buf.h"

/*
 * Standard output, row by row: what cannot be written for now is kept, so that
 * the last line can be finished, and a last word put behind it, even after a
 * signal came in the middle.
 */
struct stream {
	struct buf rows; /* to be written: lines are added here */
	size_t sent;     /* of them */
	bool closed;     /* nobody reads it any more */
	int why;         /* errno of any other failure */
	const volatile sig_atomic_t *stop; /* not 0: write nothing more now */
};

/*
 * Write everything, or, if not forced, only when there is much of it.
 *
 * returns  0; -1 with closed or why set, or because of stop
 */
int stream_flush(struct stream *s, bool force);

/*
 * Write what is left, then a line that says that rows are missing.
 *
 * reason   one line
 */
void stream_break(struct stream *s, const char *reason);

void stream_fini(struct stream *s);

#endif
