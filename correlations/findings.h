#ifndef CORRELATIONS_FINDINGS_H
#define CORRELATIONS_FINDINGS_H

#include "correlations/contrast.h"

#define NO_PRIOR SIZE_MAX

/* A candidate against the rest of the channel's reports; compat: against all */
struct rest_test {
	double p_value;
	double phi;
};

/* A candidate that is told of. */
struct finding {
	const struct candidate *candidate; /* in the contrast */
	struct rest_test test;
	size_t prior;                 /* the single that is; or NO_PRIOR */
	const struct candidate *pair; /* of both, where there is one */
};

/* What came of a single item. */
struct verdict {
	enum fate fate;
	bool is_tested; /* test and alpha are set */
	struct rest_test test;
	double alpha; /* what the p-value had to be at most */
	size_t prior; /* the single that explains it, or informs it most */
	const struct candidate *pair; /* of both; NULL: there is no prior */
};

/*
 * Which candidates of a group are findings (ALGORITHM section 6A), in item-set
 * order.
 *
 * verdicts  k->nsingles of them, all zero; set
 * returns   *n findings
 * owns      the caller, by free
 */
struct finding *findings_choose(
    const struct contrast *k, struct verdict *verdicts, size_t *n);

/*
 * The same as the production job decides (6B).
 *
 * alpha    the level that the group before left; 0.05 before the first one of
 *          a channel
 */
struct finding *findings_choose_compat(const struct contrast *k, double *alpha,
    struct verdict *verdicts, size_t *n);

/* What p-values of single items and of pairs have to be at most. */
void findings_levels(const struct contrast *k, double alpha[2]);

/* What p-value and phi make of a candidate: LISTED, CHANCE or WEAK. */
enum fate findings_significance(
    const struct contrast *k, struct rest_test test, double alpha);

#endif
