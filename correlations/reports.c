/*
 * An encoded report: how many items have numbers, these numbers in rising
 * order as differences, how many have none, and of each of those the length of
 * its key and the key. All numbers are written 7 bits a byte, low ones first,
 * the highest bit saying that more follow.
 */
#include "correlations/reports.h"

#include <stdlib.h>

#include "common/arena.h"
#include "common/intern.h"
#include "common/util.h"
#include "correlations/uuids.h"

#define MIN_COUNT 5 /* below it no item is looked at (ALGORITHM section 4) */
#define NOT_A_NUMBER (UINT64_C(1) << 63)

/* What a report holds in a scalar column, for column_use. */
struct cell {
	uint32_t column;
	enum scan_type type;
	uint64_t value; /* the item's number, or a hash of its key */
};

struct record {
	struct report_head head;
	struct wanted {
		size_t channel;
		uint32_t uuid;
	} *wanted; /* by whom */
	size_t nwanted, wanted_cap;
	struct cell *cells;
	size_t ncells, cells_cap;
	uint32_t *ids;
	size_t nids, ids_cap;
	struct str *keys; /* of items without a number */
	size_t nkeys, keys_cap;
	struct arena arena; /* their text */
	char *bytes;
	size_t len, bytes_cap;
};

struct reports *
reports_new(size_t memory, bool compat)
{
	struct reports *r = xcalloc(1, sizeof(*r));
	size_t counters = 1 << 16;

	/* a quarter for items, up to a sixteenth for the sketch */
	while (counters < memory / 32 && counters < (size_t)1 << 24)
		counters *= 2;
	r->sketch_mask = counters - 1;
	r->compat = compat;
	r->items = items_new(memory / 4);
	r->groups = intern_new();
	r->store = store_new(memory / 2);
	r->record = xcalloc(1, sizeof(*r->record));
	return r;
}

static void
record_free(struct record *record)
{
	free(record->wanted);
	free(record->cells);
	free(record->ids);
	free(record->keys);
	arena_free(&record->arena);
	free(record->bytes);
	free(record);
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
		uuids_free(c->uuids);
	}
	free(r->channels);
	items_free(r->items);
	intern_free(r->groups);
	store_free(r->store);
	free(r->sketch);
	record_free(r->record);
	free(r);
}

struct channel *
channel_add(struct reports *r, struct str name, struct str *versions,
    size_t nversions)
{
	struct channel *c;

	r->channels = xgrow(r->channels, r->nchannels, &r->cap,
	    sizeof(*r->channels));
	c = &r->channels[r->nchannels++];
	*c = (struct channel){.versions = versions, .nversions = nversions};
	c->name = (struct str){xstrndup(name.data, name.len), name.len};
	c->uuids = uuids_new();
	return c;
}

static bool
channel_wants(const struct channel *c, const struct report_head *head)
{
	size_t i;

	if (c->nversions == 0)
		return head->release_channel.data != NULL &&
		    str_equal(head->release_channel, c->name);
	for (i = 0; i < c->nversions; i++)
		if (head->version.data != NULL &&
		    str_equal(head->version, c->versions[i]))
			return true;
	return false;
}

/*
 * default: is this the first report of its uuid? compat: always; the number
 * tells apart what SQL's DISTINCT would, 0 being null.
 */
static bool
uuid_take(struct reports *r, struct channel *c, struct str uuid,
    uint32_t *number)
{
	*number = 0;
	if (r->compat) {
		if (uuid.data != NULL) {
			uuids_add(c->uuids, uuid, number);
			++*number;
		}
		return true;
	}
	if (uuid.len == 0 || uuids_add(c->uuids, uuid, number))
		return true;
	c->nduplicates++;
	return false;
}

bool
report_begin(struct reports *r, struct report_head head)
{
	struct record *record = r->record;
	uint32_t uuid;
	size_t i;
	bool known = false;

	record->head = head;
	record->nwanted = record->ncells = record->nids = record->nkeys = 0;
	for (i = 0; r->any_channel && !known && i < r->nchannels; i++)
		known = channel_wants(&r->channels[i], &head);
	if (r->any_channel && !known && head.release_channel.data != NULL)
		channel_add(r, head.release_channel, NULL, 0);
	for (i = 0; i < r->nchannels; i++) {
		if (!channel_wants(&r->channels[i], &head) ||
		    !uuid_take(r, &r->channels[i], head.uuid, &uuid))
			continue;
		record->wanted = xgrow(record->wanted, record->nwanted,
		    &record->wanted_cap, sizeof(*record->wanted));
		record->wanted[record->nwanted++] = (struct wanted){i, uuid};
	}
	return record->nwanted > 0;
}

