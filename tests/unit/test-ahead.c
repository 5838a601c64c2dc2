/*
 * common/ahead.c, and common/lines.c on top of it: nothing is lost, changed or
 * waited for, however a pipe delivers.
 */
#include "tests/unit/unit.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/ahead.h"
#include "common/lines.h"
#include "common/util.h"

#define NLINES 400

static uint32_t seed;

static uint32_t
chance(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

/* Mostly short lines; some longer than any buffer. */
static size_t
line_len(unsigned int number)
{
	seed = number;
	switch (chance(50)) {
	case 0:
		return chance(1000000);
	case 1:
		return AHEAD_ROOM - 2 + chance(5);
	case 2:
		return 0;
	default:
		return chance(3000);
	}
}

static char
line_char(unsigned int number, size_t i)
{
	return (char)('!' + (number + i * 7 + i / 83) % 90);
}

/* All lines into the pipe, in pieces of odd sizes. */
static void
lines_write(int fd)
{
	char *text = xmalloc(1000001);
	unsigned int number;
	size_t i, len, piece;

	for (number = 0; number < NLINES; number++) {
		len = line_len(number);
		for (i = 0; i < len; i++)
			text[i] = line_char(number, i);
		text[len++] = '\n';
		for (i = 0; i < len; i += piece) {
			piece = 1 + chance(200000);
			if (piece > len - i)
				piece = len - i;
			if (write(fd, text + i, piece) != (ssize_t)piece)
				_exit(1);
		}
	}
	free(text);
}

/* A child that fills a pipe; its end to read from becomes *fd. */
static pid_t
writer_start(int *fd, void (*fill)(int fd))
{
	int ends[2];
	pid_t pid;

	assert_int_equal(pipe(ends), 0);
	pid = fork();
	assert_int_not_equal(pid, -1);
	if (pid == 0) {
		close(ends[0]);
		fill(ends[1]);
		_exit(0);
	}
	close(ends[1]);
	*fd = ends[0];
	return pid;
}

static void
writer_end(pid_t pid)
{
	int status;

	assert_int_equal(waitpid(pid, &status, 0), pid);
	assert_int_equal(status, 0);
}

static void
test_lines(void **state)
{
	struct lines *l = lines_new((size_t)1 << 30);
	int fd, saved = dup(STDIN_FILENO);
	pid_t pid = writer_start(&fd, lines_write);
	unsigned int number;
	size_t len, i;
	char *text;

	(void)state;
	assert_int_equal(dup2(fd, STDIN_FILENO), STDIN_FILENO);
	close(fd);
	assert_int_equal(lines_open(l, NULL), 0);
	for (number = 0; number < NLINES; number++) {
		assert_int_equal(lines_next(l, &text, &len), 1);
		assert_int_equal(len, line_len(number));
		for (i = 0; i < len; i++)
			if (text[i] != line_char(number, i))
				fail_msg("line %u at %zu", number, i);
		assert_int_equal(text[len], '\0');
	}
	assert_int_equal(lines_next(l, &text, &len), 0);
	assert_int_equal(lines_next(l, &text, &len), 0);
	lines_free(l);
	dup2(saved, STDIN_FILENO);
	close(saved);
	writer_end(pid);
}

static void
abc_write(int fd)
{
	if (write(fd, "abc", 3) != 3)
		_exit(1);
}

/* The end, and a failure, come again when asked for again. */
static void
test_ends(void **state)
{
	int fd;
	pid_t pid = writer_start(&fd, abc_write);
	struct ahead *a = ahead_new(fd);
	char *block;

	(void)state;
	assert_int_equal(ahead_next(a, &block), 3);
	assert_memory_equal(block, "abc", 3);
	assert_int_equal(ahead_next(a, &block), 0);
	assert_int_equal(ahead_next(a, &block), 0);
	ahead_free(a);
	close(fd);
	writer_end(pid);
	fd = open("/dev/null", O_WRONLY);
	a = ahead_new(fd);
	assert_int_equal(ahead_next(a, &block), -1);
	assert_int_equal(errno, EBADF);
	assert_int_equal(ahead_next(a, &block), -1);
	ahead_free(a);
	close(fd);
}

/* It can be ended while it waits: for bytes, or for room to read into. */
static void
test_ended_early(void **state)
{
	int ends[2], fd, i;
	char *block, *text = xmalloc(1 << 20);
	struct ahead *a;
	ssize_t n = 1 << 20;

	(void)state;
	memset(text, 'x', 1 << 20);
	assert_int_equal(pipe(ends), 0);
	a = ahead_new(ends[0]);
	assert_int_equal(write(ends[1], "x", 1), 1);
	assert_int_equal(ahead_next(a, &block), 1);
	ahead_free(a);
	close(ends[0]);
	close(ends[1]);
	fd = open(unit_file("full", (struct str){text, 1 << 20}), O_RDONLY);
	for (i = 0; i < 20; i++) {
		a = ahead_new(fd);
		n = ahead_next(a, &block);
		assert_true(n > 0 || i > 0);
		ahead_free(a);
	}
	close(fd);
	ahead_free(NULL);
	free(text);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_lines),
	    cmocka_unit_test(test_ends),
	    cmocka_unit_test(test_ended_early),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
