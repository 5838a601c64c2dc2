#include "correlations/mine.h"

#include <pthread.h>
#include <stdlib.h>

#include "common/intern.h"
#include "common/util.h"
#include "correlations/fates.h"
#include "correlations/findings.h"
#include "correlations/order.h"
#include "correlations/parallel.h"
#include "correlations/stats.h"

/* Reports that one thread counts pairs in at a time. */
#define SLICE ((size_t)1 << 16)

struct mined {
	const struct roles *roles;
	const struct channel *channel;
	const struct mine_options *options;
	struct supports *supports;
	struct attributes attributes;
	struct ranking ranking;
	struct pair_space space;
	struct pairset pairs;
	pthread_mutex_t lock; /* of pairs, while it grows */
	uint32_t *all_ranks;
	double alpha;                 /* compat */
	uint64_t *npairs;             /* counted, by group */
	struct result_group **groups; /* by place among the supports */
	struct result_fates *fates;
};

/* A thread's own. */
struct room {
	struct mined *mined;
	struct pair_counter *counter;
	uint32_t *counts; /* by pair of the pairset */
};

/* The ranks of a group's candidates, to be freed. */
static uint32_t *
ranks_list(const struct singles *singles)
{
	uint32_t *ranks = xreallocarray(NULL, singles->n, sizeof(*ranks));
	size_t i;

	for (i = 0; i < singles->n; i++)
		ranks[i] = singles->list[i].rank;
	return ranks;
}

/* The pairs of a group and how many of its reports hold each. */
static struct pair *
group_pairs(struct room *room, size_t group, uint32_t **counts, size_t *npairs)
{
	struct mined *m = room->mined;
	const struct singles *singles = &m->ranking.groups[group];
	const struct group_supports *s = &m->supports->groups[group];
	struct pair *pairs = pairs_make(&m->space, singles, npairs);
	uint32_t *ranks = ranks_list(singles);

	*counts = xcalloc(*npairs, sizeof(**counts));
	pairs_count(room->counter, s->refs, s->nrefs, ranks, singles->n, pairs,
	    *npairs, *counts);
	free(ranks);
	return pairs;
}

/* First time round: which pairs must be counted in the channel? */
static void
pairs_gather(void *arg, size_t group)
{
	struct room *room = arg;
	struct mined *m = room->mined;
	struct pair *pairs;
	uint32_t *counts;
	size_t i, npairs;

	pairs = group_pairs(room, group, &counts, &npairs);
	pthread_mutex_lock(&m->lock);
	for (i = 0; i < npairs; i++)
		if (counts[i] >= SUPPORT_MIN)
			pairset_add(&m->pairs, pairs[i]);
	pthread_mutex_unlock(&m->lock);
	free(pairs);
	free(counts);
}

/* Count the pairs in a slice of the channel's reports. */
static void
slice_count(void *arg, size_t slice)
{
	struct room *room = arg;
	struct mined *m = room->mined;
	size_t begin = slice * SLICE, n = m->channel->nrefs - begin;

	pairs_count(room->counter, m->channel->refs + begin,
	    n < SLICE ? n : SLICE, m->all_ranks, m->ranking.n, m->pairs.pairs,
	    m->pairs.n, room->counts);
}

static void
result_test(const struct contrast *k, const struct finding *finding,
    struct result_finding *out)
{
	struct interval ci = difference_interval(out->count_group,
	    (uint64_t)k->ngroup, out->count_reference, (uint64_t)k->nreference);

	out->p_value = finding->test.p_value;
	out->phi = finding->test.phi;
	out->difference_ci[0] = ci.low;
	out->difference_ci[1] = ci.high;
}

