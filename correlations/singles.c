#include "correlations/singles.h"

#include <math.h>
#include <stdlib.h>

#include "common/util.h"

/* How little an add-on's version may differ from its presence. */
#define VERSION_DIFFERENCE 0.01

struct contest {
	const struct attributes *as;
	const struct mine_options *options;
	double nreference, ngroup;
	struct contenders left, pruned; /* pruned ones when explained */
	bool is_explained;
	uint32_t *present; /* by attribute: count of an add-on that survived */
};

static double
support_reference(const struct contest *k, const struct contender *c)
{
	return (double)c->total / k->nreference;
}

static double
support_group(const struct contest *k, const struct contender *c)
{
	return (double)c->count / k->ngroup;
}

static void
contender_keep(struct contenders *to, struct contender c)
{
	to->list = xgrow(to->list, to->n, &to->cap, sizeof(*to->list));
	to->list[to->n++] = c;
}

static enum fate
pruning(const struct contest *k, const struct contender *c)
{
	double min = k->options->min_support_diff;

	if (c->total < SUPPORT_MIN || c->count < SUPPORT_MIN)
		return FATE_FEW;
	return support_reference(k, c) < min && support_group(k, c) < min
	           ? FATE_RARE
	           : FATE_CANDIDATE;
}

/* Enter an item unless it is pruned. */
static void
contender_add(struct contest *k, struct contender c)
{
	c.fate = pruning(k, &c);
	if (c.fate != FATE_CANDIDATE) {
		if (k->is_explained)
			contender_keep(&k->pruned, c);
		return;
	}
	contender_keep(&k->left, c);
	if (k->as->list[c.attribute].kind == ITEM_ADDON)
		k->present[c.attribute] = c.count;
}

static void
contenders_collect(struct contest *k, const struct reports *r,
    const struct supports *s, const struct group_supports *group)
{
	const struct attribute *a;
	struct contender c = {0};
	size_t i;

	for (i = 0; i < group->items.n; i++) {
		c.item = group->items.list[i].item;
		c.attribute = k->as->of_item[c.item];
		if (c.attribute == NO_ATTRIBUTE)
			continue;
		c.value = attribute_value(
		    &k->as->list[c.attribute], items_get(r->items, c.item));
		c.total = s->totals[c.item];
		c.count = group->items.list[i].count;
		contender_add(k, c);
	}
	for (i = 0; i < k->as->n; i++) {
		a = &k->as->list[i];
		if (a->kind != ITEM_SCALAR)
			continue;
		c.attribute = (uint32_t)i;
		c.item = NO_ITEM;
		c.value = (struct value){SCAN_NULL, {NULL, 0}};
		c.total = (uint32_t)((uint64_t)k->nreference - a->nvalues);
		c.count = (uint32_t)(group->nrefs - group->nvalues[a->column]);
		contender_add(k, c);
	}
}

static int
contender_order(const void *a, const void *b)
{
	const struct contender *x = a, *y = b;

	if (x->attribute != y->attribute)
		return x->attribute < y->attribute ? -1 : 1;
	return value_order(&x->value, &y->value);
}

static bool
is_text(const struct contender *c, struct str text)
{
	return c->value.type == SCAN_STRING && str_equal(c->value.text, text);
}

/*
 * Rules 1 to 4 for a contender; first to end are those of its attribute, what
 * these rules drop included.
 */
static enum fate
redundancy(const struct contest *k, const struct contender *c,
    const struct contender *first, const struct contender *end)
{
	const struct attribute *a = &k->as->list[c->attribute];
	const struct contender *other;
	double present;

	if (a->kind == ITEM_ADDON_VERSION) {
		present = k->present[a->addon];
		return is_text(c, STR("Not installed")) ||
		               (present > 0 && fabs(present / k->ngroup -
		                                    support_group(k, c)) <=
		                                   VERSION_DIFFERENCE)
		           ? FATE_VERSION
		           : FATE_CANDIDATE;
	}
	for (other = first; other < end; other++) {
		if (c->value.type == SCAN_FALSE &&
		    other->value.type == SCAN_TRUE)
			return FATE_FALSE;
		if (c->value.type == SCAN_NULL &&
		    (is_text(other, STR("1")) || is_text(other, STR("Active"))))
			return FATE_NULL;
	}
	return str_equal(a->name, STR("submitted_from_infobar")) &&
	               a->kind == ITEM_SCALAR && c->value.type != SCAN_TRUE
	           ? FATE_INFOBAR
	           : FATE_CANDIDATE;
}

/*
 * Rule 5: where a column has two values and both are left, the one whose
 * support does not rise in the group says nothing new.
 */
static void
coin_drop(
    const struct contest *k, struct contender *first, struct contender *end)
{
	struct contender *c;

	if (k->options->compat || end - first != 2 ||
	    k->as->list[first->attribute].ndistinct != 2 ||
	    attribute_is_entry(&k->as->list[first->attribute]) ||
	    first[0].fate != FATE_CANDIDATE || first[1].fate != FATE_CANDIDATE)
		return;
	for (c = first; c < end; c++)
		if (support_group(k, c) <= support_reference(k, c))
			c->fate = FATE_COIN;
}

static void
redundant_drop(struct contest *k)
{
	struct contender *first, *end, *c, *last = k->left.list + k->left.n;

	for (first = k->left.list; first < last; first = end) {
		for (end = first;
		     end < last && end->attribute == first->attribute; end++)
			;
		for (c = first; c < end; c++)
			c->fate = redundancy(k, c, first, end);
		coin_drop(k, first, end);
	}
}

