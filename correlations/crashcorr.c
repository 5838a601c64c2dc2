#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "common/feed.h"
#include "common/list.h"
#include "common/output.h"
#include "common/rows.h"
#include "common/util.h"
#include "common/vis.h"
#include "correlations/addons.h"
#include "correlations/intake.h"
#include "correlations/mine.h"
#include "correlations/options.h"
#include "correlations/print.h"
#include "correlations/stem.h"
#include "correlations/topwords.h"
#include "correlations/tree.h"

extern const char *const gfx_app_notes_lines[];
extern const char *const gfx_critical_errors_lines[];

/* What is read, until the end. */
struct input {
	struct list app_notes, gfx_errors, signatures;
	struct addon_names *addon_names;
	struct rows *rows;
	struct reports *reports;
	struct intake *intake;
};

/* "NAME=VERSION,..." to a channel; "NAME" takes its release_channel. */
static void
channel_make(struct reports *reports, char *text)
{
	char *versions = strchr(text, '='), *version;
	struct str *list = NULL;
	size_t n = 0, cap = 0;

	if (versions != NULL)
		*versions++ = '\0';
	while ((version = strsep(&versions, ",")) != NULL) {
		list = xgrow(list, n, &cap, sizeof(*list));
		list[n++] = str_of(version);
	}
	channel_add(reports, str_of(text), list, n);
}

static bool
lists_read(struct input *in, const struct options *o)
{
	static const char *const none[] = {NULL};

	if (list_read(&in->app_notes, o->app_notes, gfx_app_notes_lines) ==
	        -1 ||
	    list_read(&in->gfx_errors, o->gfx_errors,
	        gfx_critical_errors_lines) == -1 ||
	    list_read(&in->signatures, o->signatures, none) == -1)
		return false;
	in->addon_names = addon_names_read(o->addon_names);
	return in->addon_names != NULL;
}

/* All rows of all files into the reports. */
static bool
rows_read(struct input *in, struct options *o)
{
	struct intake_options intake_options = {str_of(o->product), o->by,
	    o->mine.compat, &in->app_notes, &in->gfx_errors};
	size_t i;

	in->rows = rows_new(o->max_line);
	in->reports = reports_new(o->memory, o->mine.compat);
	in->reports->any_channel = o->nchannels == 0;
	for (i = 0; i < o->nchannels; i++)
		channel_make(in->reports, o->channels[i]);
	in->intake = intake_new(&intake_options, in->rows, in->reports);
	if (feed_run(&o->feed, in->rows, intake_take, in->intake) == -1)
		return false;
	if (o->feed.nrows > 0 && !intake_has_groups(in->intake)) {
		warnx("read rows: none has a %s", o->by ? o->by : "signature");
		return false;
	}
	return reports_settle(in->reports) == 0;
}

static void
remarks_print(const struct reports *reports)
{
	const struct channel *c;
	char name[256];
	size_t i;

	for (i = 0; i < reports->nchannels; i++) {
		c = &reports->channels[i];
		vis(c->name, name, sizeof(name));
		if (c->nrefs == 0)
			warnx("%s: no crash reports", name);
		if (c->nduplicates > 0)
			warnx("%s: %ju rows with the uuid of another one left"
			      " out",
			    name, (uintmax_t)c->nduplicates);
	}
}

/* The wanted groups of a channel; to be freed. */
static struct wanted
wanted_make(
    const struct input *in, const struct options *o, const struct channel *c)
{
	struct wanted wanted = o->signatures
	                           ? wanted_list(&in->signatures)
	                           : wanted_top(in->reports, c, o->top);

	if (o->explain != NULL)
		wanted_explain(&wanted, str_of(o->explain));
	return wanted;
}

static enum status
results_write(const struct results *results, const struct options *o)
{
	const struct print_format *format = o->format;
	struct output out;

	if (o->output != NULL && tree_write(o->output, results) == -1)
		return STATUS_FAIL;
	if (o->output != NULL && format == NULL)
		return STATUS_OK;
	if (output_open(&out, NULL) == -1)
		return STATUS_FAIL;
	if (format == NULL)
		format = print_formats;
	format->print(out.file, results);
	return output_finish(&out) == -1 ? STATUS_FAIL : STATUS_OK;
}

