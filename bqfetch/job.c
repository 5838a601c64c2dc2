#include "bqfetch/job.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "common/backoff.h"
#include "common/vis.h"

#define RUNS 3  /* of a query whose jobs fail */
#define LOOKS 6 /* for a job whose calls fail for no lasting reason */
#define BACKOFF_CAP_MS 32000
#define POLL_PAUSE_MS 100
#define CANCEL_MS 2000
#define CANCEL_POLL_MS 200

static const char start_task[] = "start query", run_task[] = "run query";

void
job_init(struct job *job, struct api *api, const struct query *query)
{
	*job = (struct job){.api = api, .query = query};
	if (query->location != NULL)
		job->location = xstrdup(query->location);
}

void
job_fini(struct job *job)
{
	free(job->location);
	json_decref(job->fields);
	json_decref(job->bytes_processed);
	json_decref(job->bytes_billed);
	json_decref(job->slot_ms);
	json_decref(job->cache_hit);
}

/* A name that no other job has: 128 random bits. */
static void
id_make(struct job *job)
{
	unsigned char random[16];
	char *p = job->id;
	size_t i;

	if (getrandom(random, sizeof(random), 0) != (ssize_t)sizeof(random))
		err(STATUS_FAIL, "getrandom");
	p += snprintf(p, sizeof(job->id), "bqfetch_");
	for (i = 0; i < sizeof(random); i++)
		p += snprintf(p, 3, "%02x", random[i]);
}

/* The configuration of the job, and its reference if it has a name. */
static json_t *
request_new(const struct job *job, bool dry_run)
{
	const struct query *q = job->query;
	json_t *query, *configuration, *first;
	char number[24];

	query = json_pack("{s:s, s:b}", "query", q->sql, "useLegacySql", 0);
	first = json_array_get(q->parameters, 0);
	if (first != NULL) {
		json_object_set(query, "queryParameters", q->parameters);
		json_object_set_new(query, "parameterMode",
		    json_string(json_object_get(first, "name") ? "NAMED"
		                                               : "POSITIONAL"));
	}
	if (q->max_bytes_billed != 0) {
		snprintf(number, sizeof(number), "%ju",
		    (uintmax_t)q->max_bytes_billed);
		json_object_set_new(
		    query, "maximumBytesBilled", json_string(number));
	}
	configuration = json_pack("{s:o}", "query", query);
	if (json_object_size(q->labels) > 0)
		json_object_set(configuration, "labels", q->labels);
	if (q->timeout_ms != 0) {
		snprintf(
		    number, sizeof(number), "%ju", (uintmax_t)q->timeout_ms);
		json_object_set_new(
		    configuration, "jobTimeoutMs", json_string(number));
	}
	if (dry_run)
		json_object_set_new(configuration, "dryRun", json_true());
	return json_pack("{s:o, s:{s:s, s:s*, s:s*}}", "configuration",
	    configuration, "jobReference", "projectId", q->project, "jobId",
	    *job->id ? job->id : NULL, "location", job->location);
}

/* The URL of something of the job; path is to end in a query. */
static char *
job_url(const struct job *job, const char *path)
{
	char *url = api_url(job->api, path, job->query->project, job->id);

	return api_url_add(url, "location", job->location);
}

/* A call about the job; its reply, or NULL with api->error set. */
static json_t *
job_ask(struct job *job, const char *task, const char *path, bool want_reason)
{
	char *url = job_url(job, path);
	struct api_call *call = api_call_new(task, url, NULL);

	free(url);
	call->want_reason = want_reason;
	return api_ask(job->api, call);
}

static const char *
text_get(const json_t *object, const char *name)
{
	return json_string_value(json_object_get(object, name));
}

/* Fewer than 64 bits' worth of decimal digits to a number; 0 for all else. */
static uint64_t
count_get(const json_t *object, const char *name)
{
	const char *text = text_get(object, name), *why;
	uint64_t n = 0;

	if (text != NULL)
		number_parse(text, 0, UINT64_MAX, &n, &why);
	return n;
}

