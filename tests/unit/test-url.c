/* common/url.c, where secrets go, and common/backoff.c, when to come back. */
#include "common/backoff.h"
#include "common/memory.h"
#include "common/url.h"
#include "common/url_escape.h"
#include "tests/unit/unit.h"

#include <ctype.h>

static void
test_check(void **state)
{
	static const struct {
		const char *url, *why;
	} urls[] = {
	    {"https://symbols.mozilla.org", NULL},
	    {"https://symbols.mozilla.org/try/", NULL},
	    {"HTTP://127.0.0.1:8080", NULL},
	    {"", "not an address like https://host/path"},
	    {"symbols.mozilla.org", "not an address like https://host/path"},
	    {"https://", "not an address like https://host/path"},
	    {"https://a b/", "not an address like https://host/path"},
	    {"https://h:99999/", "not an address like https://host/path"},
	    {"file:///etc/passwd", "not an address like https://host/path"},
	    {"ftp://host/", "neither http nor https"},
	    {"https://me@host/", "a user name or password has no place in it"},
	    {"https://:pw@host/", "a user name or password has no place in it"},
	    {"https://host/?try=1", "has a query or a fragment"},
	    {"https://host/#", "has a query or a fragment"},
	};
	const char *why;
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(urls); i++) {
		assert_int_equal(
		    url_check(urls[i].url, &why), urls[i].why ? -1 : 0);
		if (urls[i].why != NULL)
			assert_string_equal(why, urls[i].why);
	}
}

static void
test_is_safe(void **state)
{
	static const struct {
		const char *url;
		bool is_loopback, is_safe;
	} urls[] = {
	    {"https://oauth2.googleapis.com/token", false, true},
	    {"http://oauth2.googleapis.com/token", false, false},
	    {"http://localhost:9050/bigquery/v2", true, true},
	    {"http://LOCALHOST/", true, true},
	    {"http://127.0.0.1/", true, true},
	    {"http://127.255.0.9:1/", true, true},
	    {"https://127.0.0.1/", true, true},
	    {"http://[::1]:8080/", true, true},
	    {"http://127.1/", true, true}, /* libcurl makes it 127.0.0.1 */
	    {"http://128.0.0.1/", false, false},
	    {"http://0.0.0.0/", false, false},
	    {"http://[::]/", false, false},
	    {"http://169.254.169.254/", false, false},
	    {"http://localhost.example.org/", false, false},
	    {"http://127.0.0.1.example.org/", false, false},
	    {"http://127.0.0.1@example.org/", false, false},
	    {"http://example.org/127.0.0.1", false, false},
	    {"http://example.org#@localhost/", false, false},
	    /* A browser goes to example.org; what counts is what libcurl does:
	     * to localhost (and a user name in a request is refused). */
	    {"http://example.org\\@localhost/", true, true},
	    {"ftp://localhost/", true, false},
	    {"localhost/", false, false},
	    {"", false, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(urls); i++) {
		assert_int_equal(
		    url_is_loopback(urls[i].url), urls[i].is_loopback);
		assert_int_equal(url_is_safe(urls[i].url), urls[i].is_safe);
	}
}

static void
test_escape(void **state)
{
	static const struct {
		struct str text;
		const char *escaped;
	} texts[] = {
	    {BYTES(""), ""},
	    {BYTES("libxul.so"), "libxul.so"},
	    {BYTES("azAZ09-._~"), "azAZ09-._~"},
	    {BYTES("a b+c%d"), "a%20b%2Bc%25d"},
	    {BYTES("/?#&=:@!$'()*,;[]"),
	        "%2F%3F%23%26%3D%3A%40%21%24%27%28%29%2A%2C%3B%5B%5D"},
	    {BYTES("\0\n\x7f\xff"), "%00%0A%7F%FF"},
	    {BYTES("\xc5\x82"), "%C5%82"},
	};
	char out[64], *end, *printed;
	FILE *memory;
	size_t i, len;

	(void)state;
	for (i = 0; i < NITEMS(texts); i++) {
		end = url_escape(out, texts[i].text);
		assert_string_equal(out, texts[i].escaped);
		assert_ptr_equal(end, out + strlen(out));
		memory = memory_open(&printed, &len);
		url_escape_print(memory, texts[i].text);
		memory_close(memory);
		assert_string_equal(printed, texts[i].escaped);
		free(printed);
	}
}

/* Every byte comes out as itself or as the %XX that stands for it. */
static void
test_escape_bytes(void **state)
{
	char byte, out[4], expected[4];
	int c;

	(void)state;
	for (c = 0; c < 256; c++) {
		byte = (char)c;
		url_escape(out, (struct str){&byte, 1});
		if (c != 0 && c < 128 && (isalnum(c) || strchr("-._~", c)))
			snprintf(expected, sizeof(expected), "%c", c);
		else
			snprintf(expected, sizeof(expected), "%%%02X",
			    (unsigned int)c);
		assert_string_equal(out, expected);
	}
}

static void
test_backoff_bounds(void **state)
{
	static const uint32_t least[] = {
	    1000, 2000, 4000, 8000, 16000, 32000, 32000, 32000};
	struct backoff b = {.base_ms = 1000, .cap_ms = 32000};
	uint32_t wait_ms, smallest, largest;
	unsigned int tries, i;

	(void)state;
	b.chance = backoff_seed();
	for (tries = 1; tries <= NITEMS(least); tries++) {
		smallest = UINT32_MAX;
		largest = 0;
		for (i = 0; i < 1000; i++) {
			wait_ms = backoff_next_ms(&b, tries);
			smallest = wait_ms < smallest ? wait_ms : smallest;
			largest = wait_ms > largest ? wait_ms : largest;
		}
		assert_in_range(smallest, least[tries - 1], largest);
		assert_in_range(
		    largest, least[tries - 1], least[tries - 1] * 3 / 2);
		/* A thousand of them are spread over the range. */
		assert_true(largest - smallest > least[tries - 1] / 4);
	}
}

static void
test_backoff_extremes(void **state)
{
	struct backoff b = {.base_ms = UINT32_MAX, .cap_ms = UINT32_MAX};
	struct backoff none = {.base_ms = 0, .cap_ms = 0};
	struct backoff low = {.base_ms = 500, .cap_ms = 10};

	(void)state;
	assert_int_equal(backoff_next_ms(&b, UINT32_MAX), UINT32_MAX);
	assert_int_equal(backoff_next_ms(&none, 40), 0);
	assert_in_range(backoff_next_ms(&low, 1), 10, 15);
}

static void
test_backoff_chance(void **state)
{
	struct backoff a = {.base_ms = 1 << 20, .cap_ms = 1 << 20, .chance = 7},
	               b = a;

	(void)state;
	assert_int_equal(backoff_next_ms(&a, 1), backoff_next_ms(&b, 1));
	assert_int_not_equal(backoff_next_ms(&a, 1), backoff_next_ms(&a, 1));
	assert_int_not_equal(backoff_seed(), backoff_seed());
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_check),
	    cmocka_unit_test(test_is_safe),
	    cmocka_unit_test(test_escape),
	    cmocka_unit_test(test_escape_bytes),
	    cmocka_unit_test(test_backoff_bounds),
	    cmocka_unit_test(test_backoff_extremes),
	    cmocka_unit_test(test_backoff_chance),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
