#include "common/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#define REWRITE_SECONDS 0.2
#define LINE_SECONDS 10.0

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void
progress_begin(struct progress *p, enum progress_mode mode)
{
	const char *term = getenv("TERM");

	p->rewrite =
	    isatty(STDERR_FILENO) && term != NULL && strcmp(term, "dumb") != 0;
	p->on = mode == PROGRESS_ON || (mode == PROGRESS_AUTO && p->rewrite);
	p->begin = p->last = now();
}

void
progress_show(
    struct progress *p, uint64_t nbytes, uint64_t total, uint64_t nrows)
{
	double t, seconds, mb = (double)nbytes / 1e6, left;

	if (!p->on)
		return;
	t = now();
	if (t - p->last < (p->rewrite ? REWRITE_SECONDS : LINE_SECONDS))
		return;
	p->last = t;
	seconds = t - p->begin;
	fprintf(stderr, "%s%.1f MB, %ju rows, %.0f MB/s, %.0f rows/s",
	    p->rewrite ? "\r\033[K" : "", mb, (uintmax_t)nrows, mb / seconds,
	    (double)nrows / seconds);
	if (total > nbytes && nbytes > 0) {
		left = seconds * (double)(total - nbytes) / (double)nbytes;
		fprintf(stderr, ", %.0f s left", left);
	}
	fputs(p->rewrite ? "" : "\n", stderr);
}

void
progress_end(struct progress *p)
{
	if (p->on && p->rewrite)
		fputs("\r\033[K", stderr);
}