/*
 * What a Job says of itself: where it runs, and whether it has failed.
 *
 * returns  0, or -1 with api->error set: it has failed
 */
static int
state_read(struct job *job, const json_t *reply)
{
	const json_t *status = json_object_get(reply, "status");
	const json_t *failure = json_object_get(status, "errorResult");
	const json_t *details =
	    json_object_get(json_object_get(reply, "statistics"), "query");
	const char *state = text_get(status, "state");
	const char *statement = text_get(details, "statementType");
	const char *location =
	    text_get(json_object_get(reply, "jobReference"), "location");

	if (location != NULL) {
		free(job->location);
		job->location = xstrdup(location);
	}
	if (state == NULL || strcmp(state, "DONE") != 0)
		return 0;
	job->running = false;
	if (!json_is_object(failure))
		return 0;
	job->api->error.task = run_task;
	api_error_set(&job->api->error, "", text_get(failure, "reason"),
	    text_get(failure, "message"));
	/* what changes tables must not be done twice */
	job->again = api_error_passes(&job->api->error) &&
	             (statement == NULL || strcmp(statement, "SELECT") == 0);
	return -1;
}

static struct backoff
backoff_of(const struct job *job)
{
	return (struct backoff){
	    job->api->retry_wait_ms, BACKOFF_CAP_MS, backoff_seed()};
}

/*
 * The Job of our name, of which the service said that it exists. It may take a
 * while until it can be found.
 */
static json_t *
job_find(struct job *job)
{
	struct backoff backoff = backoff_of(job);
	json_t *reply;
	unsigned int looks;

	for (looks = 1;; looks++) {
		reply = job_ask(
		    job, start_task, "/projects/%s/jobs/%s?alt=json", false);
		if (reply != NULL || looks == LOOKS ||
		    strcmp(job->api->error.reason, "notFound") != 0)
			return reply;
		api_pause(job->api, backoff_next_ms(&backoff, looks));
	}
}

/* Has the service said no, so that nothing is going on behind our back? */
static bool
refused(const struct api_error *e)
{
	return *e->reason != '\0' && e->status != STATUS_RETRY;
}

/* Start the query under a new name. */
static int
job_start(struct job *job)
{
	struct api *api = job->api;
	char *url = api_url(api, "/projects/%s/jobs", job->query->project);
	json_t *reply;
	int result;

	id_make(job);
	job->running = true;
	reply = api_ask(
	    api, api_call_new(start_task, url, request_new(job, false)));
	free(url);
	/* nobody else has this name: an earlier try got through */
	if (reply == NULL && strcmp(api->error.reason, "duplicate") == 0)
		reply = job_find(job);
	if (reply == NULL) {
		job->again =
		    strcmp(api->error.reason, "jobRateLimitExceeded") == 0;
		job->running = !refused(&api->error);
		return -1;
	}
	result = state_read(job, reply);
	json_decref(reply);
	return result;
}

/* What getQueryResults says when the job is done. */
static void
result_read(struct job *job, const json_t *reply)
{
	json_t *schema = json_object_get(reply, "schema");

	job->running = false;
	job->fields = json_incref(json_object_get(schema, "fields"));
	job->total = count_get(reply, "totalRows");
	job->bytes_processed =
	    json_integer((json_int_t)count_get(reply, "totalBytesProcessed"));
	job->cache_hit = json_incref(json_object_get(reply, "cacheHit"));
}

/*
 * Ask whether the job is done, and give it ten seconds to get there.
 *
 * returns  1 if it is, 0 if not; -1 with api->error set when it has failed
 */
static int
job_poll(struct job *job)
{
	json_t *reply;
	int done;

	reply = job_ask(job, run_task,
	    "/projects/%s/queries/%s?maxResults=0&timeoutMs=10000", true);
	if (reply == NULL)
		return -1;
	done = json_is_true(json_object_get(reply, "jobComplete"));
	if (done)
		result_read(job, reply);
	json_decref(reply);
	return done;
}

/*
 * The last call failed with a reason that passes. Was it the call or the job?
 *
 * returns  0 if the job goes on; -1 with api->error set if not
 */
