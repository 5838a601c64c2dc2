#ifndef CORRELATIONS_MINE_H
#define CORRELATIONS_MINE_H

#include "correlations/attributes.h"
#include "correlations/results.h"
#include "correlations/wanted.h"

/* What the findings of a channel borrow their text from. */
struct mined;

/*
 * Find what is unusual about each group of a channel.
 *
 * r        settled
 * out      name, totals, groups and findings are set; it borrows from r, c,
 *          wanted and what is returned
 * returns  to be freed, with out, by mined_free
 */
struct mined *mine_channel(const struct reports *r, const struct roles *roles,
    const struct channel *c, struct wanted wanted,
    const struct mine_options *options, struct result_channel *out);
void mined_free(struct mined *m, struct result_channel *out);

#endif
