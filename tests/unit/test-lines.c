/* common/lines.c: lines of files of every odd shape, and in every odd way. */
#include "tests/unit/unit.h"

#include <errno.h>
#include <sys/wait.h>
#include <unistd.h>

#include "common/lines.h"
#include "common/scan.h"
#include "common/util.h"

#define BLOCK ((size_t)256 << 10) /* what lines.c reads at a time */
#define NO_LIMIT ((size_t)1 << 30)

/* Text of a given length in which every place looks different. */
static char *
text_make(size_t len)
{
	char *text = xmalloc(len + 1);
	size_t i;

	for (i = 0; i < len; i++)
		text[i] = (char)('!' + i * 7 % 89 + i / 89 % 3);
	text[len] = '\0';
	return text;
}

/* Read all lines: they joined by '|' are what is expected. */
static void
lines_expect(const char *file, const char *expected)
{
	struct lines *l = lines_new(NO_LIMIT);
	char all[512] = "", *text;
	size_t len, n = 0;

	assert_int_equal(lines_open(l, file), 0);
	while (lines_next(l, &text, &len) == 1) {
		assert_int_equal(text[len], '\0');
		assert_int_equal(lines_pos(l).line, ++n);
		strncat(all, text, len);
		strcat(all, "|");
	}
	assert_string_equal(all, expected);
	assert_int_equal(lines_next(l, &text, &len), 0);
	lines_free(l);
}

static void
test_shapes(void **state)
{
	(void)state;
	lines_expect(unit_file("empty", STR("")), "");
	lines_expect(unit_file("feed", STR("\n")), "|");
	lines_expect(unit_file("plain", STR("one\ntwo\n")), "one|two|");
	lines_expect(unit_file("open", STR("one\ntwo")), "one|two|");
	lines_expect(unit_file("blank", STR("\n\none\n\n")), "||one||");
	lines_expect(
	    unit_file("crlf", STR("one\r\n\r\ntwo\r")), "one\r|\r|two\r|");
	lines_expect("/dev/null", "");
}

static void
test_nul_bytes(void **state)
{
	struct lines *l = lines_new(NO_LIMIT);
	char *text;
	size_t len;

	(void)state;
	assert_int_equal(
	    lines_open(l, unit_file("nul", STR("a\0b\n\0\nc\0"))), 0);
	assert_int_equal(lines_next(l, &text, &len), 1);
	assert_int_equal(len, 3);
	assert_memory_equal(text, "a\0b", 4);
	assert_int_equal(lines_next(l, &text, &len), 1);
	assert_int_equal(len, 1);
	assert_memory_equal(text, "\0", 2);
	assert_int_equal(lines_next(l, &text, &len), 1);
	assert_int_equal(len, 2);
	assert_int_equal(lines_next(l, &text, &len), 0);
	lines_free(l);
}

/*
 * A file of a first line, a second one and a last one, each checked in full.
 * What lies behind a line must be readable, too.
 */
static void
borders_check(struct lines *l, size_t first, size_t second, bool open)
{
	size_t lens[] = {first, second, 3}, len, i;
	char *text = text_make(first + second + 6), *p = text, *line;
	volatile char behind;

	for (i = 0; i < 3; i++) {
		p += lens[i];
		*p++ = '\n';
	}
	assert_int_equal(
	    lines_open(l, unit_file("borders",
	                      (struct str){text, (size_t)(p - text) - open})),
	    0);
	for (i = 0, p = text; i < 3; p += lens[i++] + 1) {
		assert_int_equal(lines_next(l, &line, &len), 1);
		assert_int_equal(len, lens[i]);
		assert_memory_equal(line, p, len);
		assert_int_equal(line[len], '\0');
		behind = line[len + SCAN_PAD];
		(void)behind;
	}
	assert_int_equal(lines_next(l, &line, &len), 0);
	free(text);
}

static void
test_block_borders(void **state)
{
	struct lines *l = lines_new(NO_LIMIT);
	size_t around, before;

	(void)state;
	for (around = 0; around < 5; around++) {
		borders_check(l, BLOCK - 3 + around, 5, around % 2);
		borders_check(l, 5, BLOCK - 3 + around, around % 2);
		borders_check(l, 0, 2 * BLOCK - 3 + around, around % 2);
		borders_check(l, 4 * BLOCK - 3 + around, 0, around % 2);
		for (before = 0; before < 4; before++)
			borders_check(
			    l, BLOCK - 5 - around, before, before % 2);
	}
	lines_free(l);
	/* the buffer as it is in the beginning */
	for (around = 0; around < 5; around++) {
		l = lines_new(NO_LIMIT);
		borders_check(l, BLOCK - 7 + around, 0, around % 2);
		lines_free(l);
	}
}

