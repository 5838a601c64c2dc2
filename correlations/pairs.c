#include "correlations/pairs.h"

#include <stdlib.h>

#include "common/util.h"

/* Reports a block: 1 KiB an item, so that some thousands fit the cache. */
#define BLOCK ((size_t)8192)
#define WORDS (BLOCK / 64)

#define NO_ROW UINT32_MAX

struct pair_counter {
	const struct pair_space *space;
	struct report report;
	uint32_t *row_of;  /* by rank: its row of bits, or NO_ROW */
	uint32_t *null_of; /* by attribute: the row of its being null */
	uint64_t *bits;
	size_t cap; /* words in bits */
};

struct pair_counter *
pair_counter_new(const struct pair_space *space)
{
	struct pair_counter *k = xcalloc(1, sizeof(*k));
	size_t nranks = space->ranking->n, n = space->attributes->n;

	k->space = space;
	k->row_of = xreallocarray(NULL, nranks, sizeof(*k->row_of));
	k->null_of = xreallocarray(NULL, n, sizeof(*k->null_of));
	memset(k->row_of, 0xff, nranks * sizeof(*k->row_of));
	memset(k->null_of, 0xff, n * sizeof(*k->null_of));
	return k;
}

void
pair_counter_free(struct pair_counter *k)
{
	if (k == NULL)
		return;
	report_fini(&k->report);
	free(k->row_of);
	free(k->null_of);
	free(k->bits);
	free(k);
}

/* Give the ranks their rows, or with assign false take them away. */
static void
rows_assign(
    struct pair_counter *k, const uint32_t *ranks, size_t nranks, bool assign)
{
	const struct ranked *ranked;
	uint32_t row;
	size_t i;

	for (i = 0; i < nranks; i++) {
		ranked = &k->space->ranking->list[ranks[i]];
		row = assign ? (uint32_t)i : NO_ROW;
		k->row_of[ranks[i]] = row;
		if (ranked->item == NO_ITEM)
			k->null_of[ranked->attribute] = row;
	}
}

static void
null_clear(
    struct pair_counter *k, uint32_t attribute, size_t nwords, size_t place)
{
	if (attribute == NO_ATTRIBUTE || k->null_of[attribute] == NO_ROW)
		return;
	k->bits[k->null_of[attribute] * nwords + place / 64] &=
	    ~((uint64_t)1 << place % 64);
}

/* Set the bits of one report, the place-th of its block. */
static void
report_mark(struct pair_counter *k, const struct report_ref *ref, size_t nwords,
    size_t place)
{
	const struct pair_space *space = k->space;
	struct report *report = &k->report;
	uint32_t rank;
	size_t i;

	report_read(space->reports, ref, report);
	for (i = 0; i < report->nids; i++) {
		rank = space->ranking->of_item[report->ids[i]];
		if (rank != NO_RANK && k->row_of[rank] != NO_ROW)
			k->bits[k->row_of[rank] * nwords + place / 64] |=
			    (uint64_t)1 << place % 64;
		null_clear(k, space->attributes->of_item[report->ids[i]],
		    nwords, place);
	}
	for (i = 0; i < report->nothers; i++)
		null_clear(k, space->attributes->of_column[report->others[i]],
		    nwords, place);
}

/* All bits off, but those of nulls on for each of the n reports. */
static void
block_clear(struct pair_counter *k, const uint32_t *ranks, size_t nranks,
    size_t nwords, size_t n)
{
	uint64_t *row;
	size_t i;

	if (k->cap < nranks * nwords) {
		k->cap = nranks * nwords;
		free(k->bits);
		k->bits = xreallocarray(NULL, k->cap, sizeof(*k->bits));
	}
	memset(k->bits, 0, nranks * nwords * sizeof(*k->bits));
	for (i = 0; i < nranks; i++) {
		if (k->space->ranking->list[ranks[i]].item != NO_ITEM)
			continue;
		row = k->bits + i * nwords;
		memset(row, 0xff, n / 64 * sizeof(*row));
		if (n % 64 != 0)
			row[n / 64] = ((uint64_t)1 << n % 64) - 1;
	}
}

