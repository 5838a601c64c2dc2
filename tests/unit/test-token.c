/*
 * Credentials and the JWT that a key signs: bqfetch/jwt.c, credentials.c,
 * secret.c. What the network has a part in is in tests/bqfetch-auth.bats.
 */
#include "tests/unit/unit.h"

#include <errno.h>

#include "bqfetch/credentials.h"
#include "bqfetch/jwt.h"
#include "bqfetch/secret.h"

/* RFC 7515 appendix A.2: header, payload and key give this. */
static const char example_header[] = "{\"alg\":\"RS256\"}";
static const char example_payload[] =
    "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n"
    " \"http://example.com/is_root\":true}";
static const char example_key[] = "tests/bqfetch/rfc7515.pem";
static const char example_jwt[] =
    "eyJhbGciOiJSUzI1NiJ9"
    "."
    "eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFt"
    "cGxlLmNvbS9pc19yb290Ijp0cnVlfQ"
    "."
    "cC4hiUPoj9Eetdgtv3hF80EGrhuB__dzERat0XF9g2VtQgr9PJbu3XOiZj5RZmh7"
    "AAuHIm4Bh-0Qc_lF5YKt_O8W2Fp5jujGbds9uJdbF9CUAr7t1dnZcAcQjbKBYNX4"
    "BAynRFdiuB--f_nZLgrnbyTyWzO75vRK5h6xBArLIARNPvkSjtQBMHlb1L07Qe7K"
    "0GarZRmB_eSN9383LcOLn6_dO--xi12jzDwusC-eOkHWEsqtFZESc6BfI7noOPqv"
    "hJ1phCnvWh6IeYI2w9QOYEUipUTI8np6LbgGY9Fs98rqVt5AXLIhWkWywlVmtVrB"
    "p0igcN_IoypGlUPQGe77Rw";

static void
test_jwt_example(void **state)
{
	size_t len;
	char *key = secret_read(example_key, 4096, &len), *jwt, why[200];

	(void)state;
	assert_non_null(key);
	jwt = jwt_sign(key, example_header, example_payload, why, sizeof(why));
	assert_non_null(jwt);
	assert_string_equal(jwt, example_jwt);
	secret_free_text(jwt);
	secret_free(key, len);
}

static void
test_jwt_bad_key(void **state)
{
	static const char *const keys[] = {"", "x",
	    "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n",
	    "-----BEGIN PRIVATE KEY-----\n", "-----BEGIN CERTIFICATE-----\n"};
	char why[200];
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(keys); i++) {
		assert_null(jwt_sign(keys[i], "{}", "{}", why, sizeof(why)));
		assert_string_equal(why, "not an unencrypted PEM private key");
	}
}

/* Parse text; returns what is wrong with it, NULL when nothing is. */
static const char *
parse(struct credentials *c, const char *text)
{
	static char why[300];

	if (credentials_parse(c, "f", text, strlen(text), why, sizeof(why)) ==
	    -1)
		return why;
	return NULL;
}

static void
test_service_account(void **state)
{
	struct credentials c;

	(void)state;
	assert_null(parse(&c,
	    "{\"type\": \"service_account\", \"project_id\": \"p\","
	    " \"private_key\": \"k\\n\", \"private_key_id\": \"i\","
	    " \"client_email\": \"e\", \"token_uri\": \"https://t/\","
	    " \"universe_domain\": \"googleapis.com\", \"other\": [1, {}]}"));
	assert_int_equal(c.type, CREDENTIALS_SERVICE_ACCOUNT);
	assert_string_equal(c.file, "f");
	assert_string_equal(c.project_id, "p");
	assert_string_equal(c.private_key, "k\n");
	assert_string_equal(c.private_key_id, "i");
	assert_string_equal(c.client_email, "e");
	assert_string_equal(c.token_uri, "https://t/");
	assert_null(c.quota_project_id);
	credentials_fini(&c);
	assert_int_equal(c.type, CREDENTIALS_NONE);
}

