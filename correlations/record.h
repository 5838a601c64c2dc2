#ifndef CORRELATIONS_RECORD_H
#define CORRELATIONS_RECORD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/arena.h"
#include "common/str.h"

/*
 * A crash report as bytes: the numbers of its items, and the keys of those
 * that have no number.
 */

/* What goes into one. { 0 } is empty; record_clear makes it so again. */
struct record {
	uint32_t *ids;
	size_t nids, ids_cap;
	struct str *keys; /* copies, in the arena */
	size_t nkeys, keys_cap;
	struct arena arena;
	char *bytes; /* of the last record_encode */
	size_t len, bytes_cap;
};

void record_clear(struct record *record);
void record_free(struct record *record);

/* Put an item in: by its number, or by its key, which is copied. */
void record_add_id(struct record *record, uint32_t id);
void record_add_key(struct record *record, struct str key);

/*
 * Sort both, drop what is there twice, and write it down.
 *
 * returns  the bytes; they last until the next call
 */
struct str record_encode(struct record *record);

/* What comes out of one, piece by piece. */
struct record_reader {
	const unsigned char *p;
	uint64_t nids, nkeys; /* still to be read */
	uint32_t id;          /* the last one read */
};

/* Begin with the ids; when they are read, or passed over, keys follow. */
struct record_reader record_read(struct str bytes);
bool record_next_id(struct record_reader *reader, uint32_t *id);
bool record_next_key(struct record_reader *reader, struct str *key);

#endif
