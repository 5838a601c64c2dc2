/* common/output.c: results that appear whole or not at all. */
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/output.h"

static char path[128]; /* of a result, in the folder of the test */

static int
path_prepare(void **state)
{
	(void)state;
	snprintf(path, sizeof(path), "%s/result", unit_folder());
	unlink(path);
	return 0;
}

/* The mode of a new file. */
static mode_t
mode_new(void)
{
	mode_t mask = umask(0);

	umask(mask);
	return 0666 & ~mask;
}

static void
file_expect(const char *file, const char *expected, mode_t mode)
{
	char *text = unit_read(file);
	struct stat st;

	assert_string_equal(text, expected);
	free(text);
	assert_int_equal(stat(file, &st), 0);
	assert_int_equal(st.st_mode & 0777, mode);
}

static void
test_new(void **state)
{
	mode_t mask = umask(027);
	struct output o;

	(void)state;
	assert_int_equal(output_open(&o, path), 0);
	fputs("new", o.file);
	assert_int_equal(access(path, F_OK), -1);
	assert_int_equal(output_finish(&o), 0);
	umask(mask);
	file_expect(path, "new", 0640);
	assert_int_equal(unit_count(), 1);
	assert_null(o.file);
}

static void
test_replace(void **state)
{
	struct output o;

	(void)state;
	chmod(unit_file("result", STR("old")), 0604);
	assert_int_equal(output_open(&o, path), 0);
	fputs("new", o.file);
	fflush(o.file);
	file_expect(path, "old", 0604);
	assert_int_equal(output_finish(&o), 0);
	file_expect(path, "new", 0604);
	assert_int_equal(unit_count(), 1);
}

static void
test_relative(void **state)
{
	struct output o;
	int here = open(".", O_RDONLY);

	(void)state;
	assert_int_equal(chdir(unit_folder()), 0);
	assert_int_equal(output_open(&o, "result"), 0);
	assert_int_equal(output_finish(&o), 0);
	assert_int_equal(fchdir(here), 0);
	close(here);
	file_expect(path, "", mode_new());
}

