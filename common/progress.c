#include "common/progress.h"

#include <stdarg.h>
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

	p->rewrite = isatty(STDERR_FILENO) && term != NULL && *term != '\0' &&
	             strcmp(term, "dumb") != 0;
	p->on = mode == PROGRESS_ON || (mode == PROGRESS_AUTO && p->rewrite);
	p->shown = false;
	p->begin = p->last = now();
}

double
progress_seconds(const struct progress *p)
{
	return now() - p->begin;
}

bool
progress_due(struct progress *p)
{
	double t;

	if (!p->on)
		return false;
	t = now();
	if (t - p->last < (p->rewrite ? REWRITE_SECONDS : LINE_SECONDS))
		return false;
	p->last = t;
	return true;
}

void
progress_print(struct progress *p, const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	fputs(p->rewrite ? "\r\033[K" : "", stderr);
	vfprintf(stderr, fmt, args);
	fputs(p->rewrite ? "" : "\n", stderr);
	va_end(args);
	p->shown = true;
}

void
progress_phase(struct progress *p, const char *what)
{
	if (progress_due(p) || (p->on && p->rewrite))
		progress_print(p, "%s", what);
}

char *
progress_left(double seconds, uint64_t done, uint64_t total, char out[32])
{
	double left;

	*out = '\0';
	if (done == 0 || total <= done)
		return out;
	left = seconds * (double)(total - done) / (double)done;
	if (left < 120)
		snprintf(out, 32, ", %.0f s left", left);
	else
		snprintf(out, 32, ", %.0f min left", left / 60);
	return out;
}

void
progress_show(
    struct progress *p, uint64_t nbytes, uint64_t total, uint64_t nrows)
{
	double seconds, mb = (double)nbytes / 1e6;
	char left[32];

	if (!progress_due(p))
		return;
	seconds = progress_seconds(p);
	progress_print(p, "read %.1f MB, %ju rows, %.0f MB/s, %.0f rows/s%s",
	    mb, (uintmax_t)nrows, mb / seconds, (double)nrows / seconds,
	    progress_left(seconds, nbytes, total, left));
}

void
progress_count(struct progress *p, const char *what, uint64_t n, uint64_t total,
    const char *things)
{
	double seconds;
	char left[32];

	if (!progress_due(p))
		return;
	seconds = progress_seconds(p);
	progress_print(p, "%s: %ju of %ju %s, %.0f %s/s%s", what, (uintmax_t)n,
	    (uintmax_t)total, things, (double)n / seconds, things,
	    progress_left(seconds, n, total, left));
}

void
progress_end(struct progress *p)
{
	if (p->shown && p->rewrite)
		fputs("\r\033[K", stderr);
	p->shown = false;
}
