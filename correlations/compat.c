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
	size_t n;
	size_t *found; /* by single: its finding's place + 1; 0: none */
	bool *skip;    /* by single */
};

/* Step 2 for prior a and item b of a pair: is the pair folded into b? */
static bool
fold(struct pass *s, const struct candidate *x, size_t a, size_t b)
{
	const struct contrast *k = s->contrast;
	struct finding *of_b;
	double given;

	if (s->found[b] == 0 || !contrast_explains(k, a, b))
		return false;
	of_b = &s->findings[s->found[b] - 1];
	given = contrast_given(x, &k->singles[a]);
	if (given < k->options->min_support_diff) {
		s->skip[b] = true;
		return true;
	}
	if (contrast_is_same_given(k, x, &k->singles[a], &k->singles[b]))
		return false;
	if (of_b->pair == NULL ||
	    contrast_given(of_b->pair, &k->singles[of_b->prior]) >= given) {
		of_b->prior = a;
		of_b->pair = x;
	}
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

/* Step 5: against all reports of the channel. */
static bool
passes(struct pass *s, const struct candidate *x, bool is_pair)
{
	const struct contrast *k = s->contrast;
	size_t level = is_pair ? 2 : 1;
	size_t n_level = is_pair ? k->npairs : k->nsingles;
	uint64_t n[4] = {x->count, x->total, (uint64_t)k->ngroup - x->count,
	    (uint64_t)k->nreference - x->total};
	double chi2 = chi2_yates(n);

	*s->alpha =
	    fmin(0.05 / (double)(1U << level) / (double)n_level, *s->alpha);
	return pvalue_at_most(chi2_pvalue(chi2), *s->alpha) &&
	       phi_coefficient(n, chi2) >= k->options->min_corr;
}

static void
candidate_judge(struct pass *s, const struct candidate *x, bool is_pair)
{
	const struct contrast *k = s->contrast;
	bool folded;

	if (s->skip[x->first] || s->skip[x->second])
		return;
	if (is_pair) {
		folded = fold(s, x, x->first, x->second);
		folded = fold(s, x, x->second, x->first) || folded;
		if (folded)
			return;
	}
	if (contrast_difference(k, x) < k->options->min_support_diff)
		return;
	if (is_pair && (contrast_is_independent(k, x) ||
	                   !pvalue_at_most(odd_pvalue(k, x), *s->alpha)))
		return;
	if (!passes(s, x, is_pair))
		return;
	s->findings[s->n++] = (struct finding){x, NO_PRIOR, NULL};
	if (!is_pair)
		s->found[x->first] = s->n;
}

struct finding *
findings_choose_compat(const struct contrast *k, double *alpha, size_t *n)
{
	struct pass s = {.contrast = k, .alpha = alpha};
	const struct candidate *x;
	size_t i;

	s.findings = xcalloc(k->nsingles + k->npairs, sizeof(*s.findings));
	s.found = xcalloc(k->nsingles, sizeof(*s.found));
	s.skip = xcalloc(k->nsingles, sizeof(*s.skip));
	for (i = 0; i < k->nsingles; i++)
		candidate_judge(&s, &k->singles[i], false);
	for (i = 0; i < k->npairs; i++)
		candidate_judge(&s, &k->pairs[i], true);
	*n = 0;
	for (i = 0; i < s.n; i++) {
		x = s.findings[i].candidate;
		if (!s.skip[x->first] && !s.skip[x->second])
			s.findings[(*n)++] = s.findings[i];
	}
	free(s.found);
	free(s.skip);
	return s.findings;
}