static void
key_keep(struct record *record, struct str key)
{
	record->keys = xgrow(record->keys, record->nkeys, &record->keys_cap,
	    sizeof(*record->keys));
	record->keys[record->nkeys++] = arena_copy(&record->arena, key);
}

static void
cell_add(struct record *record, struct item item, uint64_t value)
{
	record->cells = xgrow(record->cells, record->ncells,
	    &record->cells_cap, sizeof(*record->cells));
	record->cells[record->ncells++] =
	    (struct cell){item.column, item.type, value};
}

static bool
is_scalar(enum scan_type type)
{
	return type != SCAN_NULL && type <= SCAN_STRING;
}

void
report_put(struct reports *r, struct item item)
{
	struct record *record = r->record;
	uint64_t value = 0;
	struct str key;
	uint32_t id;

	if (is_scalar(item.type)) {
		key = item_key(r->items, item);
		if (items_try(r->items, key, &id)) {
			record->ids = xgrow(record->ids, record->nids,
			    &record->ids_cap, sizeof(*record->ids));
			record->ids[record->nids++] = id;
			value = id;
		} else {
			key_keep(record, key);
			value = hash_bytes(key.data, key.len) | NOT_A_NUMBER;
		}
	}
	if (item.column >= COLUMN_SCALAR)
		cell_add(record, item, value);
}

void
report_note(struct reports *r, struct item item)
{
	cell_add(r->record, item,
	    hash_bytes(item.text.data, item.text.len) ^ item.type);
}

static int
id_order(const void *a, const void *b)
{
	uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;

	return (x > y) - (x < y);
}

static int
key_order(const void *a, const void *b)
{
	return str_order(*(const struct str *)a, *(const struct str *)b);
}

static void
bytes_room(struct record *record, size_t nbytes)
{
	if (record->bytes_cap - record->len >= nbytes)
		return;
	record->bytes_cap = 2 * (record->len + nbytes);
	record->bytes = xrealloc(record->bytes, record->bytes_cap);
}

static void
number_write(struct record *record, uint64_t n)
{
	bytes_room(record, 10);
	for (; n >= 0x80; n >>= 7)
		record->bytes[record->len++] = (char)(n | 0x80);
	record->bytes[record->len++] = (char)n;
}

static uint64_t
number_read(const unsigned char **p)
{
	uint64_t n = 0;
	unsigned int shift = 0;

	do
		n |= (uint64_t)(**p & 0x7f) << shift;
	while (shift += 7, *(*p)++ & 0x80);
	return n;
}

/* Sort, drop repetitions (a module may be named twice), write down. */
static void
record_encode(struct record *record)
{
	size_t i, n = 0;
	uint32_t last = 0;

	record->len = 0;
	qsort(record->ids, record->nids, sizeof(*record->ids), id_order);
	for (i = 0; i < record->nids; i++)
		if (n == 0 || record->ids[i] != record->ids[n - 1])
			record->ids[n++] = record->ids[i];
	record->nids = n;
	number_write(record, n);
	for (i = 0; i < n; i++) {
		number_write(record, record->ids[i] - last);
		last = record->ids[i];
	}
	if (record->nkeys > 1)
		qsort(record->keys, record->nkeys, sizeof(*record->keys),
		    key_order);
	for (i = n = 0; i < record->nkeys; i++)
		if (n == 0 || !str_equal(record->keys[i], record->keys[n - 1]))
			record->keys[n++] = record->keys[i];
	record->nkeys = n;
	number_write(record, n);
	for (i = 0; i < n; i++) {
		number_write(record, record->keys[i].len);
		bytes_room(record, record->keys[i].len);
		memcpy(record->bytes + record->len, record->keys[i].data,
		    record->keys[i].len);
		record->len += record->keys[i].len;
	}
}

/* The counter of a value in a group; of add-ons also in all groups. */
static unsigned char *
sketch_counter(const struct reports *r, struct str key, uint32_t group)
{
	uint64_t hash = hash_bytes(key.data, key.len);

	return &r->sketch[hash_number(hash ^ group) & r->sketch_mask];
}

static void
sketch_count(struct reports *r, struct str key, uint32_t group)
{
	unsigned char *counter;

	if (r->sketch == NULL)
		r->sketch = xcalloc(r->sketch_mask + 1, 1);
	counter = sketch_counter(r, key, group);
	*counter += *counter < MIN_COUNT;
}

/* May it become a candidate of its group, or a column by its reference? */
static bool
may_qualify(const struct reports *r, struct str key, uint32_t group)
{
	if (group != NO_GROUP && *sketch_counter(r, key, group) >= MIN_COUNT)
		return true;
	return item_of_key(key).column == COLUMN_ADDON &&
	    *sketch_counter(r, key, NO_GROUP) >= MIN_COUNT;
}

