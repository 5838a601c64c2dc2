/* common/scan.c against RFC 8259. */
#include "tests/unit/unit.h"

#include "common/scan.h"
#include "common/util.h"

/* What may stand behind the text; it is looked at, and must not matter. */
static const unsigned char pads[] = {0, '"', '\\', ']', '}', '1', 0xbf, 0xff};

/*
 * Scan the text as one value: where it fails, its length when it does not.
 *
 * what     set to why it fails, NULL when it does not
 */
static size_t
value_scan(struct str text, unsigned char pad, const char **what)
{
	char *copy = xmalloc(text.len + 1 + SCAN_PAD);
	struct scan s = {.end = copy + text.len};
	const char *p;
	size_t at;

	memset(copy, pad, text.len + 1 + SCAN_PAD);
	memcpy(copy, text.data, text.len);
	copy[text.len] = '\0';
	p = scan_skip(&s, scan_space(copy), 0);
	if (p != NULL) {
		p = scan_space(p);
		if (p != s.end) {
			scan_fail(&s, p, "text after the value");
			p = NULL;
		}
	}
	*what = p ? NULL : s.what;
	at = (size_t)((p ? p : s.at) - copy);
	free(copy);
	return at;
}

static void
test_accepted(void **state)
{
	static const struct str texts[] = {BYTES("null"), BYTES("true"),
	    BYTES("false"), BYTES("[]"), BYTES("{}"),
	    BYTES(" \t\r\n[ \t\r\n] \t\r\n"), BYTES("{ }"), BYTES("[[]]"),
	    BYTES("[[],[[]],{}]"), BYTES("0"), BYTES("-0"), BYTES("7"),
	    BYTES("10"), BYTES("-10"), BYTES("0.0"), BYTES("0.10"),
	    BYTES("-1.5"), BYTES("1e5"), BYTES("1E5"), BYTES("1e+05"),
	    BYTES("1E-005"), BYTES("0e0"), BYTES("0e+1"), BYTES("-0.0e-0"),
	    BYTES("1e400"), BYTES("1e-400"), BYTES("1e99999999999"),
	    BYTES("-18446744071923804046"),
	    BYTES(
	        "123456789012345678901234567890123456789012345678901234567890"),
	    BYTES("0.123456789012345678901234567890123456789"), BYTES("\"\""),
	    BYTES("\" \""), BYTES("\"a\""), BYTES("\"/\""), BYTES("\"'\""),
	    BYTES("\"\x7f\""), BYTES("\"\\\"\\\\\\/\\b\\f\\n\\r\\t\""),
	    BYTES("\"\\u0000\""), BYTES("\"\\u0020\\uABCD\\uabcd\\uFfFf\""),
	    BYTES("\"\\ud83d\\ude00\""), BYTES("\"\\ud800\""),
	    BYTES("\"\\udc00\""), BYTES("\"\\udc00\\ud800\""),
	    BYTES("\"\\ud800x\""),
	    BYTES("\"\xc2\x80 \xdf\xbf \xe0\xa0\x80 \xef\xbf\xbf\""),
	    BYTES("\"\xf0\x90\x80\x80 \xf4\x8f\xbf\xbf\""),
	    BYTES("\"\xef\xbb\xbf inside\""), BYTES("\"fifteen bytes..\""),
	    BYTES("\"sixteen bytes...\""), BYTES("\"seventeen bytes..\""),
	    BYTES("\"thirty-one bytes, twice sixteen\""),
	    BYTES("\"thirty-two bytes, twice sixteen.\""),
	    BYTES("[1,2 , 3,-4]"), BYTES("[\"\",null,true,false,0,{},[]]"),
	    BYTES("{\"\":0}"), BYTES("{\"a\":1,\"a\":2}"),
	    BYTES("{ \"a\" : { \"b\" : [ { } ] } }"),
	    BYTES("{\"a\\u0000b\":null}"), BYTES("{\"\\ud800\":null}")};
	const char *what;
	size_t i, pad;

	(void)state;
	for (i = 0; i < NITEMS(texts); i++) {
		for (pad = 0; pad < NITEMS(pads); pad++) {
			if (value_scan(texts[i], pads[pad], &what) !=
			        texts[i].len ||
			    what != NULL)
				fail_msg("%s: %s", texts[i].data, what);
		}
	}
}

