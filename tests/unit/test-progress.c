/* common/progress.c: what is shown on a terminal, and elsewhere. */
#include "tests/unit/unit.h"

#include <poll.h>
#include <pty.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/progress.h"

static void
work(enum progress_mode mode)
{
	struct progress p;

	progress_begin(&p, mode);
	usleep(250000);
	progress_show(&p, 2500000, 10000000, 1000);
	usleep(250000);
	progress_show(&p, 5000000, 0, 2000);
	progress_end(&p);
}

/* What the work shows on a terminal; the caller frees it. */
static char *
terminal_run(const char *term, enum progress_mode mode)
{
	char *text = calloc(1, 4096);
	size_t len = 0;
	ssize_t n;
	int terminal, status;
	pid_t child = forkpty(&terminal, NULL, NULL, NULL);

	assert_int_not_equal(child, -1);
	if (child == 0) {
		alarm(60);
		setenv("TERM", term, 1);
		free(text);
		work(mode);
		_exit(0);
	}
	while (len < 4095 && (n = read(terminal, text + len, 4095 - len)) > 0)
		len += (size_t)n;
	close(terminal);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	return text;
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
	static const char *const shown[] = {"\r\033[K2.5 MB, 1000 rows, ",
	    " MB/s, ", " rows/s, ", " s left", "\r\033[K5.0 MB, 2000 rows, ",
	    " rows/s", "\r\033[K", NULL};
	char *text = terminal_run("xterm", PROGRESS_AUTO);

	(void)state;
	if (!parts_found(text, shown) || strchr(text, '\n'))
		fail_msg("%s", text);
	free(text);
}

static void
test_silence(void **state)
{
	char *text = terminal_run("dumb", PROGRESS_AUTO);

	(void)state;
	assert_string_equal(text, "");
	free(text);
	text = terminal_run("xterm", PROGRESS_OFF);
	assert_string_equal(text, "");
	free(text);
}

static void
work_unasked(void *arg)
{
	(void)arg;
	work(PROGRESS_AUTO);
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
test_no_terminal(void **state)
{
	static const char *const shown[] = {
	    "22.0 MB, 1100 rows, ", " MB/s, ", " rows/s, ", " s left\n", NULL};
	struct unit_end end = unit_run(work_unasked, NULL);

	(void)state;
	assert_int_equal(end.status, 0);
	assert_string_equal(end.text, "");
	end = unit_run(work_asked, NULL);
	assert_int_equal(end.status, 0);
	if (!parts_found(end.text, shown) || strchr(end.text, '\r'))
		fail_msg("%s", end.text);
	assert_memory_equal(end.text, "22.0", 4);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_terminal),
	    cmocka_unit_test(test_silence),
	    cmocka_unit_test(test_no_terminal),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
