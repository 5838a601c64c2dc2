#include "correlations/attributes.h"

#include <stdlib.h>

#include "common/util.h"
#include "correlations/entries.h"
#include "correlations/prior.h"

struct attribute *
attribute_add(struct attributes *as, enum item_kind kind, struct str name)
{
	struct attribute *a;

	as->list = xgrow(as->list, as->n, &as->cap, sizeof(*as->list));
	a = &as->list[as->n++];
	*a = (struct attribute){.kind = kind,
	    .name = name,
	    .label = name,
	    .sort = name,
	    .addon = NO_ATTRIBUTE};
	a->node = prior_node(kind, name);
	a->explains = prior_closure(a->node);
	return a;
}

/* Distinct values of a column in the channel, null counting as one. */
static int
distinct_count(const struct column_use *use, size_t nreports)
{
	int n = use->ndistinct + (use->nvalues < nreports);

	return n < 3 ? n : 3;
}

static enum fate
use_fate(const struct channel *c, uint32_t column, bool compat)
{
	const struct column_use *use;

	if (column >= c->ncolumns || !c->columns[column].seen)
		return FATE_UNSEEN;
	use = &c->columns[column];
	if (use->nested)
		return FATE_NESTED;
	return compat || distinct_count(use, c->nrefs) > 1 ? FATE_CANDIDATE
	                                                   : FATE_CONSTANT;
}

/* A column made from others exists when one of them does. */
static enum fate
source_fate(const struct roles *roles, const struct channel *c, uint32_t column,
    bool compat)
{
	uint32_t sources[3];
	size_t i, n = roles_sources(roles, column, sources);
	enum fate fate, best = n > 0 ? FATE_UNSEEN : FATE_CANDIDATE;

	for (i = 0; i < n; i++) {
		fate = use_fate(c, sources[i], compat);
		if (fate < best)
			best = fate;
	}
	return best;
}

enum fate
attributes_column_fate(const struct roles *roles, const struct channel *c,
    uint32_t column, bool compat)
{
	enum fate fate;

	if (!roles_is_attribute(roles, column))
		return FATE_LEFT_OUT;
	fate = source_fate(roles, c, column, compat);
	return fate == FATE_CANDIDATE ? use_fate(c, column, compat) : fate;
}

static void
scalars_find(struct attributes *as, const struct roles *roles,
    const struct channel *c, bool compat)
{
	struct attribute *a;
	uint32_t column;

	for (column = COLUMN_SCALAR; column < roles_ncolumns(roles); column++) {
		if (attributes_column_fate(roles, c, column, compat) !=
		    FATE_CANDIDATE)
			continue;
		a = attribute_add(
		    as, ITEM_SCALAR, roles_column_name(roles, column));
		a->column = column;
		a->nvalues = c->columns[column].nvalues;
		a->ndistinct = distinct_count(&c->columns[column], c->nrefs);
	}
}

static int
name_order(const void *a, const void *b)
{
	const struct attribute *x = a, *y = b;

	if (x->kind != y->kind)
		return x->kind < y->kind ? -1 : 1;
	return str_order(x->name, y->name);
}

static int
sort_order(const void *a, const void *b)
{
	const struct attribute *x = a, *y = b;
	int order = str_order(x->sort, y->sort);

	/* a column of the table may be called MOD0 as well */
	return order ? order : name_order(a, b);
}

/* After sorting: from items and columns to attributes. */
static void
attributes_index(
    struct attributes *as, const struct roles *roles, const struct reports *r)
{
	uint32_t id, column, nitems = items_count(r->items);
	size_t i, ncolumns = roles_ncolumns(roles);
	struct attribute *a;

	as->of_item = xreallocarray(NULL, nitems, sizeof(*as->of_item));
	memset(as->of_item, 0xff, nitems * sizeof(*as->of_item));
	as->of_column = xreallocarray(NULL, ncolumns, sizeof(*as->of_column));
	memset(as->of_column, 0xff, ncolumns * sizeof(*as->of_column));
	for (i = 0; i < as->n; i++) {
		a = &as->list[i];
		if (a->kind == ITEM_SCALAR)
			as->of_column[a->column] = (uint32_t)i;
		else if (a->kind != ITEM_ADDON_VERSION)
			as->of_item[a->column] = (uint32_t)i;
	}
	for (id = 0; id < nitems; id++) {
		column = items_get(r->items, id).column;
		if (column >= COLUMN_SCALAR)
			as->of_item[id] = as->of_column[column];
	}
	/* of a version, column still names the item of its add-on */
	for (i = 0; i < as->n; i++)
		if (as->list[i].kind == ITEM_ADDON_VERSION)
			as->list[i].addon = as->of_item[as->list[i].column];
}

