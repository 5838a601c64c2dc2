#include "correlations/order.h"

#include <math.h>
#include <stdlib.h>

#include "common/util.h"
#include "correlations/stats.h"

struct place {
	size_t nitems;
	double margin; /* the difference is at least that */
	size_t index;
};

double
order_margin(const struct result_finding *f, uint64_t total_group,
    uint64_t total_reference)
{
	const struct result_prior *p = &f->prior;
	struct interval ci;

	if (f->has_prior)
		ci = difference_interval(p->count_group, p->total_group,
		    p->count_reference, p->total_reference);
	else
		ci = difference_interval(f->count_group, total_group,
		    f->count_reference, total_reference);
	return fmin(fabs(ci.low), fabs(ci.high));
}

static int
place_order(const void *left, const void *right)
{
	const struct place *a = left, *b = right;

	if (a->nitems != b->nitems)
		return a->nitems < b->nitems ? -1 : 1;
	if (a->margin != b->margin)
		return a->margin > b->margin ? -1 : 1;
	return (a->index > b->index) - (a->index < b->index);
}

void
order_findings(struct result_finding *findings, size_t nfindings,
    uint64_t total_group, uint64_t total_reference)
{
	struct place *places;
	struct result_finding *old;
	size_t i;

	if (nfindings < 2)
		return;
	places = xreallocarray(NULL, nfindings, sizeof(*places));
	old = xreallocarray(NULL, nfindings, sizeof(*old));
	for (i = 0; i < nfindings; i++) {
		old[i] = findings[i];
		places[i] = (struct place){findings[i].nitems,
		    order_margin(&findings[i], total_group, total_reference),
		    i};
	}
	qsort(places, nfindings, sizeof(*places), place_order);
	for (i = 0; i < nfindings; i++)
		findings[i] = old[places[i].index];
	free(old);
	free(places);
}
