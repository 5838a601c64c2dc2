#include "bqfetch/api.h"

#include <curl/curl.h>
#include <err.h>
#include <poll.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bqfetch/buf.h"
#include "bqfetch/reason.h"
#include "bqfetch/secret.h"
#include "common/str.h"
#include "common/url_escape.h"
#include "common/vis.h"

#define IDLE_MS 250
#define BODY_MAX ((size_t)1 << 30) /* a row can have 100 MB, and escapes */

static const char path_prefix[] = "/bigquery/v2";

bool
api_error_passes(const struct api_error *e)
{
	const struct reason *reason = reason_find(e->reason);

	return reason != NULL && reason->meaning != REASON_FINAL;
}

void
api_error_set(struct api_error *e, const char *head, const char *reason,
    const char *message)
{
	const struct reason *known;
	char shown[600];

	vis(str_of(reason ? reason : ""), e->reason, sizeof(e->reason));
	vis(str_of(message ? message : ""), shown, sizeof(shown));
	known = reason_find(e->reason);
	e->status = known ? known->last : STATUS_FAIL;
	snprintf(e->text, sizeof(e->text), "%s%s%s%s%s%s%s%s", head,
	    *head && *shown ? ": " : "", shown, *e->reason ? " (" : "",
	    e->reason, *e->reason ? ")" : "", known && known->help ? "; " : "",
	    known && known->help ? known->help : "");
}

void
api_pause(struct api *api, uint32_t ms)
{
	uint32_t slice;

	for (; ms > 0; ms -= slice) {
		if (api->stop != NULL && *api->stop)
			return;
		slice = ms < IDLE_MS ? ms : IDLE_MS;
		poll(NULL, 0, (int)slice);
		if (api->idle != NULL)
			api->idle(api->arg);
	}
}

char *
api_url(const struct api *api, const char *path, ...)
{
	struct buf url = {0};
	struct str text;
	va_list args;
	const char *p;
	char *end;

	buf_puts(&url, str_of(api->endpoint));
	buf_puts(&url, str_of(path_prefix));
	va_start(args, path);
	for (p = path; *p != '\0'; p++) {
		if (p[0] == '%' && p[1] == 's') {
			text = str_of(va_arg(args, const char *));
			end =
			    url_escape(buf_room(&url, 3 * text.len + 1), text);
			url.len = (size_t)(end - url.data);
			p++;
		} else {
			buf_putc(&url, *p);
		}
	}
	va_end(args);
	buf_putc(&url, '\0');
	return url.data;
}

char *
api_url_add(char *url, const char *name, const char *value)
{
	char *p;

	if (value == NULL)
		return url;
	url = xrealloc(url, strlen(url) + strlen(name) + 3 * strlen(value) + 3);
	p = stpcpy(url + strlen(url), "&");
	p = stpcpy(stpcpy(p, name), "=");
	url_escape(p, str_of(value));
	return url;
}

struct api_call *
api_call_new(const char *task, const char *url, json_t *body)
{
	struct api_call *call = xcalloc(1, sizeof(*call));
	struct http_request *r = http_request_new(url);
	char *text;

	call->task = task;
	call->request = r;
	r->owner = call;
	r->gzip = true;
	r->max_body = BODY_MAX;
	if (body != NULL) {
		text = json_dumps(body, JSON_COMPACT);
		http_request_content(r, "application/json", text, strlen(text));
		free(text);
		json_decref(body);
	}
	return call;
}

void
api_call_free(struct api_call *call)
{
	if (call == NULL)
		return;
	if (!call->under_way)
		http_request_free(call->request);
	free(call);
}

/* Note why the call has failed for good. */
static void
call_fail(struct api_call *call, enum status status, const char *cause)
{
	call->good = call->part = false;
	call->error.task = call->task;
	call->error.status = status;
	snprintf(call->error.text, sizeof(call->error.text), "%s", cause);
}

/* Put the token of now on the call; false when there is none to be had. */
static bool
call_authorize(struct api *api, struct api_call *call)
{
	enum status status = STATUS_FAIL;
	const char *token;
	char *header;
	size_t cap;

	if (api->token == NULL)
		return true;
	if ((token = token_get(api->token, &status)) == NULL) {
		call_fail(call, status, token_error(api->token));
		return false;
	}
	cap = sizeof("Bearer ") + strlen(token);
	header = xmalloc(cap);
	snprintf(header, cap, "Bearer %s", token);
	http_request_header(call->request, "Authorization", header);
	secret_free_text(header);
	if (api->quota_project != NULL)
		http_request_header(
		    call->request, "x-goog-user-project", api->quota_project);
	call->request->secret = true;
	call->token = token_number(api->token);
	return true;
}

