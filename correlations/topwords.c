/*
 * Three passes over the comments of a channel, so that memory follows the
 * words that may be taken and not all that somebody once wrote: a sketch of how
 * often each stem is in each group; exact counts of those that it says may be
 * enough; and of the stems with enough, how many groups have them, and which
 * forms.
 */
#include "correlations/topwords.h"

#include <math.h>
#include <stdlib.h>

#include "common/intern.h"
#include "common/util.h"
#include "correlations/comments.h"
#include "correlations/sketch.h"

struct stem {
	uint32_t count;      /* comments of the group at hand */
	bool is_candidate;   /* of some group */
	uint32_t last_group; /* in which it was met */
	uint32_t ngroups;    /* that have it */
	uint32_t form;       /* the most frequent one */
};

struct form {
	struct str text;
	uint32_t stem;
	uint32_t count; /* comments of the channel */
};

/* A stem that may stand for a group. */
struct candidate {
	size_t group; /* place among the results */
	uint32_t stem;
	uint32_t count;
	double score;
	struct str text;
};

struct top_words {
	const struct reports *reports;
	const struct comment_list *comments;
	uint32_t *wanted; /* by group: place among the results, or NO_GROUP */
	struct sketch sketch;
	struct intern *stem_keys, *form_keys;
	struct stem *stems; /* by number */
	size_t stems_cap;
	struct form *forms;
	size_t forms_cap;
	uint32_t *touched; /* stems of the group at hand */
	size_t ntouched, touched_cap;
	struct candidate *candidates;
	size_t n, cap;
	uint64_t ngroups; /* that have comments */
	struct str *shown;
};

/* What a pass does with a word of a comment. */
typedef void visit(
    struct top_words *t, uint32_t group, const struct comment_word *word);

static void
comments_visit(struct top_words *t, size_t begin, size_t end, visit *take)
{
	struct comment_reader reader = {0};
	const struct comment_ref *ref;
	struct comment_word word;
	size_t i;

	for (i = begin; i < end; i++) {
		ref = &t->comments->refs[i];
		comment_read(t->reports->comments, &reader, ref->at);
		while (comment_next(&reader, &word))
			take(t, ref->group, &word);
	}
	comment_reader_fini(&reader);
}

static void
stem_sketch(
    struct top_words *t, uint32_t group, const struct comment_word *word)
{
	if (word->is_first && t->wanted[group] != NO_GROUP)
		sketch_count(&t->sketch, word->stem, group);
}

static void
stem_count(struct top_words *t, uint32_t group, const struct comment_word *word)
{
	uint32_t id, n = intern_count(t->stem_keys);

	if (!word->is_first || !sketch_may_reach(&t->sketch, word->stem, group,
	                           TOP_WORDS_REPORTS_MIN))
		return;
	id = intern_id(t->stem_keys, word->stem);
	if (id == n) {
		t->stems = xgrow(t->stems, n, &t->stems_cap, sizeof(*t->stems));
		t->stems[id] = (struct stem){.last_group = NO_GROUP};
	}
	if (t->stems[id].count++ > 0)
		return;
	t->touched = xgrow(
	    t->touched, t->ntouched, &t->touched_cap, sizeof(*t->touched));
	t->touched[t->ntouched++] = id;
}

/* The stems of the group at hand that are in enough comments. */
static void
candidates_add(struct top_words *t, uint32_t group)
{
	struct stem *stem;
	size_t i;

	for (i = 0; i < t->ntouched; i++) {
		stem = &t->stems[t->touched[i]];
		if (stem->count >= TOP_WORDS_REPORTS_MIN) {
			stem->is_candidate = true;
			t->candidates = xgrow(t->candidates, t->n, &t->cap,
			    sizeof(*t->candidates));
			t->candidates[t->n++] =
			    (struct candidate){.group = t->wanted[group],
			        .stem = t->touched[i],
			        .count = stem->count};
		}
		stem->count = 0;
	}
	t->ntouched = 0;
}

static void
groups_count(struct top_words *t)
{
	const struct comment_ref *refs = t->comments->refs;
	size_t begin, end, n = t->comments->n;

	for (begin = 0; begin < n; begin = end) {
		for (end = begin + 1; end < n; end++)
			if (refs[end].group != refs[begin].group)
				break;
		t->ngroups++;
		if (t->wanted[refs[begin].group] == NO_GROUP)
			continue;
		comments_visit(t, begin, end, stem_count);
		candidates_add(t, refs[begin].group);
	}
}

static void
stem_measure(
    struct top_words *t, uint32_t group, const struct comment_word *word)
{
	uint32_t id, form, n = intern_count(t->form_keys);
	struct stem *stem;

