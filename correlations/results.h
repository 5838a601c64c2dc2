#ifndef CORRELATIONS_RESULTS_H
#define CORRELATIONS_RESULTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/scan.h"
#include "common/str.h"
#include "correlations/fate.h"
#include "correlations/versions.h"

/*
 * What mining leaves and printing takes: every channel, every group in it,
 * every finding of a group, in the order in which they are to be printed. All
 * text is borrowed from the tables of the run, and may hold anything.
 */

/* What an item is about; the kinds that ALGORITHM calls b to e are columns
   made of one entry of a list each. */
enum item_kind {
	ITEM_SCALAR,
	ITEM_MODULE,
	ITEM_ADDON,
	ITEM_ADDON_VERSION,
	ITEM_APP_NOTE,
	ITEM_GFX_ERROR,
};

/* One attribute with one value, as people read it. */
struct result_item {
	enum item_kind kind;
	struct str label;    /* "platform", "Module \"x.dll\"", ... */
	enum scan_type type; /* NULL, FALSE, TRUE, NUMBER or STRING */
	struct str text;     /* STRING: the text; NUMBER: JSON digits */
};

/* What changes when a finding is looked at only where its prior holds. */
struct result_prior {
	struct result_item item;
	uint64_t count_reference; /* crash reports with both */
	uint64_t count_group;
	uint64_t total_reference; /* crash reports with the prior */
	uint64_t total_group;
};

struct result_finding {
	struct result_item items[2];
	size_t nitems;
	uint64_t count_reference;
	uint64_t count_group;
	bool has_prior;
	struct result_prior prior;
	/* of the test against the rest; not in compat */
	double p_value;
	double phi;
	double difference_ci[2];
};

/* What became of one item of the explained group, or of a column. */
struct result_fate {
	struct result_item item;
	enum fate fate;
	enum {
		FATE_OF_ITEM,
		FATE_OF_REST,   /* of values that fewer than five hold */
		FATE_OF_COLUMN, /* that is no attribute: only its name counts */
	} of;
	uint64_t count_reference; /* ITEM */
	uint64_t count_group;     /* ITEM, REST */
	double difference;        /* ITEM: of the supports */
	bool is_tested;
	double p_value;
	double phi;
	bool has_prior;
	struct result_prior prior;
	bool in_pair; /* a finding of two items holds it */
};

struct result_fates {
	size_t group;             /* place of the explained group */
	bool is_extra;            /* it was not asked for but to be explained */
	struct result_fate *list; /* nearest to a finding first */
	size_t n;
	size_t ncandidates; /* of level 1 */
	double alpha;       /* its level of significance; 0: nothing tested */
};

enum result_status {
	RESULT_FOUND,   /* findings */
	RESULT_NOTHING, /* mined, and nothing is distinctive */
	RESULT_TOO_FEW, /* fewer than five crash reports: not mined */
	RESULT_UNKNOWN, /* no crash report has this signature */
};

struct result_group {
	struct str signature; /* or the value of the --by column */
	enum result_status status;
	uint64_t total; /* crash reports of the group */
	struct result_finding *findings;
	size_t nfindings;
	/* what p-values had to be at most, of one item and of two; not in
	   compat, whose level falls from one finding to the next */
	double alpha[2];
	const struct str *top_words; /* of comments, the most telling first */
	size_t ntop_words;
};

struct result_channel {
	struct str name;
	uint64_t total_reference;
	uint64_t duplicates_ignored;
	const struct str
	    *wanted; /* versions asked for; none: release_channel */
	size_t nwanted;
	const struct version_count *versions; /* those that were met */
	size_t nversions;
	struct result_group *groups; /* in the order wanted */
	size_t ngroups;
	uint64_t nsingles, npairs; /* candidates counted, in all groups */
	struct result_fates fates; /* where results.explain is set */
};

struct results {
	bool compat;
	char date[11];               /* YYYY-MM-DD, or empty when not known */
	char oldest[11], newest[11]; /* crash_date read; or empty */
	const char *product;
	const char *by;      /* column whose values are the groups; or NULL */
	const char *explain; /* group whose items are explained; or NULL */
	const char *command; /* that asks for the same results; or NULL */
	double min_support_diff, min_corr;
	struct result_channel *channels;
	size_t nchannels;
};

#endif
