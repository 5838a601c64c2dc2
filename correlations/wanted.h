#ifndef CORRELATIONS_WANTED_H
#define CORRELATIONS_WANTED_H

#include <stdbool.h>
#include <stddef.h>

#include "common/list.h"
#include "correlations/reports.h"

/* The groups wanted of a channel, in order, each once. */
struct wanted {
	struct str *groups; /* text is borrowed */
	size_t n;
	size_t explained; /* place of the one that is explained; or NO_PLACE */
	bool is_extra;    /* and it is wanted for that only */
};

/*
 * The most frequent groups of a channel, ties by bytes.
 *
 * owns     the caller, until wanted_free; the text is of the reports
 */
struct wanted wanted_top(
    const struct reports *r, const struct channel *c, size_t ngroups);

/* The lines of a list; owns as wanted_top, the text being the list's. */
struct wanted wanted_list(const struct list *list);

/* Have a group explained, adding it at the end if it is not among them. */
void wanted_explain(struct wanted *wanted, struct str group);

void wanted_free(struct wanted *wanted);

#endif
