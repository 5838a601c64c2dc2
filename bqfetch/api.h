#ifndef BQFETCH_API_H
#define BQFETCH_API_H

#include <jansson.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "bqfetch/token.h"
#include "common/http.h"
#include "common/util.h"

/* Why a call failed for good. */
struct api_error {
	const char *task;   /* that failed */
	enum status status; /* what the tool is to end with */
	char reason[48];    /* the service's word for it; empty: none */
	char text[1024];    /* the cause, printable */
};

/*
 * Calls of the BigQuery REST API: with an access token, tried again when the
 * failure is one that passes, judged by the reason first and then by the
 * status.
 */
struct api {
	struct http *http;
	struct token *token;       /* NULL: none is sent */
	const char *endpoint;      /* without a slash at the end */
	const char *quota_project; /* charged for the calls; NULL: ours */
	uint32_t retry_wait_ms;    /* before the first retry of a job */
	bool verbose;              /* tell of every retry */
	void (*idle)(void *arg);   /* called a few times a second; or NULL */
	void *arg;
	const volatile sig_atomic_t *stop; /* as in http_settings, or NULL */

	time_t served_s; /* the service's clock at its last reply; 0: unknown */
	uint64_t nretries;
	uint64_t nslow; /* times that the service wanted fewer calls at once */
	struct api_error error; /* of the last api_ask */
};

/* One call, perhaps one of several under way. */
struct api_call {
	struct http_request *request;
	const char *task; /* for messages: "fetch rows" */
	void *owner;      /* the caller's; never looked at */
	bool want_part;   /* a reply cut off is of use */
	bool want_reason; /* a failure with a reason is the caller's to judge */

	/* when api_next has returned it */
	bool good;              /* a whole reply; if not: */
	bool part;              /* cut off, but something has come; if not: */
	struct api_error error; /* of a failure that is final */

	/* for api.c */
	unsigned int token; /* number of the one it carries */
	bool refreshed;     /* a second one has been had for it */
	bool under_way;
};

/*
 * The URL of a call: %s in the path is text to be escaped.
 *
 * owns     the caller, to be freed
 */
char *api_url(const struct api *api, const char *path, ...);

/*
 * A URL, which must have a query already, with one more "name=value" in it.
 *
 * url      taken
 * value    escaped here; NULL leaves the URL as it is
 * owns     the caller, to be freed
 */
char *api_url_add(char *url, const char *name, const char *value);

/*
 * A call to be made. A body makes it a POST.
 *
 * body     taken; NULL: none
 * owns     the caller, until api_start; again after api_next
 */
struct api_call *api_call_new(const char *task, const char *url, json_t *body);
void api_call_free(struct api_call *call);

/*
 * Put a call in line.
 *
 * returns  false, and the call is still the caller's, with call->error set,
 *          when there is no access token to be had
 */
bool api_start(struct api *api, struct api_call *call);

/*
 * Move everything along until a call is finished.
 *
 * returns  one, good or bad, or a cut one if it wants that; NULL when none is
 *          under way
 * owns     the caller, until api_call_free, api_start or api_again
 */
struct api_call *api_next(struct api *api);

/*
 * The reply of a finished call is of no use: make it again.
 *
 * cause    why, printable
 * returns  true; or false with call->error set when it has had all its tries
 */
bool api_again(struct api *api, struct api_call *call, const char *cause);

/* End what is under way; those calls can then only be freed. */
void api_abandon(struct api *api);

/*
 * Make a call while no other is under way, to the end.
 *
 * call     taken
 * returns  the JSON object of the reply; NULL with api->error set
 */
json_t *api_ask(struct api *api, struct api_call *call);

/*
 * Fill in a failure that the service told of.
 *
 * head     what comes before the message: "HTTP 403"; or empty
 * reason, message   the service's, made printable here; NULL: not said
 */
void api_error_set(struct api_error *e, const char *head, const char *reason,
    const char *message);

/* Is it a failure that passes, so that a job could be run again? */
bool api_error_passes(const struct api_error *e);

/* Wait so long, but not when all is stopped. */
void api_pause(struct api *api, uint32_t ms);

#endif
