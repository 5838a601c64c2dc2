/* common/html.c: strangers' text in HTML. */
#include "tests/unit/unit.h"

#include "common/html.h"
#include "common/memory.h"

/* cap 0: not cut */
static void
html_expect(struct str text, size_t cap, const char *expected)
{
	char *html;
	size_t len;
	FILE *out = memory_open(&html, &len);

	if (cap == 0)
		html_text(out, text);
	else
		html_text_cut(out, text, cap);
	memory_close(out);
	assert_string_equal(html, expected);
	assert_int_equal(len, strlen(expected));
	free(html);
}

static void
test_text(void **state)
{
	static const struct {
		struct str text;
		const char *html;
	} cases[] = {
	    {BYTES(""), ""},
	    {BYTES("<b a=\"1\" c='2'>&"),
	        "&lt;b a=&quot;1&quot; c=&#x27;2&#x27;&gt;&amp;"},
	    {BYTES("&lt;"), "&amp;lt;"},
	    {BYTES("a\nb\0c\\"), "a\\x0ab\\x00c\\\\"},
	    {BYTES("\xe2\x80\xae\xff"), "\\u{202e}\\xff"},
	    {BYTES("\xc5\x82"), "\xc5\x82"},
	};
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(cases); i++) {
		html_expect(cases[i].text, 0, cases[i].html);
		html_expect(cases[i].text, 64, cases[i].html);
	}
}

/* What is long is kept whole, and where it is cut no entity is. */
static void
test_long(void **state)
{
	char many[1000], expected[4 * sizeof(many) + 1] = "";
	size_t i;

	(void)state;
	memset(many, '<', sizeof(many));
	for (i = 0; i < sizeof(many); i++)
		strcpy(expected + 4 * i, "&lt;");
	html_expect((struct str){many, sizeof(many)}, 0, expected);
	html_expect((struct str){many, sizeof(many)}, 16,
	    "&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;&lt;...");
}

/* Our own words are not made visible once more. */
static void
test_escape(void **state)
{
	char *html;
	size_t len;
	FILE *out = memory_open(&html, &len);

	(void)state;
	html_escape(out, "<0.1% \\x0a \u202f \"'&>");
	memory_close(out);
	assert_string_equal(
	    html, "&lt;0.1% \\x0a \u202f &quot;&#x27;&amp;&gt;");
	free(html);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_long),
	    cmocka_unit_test(test_escape),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
