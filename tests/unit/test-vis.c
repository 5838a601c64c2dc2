/* common/vis.c: strangers' text made fit for a terminal. */
#include "tests/unit/unit.h"

#include "common/vis.h"

static void
test_text(void **state)
{
	static const struct {
		struct str text;
		const char *expected;
	} cases[] = {
	    {BYTES(""), ""},
	    {BYTES("xul.dll 1.2"), "xul.dll 1.2"},
	    {BYTES("<b>'\"&"), "<b>'\"&"},
	    {BYTES("a\\b"), "a\\\\b"},
	    {BYTES("a\nb\tc\r\x1b[31m\x7f"),
	        "a\\x0ab\\x09c\\x0d\\x1b[31m\\x7f"},
	    {BYTES("a\0b"), "a\\x00b"},
	    {BYTES("\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"),
	        "\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80"},
	    {BYTES("\xff\xc3"), "\\xff\\xc3"},
	    {BYTES("\xed\xa0\x80"), "\\xed\\xa0\\x80"},
	    {BYTES("\xc0\x80"), "\\xc0\\x80"},
	    /* NEL, which ends a line, and CSI of the second control set */
	    {BYTES("\xc2\x85\xc2\x9b"), "\\u{85}\\u{9b}"},
	    {BYTES("\xc2\xa0"), "\xc2\xa0"},
	    /* right-to-left override, isolates, marks */
	    {BYTES("a\xe2\x80\xaegpj.exe"), "a\\u{202e}gpj.exe"},
	    {BYTES("\xe2\x81\xa6x\xe2\x81\xa9"), "\\u{2066}x\\u{2069}"},
	    {BYTES("\xe2\x81\xa0\xe2\x81\xaf"), "\\u{2060}\\u{206f}"},
	    {BYTES("\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c"),
	        "\\u{200e}\\u{200f}\\u{61c}"},
	    /* zero width, line and paragraph separators, byte-order mark */
	    {BYTES("\xe2\x80\x8b\xe2\x80\x8d"), "\\u{200b}\\u{200d}"},
	    {BYTES("\xe2\x80\xa8\xe2\x80\xa9"), "\\u{2028}\\u{2029}"},
	    {BYTES("\xef\xbb\xbf"), "\\u{feff}"},
	    /* their neighbours are plain */
	    {BYTES("\xe2\x80\x8a\xe2\x80\x90\xe2\x80\xa7\xe2\x80\xaf"),
	        "\xe2\x80\x8a\xe2\x80\x90\xe2\x80\xa7\xe2\x80\xaf"},
	};
	char out[256], *whole;
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(cases); i++) {
		assert_ptr_equal(vis(cases[i].text, out, sizeof(out)), out);
		assert_string_equal(out, cases[i].expected);
		whole = vis_dup(cases[i].text);
		assert_string_equal(whole, cases[i].expected);
		free(whole);
	}
}

/* What takes the most room for each byte, far beyond any buffer. */
static void
test_whole(void **state)
{
	char bytes[5000], expected[4 * sizeof(bytes) + 1], *whole;
	size_t i;

	(void)state;
	memset(bytes, '\xff', sizeof(bytes));
	for (i = 0; i < sizeof(bytes); i++)
		strcpy(expected + 4 * i, "\\xff");
	whole = vis_dup((struct str){bytes, sizeof(bytes)});
	assert_string_equal(whole, expected);
	free(whole);
}

static void
test_cut(void **state)
{
	char out[20];

	(void)state;
	memset(out, '#', sizeof(out));
	assert_string_equal(
	    vis(STR("123456789012345"), out, 16), "123456789012345");
	assert_int_equal(out[16], '#');
	assert_string_equal(
	    vis(STR("1234567890123456"), out, 16), "123456789012...");
	assert_int_equal(out[16], '#');
	/* nothing is cut in its middle */
	assert_string_equal(
	    vis(STR("12345678901\xc3\xa9wxyz"), out, 16), "12345678901...");
	assert_string_equal(
	    vis(STR("1234567890\nxxx"), out, 16), "1234567890...");
	assert_string_equal(
	    vis(STR("12345678901\n"), out, 16), "12345678901\\x0a");
	assert_int_equal(out[16], '#');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_whole),
	    cmocka_unit_test(test_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
