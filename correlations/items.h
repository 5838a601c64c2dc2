#ifndef CORRELATIONS_ITEMS_H
#define CORRELATIONS_ITEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/scan.h"
#include "common/str.h"

/*
 * The items (column = value) met in the rows, and numbers for them.
 *
 * A column of crash rows may hold a value of its own in nearly every row (an
 * address, a hash). So that such values do not fill the memory, new items get
 * a number only while the table is below a limit; after that items_find tells
 * whether one has a number, and the caller keeps the key instead.
 */
struct items;

/* What columns are numbered from 0 by; scalar columns follow these. */
enum item_column {
	COLUMN_MODULE,      /* a file name */
	COLUMN_ADDON,       /* the name before the first colon */
	COLUMN_ADDON_ENTRY, /* "name:version", the first of its name in a row */
	COLUMN_ADDON_LIST,  /* true where a row has a list of add-ons */
	COLUMN_APP_NOTE,
	COLUMN_GFX_ERROR,
	COLUMN_SCALAR, /* the first of the scalar columns */
};

struct item {
	uint32_t column;
	enum scan_type type; /* NULL, FALSE, TRUE, NUMBER or STRING */
	struct str text;     /* of numbers: item_number's form */
};

/*
 * limit    bytes that the table may take before items_try refuses new ones
 * owns     the caller, until items_free
 */
struct items *items_new(size_t limit);
void items_free(struct items *items);

/*
 * The key of an item: column, type and text as bytes. Good until the next call
 * of item_key for the same table.
 */
struct str item_key(struct items *items, struct item item);

/* The item of a key; its text points into the key. */
struct item item_of_key(struct str key);

/* The number of an item, given to it now if it has none, whatever the limit. */
uint32_t items_id(struct items *items, struct str key);

/* As items_id, but false when a new one would not fit the limit. */
bool items_try(struct items *items, struct str key, uint32_t *id);

/* Safe for several threads while no item is added. */
bool items_find(const struct items *items, struct str key, uint32_t *id);

/* The item of a number; its text lasts as long as the table. */
struct item items_get(const struct items *items, uint32_t id);

/* Numbers given out are 0 to this - 1. */
uint32_t items_count(const struct items *items);

/*
 * One text for each number: integers as their digits, others as the shortest
 * decimal that reads back the same; 1.0 and 1 are the same number. What a
 * double cannot hold stays as written.
 *
 * out      room for the result where it is not text itself
 * returns  text or out
 */
#define ITEM_NUMBER_MAX 32
struct str item_number(struct str text, char out[ITEM_NUMBER_MAX]);

/* Can it become a column by its share of the channel alone? (section 3c-e) */
bool key_is_by_channel(struct str key);

#endif
