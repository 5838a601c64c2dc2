/*
 * correlations/print.h: hand-made results in every format. SHA-1 sums are
 * those of openssl(1), percentages those of toFixed() in node, the digits of
 * reals those of repr() in python3.
 */
#include "tests/unit/unit.h"

#include <jansson.h>

#include "correlations/order.h"
#include "correlations/print.h"
#include "correlations/sha1.h"

#define ITEM_TRUE(k, l)                                         \
	{                                                       \
		.kind = k, .label = BYTES(l), .type = SCAN_TRUE \
	}
#define ITEM_TEXT(l, t)                                                  \
	{                                                                \
		.label = BYTES(l), .type = SCAN_STRING, .text = BYTES(t) \
	}

/* What a format prints; the caller frees it. */
static char *
printed(const char *format, const struct results *results)
{
	const struct print_format *f = print_format_find(format);
	char *text = NULL;
	size_t len;
	FILE *out = open_memstream(&text, &len);

	assert_non_null(f);
	f->print(out, results);
	assert_int_equal(fclose(out), 0);
	assert_int_equal(strlen(text), len);
	return text;
}

static void
printed_expect(
    const char *format, const struct results *results, const char *expected)
{
	char *text = printed(format, results);

	assert_string_equal(text, expected);
	free(text);
}

/* One channel, one group, and these findings in it. */
static struct results
results_of(struct result_finding *findings, size_t nfindings, bool compat)
{
	static struct result_group group;
	static struct result_channel channel;

	group = (struct result_group){.signature = STR("OOM | small"),
	    .status = RESULT_FOUND,
	    .total = 40,
	    .findings = findings,
	    .nfindings = nfindings};
	channel = (struct result_channel){.name = STR("release"),
	    .total_reference = 200,
	    .groups = &group,
	    .ngroups = 1};
	return (struct results){
	    .compat = compat, .channels = &channel, .nchannels = 1};
}

static struct result_finding one = {
    .items = {ITEM_TRUE(ITEM_MODULE, "Module \"x.dll\"")},
    .nitems = 1,
    .count_reference = 44,
    .count_group = 40,
    .has_prior = true,
    .prior = {.item = ITEM_TEXT("platform_version", "10.0.19045"),
        .count_reference = 30,
        .count_group = 28,
        .total_reference = 100,
        .total_group = 30},
    .p_value = 1.0072733e-33,
    .phi = 1,
    .difference_ci = {0.1, 0.8413898253451214},
};

static struct result_finding two = {
    .items = {ITEM_TEXT("platform", "Linux"),
        {.label = BYTES("startup_crash"), .type = SCAN_NULL}},
    .nitems = 2,
    .count_reference = 12,
    .count_group = 11,
    .p_value = 0.25,
    .phi = 0.5,
    .difference_ci = {-0.05, 0.3},
};

#define HEAD                                                                 \
	"{\"channel\":\"release\",\"signature\":\"OOM | small\",\"sha1\":"   \
	"\"19cbd625af52128aba69f233608bbc3c22e3214f\",\"status\":\"found\"," \
	"\"total\":40,\"total_reference\":200,\"results\":["

static void
test_ndjson(void **state)
{
	struct result_finding findings[] = {one, two};
	struct results r = results_of(findings, 2, false);

	(void)state;
	printed_expect("ndjson", &r,
	    HEAD
	    "{\"item\":{\"Module \\\"x.dll\\\"\":true},\"count_reference\":44,"
	    "\"count_group\":40,\"prior\":{\"item\":{\"platform_version\":"
	    "\"10.0.19045\"},\"count_reference\":30,\"count_group\":28,"
	    "\"total_reference\":100,\"total_group\":30},"
	    "\"p_value\":1.0072733e-33,\"phi\":1,"
	    "\"difference_ci\":[0.1,0.8413898253451214]},"
	    "{\"item\":{\"platform\":\"Linux\",\"startup_crash\":null},"
	    "\"count_reference\":12,\"count_group\":11,\"prior\":null,"
	    "\"p_value\":0.25,\"phi\":0.5,\"difference_ci\":[-0.05,0.3]}]}\n");
}

