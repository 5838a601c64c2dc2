#include "correlations/draft.h"

#include <stdlib.h>

#include "common/intern.h"
#include "common/util.h"
#include "correlations/record.h"
#include "correlations/sketch.h"
#include "correlations/uuids.h"

#define NOT_A_NUMBER (UINT64_C(1) << 63)

/* What a report holds in a scalar column, for column_use. */
struct cell {
	uint32_t column;
	enum scan_type type;
	uint64_t value; /* the item's number, or a hash of its key */
};

/* The report being put together. */
struct draft {
	struct report_head head;
	struct str comment;
	struct wanted {
		size_t channel;
		uint32_t uuid;
	} * wanted; /* by whom */
	size_t nwanted, wanted_cap;
	struct cell *cells;
	size_t ncells, cells_cap;
	struct record record;
};

struct draft *
draft_new(void)
{
	return xcalloc(1, sizeof(struct draft));
}

void
draft_free(struct draft *draft)
{
	free(draft->wanted);
	free(draft->cells);
	record_free(&draft->record);
	free(draft);
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
uuid_take(
    struct reports *r, struct channel *c, struct str uuid, uint32_t *number)
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

/* A release_channel met for the first time becomes a channel. */
static void
channel_discover(struct reports *r, const struct report_head *head)
{
	size_t i;

	if (!r->any_channel || head->release_channel.data == NULL)
		return;
	for (i = 0; i < r->nchannels; i++)
		if (channel_wants(&r->channels[i], head))
			return;
	channel_add(r, head->release_channel, NULL, 0);
}

bool
draft_begin(struct reports *r, struct report_head head)
{
	struct draft *draft = r->draft;
	uint32_t uuid;
	size_t i;

	draft->head = head;
	draft->comment = (struct str){NULL, 0};
	draft->nwanted = draft->ncells = 0;
	record_clear(&draft->record);
	channel_discover(r, &head);
	for (i = 0; i < r->nchannels; i++) {
		if (!channel_wants(&r->channels[i], &head) ||
		    !uuid_take(r, &r->channels[i], head.uuid, &uuid))
			continue;
		draft->wanted = xgrow(draft->wanted, draft->nwanted,
		    &draft->wanted_cap, sizeof(*draft->wanted));
		draft->wanted[draft->nwanted++] = (struct wanted){i, uuid};
	}
	return draft->nwanted > 0;
}

static void
cell_add(struct draft *draft, struct item item, uint64_t value)
{
	draft->cells = xgrow(draft->cells, draft->ncells, &draft->cells_cap,
	    sizeof(*draft->cells));
	draft->cells[draft->ncells++] =
	    (struct cell){item.column, item.type, value};
}

static bool
is_scalar(enum scan_type type)
{
	return type != SCAN_NULL && type <= SCAN_STRING;
}

void
draft_put(struct reports *r, struct item item)
{
	struct draft *draft = r->draft;
	uint64_t value = 0;
	struct str key;
	uint32_t id;

	if (is_scalar(item.type)) {
		key = item_key(r->items, item);
		if (items_try(r->items, key, &id)) {
			record_add_id(&draft->record, id);
			value = id;
		} else {
			record_add_key(&draft->record, key);
			value = hash_bytes(key.data, key.len) | NOT_A_NUMBER;
		}
	}
	if (item.column >= COLUMN_SCALAR)
		cell_add(draft, item, value);
}

void
draft_note(struct reports *r, struct item item)
{
	cell_add(r->draft, item,
	    hash_bytes(item.text.data, item.text.len) ^ item.type);
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
columns_note(struct channel *c, const struct draft *draft)
{
	size_t i, n;

	for (i = 0; i < draft->ncells; i++) {
		n = draft->cells[i].column + 1;
		if (n > c->ncolumns) {
			c->columns =
			    xreallocarray(c->columns, n, sizeof(*c->columns));
			memset(c->columns + c->ncolumns, 0,
			    (n - c->ncolumns) * sizeof(*c->columns));
			c->ncolumns = n;
		}
		use_note(&c->columns[n - 1], &draft->cells[i]);
	}
}

/* Count the keys without a number, to know later which deserve one. */
static void
keys_count(struct reports *r, uint32_t group)
{
	const struct record *record = &r->draft->record;
	size_t i;

	for (i = 0; i < record->nkeys; i++) {
		r->has_keys = true;
		if (group != NO_GROUP)
			sketch_count(r->sketch, record->keys[i], group);
		if (key_is_by_channel(record->keys[i]))
			sketch_count(r->sketch, record->keys[i], NO_GROUP);
	}
}

void
draft_comment(struct reports *r, struct str text)
{
	r->draft->comment = text;
}

/* Keep the words of its comment, for the channels that want it. */
static int
comment_keep(struct reports *r, uint32_t group)
{
	const struct draft *draft = r->draft;
	struct store_ref at;
	bool has_words;
	size_t i;

	if (draft->comment.len == 0 || draft->head.group.len == 0)
		return 0;
	if (comments_add(r->comments, draft->comment, &has_words, &at) == -1)
		return -1;
	for (i = 0; has_words && i < draft->nwanted; i++)
		comment_list_add(
		    &r->channels[draft->wanted[i].channel].comments, at, group);
	return 0;
}

int
draft_end(struct reports *r)
{
	struct draft *draft = r->draft;
	struct report_ref ref = {.group = NO_GROUP};
	struct channel *c;
	size_t i;

	if (draft->head.group.data != NULL)
		ref.group = intern_id(r->groups, draft->head.group);
	if (store_add(r->store, record_encode(&draft->record), &ref.at) == -1 ||
	    comment_keep(r, ref.group) == -1)
		return -1;
	keys_count(r, ref.group);
	for (i = 0; i < draft->nwanted; i++) {
		c = &r->channels[draft->wanted[i].channel];
		ref.uuid = draft->wanted[i].uuid;
		c->refs = xgrow(c->refs, c->nrefs, &c->cap, sizeof(*c->refs));
		c->refs[c->nrefs++] = ref;
		columns_note(c, draft);
		if (draft->head.version.data != NULL)
			versions_add(c->met, draft->head.version);
	}
	return 0;
}