static struct result_finding
result_finding(const struct contrast *k, const struct finding *finding)
{
	const struct candidate *x = finding->candidate;
	struct result_finding out = {
	    .count_reference = x->total, .count_group = x->count};

	out.items[out.nitems++] = contrast_item(k, x->first);
	if (x->second != x->first)
		out.items[out.nitems++] = contrast_item(k, x->second);
	if (!k->options->compat)
		result_test(k, finding, &out);
	if (finding->pair == NULL)
		return out;
	out.has_prior = true;
	out.prior = contrast_prior(k, finding->prior, finding->pair);
	return out;
}

/* The findings of a group, to be freed; what became of its items, if asked. */
static struct finding *
group_judge(struct mined *m, size_t group, const struct contrast *k, size_t *n)
{
	struct verdict *verdicts = xcalloc(k->nsingles, sizeof(*verdicts));
	struct fates_source source = {
	    m->roles, m->channel, m->supports, &m->attributes, verdicts};
	struct finding *findings;

	findings = m->options->compat
	               ? findings_choose_compat(k, &m->alpha, verdicts, n)
	               : findings_choose(k, verdicts, n);
	if (group == m->supports->explained)
		fates_find(&source, k, findings, *n, m->fates);
	free(verdicts);
	return findings;
}

/* Second time round: counts, pruning, findings. */
static void
group_mine(void *arg, size_t group)
{
	struct room *room = arg;
	struct mined *m = room->mined;
	struct result_group *out = m->groups[group];
	struct finding *findings;
	struct contrast k;
	struct pair *pairs;
	uint32_t *counts;
	size_t i, npairs;

	contrast_init(&k, &m->space, m->options, &m->ranking.groups[group],
	    m->channel->nrefs, out->total);
	pairs = group_pairs(room, group, &counts, &npairs);
	m->npairs[group] = npairs;
	contrast_prune(&k, pairs, counts, npairs, &m->pairs);
	free(pairs);
	free(counts);
	if (!m->options->compat)
		findings_levels(&k, out->alpha);
	findings = group_judge(m, group, &k, &out->nfindings);
	out->findings = xcalloc(out->nfindings, sizeof(*out->findings));
	for (i = 0; i < out->nfindings; i++)
		out->findings[i] = result_finding(&k, &findings[i]);
	if (!m->options->compat && out->nfindings > 0)
		order_findings(out->findings, out->nfindings, out->total,
		    m->channel->nrefs);
	if (out->nfindings > 0)
		out->status = RESULT_FOUND;
	free(findings);
	contrast_fini(&k);
}

static void
rooms_sum(struct mined *m, struct room *rooms, unsigned int n)
{
	unsigned int i;
	size_t j;

	for (i = 0; i < n; i++) {
		for (j = 0; j < m->pairs.n; j++)
			m->pairs.counts[j] += rooms[i].counts[j];
		free(rooms[i].counts);
		rooms[i].counts = NULL;
	}
}

/* The three passes over candidates; threads wait for each other between. */
static void
groups_mine(struct mined *m)
{
	unsigned int i, n = m->options->jobs;
	struct room *rooms = xcalloc(n, sizeof(*rooms));
	void **args = xcalloc(n, sizeof(*args));
	size_t ngroups = m->supports->ngroups, j;

	for (i = 0; i < n; i++) {
		rooms[i].mined = m;
		rooms[i].counter = pair_counter_new(&m->space);
		args[i] = &rooms[i];
	}
	parallel_run(n, args, ngroups, pairs_gather);
	pairset_settle(&m->pairs);
	m->all_ranks = xreallocarray(NULL, m->ranking.n, sizeof(*m->all_ranks));
	for (j = 0; j < m->ranking.n; j++)
		m->all_ranks[j] = (uint32_t)j;
	for (i = 0; i < n; i++)
		rooms[i].counts = xcalloc(m->pairs.n, sizeof(uint32_t));
	parallel_run(
	    n, args, (m->channel->nrefs + SLICE - 1) / SLICE, slice_count);
	rooms_sum(m, rooms, n);
	/* compat: each group inherits alpha from the one before */
	parallel_run(m->options->compat ? 1 : n, args, ngroups, group_mine);
	for (i = 0; i < n; i++)
		pair_counter_free(rooms[i].counter);
	free(rooms);
	free(args);
}

