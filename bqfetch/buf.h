#ifndef BQFETCH_BUF_H
#define BQFETCH_BUF_H

#include <stddef.h>
#include <string.h>

#include "common/str.h"
#include "common/util.h"

/* Bytes that grow at the end. { 0 } is empty. */
struct buf {
	char *data;
	size_t len, cap;
};

/* Room for nbytes more behind the end, which stays where it is. */
static inline char *
buf_room(struct buf *b, size_t nbytes)
{
	if (b->cap - b->len < nbytes) {
		b->cap = b->len + nbytes + b->cap / 2;
		b->data = xrealloc(b->data, b->cap);
	}
	return b->data + b->len;
}

static inline void
buf_put(struct buf *b, const char *data, size_t len)
{
	memcpy(buf_room(b, len), data, len);
	b->len += len;
}

static inline void
buf_putc(struct buf *b, char c)
{
	*buf_room(b, 1) = c;
	b->len++;
}

static inline void
buf_puts(struct buf *b, struct str text)
{
	if (text.len != 0)
		buf_put(b, text.data, text.len);
}

#endif
