#ifndef CORRELATIONS_CONTRAST_H
#define CORRELATIONS_CONTRAST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "correlations/pairs.h"
#include "correlations/pairset.h"

/*
 * The candidates of one group, single items and pairs, with their counts, and
 * the quantities that ALGORITHM names after them.
 */

/* A candidate: one item, or two. */
struct candidate {
	size_t first, second;  /* places among singles; of a pair, rising */
	uint32_t total, count; /* in the channel, in the group */
};

struct contrast {
	const struct pair_space *space;
	const struct mine_options *options;
	const struct singles *group; /* the singles' ranks */
	double nreference, ngroup;   /* n_R, n_G */
	struct candidate *singles;   /* by rank; first == second */
	size_t nsingles;
	struct candidate *pairs; /* in item-set order */
	size_t npairs;
};

/*
 * Begin with the single items of a group; all is borrowed.
 *
 * nreference, ngroup  crash reports of the channel and of the group
 * owns                the caller, until contrast_fini
 */
void contrast_init(struct contrast *k, const struct pair_space *space,
    const struct mine_options *options, const struct singles *group,
    size_t nreference, size_t ngroup);
void contrast_fini(struct contrast *k);

/*
 * Take the pairs that pruning leaves (ALGORITHM section 5).
 *
 * pairs, counts  what pairs_make and pairs_count gave for the group
 * totals         counts in the channel of all those with a count of
 *                SUPPORT_MIN or more
 */
void contrast_prune(struct contrast *k, const struct pair *pairs,
    const uint32_t *counts, size_t npairs, const struct pairset *totals);

/* S_R and S_G. */
static inline double
support_reference(const struct contrast *k, const struct candidate *x)
{
	return (double)x->total / k->nreference;
}

static inline double
support_group(const struct contrast *k, const struct candidate *x)
{
	return (double)x->count / k->ngroup;
}

/* C_R(x|p) and C_G(x|p). */
static inline double
given_reference(const struct candidate *x, const struct candidate *p)
{
	return (double)x->total / (double)p->total;
}

static inline double
given_group(const struct candidate *x, const struct candidate *p)
{
	return (double)x->count / (double)p->count;
}

/* The threshold t: what counts as no difference. */
double contrast_threshold(const struct contrast *k);

/* |S_R - S_G| */
double contrast_difference(const struct contrast *k, const struct candidate *x);

/* D(b|a) of a pair x, a being its item p. */
double contrast_given(const struct candidate *x, const struct candidate *p);

/* Are a pair's supports given p those of its other item, within t? */
bool contrast_is_same_given(const struct contrast *k, const struct candidate *x,
    const struct candidate *p, const struct candidate *other);

/* |S_G(a) S_G(b) - S_G(ab)| <= max(0.01, 0.15 S_G(ab)) */
bool contrast_is_independent(
    const struct contrast *k, const struct candidate *x);

/* Does a pair say about as much as one of its items by itself, within t? */
bool contrast_repeats(const struct contrast *k, const struct candidate *x);

/* The place among the singles of one's rank. */
size_t contrast_place(const struct contrast *k, uint32_t rank);

/* A single as people read it. */
struct result_item contrast_item(const struct contrast *k, size_t single);

/* A single as the prior of the other one in a pair. */
struct result_prior contrast_prior(
    const struct contrast *k, size_t single, const struct candidate *pair);

/* Can the attribute of single a explain that of single b? */
bool contrast_explains(const struct contrast *k, size_t a, size_t b);

#endif
