#include "bqfetch/token.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bqfetch/grant.h"
#include "bqfetch/metadata.h"
#include "bqfetch/oauth.h"
#include "bqfetch/secret.h"

#define EARLY_S 225     /* before a token expires, another is had */
#define AGAIN_S 30      /* after that failed, before the next attempt */
#define LIFETIME_S 3600 /* of a token that does not say */

struct token {
	const struct credentials *c;
	struct oauth oauth;
	char *text; /* NULL: none yet */
	unsigned int number;
	time_t fresh_until; /* of the steady clock */
	time_t valid_until;
};

struct token *
token_new(const struct credentials *c, const struct http_settings *settings)
{
	struct token *t = xcalloc(1, sizeof(*t));

	t->c = c;
	t->oauth.settings = *settings;
	t->oauth.settings.jobs = 1;
	return t;
}

void
token_free(struct token *t)
{
	if (t == NULL)
		return;
	secret_free_text(t->text);
	free(t);
}

const char *
token_error(const struct token *t)
{
	return t->oauth.error;
}

unsigned int
token_number(const struct token *t)
{
	return t->number;
}

/* Seconds of a clock that nobody sets, and that goes on while we sleep. */
static time_t
now(void)
{
	struct timespec time;

	clock_gettime(CLOCK_BOOTTIME, &time);
	return time.tv_sec;
}

void
token_expire(struct token *t)
{
	t->fresh_until = t->valid_until = 0;
}

/* Seconds that the token in a reply is good for. */
static time_t
lifetime_of(const struct token *t, const json_t *reply)
{
	const json_t *given = json_object_get(reply, "expires_in");
	json_int_t seconds = json_integer_value(given);
	uint64_t n;
	const char *why;

	if (json_object_get(reply, "accessToken") != NULL)
		return t->c->lifetime_s;
	/* some endpoints send it as text */
	if (json_is_string(given) &&
	    number_parse(json_string_value(given), 1, INT32_MAX, &n, &why) == 0)
		seconds = (json_int_t)n;
	return seconds > 0 && seconds < INT32_MAX ? (time_t)seconds
	                                          : LIFETIME_S;
}

/* Keep the token of a reply, and note how long it is good for. */
static const char *
token_take(struct token *t, json_t *reply)
{
	const char *text =
	    json_string_value(json_object_get(reply, "access_token"));
	time_t lifetime, early;

	if (text == NULL)
		text = json_string_value(json_object_get(reply, "accessToken"));
	if (text == NULL || *text == '\0') {
		if (reply != NULL)
			oauth_fail(&t->oauth, STATUS_FAIL, "get access token",
			    "there is none in the reply");
		json_decref(reply);
		return NULL;
	}
	secret_free_text(t->text);
	t->text = xstrdup(text);
	t->number++;
	lifetime = lifetime_of(t, reply);
	early = lifetime > EARLY_S ? EARLY_S : lifetime / 2;
	t->valid_until = now() + lifetime;
	t->fresh_until = t->valid_until - early;
	json_decref(reply);
	return t->text;
}

const char *
token_get(struct token *t, enum status *status)
{
	const char *text = NULL;

	if (t->text != NULL && now() < t->fresh_until)
		return t->text;
	if (t->c->type == CREDENTIALS_METADATA)
		text = token_take(t, metadata_token(&t->oauth));
	else
		text = token_take(t, grant_ask(&t->oauth, t->c));
	/* the old one will do for now if the trouble passes */
	if (text == NULL && t->oauth.status == STATUS_RETRY &&
	    t->text != NULL && now() < t->valid_until) {
		t->fresh_until = now() + AGAIN_S;
		return t->text;
	}
	*status = t->oauth.status;
	return text;
}

char *
token_project(struct token *t)
{
	return t->c->type == CREDENTIALS_METADATA ? metadata_project(&t->oauth)
	                                          : NULL;
}
