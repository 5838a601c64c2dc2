#include "correlations/contrast.h"

#include <math.h>
#include <stdlib.h>

#include "common/util.h"
#include "correlations/stats.h"

void
contrast_init(struct contrast *k, const struct pair_space *space,
    const struct mine_options *options, const struct singles *group,
    size_t nreference, size_t ngroup)
{
	const struct single *single;
	size_t i;

	*k = (struct contrast){.space = space,
	    .options = options,
	    .group = group,
	    .nreference = (double)nreference,
	    .ngroup = (double)ngroup,
	    .nsingles = group->n};
	k->singles = xcalloc(group->n, sizeof(*k->singles));
	for (i = 0; i < group->n; i++) {
		single = &group->list[i];
		k->singles[i] = (struct candidate){i, i,
		    space->ranking->list[single->rank].total, single->count};
	}
}

void
contrast_fini(struct contrast *k)
{
	free(k->singles);
	free(k->pairs);
}

double
contrast_threshold(const struct contrast *k)
{
	return fmin(0.05, k->options->min_support_diff / 2);
}

double
contrast_difference(const struct contrast *k, const struct candidate *x)
{
	return fabs(support_reference(k, x) - support_group(k, x));
}

double
contrast_given(const struct candidate *x, const struct candidate *p)
{
	return fabs(given_reference(x, p) - given_group(x, p));
}

bool
contrast_is_same_given(const struct contrast *k, const struct candidate *x,
    const struct candidate *p, const struct candidate *other)
{
	double t = contrast_threshold(k);

	return fabs(support_group(k, other) - given_group(x, p)) < t &&
	       fabs(support_reference(k, other) - given_reference(x, p)) < t;
}

bool
contrast_is_independent(const struct contrast *k, const struct candidate *x)
{
	double a = support_group(k, &k->singles[x->first]);
	double b = support_group(k, &k->singles[x->second]);
	double both = support_group(k, x);

	return fabs(a * b - both) <= fmax(0.01, 0.15 * both);
}

static uint32_t
attribute_of(const struct contrast *k, size_t single)
{
	return k->space->ranking->list[k->group->list[single].rank].attribute;
}

bool
contrast_explains(const struct contrast *k, size_t a, size_t b)
{
	const struct attribute *list = k->space->attributes->list;
	const struct attribute *x = &list[attribute_of(k, a)];
	const struct attribute *y = &list[attribute_of(k, b)];

	if (y->node == -1 || !(x->explains >> y->node & 1))
		return false;
	/* an add-on explains its own version only */
	return x->kind != ITEM_ADDON || y->addon == attribute_of(k, a);
}

/* Does p, an item of the pair x, say about as much by itself? */
static bool
is_near(const struct contrast *k, const struct candidate *x,
    const struct candidate *p)
{
	double t = contrast_threshold(k);

	return fabs(support_reference(k, p) - support_reference(k, x)) < t &&
	       fabs(support_group(k, p) - support_group(k, x)) < t;
}

bool
contrast_repeats(const struct contrast *k, const struct candidate *x)
{
	return is_near(k, x, &k->singles[x->first]) ||
	       is_near(k, x, &k->singles[x->second]);
}

/* Does conditioning on p move the support of the pair? */
static bool
is_moved(const struct contrast *k, const struct candidate *x,
    const struct candidate *p)
{
	double t = contrast_threshold(k);

	return fabs(support_reference(k, p) - given_reference(x, p)) > t ||
	       fabs(support_group(k, p) - given_group(x, p)) > t;
}

/* Have pair and item about the same split between group and channel? */
static bool
is_alike(const struct candidate *x, const struct candidate *p)
{
	uint64_t n[4] = {p->count, x->count, p->total, x->total};

	return chi2_pvalue(chi2_yates(n)) > 0.5;
}

static bool
is_pruned(const struct contrast *k, const struct candidate *x)
{
	double min = k->options->min_support_diff;
	const struct candidate *p = &k->singles[x->first];
	const struct candidate *q = &k->singles[x->second];

	if (x->total < SUPPORT_MIN || x->count < SUPPORT_MIN ||
	    (support_reference(k, x) < min && support_group(k, x) < min))
		return true;
	if (is_moved(k, x, p) && is_moved(k, x, q))
		return false;
	return contrast_repeats(k, x) || (is_alike(x, p) && is_alike(x, q));
}

size_t
contrast_place(const struct contrast *k, uint32_t rank)
{
	size_t low = 0, high = k->group->n, middle;

	while (high - low > 1) {
		middle = low + (high - low) / 2;
		if (k->group->list[middle].rank <= rank)
			low = middle;
		else
			high = middle;
	}
	return low;
}

struct result_item
contrast_item(const struct contrast *k, size_t single)
{
	const struct ranked *ranked =
	    &k->space->ranking->list[k->group->list[single].rank];

	return attribute_item(
	    &k->space->attributes->list[ranked->attribute], &ranked->value);
}

struct result_prior
contrast_prior(
    const struct contrast *k, size_t single, const struct candidate *pair)
{
	const struct candidate *prior = &k->singles[single];

	return (struct result_prior){contrast_item(k, single), pair->total,
	    pair->count, prior->total, prior->count};
}

void
contrast_prune(struct contrast *k, const struct pair *pairs,
    const uint32_t *counts, size_t npairs, const struct pairset *totals)
{
	struct candidate x;
	size_t i, cap = 0;

	for (i = 0; i < npairs; i++) {
		if (counts[i] < SUPPORT_MIN)
			continue;
		x.first = contrast_place(k, pairs[i].first);
		x.second = contrast_place(k, pairs[i].second);
		x.count = counts[i];
		x.total = pairset_count(totals, pairs[i]);
		if (is_pruned(k, &x))
			continue;
		k->pairs = xgrow(k->pairs, k->npairs, &cap, sizeof(x));
		k->pairs[k->npairs++] = x;
	}
}
