#include "correlations/wanted.h"

#include <stdlib.h>

#include "common/intern.h"
#include "common/util.h"
#include "correlations/supports.h"

struct frequency {
	struct str group;
	uint32_t count;
};

static int
frequency_order(const void *a, const void *b)
{
	const struct frequency *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return str_order(x->group, y->group);
}

struct wanted
wanted_top(const struct reports *r, const struct channel *c, size_t ngroups)
{
	uint32_t n = intern_count(r->groups);
	struct frequency *all = xcalloc(n, sizeof(*all));
	struct wanted wanted = {.explained = NO_PLACE};
	size_t i;

	for (i = 0; i < n; i++)
		all[i].group = intern_text(r->groups, (uint32_t)i);
	for (i = 0; i < c->nrefs; i++)
		if (c->refs[i].group != NO_GROUP)
			all[c->refs[i].group].count++;
	if (n > 0)
		qsort(all, n, sizeof(*all), frequency_order);
	wanted.groups =
	    xcalloc(n < ngroups ? n : ngroups, sizeof(*wanted.groups));
	for (i = 0; i < n && wanted.n < ngroups && all[i].count > 0; i++)
		if (all[i].group.len > 0)
			wanted.groups[wanted.n++] = all[i].group;
	free(all);
	return wanted;
}

struct wanted
wanted_list(const struct list *list)
{
	struct wanted wanted = {.explained = NO_PLACE};
	struct intern *known = intern_new();
	size_t i;

	wanted.groups = xcalloc(list->nlines, sizeof(*wanted.groups));
	for (i = 0; i < list->nlines; i++)
		if (intern_id(known, list->lines[i]) == wanted.n)
			wanted.groups[wanted.n++] = list->lines[i];
	intern_free(known);
	return wanted;
}

void
wanted_explain(struct wanted *wanted, struct str group)
{
	size_t i;

	for (i = 0; i < wanted->n; i++)
		if (str_equal(wanted->groups[i], group))
			break;
	wanted->explained = i;
	if (i < wanted->n)
		return;
	wanted->is_extra = true;
	wanted->groups = xreallocarray(
	    wanted->groups, wanted->n + 1, sizeof(*wanted->groups));
	wanted->groups[wanted->n++] = group;
}

void
wanted_free(struct wanted *wanted)
{
	free(wanted->groups);
}