/* The version attribute of each add-on's item. */
static uint32_t *
versions_index(const struct attributes *as, size_t nitems)
{
	uint32_t *versions = xreallocarray(NULL, nitems, sizeof(*versions));
	size_t i;

	memset(versions, 0xff, nitems * sizeof(*versions));
	for (i = 0; i < as->n; i++)
		if (as->list[i].kind == ITEM_ADDON_VERSION)
			versions[as->list[i].column] = (uint32_t)i;
	return versions;
}

/*
 * Entries "name:version" to the version attributes of their add-ons, whose
 * distinct values are counted by the way.
 */
static void
versions_find(
    struct attributes *as, const struct reports *r, const struct supports *s)
{
	uint32_t id, name, nitems = items_count(r->items);
	uint32_t *versions = versions_index(as, nitems);
	struct item item;

	for (id = 0; id < nitems; id++) {
		item = items_get(r->items, id);
		if (item.column != COLUMN_ADDON_ENTRY)
			continue;
		item.column = COLUMN_ADDON;
		item.text.len = (size_t)((const char *)memchr(item.text.data,
		                             ':', item.text.len) -
		                         item.text.data);
		if (!items_find(r->items, item_key(r->items, item), &name) ||
		    versions[name] == NO_ATTRIBUTE)
			continue;
		as->of_item[id] = versions[name];
		if (s->totals[id] > 0)
			as->list[versions[name]].ndistinct++;
	}
	free(versions);
}

/* Reports without a list have null as version, without the add-on "Not
   installed". */
static void
versions_count(struct attributes *as, const struct reports *r,
    const struct channel *c, const struct supports *s)
{
	struct item list = {COLUMN_ADDON_LIST, SCAN_TRUE, {NULL, 0}};
	uint32_t id, nlists = 0;
	struct attribute *a;
	size_t i;

	if (items_find(r->items, item_key(r->items, list), &id))
		nlists = s->totals[id];
	for (i = 0; i < as->n; i++) {
		a = &as->list[i];
		if (a->kind != ITEM_ADDON_VERSION)
			continue;
		a->ndistinct +=
		    (nlists < c->nrefs) + (s->totals[a->column] < nlists);
		if (a->ndistinct > 3)
			a->ndistinct = 3;
	}
}

void
attributes_find(struct attributes *as, const struct roles *roles,
    const struct reports *r, const struct channel *c, const struct supports *s,
    const struct mine_options *options)
{
	*as = (struct attributes){0};
	if (s->explained != NO_PLACE)
		as->fates = xcalloc(items_count(r->items), sizeof(*as->fates));
	scalars_find(as, roles, c, options->compat);
	entries_find(as, r, c, s, options);
	if (as->n > 0)
		qsort(as->list, as->n, sizeof(*as->list), name_order);
	entries_name(as, options->compat ? NULL : options->addon_names);
	if (as->n > 0)
		qsort(as->list, as->n, sizeof(*as->list), sort_order);
	attributes_index(as, roles, r);
	versions_find(as, r, s);
	versions_count(as, r, c, s);
}

void
attributes_free(struct attributes *as)
{
	free(as->list);
	free(as->of_item);
	free(as->of_column);
	free(as->fates);
	arena_free(&as->arena);
	*as = (struct attributes){0};
}

struct value
attribute_value(const struct attribute *a, struct item item)
{
	if (attribute_is_entry(a))
		return (struct value){SCAN_TRUE, {NULL, 0}};
	if (a->kind == ITEM_ADDON_VERSION) {
		item.text.data += a->name.len + 1;
		item.text.len -= a->name.len + 1;
	}
	return (struct value){item.type, item.text};
}