static void
test_ndjson_compat(void **state)
{
	struct result_finding findings[] = {one};
	struct results r = results_of(findings, 1, true);

	(void)state;
	printed_expect("ndjson", &r,
	    HEAD "{\"item\":{\"Module \\\"x.dll\\\"\":true},"
	         "\"count_reference\":44.0,\"count_group\":40.0,"
	         "\"prior\":{\"item\":{\"platform_version\":\"10.0.19045\"},"
	         "\"count_reference\":30.0,\"count_group\":28.0,"
	         "\"total_reference\":100.0,\"total_group\":30.0}}]}\n");
}

/* Two channels of two groups without findings, and one of none. */
static struct results
results_empty(void)
{
	static struct result_group groups[] = {
	    {.signature = BYTES("a"), .status = RESULT_NOTHING, .total = 9},
	    {.signature = BYTES("b"), .status = RESULT_TOO_FEW, .total = 4},
	    {.signature = BYTES("abc"), .status = RESULT_UNKNOWN},
	};
	static struct result_channel channels[] = {
	    {.name = BYTES("release"),
	        .total_reference = 13,
	        .groups = groups,
	        .ngroups = 2},
	    {.name = BYTES("nightly")},
	    {.name = BYTES("beta"),
	        .total_reference = 7,
	        .groups = groups + 2,
	        .ngroups = 1},
	};

	return (struct results){.channels = channels, .nchannels = 3};
}

#define EMPTY_A                                                                \
	"{\"channel\":\"release\",\"signature\":\"a\",\"sha1\":"               \
	"\"86f7e437faa5a7fce15d1ddcb9eaeaea377667b8\",\"status\":\"nothing\"," \
	"\"total\":9,\"total_reference\":13,\"results\":[]}"
#define EMPTY_B                                                                \
	"{\"channel\":\"release\",\"signature\":\"b\",\"sha1\":"               \
	"\"e9d71f5ee7c92d6dc9e92ffdad17b8bd49418f98\",\"status\":\"too_few\"," \
	"\"total\":4,\"total_reference\":13,\"results\":[]}"
#define EMPTY_C                                                                \
	"{\"channel\":\"beta\",\"signature\":\"abc\",\"sha1\":"                \
	"\"a9993e364706816aba3e25717850c26c9cd0d89d\",\"status\":\"unknown\"," \
	"\"total\":0,\"total_reference\":7,\"results\":[]}"

static void
test_statuses(void **state)
{
	struct results r = results_empty();

	(void)state;
	printed_expect("ndjson", &r, EMPTY_A "\n" EMPTY_B "\n" EMPTY_C "\n");
	printed_expect(
	    "json", &r, "[" EMPTY_A ",\n" EMPTY_B ",\n" EMPTY_C "]\n");
	printed_expect("text", &r,
	    "release: a (9 of 13 crash reports)\nnothing distinctive\n\n"
	    "release: b (4 of 13 crash reports)\n"
	    "too few crash reports: five are needed\n\n"
	    "nightly: nothing to compare (0 crash reports)\n\n"
	    "beta: abc (0 of 7 crash reports)\n"
	    "unknown: no crash report has it\n");
}

static void
test_no_channels(void **state)
{
	struct results r = {0};

	(void)state;
	printed_expect("ndjson", &r, "");
	printed_expect("json", &r, "[]\n");
	printed_expect("text", &r, "");
}

