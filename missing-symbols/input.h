#ifndef INPUT_H
#define INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/feed.h"
#include "missing-symbols/count.h"

/* A number of modules and the sum of their crash counts. */
struct sum {
	uint64_t modules, crash_count;
};

/* What is asked of the rows, and what they said besides their modules. */
struct input {
	/* asked; set by the caller */
	struct str product; /* crash reports of another one do not count */
	enum count_by count_by;
	uint64_t min_count; /* rows counted elsewhere with a higher limit are
	                       refused: modules would be lacking */
	/* said */
	uint64_t total_reports;
	bool total_known; /* false: there were counted rows and no totals */
	bool date_known;
	int32_t newest; /* crash_date, days as date_parse gives them */
	struct sum unnamed, deleted,
	    rare; /* left out where rows were counted */
};

/*
 * Read crash rows of any shape, rows already counted and their totals, mixed
 * as they come, from all files.
 *
 * max_line  longest row accepted, in bytes
 * returns   0, or -1 after a message on standard error; f->nbad is set as
 *           feed_run says
 */
int input_read(
    struct input *in, struct feed *f, size_t max_line, struct count *count);

#endif
