#ifndef CORRELATIONS_SUPPORTS_H
#define CORRELATIONS_SUPPORTS_H

#include <stddef.h>
#include <stdint.h>

#include "correlations/reports.h"

/* Below this count no item and no pair is looked at (ALGORITHM section 4). */
#define SUPPORT_MIN 5

/* An item and how many crash reports of a group hold it. */
struct support {
	uint32_t item;
	uint32_t count;
};

struct support_list {
	struct support *list;
	size_t n, cap;
};

struct group_supports {
	const struct report_ref *refs; /* the group's reports */
	size_t nrefs;
	struct support_list items; /* held SUPPORT_MIN times or more */
	uint32_t *nvalues; /* by column: reports that have a value in it */
	bool is_explained;
	struct support_list few; /* then: held less often */
};

#define NO_PLACE SIZE_MAX

/*
 * How many crash reports of a channel, and of each group in it, hold each
 * item. compat counts modules and add-ons by distinct (signature, uuid), as
 * the production job's SQL does, everything else by rows.
 */
struct supports {
	uint32_t *totals; /* by item */
	struct group_supports *groups;
	size_t ngroups;
	size_t explained; /* place of the group that is; or NO_PLACE */
};

/*
 * One pass over the channel's reports, once they are settled.
 *
 * groups     numbers of the groups wanted, all different
 * explained  place of one of them, of which rare items are kept, too; or
 *            NO_PLACE
 * ncolumns   columns, scalar ones included
 * owns       the caller, until supports_free
 */
struct supports *supports_count(const struct reports *r,
    const struct channel *c, const uint32_t *groups, size_t ngroups,
    size_t explained, size_t ncolumns);
void supports_free(struct supports *s);

#endif