/* Print a string as JSON and have jansson read it back. */
static void
string_expect(struct str text, const char *json, struct str back)
{
	char *printed_text = NULL;
	size_t len;
	FILE *out = open_memstream(&printed_text, &len);
	json_t *value;

	print_json_string(out, text);
	fclose(out);
	if (json != NULL)
		assert_string_equal(printed_text, json);
	value = json_loadb(
	    printed_text, len, JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
	assert_non_null(value);
	assert_int_equal(json_string_length(value), back.len);
	assert_memory_equal(json_string_value(value), back.data, back.len);
	json_decref(value);
	free(printed_text);
}

static void
test_strings(void **state)
{
	(void)state;
	string_expect((struct str){NULL, 0}, "\"\"", STR(""));
	string_expect(STR("a\0b"), "\"a\\u0000b\"", STR("a\0b"));
	string_expect(STR("\"\\/\b\f\n\r\t\x1f\x7f"), NULL,
	    STR("\"\\/\b\f\n\r\t\x1f\x7f"));
	string_expect(
	    STR("崩溃 | 🔥 \u202e\u2028"), NULL, STR("崩溃 | 🔥 \u202e\u2028"));
	string_expect(STR("\xff-\xc3"), NULL, STR("\uFFFD-\uFFFD"));
	string_expect(STR("\xed\xa0\x80"), NULL, STR("\uFFFD\uFFFD\uFFFD"));
	string_expect(
	    STR("é\xf4\x90\x80\x80."), NULL, STR("é\uFFFD\uFFFD\uFFFD\uFFFD."));
}

/* A value of an item keeps the digits it came with. */
static void
test_numbers(void **state)
{
	static const char *const numbers[] = {"18446744071923804046",
	    "-18446744071923804046", "0", "-0", "1.10", "1e400",
	    "123456789012345678901234567890.5"};
	struct result_finding f = {.nitems = 1, .items = {{.label = STR("n")}}};
	struct results r = results_of(&f, 1, true);
	char expected[128], *text;
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(numbers); i++) {
		f.items[0].type = SCAN_NUMBER;
		f.items[0].text = str_of(numbers[i]);
		snprintf(expected, sizeof(expected), "{\"n\":%s}", numbers[i]);
		text = printed("ndjson", &r);
		assert_non_null(strstr(text, expected));
		free(text);
		snprintf(expected, sizeof(expected), ") n = %s\n", numbers[i]);
		text = printed("text", &r);
		assert_non_null(strstr(text, expected));
		free(text);
	}
}

static void
test_reals(void **state)
{
	static const struct {
		double real;
		const char *text;
	} reals[] = {
	    {0, "0"},
	    {1, "1"},
	    {2.5, "2.5"},
	    {0.1, "0.1"},
	    {0.1 + 0.2, "0.30000000000000004"},
	    {1.0 / 3, "0.3333333333333333"},
	    {2.0 / 3, "0.6666666666666666"},
	    {4.4871680544297915e-05, "4.4871680544297915e-05"},
	    {1.0073444503210514e-33, "1.0073444503210514e-33"},
	    {1e-300, "1e-300"},
	    {123456789012345680.0, "1.2345678901234568e+17"},
	};
	struct result_finding f = one;
	struct results r = results_of(&f, 1, false);
	char expected[128], *text;
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(reals); i++) {
		f.p_value = reals[i].real;
		snprintf(expected, sizeof(expected), "\"p_value\":%s,",
		    reals[i].text);
		text = printed("ndjson", &r);
		assert_non_null(strstr(text, expected));
		free(text);
	}
}

static void
test_text(void **state)
{
	struct result_finding findings[] = {one, two};
	struct results r = results_of(findings, 2, false);

	(void)state;
	printed_expect("text", &r,
	    "release: OOM | small (40 of 200 crash reports)\n"
	    "(100.0% in signature vs 22.00% overall) Module \"x.dll\" = true "
	    "[93.33% vs 30.00% if platform_version = 10.0.19045]\n"
	    "(27.50% in signature vs 06.00% overall) platform = Linux ∧ "
	    "startup_crash = null\n");
}

static void
test_text_percent(void **state)
{
	static const struct {
		uint64_t count, total;
		const char *text;
	} shares[] = {
	    {0, 5, "00.00"},
	    {5, 5, "100.0"},
	    {1, 800, "00.13"}, /* 0.125: a tie */
	    {3, 800, "00.38"},
	    {7, 800, "00.88"},
	    {97, 800, "12.13"},
	    {399, 800, "49.88"},
	    {1, 3, "33.33"},
	    {2, 3, "66.67"},
	    {99999, 100000, "100.0"},
	    {99994, 100000, "99.99"},
	    {1, 100000, "00.00"},
	    {7, 95, "07.37"},
	    {5, 1000, "00.50"},
	    {1005, 100000, "01.00"},
	    {260, 592, "43.92"},
	    {7624, 86011, "08.86"},
	    {1999, 20000, "09.99"},
	    {15, 200000, "00.01"},
	};
	struct result_finding f = two;
	struct results r = results_of(&f, 1, false);
	char expected[64], *text;
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(shares); i++) {
		f.count_group = shares[i].count;
		r.channels->groups->total = shares[i].total;
		snprintf(expected, sizeof(expected), "\n(%s%% in signature",
		    shares[i].text);
		text = printed("text", &r);
		assert_non_null(strstr(text, expected));
		free(text);
	}
}

