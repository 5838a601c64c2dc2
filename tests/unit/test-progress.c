/* common/progress.c: what is shown on a terminal, and elsewhere. */
#include "tests/unit/unit.h"

#include <unistd.h>

#include "common/progress.h"

static bool on_terminal;

/* Instead of that of the C library: tests may run where there are none. */
int
isatty(int fd)
{
	return on_terminal && fd == STDERR_FILENO;
}

static void
work(void *mode)
{
	struct progress p;

	progress_begin(&p, *(enum progress_mode *)mode);
	usleep(250000);
	progress_show(&p, 2500000, 10000000, 1000);
	usleep(250000);
	progress_show(&p, 5000000, 0, 2000);
	progress_end(&p);
}

/* What the work shows. */
static struct unit_end
work_run(bool terminal, const char *term, enum progress_mode mode)
{
	struct unit_end end;

	on_terminal = terminal;
	setenv("TERM", term, 1);
	end = unit_run(work, &mode);
	assert_int_equal(end.status, 0);
	return end;
}

/* Does text hold the parts, in their order? */
static bool
parts_found(const char *text, const char *const *parts)
{
	for (; *parts != NULL; parts++) {
		if ((text = strstr(text, *parts)) == NULL)
			return false;
		text += strlen(*parts);
	}
	return true;
}

static void
test_terminal(void **state)
{
	static const char *const shown[] = {"\r\033[Kread 2.5 MB, 1000 rows, ",
	    " MB/s, ", " rows/s, ", " s left",
	    "\r\033[Kread 5.0 MB, 2000 rows, ", " rows/s", "\r\033[K", NULL};
	struct unit_end end = work_run(true, "xterm", PROGRESS_AUTO);

	(void)state;
	if (!parts_found(end.text, shown) || strchr(end.text, '\n'))
		fail_msg("%s", end.text);
}

static void
test_silence(void **state)
{
	(void)state;
	assert_string_equal(work_run(true, "dumb", PROGRESS_AUTO).text, "");
	assert_string_equal(work_run(true, "xterm", PROGRESS_OFF).text, "");
	assert_string_equal(work_run(false, "xterm", PROGRESS_AUTO).text, "");
}

/* Lines, ten seconds apart. */
static void
work_asked(void *arg)
{
	struct progress p;

	(void)arg;
	progress_begin(&p, PROGRESS_ON);
	p.begin -= 9;
	p.last -= 9;
	progress_show(&p, 1000000, 0, 500);
	p.begin -= 2;
	p.last -= 2;
	progress_show(&p, 22000000, 44000000, 1100);
	progress_end(&p);
}

static void
asked_check(void)
{
	static const char *const shown[] = {"read 22.0 MB, 1100 rows, ",
	    " MB/s, ", " rows/s, ", " s left\n", NULL};
	struct unit_end end = unit_run(work_asked, NULL);

	assert_int_equal(end.status, 0);
	if (!parts_found(end.text, shown) || strpbrk(end.text, "\r\033"))
		fail_msg("%s", end.text);
	assert_memory_equal(end.text, "read 22.0", 9);
}

static void
test_no_terminal(void **state)
{
	(void)state;
	on_terminal = false;
	asked_check();
	/* one that cannot rewrite a line */
	on_terminal = true;
	setenv("TERM", "dumb", 1);
	asked_check();
	unsetenv("TERM");
	asked_check();
}

/* A phase is shown at once, the count of things when it is time. */
static void
work_phases(void *mode)
{
	struct progress p;

	progress_begin(&p, *(enum progress_mode *)mode);
	progress_phase(&p, "sort");
	progress_count(&p, "ask", 1, 96000, "files");
	p.begin -= 2000;
	p.last -= 2000;
	progress_count(&p, "ask", 24000, 96000, "files");
	progress_phase(&p, "write");
	progress_end(&p);
}

static void
test_phases(void **state)
{
	enum progress_mode on = PROGRESS_ON, off = PROGRESS_OFF;
	struct unit_end end;

	(void)state;
	on_terminal = true;
	setenv("TERM", "xterm", 1);
	end = unit_run(work_phases, &on);
	assert_string_equal(end.text,
	    "\r\033[Ksort"
	    "\r\033[Kask: 24000 of 96000 files, 12 files/s, 100 min left"
	    "\r\033[Kwrite"
	    "\r\033[K");
	assert_string_equal(unit_run(work_phases, &off).text, "");
	on_terminal = false;
	end = unit_run(work_phases, &on);
	assert_string_equal(
	    end.text, "ask: 24000 of 96000 files, 12 files/s, 100 min left\n");
}

static void
test_left(void **state)
{
	char out[32];

	(void)state;
	assert_string_equal(progress_left(10, 25, 100, out), ", 30 s left");
	assert_string_equal(progress_left(60, 1, 3, out), ", 2 min left");
	assert_string_equal(progress_left(59.9, 1, 2, out), ", 60 s left");
	assert_string_equal(progress_left(10, 0, 100, out), "");
	assert_string_equal(progress_left(10, 100, 100, out), "");
	assert_string_equal(progress_left(10, 100, 0, out), "");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_terminal),
	    cmocka_unit_test(test_silence),
	    cmocka_unit_test(test_no_terminal),
	    cmocka_unit_test(test_phases),
	    cmocka_unit_test(test_left),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
