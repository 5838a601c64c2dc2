#ifndef CORRELATIONS_INTAKE_H
#define CORRELATIONS_INTAKE_H

#include "common/feed.h"
#include "common/list.h"
#include "common/rows.h"
#include "correlations/reports.h"
#include "correlations/roles.h"

/* Crash rows to reports: what each row holds becomes items. */
struct intake;

struct intake_options {
	struct str product;
	const char *by; /* column whose values are the groups; or NULL */
	bool compat;
	const struct list *app_notes, *gfx_errors;
};

/*
 * Ask the reader for what is wanted. Options are borrowed for as long as the
 * intake lives, and so are rows and reports.
 *
 * owns     the caller, until intake_free
 */
struct intake *intake_new(const struct intake_options *options,
    struct rows *rows, struct reports *reports);
void intake_free(struct intake *a);

/* A row into the reports, if a channel wants it. A feed_take; tool is it. */
int intake_take(void *intake, struct feed_row *row);

/* What its columns are; lasts as long as it. */
const struct roles *intake_roles(const struct intake *a);

/* The oldest and newest crash_date read, YYYY-MM-DD; empty when rows have
   none. */
const char *intake_oldest_date(const struct intake *a);
const char *intake_newest_date(const struct intake *a);

/* Whether any row had the column that the groups come from. */
bool intake_has_groups(const struct intake *a);

#endif