/* Nothing that a stranger wrote may move the cursor or make a line. */
static void
test_text_hostile(void **state)
{
	struct result_finding f = two;
	struct results r = results_of(&f, 1, false);

	(void)state;
	f.items[0] = (struct result_item){.label = STR("\x1b]0;x\a"),
	    .type = SCAN_STRING,
	    .text = STR("a\nb\0\u202e\xff")};
	f.nitems = 1;
	r.channels->name = STR("re\rlease");
	r.channels->groups->signature = STR("崩\t");
	printed_expect("text", &r,
	    "re\\x0dlease: 崩\\x09 (40 of 200 crash reports)\n"
	    "(27.50% in signature vs 06.00% overall) "
	    "\\x1b]0;x\\x07 = a\\x0ab\\x00\\u{202e}\\xff\n");
}

/* compat hands findings over in item order; Crash Stats sorts them. */
static void
test_text_order(void **state)
{
	struct result_finding findings[] = {two, one, one, one};
	struct results r = results_of(findings, 4, true);
	const char *p;
	char *text;

	(void)state;
	findings[1].count_group = 10; /* with a prior: its counts decide */
	findings[2].has_prior = false;
	findings[2].count_group = 30;
	findings[3].has_prior = false;
	findings[3].count_reference = 20;
	text = printed("text", &r);
	p = strstr(text, "\n(100.0% in signature vs 10.00% overall) Module");
	assert_non_null(p);
	p = strstr(p, "\n(25.00% in signature vs 22.00% overall) Module");
	assert_non_null(p);
	p = strstr(p, "\n(75.00% in signature vs 22.00% overall) Module");
	assert_non_null(p);
	p = strstr(p, "\n(27.50% in signature vs 06.00% overall) platform");
	assert_non_null(p);
	free(text);
}

/* Findings that cannot be told apart keep their order. */
static void
test_order_stable(void **state)
{
	struct result_finding findings[40];
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(findings); i++) {
		findings[i] = i % 2 ? one : two;
		findings[i].p_value = (double)i;
	}
	order_findings(findings, NITEMS(findings), 40, 200);
	for (i = 0; i < 20; i++) {
		assert_true(findings[i].p_value == (double)(2 * i + 1));
		assert_true(findings[20 + i].p_value == (double)(2 * i));
	}
	order_findings(findings, 0, 40, 200);
}

static void
test_formats(void **state)
{
	(void)state;
	assert_string_equal(print_formats[0].name, "ndjson");
	assert_null(print_format_find("xml"));
	assert_null(print_format_find(""));
}

static void
test_sha1(void **state)
{
	char out[SHA1_HEX_LEN + 1];

	(void)state;
	assert_string_equal(sha1_hex((struct str){NULL, 0}, out),
	    "da39a3ee5e6b4b0d3255bfef95601890afd80709");
	assert_string_equal(sha1_hex(STR("崩溃 | 🔥"), out),
	    "b2e992ec9245a003b1f71e343d38dcae1a16bf08");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_ndjson),
	    cmocka_unit_test(test_ndjson_compat),
	    cmocka_unit_test(test_statuses),
	    cmocka_unit_test(test_no_channels),
	    cmocka_unit_test(test_strings),
	    cmocka_unit_test(test_numbers),
	    cmocka_unit_test(test_reals),
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_text_percent),
	    cmocka_unit_test(test_text_hostile),
	    cmocka_unit_test(test_text_order),
	    cmocka_unit_test(test_order_stable),
	    cmocka_unit_test(test_formats),
	    cmocka_unit_test(test_sha1),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
