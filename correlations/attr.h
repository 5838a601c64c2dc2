#ifndef CORRELATIONS_ATTR_H
#define CORRELATIONS_ATTR_H

#include "common/feed.h"
#include "common/list.h"
#include "common/rows.h"
#include "correlations/reports.h"

/*
 * Crash rows to items: which columns are attributes, what the lists in a row
 * become, which columns are made from others (ALGORITHM sections 2 and 3).
 */
struct attr;

struct attr_options {
	struct str product;
	const char *by; /* column whose values are the groups */
	bool compat;
	const struct list *app_notes, *gfx_errors;
};

/*
 * Ask the reader for what is wanted and note the strings to look for in
 * reports->items. Options are borrowed for as long as the attr lives.
 *
 * owns     the caller, until attr_free
 */
struct attr *attr_new(const struct attr_options *options, struct rows *rows,
    struct reports *reports);
void attr_free(struct attr *a);

/* A row into the reports, if a channel wants it. A feed_take; tool is attr. */
int attr_take(void *attr, struct feed_row *row);

/* The number of a scalar column by its name; false when no row had it. */
bool attr_column(const struct attr *a, struct str name, uint32_t *column);

/* Scalar columns, given or made, have numbers COLUMN_SCALAR to this - 1. */
uint32_t attr_ncolumns(const struct attr *a);
struct str attr_column_name(const struct attr *a, uint32_t column);

/* Is it an attribute, or one that others are made from, or left out? */
bool attr_is_attribute(const struct attr *a, uint32_t column);

/*
 * The columns that a made column comes from.
 *
 * source   room for three
 * returns  how many; 0: it stands in the rows itself
 */
size_t attr_sources(const struct attr *a, uint32_t column, uint32_t source[3]);

/* The newest crash_date read, YYYY-MM-DD; empty when rows have none. */
const char *attr_newest_date(const struct attr *a);

/* Whether any row had the column that the groups come from. */
bool attr_has_groups(const struct attr *a);

#endif
