#include "correlations/attributes.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/util.h"
#include "correlations/addons.h"
#include "correlations/prior.h"

/* What compat asks of entries whatever --min-support-diff says. */
#define COMPAT_SUPPORT 0.15

static struct attribute *
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

static bool
column_exists(const struct channel *c, uint32_t column, bool compat)
{
	const struct column_use *use;

	if (column >= c->ncolumns)
		return false;
	use = &c->columns[column];
	if (!use->seen || use->nested)
		return false;
	return compat || distinct_count(use, c->nrefs) > 1;
}

/* A column made from others exists when one of them does. */
static bool
source_exists(const struct roles *roles, const struct channel *c,
    uint32_t column, bool compat)
{
	uint32_t sources[3];
	size_t i, n = roles_sources(roles, column, sources);

	for (i = 0; i < n; i++)
		if (column_exists(c, sources[i], compat))
			return true;
	return n == 0;
}

static void
scalars_find(struct attributes *as, const struct roles *roles,
    const struct channel *c, bool compat)
{
	struct attribute *a;
	uint32_t column;

	for (column = COLUMN_SCALAR; column < roles_ncolumns(roles); column++) {
		if (!roles_is_attribute(roles, column) ||
		    !column_exists(c, column, compat) ||
		    !source_exists(roles, c, column, compat))
			continue;
		a = attribute_add(
		    as, ITEM_SCALAR, roles_column_name(roles, column));
		a->column = column;
		a->nvalues = c->columns[column].nvalues;
		a->ndistinct = distinct_count(&c->columns[column], c->nrefs);
	}
}

/* By item: the greatest support it has in a group that holds it often enough */
static double *
best_supports(const struct supports *s, uint32_t nitems)
{
	double *best = xcalloc(nitems, sizeof(*best)), support;
	const struct group_supports *group;
	size_t i, j;

	for (i = 0; i < s->ngroups; i++) {
		group = &s->groups[i];
		for (j = 0; j < group->nitems; j++) {
			support = (double)group->items[j].count /
			          (double)group->nrefs;
			if (support > best[group->items[j].item])
				best[group->items[j].item] = support;
		}
	}
	return best;
}

/* Does a module, add-on, note or error become a column? */
static bool
entry_qualifies(uint32_t column, uint32_t total, size_t nreports, double best,
    const struct mine_options *options)
{
	double min =
	    options->compat ? COMPAT_SUPPORT : options->min_support_diff;

	if (total < SUPPORT_MIN || (!options->compat && total == nreports))
		return false;
	if (best > min)
		return true;
	return column != COLUMN_MODULE &&
	       (double)total / (double)nreports > min;
}

static void
entries_find(struct attributes *as, const struct reports *r,
    const struct channel *c, const struct supports *s,
    const struct mine_options *options)
{
	static const enum item_kind kinds[] = {
	    [COLUMN_MODULE] = ITEM_MODULE,
	    [COLUMN_ADDON] = ITEM_ADDON,
	    [COLUMN_APP_NOTE] = ITEM_APP_NOTE,
	    [COLUMN_GFX_ERROR] = ITEM_GFX_ERROR,
	};
	uint32_t id, n = items_count(r->items);
	double *best = best_supports(s, n);
	struct item item;

	for (id = 0; id < n; id++) {
		item = items_get(r->items, id);
		if (item.column >= COLUMN_SCALAR ||
		    item.column == COLUMN_ADDON_ENTRY ||
		    item.column == COLUMN_ADDON_LIST ||
		    !entry_qualifies(item.column, s->totals[id], c->nrefs,
		        best[id], options))
			continue;
		attribute_add(as, kinds[item.column], item.text)->column = id;
	}
	free(best);
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

static struct str text_make(struct attributes *as, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

static struct str
text_make(struct attributes *as, const char *fmt, ...)
{
	char text[64];
	va_list args;

	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	return arena_copy(&as->arena, str_of(text));
}

/* before + text + after */
static struct str
label_make(struct attributes *as, const char *before, struct str text,
    const char *after)
{
	size_t len = strlen(before) + text.len + strlen(after);
	char *label = arena_alloc(&as->arena, len + 1), *end;

	end = stpcpy(label, before);
	if (text.len != 0)
		memcpy(end, text.data, text.len);
	stpcpy(end + text.len, after);
	return (struct str){label, len};
}

/* The human name of an add-on, with its guid if another one has the same. */
static struct str
addon_title(
    struct attributes *as, const struct addon_names *names, struct str guid)
{
	struct str title = addon_names_find(names, guid), other;
	const struct attribute *a;
	size_t i, ntitles = 0;

	for (i = 0; i < as->n; i++) {
		a = &as->list[i];
		if (a->kind != ITEM_ADDON)
			continue;
		other = addon_names_find(names, a->name);
		ntitles += str_equal(title, other);
	}
	if (ntitles < 2)
		return title;
	return label_make(as, "", label_make(as, "", title, " ("),
	    label_make(as, "", guid, ")").data);
}

/*
 * Number the entries of each kind in the order of their names, and give each
 * add-on a second attribute for its version.
 */
static void
entries_name(struct attributes *as, const struct addon_names *names)
{
	static const char *const before[] = {[ITEM_MODULE] = "Module \"",
	    [ITEM_ADDON] = "Addon \"",
	    [ITEM_APP_NOTE] = "\"",
	    [ITEM_GFX_ERROR] = "GFX_ERROR \""};
	static const char *const sort[] = {[ITEM_MODULE] = "MOD",
	    [ITEM_ADDON] = "ADDON",
	    [ITEM_APP_NOTE] = "APPNOTE",
	    [ITEM_GFX_ERROR] = "GFX"};
	enum item_kind kind = ITEM_SCALAR;
	size_t i, n = as->n;
	unsigned int number = 0;
	struct attribute *a, *version;

	if (n > 0)
		qsort(as->list, n, sizeof(*as->list), name_order);
	for (i = 0; i < n; i++) {
		a = &as->list[i];
		if (a->kind == ITEM_SCALAR)
			continue;
		number = a->kind == kind ? number + 1 : 0;
		kind = a->kind;
		a->sort = text_make(as, "%s%u", sort[kind], number);
		a->label = label_make(as, before[kind],
		    kind == ITEM_ADDON ? addon_title(as, names, a->name)
		                       : a->name,
		    kind == ITEM_APP_NOTE ? "\" in app_notes" : "\"");
		if (kind != ITEM_ADDON)
			continue;
		version = attribute_add(as, ITEM_ADDON_VERSION, a->name);
		a = &as->list[i];
		version->column = a->column;
		version->sort =
		    text_make(as, "%s%u_VERSION", sort[kind], number);
		version->label = label_make(as, "", a->label, " Version");
	}
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
	scalars_find(as, roles, c, options->compat);
	entries_find(as, r, c, s, options);
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
