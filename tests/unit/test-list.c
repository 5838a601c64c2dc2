/* common/list.c: lines of a file, or those shipped. */
#include "tests/unit/unit.h"

#include "common/list.h"
#include "common/util.h"

/* Read a list and compare its lines, joined by '|'. */
static void
list_expect(const char *file, const char *const *shipped, const char *expected)
{
	struct list list;
	char all[256] = "";
	size_t i;

	assert_int_equal(list_read(&list, file, shipped), 0);
	for (i = 0; i < list.nlines; i++) {
		strncat(all, list.lines[i].data, list.lines[i].len);
		strcat(all, "|");
	}
	assert_string_equal(all, expected);
	list_free(&list);
	assert_null(list.text);
}

static void
test_files(void **state)
{
	(void)state;
	list_expect(unit_file("empty", STR("")), NULL, "");
	list_expect(unit_file("blank", STR("\n\n\r\n")), NULL, "");
	list_expect(unit_file("plain", STR("b\na\nb\n")), NULL, "b|a|b|");
	list_expect(unit_file("open", STR("a\n\nb")), NULL, "a|b|");
	list_expect(unit_file("crlf", STR("a\r\n\r\nb\r")), NULL, "a|b|");
	list_expect(unit_file("spaces", STR(" a \n \n\tb\r\r\n")), NULL,
	    " a | |\tb\r|");
}

static void
test_shipped(void **state)
{
	static const char *const none[] = {NULL};
	static const char *const some[] = {"one", "", "three \"3\"", NULL};

	(void)state;
	list_expect(NULL, none, "");
	list_expect(NULL, some, "one|three \"3\"|");
	list_expect(unit_file("own", STR("own\n")), some, "own|");
}

/* The file as a whole, for lists that are no lines, and its NUL. */
static void
test_text(void **state)
{
	static const char *const shipped[] = {"{", "}", NULL};
	struct list list;
	char *large = xmalloc(100001);
	size_t len;

	(void)state;
	assert_int_equal(list_read(&list, NULL, shipped), 0);
	assert_int_equal(list.len, 4);
	assert_string_equal(list.text, "{\n}\n");
	list_free(&list);
	assert_int_equal(
	    list_read(&list, unit_file("nul", STR("a\0b\n")), NULL), 0);
	assert_int_equal(list.len, 4);
	assert_int_equal(list.lines[0].len, 3);
	list_free(&list);
	memset(large, 'x', 100001);
	for (len = 4094; len <= 4098; len++) {
		assert_int_equal(
		    list_read(&list,
		        unit_file("large", (struct str){large, len}), NULL),
		    0);
		assert_int_equal(list.len, len);
		assert_int_equal(list.lines[0].len, len);
		assert_int_equal(list.text[len], '\0');
		list_free(&list);
	}
	assert_int_equal(
	    list_read(
	        &list, unit_file("large", (struct str){large, 100001}), NULL),
	    0);
	assert_int_equal(list.len, 100001);
	list_free(&list);
	free(large);
}

static void
unreadable_read(void *file)
{
	struct list list;

	if (list_read(&list, file, NULL) != -1 || list.text != NULL ||
	    list.nlines != 0)
		abort();
}

static void
test_unreadable(void **state)
{
	struct unit_end end =
	    unit_run(unreadable_read, (char *)"/nonexistent/list");
	char expected[128];

	(void)state;
	assert_int_equal(end.status, 0);
	assert_string_equal(end.text,
	    "test-list: /nonexistent/list: open: No such file or directory\n");
	end = unit_run(unreadable_read, (char *)unit_folder());
	snprintf(expected, sizeof(expected),
	    "test-list: %s: read: Is a directory\n", unit_folder());
	assert_int_equal(end.status, 0);
	assert_string_equal(end.text, expected);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_files),
	    cmocka_unit_test(test_shipped),
	    cmocka_unit_test(test_text),
	    cmocka_unit_test(test_unreadable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
