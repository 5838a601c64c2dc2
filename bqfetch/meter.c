#include "bqfetch/meter.h"

#include <stdio.h>
#include <unistd.h>

void
meter_begin(struct meter *m, enum progress_mode mode)
{
	/* what goes to the terminal must not be mixed with rows on it */
	if (mode == PROGRESS_AUTO && isatty(STDOUT_FILENO))
		mode = PROGRESS_OFF;
	progress_begin(&m->progress, mode);
	m->rows_begin = 0;
}

double
meter_seconds(const struct meter *m)
{
	return progress_seconds(&m->progress);
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
meter_query(struct meter *m, uint64_t nscanned)
{
	char scanned[32];

	if (!progress_due(&m->progress))
		return;
	meter_bytes(nscanned, scanned);
	progress_print(&m->progress, "query runs: %.0f s%s%s", meter_seconds(m),
	    nscanned > 0 ? ", scanned " : "", nscanned > 0 ? scanned : "");
}

void
meter_rows(struct meter *m, uint64_t nscanned, uint64_t nbytes, uint64_t nrows,
    uint64_t total)
{
	double seconds = meter_seconds(m), rate;
	char left[32], of[64] = "", scanned[32] = "";

	if (m->rows_begin == 0)
		m->rows_begin = seconds;
	seconds -= m->rows_begin;
	if (!progress_due(&m->progress))
		return;
	if (nscanned > 0)
		meter_bytes(nscanned, scanned);
	if (total > 0)
		snprintf(of, sizeof(of), " of %ju rows (%.0f%%)",
		    (uintmax_t)total, 100.0 * (double)nrows / (double)total);
	rate = seconds > 0 ? 1 / seconds : 0;
	progress_print(&m->progress,
	    "fetch rows: %s%s%ju%s, %.0f rows/s, %.1f MB/s%s", scanned,
	    nscanned > 0 ? " scanned, " : "", (uintmax_t)nrows,
	    total > 0 ? of : " rows", (double)nrows * rate,
	    (double)nbytes / 1e6 * rate,
	    progress_left(seconds, nrows, total, left));
}

void
meter_end(struct meter *m)
{
	progress_end(&m->progress);
}
