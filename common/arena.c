#include "common/arena.h"

#include <stdlib.h>

#include "common/util.h"

#define BLOCK ((size_t)64 << 10)
#define ALIGN ((size_t)16)

struct arena_block {
	struct arena_block *next;
	char pad[ALIGN - sizeof(struct arena_block *)];
	char data[];
};

/* nbytes from the block in use, or from a new one. */
static char *
take(struct arena *a, size_t nbytes)
{
	struct arena_block *block;
	size_t units;

	if (a->blocks == NULL || nbytes > a->cap - a->used) {
		units = (nbytes > BLOCK / 4 ? nbytes : BLOCK) / ALIGN + 1;
		block = xreallocarray(NULL, 1 + units, ALIGN);
		block->next = a->blocks;
		a->blocks = block;
		a->used = 0;
		a->cap = units * ALIGN;
		a->nbytes += sizeof(*block) + a->cap;
	}
	a->used += nbytes;
	return a->blocks->data + a->used - nbytes;
}

void *
arena_alloc(struct arena *a, size_t nbytes)
{
	/* a block holds whole units: this stays within it */
	a->used += -a->used % ALIGN;
	return take(a, nbytes);
}

struct str
arena_copy(struct arena *a, struct str text)
{
	char *copy = take(a, text.len + 1);

	if (text.len != 0)
		memcpy(copy, text.data, text.len);
	copy[text.len] = '\0';
	return (struct str){copy, text.len};
}

void
arena_free(struct arena *a)
{
	struct arena_block *block, *next;

	for (block = a->blocks; block != NULL; block = next) {
		next = block->next;
		free(block);
	}
	*a = (struct arena){0};
}