/* A child that writes the text to our standard input in pieces. */
static pid_t
feeder_start(const char *text, size_t len, size_t piece)
{
	int ends[2];
	pid_t child;

	assert_int_equal(pipe(ends), 0);
	child = fork();
	assert_int_not_equal(child, -1);
	if (child == 0) {
		alarm(60);
		close(ends[0]);
		for (; len > 0; len -= piece, text += piece) {
			piece = piece < len ? piece : len;
			if (write(ends[1], text, piece) != (ssize_t)piece)
				_exit(1);
			if (piece < 100)
				usleep(200);
		}
		_exit(0);
	}
	close(ends[1]);
	assert_int_equal(dup2(ends[0], STDIN_FILENO), STDIN_FILENO);
	close(ends[0]);
	return child;
}

static void
test_slow_pipe(void **state)
{
	static const char rows[] = "one\n\nthree and more\r\nfour, the last";
	static const size_t pieces[] = {1, 2, 3, 5, 100};
	size_t i;
	int status;
	pid_t child;

	(void)state;
	for (i = 0; i < NITEMS(pieces); i++) {
		child = feeder_start(rows, sizeof(rows) - 1, pieces[i]);
		lines_expect(i % 2 ? "-" : NULL,
		    "one||three and more\r|four, the last|");
		assert_int_equal(waitpid(child, &status, 0), child);
		assert_int_equal(status, 0);
	}
}

/* A line that comes in thousands of reads, each a little of it. */
static void
test_long_line_from_pipe(void **state)
{
	size_t len = 5 * BLOCK + 17, got;
	char *text = text_make(len), *line;
	struct lines *l = lines_new(NO_LIMIT);
	pid_t child = feeder_start(text, len, 1013);
	int status;

	(void)state;
	assert_int_equal(lines_open(l, NULL), 0);
	assert_int_equal(lines_next(l, &line, &got), 1);
	assert_int_equal(got, len);
	assert_memory_equal(line, text, len);
	assert_null(lines_pos(l).file);
	assert_int_equal(lines_next(l, &line, &got), 0);
	assert_int_equal(lines_nbytes(l), len);
	assert_int_equal(lines_file_size(l), 0);
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(status, 0);
	lines_free(l);
	free(text);
}

static void
limit_check(size_t limit, struct str text, size_t nlines, bool fails)
{
	struct lines *l = lines_new(limit);
	char *line, why[128];
	size_t len;

	assert_int_equal(lines_open(l, unit_file("limit", text)), 0);
	while (nlines-- > 0)
		assert_int_equal(lines_next(l, &line, &len), 1);
	assert_int_equal(lines_next(l, &line, &len), fails ? -1 : 0);
	snprintf(why, sizeof(why),
	    "read row: longer than %zu bytes; --max-line sets the limit",
	    limit);
	if (fails)
		assert_string_equal(lines_error(l), why);
	assert_int_equal(lines_next(l, &line, &len), 0);
	lines_free(l);
}

static void
test_limit(void **state)
{
	char *text = text_make(2 * BLOCK + 2);

	(void)state;
	limit_check(3, STR("abc\nabc\n"), 2, false);
	limit_check(3, STR("abc\nabc"), 2, false);
	limit_check(3, STR("abc\nabcd\nabc\n"), 1, true);
	limit_check(3, STR("abc\nabcd"), 1, true);
	limit_check(BLOCK - 1, (struct str){text, BLOCK - 1}, 1, false);
	limit_check(BLOCK - 1, (struct str){text, BLOCK}, 0, true);
	limit_check(BLOCK, (struct str){text, BLOCK}, 1, false);
	limit_check(BLOCK, (struct str){text, BLOCK + 1}, 0, true);
	text[2 * BLOCK] = '\n';
	limit_check(2 * BLOCK, (struct str){text, 2 * BLOCK + 2}, 2, false);
	limit_check(2 * BLOCK - 1, (struct str){text, 2 * BLOCK + 2}, 0, true);
	free(text);
}

static void
test_unreadable(void **state)
{
	struct lines *l = lines_new(NO_LIMIT);
	char *line;
	size_t len;

	(void)state;
	assert_int_equal(lines_open(l, "/nonexistent/rows"), -1);
	assert_int_equal(errno, ENOENT);
	assert_int_equal(lines_open(l, unit_folder()), 0);
	assert_int_equal(lines_next(l, &line, &len), -1);
	assert_string_equal(lines_error(l), "read: Is a directory");
	assert_int_equal(lines_pos(l).line, 0);
	assert_string_equal(lines_pos(l).file, unit_folder());
	assert_int_equal(lines_next(l, &line, &len), 0);
	/* and on to the next file */
	assert_int_equal(lines_open(l, unit_file("next", STR("x\n"))), 0);
	assert_int_equal(lines_next(l, &line, &len), 1);
	assert_int_equal(lines_pos(l).line, 1);
	assert_int_equal(lines_file_size(l), 2);
	lines_free(l);
	lines_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_shapes),
	    cmocka_unit_test(test_nul_bytes),
	    cmocka_unit_test(test_block_borders),
	    cmocka_unit_test(test_slow_pipe),
	    cmocka_unit_test(test_long_line_from_pipe),
	    cmocka_unit_test(test_limit),
	    cmocka_unit_test(test_unreadable),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
