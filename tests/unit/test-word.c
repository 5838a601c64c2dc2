/* correlations/word.c: what of a comment are words. */
#include "tests/unit/unit.h"

#include "correlations/comments.h"
#include "correlations/word.h"

/* Words of a text, with a space behind each. */
static void
words_expect(struct str text, const char *expected)
{
	struct word_reader reader = word_read(text);
	char all[512] = "";
	struct str word;
	size_t len = 0;

	while ((word = word_next(&reader)).data != NULL) {
		assert_true(len + word.len + 1 < sizeof(all));
		memcpy(all + len, word.data, word.len);
		len += word.len;
		all[len++] = ' ';
		all[len] = '\0';
	}
	assert_string_equal(all, expected);
	assert_null(word_next(&reader).data);
}

static void
test_words(void **state)
{
	static const struct {
		struct str text;
		const char *expected;
	} cases[] = {
	    {BYTES(""), ""},
	    {BYTES(" \n\t \xc2\xa0"), ""},
	    {BYTES("Tab by tab: TABS, (tab)!"), "tab tab tabs tab "},
	    {BYTES("don't one\xe2\x80\x99s re-open"), "don one open "},
	    {BYTES("and/or a.b.tab"), "and tab "},
	    {BYTES("nul\0nul \x01tab\x7ftab"), "nul nul tab tab "},
	    /* digits, underscores, other alphabets spoil the run they are in */
	    {BYTES("x264 4you tab_tab _tab tab-4 tab"), "tab tab "},
	    {BYTES("\xd1\x82\xd0\xb0\xd0\xb1tab tab\xd1\x82"), ""},
	    {BYTES("e\xcc\x81tab tab\xef\xbf\xbd"), ""},
	    /* Latin-1 and Latin Extended-A, in pairs from odd and from even */
	    {BYTES("\xc3\x89"
	           "COLE \xc3\x9c"
	           "BER"),
	        "\xc3\xa9"
	        "cole \xc3\xbc"
	        "ber "},
	    {BYTES("\xc5\xa0koda \xc5\xb9uk \xc5\xb8tab"),
	        "\xc5\xa1koda \xc5\xbauk \xc3\xbftab "},
	    {BYTES("tab\xc3\x97tab\xc3\xb7tab"), "tab tab tab "},
	    /* the first letter beyond them */
	    {BYTES("tab\xc6\x80"), ""},
	    /* symbols and emoji are marks, some spaces are three bytes long */
	    {BYTES("tab\xf0\x9f\x94\xa5tab\xe2\x80\x94tab"), "tab tab tab "},
	    {BYTES("a=b\xe3\x80\x80tab\xe2\x80\xa8tab"), "tab tab "},
	    /* addresses */
	    {BYTES("https://tab.org/x tab://tab www.tab.org WWW.tab"), ""},
	    {BYTES("tab.org/tab /tab/tab tab/tab/tab C:\\tab a@tab"), ""},
	    {BYTES("/tab tab/ www tab=x"), "tab tab www "},
	    /* not UTF-8, nor cut off */
	    {BYTES("tab\xff tab\xc3 tab"), "tab "},
	    {BYTES("tab \xe2\x80"), "tab "},
	};
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(cases); i++)
		words_expect(cases[i].text, cases[i].expected);
}

/* Two letters are too few, 24 just fit, one of two bytes each among them. */
static void
test_lengths(void **state)
{
	char text[128], expected[128];
	size_t i, len = 0;

	(void)state;
	words_expect(STR("ab"), "");
	words_expect(STR("abc"), "abc ");
	for (i = 0; i < 24; i++) {
		text[len++] = '\xc3';
		text[len++] = '\x9f';
	}
	memcpy(expected, text, len);
	memcpy(expected + len, " ", 2);
	words_expect((struct str){text, len}, expected);
	text[len++] = 'a';
	words_expect((struct str){text, len}, "");
}

static void
test_locales(void **state)
{
	(void)state;
	assert_true(comment_is_english((struct str){NULL, 0}));
	assert_true(comment_is_english(STR("")));
	assert_true(comment_is_english(STR("en")));
	assert_true(comment_is_english(STR("en-US")));
	assert_true(comment_is_english(STR("EN-gb")));
	assert_false(comment_is_english(STR("e")));
	assert_false(comment_is_english(STR("eng")));
	assert_false(comment_is_english(STR("en_US")));
	assert_false(comment_is_english(STR("de")));
	assert_false(comment_is_english(STR("de-en")));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_words),
	    cmocka_unit_test(test_lengths),
	    cmocka_unit_test(test_locales),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
