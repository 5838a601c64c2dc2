#ifndef PREVIOUS_H
#define PREVIOUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "missing-symbols/module.h"

/* A day that may not be known. */
struct day {
	bool known;
	int32_t days; /* as date_parse gives them */
};

/* A module as an earlier report had it. */
struct previous_module {
	struct module
	    module; /* its crash_count is that of the earlier report */
	struct day first_seen;
	bool met; /* previous_find found it */
};

/* An earlier report of this tool, made with --format json. */
struct previous {
	struct day date;
	struct previous_module *modules; /* as they stand in the report */
	size_t nmodules;
	/* private */
	struct json_t *root;
	struct intern *keys;
	size_t cap;
};

/*
 * product, count_by  those of the report to be made: one of another product,
 *                    or counted otherwise, cannot be compared with it
 * returns  the report, or NULL after a message on standard error
 * owns     the caller, until previous_free
 */
struct previous *previous_read(
    const char *file, const char *product, const char *count_by);
void previous_free(struct previous *p);

/* The module as it was then, now marked as met; NULL when it was not there. */
const struct previous_module *previous_find(
    struct previous *p, const struct module *m);

#endif
