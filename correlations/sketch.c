#include "correlations/sketch.h"

#include <stdlib.h>

#include "common/util.h"

void
sketch_init(struct sketch *sketch, size_t nbytes)
{
	size_t n = 1;

	while (n < nbytes)
		n *= 2;
	*sketch = (struct sketch){.mask = n - 1};
}

void
sketch_fini(struct sketch *sketch)
{
	free(sketch->counters);
	sketch->counters = NULL;
}

static size_t
place_of(const struct sketch *sketch, struct str key, uint32_t group)
{
	return hash_number(hash_bytes(key.data, key.len) ^ group) &
	       sketch->mask;
}

void
sketch_count(struct sketch *sketch, struct str key, uint32_t group)
{
	unsigned char *counter;

	if (sketch->counters == NULL)
		sketch->counters = xcalloc(sketch->mask + 1, 1);
	counter = &sketch->counters[place_of(sketch, key, group)];
	*counter += *counter < UINT8_MAX;
}

bool
sketch_may_reach(const struct sketch *sketch, struct str key, uint32_t group,
    unsigned char n)
{
	return sketch->counters != NULL &&
	       sketch->counters[place_of(sketch, key, group)] >= n;
}
