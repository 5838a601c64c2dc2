#include "correlations/supports.h"

#include <stdlib.h>

#include "common/intern.h"
#include "common/util.h"

#define UNWANTED UINT32_MAX

/* The counters of the group being counted, all 0 between two groups. */
struct counter {
	const struct reports *reports;
	size_t ncolumns;
	uint32_t *counts;  /* by item */
	uint32_t *columns; /* by item: its column */
	uint32_t *touched; /* items counted so far */
	size_t ntouched, cap;
	uint32_t *nvalues;
	/* compat: which uuid an item was last counted for, and its number */
	uint32_t *last;
	uint32_t uuids;
};

static bool
counter_is_new(struct counter *k, uint32_t item)
{
	if (!k->reports->compat || (k->columns[item] != COLUMN_MODULE &&
	                               k->columns[item] != COLUMN_ADDON))
		return true;
	if (k->last[item] == k->uuids)
		return false;
	k->last[item] = k->uuids;
	return true;
}

static void
counter_add(struct counter *k, const struct report *report)
{
	uint32_t item;
	size_t i;

	for (i = 0; i < report->nids; i++) {
		item = report->ids[i];
		k->nvalues[k->columns[item]]++;
		if (!counter_is_new(k, item))
			continue;
		if (k->counts[item]++ > 0)
			continue;
		k->touched = xgrow(
		    k->touched, k->ntouched, &k->cap, sizeof(*k->touched));
		k->touched[k->ntouched++] = item;
	}
	for (i = 0; i < report->nothers; i++)
		k->nvalues[report->others[i]]++;
}

static void
support_add(struct support_list *list, uint32_t item, uint32_t count)
{
	list->list =
	    xgrow(list->list, list->n, &list->cap, sizeof(*list->list));
	list->list[list->n++] = (struct support){item, count};
}

/* Add what was counted to the totals; keep it if the group is wanted. */
static void
counter_take(struct counter *k, uint32_t *totals, struct group_supports *group)
{
	size_t i;
	uint32_t item;

	for (i = 0; i < k->ntouched; i++) {
		item = k->touched[i];
		totals[item] += k->counts[item];
		if (group != NULL && k->counts[item] >= SUPPORT_MIN)
			support_add(&group->items, item, k->counts[item]);
		else if (group != NULL && group->is_explained)
			support_add(&group->few, item, k->counts[item]);
		k->counts[item] = 0;
	}
	k->ntouched = 0;
	if (group != NULL)
		memcpy(group->nvalues, k->nvalues,
		    k->ncolumns * sizeof(*k->nvalues));
	memset(k->nvalues, 0, k->ncolumns * sizeof(*k->nvalues));
}

static void
counter_init(struct counter *k, const struct reports *r, size_t ncolumns)
{
	uint32_t i, n = items_count(r->items);

	*k = (struct counter){.reports = r, .ncolumns = ncolumns};
	k->counts = xcalloc(n, sizeof(*k->counts));
	k->columns = xcalloc(n, sizeof(*k->columns));
	k->nvalues = xcalloc(ncolumns, sizeof(*k->nvalues));
	if (r->compat)
		k->last = xcalloc(n, sizeof(*k->last));
	for (i = 0; i < n; i++)
		k->columns[i] = items_get(r->items, i).column;
}

static void
counter_fini(struct counter *k)
{
	free(k->counts);
	free(k->columns);
	free(k->touched);
	free(k->nvalues);
	free(k->last);
}

/* Where each group stands among those wanted; UNWANTED for the others. */
static uint32_t *
places_make(const struct reports *r, const uint32_t *groups, size_t ngroups)
{
	uint32_t *places, n = intern_count(r->groups);
	size_t i;

	places = xreallocarray(NULL, n, sizeof(*places));
	memset(places, 0xff, n * sizeof(*places));
	for (i = 0; i < ngroups; i++)
		places[groups[i]] = (uint32_t)i;
	return places;
}

struct supports *
supports_count(const struct reports *r, const struct channel *c,
    const uint32_t *groups, size_t ngroups, size_t explained, size_t ncolumns)
{
	struct supports *s = xcalloc(1, sizeof(*s));
	uint32_t *places = places_make(r, groups, ngroups);
	struct group_supports *group;
	struct report report = {0};
	struct counter k;
	size_t begin, i;
	uint32_t id;

	counter_init(&k, r, ncolumns);
	s->totals = xcalloc(items_count(r->items), sizeof(*s->totals));
	s->groups = xcalloc(ngroups, sizeof(*s->groups));
	s->ngroups = ngroups;
	s->explained = explained;
	for (begin = i = 0; i < c->nrefs; i++) {
		if (i == begin || c->refs[i].uuid != c->refs[i - 1].uuid)
			k.uuids++;
		report_read(r, &c->refs[i], &report);
		counter_add(&k, &report);
		id = c->refs[i].group;
		if (i + 1 < c->nrefs && c->refs[i + 1].group == id)
			continue;
		group = NULL;
		if (id != NO_GROUP && places[id] != UNWANTED) {
			group = &s->groups[places[id]];
			group->is_explained = places[id] == explained;
			group->refs = &c->refs[begin];
			group->nrefs = i + 1 - begin;
			group->nvalues =
			    xcalloc(ncolumns, sizeof(*group->nvalues));
		}
		counter_take(&k, s->totals, group);
		begin = i + 1;
	}
	report_fini(&report);
	counter_fini(&k);
	free(places);
	return s;
}

void
supports_free(struct supports *s)
{
	size_t i;

	if (s == NULL)
		return;
	for (i = 0; i < s->ngroups; i++) {
		free(s->groups[i].items.list);
		free(s->groups[i].few.list);
		free(s->groups[i].nvalues);
	}
	free(s->groups);
	free(s->totals);
	free(s);
}
