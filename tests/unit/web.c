#include "tests/unit/web.h"

#include "common/scan.h"
#include "tests/unit/unit.h"

struct standin web;

const struct http_settings web_settings = {
    .user_agent = "test/1 (gzip)",
    .backoff_ms = 1,
    .backoff_cap_ms = 4,
};

/* The proxies of whoever runs the tests are no part of them. */
void
web_start(const char *script)
{
	static const char *const names[] = {"http_proxy", "https_proxy",
	    "HTTPS_PROXY", "no_proxy", "NO_PROXY", "all_proxy", "ALL_PROXY"};
	size_t i;

	for (i = 0; i < NITEMS(names); i++)
		unsetenv(names[i]);
	standin_start(&web, "web", script, NULL);
}

int
web_stop(void **state)
{
	(void)state;
	standin_stop(&web);
	return 0;
}

struct http_request *
web_request(const char *path)
{
	char url[128];

	snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", web.port, path);
	return http_request_new(url);
}

struct http_request *
web_finish(struct http *h, struct http_request *r)
{
	http_start(h, r);
	do {
		r = http_next(h, 30000);
		assert_non_null(r);
	} while (http_is_passing(r) && http_retry(h, r));
	assert_int_equal(http_count(h), 0);
	assert_null(http_next(h, -1));
	return r;
}

struct http_request *
web_finish_alone(struct http_request *r)
{
	struct http *h = http_new(&web_settings);

	r = web_finish(h, r);
	http_free(h);
	return r;
}

size_t
web_nrequests(const char *prefix)
{
	json_t *log = standin_log(&web, prefix);
	size_t n = json_array_size(log);

	json_decref(log);
	return n;
}

size_t
web_most_in_flight(const char *prefix)
{
	json_t *log = standin_log(&web, prefix), *number;
	size_t i, n, most = 0;

	for (i = 0; i < json_array_size(log); i++) {
		number = json_object_get(json_array_get(log, i), "in_flight");
		n = (size_t)json_integer_value(number);
		most = n > most ? n : most;
	}
	json_decref(log);
	return most;
}

void
web_assert_body(const struct http_request *r, size_t len)
{
	size_t i;

	assert_int_equal(r->len, len);
	for (i = 0; i < len; i++)
		if (r->body[i] != (char)('0' + i % 10))
			fail_msg("byte %zu is %02x", i, r->body[i] & 0xff);
	for (i = 0; i <= SCAN_PAD; i++)
		assert_int_equal(r->body[len + i], 0);
}
