#include "common/lines.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/ahead.h"
#include "common/scan.h"

/* Fits the second-level cache, so that a line is parsed where it was read. */
#define BLOCK ((size_t)256 << 10)

/* Fewer switches between the two ends, and still in the same cache. */
#define PIPE_SIZE (1 << 18)

struct lines {
	struct pos pos;
	char *own; /* a buffer, of cap bytes and SCAN_PAD + 1 after them */
	size_t cap;
	struct ahead *ahead; /* reads for us, unless NULL */
	char *buf;    /* what has been read: our own, or one of ahead's */
	size_t begin; /* of the next line */
	size_t end;   /* of what has been read */
	size_t max_line;
	uint64_t nbytes;
	uint64_t file_size;
	int fd;
	bool eof;
	char error[128];
};

struct lines *
lines_new(size_t max_line)
{
	struct lines *l = xcalloc(1, sizeof(*l));

	l->fd = -1;
	l->max_line = max_line;
	l->cap = BLOCK;
	l->own = l->buf = xcalloc(1, l->cap + SCAN_PAD + 1);
	return l;
}

static void
file_close(struct lines *l)
{
	ahead_free(l->ahead);
	l->ahead = NULL;
	l->buf = l->own;
	l->begin = l->end = 0;
	if (l->fd > STDIN_FILENO)
		close(l->fd);
	l->fd = -1;
}

void
lines_free(struct lines *l)
{
	if (l == NULL)
		return;
	file_close(l);
	free(l->own);
	free(l);
}

int
lines_open(struct lines *l, const char *file)
{
	struct stat st;

	file_close(l);
	if (file != NULL && strcmp(file, "-") == 0)
		file = NULL;
	l->pos = (struct pos){file, 0};
	l->eof = false;
	l->fd = file ? open(file, O_RDONLY | O_CLOEXEC) : STDIN_FILENO;
	if (l->fd == -1 || fstat(l->fd, &st) == -1)
		return -1;
	l->file_size = S_ISREG(st.st_mode) ? (uint64_t)st.st_size : 0;
	if (S_ISFIFO(st.st_mode)) {
#ifdef F_SETPIPE_SZ
		(void)fcntl(l->fd, F_SETPIPE_SZ, PIPE_SIZE);
#endif
		l->ahead = ahead_new(l->fd);
	}
	return 0;
}

/* Make room to read on: move the line begun to the front, or grow. */
static void
room_make(struct lines *l)
{
	size_t held = l->end - l->begin;

	if (l->begin > 0) {
		memmove(l->buf, l->buf + l->begin, held);
		l->begin = 0;
		l->end = held;
	} else {
		l->cap *= 2;
		l->own = xrealloc(l->own, l->cap + SCAN_PAD + 1);
		l->buf = l->own;
	}
}

/* Put a block behind what is held, in our own buffer. */
static void
own_append(struct lines *l, const char *block, size_t n)
{
	size_t held = l->end - l->begin;
	bool owned = l->buf == l->own;

	if (owned && l->begin > 0)
		memmove(l->own, l->own + l->begin, held);
	if (l->cap < held + n) {
		while (l->cap < held + n)
			l->cap *= 2;
		l->own = xrealloc(l->own, l->cap + SCAN_PAD + 1);
	}
	if (!owned)
		memcpy(l->own, l->buf + l->begin, held);
	memcpy(l->own + held, block, n);
	l->buf = l->own;
}

/*
 * Take a block read ahead: what is held goes before it, or, where that is too
 * much, both into our own buffer.
 */
static ssize_t
block_take(struct lines *l)
{
	size_t held = l->end - l->begin;
	char *block;
	ssize_t n = ahead_next(l->ahead, &block);

	if (n <= 0)
		return n;
	if (held > AHEAD_ROOM) {
		own_append(l, block, (size_t)n);
	} else {
		memcpy(block - held, l->buf + l->begin, held);
		l->buf = block - held;
	}
	l->begin = 0;
	l->end = held;
	return n;
}

static ssize_t
block_get(struct lines *l)
{
	ssize_t n;

	if (l->ahead != NULL)
		return block_take(l);
	if (l->end == l->cap)
		room_make(l);
	do
		n = read(l->fd, l->buf + l->end, l->cap - l->end);
	while (n == -1 && errno == EINTR);
	return n;
}

/* Read a block behind what is held: 1, 0 at the end, -1 on failure. */
static int
block_read(struct lines *l)
{
	ssize_t n;

	if (l->eof)
		return 0;
	n = block_get(l);
	if (n == -1) {
		l->pos.line = 0;
		snprintf(
		    l->error, sizeof(l->error), "read: %s", strerror(errno));
		return -1;
	}
	l->eof = n == 0;
	l->end += (size_t)n;
	l->nbytes += (uint64_t)n;
	return n > 0;
}

/* Nothing more of this file: the error stands. */
static int
file_abandon(struct lines *l)
{
	file_close(l);
	l->eof = true;
	l->begin = l->end;
	return -1;
}

int
lines_next(struct lines *l, char **text, size_t *len)
{
	size_t held = 0;
	char *feed;
	int more = 1;

	l->pos.line++;
	while ((feed = memchr(l->buf + l->begin + held, '\n',
	            l->end - l->begin - held)) == NULL &&
	       more == 1 && held <= l->max_line) {
		held = l->end - l->begin;
		more = block_read(l);
	}
	if (more == -1)
		return file_abandon(l);
	if (feed == NULL)
		feed = l->buf + l->end;
	*text = l->buf + l->begin;
	*len = (size_t)(feed - *text);
	if (*len > l->max_line) {
		snprintf(l->error, sizeof(l->error),
		    "read row: longer than"
		    " %zu bytes; --max-line sets the limit",
		    l->max_line);
		return file_abandon(l);
	}
	if (l->begin == l->end)
		return 0;
	*feed = '\0';
	l->begin += *len;
	if (l->begin < l->end)
		l->begin++;
	return 1;
}

const char *
lines_error(const struct lines *l)
{
	return l->error;
}

struct pos
lines_pos(const struct lines *l)
{
	return l->pos;
}

uint64_t
lines_nbytes(const struct lines *l)
{
	return l->nbytes;
}

uint64_t
lines_file_size(const struct lines *l)
{
	return l->file_size;
}