/* The rank of a contender; for now the order in which they are first met. */
static uint32_t
rank_of(struct ranking *ranking, const struct contender *c)
{
	uint32_t *rank = c->item == NO_ITEM ? &ranking->of_null[c->attribute]
	                                    : &ranking->of_item[c->item];

	if (*rank == NO_RANK) {
		ranking->list = xgrow(ranking->list, ranking->n, &ranking->cap,
		    sizeof(*ranking->list));
		ranking->list[ranking->n] =
		    (struct ranked){c->attribute, c->item, c->value, c->total};
		*rank = (uint32_t)ranking->n++;
	}
	return *rank;
}

static void
singles_keep(
    struct ranking *ranking, struct singles *singles, const struct contest *k)
{
	const struct contender *c = k->left.list, *end = c + k->left.n;

	singles->list = xreallocarray(NULL, k->left.n, sizeof(*singles->list));
	for (; c < end; c++)
		if (c->fate == FATE_CANDIDATE)
			singles->list[singles->n++] =
			    (struct single){rank_of(ranking, c), c->count};
}

static int
ranked_order(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->attribute != y->attribute)
		return x->attribute < y->attribute ? -1 : 1;
	return value_order(&x->value, &y->value);
}

static int
ranked_order_compat(const void *a, const void *b)
{
	const struct ranked *x = a, *y = b;

	if (x->attribute != y->attribute)
		return x->attribute < y->attribute ? -1 : 1;
	return value_order_compat(&x->value, &y->value);
}

static int
single_order(const void *a, const void *b)
{
	const struct single *x = a, *y = b;

	return (x->rank > y->rank) - (x->rank < y->rank);
}

static uint32_t *
rank_slot(struct ranking *ranking, const struct ranked *ranked)
{
	return ranked->item == NO_ITEM ? &ranking->of_null[ranked->attribute]
	                               : &ranking->of_item[ranked->item];
}

/* From the order in which they were met to item order. */
static void
ranks_settle(struct ranking *ranking, bool compat)
{
	uint32_t *settled = xreallocarray(NULL, ranking->n, sizeof(*settled));
	struct singles *singles;
	size_t i, j;
	uint32_t *slot;

	if (ranking->n > 0)
		qsort(ranking->list, ranking->n, sizeof(*ranking->list),
		    compat ? ranked_order_compat : ranked_order);
	for (i = 0; i < ranking->n; i++) {
		slot = rank_slot(ranking, &ranking->list[i]);
		settled[*slot] = (uint32_t)i;
		*slot = (uint32_t)i;
	}
	for (i = 0; i < ranking->ngroups; i++) {
		singles = &ranking->groups[i];
		for (j = 0; j < singles->n; j++)
			singles->list[j].rank = settled[singles->list[j].rank];
		if (singles->n > 0)
			qsort(singles->list, singles->n, sizeof(*singles->list),
			    single_order);
	}
	free(settled);
}

static uint32_t *
ranks_new(size_t n)
{
	uint32_t *ranks = xreallocarray(NULL, n, sizeof(*ranks));

	memset(ranks, 0xff, n * sizeof(*ranks));
	return ranks;
}

/* From a group's items to its candidates. */
static void
contest_run(struct contest *k, const struct reports *r,
    const struct supports *s, const struct group_supports *group)
{
	k->left.n = 0;
	k->is_explained = group->is_explained;
	memset(k->present, 0, k->as->n * sizeof(*k->present));
	k->ngroup = (double)group->nrefs;
	contenders_collect(k, r, s, group);
	if (k->left.n > 0)
		qsort(k->left.list, k->left.n, sizeof(*k->left.list),
		    contender_order);
	redundant_drop(k);
}

/* What the explained group's contest leaves to tell of. */
static void
contenders_take(struct ranking *ranking, const struct contest *k)
{
	size_t i;

	for (i = 0; i < k->left.n; i++)
		contender_keep(&ranking->explained, k->left.list[i]);
	for (i = 0; i < k->pruned.n; i++)
		contender_keep(&ranking->explained, k->pruned.list[i]);
}

void
ranking_make(struct ranking *ranking, const struct attributes *as,
    const struct reports *r, const struct supports *s, size_t nreports,
    const struct mine_options *options)
{
	struct contest k = {
	    .as = as, .options = options, .nreference = (double)nreports};
	size_t i;

	*ranking = (struct ranking){.ngroups = s->ngroups};
	ranking->of_item = ranks_new(items_count(r->items));
	ranking->of_null = ranks_new(as->n);
	ranking->groups = xcalloc(s->ngroups, sizeof(*ranking->groups));
	k.present = xcalloc(as->n, sizeof(*k.present));
	for (i = 0; i < s->ngroups; i++) {
		if (s->groups[i].nrefs < SUPPORT_MIN)
			continue;
		contest_run(&k, r, s, &s->groups[i]);
		singles_keep(ranking, &ranking->groups[i], &k);
		if (k.is_explained)
			contenders_take(ranking, &k);
	}
	free(k.left.list);
	free(k.pruned.list);
	free(k.present);
	ranks_settle(ranking, options->compat);
}

void
ranking_free(struct ranking *ranking)
{
	size_t i;

	for (i = 0; i < ranking->ngroups; i++)
		free(ranking->groups[i].list);
	free(ranking->groups);
	free(ranking->list);
	free(ranking->of_item);
	free(ranking->of_null);
	free(ranking->explained.list);
	*ranking = (struct ranking){0};
}
