#include "bqfetch/credentials.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bqfetch/secret.h"
#include "common/url.h"
#include "common/util.h"
#include "common/vis.h"

#define FILE_MAX ((size_t)1 << 20)

#define LIFETIME_S 3600 /* of an impersonated token, within these bounds */
#define LIFETIME_MIN_S 600
#define LIFETIME_MAX_S 43200

static const char user_token_uri[] = "https://oauth2.googleapis.com/token";
static const char gcloud_name[] = "application_default_credentials.json";

/* An object being read. The first thing wrong with it ends up in why. */
struct reader {
	struct credentials *c;
	const json_t *object;
	char *why;
	size_t cap;
	bool bad;
};

static void
fail(struct reader *r, const char *name, const char *cause)
{
	if (!r->bad)
		snprintf(
		    r->why, r->cap, "read credentials: %s: %s", name, cause);
	r->bad = true;
}

/* The text of a member, NULL when it is not there. */
static const char *
text_want(struct reader *r, const char *name)
{
	const json_t *value = json_object_get(r->object, name);
	const char *text = json_string_value(value);

	if (value == NULL || json_is_null(value))
		return NULL;
	if (text == NULL)
		fail(r, name, "not a text");
	else if (*text == '\0')
		fail(r, name, "empty");
	return text;
}

static const char *
text_need(struct reader *r, const char *name)
{
	const char *text = text_want(r, name);

	if (text == NULL)
		fail(r, name, "missing");
	return text;
}

/* The same for where secrets go. */
static const char *
url_want(struct reader *r, const char *name)
{
	const char *url = text_want(r, name);

	if (url != NULL && !url_is_safe(url))
		fail(r, name, "neither https nor on this machine");
	return url;
}

static const char *
url_need(struct reader *r, const char *name)
{
	const char *url = url_want(r, name);

	if (url == NULL)
		fail(r, name, "missing");
	return url;
}

static void
service_account_read(struct reader *r)
{
	r->c->client_email = text_need(r, "client_email");
	r->c->private_key = text_need(r, "private_key");
	r->c->private_key_id = text_want(r, "private_key_id");
	r->c->token_uri = url_need(r, "token_uri");
}

static void
authorized_user_read(struct reader *r)
{
	r->c->client_id = text_need(r, "client_id");
	r->c->client_secret = text_need(r, "client_secret");
	r->c->refresh_token = text_need(r, "refresh_token");
	r->c->token_uri = url_want(r, "token_uri");
	if (r->c->token_uri == NULL)
		r->c->token_uri = user_token_uri;
}

/* How long an impersonated token is to last. */
static void
lifetime_read(struct reader *r)
{
	const json_t *wanted = json_object_get(
	    json_object_get(r->object, "service_account_impersonation"),
	    "token_lifetime_seconds");
	json_int_t seconds = json_integer_value(wanted);

	r->c->lifetime_s = LIFETIME_S;
	if (wanted == NULL)
		return;
	if (seconds < LIFETIME_MIN_S || seconds > LIFETIME_MAX_S)
		fail(r, "token_lifetime_seconds", "not within 600 and 43200");
	else
		r->c->lifetime_s = (uint32_t)seconds;
}

/* JSON or plain text? r is at the credential source. */
static void
format_read(struct reader *r)
{
	json_t *format = json_object_get(r->object, "format");
	const char *type;

	if (format == NULL)
		return;
	r->object = format;
	type = text_want(r, "type");
	if (type != NULL && strcmp(type, "json") == 0)
		r->c->source_field = text_need(r, "subject_token_field_name");
	else if (type != NULL && strcmp(type, "text") != 0)
		fail(r, "format", "neither json nor text");
}

static void
headers_read(struct reader *r)
{
	json_t *headers = json_object_get(r->object, "headers"), *value;
	const char *name;

	json_object_foreach(headers, name, value)
	{
		if (!json_is_string(value))
			fail(r, "headers", "not a text");
	}
	if (headers != NULL && !json_is_object(headers))
		fail(r, "headers", "not an object");
	r->c->source_headers = headers;
}

static void
external_account_read(struct reader *r)
{
	static const char name[] = "credential_source";
	json_t *source = json_object_get(r->object, name);

	r->c->audience = text_need(r, "audience");
	r->c->subject_token_type = text_need(r, "subject_token_type");
	r->c->token_url = url_need(r, "token_url");
	r->c->impersonation_url =
	    url_want(r, "service_account_impersonation_url");
	lifetime_read(r);
	if (!json_is_object(source)) {
		fail(r, name, "missing");
		return;
	}
	r->object = source;
	if (json_object_get(source, "environment_id") != NULL)
		fail(r, name, "from AWS: not supported");
	else if (json_object_get(source, "executable") != NULL)
		fail(r, name, "from a program: not supported");
	r->c->source_file = text_want(r, "file");
	r->c->source_url = text_want(r, "url");
	if ((r->c->source_file == NULL) == (r->c->source_url == NULL))
		fail(r, name, "neither a file nor a url");
	headers_read(r);
	format_read(r);
}

