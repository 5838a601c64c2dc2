#include "missing-symbols/report.h"

#include <stdlib.h>

#include "common/util.h"

/* Has it symbols that the server may have dropped by now? */
static bool
is_expired(const struct report *r, const struct report_sources *from,
    const struct module *m)
{
	if (r->expiry != EXPIRY_CHECKED ||
	    !modlist_find(from->firefox, m->name, NULL, NULL))
		return false;
	if (r->compat)
		return releases_expired_major(
		    from->releases, m->version, r->date.days);
	return releases_expired(from->releases, m->version, r->date.days);
}

/* Why a module is left out; LEFT_BEYOND_TOP: not for what it is. */
static enum left_out
module_judge(const struct report *r, const struct report_sources *from,
    const struct module *m)
{
	const int32_t *today = r->date.known ? &r->date.days : NULL;

	if (module_is_unnamed(m))
		return LEFT_UNNAMED;
	if (module_is_deleted(m))
		return LEFT_DELETED;
	if (m->crash_count <= r->min_count)
		return LEFT_RARE;
	if (modlist_find(from->known, m->name, today, NULL))
		return LEFT_KNOWN;
	if (is_expired(r, from, m))
		return LEFT_EXPIRED;
	return LEFT_BEYOND_TOP;
}

/* The production job goes by whether there is a text, be it all zeros. */
static bool
has_debug_id(const struct report *r, const struct module *m)
{
	return r->compat ? m->debug_id.len > 0 : module_has_debug_id(m);
}

/* What kind of module it is; known vendors' are no part of the system. */
static void
module_classify(const struct report *r, const struct report_sources *from,
    struct report_module *m)
{
	struct str name = m->module.name;

	if (modlist_find(from->firefox, name, NULL, NULL))
		m->class = has_debug_id(r, &m->module) ? CLASS_FIREFOX
		                                       : CLASS_FIREFOX_NO_ID;
	else if (!r->compat &&
	         modlist_find(from->vendors, name, NULL, &m->vendor))
		m->class = CLASS_OTHER;
	else if (modlist_find(from->os[0], name, NULL, NULL) ||
	         (from->os[1] != NULL &&
	             modlist_find(from->os[1], name, NULL, NULL)))
		m->class = CLASS_OS;
	else
		m->class = CLASS_OTHER;
}

static void
sum_add(struct sum *sum, uint64_t crash_count)
{
	sum->modules++;
	sum->crash_count += crash_count;
}

static int
by_rank(const void *a, const void *b)
{
	return module_order(&((const struct report_module *)a)->module,
	    &((const struct report_module *)b)->module);
}

static int
gone_by_rank(const void *a, const void *b)
{
	const struct previous_module *const *x = a, *const *y = b;

	return module_order(&(*x)->module, &(*y)->module);
}

/* Take the modules that are to be reported. */
static void
modules_choose(struct report *r, const struct report_sources *from,
    const struct count *count)
{
	uint32_t i, n = count_nmodules(count);
	struct module m;
	enum left_out why;
	size_t cap = 0;

	for (i = 0; i < n; i++) {
		m = count_module(count, i);
		if (m.crash_count == 0)
			continue;
		why = module_judge(r, from, &m);
		if (why != LEFT_BEYOND_TOP) {
			sum_add(&r->left_out[why], m.crash_count);
			continue;
		}
		r->modules =
		    xgrow(r->modules, r->nmodules, &cap, sizeof(*r->modules));
		r->modules[r->nmodules++] = (struct report_module){.module = m};
	}
	if (r->nmodules > 0)
		qsort(r->modules, r->nmodules, sizeof(*r->modules), by_rank);
	while (r->top != 0 && r->nmodules > r->top)
		sum_add(&r->left_out[LEFT_BEYOND_TOP],
		    r->modules[--r->nmodules].module.crash_count);
}

static void
module_compare(
    struct report *r, struct previous *previous, struct report_module *m)
{
	const struct previous_module *then =
	    previous_find(previous, &m->module);

	m->in_previous = then != NULL;
	m->previous_count = then ? then->module.crash_count : 0;
	m->first_seen = then ? then->first_seen : r->date;
}

static void
gone_find(struct report *r)
{
	size_t i, cap = 0;

	for (i = 0; i < r->previous->nmodules; i++) {
		if (r->previous->modules[i].met)
			continue;
		r->gone = xgrow(r->gone, r->ngone, &cap, sizeof(*r->gone));
		r->gone[r->ngone++] = &r->previous->modules[i];
	}
	if (r->ngone > 0)
		qsort(r->gone, r->ngone, sizeof(*r->gone), gone_by_rank);
}

void
report_make(struct report *r, const struct report_sources *from,
    const struct count *count, const struct input *in)
{
	size_t i;

	r->total_known = in->total_known;
	r->total_reports = in->total_reports;
	if (!r->date.known && in->date_known)
		r->date = (struct day){true, in->newest};
	r->expiry = EXPIRY_CHECKED;
	if (!r->date.known)
		r->expiry = EXPIRY_NO_DATE;
	if (from->releases == NULL)
		r->expiry = EXPIRY_NO_RELEASES;
	r->left_out[LEFT_UNNAMED] = in->unnamed;
	r->left_out[LEFT_DELETED] = in->deleted;
	r->left_out[LEFT_RARE] = in->rare;
	modules_choose(r, from, count);
	r->previous = from->previous;
	for (i = 0; i < r->nmodules; i++) {
		struct report_module *m = &r->modules[i];

		module_classify(r, from, m);
		if (from->previous != NULL)
			module_compare(r, from->previous, m);
	}
	if (from->previous != NULL)
		gone_find(r);
}

void
report_drop(struct report *r)
{
	size_t i;

	for (i = 0; i < r->nmodules; i++)
		free(r->modules[i].upstream);
	free(r->modules);
	free(r->gone);
	free(r->upstreams);
}

const char *class_word(enum module_class class)
{
	static const char *const words[] = {
	    "firefox", "firefox_no_debug_id", "os", "other"};

	return words[class];
}

const char *
left_out_word(enum left_out why)
{
	static const char *const words[] = {
	    "unnamed", "deleted", "rare", "known", "expired", "beyond_top"};

	return words[why];
}

const char *
count_by_word(enum count_by by)
{
	return by == COUNT_MAPPINGS ? "mapping" : "report";
}

const char *
answer_word(enum symsrv_answer answer)
{
	return answer == SYMSRV_UNASKABLE ? NULL : symsrv_answer_name(answer);
}

const char *
change_word(const struct report *r, const struct report_module *m)
{
	if (r->previous == NULL)
		return NULL;
	if (!m->in_previous)
		return "new";
	if (m->module.crash_count > m->previous_count)
		return "up";
	return m->module.crash_count < m->previous_count ? "down" : "same";
}
