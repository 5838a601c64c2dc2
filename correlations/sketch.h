#ifndef CORRELATIONS_SKETCH_H
#define CORRELATIONS_SKETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/str.h"

/*
 * Upper bounds of how often each of very many keys was met, in little memory:
 * a counter of one byte for many keys, by their hash. It never says less than
 * the truth.
 */
struct sketch {
	unsigned char *counters; /* NULL until the first key */
	size_t mask;             /* their number less 1 */
};

/* nbytes is rounded up to a power of two; the memory comes when needed. */
void sketch_init(struct sketch *sketch, size_t nbytes);
void sketch_fini(struct sketch *sketch);

/* Count a key once more in a group. */
void sketch_count(struct sketch *sketch, struct str key, uint32_t group);

/* Can it have been counted so often in that group? n is at most 255. */
bool sketch_may_reach(const struct sketch *sketch, struct str key,
    uint32_t group, unsigned char n);

#endif