static int
job_look(struct job *job)
{
	json_t *reply =
	    job_ask(job, run_task, "/projects/%s/jobs/%s?alt=json", false);
	int result;

	if (reply == NULL)
		return -1;
	result = state_read(job, reply);
	json_decref(reply);
	return result;
}

static int
job_wait(struct job *job)
{
	struct backoff backoff = backoff_of(job);
	struct api_error *e = &job->api->error;
	unsigned int looks = 0;
	int done;

	while ((done = job_poll(job)) != 1) {
		if (done == 0) {
			looks = 0;
			/* for servers that do not wait, as they should */
			api_pause(job->api, POLL_PAUSE_MS);
			continue;
		}
		if (!api_error_passes(e) || ++looks == LOOKS)
			break;
		if (job_look(job) == -1)
			break;
		job->api->nretries++;
		api_pause(job->api, backoff_next_ms(&backoff, looks));
	}
	if (done == 1)
		return 0;
	if (strcmp(e->reason, "notFound") == 0)
		e->status =
		    STATUS_RETRY; /* it was there: the service lost it */
	else if (refused(e))
		job->running = false;
	return -1;
}

int
job_run(struct job *job)
{
	struct backoff backoff = backoff_of(job);
	unsigned int runs;

	for (runs = 1;; runs++) {
		job->again = false;
		if (job_start(job) == 0 && job_wait(job) == 0)
			return 0;
		if (!job->again || runs == RUNS)
			return -1;
		if (job->api->verbose)
			warnx("%s: %s, starting it again", start_task,
			    job->api->error.text);
		job->api->nretries++;
		api_pause(job->api, backoff_next_ms(&backoff, runs));
	}
}

int
job_estimate(struct job *job, uint64_t *nbytes)
{
	struct api *api = job->api;
	char *url = api_url(api, "/projects/%s/jobs", job->query->project);
	json_t *reply;

	reply = api_ask(
	    api, api_call_new("estimate query", url, request_new(job, true)));
	free(url);
	if (reply == NULL)
		return -1;
	*nbytes = count_get(
	    json_object_get(reply, "statistics"), "totalBytesProcessed");
	json_decref(reply);
	return 0;
}

void
job_account(struct job *job)
{
	json_t *reply = job_ask(
	    job, "account for query", "/projects/%s/jobs/%s?alt=json", false);
	const json_t *all = json_object_get(reply, "statistics");
	const json_t *query = json_object_get(all, "query");

	if (query != NULL) {
		job->bytes_billed = json_integer(
		    (json_int_t)count_get(query, "totalBytesBilled"));
		job->slot_ms =
		    json_integer((json_int_t)count_get(all, "totalSlotMs"));
	}
	json_decref(reply);
}

/* Has the job that is to be cancelled come to its end? */
static bool
is_over(struct job *job)
{
	json_t *reply = job_ask(
	    job, "cancel query", "/projects/%s/jobs/%s?alt=json", false);

	if (reply != NULL)
		(void)state_read(job, reply);
	json_decref(reply);
	return reply == NULL || !job->running;
}

void
job_cancel(struct job *job, const struct http_settings *settings)
{
	struct api *api = job->api, kept = *api;
	struct http_settings own = *settings;
	struct api_call *call;
	char *url = job_url(job, "/projects/%s/jobs/%s/cancel?alt=json");
	json_t *reply;

	own.stop = NULL;
	api->http = http_new(&own);
	api->idle = NULL;
	api->stop = NULL;
	http_bound(api->http, CANCEL_MS);
	call = api_call_new("cancel query", url, NULL);
	http_request_content(call->request, "application/json", "", 0);
	reply = api_ask(api, call);
	/* it may still end well, and be billed: wait a little to know */
	while (reply != NULL && !is_over(job))
		api_pause(api, CANCEL_POLL_MS);
	json_decref(reply);
	free(url);
	http_free(api->http);
	*api = kept;
}

char *
job_rows_url(const struct job *job)
{
	return job_url(job, "/projects/%s/queries/%s?alt=json");
}
