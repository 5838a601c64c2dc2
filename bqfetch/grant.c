#include "bqfetch/grant.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bqfetch/jwt.h"
#include "bqfetch/secret.h"

#define LIFETIME_S 3600 /* of a signed assertion */
#define SKEW_S 10       /* that our clock may be ahead of the service's */
#define SUBJECT_MAX ((size_t)64 << 10)

#define URN "urn:ietf:params:oauth:"

/* The signed statement that we are the account. */
static char *
assertion_new(struct oauth *o, const struct credentials *c)
{
	json_int_t issued = (json_int_t)time(NULL) - SKEW_S;
	json_t *header, *claims;
	char *head, *body, *jwt, cause[200];

	header = json_pack("{s:s, s:s, s:s*}", "alg", "RS256", "typ", "JWT",
	    "kid", c->private_key_id);
	claims = json_pack("{s:s, s:s, s:s, s:I, s:I}", "iss", c->client_email,
	    "scope", OAUTH_SCOPE, "aud", c->token_uri, "iat", issued, "exp",
	    issued + LIFETIME_S);
	head = json_dumps(header, JSON_COMPACT);
	body = json_dumps(claims, JSON_COMPACT);
	jwt = jwt_sign(c->private_key, head, body, cause, sizeof(cause));
	if (jwt == NULL)
		oauth_fail(o, STATUS_FAIL, "sign with private_key", cause);
	json_decref(header);
	json_decref(claims);
	free(head);
	free(body);
	return jwt;
}

static json_t *
ask_service_account(struct oauth *o, const struct credentials *c)
{
	char *assertion = assertion_new(o, c);
	struct oauth_field fields[] = {
	    {"grant_type", URN "grant-type:jwt-bearer"},
	    {"assertion", assertion},
	    {NULL, NULL},
	};
	json_t *reply;

	if (assertion == NULL)
		return NULL;
	reply = oauth_exchange(o, c->token_uri, fields);
	secret_free_text(assertion);
	return reply;
}

static json_t *
ask_user(struct oauth *o, const struct credentials *c)
{
	struct oauth_field fields[] = {
	    {"grant_type", "refresh_token"},
	    {"refresh_token", c->refresh_token},
	    {"client_id", c->client_id},
	    {"client_secret", c->client_secret},
	    {NULL, NULL},
	};

	return oauth_exchange(o, c->token_uri, fields);
}

/* The provider's token from its file, which it may rewrite at any time. */
static char *
subject_from_file(struct oauth *o, const struct credentials *c)
{
	const char *file = c->source_file;
	char cause[300], *text;
	size_t len;

	text = secret_read(file, SUBJECT_MAX, &len);
	if (text == NULL) {
		snprintf(cause, sizeof(cause), "%s: %s", file, strerror(errno));
		oauth_fail(o, STATUS_FAIL, "read subject token", cause);
	}
	return text;
}

/*
 * May the provider's own endpoint be asked over plain http? The metadata
 * servers of the clouds are, on a link that leaves the machine nowhere.
 */
static bool
is_link_local(const char *url)
{
	static const char prefix[] = "http://169.254.169.254";
	size_t len = sizeof(prefix) - 1;

	return strncmp(url, prefix, len) == 0 &&
	       (url[len] == '/' || url[len] == ':');
}

static char *
subject_from_url(struct oauth *o, const struct credentials *c)
{
	struct http_request *r = http_request_new(c->source_url);
	const char *name;
	json_t *value;
	char *text = NULL;

	json_object_foreach(c->source_headers, name, value)
	{
		http_request_header(r, name, json_string_value(value));
	}
	r->max_body = SUBJECT_MAX;
	r->wipe = true;
	r->secret = !is_link_local(c->source_url);
	r->direct = !r->secret;
	r = oauth_ask(o, "get subject token", r);
	if (r != NULL)
		text = xstrndup(r->body, r->len);
	http_request_free(r);
	return text;
}

/* The token that another provider gave us. */
static char *
subject_new(struct oauth *o, const struct credentials *c)
{
	const char *field = c->source_field, *inside;
	json_t *object;
	char *text, *subject = NULL;
	size_t len;

	text =
	    c->source_file ? subject_from_file(o, c) : subject_from_url(o, c);
	if (text == NULL)
		return NULL;
	if (field == NULL) {
		len = strlen(text);
		while (len > 0 && strchr(" \t\r\n", text[len - 1]) != NULL)
			text[--len] = '\0';
		return text;
	}
	object = json_loads(text, 0, NULL);
	secret_free_text(text);
	inside = json_string_value(json_object_get(object, field));
	if (inside != NULL)
		subject = xstrdup(inside);
	else
		oauth_fail(o, STATUS_FAIL, "read subject token",
		    "no such JSON member as subject_token_field_name says");
	json_decref(object);
	return subject;
}

/* Change the token of the exchange for one of a service account. */
static json_t *
impersonate(struct oauth *o, const struct credentials *c, const char *access)
{
	static const char task[] = "impersonate service account";
	struct http_request *r = http_request_new(c->impersonation_url);
	size_t cap = sizeof("Bearer ") + strlen(access);
	char *bearer = xmalloc(cap), body[128];
	int len;

	snprintf(bearer, cap, "Bearer %s", access);
	http_request_header(r, "Authorization", bearer);
	secret_free_text(bearer);
	len = snprintf(body, sizeof(body),
	    "{\"scope\":[\"" OAUTH_SCOPE "\"],\"lifetime\":\"%us\"}",
	    (unsigned int)c->lifetime_s);
	http_request_content(r, "application/json", body, (size_t)len);
	r->secret = r->wipe = true;
	return oauth_reply(o, task, oauth_ask(o, task, r));
}

static json_t *
ask_external(struct oauth *o, const struct credentials *c)
{
	char *subject = subject_new(o, c);
	const char *access;
	struct oauth_field fields[] = {
	    {"grant_type", URN "grant-type:token-exchange"},
	    {"requested_token_type", URN "token-type:access_token"},
	    {"audience", c->audience},
	    {"scope", c->impersonation_url ? OAUTH_CLOUD_SCOPE : OAUTH_SCOPE},
	    {"subject_token", subject},
	    {"subject_token_type", c->subject_token_type},
	    {NULL, NULL},
	};
	json_t *reply, *exchanged;

	if (subject == NULL)
		return NULL;
	reply = oauth_exchange(o, c->token_url, fields);
	secret_free_text(subject);
	access = json_string_value(json_object_get(reply, "access_token"));
	if (c->impersonation_url == NULL || access == NULL)
		return reply;
	exchanged = reply;
	reply = impersonate(o, c, access);
	json_decref(exchanged);
	return reply;
}

json_t *
grant_ask(struct oauth *o, const struct credentials *c)
{
	switch (c->type) {
	case CREDENTIALS_SERVICE_ACCOUNT:
		return ask_service_account(o, c);
	case CREDENTIALS_AUTHORIZED_USER:
		return ask_user(o, c);
	case CREDENTIALS_EXTERNAL_ACCOUNT:
		return ask_external(o, c);
	default:
		return NULL;
	}
}
