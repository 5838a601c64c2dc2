#ifndef BQFETCH_METER_H
#define BQFETCH_METER_H

#include <stdint.h>

#include "common/progress.h"

/*
 * How far the fetching has come: one line, on a terminal only, and not on one
 * that the rows go to.
 */
struct meter {
	struct progress progress; /* whether and since when */
};

void meter_begin(struct meter *m, bool quiet);

/*
 * Show the state, if it is time to.
 *
 * nbytes   that the query scanned; 0: not known yet
 * nrows    written
 * total    there are; 0: not known yet
 */
void meter_show(
    struct meter *m, uint64_t nbytes, uint64_t nrows, uint64_t total);

/* Remove the line from the terminal. */
void meter_end(struct meter *m);

/* Seconds since the beginning. */
double meter_seconds(const struct meter *m);

/* A number of bytes for people, like "44.9 GiB". */
void meter_bytes(uint64_t nbytes, char out[32]);

#endif
