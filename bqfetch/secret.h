#ifndef BQFETCH_SECRET_H
#define BQFETCH_SECRET_H

#include <stddef.h>

/*
 * Memory that held keys or tokens, cleared before it is given back, so that
 * neither a core dump nor memory handed out again shows them.
 */

/*
 * From here on jansson clears what it frees, and no core is dumped. To be
 * called before jansson has allocated anything.
 */
void secret_init(void);

/* Clear len bytes and free them. */
void secret_free(void *data, size_t len);

/* The same for text. NULL is fine. */
void secret_free_text(char *text);

/*
 * A file of at most max bytes, with a NUL behind it.
 *
 * returns  NULL with errno set: EFBIG when there is more
 * owns     the caller, until secret_free(text, *len)
 */
char *secret_read(const char *file, size_t max, size_t *len);

#endif
