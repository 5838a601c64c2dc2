#ifndef STATS_H
#define STATS_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Statistics of a 2x2 table of counts: pure functions, no state.
 *
 * A table is n[4], row by row: a b / c d.  Accuracies were measured with
 * cells up to 10^7; larger ones lose digits slowly and must stay below 2^53.
 */

/* Two ends of a confidence interval, low <= high. */
struct interval {
	double low;
	double high;
};

/*
 * Smallest of the four counts to expect if rows and columns were
 * independent: below 5, chi-squared is no good approximation.
 *
 * n        table of counts
 * returns  smallest row sum times smallest column sum over total; 0 when a
 *          row or a column is all zero
 */
double chi2_expected_min(const uint64_t n[4]);

/*
 * Pearson's chi-squared of a 2x2 table, without correction.
 *
 * n        table of counts
 * returns  chi-squared, relative accuracy 1e-15; 0 when a row or a column is
 *          all zero
 * source   scipy.stats.chi2_contingency(correction=False), which raises on
 *          a zero row or column
 */
double chi2_pearson(const uint64_t n[4]);

/*
 * Pearson's chi-squared with Yates' correction: each cell is first moved
 * towards its expectation by 0.5, but not beyond it.
 *
 * n        table of counts
 * returns  chi-squared, relative accuracy 1e-15; 0 when a row or a column is
 *          all zero
 * source   scipy.stats.chi2_contingency(correction=True)
 */
double chi2_yates(const uint64_t n[4]);

/*
 * Probability that chi-squared with one degree of freedom is at least so
 * large.
 *
 * chi2     what chi2_pearson() or chi2_yates() returned
 * returns  p-value in [0, 1], 1 for 0; relative accuracy 1e-12 down to
 *          1e-300, below that fewer digits and at last 0
 * source   scipy.stats.chi2.sf(chi2, 1)
 */
double chi2_pvalue(double chi2);

/*
 * Fisher's exact test, two-sided: the probability of all tables with the
 * margins of this one that are no more likely than it.  Equally likely ones
 * count; two tables are equally likely when their probabilities differ by no
 * more than 1e-14 of the observed one's, whatever rounding does.
 *
 * n        table of counts
 * returns  p-value in [0, 1], 1 when a row or a column is all zero; relative
 *          accuracy 1e-11 down to 1e-300, below that fewer digits and at
 *          last 0
 * source   scipy.stats.fisher_exact
 */
double fisher_pvalue(const uint64_t n[4]);

/*
 * Strength of the association of rows and columns.
 *
 * n        table of counts
 * chi2     its chi-squared, with or without correction
 * returns  sqrt(chi2 / sum of the table), in [0, 1]; 0 for a table of zeros
 */
double phi_coefficient(const uint64_t n[4], double chi2);

/*
 * Does a p-value pass a level?  A computed p-value can meet its level
 * exactly, save for rounding, so it may exceed it by 1e-9 of the level.
 *
 * returns  p <= alpha (1 + 1e-9)
 */
bool pvalue_at_most(double p, double alpha);

/*
 * 95 % Wald interval, with continuity correction, of the difference of two
 * supports: the group's minus the reference's.
 *
 * count_*  crash reports that hold the set, at most total_*
 * total_*  crash reports, at least 1
 * returns  d - 1.96 e - c and d + 1.96 e + c, where d is the difference, e its
 *          standard error and c half the sum of 1 / total_*; every operation
 *          rounded on its own, in this order
 */
struct interval difference_interval(uint64_t count_group, uint64_t total_group,
    uint64_t count_reference, uint64_t total_reference);

#endif