static void
test_refused(void **state)
{
	static const char end[] = "the row ends in the middle of a value";
	static const char value[] = "value expected";
	static const char digit[] = "digit expected";
	static const char zero[] = "number with a leading zero";
	static const char key[] = "key expected";
	static const char colon[] = "':' expected";
	static const char array[] = "',' or ']' expected";
	static const char object[] = "',' or '}' expected";
	static const char after[] = "text after the value";
	static const char escape[] = "unknown escape in a string";
	static const char hex[] = "four hexadecimal digits expected after \\u";
	static const char control[] = "control character in a string";
	static const char utf8[] = "invalid UTF-8";
	static const struct {
		struct str text;
		size_t at;
		const char *what;
	} bad[] = {
	    {BYTES(""), 0, end},
	    {BYTES("  "), 2, end},
	    {BYTES("n"), 1, end},
	    {BYTES("nul"), 3, end},
	    {BYTES("nulL"), 3, value},
	    {BYTES("truee"), 4, after},
	    {BYTES("tru]"), 3, value},
	    {BYTES("falsE"), 4, value},
	    {BYTES("True"), 0, value},
	    {BYTES("fals["), 4, value},
	    {BYTES("NaN"), 0, value},
	    {BYTES("Infinity"), 0, value},
	    {BYTES("undefined"), 0, value},
	    {BYTES("'a'"), 0, value},
	    {BYTES("+1"), 0, value},
	    {BYTES(".5"), 0, value},
	    {BYTES("-"), 1, end},
	    {BYTES("--1"), 1, digit},
	    {BYTES("-a"), 1, digit},
	    {BYTES("-.5"), 1, digit},
	    {BYTES("-Infinity"), 1, digit},
	    {BYTES("00"), 0, zero},
	    {BYTES("01"), 0, zero},
	    {BYTES("-01.5"), 1, zero},
	    {BYTES("1."), 2, end},
	    {BYTES("1.e1"), 2, digit},
	    {BYTES("[1.]"), 3, digit},
	    {BYTES("1e"), 2, end},
	    {BYTES("1e+"), 3, end},
	    {BYTES("1e+-1"), 3, digit},
	    {BYTES("1E1.5"), 3, after},
	    {BYTES("1.5.5"), 3, after},
	    {BYTES("0x1"), 1, after},
	    {BYTES("1_000"), 1, after},
	    {BYTES("1 2"), 2, after},
	    {BYTES("\xef\xbb\xbf{}"), 0, value},
	    {BYTES("\""), 1, end},
	    {BYTES("\"a"), 2, end},
	    {BYTES("\"\\"), 2, end},
	    {BYTES("\"\\\""), 3, end},
	    {BYTES("\"\\a\""), 2, escape},
	    {BYTES("\"\\U0041\""), 2, escape},
	    {BYTES("\"\\'\""), 2, escape},
	    {BYTES("\"\\x41\""), 2, escape},
	    {BYTES("\"\\\n\""), 2, escape},
	    {BYTES("\"\\u\""), 3, hex},
	    {BYTES("\"\\u12\""), 5, hex},
	    {BYTES("\"\\u123g\""), 6, hex},
	    {BYTES("\"\\u00e\xc3\xa9\""), 6, hex},
	    {BYTES("\"\\u+123\""), 3, hex},
	    {BYTES("\"\\u12"), 5, end},
	    {BYTES("\"a\x1f\""), 2, control},
	    {BYTES("\"a\tb\""), 2, control},
	    {BYTES("\"a\rb\""), 2, control},
	    {BYTES("\"a\0b\""), 2, "NUL byte"},
	    {BYTES("\"0123456789abcde\x01\""), 16, control},
	    {BYTES("\"0123456789abcdef\x01\""), 17, control},
	    {BYTES("\"\x80\""), 1, utf8},
	    {BYTES("\"ab\xc3\""), 3, utf8},
	    {BYTES("\"ab\xc3"), 3, utf8},
	    {BYTES("\"ok \xc3\xa9 \xff\""), 7, utf8},
	    {BYTES("\"\xed\xa0\x80\""), 1, utf8},
	    {BYTES("["), 1, end},
	    {BYTES("[1"), 2, end},
	    {BYTES("[1,"), 3, end},
	    {BYTES("[1,]"), 3, value},
	    {BYTES("[,1]"), 1, value},
	    {BYTES("[1,,2]"), 3, value},
	    {BYTES("[1 2]"), 3, array},
	    {BYTES("[1}"), 2, array},
	    {BYTES("[1:2]"), 2, array},
	    {BYTES("[\"a\":1]"), 4, array},
	    {BYTES("]"), 0, value},
	    {BYTES("[]]"), 2, after},
	    {BYTES("[1]\0"), 3, "NUL byte"},
	    {BYTES("[1\0]"), 2, "NUL byte"},
	    {BYTES("{"), 1, end},
	    {BYTES("{\"a\""), 4, end},
	    {BYTES("{\"a\":"), 5, end},
	    {BYTES("{\"a\":1"), 6, end},
	    {BYTES("{\"a\":1,"), 7, end},
	    {BYTES("{\"a\":1,}"), 7, key},
	    {BYTES("{,\"a\":1}"), 1, key},
	    {BYTES("{\"a\"}"), 4, colon},
	    {BYTES("{\"a\" 1}"), 5, colon},
	    {BYTES("{\"a\",1}"), 4, colon},
	    {BYTES("{\"a\"::1}"), 5, value},
	    {BYTES("{\"a\":}"), 5, value},
	    {BYTES("{\"a\":1 \"b\":2}"), 7, object},
	    {BYTES("{\"a\":1]"), 6, object},
	    {BYTES("{\"a\":1:2}"), 6, object},
	    {BYTES("{a:1}"), 1, key},
	    {BYTES("{1:1}"), 1, key},
	    {BYTES("{'a':1}"), 1, key},
	    {BYTES("{null:1}"), 1, key},
	    {BYTES("{\"a\":1}//"), 7, after},
	    {BYTES("{\"a\":/**/1}"), 5, value},
	    {BYTES("{\"a\":[1,{\"b\":01}]}"), 13, zero},
	};
	const char *what;
	size_t i, pad, at;

	(void)state;
	for (i = 0; i < NITEMS(bad); i++) {
		for (pad = 0; pad < NITEMS(pads); pad++) {
			at = value_scan(bad[i].text, pads[pad], &what);
			if (what == NULL || at != bad[i].at ||
			    strcmp(what, bad[i].what) != 0)
				fail_msg("%s: %s at %zu", bad[i].text.data,
				    what, at);
		}
	}
}

