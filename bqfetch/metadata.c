#include "bqfetch/metadata.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define REPLY_MAX ((size_t)64 << 10)
#define CONNECT_MS 3000
#define TRIES 3

static const char address[] = "169.254.169.254";
static const char token_path[] =
    "instance/service-accounts/default/token?scopes=" OAUTH_SCOPE;

/* The host that the environment names as the metadata server; NULL: none. */
static const char *
host_named(void)
{
	static const char *const names[] = {
	    "GCE_METADATA_HOST", "GCE_METADATA_ROOT", "GCE_METADATA_IP"};
	const char *host;
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		host = getenv(names[i]);
		if (host != NULL && *host != '\0')
			return host;
	}
	return NULL;
}

/* Its reply, which has to say in a header that it is one; NULL: oauth_fail. */
static struct http_request *
ask(struct oauth *o, const char *task, const char *path)
{
	const char *host = host_named(), *flavour;
	struct http_settings kept = o->settings;
	struct http_request *r;
	char url[512];

	snprintf(url, sizeof(url), "http://%s/computeMetadata/v1/%s",
	    host ? host : address, path);
	r = http_request_new(url);
	http_request_header(r, "Metadata-Flavor", "Google");
	r->max_body = REPLY_MAX;
	r->direct = r->wipe = true;
	o->settings.connect_ms = CONNECT_MS;
	if (o->settings.tries > TRIES)
		o->settings.tries = TRIES;
	r = oauth_ask(o, task, r);
	o->settings = kept;
	if (r == NULL)
		return NULL;
	flavour = http_reply_header(r, "Metadata-Flavor");
	if (flavour != NULL && strcmp(flavour, "Google") == 0)
		return r;
	http_request_free(r);
	oauth_fail(
	    o, STATUS_FAIL, task, "the reply is not a metadata server's");
	return NULL;
}

static bool
is_stopped(const struct oauth *o)
{
	return o->settings.stop != NULL && *o->settings.stop;
}

json_t *
metadata_token(struct oauth *o)
{
	static const char task[] = "get access token";
	const char *no_check = getenv("NO_GCE_CHECK");
	struct http_request *r = NULL;

	o->status = STATUS_RETRY;
	if (no_check == NULL || strcasecmp(no_check, "true") != 0)
		r = ask(o, task, token_path);
	/* silence where nobody said there is one: there is none */
	if (r == NULL && o->status == STATUS_RETRY && host_named() == NULL &&
	    !is_stopped(o))
		return oauth_fail(o, STATUS_FAIL, "find credentials",
		    "no --credentials, no GOOGLE_APPLICATION_CREDENTIALS, no "
		    "gcloud auth application-default login, no metadata "
		    "server");
	return oauth_reply(o, task, r);
}

char *
metadata_project(struct oauth *o)
{
	struct http_request *r;
	char *project = NULL;

	r = ask(o, "find project", "project/project-id");
	if (r != NULL)
		project = xstrndup(r->body, r->len);
	http_request_free(r);
	return project;
}
