#include "correlations/pairset.h"

#include <stdlib.h>

#include "common/util.h"

static uint64_t *
slot_find(const struct pairset *set, uint64_t key)
{
	size_t i = hash_number(key) & (set->nslots - 1);

	while (set->slots[i] != 0 && set->slots[i] != key)
		i = (i + 1) & (set->nslots - 1);
	return &set->slots[i];
}

static void
slots_double(struct pairset *set)
{
	uint64_t *old = set->slots;
	size_t i, nold = set->nslots;

	set->nslots = nold ? nold * 2 : 1024;
	set->slots = xcalloc(set->nslots, sizeof(*set->slots));
	for (i = 0; i < nold; i++)
		if (old[i] != 0)
			*slot_find(set, old[i]) = old[i];
	free(old);
}

void
pairset_add(struct pairset *set, struct pair pair)
{
	uint64_t key = ((uint64_t)pair.first << 32 | pair.second) + 1, *slot;

	if (set->n >= set->nslots / 4 * 3)
		slots_double(set);
	slot = slot_find(set, key);
	set->n += *slot == 0;
	*slot = key;
}

static int
pair_order(const void *a, const void *b)
{
	const struct pair *x = a, *y = b;

	if (x->first != y->first)
		return x->first < y->first ? -1 : 1;
	return (x->second > y->second) - (x->second < y->second);
}

void
pairset_settle(struct pairset *set)
{
	size_t i, n = 0;

	set->pairs = xreallocarray(NULL, set->n, sizeof(*set->pairs));
	set->counts = xcalloc(set->n, sizeof(*set->counts));
	for (i = 0; i < set->nslots; i++)
		if (set->slots[i] != 0)
			set->pairs[n++] =
			    (struct pair){(uint32_t)((set->slots[i] - 1) >> 32),
			        (uint32_t)(set->slots[i] - 1)};
	free(set->slots);
	set->slots = NULL;
	set->nslots = 0;
	if (n > 0)
		qsort(set->pairs, n, sizeof(*set->pairs), pair_order);
}

uint32_t
pairset_count(const struct pairset *set, struct pair pair)
{
	const struct pair *found =
	    bsearch(&pair, set->pairs, set->n, sizeof(*set->pairs), pair_order);

	return set->counts[found - set->pairs];
}

void
pairset_free(struct pairset *set)
{
	free(set->slots);
	free(set->pairs);
	free(set->counts);
	*set = (struct pairset){0};
}
