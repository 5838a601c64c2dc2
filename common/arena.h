#ifndef COMMON_ARENA_H
#define COMMON_ARENA_H

#include <stddef.h>

#include "common/str.h"

/*
 * Memory for things that live equally long: given out piece by piece, never
 * moved, given back all at once. { 0 } is an empty arena.
 */
struct arena {
	struct arena_block *blocks; /* the one in use first */
	size_t used, cap;           /* of that block */
	size_t nbytes;              /* of all blocks */
};

/* nbytes of memory, aligned for any type, contents undefined. */
void *arena_alloc(struct arena *a, size_t nbytes);

/* A copy of the text with a NUL byte behind it. */
struct str arena_copy(struct arena *a, struct str text);

/* Give everything back; the arena is empty again. */
void arena_free(struct arena *a);

#endif
