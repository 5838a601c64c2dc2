#ifndef BQFETCH_ACCOUNT_H
#define BQFETCH_ACCOUNT_H

#include "bqfetch/fetch.h"
#include "bqfetch/job.h"

/* What a run did and cost, for --stats. */
struct account {
	const char *error;   /* NULL: all rows were written */
	const char *project; /* NULL: not known */
	const struct job *job;
	const struct fetch *fetch;
	const struct api *api;
	double seconds;
};

/*
 * Write it as one line of JSON.
 *
 * file     "-" is standard error
 * returns  0, or -1 after a message on standard error
 */
int account_write(const struct account *a, const char *file);

#endif
