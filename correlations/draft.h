#ifndef CORRELATIONS_DRAFT_H
#define CORRELATIONS_DRAFT_H

#include <stdbool.h>

#include "common/str.h"
#include "correlations/items.h"
#include "correlations/reports.h"

/*
 * The crash report being read: put together here, and then encoded and added to
 * the channels that want it.
 */

/* What decides whether and where a row counts; data NULL is null or absent. */
struct report_head {
	struct str uuid, version, release_channel, group;
};

/*
 * Begin a report, then put its items, then end it.
 *
 * returns  begin: whether some channel wants it; when not, nothing is to be put
 *          and end is not to be called.
 *          end: 0, or -1 after a message: the temporary file cannot be written
 */
bool draft_begin(struct reports *r, struct report_head head);
void draft_put(struct reports *r, struct item item);

/* A value of a column that is no attribute, for its column_use only. */
void draft_note(struct reports *r, struct item item);

/* Its user's comment, of which only the words are kept; borrowed until end. */
void draft_comment(struct reports *r, struct str text);
int draft_end(struct reports *r);

/* For reports_new and reports_free. */
struct draft *draft_new(void);
void draft_free(struct draft *draft);

#endif
