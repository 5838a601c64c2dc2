#ifndef CORRELATIONS_ORDER_H
#define CORRELATIONS_ORDER_H

#include <stddef.h>
#include <stdint.h>

#include "correlations/results.h"

/*
 * Put findings in the order in which Crash Stats shows them: fewer items
 * first, then those whose support surely differs most. What is sure is the end
 * nearer to zero of the 95 % interval of the difference; of a finding with a
 * prior, that of the difference where the prior holds. Equals keep the order
 * they came in.
 *
 * total_*  crash reports of the group and of the channel, at least 1
 * source   sortCorrelationData() in correlation.js of mozilla-services/socorro
 */
void order_findings(struct result_finding *findings, size_t nfindings,
    uint64_t total_group, uint64_t total_reference);

/* What is sure of the difference of a finding: what it is ordered by. */
double order_margin(const struct result_finding *finding, uint64_t total_group,
    uint64_t total_reference);

#endif
