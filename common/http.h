#ifndef COMMON_HTTP_H
#define COMMON_HTTP_H

#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/http_request.h"

/*
 * Requests, several in flight at a time, over connections that are kept open
 * between them (HTTP/2 where a server has it). Mechanism only: whether a reply
 * is good, and whether it is worth asking again, the caller says.
 *
 *	h = http_new(&settings);
 *	http_start(h, http_request_new(url));
 *	while ((r = http_next(h, -1)) != NULL) {
 *		if (http_is_passing(r) && http_retry(h, r))
 *			continue;
 *		use r->fault, r->status, r->body
 *		http_request_free(r);
 *	}
 *	http_free(h);
 *
 * When libcurl runs out of memory the program ends with status 1.
 */
struct http;

/* 0 takes what is in brackets. Strings are borrowed until http_free. */
struct http_settings {
	const char *user_agent;  /* [none is sent] */
	const char *ca_file;     /* PEM, in place of the system's [system's] */
	unsigned int jobs;       /* requests in flight at most [4] */
	unsigned int tries;      /* of one request at most [5] */
	uint32_t backoff_ms;     /* wait after the first try [1000] */
	uint32_t backoff_cap_ms; /* and at most, as backoff.h has it [32000] */
	uint32_t after_cap_s;    /* longest Retry-After obeyed; a longer one
	                            ends the tries [300] */
	uint32_t connect_ms;     /* to get a connection [20000] */
	const volatile sig_atomic_t *stop; /* while it is not 0, set perhaps by
	                            a signal handler, all is stopped [NULL] */
};

/* owns     the caller, until http_free */
struct http *http_new(const struct http_settings *settings);

/* Ends what is under way, as http_abandon does. NULL is nothing to free. */
void http_free(struct http *h);

/*
 * Put a request in line. http_next begins it, in the order of starting, when
 * fewer than the settings' jobs are in flight. Faults, too, come back from
 * there: this never fails.
 *
 * owns     h takes r, until http_next returns it
 */
void http_start(struct http *h, struct http_request *r);

/*
 * Move everything along until a request is finished.
 *
 * wait_ms  how long at most; 0 only does what can be done now, -1 has no limit
 * returns  a finished request, now the caller's. NULL: none finished in time
 *          or, when http_count is 0, there is nothing left to wait for
 */
struct http_request *http_next(struct http *h, int wait_ms);

/* Requests started and not yet returned. */
size_t http_count(const struct http *h);

/*
 * Send a finished request again, after the back-off, or after what Retry-After
 * asks for if that is longer. It keeps its place among those in flight while
 * it waits: a server that wants to be asked less often is.
 *
 * returns  true; or false, and r stays as it is and the caller's, when it has
 *          had all its tries, or the wait would go beyond after_cap_s or the
 *          bound
 * owns     when true: h takes r; its reply is gone
 */
bool http_retry(struct http *h, struct http_request *r);

/* From now on at most so many in flight, 1 or more. */
void http_set_jobs(struct http *h, unsigned int jobs);

/*
 * Bound the time: from ms from now on nothing is sent, and what is not
 * finished comes back from http_next as HTTP_STOPPED. 0 lifts the bound.
 */
void http_bound(struct http *h, uint32_t ms);

/* End and free every request not yet returned. */
void http_abandon(struct http *h);

#endif