/* Arrays and objects, each in the other, n levels deep. */
static char *
nested_text(size_t n, const char *inside)
{
	char *text = xcalloc(1, 6 * n + strlen(inside) + 1);
	size_t i;

	for (i = 0; i < n; i++)
		strcat(text, i % 2 ? "{\"k\":" : "[");
	strcat(text, inside);
	while (i-- > 0)
		strcat(text, i % 2 ? "}" : "]");
	return text;
}

static void
test_depth(void **state)
{
	char *text = nested_text(SCAN_DEPTH_MAX, "1");
	const char *what;
	struct scan s;

	(void)state;
	assert_int_equal(value_scan(str_of(text), 0, &what), strlen(text));
	assert_null(what);
	free(text);

	text = nested_text(SCAN_DEPTH_MAX, "[]");
	assert_int_equal(value_scan(str_of(text), 0, &what),
	    SCAN_DEPTH_MAX / 2 * strlen("[{\"k\":"));
	assert_string_equal(what, "nested deeper than 1,024 levels");
	free(text);

	text = xcalloc(1, 3 + SCAN_PAD + 1);
	memcpy(text, "[]", 2);
	s.end = text + 2;
	assert_ptr_equal(scan_skip(&s, text, SCAN_DEPTH_MAX - 1), text + 2);
	assert_null(scan_skip(&s, text, SCAN_DEPTH_MAX));
	free(text);
}

