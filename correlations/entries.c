#include "correlations/entries.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/util.h"
#include "correlations/addons.h"

/* What compat asks of entries whatever --min-support-diff says. */
#define COMPAT_SUPPORT 0.15

/* By item: the greatest support it has in a group that holds it often enough */
static double *
best_supports(const struct supports *s, uint32_t nitems)
{
	double *best = xcalloc(nitems, sizeof(*best)), support;
	const struct group_supports *group;
	const struct support *held;
	size_t i, j;

	for (i = 0; i < s->ngroups; i++) {
		group = &s->groups[i];
		for (j = 0; j < group->items.n; j++) {
			held = &group->items.list[j];
			support = (double)held->count / (double)group->nrefs;
			if (support > best[held->item])
				best[held->item] = support;
		}
	}
	return best;
}

/* Does a module, add-on, note or error become a column, or why not? */
static enum fate
entry_fate(uint32_t column, uint32_t total, size_t nreports, double best,
    const struct mine_options *options)
{
	double min =
	    options->compat ? COMPAT_SUPPORT : options->min_support_diff;

	if (total < SUPPORT_MIN)
		return FATE_FEW;
	if (!options->compat && total == nreports)
		return FATE_CONSTANT;
	if (best > min)
		return FATE_CANDIDATE;
	return column != COLUMN_MODULE && (double)total / (double)nreports > min
	           ? FATE_CANDIDATE
	           : FATE_UNCOMMON;
}

enum item_kind
entries_kind(uint32_t column)
{
	static const enum item_kind kinds[] = {
	    [COLUMN_MODULE] = ITEM_MODULE,
	    [COLUMN_ADDON] = ITEM_ADDON,
	    [COLUMN_APP_NOTE] = ITEM_APP_NOTE,
	    [COLUMN_GFX_ERROR] = ITEM_GFX_ERROR,
	};

	return kinds[column];
}

void
entries_find(struct attributes *as, const struct reports *r,
    const struct channel *c, const struct supports *s,
    const struct mine_options *options)
{
	uint32_t id, n = items_count(r->items);
	double *best = best_supports(s, n);
	struct item item;
	enum fate fate;

	for (id = 0; id < n; id++) {
		item = items_get(r->items, id);
		if (item.column >= COLUMN_SCALAR ||
		    item.column == COLUMN_ADDON_ENTRY ||
		    item.column == COLUMN_ADDON_LIST)
			continue;
		fate = entry_fate(
		    item.column, s->totals[id], c->nrefs, best[id], options);
		if (as->fates != NULL)
			as->fates[id] = fate;
		if (fate == FATE_CANDIDATE)
			attribute_add(as, entries_kind(item.column), item.text)
			    ->column = id;
	}
	free(best);
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
	size_t i, nothers = 0;

	for (i = 0; i < as->n; i++) {
		a = &as->list[i];
		if (a->kind != ITEM_ADDON || str_equal(a->name, guid))
			continue;
		other = addon_names_find(names, a->name);
		nothers += str_equal(title, other);
	}
	if (nothers == 0)
		return title;
	return label_make(as, "", label_make(as, "", title, " ("),
	    label_make(as, "", guid, ")").data);
}

struct str
entries_label(struct attributes *as, const struct addon_names *names,
    enum item_kind kind, struct str name)
{
	static const char *const before[] = {[ITEM_MODULE] = "Module \"",
	    [ITEM_ADDON] = "Addon \"",
	    [ITEM_APP_NOTE] = "\"",
	    [ITEM_GFX_ERROR] = "GFX_ERROR \""};

	if (kind == ITEM_ADDON)
		name = addon_title(as, names, name);
	return label_make(as, before[kind], name,
	    kind == ITEM_APP_NOTE ? "\" in app_notes" : "\"");
}

void
entries_name(struct attributes *as, const struct addon_names *names)
{
	static const char *const sort[] = {[ITEM_MODULE] = "MOD",
	    [ITEM_ADDON] = "ADDON",
	    [ITEM_APP_NOTE] = "APPNOTE",
	    [ITEM_GFX_ERROR] = "GFX"};
	enum item_kind kind = ITEM_SCALAR;
	size_t i, n = as->n;
	unsigned int number = 0;
	struct attribute *a, *version;

	for (i = 0; i < n; i++) {
		a = &as->list[i];
		if (a->kind == ITEM_SCALAR)
			continue;
		number = a->kind == kind ? number + 1 : 0;
		kind = a->kind;
		a->sort = text_make(as, "%s%u", sort[kind], number);
		a->label = entries_label(as, names, kind, a->name);
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
