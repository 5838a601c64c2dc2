#ifndef CORRELATIONS_FINDINGS_H
#define CORRELATIONS_FINDINGS_H

#include "correlations/contrast.h"

#define NO_PRIOR SIZE_MAX

/* A candidate that is told of. */
struct finding {
	const struct candidate *candidate; /* in the contrast */
	size_t prior;                      /* the single that is; or NO_PRIOR */
	const struct candidate *pair;      /* of both, where there is one */
};

/*
 * Which candidates of a group are findings (ALGORITHM section 6A), in item-set
 * order.
 *
 * returns  *n findings
 * owns     the caller, by free
 */
struct finding *findings_choose(const struct contrast *k, size_t *n);

/*
 * The same as the production job decides (6B).
 *
 * alpha    the level that the group before left; 0.05 before the first one of
 *          a channel
 */
struct finding *findings_choose_compat(
    const struct contrast *k, double *alpha, size_t *n);

/* A candidate against the rest of the channel's reports. */
struct rest_test {
	double p_value;
	double phi;
};

/* What p-values of single items and of pairs have to be at most. */
void findings_levels(const struct contrast *k, double alpha[2]);

struct rest_test findings_test(
    const struct contrast *k, const struct candidate *x);

#endif
