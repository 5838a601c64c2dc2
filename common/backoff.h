#ifndef COMMON_BACKOFF_H
#define COMMON_BACKOFF_H

#include <stdint.h>

/*
 * How long to wait before trying something again: twice as long after every
 * failure, up to a limit, and up to half as long again by chance, so that
 * those who failed together do not come back together. Chance decides waits
 * only, never results.
 */
struct backoff {
	uint32_t base_ms; /* after the first failure, before chance */
	uint32_t cap_ms;  /* never more than this, before chance */
	uint64_t chance;  /* state of the random numbers */
};

/* Any state will do; this one differs from run to run. */
uint64_t backoff_seed(void);

/*
 * The wait before the next try.
 *
 * tries    made so far, at least 1
 * returns  within [d, d + d / 2], d = min(cap_ms, base_ms * 2^(tries - 1))
 */
uint32_t backoff_next_ms(struct backoff *b, unsigned int tries);

#endif