	if (!intern_find(t->stem_keys, word->stem, &id) ||
	    !t->stems[id].is_candidate)
		return;
	stem = &t->stems[id];
	if (stem->last_group != group) {
		stem->last_group = group;
		stem->ngroups++;
	}
	form = intern_id(t->form_keys, word->key);
	if (form == n) {
		t->forms = xgrow(t->forms, n, &t->forms_cap, sizeof(*t->forms));
		t->forms[form] = (struct form){.stem = id};
		t->forms[form].text = intern_text(t->form_keys, form);
		t->forms[form].text.data += word->stem.len + 1;
		t->forms[form].text.len = word->form.len;
	}
	t->forms[form].count++;
}

/* The form that each stem is shown in. */
static void
forms_choose(struct top_words *t)
{
	uint32_t i, n = intern_count(t->form_keys);
	const struct form *form, *best;
	struct stem *stem;

	for (i = 0; i < intern_count(t->stem_keys); i++)
		t->stems[i].form = n;
	for (i = 0; i < n; i++) {
		form = &t->forms[i];
		stem = &t->stems[form->stem];
		best = stem->form == n ? NULL : &t->forms[stem->form];
		if (best == NULL || form->count > best->count ||
		    (form->count == best->count &&
		        str_order(form->text, best->text) < 0))
			stem->form = i;
	}
}

static void
candidates_score(struct top_words *t)
{
	const struct form *form;
	const struct stem *stem;
	struct candidate *x;
	size_t i, n = 0;

	for (i = 0; i < t->n; i++) {
		x = &t->candidates[i];
		stem = &t->stems[x->stem];
		form = &t->forms[stem->form];
		if (stem->ngroups == t->ngroups ||
		    form->count < TOP_WORDS_REPORTS_MIN)
			continue;
		x->text = form->text;
		x->score = x->count *
		           log((double)(t->ngroups + 1) / (stem->ngroups + 1));
		t->candidates[n++] = *x;
	}
	t->n = n;
}

static int
candidate_order(const void *a, const void *b)
{
	const struct candidate *x = a, *y = b;

	if (x->group != y->group)
		return x->group < y->group ? -1 : 1;
	if (x->score != y->score)
		return x->score > y->score ? -1 : 1;
	return str_order(x->text, y->text);
}

static void
candidates_take(struct top_words *t, struct result_channel *out)
{
	struct result_group *group;
	size_t i;

	if (t->n > 0)
		qsort(t->candidates, t->n, sizeof(*t->candidates),
		    candidate_order);
	t->shown = xreallocarray(NULL, t->n, sizeof(*t->shown));
	for (i = 0; i < t->n; i++) {
		group = &out->groups[t->candidates[i].group];
		t->shown[i] = t->candidates[i].text;
		if (group->top_words == NULL)
			group->top_words = &t->shown[i];
		if (group->ntop_words < TOP_WORDS_MAX)
			group->ntop_words++;
	}
}

/* Which groups of the comments are wanted, and where their results are. */
static void
wanted_find(struct top_words *t, const struct result_channel *out)
{
	size_t i, n = intern_count(t->reports->groups);
	uint32_t id;

	t->wanted = xreallocarray(NULL, n, sizeof(*t->wanted));
	for (i = 0; i < n; i++)
		t->wanted[i] = NO_GROUP;
	for (i = 0; i < out->ngroups; i++)
		if ((out->groups[i].status == RESULT_FOUND ||
		        out->groups[i].status == RESULT_NOTHING) &&
		    intern_find(
		        t->reports->groups, out->groups[i].signature, &id))
			t->wanted[id] = (uint32_t)i;
}

struct top_words *
top_words_find(const struct reports *r, const struct channel *c,
    struct result_channel *out)
{
	struct top_words *t;

	if (c->comments.n == 0)
		return NULL;
	t = xcalloc(1, sizeof(*t));
	t->reports = r;
	t->comments = &c->comments;
	t->stem_keys = intern_new();
	t->form_keys = intern_new();
	wanted_find(t, out);
	sketch_init(&t->sketch, r->sketch->mask + 1);
	comments_visit(t, 0, c->comments.n, stem_sketch);
	groups_count(t);
	sketch_fini(&t->sketch);
	comments_visit(t, 0, c->comments.n, stem_measure);
	forms_choose(t);
	candidates_score(t);
	candidates_take(t, out);
	return t;
}

void
top_words_free(struct top_words *t)
{
	if (t == NULL)
		return;
	free(t->wanted);
	free(t->stems);
	free(t->forms);
	free(t->touched);
	free(t->candidates);
	free(t->shown);
	intern_free(t->stem_keys);
	intern_free(t->form_keys);
	free(t);
}
