#include "bqfetch/oauth.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bqfetch/secret.h"
#include "common/url_escape.h"
#include "common/vis.h"

#define FORM "application/x-www-form-urlencoded"

void *
oauth_fail(
    struct oauth *o, enum status status, const char *task, const char *cause)
{
	o->status = status;
	snprintf(o->error, sizeof(o->error), "%s: %s", task, cause);
	return NULL;
}

/*
 * What the reply says went wrong: OAuth's "error" and "error_description" (RFC
 * 6749 section 5.2), or the message of a Google API.
 *
 * again    set when it is an error that passes, whatever the status
 */
static void
refusal_print(const struct http_request *r, char *out, size_t cap, bool *again)
{
	json_t *reply = json_loadb(r->body, r->len, 0, NULL);
	json_t *error = json_object_get(reply, "error");
	const char *code = json_string_value(error);
	const char *more = json_string_value(json_object_get(
	    code ? reply : error, code ? "error_description" : "message"));
	char code_shown[64], more_shown[200];

	*again =
	    code != NULL && (strcmp(code, "internal_failure") == 0 ||
	                        strcmp(code, "server_error") == 0 ||
	                        strcmp(code, "temporarily_unavailable") == 0);
	vis(str_of(code ? code : ""), code_shown, sizeof(code_shown));
	vis(str_of(more ? more : ""), more_shown, sizeof(more_shown));
	snprintf(out, cap, "%s%s%s%s%s", r->error, code ? ": " : "", code_shown,
	    more ? ": " : "", more_shown);
	json_decref(reply);
}

struct http_request *
oauth_ask(struct oauth *o, const char *task, struct http_request *r)
{
	struct http *h = http_new(&o->settings);
	char cause[sizeof(r->error) + 300];
	bool again = false, passing;

	http_start(h, r);
	for (;;) {
		r = http_next(h, -1);
		if (r->fault == HTTP_OK && r->status == 200)
			break;
		refusal_print(r, cause, sizeof(cause), &again);
		passing = again || http_is_passing(r);
		if (passing && http_retry(h, r))
			continue;
		oauth_fail(o,
		    passing || r->fault == HTTP_STOPPED ? STATUS_RETRY
		                                        : STATUS_FAIL,
		    task, cause);
		http_request_free(r);
		r = NULL;
		break;
	}
	http_free(h);
	return r;
}

json_t *
oauth_reply(struct oauth *o, const char *task, struct http_request *r)
{
	json_t *reply;

	if (r == NULL)
		return NULL;
	reply = json_loadb(r->body, r->len, 0, NULL);
	http_request_free(r);
	if (json_is_object(reply))
		return reply;
	json_decref(reply);
	return oauth_fail(
	    o, STATUS_RETRY, task, "the reply is not a JSON object");
}

/* A form, as application/x-www-form-urlencoded; ends with a NULL name. */
static char *
form_new(const struct oauth_field *fields)
{
	const struct oauth_field *f;
	size_t cap = 1;
	char *form, *p;

	for (f = fields; f->name != NULL; f++)
		cap += strlen(f->name) + 3 * strlen(f->value) + 2;
	p = form = xmalloc(cap);
	*p = '\0';
	for (f = fields; f->name != NULL; f++) {
		p = stpcpy(p, f == fields ? "" : "&");
		p = stpcpy(stpcpy(p, f->name), "=");
		p = url_escape(p, str_of(f->value));
	}
	return form;
}

json_t *
oauth_exchange(
    struct oauth *o, const char *url, const struct oauth_field *fields)
{
	static const char task[] = "get access token";
	struct http_request *r = http_request_new(url);
	char *form = form_new(fields);

	http_request_content(r, FORM, form, strlen(form));
	secret_free_text(form);
	r->secret = r->wipe = true;
	return oauth_reply(o, task, oauth_ask(o, task, r));
}
