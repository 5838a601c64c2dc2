/* common/feed.c: rows of several files to a tool, good and bad ones. */
#include "tests/unit/unit.h"

#include <unistd.h>

#include "common/feed.h"

/* What is fed, and what is to come of it. */
struct meal {
	char *files[4];
	size_t nfiles;
	bool keep_going;
	int status;
	uint64_t nrows, nbad;
	const char *taken; /* the values of "a" joined by ',' */
};

struct taken {
	char text[256];
};

static int
row_take(void *tool, struct feed_row *row)
{
	struct taken *taken = tool;
	size_t i;

	for (i = 0; i < row->nvalues; i++) {
		if (row->values[i].type == SCAN_STRING) {
			snprintf(row->error, sizeof(row->error),
			    "a: number expected, got string");
			return -1;
		}
		strncat(taken->text, row->values[i].text.data,
		    row->values[i].text.len);
		strcat(taken->text, ",");
	}
	return 0;
}

static void
meal_run(void *arg)
{
	const struct meal *m = arg;
	struct feed f = {.files = m->files,
	    .nfiles = m->nfiles,
	    .keep_going = m->keep_going};
	struct rows *rows = rows_new(1000);
	struct taken taken = {""};
	int status;

	rows_want(rows, "a");
	status = feed_run(&f, rows, row_take, &taken);
	rows_free(rows);
	if (status != m->status)
		_exit(1);
	if (f.nrows != m->nrows)
		_exit(2);
	if (f.nbad != m->nbad)
		_exit(3);
	_exit(strcmp(taken.text, m->taken) == 0 ? 0 : 4);
}

static void
meal_expect(struct meal m, const char *text)
{
	struct unit_end end = unit_run(meal_run, &m);

	assert_string_equal(end.text, text);
	assert_int_equal(end.status, 0);
}

static int
folder_enter(void **state)
{
	(void)state;
	return chdir(unit_folder());
}

static void
test_good(void **state)
{
	(void)state;
	unit_file("one", STR("{\"a\":1}\n\n{\"b\":2}\n"));
	unit_file("two", STR("{\"a\":3}"));
	unit_file("none", STR(""));
	meal_expect(
	    (struct meal){{"one", "none", "two"}, 3, false, 0, 3, 0, "1,3,"},
	    "");
	meal_expect((struct meal){{"none"}, 1, false, 0, 0, 0, ""}, "");
	meal_expect(
	    (struct meal){{"two", "two"}, 2, false, 0, 2, 0, "3,3,"}, "");
}

static void
test_bad_row(void **state)
{
	(void)state;
	unit_file("bad", STR("{\"a\":1}\n{\"a\":}\n{\"a\":2}\n"));
	unit_file("refused", STR("\n{\"a\":1}\n{\"a\":\"x\"}\n{\"a\":2}\n"));
	meal_expect((struct meal){{"bad"}, 1, false, -1, 1, 0, "1,"},
	    "test-feed: bad:2: read row: value expected at column 6\n");
	meal_expect((struct meal){{"refused"}, 1, false, -1, 1, 0, "1,"},
	    "test-feed: refused:3: a: number expected, got string\n");
	meal_expect(
	    (struct meal){{"bad", "refused"}, 2, true, 0, 4, 2, "1,2,1,2,"},
	    "test-feed: bad:2: read row: value expected at column 6\n"
	    "test-feed: refused:3: a: number expected, got string\n"
	    "test-feed: 2 bad rows passed over of 6\n");
}

/* The first ten bad rows are named. */
static void
test_many_bad_rows(void **state)
{
	char rows[64] = "", expected[2048] = "", line[80];
	int i;

	(void)state;
	for (i = 1; i <= 12; i++) {
		strcat(rows, "[]\n");
		snprintf(line, sizeof(line),
		    "test-feed: many:%d: read row: an object a line expected, "
		    "got an array ",
		    i);
		if (i <= 10)
			strcat(strcat(expected, line),
			    "(jq -c '.[]' makes rows of one) at column 1\n");
	}
	strcat(expected, "test-feed: 12 bad rows passed over of 12\n");
	unit_file("many", str_of(rows));
	meal_expect((struct meal){{"many"}, 1, true, 0, 0, 12, ""}, expected);
}

/* What is more than a bad row ends it whatever was asked for. */
static void
test_lost(void **state)
{
	(void)state;
	unit_file("cut", STR("{\"a\":1}\n!bqfetch: incomplete: HTTP 503\n"));
	meal_expect((struct meal){{"cut", "two"}, 2, true, -1, 1, 0, "1,"},
	    "test-feed: cut:2: read row: bqfetch did not get all rows: HTTP "
	    "503\n");
	meal_expect((struct meal){{"two", "missing"}, 2, true, -1, 1, 0, "3,"},
	    "test-feed: missing: open: No such file or directory\n");
	meal_expect((struct meal){{"."}, 1, true, -1, 0, 0, ""},
	    "test-feed: .: read: Is a directory\n");
}

/* Instead of that of the C library: tests may run where there are none. */
int
isatty(int fd)
{
	return fd == STDERR_FILENO;
}

static int
slow_take(void *tool, struct feed_row *row)
{
	(void)tool;
	if (row->pos.line == 64)
		usleep(250000);
	return 0;
}

static void
slow_run(void *files)
{
	struct feed f = {.files = files, .nfiles = 2};
	struct rows *rows = rows_new(1000);

	rows_want(rows, "a");
	if (feed_run(&f, rows, slow_take, NULL) == -1)
		_exit(1);
	rows_free(rows);
}

/* Of files it is known how long they are together, of others not. */
static void
test_left(void **state)
{
	char *half[] = {"half", "half"}, *odd[] = {"half", "/dev/null"};
	char text[64 * 8 + 1] = "";
	struct unit_end end;
	int i;

	(void)state;
	for (i = 0; i < 64; i++)
		strcat(text, "{\"a\":1}\n");
	unit_file("half", str_of(text));
	setenv("TERM", "xterm", 1);
	end = unit_run(slow_run, half);
	assert_int_equal(end.status, 0);
	assert_non_null(strstr(end.text, "read 0.0 MB, 64 rows, "));
	assert_non_null(strstr(end.text, " s left\r"));
	end = unit_run(slow_run, odd);
	assert_int_equal(end.status, 0);
	assert_non_null(strstr(end.text, "read 0.0 MB, 64 rows, "));
	assert_null(strstr(end.text, "left"));
	setenv("TERM", "dumb", 1);
	assert_string_equal(unit_run(slow_run, half).text, "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_good),
	    cmocka_unit_test(test_bad_row),
	    cmocka_unit_test(test_many_bad_rows),
	    cmocka_unit_test(test_lost),
	    cmocka_unit_test(test_left),
	};

	return cmocka_run_group_tests(tests, folder_enter, NULL);
}
