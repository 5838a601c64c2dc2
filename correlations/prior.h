#ifndef CORRELATIONS_PRIOR_H
#define CORRELATIONS_PRIOR_H

#include <stdint.h>

#include "common/str.h"
#include "correlations/results.h"

/*
 * Which attribute can explain which: the graph of priors (ALGORITHM section
 * 6), a node for each column that is named in it and one for each kind of
 * list.
 */

/* The node of a column; -1 when the graph does not have it. */
int prior_node(enum item_kind kind, struct str column);

/*
 * What can be reached from a node: bit n is set for node n; none for -1. From
 * add-ons to versions this says yes; that both are of the same add-on is the
 * caller's to check.
 */
uint64_t prior_closure(int node);

#endif
