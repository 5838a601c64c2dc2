#include "correlations/fates.h"

#include <math.h>
#include <stdlib.h>

#include "common/util.h"
#include "correlations/entries.h"

struct gathering {
	const struct fates_source *source;
	const struct contrast *contrast;
	const struct group_supports *group;
	struct result_fates *out;
	size_t cap;
};

static struct result_fate *
fate_add(struct gathering *g, struct result_item item, enum fate fate)
{
	struct result_fates *out = g->out;

	out->list = xgrow(out->list, out->n, &g->cap, sizeof(*out->list));
	out->list[out->n] = (struct result_fate){.item = item, .fate = fate};
	return &out->list[out->n++];
}

static struct result_fate *
counted_add(struct gathering *g, struct result_item item, enum fate fate,
    uint32_t total, uint32_t count)
{
	struct result_fate *f = fate_add(g, item, fate);
	struct candidate x = {.total = total, .count = count};

	f->count_reference = total;
	f->count_group = count;
	f->difference = contrast_difference(g->contrast, &x);
	return f;
}

/* What section 6 made of a candidate. */
static void
verdict_note(struct gathering *g, size_t single, struct result_fate *f)
{
	const struct verdict *v = &g->source->verdicts[single];

	f->fate = v->fate;
	f->is_tested = v->is_tested;
	f->p_value = v->test.p_value;
	f->phi = v->test.phi;
	if (v->is_tested)
		g->out->alpha = v->alpha;
	if (v->pair == NULL)
		return;
	f->has_prior = true;
	f->prior = contrast_prior(g->contrast, v->prior, v->pair);
}

/* Items of attributes that five reports or more hold, and nulls. */
static void
contenders_gather(struct gathering *g, const bool *in_pair)
{
	const struct contrast *k = g->contrast;
	const struct ranking *ranking = k->space->ranking;
	const struct contenders *all = &ranking->explained;
	const struct attribute *a;
	const struct contender *c;
	struct result_fate *f;
	size_t single;

	for (c = all->list; c < all->list + all->n; c++) {
		if (c->count == 0)
			continue; /* no report holds null */
		a = &g->source->attributes->list[c->attribute];
		f = counted_add(g, attribute_item(a, &c->value), c->fate,
		    c->total, c->count);
		if (c->fate != FATE_CANDIDATE)
			continue;
		single = contrast_place(k, c->item == NO_ITEM
		                               ? ranking->of_null[c->attribute]
		                               : ranking->of_item[c->item]);
		verdict_note(g, single, f);
		f->in_pair = in_pair[single];
	}
}

/* The other values of each column: how many reports hold one of them? */
static void
rests_gather(struct gathering *g)
{
	const struct contenders *all = &g->contrast->space->ranking->explained;
	const struct attributes *as = g->source->attributes;
	uint32_t *held = xcalloc(as->n, sizeof(*held)), nvalues;
	const struct attribute *a;
	struct result_fate *f;
	size_t i;

	for (i = 0; i < all->n; i++)
		if (all->list[i].item != NO_ITEM)
			held[all->list[i].attribute] += all->list[i].count;
	for (i = 0; i < as->n; i++) {
		a = &as->list[i];
		if (a->kind != ITEM_SCALAR)
			continue;
		nvalues = g->group->nvalues[a->column];
		if (nvalues == held[i])
			continue;
		f = fate_add(
		    g, (struct result_item){.label = a->label}, FATE_FEW);
		f->of = FATE_OF_REST;
		f->count_group = nvalues - held[i];
	}
	free(held);
}

