#include "bqfetch/meter.h"

#include <stdio.h>
#include <time.h>
#include <unistd.h>

#define REWRITE_SECONDS 0.25

static double
now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

void
meter_begin(struct meter *m, bool quiet)
{
	if (isatty(STDOUT_FILENO))
		quiet = true;
	progress_begin(&m->progress, quiet ? PROGRESS_OFF : PROGRESS_AUTO);
}

double
meter_seconds(const struct meter *m)
{
	return now() - m->progress.begin;
}

void
meter_bytes(uint64_t nbytes, char out[32])
{
	static const char *const units[] = {
	    "bytes", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
	double n = (double)nbytes;
	size_t i = 0;

	/* so that what would be printed as 1024.0 has the next unit */
	while (n >= 1023.95) {
		n /= 1024;
		i++;
	}
	snprintf(out, 32, "%.*f %s", i == 0 ? 0 : 1, n, units[i]);
}

void
meter_show(struct meter *m, uint64_t nbytes, uint64_t nrows, uint64_t total)
{
	double t, seconds;
	char scanned[32];

	if (!m->progress.on)
		return;
	t = now();
	if (t - m->progress.last < REWRITE_SECONDS)
		return;
	m->progress.last = t;
	seconds = t - m->progress.begin;
	fputs("\r\033[K", stderr);
	if (nbytes > 0) {
		meter_bytes(nbytes, scanned);
		fprintf(stderr, "%s scanned, ", scanned);
	}
	if (total == 0)
		fprintf(stderr, "waiting, %.0f s", seconds);
	else
		fprintf(stderr, "%ju of %ju rows (%.0f%%), %.0f rows/s",
		    (uintmax_t)nrows, (uintmax_t)total,
		    100.0 * (double)nrows / (double)total,
		    (double)nrows / seconds);
}

void
meter_end(struct meter *m)
{
	progress_end(&m->progress);
}