static void
candidates_sum(const struct mined *m, struct result_channel *out)
{
	size_t i;

	for (i = 0; i < m->supports->ngroups; i++) {
		out->nsingles += m->ranking.groups[i].n;
		out->npairs += m->npairs[i];
	}
}

/*
 * The numbers of the wanted groups that have reports, and their results.
 *
 * explained  the place among these n of the group that is
 */
static uint32_t *
groups_number(struct mined *m, const struct reports *r, struct wanted wanted,
    struct result_channel *out, size_t *n, size_t *explained)
{
	uint32_t *totals = xcalloc(intern_count(r->groups), sizeof(*totals));
	uint32_t *numbers = xreallocarray(NULL, wanted.n, sizeof(*numbers));
	struct result_group *group;
	size_t i;
	uint32_t id;

	for (i = 0; i < m->channel->nrefs; i++)
		if (m->channel->refs[i].group != NO_GROUP)
			totals[m->channel->refs[i].group]++;
	m->groups = xcalloc(wanted.n, sizeof(*m->groups));
	*n = 0;
	*explained = NO_PLACE;
	for (i = 0; i < wanted.n; i++) {
		group = &out->groups[i];
		group->signature = wanted.groups[i];
		group->status = RESULT_UNKNOWN;
		if (!intern_find(r->groups, wanted.groups[i], &id) ||
		    totals[id] == 0)
			continue;
		group->total = totals[id];
		group->status = RESULT_TOO_FEW;
		if (totals[id] < SUPPORT_MIN)
			continue;
		group->status = RESULT_NOTHING;
		if (i == wanted.explained)
			*explained = *n;
		m->groups[*n] = group;
		numbers[(*n)++] = id;
	}
	free(totals);
	return numbers;
}

struct mined *
mine_channel(const struct reports *r, const struct roles *roles,
    const struct channel *c, struct wanted wanted,
    const struct mine_options *options, struct result_channel *out)
{
	struct mined *m = xcalloc(1, sizeof(*m));
	uint32_t *numbers;
	size_t n, explained;

	m->roles = roles;
	m->channel = c;
	m->options = options;
	m->alpha = 0.05;
	pthread_mutex_init(&m->lock, NULL);
	*out = (struct result_channel){.name = c->name,
	    .total_reference = c->nrefs,
	    .duplicates_ignored = c->nduplicates,
	    .wanted = c->versions,
	    .nwanted = c->nversions,
	    .ngroups = wanted.n,
	    .fates = {.group = wanted.explained, .is_extra = wanted.is_extra}};
	m->fates = &out->fates;
	out->versions = versions_list(c->met, &out->nversions);
	out->groups = xcalloc(wanted.n, sizeof(*out->groups));
	numbers = groups_number(m, r, wanted, out, &n, &explained);
	m->supports =
	    supports_count(r, c, numbers, n, explained, roles_ncolumns(roles));
	free(numbers);
	attributes_find(&m->attributes, roles, r, c, m->supports, options);
	ranking_make(
	    &m->ranking, &m->attributes, r, m->supports, c->nrefs, options);
	m->space = (struct pair_space){r, &m->attributes, &m->ranking};
	m->npairs = xcalloc(n, sizeof(*m->npairs));
	groups_mine(m);
	candidates_sum(m, out);
	return m;
}

void
mined_free(struct mined *m, struct result_channel *out)
{
	size_t i;

	for (i = 0; i < out->ngroups; i++)
		free(out->groups[i].findings);
	free(out->groups);
	free(out->fates.list);
	supports_free(m->supports);
	attributes_free(&m->attributes);
	ranking_free(&m->ranking);
	pairset_free(&m->pairs);
	pthread_mutex_destroy(&m->lock);
	free(m->all_ranks);
	free(m->npairs);
	free(m->groups);
	free(m);
}
