#ifndef CORRELATIONS_STORE_H
#define CORRELATIONS_STORE_H

#include <stddef.h>
#include <stdint.h>

#include "common/str.h"

/*
 * Records of bytes, one after the other: in memory up to a limit, behind it in
 * a temporary file without a name, in $TMPDIR or /tmp.
 */
struct store;

/* Where a record is. */
struct store_ref {
	uint64_t offset;
	uint32_t len;
};

/*
 * limit    bytes to keep in memory
 * owns     the caller, until store_free
 */
struct store *store_new(size_t limit);
void store_free(struct store *s);

/*
 * Add a record.
 *
 * returns  0, or -1 after a message on standard error: the temporary file
 *          cannot be made or written
 */
int store_add(struct store *s, struct str record, struct store_ref *ref);

/* Write out what is buffered; before the first store_get. As store_add. */
int store_flush(struct store *s);

/* Room for a record read back; one for each thread. { 0 } is an empty one. */
struct store_buf {
	char *data;
	size_t cap;
};

void store_buf_free(struct store_buf *buf);

/*
 * A record. Ends the program when the temporary file cannot be read back.
 *
 * returns  its bytes, in the store or in buf; lasts until the next call with
 *          the same buf
 */
struct str store_get(
    const struct store *s, struct store_ref ref, struct store_buf *buf);

#endif
