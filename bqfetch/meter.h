#ifndef BQFETCH_METER_H
#define BQFETCH_METER_H

#include <stdint.h>

#include "common/progress.h"

/*
 * How far the fetching has come; unless asked for, not on a terminal that the
 * rows go to.
 */
struct meter {
	struct progress progress; /* whether and since when */
	double rows_begin;        /* when rows came, in seconds; 0: not yet */
};

void meter_begin(struct meter *m, enum progress_mode mode);

/* Show that the query runs, and the bytes that it scanned, if it is time to. */
void meter_query(struct meter *m, uint64_t nscanned);

/*
 * Show how many rows were written, if it is time to.
 *
 * nscanned bytes that the query scanned; 0: not known
 * nbytes   of the replies they were in
 * total    there are; 0: not known
 */
void meter_rows(struct meter *m, uint64_t nscanned, uint64_t nbytes,
    uint64_t nrows, uint64_t total);

/* Remove the line from the terminal. */
void meter_end(struct meter *m);

/* Seconds since the beginning. */
double meter_seconds(const struct meter *m);

/* A number of bytes for people, like "44.9 GiB". */
void meter_bytes(uint64_t nbytes, char out[32]);

#endif
