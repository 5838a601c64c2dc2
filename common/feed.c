#include "common/feed.h"

#include <err.h>
#include <stdio.h>
#include <sys/stat.h>

#define NAMED_MAX 10
#define SHOW_EVERY 64 /* rows between two looks at the clock */

/* A bad row: 0 to go on, -1 to end. */
static int
row_refuse(struct feed *f, struct progress *p, struct pos pos,
    const char *error, bool lost)
{
	progress_end(p);
	if (!f->keep_going || lost) {
		warnat(pos, "%s", error);
		return -1;
	}
	if (f->nbad++ < NAMED_MAX)
		warnat(pos, "%s", error);
	return 0;
}

/* How long all files are together; 0 when that cannot be known before. */
static uint64_t
files_size(const struct feed *f, const struct rows *rows)
{
	struct stat st;
	uint64_t total = 0;
	size_t i;

	if (f->nfiles <= 1)
		return rows_file_size(rows);
	for (i = 0; i < f->nfiles; i++) {
		if (stat(f->files[i], &st) == -1 || !S_ISREG(st.st_mode))
			return 0;
		total += (uint64_t)st.st_size;
	}
	return total;
}

static int
file_run(struct feed *f, struct rows *rows, const char *file,
    struct progress *p, feed_take *take, void *tool)
{
	struct feed_row row;
	int got = rows_open(rows, file);
	uint64_t size = got == -1 ? 0 : files_size(f, rows);

	if (got == -1)
		return row_refuse(f, p, rows_pos(rows), rows_error(rows), true);
	while ((got = rows_next(rows, &row.values, &row.nvalues)) != 0) {
		row.pos = rows_pos(rows);
		if (got == -1) {
			if (row_refuse(f, p, row.pos, rows_error(rows),
			        rows_is_lost(rows)) == -1)
				return -1;
			continue;
		}
		if (take(tool, &row) == -1) {
			if (row_refuse(f, p, row.pos, row.error, false) == -1)
				return -1;
			continue;
		}
		if (++f->nrows % SHOW_EVERY == 0)
			progress_show(p, rows_nbytes(rows), size, f->nrows);
	}
	return 0;
}

int
feed_run(struct feed *f, struct rows *rows, feed_take *take, void *tool)
{
	struct progress p;
	size_t i = 0;
	int status;

	progress_begin(&p, f->progress);
	do
		status = file_run(
		    f, rows, f->nfiles ? f->files[i] : NULL, &p, take, tool);
	while (status == 0 && ++i < f->nfiles);
	progress_end(&p);
	if (status == 0 && f->nbad > 0)
		warnx("%ju bad rows passed over of %ju", (uintmax_t)f->nbad,
		    (uintmax_t)(f->nbad + f->nrows));
	return status;
}
