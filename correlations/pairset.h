#ifndef CORRELATIONS_PAIRSET_H
#define CORRELATIONS_PAIRSET_H

#include "correlations/pairs.h"

/*
 * The pairs that some group needs, each once, and their counts in the channel.
 * 8 to 16 bytes a pair while it grows, 12 after.
 */
struct pairset {
	uint64_t *slots; /* first << 32 | second, + 1; 0 is empty */
	size_t nslots;   /* a power of two, or 0 */
	size_t n;
	struct pair *pairs; /* after pairset_settle: sorted */
	uint32_t *counts;   /* by pair, 0 at first */
};

/* { 0 } is an empty set. */
void pairset_add(struct pairset *set, struct pair pair);

/* After the last pairset_add: sort, and make room for counts. */
void pairset_settle(struct pairset *set);

/* The count of a pair that was added. */
uint32_t pairset_count(const struct pairset *set, struct pair pair);

void pairset_free(struct pairset *set);

#endif
