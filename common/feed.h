#ifndef COMMON_FEED_H
#define COMMON_FEED_H

#include <stdbool.h>
#include <stdint.h>

#include "common/progress.h"
#include "common/rows.h"

/* One row on its way to the tool. */
struct feed_row {
	const struct rows_value *values;
	size_t nvalues;
	struct pos pos;
	char error[256]; /* the tool's "task: cause" when it refuses the row */
};

/* Takes a row: 0, or -1 with row->error set when the row is bad. */
typedef int feed_take(void *tool, struct feed_row *row);

/* All rows of all files, one after the other, to a tool. */
struct feed {
	char *const *files; /* nfiles paths; none: standard input */
	size_t nfiles;
	bool keep_going; /* pass over bad rows */
	enum progress_mode progress;
	uint64_t nrows; /* taken */
	uint64_t nbad;  /* passed over */
};

/*
 * Run every row through take. The first bad row ends it, or, with keep_going,
 * is passed over (the first ten are named on standard error, and at the end
 * how many there were). A file that cannot be read, or one that bqfetch marked
 * as incomplete, ends it in any case.
 *
 * returns  0, or -1 after a message on standard error. With f->nbad above 0
 *          the tool is to end with STATUS_FAIL all the same.
 */
int feed_run(struct feed *f, struct rows *rows, feed_take *take, void *tool);

#endif
