#ifndef BQFETCH_JOB_H
#define BQFETCH_JOB_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "bqfetch/api.h"

/* The query to run. Everything is borrowed. */
struct query {
	const char *project;  /* that pays */
	const char *location; /* NULL: the service finds it */
	const char *sql;
	json_t *parameters;        /* QueryParameters; empty: none */
	json_t *labels;            /* object; empty: none */
	uint64_t max_bytes_billed; /* 0: no limit of ours */
	uint64_t timeout_ms;       /* the service ends the job then; 0: never */
};

/*
 * A query job. It has a random name of our own making, so that starting it can
 * be tried again without running it twice.
 *
 * source   reference of the BigQuery REST API v2: jobs.insert,
 *          jobs.getQueryResults, jobs.get, jobs.cancel
 */
struct job {
	struct api *api;
	const struct query *query;
	char id[48];
	char *location; /* where it runs; NULL: not known yet */
	bool running;   /* it was started, and is not known to have ended */
	bool again;     /* it failed in a way that another may not */

	/* of a job that is done */
	json_t *fields; /* of its result; NULL: it has none */
	uint64_t total; /* rows of its result */

	/* for --stats; null where not known */
	json_t *bytes_processed, *bytes_billed, *slot_ms, *cache_hit;
};

void job_init(struct job *job, struct api *api, const struct query *query);
void job_fini(struct job *job);

/*
 * Start the query and wait until it is done.
 *
 * returns  0, or -1 with api->error set
 */
int job_run(struct job *job);

/*
 * How much the query would read.
 *
 * returns  0, or -1 with api->error set
 */
int job_estimate(struct job *job, uint64_t *nbytes);

/* Learn what a job that is done has cost; what fails stays null. */
void job_account(struct job *job);

/*
 * End the job, without waiting longer than two seconds for it.
 *
 * settings  of the connection to make for this
 */
void job_cancel(struct job *job, const struct http_settings *settings);

/*
 * The URL of the rows of the result, for fetch.
 *
 * owns     the caller, to be freed
 */
char *job_rows_url(const struct job *job);

#endif
