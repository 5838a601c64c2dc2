#ifndef BQFETCH_REASON_H
#define BQFETCH_REASON_H

#include "common/util.h"

/* What a failure means for the call that it ended. */
enum reason_meaning {
	REASON_FINAL,
	REASON_PASSES,
	REASON_SLOWER, /* passes, and asks for fewer calls at a time */
	REASON_JOB,    /* the job has failed, another one may not */
};

/*
 * One of the service's words for why something failed.
 *
 * source   "Error messages" of the BigQuery documentation
 */
struct reason {
	const char *name;
	enum reason_meaning meaning;
	enum status last; /* what to end with when it stays */
	const char *help; /* what can be done; NULL: the message says it all */
};

/* NULL: not known, so that only the HTTP status can decide. */
const struct reason *reason_find(const char *name);

#endif