static void
use_note(struct column_use *use, const struct cell *cell)
{
	use->seen = true;
	if (cell->type == SCAN_NULL)
		return;
	if (!is_scalar(cell->type)) {
		use->nested = true;
		return;
	}
	use->nvalues++;
	if (use->ndistinct > 2 ||
	    (use->ndistinct > 0 && use->values[0] == cell->value) ||
	    (use->ndistinct > 1 && use->values[1] == cell->value))
		return;
	if (use->ndistinct < 2)
		use->values[use->ndistinct] = cell->value;
	use->ndistinct++;
}

static void
columns_note(struct channel *c, const struct record *record)
{
	size_t i, n;

	for (i = 0; i < record->ncells; i++) {
		n = record->cells[i].column + 1;
		if (n > c->ncolumns) {
			c->columns = xreallocarray(c->columns, n,
			    sizeof(*c->columns));
			memset(c->columns + c->ncolumns, 0,
			    (n - c->ncolumns) * sizeof(*c->columns));
			c->ncolumns = n;
		}
		use_note(&c->columns[n - 1], &record->cells[i]);
	}
}

int
report_end(struct reports *r)
{
	struct record *record = r->record;
	struct report_ref ref = {.group = NO_GROUP};
	struct channel *c;
	size_t i;

	if (record->head.group.len > 0)
		ref.group = intern_id(r->groups, record->head.group);
	record_encode(record);
	if (store_add(r->store, (struct str){record->bytes, record->len},
		&ref.at) == -1)
		return -1;
	for (i = 0; i < record->nkeys; i++) {
		if (ref.group != NO_GROUP)
			sketch_count(r, record->keys[i], ref.group);
		if (item_of_key(record->keys[i]).column == COLUMN_ADDON)
			sketch_count(r, record->keys[i], NO_GROUP);
	}
	for (i = 0; i < record->nwanted; i++) {
		c = &r->channels[record->wanted[i].channel];
		ref.uuid = record->wanted[i].uuid;
		c->refs = xgrow(c->refs, c->nrefs, &c->cap, sizeof(*c->refs));
		c->refs[c->nrefs++] = ref;
		columns_note(c, record);
	}
	arena_free(&record->arena);
	return 0;
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

/* Past the numbers of an encoded report: to how many keys follow. */
static const unsigned char *
numbers_skip(const unsigned char *p)
{
	uint64_t n;

	for (n = number_read(&p); n > 0; n--)
		number_read(&p);
	return p;
}

static void
keys_settle(struct reports *r, const struct report_ref *ref,
    struct store_buf *buf)
{
	const unsigned char *p = numbers_skip((const unsigned char *)
		store_get(r->store, ref->at, buf).data);
	struct str key;
	uint64_t n;

	for (n = number_read(&p); n > 0; n--) {
		key.len = number_read(&p);
		key.data = (const char *)p;
		p += key.len;
		if (may_qualify(r, key, ref->group))
			items_id(r->items, key);
	}
}

int
reports_settle(struct reports *r)
{
	struct store_buf buf = {0};
	struct channel *c;
	size_t i, j;

	if (store_flush(r->store) == -1)
		return -1;
	if (r->any_channel)
		qsort(r->channels, r->nchannels, sizeof(*r->channels),
		    channel_order);
	for (i = 0; i < r->nchannels; i++) {
		c = &r->channels[i];
		for (j = 0; r->sketch != NULL && j < c->nrefs; j++)
			keys_settle(r, &c->refs[j], &buf);
		uuids_free(c->uuids);
		c->uuids = NULL;
		if (c->nrefs > 0)
			qsort(c->refs, c->nrefs, sizeof(*c->refs), ref_order);
	}
	store_buf_free(&buf);
	free(r->sketch);
	r->sketch = NULL;
	return 0;
}

static void
id_add(struct report *report, uint32_t id)
{
	report->ids = xgrow(report->ids, report->nids, &report->cap,
	    sizeof(*report->ids));
	report->ids[report->nids++] = id;
}

void
report_read(const struct reports *r, const struct report_ref *ref,
    struct report *report)
{
	const unsigned char *p = (const unsigned char *)store_get(r->store,
	    ref->at, &report->buf).data;
	uint32_t id = 0;
	struct str key;
	uint64_t n;

	report->nids = report->nothers = 0;
	for (n = number_read(&p); n > 0; n--)
		id_add(report, id += (uint32_t)number_read(&p));
	for (n = number_read(&p); n > 0; n--) {
		key.len = number_read(&p);
		key.data = (const char *)p;
		p += key.len;
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
