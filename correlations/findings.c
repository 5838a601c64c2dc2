#include "correlations/findings.h"

#include <math.h>
#include "common/util.h"
#include "correlations/stats.h"

struct choice {
	const struct contrast *contrast;
	struct verdict *verdicts;
	double alpha[2]; /* of single items, of pairs */
	struct finding *findings;
	size_t nfindings, cap;
};

static struct rest_test
rest_test(const struct contrast *k, const struct candidate *x)
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

enum fate
findings_significance(
    const struct contrast *k, struct rest_test test, double alpha)
{
	if (!pvalue_at_most(test.p_value, alpha))
		return FATE_CHANCE;
	return test.phi >= k->options->min_corr ? FATE_LISTED : FATE_WEAK;
}

/* Step 1 */
static void
single_judge(
    const struct contrast *k, size_t single, double alpha, struct verdict *v)
{
	const struct candidate *x = &k->singles[single];

	v->fate = FATE_ALIKE;
	v->prior = NO_PRIOR;
	if (contrast_difference(k, x) < k->options->min_support_diff)
		return;
	v->is_tested = true;
	v->alpha = alpha;
	v->test = rest_test(k, x);
	v->fate = findings_significance(k, v->test, alpha);
}

/* Did it pass step 1? */
static bool
is_significant(const struct verdict *v)
{
	return v->fate == FATE_LISTED || v->fate == FATE_EXPLAINED;
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
	return c->verdicts[x->first].fate == FATE_EXPLAINED ||
	       c->verdicts[x->second].fate == FATE_EXPLAINED;
}

/* Single a becomes the prior, by the pair x, where it leaves the least
   difference. */
static void
prior_take(const struct contrast *k, struct verdict *v,
    const struct candidate *x, size_t a)
{
	double given = contrast_given(x, &k->singles[a]);
	double best =
	    v->pair ? contrast_given(v->pair, &k->singles[v->prior]) : 0;

	if (v->pair == NULL || given < best ||
	    (given == best && a < v->prior)) {
		v->prior = a;
		v->pair = x;
	}
}

/* Step 2 for prior a and item b of a pair. */
static void
explain(struct choice *c, const struct candidate *x, size_t a, size_t b)
{
	const struct contrast *k = c->contrast;
	struct verdict *v = &c->verdicts[b];

	if (!is_significant(v) || !is_prior(k, a, b) ||
	    contrast_given(x, &k->singles[a]) >= k->options->min_support_diff)
		return;
	v->fate = FATE_EXPLAINED;
	prior_take(k, v, x, a);
}

/* Step 3 for prior a and item b of a pair: does the pair inform b? */
static bool
inform(struct choice *c, const struct candidate *x, size_t a, size_t b)
{
	const struct contrast *k = c->contrast;
	struct verdict *v = &c->verdicts[b];

	if (v->fate != FATE_LISTED || !is_prior(k, a, b) ||
	    contrast_is_same_given(k, x, &k->singles[a], &k->singles[b]))
		return false;
	prior_take(k, v, x, a);
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
is_pair_finding(
    const struct choice *c, const struct candidate *x, struct rest_test *test)
{
	const struct contrast *k = c->contrast;

	if (contrast_difference(k, x) < k->options->min_support_diff ||
	    contrast_repeats(k, x) || contrast_is_independent(k, x) ||
	    !pvalue_at_most(together_pvalue(k, x), c->alpha[1]))
		return false;
	*test = rest_test(k, x);
	return findings_significance(k, *test, c->alpha[1]) == FATE_LISTED;
}

static void
singles_judge(struct choice *c)
{
	const struct contrast *k = c->contrast;
	size_t i;

	for (i = 0; i < k->nsingles; i++)
		single_judge(k, i, c->alpha[0], &c->verdicts[i]);
	for (i = 0; i < k->npairs; i++) {
		explain(c, &k->pairs[i], k->pairs[i].first, k->pairs[i].second);
		explain(c, &k->pairs[i], k->pairs[i].second, k->pairs[i].first);
	}
}

static void
finding_add(struct choice *c, struct finding finding)
{
	c->findings =
	    xgrow(c->findings, c->nfindings, &c->cap, sizeof(*c->findings));
	c->findings[c->nfindings++] = finding;
}

static void
pairs_judge(struct choice *c)
{
	const struct contrast *k = c->contrast;
	const struct candidate *x;
	struct rest_test test;
	bool informs;
	size_t i;

	for (i = 0; i < k->npairs; i++) {
		x = &k->pairs[i];
		if (is_explained(c, x))
			continue;
		informs = inform(c, x, x->first, x->second);
		informs = inform(c, x, x->second, x->first) || informs;
		if (!informs && is_pair_finding(c, x, &test))
			finding_add(
			    c, (struct finding){x, test, NO_PRIOR, NULL});
	}
}

/* The single items that are findings come before the pairs that are, but get
   their priors from the pairs that are not. */
static void
priors_set(struct choice *c)
{
	struct finding *f = c->findings, *end = f + c->nfindings;
	const struct verdict *v;

	for (; f < end && f->candidate->first == f->candidate->second; f++) {
		v = &c->verdicts[f->candidate->first];
		f->prior = v->prior;
		f->pair = v->pair;
	}
}

void
findings_levels(const struct contrast *k, double alpha[2])
{
	alpha[0] = 0.05 / 2 / fmax(1, (double)k->nsingles);
	alpha[1] = fmin(0.05 / 4 / fmax(1, (double)k->npairs), alpha[0]);
}

static void
whole_judge(const struct contrast *k, struct verdict *verdicts)
{
	size_t i;

	for (i = 0; i < k->nsingles; i++)
		verdicts[i].fate = FATE_WHOLE;
}

struct finding *
findings_choose(const struct contrast *k, struct verdict *verdicts, size_t *n)
{
	struct choice c = {.contrast = k, .verdicts = verdicts};
	size_t i;

	*n = 0;
	if (k->ngroup == k->nreference) {
		whole_judge(k, verdicts); /* nothing to compare with */
		return NULL;
	}
	findings_levels(k, c.alpha);
	singles_judge(&c);
	for (i = 0; i < k->nsingles; i++)
		if (verdicts[i].fate == FATE_LISTED)
			finding_add(&c, (struct finding){&k->singles[i],
			                    verdicts[i].test, NO_PRIOR, NULL});
	pairs_judge(&c);
	if (c.nfindings > 0)
		priors_set(&c);
	*n = c.nfindings;
	return c.findings;
}
