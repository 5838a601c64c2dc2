/* common/util.c: numbers, sizes, dates, hashes, messages. */
#include "tests/unit/unit.h"

#include <time.h>

#include "common/util.h"

static void
test_number(void **state)
{
	static const struct {
		const char *text;
		uint64_t min, max, value;
		const char *why; /* NULL: good */
	} cases[] = {
	    {"0", 0, 9, 0, NULL},
	    {"9", 0, 9, 9, NULL},
	    {"007", 0, 9, 7, NULL},
	    {"18446744073709551615", 0, UINT64_MAX, UINT64_MAX, NULL},
	    {"18446744073709551616", 0, UINT64_MAX, 0, "too large"},
	    {"99999999999999999999999", 0, UINT64_MAX, 0, "too large"},
	    {"10", 0, 9, 0, "too large"},
	    {"1", 2, 9, 0, "too small"},
	    {"", 0, 9, 0, "not a number"},
	    {" 1", 0, 9, 0, "not a number"},
	    {"1 ", 0, 9, 0, "not a number"},
	    {"+1", 0, 9, 0, "not a number"},
	    {"-1", 0, 9, 0, "not a number"},
	    {"0x1", 0, 9, 0, "not a number"},
	    {"1K", 0, 9, 0, "not a number"},
	    {"1.0", 0, 9, 0, "not a number"},
	    {"one", 0, 9, 0, "not a number"},
	};
	const char *why;
	uint64_t value;
	size_t i;
	int status;

	(void)state;
	for (i = 0; i < NITEMS(cases); i++) {
		value = 4711;
		status = number_parse(
		    cases[i].text, cases[i].min, cases[i].max, &value, &why);
		if (cases[i].why == NULL) {
			assert_int_equal(status, 0);
			assert_int_equal(value, cases[i].value);
		} else {
			assert_int_equal(status, -1);
			assert_int_equal(value, 4711);
			assert_string_equal(why, cases[i].why);
		}
	}
}

static void
test_size(void **state)
{
	static const struct {
		const char *text;
		uint64_t value;
		const char *why;
	} cases[] = {
	    {"1", 1, NULL},
	    {"1K", 1024, NULL},
	    {"3M", 3145728, NULL},
	    {"2G", 2147483648, NULL},
	    {"17179869183G", 18446744072635809792U, NULL},
	    {"17179869184G", 0, "too large"},
	    {"18446744073709551616", 0, "too large"},
	    {"0", 0, "too small"},
	    {"0G", 0, "too small"},
	    {"", 0, "not a number"},
	    {"K", 0, "not a number"},
	    {"-1K", 0, "not a number"},
	    {"1k", 0, "not a size: digits, then K, M or G"},
	    {"1KB", 0, "not a size: digits, then K, M or G"},
	    {"1 K", 0, "not a size: digits, then K, M or G"},
	    {"1.5G", 0, "not a size: digits, then K, M or G"},
	};
	const char *why;
	uint64_t value;
	size_t i;
	int status;

	(void)state;
	for (i = 0; i < NITEMS(cases); i++) {
		value = 4711;
		status = size_parse(cases[i].text, 1, UINT64_MAX, &value, &why);
		assert_int_equal(status, cases[i].why ? -1 : 0);
		assert_int_equal(value, cases[i].why ? 4711 : cases[i].value);
		if (cases[i].why != NULL)
			assert_string_equal(why, cases[i].why);
	}
	assert_int_equal(size_parse("2K", 1, 2047, &value, &why), -1);
	assert_string_equal(why, "too large");
}

static void
test_real(void **state)
{
	static const struct {
		const char *text;
		double value;
		const char *why;
	} cases[] = {
	    {"0", 0, NULL},
	    {"0.05", 0.05, NULL},
	    {".5", 0.5, NULL},
	    {"1e-3", 0.001, NULL},
	    {"1", 1, NULL},
	    {"1.0000001", 0, "too large"},
	    {"-0.1", 0, "too small"},
	    {"", 0, "not a number"},
	    {" 0.5", 0, "not a number"},
	    {"0.5 ", 0, "not a number"},
	    {"0,5", 0, "not a number"},
	    {"nan", 0, "not a number"},
	    {"inf", 0, "not a number"},
	    {"1e999", 0, "not a number"},
	    {"5%", 0, "not a number"},
	};
	const char *why;
	double value;
	size_t i;
	int status;

	(void)state;
	for (i = 0; i < NITEMS(cases); i++) {
		value = 4711;
		status = real_parse(cases[i].text, 0, 1, &value, &why);
		assert_int_equal(status, cases[i].why ? -1 : 0);
		assert_true(value == (cases[i].why ? 4711 : cases[i].value));
		if (cases[i].why != NULL)
			assert_string_equal(why, cases[i].why);
	}
}

