#ifndef CORRELATIONS_REPORTS_H
#define CORRELATIONS_REPORTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/str.h"
#include "correlations/comments.h"
#include "correlations/items.h"
#include "correlations/store.h"
#include "correlations/versions.h"

/*
 * The crash reports read, by channel, each encoded as the numbers of its
 * items. Memory: distinct items up to a limit, distinct uuids and groups, 32
 * bytes a report, and encoded reports and words of comments up to a limit; the
 * rest of these is in temporary files.
 */

#define NO_GROUP UINT32_MAX

/* One crash report of a channel. */
struct report_ref {
	struct store_ref at;
	uint32_t group; /* number of its signature; NO_GROUP: it is null */
	uint32_t uuid;  /* compat: a number for each uuid, null being one too */
};

/* What the reports of a channel hold in a column. */
struct column_use {
	bool seen;          /* some report has its key, null or not */
	bool nested;        /* some report holds an array or an object in it */
	uint64_t nvalues;   /* reports where it is not null */
	uint64_t values[2]; /* the first values met that differ */
	int ndistinct;      /* how many, 3 standing for more than two */
};

struct channel {
	struct str name;
	struct str *versions; /* none: rows whose release_channel is name */
	size_t nversions;
	struct report_ref *refs;
	size_t nrefs, cap;
	struct column_use *columns; /* by column number */
	size_t ncolumns;
	struct uuids *uuids;
	struct versions *met; /* versions of its reports */
	uint64_t nduplicates; /* rows of a uuid met before, not counted */
	struct comment_list comments; /* of its reports that are in a group */
};

struct reports {
	struct items *items;
	struct intern *groups; /* signatures, or what --by names */
	struct channel *channels;
	size_t nchannels, cap;
	bool compat;
	bool any_channel; /* each release_channel met becomes one */
	struct store *store;
	struct sketch *sketch; /* of values without a number */
	bool has_keys;         /* there are any */
	struct comments *comments;
	struct draft *draft; /* the report being put together */
};

/*
 * memory   bytes for items and encoded reports together, before values stay
 *          without numbers and reports go to a temporary file
 * owns     the caller, until reports_free; channels are added by channel_add
 */
struct reports *reports_new(size_t memory, bool compat);
void reports_free(struct reports *r);

/*
 * Add a channel, copying the name. versions is taken over (malloced, or NULL),
 * what it points to is borrowed.
 */
struct channel *channel_add(
    struct reports *r, struct str name, struct str *versions, size_t nversions);

/*
 * After the last report: give numbers to the values that stayed without one
 * but may occur five times in a group, and sort channels, their reports and
 * comments by group (compat: reports then by uuid).
 *
 * returns  0, or -1 after a message: the temporary file cannot be written
 */
int reports_settle(struct reports *r);

/* A report read back. One for each thread; { 0 } is empty. */
struct report {
	uint32_t *ids; /* items, in no order, each once */
	size_t nids, cap;
	uint32_t *others; /* columns of the values without a number */
	size_t nothers, others_cap;
	struct store_buf buf;
};

void report_read(const struct reports *r, const struct report_ref *ref,
    struct report *report);
void report_fini(struct report *report);

#endif