static void
test_authorized_user(void **state)
{
	struct credentials c;

	(void)state;
	assert_null(
	    parse(&c, "{\"type\": \"authorized_user\", \"client_id\": \"i\","
	              " \"client_secret\": \"s\", \"refresh_token\": \"r\","
	              " \"quota_project_id\": \"q\", \"project_id\": null}"));
	assert_int_equal(c.type, CREDENTIALS_AUTHORIZED_USER);
	assert_string_equal(c.token_uri, "https://oauth2.googleapis.com/token");
	assert_string_equal(c.quota_project_id, "q");
	assert_null(c.project_id);
	credentials_fini(&c);
}

static void
test_external_account(void **state)
{
	struct credentials c;

	(void)state;
	assert_null(parse(&c,
	    "{\"type\": \"external_account\", \"audience\": \"a\","
	    " \"subject_token_type\": \"s\", \"token_url\": \"https://t/\","
	    " \"credential_source\": {\"url\": \"http://169.254.169.254/x\","
	    "  \"headers\": {\"Metadata\": \"True\"}, \"format\": {\"type\":"
	    "  \"json\", \"subject_token_field_name\": \"f\"}}}"));
	assert_int_equal(c.type, CREDENTIALS_EXTERNAL_ACCOUNT);
	assert_null(c.source_file);
	assert_string_equal(c.source_url, "http://169.254.169.254/x");
	assert_string_equal(c.source_field, "f");
	assert_int_equal(json_object_size(c.source_headers), 1);
	assert_int_equal(c.lifetime_s, 3600);
	assert_null(c.impersonation_url);
	credentials_fini(&c);
}

static void
test_bad_text(void **state)
{
	static const struct {
		const char *text, *why;
	} bad[] = {
	    {"", "not JSON at line 1"},
	    {"\n\n{\"type\": \"a", "not JSON at line 3"},
	    {"{\"type\": \"a\", \"type\": \"b\"}", "not JSON at line 1"},
	    {"{} x", "not JSON at line 1"},
	    {"5", "not JSON at line 1"},
	    {"[]", "not a JSON object"},
	    {"{}", "type: missing"},
	    {"{\"type\": \"\"}", "type: empty"},
	    {"{\"type\": \"external_account_authorized_user\"}",
	        "type: external_account_authorized_user: not supported"},
	    {"{\"type\": \"authorized_user\", \"client_id\": {}}",
	        "client_id: not a text"},
	    {"{\"type\": \"service_account\", \"project_id\": 1}",
	        "project_id: not a text"},
	};
	static const char prefix[] = "read credentials: ";
	struct credentials c;
	const char *why;
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(bad); i++) {
		why = parse(&c, bad[i].text);
		assert_non_null(why);
		assert_memory_equal(why, prefix, sizeof(prefix) - 1);
		assert_string_equal(why + sizeof(prefix) - 1, bad[i].why);
		credentials_fini(&c);
	}
}

static void
test_secret_read(void **state)
{
	const char *file = unit_file("secret", STR("12345"));
	char *text;
	size_t len;

	(void)state;
	text = secret_read(file, 5, &len);
	assert_non_null(text);
	assert_int_equal(len, 5);
	assert_string_equal(text, "12345");
	secret_free(text, len);
	assert_null(secret_read(file, 4, &len));
	assert_int_equal(errno, EFBIG);
	assert_null(secret_read(unit_folder(), 4, &len));
	assert_int_equal(errno, EISDIR);
	assert_null(secret_read("/nonexistent", 4, &len));
	assert_int_equal(errno, ENOENT);
	secret_free_text(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_jwt_example),
	    cmocka_unit_test(test_jwt_bad_key),
	    cmocka_unit_test(test_service_account),
	    cmocka_unit_test(test_authorized_user),
	    cmocka_unit_test(test_external_account),
	    cmocka_unit_test(test_bad_text),
	    cmocka_unit_test(test_secret_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
