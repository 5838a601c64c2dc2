/*
 * The rules of Mozilla's production job (mozilla/docker-etl,
 * jobs/crash-correlations, 2026-08), kept so that its output and ours can be
 * compared byte by byte while one replaces the other. Its oddities are meant:
 * the level of significance that never rises again, tables that compare the
 * group with all reports instead of the rest, one that mixes items and pairs.
 */
#include <math.h>
#include <stdlib.h>

#include "common/util.h"
#include "correlations/findings.h"
#include "correlations/stats.h"

struct pass {
	const struct contrast *contrast;
	double *alpha;
	struct finding *findings;
	size_t n, cap;
	struct verdict *verdicts; /* an explained one makes us skip */
};

static void
prior_set(struct verdict *v, size_t prior, const struct candidate *pair)
{
	v->prior = prior;
	v->pair = pair;
}

/* Step 2 for prior a and item b of a pair: is the pair folded into b? */
static bool
fold(struct pass *s, const struct candidate *x, size_t a, size_t b)
{
	const struct contrast *k = s->contrast;
	struct verdict *of_b = &s->verdicts[b];
	double given;

	if (of_b->fate != FATE_LISTED || !contrast_explains(k, a, b))
		return false;
	given = contrast_given(x, &k->singles[a]);
	if (given < k->options->min_support_diff) {
		of_b->fate = FATE_EXPLAINED;
		prior_set(of_b, a, x);
		return true;
	}
	if (contrast_is_same_given(k, x, &k->singles[a], &k->singles[b]))
		return false;
	if (of_b->pair == NULL ||
	    contrast_given(of_b->pair, &k->singles[of_b->prior]) >= given)
		prior_set(of_b, a, x);
	return true;
}

/* Fisher's p-value of the table that the production job makes of a pair. */
static double
odd_pvalue(const struct contrast *k, const struct candidate *x)
{
	uint64_t group = (uint64_t)k->ngroup;
	uint64_t n[4] = {x->count, group - k->singles[x->first].count,
	    group - k->singles[x->second].count, group - x->count};

	return fisher_pvalue(n);
}

static void
finding_add(struct pass *s, const struct candidate *x, struct rest_test test)
{
	s->findings = xgrow(s->findings, s->n, &s->cap, sizeof(*s->findings));
	s->findings[s->n++] = (struct finding){x, test, NO_PRIOR, NULL};
}

/* Step 5: against all reports of the channel. */
static enum fate
significance(
    struct pass *s, const struct candidate *x, size_t level, struct verdict *v)
{
	const struct contrast *k = s->contrast;
	size_t n_level = level == 2 ? k->npairs : k->nsingles;
	uint64_t n[4] = {x->count, x->total, (uint64_t)k->ngroup - x->count,
	    (uint64_t)k->nreference - x->total};
	double chi2 = chi2_yates(n);

	v->is_tested = true;
	v->test.p_value = chi2_pvalue(chi2);
	v->test.phi = phi_coefficient(n, chi2);
	*s->alpha =
	    fmin(0.05 / (double)(1U << level) / (double)n_level, *s->alpha);
	v->alpha = *s->alpha;
	return findings_significance(k, v->test, *s->alpha);
}

static void
single_judge(struct pass *s, size_t single)
{
	const struct contrast *k = s->contrast;
	const struct candidate *x = &k->singles[single];
	struct verdict *v = &s->verdicts[single];

	v->prior = NO_PRIOR;
	v->fate = contrast_difference(k, x) < k->options->min_support_diff
	              ? FATE_ALIKE
	              : significance(s, x, 1, v);
	if (v->fate == FATE_LISTED)
		finding_add(s, x, v->test);
}

static bool
is_skipped(const struct pass *s, const struct candidate *x)
{
	return s->verdicts[x->first].fate == FATE_EXPLAINED ||
	       s->verdicts[x->second].fate == FATE_EXPLAINED;
}

static void
pair_judge(struct pass *s, const struct candidate *x)
{
	const struct contrast *k = s->contrast;
	struct verdict v = {0};
	bool folded;

	if (is_skipped(s, x))
		return;
	folded = fold(s, x, x->first, x->second);
	folded = fold(s, x, x->second, x->first) || folded;
	if (folded || contrast_difference(k, x) < k->options->min_support_diff)
		return;
	if (contrast_is_independent(k, x) ||
	    !pvalue_at_most(odd_pvalue(k, x), *s->alpha))
		return;
	if (significance(s, x, 2, &v) == FATE_LISTED)
		finding_add(s, x, v.test);
}

struct finding *
findings_choose_compat(const struct contrast *k, double *alpha,
    struct verdict *verdicts, size_t *n)
{
	struct pass s = {.contrast = k, .alpha = alpha, .verdicts = verdicts};
	struct finding *f;
	size_t i;

	for (i = 0; i < k->nsingles; i++)
		single_judge(&s, i);
	for (i = 0; i < k->npairs; i++)
		pair_judge(&s, &k->pairs[i]);
	*n = 0;
	for (i = 0; i < s.n; i++) {
		f = &s.findings[i];
		if (is_skipped(&s, f->candidate))
			continue;
		if (f->candidate->first == f->candidate->second) {
			f->prior = verdicts[f->candidate->first].prior;
			f->pair = verdicts[f->candidate->first].pair;
		}
		s.findings[(*n)++] = *f;
	}
	return s.findings;
}
