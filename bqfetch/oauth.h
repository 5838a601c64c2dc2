#ifndef BQFETCH_OAUTH_H
#define BQFETCH_OAUTH_H

#include <jansson.h>

#include "common/http.h"
#include "common/util.h"

#define OAUTH_SCOPE "https://www.googleapis.com/auth/bigquery"
#define OAUTH_CLOUD_SCOPE "https://www.googleapis.com/auth/cloud-platform"

/* Asking the endpoints that hand out access tokens, and why that failed. */
struct oauth {
	struct http_settings settings;
	enum status status; /* what the tool is to end with */
	char error[640];    /* "task: cause", printable, nothing secret */
};

/* A name and its value in a form. */
struct oauth_field {
	const char *name, *value;
};

/* Note a failure; returns NULL for the caller to pass on. */
void *oauth_fail(
    struct oauth *o, enum status status, const char *task, const char *cause);

/*
 * Send a request, again and again while that may help.
 *
 * owns     takes r
 * returns  r with a good reply, now the caller's; NULL after oauth_fail
 * source   RFC 6749 section 5.2
 */
struct http_request *oauth_ask(
    struct oauth *o, const char *task, struct http_request *r);

/*
 * The JSON object that a reply is. Frees r, which may be NULL.
 *
 * returns  NULL after oauth_fail
 */
json_t *oauth_reply(struct oauth *o, const char *task, struct http_request *r);

/*
 * Send a form, fields up to one without a name, for an access token.
 *
 * returns  the reply; NULL after oauth_fail
 */
json_t *oauth_exchange(
    struct oauth *o, const char *url, const struct oauth_field *fields);

#endif
