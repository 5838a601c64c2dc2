#include <signal.h>
#include <stdio.h>

#include "common/feed.h"
#include "common/output.h"
#include "common/util.h"
#include "missing-symbols/count.h"
#include "missing-symbols/input.h"
#include "missing-symbols/modlist.h"
#include "missing-symbols/options.h"
#include "missing-symbols/previous.h"
#include "missing-symbols/releases.h"
#include "missing-symbols/report.h"
#include "missing-symbols/symbols.h"

/* The lists that the tool carries. */
extern const char *const firefox_modules_lines[];
extern const char *const known_modules_lines[];
extern const char *const unix_modules_lines[];
extern const char *const vendors_lines[];
extern const char *const windows_modules_lines[];

/* Everything read besides the rows: 0, or -1 after a message. */
static int
sources_read(struct report_sources *from, const struct options *o)
{
	const struct report *r = &o->report;

	from->known = modlist_read(o->known, known_modules_lines);
	from->firefox = modlist_read(o->firefox, firefox_modules_lines);
	from->vendors = modlist_read(o->vendors, vendors_lines);
	from->os[0] = modlist_read(o->os, windows_modules_lines);
	if (o->os == NULL && !r->compat)
		from->os[1] = modlist_read(NULL, unix_modules_lines);
	if (!from->known || !from->firefox || !from->vendors || !from->os[0])
		return -1;
	if (o->releases != NULL &&
	    (from->releases = releases_read(o->releases)) == NULL)
		return -1;
	if (o->previous != NULL &&
	    (from->previous = previous_read(
	         o->previous, r->product, count_by_word(r->count_by))) == NULL)
		return -1;
	return 0;
}

static void
sources_free(struct report_sources *from)
{
	modlist_free(from->known);
	modlist_free(from->firefox);
	modlist_free(from->vendors);
	modlist_free(from->os[0]);
	modlist_free(from->os[1]);
	releases_free(from->releases);
	previous_free(from->previous);
}

/*
 * Read the rows, and write the report if they were good.
 *
 * returns  0; 1 when bad rows were passed over; -1 when there is no report
 */
static int
report_run(struct options *o, const struct report_sources *from, FILE *out)
{
	struct report *r = &o->report;
	struct input in = {
	    .product = str_of(r->product),
	    .count_by = r->count_by,
	    .min_count = r->min_count,
	};
	struct feed feed = {
	    .files = o->files,
	    .nfiles = o->nfiles,
	    .keep_going = o->keep_going,
	    .progress = o->progress,
	};
	struct count *count = count_new(r->count_by);
	int status = -1;

	if (input_read(&in, &feed, o->max_line, count) == 0) {
		report_make(r, from, count, &in);
		symbols_ask(r, o->symbol_server, o->upstreams, o->nupstreams,
		    o->progress);
		if (r->compat)
			o->format->print_compat(r, out);
		else
			o->format->print(r, out);
		report_drop(r);
		status = feed.nbad > 0;
	}
	count_free(count);
	return status;
}

int
main(int argc, char *argv[])
{
	struct options o;
	struct report_sources from = {.known = NULL};
	struct output out;
	int status = STATUS_FAIL, done;

	signal(SIGPIPE, SIG_IGN);
	options_take(&o, argc, argv);
	if (sources_read(&from, &o) == 0 && output_open(&out, o.output) == 0) {
		done = report_run(&o, &from, out.file);
		if (done == -1)
			output_abandon(&out);
		else if (output_finish(&out) == 0 && done == 0)
			status = STATUS_OK;
	}
	sources_free(&from);
	return status;
}
