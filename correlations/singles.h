#ifndef CORRELATIONS_SINGLES_H
#define CORRELATIONS_SINGLES_H

#include <stddef.h>
#include <stdint.h>

#include "correlations/attributes.h"
#include "correlations/supports.h"

/*
 * Level 1: the items of each group that are left after pruning and after the
 * rules for redundant ones (ALGORITHM section 4).
 */

#define NO_RANK UINT32_MAX

/*
 * An item that is a candidate of some group. Its number is its rank in item
 * order: that of internal names, then of values.
 */
struct ranked {
	uint32_t attribute;
	uint32_t item; /* NO_ITEM: the attribute being null */
	struct value value;
	uint32_t total; /* count in the channel */
};

#define NO_ITEM UINT32_MAX

struct single {
	uint32_t rank;
	uint32_t count; /* in the group */
};

/* The candidates of a group, by rank. */
struct singles {
	struct single *list;
	size_t n;
};

/* An item of a group on its way through the rules. */
struct contender {
	uint32_t attribute;
	uint32_t item; /* or NO_ITEM */
	struct value value;
	uint32_t total, count;
	enum fate fate; /* FATE_CANDIDATE, or which rule dropped it */
};

struct contenders {
	struct contender *list;
	size_t n, cap;
};

struct ranking {
	struct ranked *list; /* by rank */
	size_t n, cap;
	uint32_t *of_item; /* rank by item, NO_RANK: of no candidate */
	uint32_t *of_null; /* by attribute, of its being null */
	struct singles *groups;
	size_t ngroups;
	struct contenders explained; /* all of that group */
};

/*
 * nreports of the channel; groups below SUPPORT_MIN reports get no candidates
 * owns     the caller, until ranking_free
 */
void ranking_make(struct ranking *ranking, const struct attributes *as,
    const struct reports *r, const struct supports *s, size_t nreports,
    const struct mine_options *options);
void ranking_free(struct ranking *ranking);

#endif
