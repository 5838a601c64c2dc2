/*
 * Credentials files. An input is the text of one. It is taken or refused; what
 * is taken has all that its type needs and sends its secrets nowhere unsafe;
 * why it is refused is one printable line that quotes no long text of it.
 */
#include "tests/fuzz/fuzz.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bqfetch/credentials.h"
#include "bqfetch/jwt.h"
#include "bqfetch/secret.h"
#include "common/url.h"

#define QUOTED_MAX 64 /* bytes: the "type", shown when it is not known */

const char *const fuzz_words[] = {"{\"type\":\"service_account\"",
    "{\"type\":\"authorized_user\"", "{\"type\":\"external_account\"",
    "\"client_email\":\"e\"", "\"private_key\":\"-----BEGIN PRIVATE KEY-----",
    "\\n-----END PRIVATE KEY-----\\n\"", "\"token_uri\":\"https://t/\"",
    "\"token_uri\":\"http://127.0.0.1:1/\"", "\"client_id\":\"i\"",
    "\"client_secret\":\"s\"", "\"refresh_token\":\"r\"",
    "\"quota_project_id\":\"q\"", "\"audience\":\"a\"",
    "\"subject_token_type\":\"t\"", "\"token_url\":\"https://t/\"",
    "\"credential_source\":{\"file\":\"f\"}",
    "\"credential_source\":{\"url\":\"https://u/\"",
    "\"headers\":{\"a\":\"b\"}",
    "\"format\":{\"type\":\"json\",\"subject_token_field_name\":\"f\"}",
    "\"service_account_impersonation_url\":\"https://i/\"",
    "\"service_account_impersonation\":{\"token_lifetime_seconds\":600}",
    "\"environment_id\":\"aws1\"", "\"executable\":{}", "null", "5", "[]", "{}",
    "\"\"", "}", ",", ":", "\\u0000", "\\u001b", "\xff", NULL};

static const uint8_t *input;
static size_t input_len;

static void
need(bool good, const char *what)
{
	if (!good)
		fuzz_fail(input, input_len, "taken without %s", what);
}

static bool
is_text(const char *text)
{
	return text != NULL && *text != '\0';
}

static void
taken_check(const struct credentials *c)
{
	char why[200], *jwt;

	switch (c->type) {
	case CREDENTIALS_SERVICE_ACCOUNT:
		need(is_text(c->client_email), "client_email");
		need(is_text(c->private_key), "private_key");
		need(url_is_safe(c->token_uri), "a safe token_uri");
		jwt = jwt_sign(c->private_key, "{}", "{}", why, sizeof(why));
		secret_free_text(jwt);
		break;
	case CREDENTIALS_AUTHORIZED_USER:
		need(is_text(c->client_id), "client_id");
		need(is_text(c->client_secret), "client_secret");
		need(is_text(c->refresh_token), "refresh_token");
		need(url_is_safe(c->token_uri), "a safe token_uri");
		break;
	case CREDENTIALS_EXTERNAL_ACCOUNT:
		need(is_text(c->audience), "audience");
		need(is_text(c->subject_token_type), "subject_token_type");
		need(url_is_safe(c->token_url), "a safe token_url");
		need(is_text(c->source_file) != is_text(c->source_url),
		    "one source");
		need(c->impersonation_url == NULL ||
		         url_is_safe(c->impersonation_url),
		    "a safe impersonation URL");
		need(c->lifetime_s >= 600 && c->lifetime_s <= 43200,
		    "a good lifetime");
		break;
	default:
		need(false, "a type");
	}
}

static void
refused_check(const char *why)
{
	static const char prefix[] = "read credentials: ";
	const char *p;

	if (strncmp(why, prefix, sizeof(prefix) - 1) != 0)
		fuzz_fail(input, input_len, "refused: %s", why);
	for (p = why; *p != '\0'; p++)
		if ((unsigned char)*p < 0x20 || *p == 0x7f)
			fuzz_fail(input, input_len, "not printable");
	if (strlen(why) > sizeof(prefix) + QUOTED_MAX + 64)
		fuzz_fail(input, input_len, "too long: %s", why);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct credentials c;
	char why[300] = "";

	input = data;
	input_len = len;
	if (credentials_parse(
	        &c, "f", (const char *)data, len, why, sizeof(why)) == 0)
		taken_check(&c);
	else
		refused_check(why);
	credentials_fini(&c);
	return 0;
}
