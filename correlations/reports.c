#include "correlations/reports.h"

#include <stdlib.h>

#include "common/intern.h"
#include "common/util.h"
#include "correlations/draft.h"
#include "correlations/record.h"
#include "correlations/sketch.h"
#include "correlations/uuids.h"

#define MIN_COUNT 5 /* below it no item is looked at (ALGORITHM section 4) */
#define SKETCH_MIN ((size_t)1 << 16)
#define SKETCH_MAX ((size_t)1 << 24)

struct reports *
reports_new(size_t memory, bool compat)
{
	struct reports *r = xcalloc(1, sizeof(*r));
	size_t counters = memory / 32;

	r->compat = compat;
	r->items = items_new(memory / 4);
	r->groups = intern_new();
	r->store = store_new(memory / 2);
	r->comments = comments_new(memory / 16);
	r->draft = draft_new();
	r->sketch = xcalloc(1, sizeof(*r->sketch));
	sketch_init(r->sketch, counters < SKETCH_MIN   ? SKETCH_MIN
	                       : counters > SKETCH_MAX ? SKETCH_MAX
	                                               : counters);
	return r;
}

void
reports_free(struct reports *r)
{
	struct channel *c;
	size_t i;

	if (r == NULL)
		return;
	for (i = 0; i < r->nchannels; i++) {
		c = &r->channels[i];
		free((char *)c->name.data);
		free(c->versions);
		free(c->refs);
		free(c->columns);
		comment_list_free(&c->comments);
		uuids_free(c->uuids);
		versions_free(c->met);
	}
	free(r->channels);
	items_free(r->items);
	intern_free(r->groups);
	store_free(r->store);
	comments_free(r->comments);
	sketch_fini(r->sketch);
	free(r->sketch);
	draft_free(r->draft);
	free(r);
}

struct channel *
channel_add(
    struct reports *r, struct str name, struct str *versions, size_t nversions)
{
	struct channel *c;

	r->channels =
	    xgrow(r->channels, r->nchannels, &r->cap, sizeof(*r->channels));
	c = &r->channels[r->nchannels++];
	*c = (struct channel){.versions = versions, .nversions = nversions};
	c->name = (struct str){xstrndup(name.data, name.len), name.len};
	c->uuids = uuids_new();
	c->met = versions_new();
	return c;
}

static int
channel_order(const void *a, const void *b)
{
	return str_order(((const struct channel *)a)->name,
	    ((const struct channel *)b)->name);
}

/* By group, then uuid, then place: those of a group, and copies, adjoin. */
static int
ref_order(const void *a, const void *b)
{
	const struct report_ref *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	if (x->uuid != y->uuid)
		return x->uuid < y->uuid ? -1 : 1;
	return (x->at.offset > y->at.offset) - (x->at.offset < y->at.offset);
}

/* May a key become a candidate of its group, or a column by its reference? */
static bool
may_qualify(const struct reports *r, struct str key, uint32_t group)
{
	if (group != NO_GROUP &&
	    sketch_may_reach(r->sketch, key, group, MIN_COUNT))
		return true;
	return key_is_by_channel(key) &&
	       sketch_may_reach(r->sketch, key, NO_GROUP, MIN_COUNT);
}

static void
keys_settle(
    struct reports *r, const struct report_ref *ref, struct store_buf *buf)
{
	struct record_reader reader =
	    record_read(store_get(r->store, ref->at, buf));
	struct str key;

	while (record_next_key(&reader, &key))
		if (may_qualify(r, key, ref->group))
			items_id(r->items, key);
}

int
reports_settle(struct reports *r)
{
	struct store_buf buf = {0};
	struct channel *c;
	size_t i, j;

	if (store_flush(r->store) == -1 || comments_flush(r->comments) == -1)
		return -1;
	if (r->any_channel && r->nchannels > 0)
		qsort(r->channels, r->nchannels, sizeof(*r->channels),
		    channel_order);
	for (i = 0; i < r->nchannels; i++) {
		c = &r->channels[i];
		for (j = 0; r->has_keys && j < c->nrefs; j++)
			keys_settle(r, &c->refs[j], &buf);
		uuids_free(c->uuids);
		c->uuids = NULL;
		if (c->nrefs > 0)
			qsort(c->refs, c->nrefs, sizeof(*c->refs), ref_order);
		comment_list_sort(&c->comments);
	}
	store_buf_free(&buf);
	sketch_fini(r->sketch);
	return 0;
}

static void
id_add(struct report *report, uint32_t id)
{
	report->ids = xgrow(
	    report->ids, report->nids, &report->cap, sizeof(*report->ids));
	report->ids[report->nids++] = id;
}

void
report_read(const struct reports *r, const struct report_ref *ref,
    struct report *report)
{
	struct record_reader reader =
	    record_read(store_get(r->store, ref->at, &report->buf));
	struct str key;
	uint32_t id;

	report->nids = report->nothers = 0;
	while (record_next_id(&reader, &id))
		id_add(report, id);
	while (record_next_key(&reader, &key)) {
		if (items_find(r->items, key, &id)) {
			id_add(report, id);
			continue;
		}
		report->others = xgrow(report->others, report->nothers,
		    &report->others_cap, sizeof(*report->others));
		report->others[report->nothers++] = item_of_key(key).column;
	}
}

void
report_fini(struct report *report)
{
	free(report->ids);
	free(report->others);
	store_buf_free(&report->buf);
	*report = (struct report){0};
}