bool
api_start(struct api *api, struct api_call *call)
{
	if (!call_authorize(api, call))
		return false;
	call->under_way = true;
	http_start(api->http, call->request);
	return true;
}

/* The clock of the service, which a proxy, too, has to pass on. */
static void
clock_read(struct api *api, const struct http_request *r)
{
	const char *date = http_reply_header(r, "Date");
	time_t at = date ? curl_getdate(date, NULL) : -1;

	if (at > 0)
		api->served_s = at;
}

/* What the reply says of the failure, if it is the service's. */
static void
error_read(struct api_call *call)
{
	struct http_request *r = call->request;
	json_t *reply = json_loadb(r->body, r->len, JSON_ALLOW_NUL, NULL);
	json_t *error = json_object_get(reply, "error");
	json_t *first = json_array_get(json_object_get(error, "errors"), 0);

	call->error.task = call->task;
	api_error_set(&call->error, r->error,
	    json_string_value(json_object_get(first, "reason")),
	    json_string_value(json_object_get(error, "message")));
	json_decref(reply);
}

/*
 * Make a call again whose failure passes.
 *
 * returns  whether it is under way again; if not, its error says that it had
 *          all its tries
 */
static bool
call_retry(struct api *api, struct api_call *call)
{
	unsigned int tries = call->request->tries;
	size_t len;

	if (!call_authorize(api, call))
		return false;
	if (http_retry(api->http, call->request)) {
		call->under_way = true;
		if (api->verbose)
			warnx("%s: %s, trying again", call->task,
			    call->error.text);
		api->nretries++;
		return true;
	}
	call->error.status = STATUS_RETRY;
	len = strlen(call->error.text);
	if (tries > 1)
		snprintf(call->error.text + len, sizeof(call->error.text) - len,
		    ", after %u tries", tries);
	return false;
}

/*
 * The service refused the token: have another and make the call again, once.
 * Of several calls with the same token only the first has a new one made.
 */
static bool
call_refresh(struct api *api, struct api_call *call)
{
	if (api->token == NULL || call->refreshed)
		return false;
	call->refreshed = true;
	if (call->token == token_number(api->token))
		token_expire(api->token);
	api->nretries++;
	return api_start(api, call);
}

/*
 * Judge a failed call.
 *
 * returns  whether it is under way again
 */
static bool
call_judge(struct api *api, struct api_call *call)
{
	struct http_request *r = call->request;
	const struct reason *reason;
	bool passes;

	error_read(call);
	reason = reason_find(call->error.reason);
	if (r->fault == HTTP_STOPPED)
		call->error.status = STATUS_RETRY;
	if (r->fault == HTTP_OK && r->status == 401)
		return call_refresh(api, call);
	if (call->want_reason && *call->error.reason != '\0')
		return false;
	passes = http_is_passing(r);
	if (reason != NULL)
		passes = reason->meaning == REASON_PASSES ||
		         reason->meaning == REASON_SLOWER;
	if (passes &&
	    (r->status == 429 || (reason && reason->meaning == REASON_SLOWER)))
		api->nslow++;
	return passes && call_retry(api, call);
}

struct api_call *
api_next(struct api *api)
{
	struct http_request *r;
	struct api_call *call;

	while (http_count(api->http) > 0) {
		r = http_next(api->http, IDLE_MS);
		if (api->idle != NULL)
			api->idle(api->arg);
		if (r == NULL)
			continue;
		call = r->owner;
		call->under_way = false;
		clock_read(api, r);
		call->good = r->fault == HTTP_OK && r->status / 100 == 2;
		call->part = call->want_part && !call->good && r->len > 0 &&
		             (r->status / 100 == 2 || r->status == 0) &&
		             http_is_passing(r);
		if (call->good || call->part || !call_judge(api, call))
			return call;
	}
	return NULL;
}

bool
api_again(struct api *api, struct api_call *call, const char *cause)
{
	call_fail(call, STATUS_RETRY, cause);
	return call_retry(api, call);
}

void
api_abandon(struct api *api)
{
	http_abandon(api->http);
}

json_t *
api_ask(struct api *api, struct api_call *call)
{
	json_t *reply = NULL;

	if (api_start(api, call)) {
		do {
			call = api_next(api);
			if (!call->good)
				break;
			reply = json_loadb(call->request->body,
			    call->request->len, JSON_ALLOW_NUL, NULL);
			if (json_is_object(reply))
				break;
			json_decref(reply);
			reply = NULL;
		} while (
		    api_again(api, call, "the reply is not a JSON object"));
	}
	if (reply == NULL)
		api->error = call->error;
	api_call_free(call);
	return reply;
}
