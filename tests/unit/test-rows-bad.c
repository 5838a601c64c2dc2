/* common/rows.c: what is refused, and where, and files of odd shape. */
#include "tests/unit/unit.h"

#include <sys/wait.h>
#include <unistd.h>

#include "common/rows.h"
#include "common/util.h"
#include "tests/unit/example.h"

#define NO_LIMIT ((size_t)1 << 30)

static void
test_lines(void **state)
{
	static const struct example examples[] = {
	    {{"a"}, BYTES(""), ""},
	    {{"a"}, BYTES("\n\r\n \t \n"), ""},
	    {{"a"}, BYTES("{\"a\":1}"), "a=number:1 \n"},
	    {{"a"},
	        BYTES("{\"a\":1}\r\n\r\n \t{ \"a\" :\t2 } \t\r\n{\"a\":3}\r"),
	        "a=number:1 \na=number:2 \na=number:3 \n"},
	    /* line numbers count blank lines, and bad rows do not end it */
	    {{"a"}, BYTES("\n\n{\"a\":1}\n\nx\n{\"a\":2}\n{\"a\":}\n"),
	        "a=number:1 \n5: read row: '{' expected at column 1\n"
	        "a=number:2 \n7: read row: value expected at column 6\n"},
	};

	(void)state;
	examples_check(examples, NITEMS(examples));
}

#define AT(column) " at column " #column "\n"

static void
test_refused(void **state)
{
	static const struct example examples[] = {
	    {{"a"}, BYTES("{\"a\":1"),
	        "1: read row: the row ends in the middle of a value" AT(7)},
	    {{"a"}, BYTES("{\"a\":\"x"),
	        "1: read row: the row ends in the middle of a value" AT(8)},
	    {{"b"}, BYTES("{\"a\":[1,2"),
	        "1: read row: the row ends in the middle of a value" AT(10)},
	    {{"a"}, BYTES("\xef\xbb\xbf{\"a\":1}\n"),
	        "1: read row: byte-order mark" AT(1)},
	    {{"a"}, BYTES("{\"a\":1}\n\0\n"),
	        "a=number:1 \n"
	        "2: read row: NUL byte" AT(1)},
	    {{"a"}, BYTES("{\"a\":\"\0\"}\n"), "1: read row: NUL byte" AT(7)},
	    {{"a"}, BYTES("{\"a\":1}\0\n"), "1: read row: NUL byte" AT(8)},
	    {{"a"}, BYTES("{\"a\":1,\0}\n"), "1: read row: NUL byte" AT(8)},
	    {{"a"}, BYTES("\x1f\x8b\x08\0\0\0\0\0\n"),
	        "1: read row: compressed with gzip (pipe it through "
	        "zcat)" AT(1)},
	    {{"a"}, BYTES(" [{\"a\":1}]\n"),
	        "1: read row: an object a line expected, got an array "
	        "(jq -c '.[]' makes rows of one)" AT(2)},
	    {{"a"}, BYTES("null\n"), "1: read row: '{' expected" AT(1)},
	    {{"a"}, BYTES("\"a\"\n"), "1: read row: '{' expected" AT(1)},
	    {{"a"}, BYTES("{\"a\":1}{\"a\":2}\n"),
	        "1: read row: text after the object" AT(8)},
	    {{"a"}, BYTES("{\"a\":1},\n"),
	        "1: read row: text after the object" AT(8)},
	    {{"a"}, BYTES("{\"a\":\"\xff\"}\n{\"a\":\"\xc3\xa9\"}\n"),
	        "1: read row: invalid UTF-8" AT(7) "a=string:\xc3\xa9 \n"},
	    {{"a"}, BYTES("{\"\xed\xa0\x80\":1}\n"),
	        "1: read row: invalid UTF-8" AT(3)},
	    {{"b"}, BYTES("{\"a\":{\"c\":[01]}}\n"),
	        "1: read row: number with a leading zero" AT(12)},
	    {{"b.c"}, BYTES("{\"b\":{\"c\":1,}}\n"),
	        "1: read row: key expected" AT(13)},
	    {{"b.c"}, BYTES("{\"b\":{\"c\" 1}}\n"),
	        "1: read row: ':' expected" AT(11)},
	    {{"b[].c"}, BYTES("{\"b\":[{\"c\":1},]}\n"),
	        "1: read row: value expected" AT(15)},
	    {{"b[].c"}, BYTES("{\"b\":[{\"c\":1}}\n"),
	        "1: read row: ',' or ']' expected" AT(14)},
	    {{"b.c"}, BYTES("{\"b\":{\"c\":1]}\n"),
	        "1: read row: ',' or '}' expected" AT(12)},
	    {{"a"}, BYTES("{\"a\":1 \"b\":2}\n"),
	        "1: read row: ',' or '}' expected" AT(8)},
	    /* columns count bytes of the row as it was read */
	    {{"a", "*"}, BYTES("{\"\\u0061\":\"\\u00e9\\n\",\"\\u0062\":x}\n"),
	        "1: read row: value expected" AT(31)},
	    /* a key that stood there in the row before */
	    {{"a", "b"}, BYTES("{\"a\":1,\"b\":2}\n{\"a\":1,\"b\" 2}\n"),
	        "a=number:1 b=number:2 \n2: read row: ':' expected" AT(12)},
	    {{"a", "b"}, BYTES("{\"a\":1,\"b\":2}\n{\"a\":1,\"b"),
	        "a=number:1 b=number:2 \n"
	        "2: read row: the row ends in the middle of a value" AT(10)},
	};

	(void)state;
	examples_check(examples, NITEMS(examples));
}

