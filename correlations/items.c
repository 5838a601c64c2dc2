#include "correlations/items.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/intern.h"
#include "common/util.h"

#define HEAD 5           /* bytes of a key before its text */
#define TEXT_MAX 0x10000 /* longer values never get a number by items_try */

struct items {
	struct intern *keys;
	size_t limit;
	char *scratch; /* the key last made */
	size_t cap;
};

struct items *
items_new(size_t limit)
{
	struct items *items = xcalloc(1, sizeof(*items));

	items->keys = intern_new();
	items->limit = limit;
	return items;
}

void
items_free(struct items *items)
{
	if (items == NULL)
		return;
	intern_free(items->keys);
	free(items->scratch);
	free(items);
}

struct str
item_key(struct items *items, struct item item)
{
	if (items->cap < HEAD + item.text.len) {
		items->cap = HEAD + 2 * item.text.len;
		items->scratch = xrealloc(items->scratch, items->cap);
	}
	memcpy(items->scratch, &item.column, 4);
	items->scratch[4] = (char)item.type;
	if (item.text.len != 0)
		memcpy(items->scratch + HEAD, item.text.data, item.text.len);
	return (struct str){items->scratch, HEAD + item.text.len};
}

struct item
item_of_key(struct str key)
{
	struct item item;

	memcpy(&item.column, key.data, 4);
	item.type = (enum scan_type)key.data[4];
	item.text = (struct str){key.data + HEAD, key.len - HEAD};
	return item;
}

uint32_t
items_id(struct items *items, struct str key)
{
	return intern_id(items->keys, key);
}

bool
items_try(struct items *items, struct str key, uint32_t *id)
{
	if (key.len - HEAD > TEXT_MAX ||
	    intern_nbytes(items->keys) >= items->limit)
		return intern_find(items->keys, key, id);
	*id = intern_id(items->keys, key);
	return true;
}

bool
items_find(const struct items *items, struct str key, uint32_t *id)
{
	return intern_find(items->keys, key, id);
}

struct item
items_get(const struct items *items, uint32_t id)
{
	return item_of_key(intern_text(items->keys, id));
}

uint32_t
items_count(const struct items *items)
{
	return intern_count(items->keys);
}

static bool
is_integer(struct str text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (text.data[i] == '.' || (text.data[i] | 0x20) == 'e')
			return false;
	return true;
}

struct str
item_number(struct str text, char out[ITEM_NUMBER_MAX])
{
	char digits[ITEM_NUMBER_MAX];
	int precision, len = 0;
	double x;

	if (str_equal(text, STR("-0")))
		return STR("0");
	if (is_integer(text) || text.len >= sizeof(digits))
		return text;
	memcpy(digits, text.data, text.len);
	digits[text.len] = '\0';
	x = strtod(digits, NULL);
	if (!isfinite(x))
		return text;
	if (x == 0)
		return STR("0");
	for (precision = 1; precision <= 17; precision++) {
		len = snprintf(out, ITEM_NUMBER_MAX, "%.*g", precision, x);
		if (strtod(out, NULL) == x)
			break;
	}
	if (fabs(x) < 1e15 && floor(x) == x)
		len = snprintf(out, ITEM_NUMBER_MAX, "%.0f", x);
	return (struct str){out, (size_t)len};
}

bool
key_is_by_channel(struct str key)
{
	uint32_t column = item_of_key(key).column;

	return column == COLUMN_ADDON || column == COLUMN_APP_NOTE ||
	       column == COLUMN_GFX_ERROR;
}