/* The kinds of files, by their "type". */
static const struct kind {
	const char *name;
	enum credentials_type type;
	void (*read)(struct reader *r);
} kinds[] = {
    {"service_account", CREDENTIALS_SERVICE_ACCOUNT, service_account_read},
    {"authorized_user", CREDENTIALS_AUTHORIZED_USER, authorized_user_read},
    {"external_account", CREDENTIALS_EXTERNAL_ACCOUNT, external_account_read},
};

static void
object_read(struct reader *r)
{
	const char *type = text_need(r, "type");
	char cause[96], shown[64];
	size_t i;

	if (type == NULL)
		return;
	r->c->project_id = text_want(r, "project_id");
	r->c->quota_project_id = text_want(r, "quota_project_id");
	for (i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++) {
		if (strcmp(type, kinds[i].name) == 0) {
			r->c->type = kinds[i].type;
			kinds[i].read(r);
			return;
		}
	}
	snprintf(cause, sizeof(cause), "%s: not supported",
	    vis(str_of(type), shown, sizeof(shown)));
	fail(r, "type", cause);
}

int
credentials_parse(struct credentials *c, const char *file, const char *text,
    size_t len, char *why, size_t cap)
{
	struct reader r = {.c = c, .why = why, .cap = cap};
	json_error_t error;

	*c = (struct credentials){.file = xstrdup(file)};
	c->json = json_loadb(text, len, JSON_REJECT_DUPLICATES, &error);
	r.object = c->json;
	if (c->json == NULL) {
		/* error.text would quote what may be a key */
		snprintf(why, cap, "read credentials: not JSON at line %d",
		    error.line);
		return -1;
	}
	if (!json_is_object(c->json)) {
		snprintf(why, cap, "read credentials: not a JSON object");
		return -1;
	}
	object_read(&r);
	return r.bad ? -1 : 0;
}

/*
 * Read a credentials file.
 *
 * optional  is it fine if there is none?
 * returns   0, -1 with why, or 1 when there is none
 */
static int
file_read(struct credentials *c, const char *file, bool optional, char *why,
    size_t cap)
{
	char cause[256];
	char *text;
	size_t len;
	int result;

	if ((text = secret_read(file, FILE_MAX, &len)) == NULL) {
		if (optional && (errno == ENOENT || errno == ENOTDIR))
			return 1;
		snprintf(why, cap, "%s: read credentials: %s", file,
		    strerror(errno));
		return -1;
	}
	result = credentials_parse(c, file, text, len, cause, sizeof(cause));
	if (result == -1)
		snprintf(why, cap, "%s: %s", file, cause);
	secret_free(text, len);
	return result;
}

/* Where gcloud keeps the credentials of `application-default login`. */
static char *
gcloud_path(void)
{
	const char *config = getenv("CLOUDSDK_CONFIG"), *home = getenv("HOME");
	const char *folder = "";
	char *path;
	size_t len;

	if (config == NULL || *config == '\0') {
		if (home == NULL || *home == '\0')
			return NULL;
		config = home;
		folder = "/.config/gcloud";
	}
	len = strlen(config) + strlen(folder) + sizeof(gcloud_name) + 1;
	path = xmalloc(len);
	snprintf(path, len, "%s%s/%s", config, folder, gcloud_name);
	return path;
}

int
credentials_find(struct credentials *c, const char *file, char *why, size_t cap)
{
	char *path;
	int result = 1;

	*c = (struct credentials){.type = CREDENTIALS_NONE};
	if (file == NULL)
		file = getenv("GOOGLE_APPLICATION_CREDENTIALS");
	if (file != NULL && *file != '\0')
		return file_read(c, file, false, why, cap);
	if ((path = gcloud_path()) != NULL)
		result = file_read(c, path, true, why, cap);
	free(path);
	if (result != 1)
		return result;
	c->type = CREDENTIALS_METADATA;
	return 0;
}

void
credentials_fini(struct credentials *c)
{
	json_decref(c->json); /* jansson clears what it frees: secret_init */
	free(c->file);
	*c = (struct credentials){.type = CREDENTIALS_NONE};
}
