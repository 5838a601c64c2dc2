#ifndef CORRELATIONS_FATES_H
#define CORRELATIONS_FATES_H

#include "correlations/findings.h"

/*
 * What became of every item of one group, and of the columns that are no
 * attributes: gathered from what mining noted, not found out anew.
 */

/* Where it is noted, apart from the contrast. */
struct fates_source {
	const struct roles *roles;
	const struct channel *channel;
	const struct supports *supports; /* with a group explained */
	struct attributes *attributes;
	const struct verdict *verdicts; /* of the contrast's singles */
};

/*
 * Once the findings of the group are chosen.
 *
 * k        of the group that is explained
 * out      list, n, ncandidates and alpha are set; the list is malloced, its
 *          text borrowed from what the findings borrow theirs
 */
void fates_find(const struct fates_source *source, const struct contrast *k,
    const struct finding *findings, size_t nfindings, struct result_fates *out);

#endif
