#include "correlations/versions.h"

#include <stdbool.h>
#include <stdlib.h>

#include "common/intern.h"
#include "common/util.h"

struct versions {
	struct intern *texts;
	struct version_count *counts; /* by number of the text */
	size_t n, cap;
	bool settled; /* counts are in their order, texts in them */
};

struct versions *
versions_new(void)
{
	struct versions *v = xcalloc(1, sizeof(*v));

	v->texts = intern_new();
	return v;
}

void
versions_free(struct versions *v)
{
	if (v == NULL)
		return;
	intern_free(v->texts);
	free(v->counts);
	free(v);
}

void
versions_add(struct versions *v, struct str version)
{
	uint32_t id = intern_id(v->texts, version);

	if (id == v->n) {
		v->counts = xgrow(v->counts, v->n, &v->cap, sizeof(*v->counts));
		v->counts[v->n++].count = 0;
	}
	v->counts[id].count++;
}

static int
count_order(const void *a, const void *b)
{
	const struct version_count *x = a, *y = b;

	if (x->count != y->count)
		return x->count > y->count ? -1 : 1;
	return str_order(x->version, y->version);
}

const struct version_count *
versions_list(struct versions *v, size_t *n)
{
	size_t i;

	if (!v->settled) {
		for (i = 0; i < v->n; i++)
			v->counts[i].version =
			    intern_text(v->texts, (uint32_t)i);
		if (v->n > 0)
			qsort(v->counts, v->n, sizeof(*v->counts), count_order);
		v->settled = true;
	}
	*n = v->n;
	return v->counts;
}