/* Expected values: python3's json.loads, lone surrogates by our own rule. */
static void
test_unescape(void **state)
{
	static const struct {
		struct str raw, text;
	} cases[] = {
	    {BYTES(""), BYTES("")},
	    {BYTES("plain"), BYTES("plain")},
	    {BYTES("\\\"\\\\\\/\\b\\f\\n\\r\\t"), BYTES("\"\\/\b\f\n\r\t")},
	    {BYTES("a\\u0041b"), BYTES("aAb")},
	    {BYTES("\\u0000\\u007f"), BYTES("\0\x7f")},
	    {BYTES("\\u0080\\u07fF"), BYTES("\xc2\x80\xdf\xbf")},
	    {BYTES("\\u0800\\uD7FF\\ue000\\uffff"),
	        BYTES("\xe0\xa0\x80\xed\x9f\xbf\xee\x80\x80\xef\xbf\xbf")},
	    {BYTES("\\ud800\\udc00"), BYTES("\xf0\x90\x80\x80")},
	    {BYTES("\\uD83D\\uDE00"), BYTES("\xf0\x9f\x98\x80")},
	    {BYTES("\\uDBFF\\uDFFF"), BYTES("\xf4\x8f\xbf\xbf")},
	    {BYTES("\\ud800"), BYTES("\xef\xbf\xbd")},
	    {BYTES("\\udfff"), BYTES("\xef\xbf\xbd")},
	    {BYTES("\\ud800\\u0041"), BYTES("\xef\xbf\xbd"
	                                    "A")},
	    {BYTES("\\ud800\\n"), BYTES("\xef\xbf\xbd\n")},
	    {BYTES("\\ud800\\\\udc00"), BYTES("\xef\xbf\xbd\\udc00")},
	    {BYTES("\\udc00\\ud800"), BYTES("\xef\xbf\xbd\xef\xbf\xbd")},
	    {BYTES("\\ud83d\\ud83d\\ude00"),
	        BYTES("\xef\xbf\xbd\xf0\x9f\x98\x80")},
	    {BYTES("\\\\u0041"), BYTES("\\u0041")},
	};
	struct str text;
	char *raw, *out;
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(cases); i++) {
		raw = xstrndup(cases[i].raw.data, cases[i].raw.len);
		out = xmalloc(cases[i].raw.len);
		text = scan_unescape((struct str){raw, cases[i].raw.len}, out);
		assert_ptr_equal(text.data, out);
		if (!str_equal(text, cases[i].text))
			fail_msg("%s", cases[i].raw.data);
		text = scan_unescape((struct str){raw, cases[i].raw.len}, raw);
		assert_true(str_equal(text, cases[i].text));
		free(out);
		free(raw);
	}
}

static void
test_types(void **state)
{
	static const char begins[] = "ntf-05\"[{ ]x";
	static const char *const names[] = {"null", "boolean", "boolean",
	    "number", "number", "number", "string", "array", "object",
	    "nothing", "nothing", "nothing", "nothing"};
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(names); i++)
		assert_string_equal(
		    scan_type_name(scan_type(begins + i)), names[i]);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_accepted),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_depth),
	    cmocka_unit_test(test_unescape),
	    cmocka_unit_test(test_types),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
