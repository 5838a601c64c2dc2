#include "common/backoff.h"

#include <sys/random.h>
#include <time.h>

#include "common/util.h"

uint64_t
backoff_seed(void)
{
	struct timespec now;
	uint64_t seed;

	/* Early in the life of a machine there may be no randomness yet. */
	if (getrandom(&seed, sizeof(seed), GRND_NONBLOCK) == sizeof(seed))
		return seed;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return hash_bytes(&now, sizeof(now));
}

uint32_t
backoff_next_ms(struct backoff *b, unsigned int tries)
{
	uint64_t wait_ms = b->base_ms;

	while (--tries > 0 && wait_ms < b->cap_ms)
		wait_ms *= 2;
	if (wait_ms > b->cap_ms)
		wait_ms = b->cap_ms;
	b->chance += 0x9e3779b97f4a7c15U;
	wait_ms += hash_number(b->chance) % (wait_ms / 2 + 1);
	return wait_ms < UINT32_MAX ? (uint32_t)wait_ms : UINT32_MAX;
}
