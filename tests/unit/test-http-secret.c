/* common/http_request.c: where secrets go, and that none is left behind. */
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <inttypes.h>
#include <unistd.h>

#include "tests/unit/web.h"

static const char script[] = "/size/1 200,size=1\n"
                             "/echo 200,echo\n"
                             "http://example.invalid/proxied 200,size=7\n";

static void
assert_refused(struct http_request *r, const char *error)
{
	r = web_finish_alone(r);
	assert_int_equal(r->fault, HTTP_REFUSED);
	assert_false(http_is_passing(r));
	assert_string_equal(r->error, error);
	assert_int_equal(r->status, 0);
	web_assert_body(r, 0);
	http_request_free(r);
}

static void
test_refused(void **state)
{
	struct http_request *r = http_request_new("http://192.0.2.1/token");
	size_t before = web_nrequests("/");

	(void)state;
	r->secret = true;
	http_request_header(r, "Authorization", "Bearer sesame");
	assert_refused(r, "secrets go only over https, or to loopback");
	r = web_request("/echo");
	http_request_header(r, "Authorization", "Bearer a\r\nHost: b");
	assert_refused(r, "control character in a header");
	assert_refused(http_request_new("http://me:sesame@127.0.0.1/"),
	    "user name or password in the URL");
	assert_refused(
	    http_request_new("ftp://127.0.0.1/"), "neither http nor https");
	assert_refused(
	    http_request_new("file:///etc/passwd"), "neither http nor https");
	assert_refused(http_request_new("http://a b/"), "malformed URL");
	assert_refused(http_request_new(""), "malformed URL");
	assert_int_equal(web_nrequests("/"), before);
}

static struct http_request *
finish_tls(const struct standin *tls, const char *host, const char *ca_file)
{
	struct http_settings trusting = web_settings;
	struct http_request *r;
	struct http *h;
	char url[64];

	trusting.ca_file = ca_file;
	snprintf(url, sizeof(url), "https://%s:%d/secret", host, tls->port);
	r = http_request_new(url);
	r->secret = true;
	http_request_header(r, "Authorization", "Bearer sesame");
	h = http_new(&trusting);
	r = web_finish(h, r);
	http_free(h);
	return r;
}

static void
test_tls(void **state)
{
	static const char not_accepted[] = "certificate not accepted: ";
	const char *pem = standin_pem("pem");
	struct http_request *r;
	struct standin tls;
	json_t *log;

	(void)state;
	standin_start(&tls, "tls", "/secret 200,size=3", pem);
	r = finish_tls(&tls, "localhost", NULL); /* not of an authority */
	assert_int_equal(r->fault, HTTP_TLS);
	assert_false(http_is_passing(r));
	assert_int_equal(r->tries, 1);
	assert_memory_equal(r->error, not_accepted, strlen(not_accepted));
	http_request_free(r);

	r = finish_tls(&tls, "127.0.0.1", pem); /* not that host's */
	assert_int_equal(r->fault, HTTP_TLS);
	assert_memory_equal(r->error, not_accepted, strlen(not_accepted));
	http_request_free(r);

	r = finish_tls(&tls, "localhost", "/nonexistent.pem");
	assert_int_equal(r->fault, HTTP_TLS);
	http_request_free(r);

	r = finish_tls(&tls, "localhost", pem);
	assert_int_equal(r->fault, HTTP_OK);
	web_assert_body(r, 3);
	http_request_free(r);

	log = standin_log(&tls, "");
	assert_int_equal(json_array_size(log), 1);
	json_decref(log);
	standin_stop(&tls);
}

static void
test_proxy(void **state)
{
	struct http_settings once = web_settings;
	struct http_request *r;
	struct http *h;
	char proxy[64];

	(void)state;
	once.tries = 1;
	h = http_new(&once);
	snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%d", web.port);
	setenv("http_proxy", proxy, 1);
	r = web_finish(h, http_request_new("http://example.invalid/proxied"));
	assert_int_equal(r->status, 200);
	web_assert_body(r, 7);
	http_request_free(r);

	r = http_request_new("http://example.invalid/proxied");
	r->direct = true;
	r = web_finish(h, r);
	assert_int_equal(r->fault, HTTP_NETWORK);
	assert_string_equal(r->error, "no such host");
	http_request_free(r);

	setenv("http_proxy", "http://127.0.0.1:1", 1);
	r = web_finish(
	    h, web_request("/size/1")); /* loopback: not by the proxy */
	assert_int_equal(r->status, 200);
	http_request_free(r);
	unsetenv("http_proxy");
	http_free(h);
}

/* A secret, each byte one higher, so that this is no copy of it. */
static const char veiled[] = "PQFO!TFTBNF!PQFO!TFTBNF";
#define SECRET_LEN (sizeof(veiled) - 1)

static void
unveil(char *secret)
{
	size_t i;

	for (i = 0; i < SECRET_LEN; i++)
		secret[i] = (char)(veiled[i] - 1);
	secret[SECRET_LEN] = '\0';
}

/* How often the secret is in the memory from at to end. */
static size_t
secrets_count(int memory, uint64_t at, uint64_t end)
{
	char block[65536];
	size_t i, k, n = 0;
	ssize_t len;

	while (end - at >= SECRET_LEN) {
		len = pread(memory, block,
		    end - at < sizeof(block) ? end - at : sizeof(block),
		    (off_t)at);
		if (len < (ssize_t)SECRET_LEN)
			break;
		for (i = 0; i + SECRET_LEN <= (size_t)len; i++) {
			for (k = 0; k < SECRET_LEN; k++)
				if (block[i + k] != veiled[k] - 1)
					break;
			n += k == SECRET_LEN;
		}
		at += (size_t)len - SECRET_LEN + 1;
	}
	return n;
}

/* In what malloc gave out or has taken back: all that is written to, but for
 * stacks, files, and the gigabytes that sanitizers map. */
static size_t
secrets_left(void)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	int memory = open("/proc/self/mem", O_RDONLY);
	char line[512], mode[8];
	uint64_t from, to;
	size_t n = 0;

	assert_non_null(maps);
	assert_int_not_equal(memory, -1);
	while (fgets(line, sizeof(line), maps) != NULL) {
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s", &from, &to,
		        mode) == 3 &&
		    strncmp(mode, "rw", 2) == 0 && to - from < 1 << 30 &&
		    strstr(line, "[stack") == NULL && strchr(line, '/') == NULL)
			n += secrets_count(memory, from, to);
	}
	close(memory);
	fclose(maps);
	return n;
}

static void
test_wipe(void **state)
{
	const size_t len = 100000; /* so that the reply comes in parts */
	struct http *h = http_new(&web_settings);
	struct http_request *r = web_request("/echo");
	char *content = malloc(len);

	(void)state;
	memset(content, 'x', len);
	unveil(content);
	r->secret = r->wipe = true;
	http_request_header(r, "Authorization", content);
	content[SECRET_LEN] = 'x';
	http_request_content(r, "text/plain", content, len);
	explicit_bzero(content, SECRET_LEN);
	free(content);
	assert_int_equal(secrets_left(), 2);
	r = web_finish(h, r);
	assert_int_equal(r->status, 200);
	assert_true(r->len > len);
	assert_true(secrets_left() >= 4); /* the reply says both again */
	http_request_free(r);
	assert_int_equal(secrets_left(), 0);
	http_free(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_tls),
	    cmocka_unit_test(test_proxy),
	    cmocka_unit_test(test_wipe),
	};

	return web_run_tests(script, tests);
}