static char *
nested_row(size_t depth, const char *path)
{
	char *text = xcalloc(1, 2 * depth + 100);
	size_t i;

	strcat(text, path);
	for (i = 1; i < depth; i++)
		strcat(text, "[");
	for (i = 1; i < depth; i++)
		strcat(text, "]");
	return strcat(text, "}\n");
}

static void
test_depth(void **state)
{
	static const char *const wants[] = {"a[].b", NULL};
	char *text = nested_row(1024, "{\"x\":");

	(void)state;
	rows_expect(wants, unit_file("deep", str_of(text)), "\n");
	free(text);
	text = nested_row(1025, "{\"x\":");
	rows_expect(wants, unit_file("deep", str_of(text)),
	    "1: read row: nested deeper than 1,024 levels at column 1029\n");
	free(text);
	text = nested_row(1024, "{\"a\":");
	rows_expect(wants, unit_file("deep", str_of(text)), "\n");
	free(text);
	text = nested_row(1025, "{\"a\":");
	rows_expect(wants, unit_file("deep", str_of(text)),
	    "1: read row: nested deeper than 1,024 levels at column 1029\n");
	free(text);
}

static void
test_marker(void **state)
{
	static const struct example examples[] = {
	    {{"a"},
	        BYTES("{\"a\":1}\n!bqfetch: incomplete: HTTP 503\x1b[m\n"
	              "{\"a\":2}\n"),
	        "a=number:1 \n2: read row: bqfetch did not get all rows: "
	        "HTTP 503\\x1b[m\n"},
	    {{"a"}, BYTES("!bqfetch: incomplete: killed"),
	        "1: read row: bqfetch did not get all rows: killed\n"},
	    {{"a"}, BYTES("!bqfetch: incomplete\n{\"a\":1}\n"),
	        "1: read row: '{' expected at column 1\na=number:1 \n"},
	    {{"a"}, BYTES("!\n"), "1: read row: '{' expected at column 1\n"},
	};

	(void)state;
	examples_check(examples, NITEMS(examples));
}

static void
test_unreadable(void **state)
{
	struct rows *r = rows_new(NO_LIMIT);
	const struct rows_value *values;
	size_t n;

	(void)state;
	assert_int_equal(rows_open(r, "/nonexistent/rows"), -1);
	assert_string_equal(rows_error(r), "open: No such file or directory");
	assert_string_equal(rows_pos(r).file, "/nonexistent/rows");
	assert_int_equal(rows_pos(r).line, 0);
	assert_true(rows_is_lost(r));
	assert_int_equal(rows_open(r, unit_folder()), 0);
	assert_false(rows_is_lost(r));
	assert_int_equal(rows_next(r, &values, &n), -1);
	assert_string_equal(rows_error(r), "read: Is a directory");
	assert_true(rows_is_lost(r));
	rows_free(r);
}

static void
test_limit(void **state)
{
	struct rows *r = rows_new(10);
	const struct rows_value *values;
	size_t n;

	(void)state;
	assert_int_equal(
	    rows_open(r, unit_file("limit", STR("{\"a\":1234}\n"
	                                        "{\"a\":12345}\n{}\n"))),
	    0);
	assert_int_equal(rows_next(r, &values, &n), 1);
	assert_int_equal(rows_next(r, &values, &n), -1);
	assert_string_equal(rows_error(r),
	    "read row: longer than 10 bytes; --max-line sets the limit");
	assert_int_equal(rows_pos(r).line, 2);
	assert_true(rows_is_lost(r));
	rows_free(r);
}

/* A row of 200 MB (2 under valgrind), through a pipe, and one after it. */
static void
test_long_row(void **state)
{
	static char piece[1000000];
	size_t megabytes = getenv("VALGRIND") ? 2 : 200, n;
	const struct rows_value *values;
	struct rows *r;
	int ends[2], status;
	FILE *out;
	pid_t child;

	(void)state;
	memset(piece, 'x', sizeof(piece));
	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_int_not_equal(child, -1);
	if (child == 0) {
		alarm(60);
		close(ends[0]);
		out = fdopen(ends[1], "w");
		fputs("{\"a\":\"", out);
		for (n = 0; n < megabytes; n++)
			fwrite(piece, 1, sizeof(piece), out);
		fputs("\",\"b\":1}\n{\"b\":2}\n", out);
		_exit(fclose(out) == 0 ? 0 : 1);
	}
	close(ends[1]);
	assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
	close(ends[0]);
	r = rows_new(NO_LIMIT);
	rows_want(r, "a");
	rows_want(r, "b");
	assert_int_equal(rows_open(r, NULL), 0);
	assert_int_equal(rows_next(r, &values, &n), 1);
	assert_int_equal(n, 2);
	assert_int_equal(values[0].text.len, megabytes * sizeof(piece));
	assert_memory_equal(
	    values[0].text.data + (megabytes - 1) * sizeof(piece), piece,
	    sizeof(piece));
	assert_int_equal(rows_next(r, &values, &n), 1);
	assert_int_equal(n, 1);
	assert_int_equal(rows_next(r, &values, &n), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	rows_free(r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lines),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_depth),
	    cmocka_unit_test(test_marker),
	    cmocka_unit_test(test_unreadable),
	    cmocka_unit_test(test_limit),
	    cmocka_unit_test(test_long_row),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
