/* missing-symbols/modlist.c: names, patterns, notes, days. */
#include "tests/unit/unit.h"

#include "missing-symbols/modlist.h"

static struct modlist *
list_of(const char *text)
{
	struct modlist *l = modlist_read(unit_file("list", str_of(text)), NULL);

	assert_non_null(l);
	return l;
}

static void
test_patterns(void **state)
{
	static const struct {
		const char *pattern;
		struct str name;
		bool fits;
	} cases[] = {
	    {"a.dll", BYTES("a.dll"), true},
	    {"a.dll", BYTES("A.DLL"), true},
	    {"A.Dll", BYTES("a.dLL"), true},
	    {"a.dll", BYTES("a.dll "), false},
	    {"a.dll", BYTES("a.dl"), false},
	    {"a.dll", BYTES("a.dll\0"), false},
	    {"*", BYTES(""), true},
	    {"*", BYTES("\0"), true},
	    {"**", BYTES("x"), true},
	    {"a*", BYTES("A"), true},
	    {"a*", BYTES("b"), false},
	    {"*a", BYTES("banana"), true},
	    {"*an*an*", BYTES("banana"), true},
	    {"*an*an*an*", BYTES("banana"), false},
	    {"b*a", BYTES("banan"), false},
	    {"*aab", BYTES("aaaaaaab"), true},
	    {"*a*b*c", BYTES("abcabc"), true},
	    {"lib*.so.*", BYTES("libc.so.6"), true},
	    {"lib*.so.*", BYTES("libc.so"), false},
	    {"nv*um*.dll", BYTES("nvwgf2umx_cfg.DLL"), true},
	    {"\xc3\xa9*", BYTES("\xc3\x89x"), false},
	    {"[a]?", BYTES("[A]?"), true},
	    {"[a]?*", BYTES("ax"), false},
	};
	struct modlist *l;
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(cases); i++) {
		l = list_of(cases[i].pattern);
		if (modlist_find(l, cases[i].name, NULL, NULL) != cases[i].fits)
			fail_msg("%s: wrong", cases[i].pattern);
		modlist_free(l);
	}
}

/* Not in the time of the square of the length, let alone more. */
static void
test_slow_pattern(void **state)
{
	struct modlist *l = list_of("*a*a*a*a*a*a*a*a*a*a*a*a*b");
	struct str name = {NULL, 20000};
	char *text = malloc(name.len);

	(void)state;
	assert_non_null(text);
	memset(text, 'a', name.len);
	name.data = text;
	assert_false(modlist_find(l, name, NULL, NULL));
	free(text);
	modlist_free(l);
}

static void
note_expect(const struct modlist *l, const char *name, const int32_t *today,
    const char *expected)
{
	struct str note = STR("untouched");
	bool found = modlist_find(l, str_of(name), today, &note);

	assert_int_equal(found, expected != NULL);
	assert_true(str_equal(note, str_of(found ? expected : "untouched")));
}

static void
test_notes(void **state)
{
	static const int32_t before = 20778, day = 20779; /* 2026-11-22 */
	struct modlist *l = list_of("# nothing\n\n"
	                            "a*\tpattern\r\n"
	                            "aB\texact\t2026-11-22\n"
	                            "c\n"
	                            "d\t\n"
	                            "e\t\t2026-11-22\r\n"
	                            "Ab\tlater lines do not count\n");

	(void)state;
	note_expect(l, "AB", NULL, "exact");
	note_expect(l, "ab", &before, "exact");
	note_expect(l, "ab", &day, "pattern");
	note_expect(l, "abc", &day, "pattern");
	note_expect(l, "c", &day, "");
	note_expect(l, "d", NULL, "");
	note_expect(l, "e", &before, "");
	note_expect(l, "e", &day, NULL);
	note_expect(l, "# nothing", NULL, NULL);
	note_expect(l, "", NULL, NULL);
	modlist_free(l);
}

static void
test_shipped(void **state)
{
	static const char *const lines[] = {"x.dll\tX", NULL};
	struct modlist *l = modlist_read(NULL, lines);

	(void)state;
	note_expect(l, "X.dll", NULL, "X");
	modlist_free(l);
	modlist_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_patterns),
	    cmocka_unit_test(test_slow_pattern),
	    cmocka_unit_test(test_notes),
	    cmocka_unit_test(test_shipped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