static double
seconds(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* --verbose: what the work was, and how long it took. */
static void
work_print(const struct input *in, const struct results *results, double begin)
{
	const struct result_channel *c;
	char name[256];
	size_t i, ncomments;

	for (i = 0; i < results->nchannels; i++) {
		c = &results->channels[i];
		warnx("%s: %ju crash reports, %ju items and %ju pairs counted "
		      "as candidates",
		    vis(c->name, name, sizeof(name)),
		    (uintmax_t)c->total_reference, (uintmax_t)c->nsingles,
		    (uintmax_t)c->npairs);
		ncomments = in->reports->channels[i].comments.n;
		if (ncomments > 0)
			warnx("%s: words of %zu comments, %s", name, ncomments,
			    stem_is_built_in() ? "counted by stem"
			                       : "counted as written: built "
			                         "without libstemmer");
	}
	warnx("mined in %.2f s", seconds() - begin);
}

/* Show which channel is mined now. */
static void
mining_show(struct progress *p, const struct reports *r, size_t i)
{
	const struct channel *c = &r->channels[i];
	char name[256], what[400];

	snprintf(what, sizeof(what),
	    "compare %s: %ju crash reports, %zu of %zu",
	    vis(c->name, name, sizeof(name)), (uintmax_t)c->nrefs, i + 1,
	    r->nchannels);
	progress_phase(p, what);
}

static enum status
mine_and_write(struct input *in, const struct options *o)
{
	size_t i, n = in->reports->nchannels;
	struct mined **mined = xcalloc(n, sizeof(*mined));
	struct wanted *wanted = xcalloc(n, sizeof(*wanted));
	struct top_words **words = xcalloc(n, sizeof(*words));
	struct results results = {.compat = o->mine.compat,
	    .product = o->product,
	    .by = o->by,
	    .explain = o->explain,
	    .command = o->command,
	    .min_support_diff = o->mine.min_support_diff,
	    .min_corr = o->mine.min_corr,
	    .nchannels = n};
	double begin = seconds();
	struct progress progress;
	enum status status;

	snprintf(results.date, sizeof(results.date), "%s",
	    o->date ? o->date : intake_newest_date(in->intake));
	strcpy(results.oldest, intake_oldest_date(in->intake));
	strcpy(results.newest, intake_newest_date(in->intake));
	results.channels = xcalloc(n, sizeof(*results.channels));
	progress_begin(&progress, o->feed.progress);
	for (i = 0; i < n; i++) {
		mining_show(&progress, in->reports, i);
		wanted[i] = wanted_make(in, o, &in->reports->channels[i]);
		mined[i] = mine_channel(in->reports, intake_roles(in->intake),
		    &in->reports->channels[i], wanted[i], &o->mine,
		    &results.channels[i]);
		words[i] = top_words_find(in->reports,
		    &in->reports->channels[i], &results.channels[i]);
	}
	progress_end(&progress);
	if (o->verbose)
		work_print(in, &results, begin);
	status = results_write(&results, o);
	for (i = 0; i < n; i++) {
		top_words_free(words[i]);
		mined_free(mined[i], &results.channels[i]);
		wanted_free(&wanted[i]);
	}
	free(words);
	free(mined);
	free(wanted);
	free(results.channels);
	return status;
}

static void
input_free(struct input *in)
{
	list_free(&in->app_notes);
	list_free(&in->gfx_errors);
	list_free(&in->signatures);
	addon_names_free(in->addon_names);
	intake_free(in->intake);
	rows_free(in->rows);
	reports_free(in->reports);
}

int
main(int argc, char **argv)
{
	enum status status = STATUS_FAIL;
	struct input in = {0};
	struct options o;

	options_parse(&o, argc, argv);
	if ((o.output == NULL || tree_check(o.output) == 0) &&
	    lists_read(&in, &o) && rows_read(&in, &o)) {
		if (!o.quiet)
			remarks_print(in.reports);
		o.mine.addon_names = in.addon_names;
		status = mine_and_write(&in, &o);
	}
	if (status == STATUS_OK && o.feed.nbad > 0)
		status = STATUS_FAIL;
	input_free(&in);
	options_fini(&o);
	return status;
}