/* Modules, add-ons, notes and errors that fewer than five reports hold. */
static void
few_gather(struct gathering *g)
{
	const struct contenders *all = &g->contrast->space->ranking->explained;
	const struct attributes *as = g->source->attributes;
	uint32_t *counts = xcalloc(as->n, sizeof(*counts)), attribute;
	const struct value is_true = {SCAN_TRUE, {NULL, 0}};
	const struct attribute *a;
	size_t i;

	for (i = 0; i < all->n; i++)
		counts[all->list[i].attribute] = SUPPORT_MIN;
	for (i = 0; i < g->group->few.n; i++) {
		attribute = as->of_item[g->group->few.list[i].item];
		if (attribute != NO_ATTRIBUTE)
			counts[attribute] = g->group->few.list[i].count;
	}
	for (i = 0; i < as->n; i++) {
		a = &as->list[i];
		if (attribute_is_entry(a) && counts[i] < SUPPORT_MIN)
			counted_add(g, attribute_item(a, &is_true), FATE_FEW,
			    g->source->supports->totals[a->column], counts[i]);
	}
	free(counts);
}

/* Modules, add-ons, notes and errors that are no attributes. */
static void
entries_gather(struct gathering *g)
{
	struct attributes *as = g->source->attributes;
	const struct mine_options *options = g->contrast->options;
	struct result_item shown = {.type = SCAN_TRUE};
	const struct support *held;
	struct item item;
	size_t i;

	for (i = 0; i < g->group->items.n; i++) {
		held = &g->group->items.list[i];
		item =
		    items_get(g->contrast->space->reports->items, held->item);
		if (as->fates[held->item] == FATE_CANDIDATE)
			continue;
		shown.kind = entries_kind(item.column);
		shown.label = entries_label(as,
		    options->compat ? NULL : options->addon_names, shown.kind,
		    item.text);
		counted_add(g, shown, as->fates[held->item],
		    g->source->supports->totals[held->item], held->count);
	}
}

static void
columns_gather(struct gathering *g)
{
	const struct roles *roles = g->source->roles;
	enum fate fate;
	uint32_t column;

	for (column = COLUMN_SCALAR; column < roles_ncolumns(roles); column++) {
		fate = attributes_column_fate(roles, g->source->channel, column,
		    g->contrast->options->compat);
		if (fate == FATE_CANDIDATE || fate == FATE_UNSEEN)
			continue;
		fate_add(g,
		    (struct result_item){
		        .label = roles_column_name(roles, column)},
		    fate)
		    ->of = FATE_OF_COLUMN;
	}
}

static int
item_order(const struct result_item *a, const struct result_item *b)
{
	const struct value x = {a->type, a->text}, y = {b->type, b->text};
	int order = str_order(a->label, b->label);

	if (order != 0)
		return order;
	return a->kind != b->kind ? (a->kind > b->kind) - (a->kind < b->kind)
	                          : value_order(&x, &y);
}

/* Nearest to a finding first; what follows last hangs on no order of rows. */
static int
fate_order(const void *a, const void *b)
{
	const struct result_fate *x = a, *y = b;

	if (x->fate != y->fate)
		return x->fate < y->fate ? -1 : 1;
	if (x->of != y->of)
		return x->of < y->of ? -1 : 1;
	if (x->difference != y->difference)
		return x->difference > y->difference ? -1 : 1;
	return item_order(&x->item, &y->item);
}

void
fates_find(const struct fates_source *source, const struct contrast *k,
    const struct finding *findings, size_t nfindings, struct result_fates *out)
{
	const struct supports *s = source->supports;
	struct gathering g = {.source = source,
	    .contrast = k,
	    .group = &s->groups[s->explained],
	    .out = out};
	bool *in_pair = xcalloc(k->nsingles, sizeof(*in_pair));
	const struct candidate *x;
	size_t i;

	for (i = 0; i < nfindings; i++) {
		x = findings[i].candidate;
		if (x->first != x->second)
			in_pair[x->first] = in_pair[x->second] = true;
	}
	contenders_gather(&g, in_pair);
	free(in_pair);
	rests_gather(&g);
	few_gather(&g);
	entries_gather(&g);
	columns_gather(&g);
	out->ncandidates = k->nsingles;
	if (out->n > 0)
		qsort(out->list, out->n, sizeof(*out->list), fate_order);
}
