/*
 * Encoded: how many ids, these in rising order as differences, how many keys,
 * and of each of those its length and its bytes. All numbers are written 7
 * bits a byte, low ones first, the highest bit saying that more follow.
 */
#include "correlations/record.h"

#include <stdlib.h>

#include "common/util.h"

void
record_clear(struct record *record)
{
	record->nids = record->nkeys = 0;
	arena_free(&record->arena);
}

void
record_free(struct record *record)
{
	arena_free(&record->arena);
	free(record->ids);
	free(record->keys);
	free(record->bytes);
}

void
record_add_id(struct record *record, uint32_t id)
{
	record->ids = xgrow(
	    record->ids, record->nids, &record->ids_cap, sizeof(*record->ids));
	record->ids[record->nids++] = id;
}

void
record_add_key(struct record *record, struct str key)
{
	record->keys = xgrow(record->keys, record->nkeys, &record->keys_cap,
	    sizeof(*record->keys));
	record->keys[record->nkeys++] = arena_copy(&record->arena, key);
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
ids_sort(struct record *record)
{
	size_t i, n = 0;

	if (record->nids > 1)
		qsort(
		    record->ids, record->nids, sizeof(*record->ids), id_order);
	for (i = 0; i < record->nids; i++)
		if (n == 0 || record->ids[i] != record->ids[n - 1])
			record->ids[n++] = record->ids[i];
	record->nids = n;
}

static void
keys_sort(struct record *record)
{
	size_t i, n = 0;

	if (record->nkeys > 1)
		qsort(record->keys, record->nkeys, sizeof(*record->keys),
		    key_order);
	for (i = 0; i < record->nkeys; i++)
		if (n == 0 || !str_equal(record->keys[i], record->keys[n - 1]))
			record->keys[n++] = record->keys[i];
	record->nkeys = n;
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

static void
text_write(struct record *record, struct str text)
{
	number_write(record, text.len);
	bytes_room(record, text.len);
	memcpy(record->bytes + record->len, text.data, text.len);
	record->len += text.len;
}

struct str
record_encode(struct record *record)
{
	uint32_t last = 0;
	size_t i;

	ids_sort(record);
	keys_sort(record);
	record->len = 0;
	number_write(record, record->nids);
	for (i = 0; i < record->nids; i++) {
		number_write(record, record->ids[i] - last);
		last = record->ids[i];
	}
	number_write(record, record->nkeys);
	for (i = 0; i < record->nkeys; i++)
		text_write(record, record->keys[i]);
	return (struct str){record->bytes, record->len};
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

struct record_reader
record_read(struct str bytes)
{
	struct record_reader reader = {.p = (const unsigned char *)bytes.data};

	reader.nids = number_read(&reader.p);
	if (reader.nids == 0)
		reader.nkeys = number_read(&reader.p);
	return reader;
}

bool
record_next_id(struct record_reader *reader, uint32_t *id)
{
	if (reader->nids == 0)
		return false;
	*id = reader->id += (uint32_t)number_read(&reader->p);
	if (--reader->nids == 0)
		reader->nkeys = number_read(&reader->p);
	return true;
}

bool
record_next_key(struct record_reader *reader, struct str *key)
{
	uint32_t id;

	while (record_next_id(reader, &id))
		;
	if (reader->nkeys == 0)
		return false;
	reader->nkeys--;
	key->len = number_read(&reader->p);
	key->data = (const char *)reader->p;
	reader->p += key->len;
	return true;
}