/* The file that a link names is replaced, the link stays. */
static void
test_link(void **state)
{
	const char *target = unit_file("target", STR("old"));
	struct output o;
	struct stat st;

	(void)state;
	assert_int_equal(symlink("target", path), 0);
	assert_int_equal(output_open(&o, path), 0);
	fputs("new", o.file);
	assert_int_equal(output_finish(&o), 0);
	assert_int_equal(lstat(path, &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	file_expect(target, "new", mode_new());
	assert_int_equal(unit_count(), 2);
	unlink(target);
}

static void
test_abandon(void **state)
{
	struct output o;

	(void)state;
	unit_file("result", STR("old"));
	assert_int_equal(output_open(&o, path), 0);
	fputs("new", o.file);
	assert_int_equal(unit_count(), 2);
	output_abandon(&o);
	assert_int_equal(unit_count(), 1);
	file_expect(path, "old", mode_new());
}

static void
output_begin(void *end)
{
	static struct output o;

	if (output_open(&o, path) == -1)
		_exit(9);
	fputs("new", o.file);
	fflush(o.file);
	if (unit_count() != 2)
		_exit(8);
	if (end == NULL)
		exit(7);
	raise(*(int *)end);
}

/* An early end takes the unfinished file away. */
static void
test_early_end(void **state)
{
	static int signals[] = {SIGHUP, SIGINT, SIGTERM};
	struct unit_end end;
	size_t i;

	(void)state;
	unit_file("result", STR("old"));
	end = unit_run(output_begin, NULL);
	assert_int_equal(end.status, 7);
	assert_int_equal(unit_count(), 1);
	for (i = 0; i < NITEMS(signals); i++) {
		end = unit_run(output_begin, &signals[i]);
		assert_int_equal(end.signal, signals[i]);
		assert_int_equal(unit_count(), 1);
	}
	file_expect(path, "old", mode_new());
	assert_string_equal(end.text, "");
}

/* A signal that was ignored, as nohup does, stays so. */
static void
output_under_nohup(void *arg)
{
	struct output o;

	(void)arg;
	signal(SIGHUP, SIG_IGN);
	if (output_open(&o, path) == -1 || raise(SIGHUP) != 0 ||
	    output_finish(&o) == -1)
		_exit(9);
}

static void
test_ignored_signal(void **state)
{
	struct unit_end end = unit_run(output_under_nohup, NULL);

	(void)state;
	assert_int_equal(end.status, 0);
	file_expect(path, "", mode_new());
}

/* Where to write how much, and what happens before. */
struct attempt {
	const char *path;
	size_t nbytes;
	void (*before)(void);
	void (*after_open)(void);
};

static void
output_attempt(void *arg)
{
	struct attempt *a = arg;
	struct output o;
	size_t i;

	if (a->before != NULL)
		a->before();
	if (output_open(&o, a->path) == -1)
		_exit(1);
	if (a->after_open != NULL)
		a->after_open();
	for (i = 0; i < a->nbytes; i++)
		fputc('x', o.file);
	_exit(output_finish(&o) == -1 ? 2 : 0);
}

static void
attempt_expect(struct attempt a, int status, const char *text)
{
	struct unit_end end = unit_run(output_attempt, &a);

	assert_string_equal(end.text, text);
	assert_int_equal(end.status, status);
}

static void
stdout_to_full(void)
{
	dup2(open("/dev/full", O_WRONLY), STDOUT_FILENO);
}

static void
stdout_to_nobody(void)
{
	int ends[2];

	signal(SIGPIPE, SIG_IGN);
	if (pipe(ends) == -1)
		abort();
	close(ends[0]);
	dup2(ends[1], STDOUT_FILENO);
}

static void
stdout_close(void)
{
	close(STDOUT_FILENO);
}

static void
size_limit(void)
{
	struct rlimit limit = {10000, 10000};

	signal(SIGXFSZ, SIG_IGN);
	setrlimit(RLIMIT_FSIZE, &limit);
}

static void
folder_take_place(void)
{
	mkdir(path, 0777);
}

static void
test_failures(void **state)
{
	char text[256];

	(void)state;
	snprintf(text, sizeof(text),
	    "test-output: %s: create: Is a directory\n", unit_folder());
	attempt_expect((struct attempt){unit_folder(), 1, NULL, NULL}, 1, text);
	attempt_expect((struct attempt){"/nonexistent/result", 1, NULL, NULL},
	    1,
	    "test-output: /nonexistent/result: create: No such file or "
	    "directory\n");
	/* a little, which fails at the end, and much, which fails before */
	attempt_expect((struct attempt){"/dev/full", 1, NULL, NULL}, 2,
	    "test-output: /dev/full: write: No space left on device\n");
	attempt_expect((struct attempt){"/dev/full", 100000, NULL, NULL}, 2,
	    "test-output: /dev/full: write: No space left on device\n");
	attempt_expect((struct attempt){NULL, 1, stdout_to_full, NULL}, 2,
	    "test-output: <stdout>: write: No space left on device\n");
	attempt_expect((struct attempt){"-", 100000, stdout_to_full, NULL}, 2,
	    "test-output: <stdout>: write: No space left on device\n");
	attempt_expect((struct attempt){NULL, 1, stdout_close, NULL}, 2,
	    "test-output: <stdout>: write: Bad file descriptor\n");
	attempt_expect(
	    (struct attempt){NULL, 1, stdout_to_nobody, NULL}, 2, "");
	attempt_expect(
	    (struct attempt){NULL, 100000, stdout_to_nobody, NULL}, 2, "");
	attempt_expect(
	    (struct attempt){"/dev/null", 100000, NULL, NULL}, 0, "");
	assert_int_equal(unit_count(), 0);
}

static void
test_nothing_half_written(void **state)
{
	char text[256];

	(void)state;
	unit_file("result", STR("old"));
	snprintf(text, sizeof(text), "test-output: %s: write: File too large\n",
	    path);
	attempt_expect(
	    (struct attempt){path, 10001, size_limit, NULL}, 2, text);
	attempt_expect(
	    (struct attempt){path, 99999, size_limit, NULL}, 2, text);
	file_expect(path, "old", mode_new());
	assert_int_equal(unit_count(), 1);
	unlink(path);
	snprintf(text, sizeof(text), "test-output: %s: write: Is a directory\n",
	    path);
	attempt_expect(
	    (struct attempt){path, 1, NULL, folder_take_place}, 2, text);
	assert_int_equal(unit_count(), 1);
	assert_int_equal(rmdir(path), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test_setup(test_new, path_prepare),
	    cmocka_unit_test_setup(test_replace, path_prepare),
	    cmocka_unit_test_setup(test_relative, path_prepare),
	    cmocka_unit_test_setup(test_link, path_prepare),
	    cmocka_unit_test_setup(test_abandon, path_prepare),
	    cmocka_unit_test_setup(test_early_end, path_prepare),
	    cmocka_unit_test_setup(test_ignored_signal, path_prepare),
	    cmocka_unit_test_setup(test_failures, path_prepare),
	    cmocka_unit_test_setup(test_nothing_half_written, path_prepare),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
