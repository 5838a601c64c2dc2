/* missing-symbols/section.c: which rows go on a page. */
#include "tests/unit/unit.h"

#include "missing-symbols/section.h"

static char *text;
static size_t len;

static FILE *
memory(void)
{
	FILE *out = open_memstream(&text, &len);

	assert_non_null(out);
	return out;
}

/* n rows "<letter><number>", each in the group given. */
static void
rows_add(struct section *s, char letter, int n, const char *group)
{
	FILE *out;
	int i;

	for (i = 0; i < n; i++) {
		out = section_row(s);
		if (out == NULL)
			continue;
		fprintf(out, "%c%02d\n", letter, i);
		section_row_end(s, str_of(group));
	}
}

static void
section_expect(const struct section *s, unsigned int ncolumns, size_t nall,
    size_t ntaken, const char *expected)
{
	FILE *out = memory();

	section_print(s, ncolumns, out);
	fclose(out);
	assert_string_equal(text, expected);
	assert_int_equal(s->nall, nall);
	assert_int_equal(s->ntaken, ntaken);
	free(text);
}

/* Rows of 4 bytes; each section costs 128 more for its first row. */
static void
test_turns(void **state)
{
	struct section s[3];
	int i;

	(void)state;
	for (i = 0; i < 3; i++)
		section_init(&s[i], 1000);
	rows_add(&s[0], 'a', 9, "");
	rows_add(&s[1], 'b', 1, "");
	rows_add(&s[2], 'c', 9, "");
	sections_take(s, 3, 3 * 128 + 6 * 4 + 3);
	section_expect(&s[0], 0, 9, 3, "a00\na01\na02\n");
	section_expect(&s[1], 0, 1, 1, "b00\n");
	section_expect(&s[2], 0, 9, 2, "c00\nc01\n");
	for (i = 0; i < 3; i++)
		section_fini(&s[i]);
}

static void
test_no_room(void **state)
{
	struct section s;

	(void)state;
	section_init(&s, 1000);
	rows_add(&s, 'a', 2, "");
	sections_take(&s, 1, 100);
	section_expect(&s, 2, 2, 0, "");
	section_fini(&s);
}

/* No more rows are kept than fit on a page, but all are counted. */
static void
test_many(void **state)
{
	struct section s;

	(void)state;
	section_init(&s, 10);
	rows_add(&s, 'a', 99, "");
	rows_add(&s, 'b', 99, "");
	sections_take(&s, 1, 1000);
	section_expect(&s, 0, 198, 3, "a00\na01\na02\n");
	section_fini(&s);
}

static void
test_groups(void **state)
{
	struct section s;

	(void)state;
	section_init(&s, 1000);
	rows_add(&s, 'a', 1, "");
	rows_add(&s, 'b', 1, "X & Y");
	rows_add(&s, 'c', 1, "Z");
	rows_add(&s, 'd', 1, "X & Y");
	sections_take(&s, 1, 10000);
	section_expect(&s, 5, 4, 4,
	    "<tbody>\n"
	    "<tr><th colspan=\"5\" scope=\"rowgroup\">X &amp; Y</th></tr>\n"
	    "b00\nd00\n</tbody>\n"
	    "<tbody>\n"
	    "<tr><th colspan=\"5\" scope=\"rowgroup\">Z</th></tr>\n"
	    "c00\n</tbody>\n"
	    "<tbody>\n"
	    "<tr><th colspan=\"5\" scope=\"rowgroup\" class=\"d\">"
	    "Vendor not known</th></tr>\n"
	    "a00\n</tbody>\n");
	section_fini(&s);
}

static void
test_one_group(void **state)
{
	struct section s;

	(void)state;
	section_init(&s, 1000);
	rows_add(&s, 'a', 2, "");
	sections_take(&s, 1, 10000);
	section_expect(&s, 4, 2, 2, "<tbody>\na00\na01\n</tbody>\n");
	section_fini(&s);
	section_init(&s, 1000);
	rows_add(&s, 'a', 1, "X");
	sections_take(&s, 1, 10000);
	section_expect(&s, 4, 1, 1,
	    "<tbody>\n"
	    "<tr><th colspan=\"4\" scope=\"rowgroup\">X</th></tr>\n"
	    "a00\n</tbody>\n");
	section_fini(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_turns),
	    cmocka_unit_test(test_no_room),
	    cmocka_unit_test(test_many),
	    cmocka_unit_test(test_groups),
	    cmocka_unit_test(test_one_group),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
