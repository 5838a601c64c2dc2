#include "correlations/findings.h"

#include <math.h>
#include <stdlib.h>

#include "common/util.h"
#include "correlations/stats.h"

/* What is known of a single item while the findings are chosen. */
struct verdict {
	bool significant; /* step 1 */
	bool explained;   /* step 2 */
	size_t prior;
	const struct candidate *pair;
};

struct choice {
	const struct contrast *contrast;
	struct verdict *verdicts;
	double alpha[2]; /* of single items, of pairs */
};

struct rest_test
findings_test(const struct contrast *k, const struct candidate *x)
{
	uint64_t group = (uint64_t)k->ngroup;
	uint64_t reference = (uint64_t)k->nreference;
	uint64_t rest = x->total - x->count;
	uint64_t n[4] = {
	    x->count, rest, group - x->count, reference - group - rest};
	struct rest_test test;

	test.p_value = chi2_expected_min(n) < 5 ? fisher_pvalue(n)
	                                        : chi2_pvalue(chi2_yates(n));
	test.phi = phi_coefficient(n, chi2_pearson(n));
	return test;
}

static bool
is_significant(const struct choice *c, const struct candidate *x, double alpha)
{
	const struct contrast *k = c->contrast;
	struct rest_test test;

	if (contrast_difference(k, x) < k->options->min_support_diff)
		return false;
	test = findings_test(k, x);
	return pvalue_at_most(test.p_value, alpha) &&
	       test.phi >= k->options->min_corr;
}

/*
 * Is single a a possible prior of single b? Where each could be the other's,
 * only the one whose support differs more, or else the earlier one.
 */
static bool
is_prior(const struct contrast *k, size_t a, size_t b)
{
	double of_a, of_b;

	if (!contrast_explains(k, a, b))
		return false;
	if (!contrast_explains(k, b, a))
		return true;
	of_a = contrast_difference(k, &k->singles[a]);
	of_b = contrast_difference(k, &k->singles[b]);
	return of_a > of_b || (of_a == of_b && a < b);
}

static bool
is_explained(const struct choice *c, const struct candidate *x)
{
	return c->verdicts[x->first].explained ||
	       c->verdicts[x->second].explained;
}

/* Step 2 for prior a and item b of a pair. */
static void
explain(struct choice *c, const struct candidate *x, size_t a, size_t b)
{
	const struct contrast *k = c->contrast;

	if (c->verdicts[b].significant && is_prior(k, a, b) &&
	    contrast_given(x, &k->singles[a]) < k->options->min_support_diff)
		c->verdicts[b].explained = true;
}

/*
 * Step 3 for prior a and item b of a pair: does the pair inform b? Then a
 * becomes its prior where it leaves the least difference.
 */
static bool
inform(struct choice *c, const struct candidate *x, size_t a, size_t b)
{
	const struct contrast *k = c->contrast;
	struct verdict *v = &c->verdicts[b];
	double given, best;

	if (!v->significant || !is_prior(k, a, b) ||
	    contrast_is_same_given(k, x, &k->singles[a], &k->singles[b]))
		return false;
	given = contrast_given(x, &k->singles[a]);
	best = v->pair ? contrast_given(v->pair, &k->singles[v->prior]) : 0;
	if (v->pair == NULL || given < best ||
	    (given == best && a < v->prior)) {
		v->prior = a;
		v->pair = x;
	}
	return true;
}

/* Fisher's p-value of the two items' own table in the group. */
static double
together_pvalue(const struct contrast *k, const struct candidate *x)
{
	uint64_t a = k->singles[x->first].count;
	uint64_t b = k->singles[x->second].count;
	uint64_t n[4] = {x->count, a - x->count, b - x->count,
	    (uint64_t)k->ngroup - a - b + x->count};

	return fisher_pvalue(n);
}

/* Step 4: is a pair that informs neither of its items a finding? */
static bool
is_pair_finding(const struct choice *c, const struct candidate *x)
{
	const struct contrast *k = c->contrast;

	return contrast_difference(k, x) >= k->options->min_support_diff &&
	       !contrast_repeats(k, x) && !contrast_is_independent(k, x) &&
	       pvalue_at_most(together_pvalue(k, x), c->alpha[1]) &&
	       is_significant(c, x, c->alpha[1]);
}

static void
singles_judge(struct choice *c)
{
	const struct contrast *k = c->contrast;
	size_t i;

	for (i = 0; i < k->nsingles; i++) {
		c->verdicts[i].prior = NO_PRIOR;
		c->verdicts[i].significant =
		    is_significant(c, &k->singles[i], c->alpha[0]);
	}
	for (i = 0; i < k->npairs; i++) {
		explain(c, &k->pairs[i], k->pairs[i].first, k->pairs[i].second);
		explain(c, &k->pairs[i], k->pairs[i].second, k->pairs[i].first);
	}
}

/* The pairs that are findings, in order, behind the n findings there are. */
static size_t
pairs_judge(struct choice *c, struct finding *findings, size_t n)
{
	const struct contrast *k = c->contrast;
	const struct candidate *x;
	bool informs;
	size_t i;

	for (i = 0; i < k->npairs; i++) {
		x = &k->pairs[i];
		if (is_explained(c, x))
			continue;
		informs = inform(c, x, x->first, x->second);
		informs = inform(c, x, x->second, x->first) || informs;
		if (!informs && is_pair_finding(c, x))
			findings[n++] = (struct finding){x, NO_PRIOR, NULL};
	}
	return n;
}

void
findings_levels(const struct contrast *k, double alpha[2])
{
	alpha[0] = 0.05 / 2 / fmax(1, (double)k->nsingles);
	alpha[1] = fmin(0.05 / 4 / fmax(1, (double)k->npairs), alpha[0]);
}

struct finding *
findings_choose(const struct contrast *k, size_t *n)
{
	struct choice c = {.contrast = k};
	struct finding *findings;
	struct verdict *v;
	size_t i, nsingles = 0;

	*n = 0;
	if (k->ngroup == k->nreference)
		return NULL; /* nothing to compare with */
	findings_levels(k, c.alpha);
	c.verdicts = xcalloc(k->nsingles, sizeof(*c.verdicts));
	findings = xcalloc(k->nsingles + k->npairs, sizeof(*findings));
	singles_judge(&c);
	for (i = 0; i < k->nsingles; i++)
		if (c.verdicts[i].significant && !c.verdicts[i].explained)
			findings[nsingles++].candidate = &k->singles[i];
	*n = pairs_judge(&c, findings, nsingles);
	for (i = 0; i < nsingles; i++) {
		v = &c.verdicts[findings[i].candidate->first];
		findings[i].prior = v->prior;
		findings[i].pair = v->pair;
	}
	free(c.verdicts);
	return findings;
}
