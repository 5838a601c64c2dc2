#include "bqfetch/stream.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <unistd.h>

#define MUCH ((size_t)256 << 10)
#define STOP_POLL_MS 250

/* As common/rows.c knows it. */
static const char incomplete[] = "!bqfetch: incomplete: ";

static bool
is_stopped(const struct stream *s)
{
	return s->stop != NULL && *s->stop;
}

int
stream_flush(struct stream *s, bool force)
{
	struct pollfd writable = {STDOUT_FILENO, POLLOUT, 0};
	ssize_t n;

	if (s->closed || s->why != 0)
		return -1;
	if (s->rows.len - s->sent < (force ? 1 : MUCH))
		return 0;
	while (s->sent < s->rows.len) {
		if (is_stopped(s))
			return -1;
		n = write(STDOUT_FILENO, s->rows.data + s->sent,
		    s->rows.len - s->sent);
		if (n >= 0) {
			s->sent += (size_t)n;
		} else if (errno == EAGAIN) {
			/* whoever gave it to us made it non-blocking */
			(void)poll(&writable, 1, STOP_POLL_MS);
		} else if (errno != EINTR) {
			s->closed = errno == EPIPE;
			s->why = s->closed ? 0 : errno;
			return -1;
		}
	}
	s->sent = s->rows.len = 0;
	return 0;
}

void
stream_break(struct stream *s, const char *reason)
{
	s->stop = NULL;
	buf_puts(&s->rows, str_of(incomplete));
	buf_puts(&s->rows, str_of(reason));
	buf_putc(&s->rows, '\n');
	(void)stream_flush(s, true);
}

void
stream_fini(struct stream *s)
{
	free(s->rows.data);
}