#if defined(__x86_64__)
#define COUNT_FAST __attribute__((target("popcnt")))
#else
#define COUNT_FAST
#endif

COUNT_FAST static uint32_t
both_count_fast(const uint64_t *a, const uint64_t *b, size_t nwords)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < nwords; i++)
		n += (uint64_t)__builtin_popcountll(a[i] & b[i]);
	return (uint32_t)n;
}

#if defined(__x86_64__)
static uint32_t
both_count_plain(const uint64_t *a, const uint64_t *b, size_t nwords)
{
	uint64_t n = 0;
	size_t i;

	for (i = 0; i < nwords; i++)
		n += (uint64_t)__builtin_popcountll(a[i] & b[i]);
	return (uint32_t)n;
}
#endif

static void
block_count(const struct pair_counter *k, size_t nwords,
    const struct pair *pairs, size_t npairs, uint32_t *counts)
{
	uint32_t (*both_count)(const uint64_t *, const uint64_t *, size_t) =
	    both_count_fast;
	size_t i;

#if defined(__x86_64__)
	if (!__builtin_cpu_supports("popcnt"))
		both_count = both_count_plain;
#endif
	for (i = 0; i < npairs; i++)
		counts[i] +=
		    both_count(k->bits + k->row_of[pairs[i].first] * nwords,
		        k->bits + k->row_of[pairs[i].second] * nwords, nwords);
}

void
pairs_count(struct pair_counter *k, const struct report_ref *refs, size_t nrefs,
    const uint32_t *ranks, size_t nranks, const struct pair *pairs,
    size_t npairs, uint32_t *counts)
{
	size_t begin, i, n, nwords;

	rows_assign(k, ranks, nranks, true);
	for (begin = 0; begin < nrefs && npairs > 0; begin += n) {
		n = nrefs - begin < BLOCK ? nrefs - begin : BLOCK;
		nwords = (n + 63) / 64;
		block_clear(k, ranks, nranks, nwords, n);
		for (i = 0; i < n; i++)
			report_mark(k, &refs[begin + i], nwords, i);
		block_count(k, nwords, pairs, npairs, counts);
	}
	rows_assign(k, ranks, nranks, false);
}

/* The only columns that a module is paired with. */
static bool
goes_with_modules(const struct attribute *a)
{
	static const char *const names[] = {"platform",
	    "platform_pretty_version", "platform_version", "startup_crash"};
	size_t i;

	for (i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		if (a->kind == ITEM_SCALAR &&
		    str_equal(a->name, str_of(names[i])))
			return true;
	return false;
}

static bool
may_pair(const struct pair_space *space, const bool *goes, uint32_t first,
    uint32_t second)
{
	const struct attribute *list = space->attributes->list;
	uint32_t a = space->ranking->list[first].attribute;
	uint32_t b = space->ranking->list[second].attribute;

	if (a == b)
		return false;
	if (list[a].kind == ITEM_MODULE)
		return goes[b];
	return list[b].kind != ITEM_MODULE || goes[a];
}

struct pair *
pairs_make(const struct pair_space *space, const struct singles *singles,
    size_t *npairs)
{
	bool *goes = xcalloc(space->attributes->n, sizeof(*goes));
	struct pair *pairs = NULL, pair;
	size_t i, j, cap = 0;

	for (i = 0; i < space->attributes->n; i++)
		goes[i] = goes_with_modules(&space->attributes->list[i]);
	*npairs = 0;
	for (i = 0; i < singles->n; i++) {
		for (j = i + 1; j < singles->n; j++) {
			pair = (struct pair){
			    singles->list[i].rank, singles->list[j].rank};
			if (!may_pair(space, goes, pair.first, pair.second))
				continue;
			pairs = xgrow(pairs, *npairs, &cap, sizeof(*pairs));
			pairs[(*npairs)++] = pair;
		}
	}
	free(goes);
	return pairs;
}
