#ifndef CORRELATIONS_PAIRS_H
#define CORRELATIONS_PAIRS_H

#include <stddef.h>
#include <stdint.h>

#include "correlations/singles.h"

/*
 * Level 2: how many crash reports hold both of two items. Reports are taken in
 * blocks; in a block each item is a row of bits, and a pair is counted by
 * AND and population count.
 */

/* Two ranks, first < second. */
struct pair {
	uint32_t first, second;
};

/* What reports are looked at with; shared by all threads. */
struct pair_space {
	const struct reports *reports;
	const struct attributes *attributes;
	const struct ranking *ranking;
};

/* Room for counting; one for each thread. */
struct pair_counter;

/* owns     the caller, until pair_counter_free */
struct pair_counter *pair_counter_new(const struct pair_space *space);
void pair_counter_free(struct pair_counter *k);

/*
 * Count pairs in some reports.
 *
 * ranks    the items in pairs, and maybe others; rising
 * pairs    of these items
 * counts   npairs numbers, to which what is found is added
 */
void pairs_count(struct pair_counter *k, const struct report_ref *refs,
    size_t nrefs, const uint32_t *ranks, size_t nranks,
    const struct pair *pairs, size_t npairs, uint32_t *counts);

/*
 * All pairs of a group's candidates that may be candidates themselves: of
 * different attributes, and with a module only platforms and startup_crash.
 *
 * returns  the pairs by first, then second; *npairs of them
 * owns     the caller, by free
 */
struct pair *pairs_make(const struct pair_space *space,
    const struct singles *singles, size_t *npairs);

#endif