/* Expected: python3, date.toordinal() less that of 1970-01-01. */
static void
test_date_vectors(void **state)
{
	static const struct {
		const char *text;
		int32_t days;
	} dates[] = {
	    {"0001-01-01", -719162},
	    {"0001-12-31", -718798},
	    {"0004-02-29", -718008},
	    {"0100-02-28", -682945},
	    {"0100-03-01", -682944},
	    {"0400-02-29", -573372},
	    {"1582-10-15", -141427},
	    {"1600-02-29", -135081},
	    {"1752-09-14", -79366},
	    {"1900-02-28", -25509},
	    {"1900-03-01", -25508},
	    {"1969-12-31", -1},
	    {"1970-01-01", 0},
	    {"1970-12-31", 364},
	    {"1972-02-29", 789},
	    {"1999-12-31", 10956},
	    {"2000-01-01", 10957},
	    {"2000-02-29", 11016},
	    {"2000-12-31", 11322},
	    {"2001-01-01", 11323},
	    {"2004-12-31", 12783},
	    {"2024-02-29", 19782},
	    {"2026-11-22", 20779},
	    {"2038-01-19", 24855},
	    {"2100-02-28", 47540},
	    {"2100-03-01", 47541},
	    {"2400-02-29", 157113},
	    {"9999-12-31", 2932896},
	};
	char text[11];
	int32_t days;
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(dates); i++) {
		assert_int_equal(date_parse(str_of(dates[i].text), &days), 0);
		assert_int_equal(days, dates[i].days);
		date_print(dates[i].days, text);
		assert_string_equal(text, dates[i].text);
	}
}

/* Every thirteenth day of the calendar against the C library's. */
static void
test_date_calendar(void **state)
{
	char text[11], expected[32];
	int32_t day, parsed;
	struct tm tm;
	time_t t;

	(void)state;
	for (day = -719162; day <= 2932896; day += 13) {
		t = (time_t)day * 86400;
		assert_non_null(gmtime_r(&t, &tm));
		snprintf(expected, sizeof(expected), "%04d-%02d-%02d",
		    tm.tm_year + 1900, tm.tm_mon + 1, tm.tm_mday);
		date_print(day, text);
		assert_string_equal(text, expected);
		assert_int_equal(date_parse(str_of(text), &parsed), 0);
		assert_int_equal(parsed, day);
	}
}

static void
test_date_refused(void **state)
{
	static const char *const texts[] = {"", "2026", "2026-11", "2026-11-2",
	    "2026-11-222", "2026-1-22", "26-11-22", "2026/11/22", "20261122",
	    "2026-11-22T", "2026-00-01", "2026-13-01", "2026-01-00",
	    "2026-01-32", "2026-04-31", "2026-02-29", "1900-02-29",
	    "2100-02-29", "0000-01-01", "-001-01-01", "2026-+1-01",
	    "2026- 1-01", "2026-11-2x", "2026:11-22", "yyyy-mm-dd"};
	int32_t days = 4711;
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(texts); i++) {
		if (date_parse(str_of(texts[i]), &days) != -1)
			fail_msg("%s", texts[i]);
		assert_int_equal(days, 4711);
	}
	assert_int_equal(date_parse(STR("2026-11-2\0"), &days), -1);
	assert_int_equal(
	    date_parse((struct str){"2026-11-22 and more", 10}, &days), 0);
}

/* Expected: the same sums in python3, words read as little-endian. */
static void
test_hash(void **state)
{
	static const struct {
		struct str text;
		uint64_t hash;
	} cases[] = {
	    {BYTES(""), 0x0000000000000000},
	    {BYTES("a"), 0x1d083e1e900a1252},
	    {BYTES("\0"), 0x4e17cf67001b3979},
	    {BYTES("\0\0"), 0x3b041d5b6692dd3d},
	    {BYTES("xul.dll\0"), 0x5d8c69bb3a569b8a},
	    {BYTES("kernelbase.pdb"), 0x7bb98fef9accf16d},
	    {BYTES("0123456789abcdef"), 0xfc10e79b12e19e10},
	};
	char moved[32];
	size_t i, shift;

	(void)state;
	for (i = 0; i < NITEMS(cases); i++) {
		for (shift = 0; shift < 8; shift++) {
			memcpy(moved + shift, cases[i].text.data,
			    cases[i].text.len);
			assert_true(hash_bytes(moved + shift,
			                cases[i].text.len) == cases[i].hash);
		}
	}
	assert_true(hash_bytes(NULL, 0) == cases[0].hash);
}

static void
test_strings(void **state)
{
	static const struct {
		struct str a, b;
		int order;
	} orders[] = {
	    {BYTES(""), BYTES(""), 0},
	    {BYTES(""), BYTES("a"), -1},
	    {BYTES("a"), BYTES("a"), 0},
	    {BYTES("a"), BYTES("ab"), -1},
	    {BYTES("ab"), BYTES("b"), -1},
	    {BYTES("a\0b"), BYTES("a\0c"), -1},
	    {BYTES("a"), BYTES("a\0"), -1},
	    {BYTES("z"), BYTES("\xc3\xa9"), -1},
	    {BYTES("\xef\xbf\xbf"), BYTES("\xf0\x90\x80\x80"), -1},
	};
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(orders); i++) {
		int order = str_order(orders[i].a, orders[i].b);
		int back = str_order(orders[i].b, orders[i].a);

		assert_int_equal((order > 0) - (order < 0), orders[i].order);
		assert_int_equal((back > 0) - (back < 0), -orders[i].order);
		assert_int_equal(
		    str_equal(orders[i].a, orders[i].b), orders[i].order == 0);
	}
	assert_true(str_equal((struct str){NULL, 0}, STR("")));
	assert_true(str_has(STR("a\0bc"), STR("\0b")));
	assert_true(str_has(STR("abc"), STR("")));
	assert_true(str_has((struct str){NULL, 0}, STR("")));
	assert_false(str_has(STR("abc"), STR("abcd")));
	assert_false(str_has(STR("abc"), STR("cb")));
}

static void
test_memory(void **state)
{
	uint32_t *items = NULL;
	size_t cap = 0, i;
	char *text;

	(void)state;
	for (i = 0; i < 1000; i++) {
		items = xgrow(items, i, &cap, sizeof(*items));
		assert_true(cap > i);
		items[i] = (uint32_t)i;
	}
	for (i = 0; i < 1000; i++)
		assert_int_equal(items[i], i);
	free(items);
	text = xstrndup("counted\0text", 12);
	assert_memory_equal(text, "counted\0text", 13);
	free(text);
	text = xstrndup(NULL, 0);
	assert_string_equal(text, "");
	free(text);
	free(xmalloc(0));
	free(xcalloc(0, 8));
}

static void
array_too_large(void *arg)
{
	(void)arg;
	xreallocarray(NULL, SIZE_MAX / 8 + 1, 8);
}

static void
line_warn(void *arg)
{
	(void)arg;
	warnat((struct pos){"rows", 12}, "read row: %s", "bad");
	warnat((struct pos){"rows", 0}, "open: %s", "bad");
	warnat((struct pos){NULL, UINTMAX_MAX}, "100%%");
	errat((struct pos){NULL, 0}, "the end");
}

static void
test_messages(void **state)
{
	struct unit_end end = unit_run(line_warn, NULL);

	(void)state;
	assert_int_equal(end.status, STATUS_FAIL);
	assert_string_equal(end.text,
	    "test-util: rows:12: read row: bad\n"
	    "test-util: rows: open: bad\n"
	    "test-util: <stdin>:18446744073709551615: 100%\n"
	    "test-util: <stdin>: the end\n");
	end = unit_run(array_too_large, NULL);
	assert_int_equal(end.status, STATUS_FAIL);
	assert_string_equal(end.text,
	    "test-util: out of memory: 2305843009213693952 x 8 bytes "
	    "refused\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_number),
	    cmocka_unit_test(test_size),
	    cmocka_unit_test(test_real),
	    cmocka_unit_test(test_date_vectors),
	    cmocka_unit_test(test_date_calendar),
	    cmocka_unit_test(test_date_refused),
	    cmocka_unit_test(test_hash),
	    cmocka_unit_test(test_strings),
	    cmocka_unit_test(test_memory),
	    cmocka_unit_test(test_messages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
