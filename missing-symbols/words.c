#include "missing-symbols/words.h"

#include <inttypes.h>
#include <string.h>

#include "common/util.h"

const char suppress_words[] =
    "To leave a module out of this report, because nobody can have symbols "
    "for it, add a line to missing-symbols/lists/known_modules.tsv, or to the "
    "file given with --known-modules: its name, a tab, and the vendor or the "
    "reason.";

const char found_words[] =
    "The symbol server has these by now. With crashstats-tools, each command "
    "has the crash reports processed again that hold the module in their "
    "stack. Above ten thousand reports, talk to the crash team first.";

bool
text_is_blank(struct str text)
{
	size_t i;

	for (i = 0; i < text.len && text.data[i] == ' '; i++)
		continue;
	return text.len > 0 && i == text.len;
}

char *
number_words(const struct report *r, uint64_t n, char out[NUMBER_SIZE])
{
	return number_print(n, r->thousands, out);
}

char *
share_words(const struct report *r, uint64_t crash_count, char out[NUMBER_SIZE])
{
	out[0] = '\0';
	if (r->total_known && r->total_reports > 0 &&
	    r->count_by == COUNT_REPORTS)
		snprintf(out, NUMBER_SIZE, "%.1f%%",
		    100.0 * (double)crash_count / (double)r->total_reports);
	return out;
}

char *
title_words(const struct report *r, char out[SENTENCE_SIZE])
{
	snprintf(out, SENTENCE_SIZE,
	    "Modules with missing symbols in %s crash reports", r->product);
	return out;
}

/* " in the 3 days to 2026-11-22", as much of it as is known. */
static char *
period_words(const struct report *r, char out[64])
{
	char day[11] = "", days[NUMBER_SIZE];

	out[0] = '\0';
	if (r->date.known)
		date_print(r->date.days, day);
	if (r->window_days > 1)
		snprintf(out, 64, " in %s %s days%s%s",
		    r->date.known ? "the" : "the past",
		    number_words(r, r->window_days, days),
		    r->date.known ? " to " : "", day);
	else if (r->window_days == 1)
		snprintf(out, 64, " in the %sday%s%s",
		    r->date.known ? "" : "past ", r->date.known ? " to " : "",
		    day);
	else if (r->date.known)
		snprintf(out, 64, " up to %s", day);
	return out;
}

/* How often a module is at least in the report: "in more than 70 of". */
static char *
least_words(const struct report *r, char out[128])
{
	char least[NUMBER_SIZE];
	const char *each = r->nmodules > 1 ? ", each" : "";

	number_words(r, r->min_count, least);
	if (r->min_count == 0)
		snprintf(out, 128, " in");
	else if (r->count_by == COUNT_REPORTS)
		snprintf(out, 128, "%s in more than %s%s", each, least,
		    r->total_known ? " of" : "");
	else
		snprintf(out, 128, "%s more than %s times in", each, least);
	return out;
}

char *
summary_words(const struct report *r, char out[SENTENCE_SIZE])
{
	char modules[NUMBER_SIZE] = "No", total[NUMBER_SIZE] = "";
	char least[128], period[64];

	period_words(r, period);
	if (r->total_known && r->total_reports == 0 && r->nmodules == 0) {
		snprintf(out, SENTENCE_SIZE,
		    "There were no %s crash reports%s: nothing to report.",
		    r->product, period);
		return out;
	}
	if (r->nmodules > 0)
		number_words(r, r->nmodules, modules);
	if (r->total_known)
		number_words(r, r->total_reports, total);
	snprintf(out, SENTENCE_SIZE,
	    "%s module%s lacked symbols%s%s %s%s%s crash reports%s.", modules,
	    r->nmodules > 1 ? "s" : "",
	    r->count_by == COUNT_MAPPINGS ? " where mapped" : "",
	    least_words(r, least), total, total[0] ? " " : "", r->product,
	    period);
	return out;
}

char *
left_out_words(
    const struct report *r, enum left_out why, char out[SENTENCE_SIZE])
{
	static const char *const words[] = {
	    [LEFT_UNNAMED] = "with no name, debug file or debug ID",
	    [LEFT_DELETED] = "whose name says that the file was deleted",
	    [LEFT_RARE] = "seen no more than %s times",
	    [LEFT_KNOWN] = "known to have no symbols",
	    [LEFT_EXPIRED] = "of Firefox whose symbols have expired",
	    [LEFT_BEYOND_TOP] = "less frequent than the first %s",
	};
	char number[NUMBER_SIZE];

	number_words(r, why == LEFT_RARE ? r->min_count : r->top, number);
	if (why == LEFT_RARE || why == LEFT_BEYOND_TOP)
		snprintf(out, SENTENCE_SIZE, words[why], number);
	else
		snprintf(out, SENTENCE_SIZE, "%s", words[why]);
	return out;
}

const char *
expiry_words(const struct report *r)
{
	switch (r->expiry) {
	case EXPIRY_NO_RELEASES:
		return "Whether the symbols of Firefox modules have expired "
		       "was not checked: --releases was not given.";
	case EXPIRY_NO_DATE:
		return "Whether the symbols of Firefox modules have expired "
		       "was not checked: no row has a crash_date, and --date "
		       "was not given.";
	default:
		return NULL;
	}
}

char *
previous_words(const struct report *r, char out[SENTENCE_SIZE])
{
	char day[11] = "";

	out[0] = '\0';
	if (r->previous == NULL)
		return out;
	if (r->previous->date.known)
		date_print(r->previous->date.days, day);
	snprintf(out, SENTENCE_SIZE, "Compared with the earlier report%s%s.",
	    day[0] ? " of " : "", day);
	return out;
}

const char *class_title(enum module_class class)
{
	static const char *const titles[] = {
	    "Firefox, with debug ID",
	    "Firefox, without debug ID",
	    "Operating system",
	    "Other",
	};

	return titles[class];
}

const char *class_words(enum module_class class)
{
	static const char *const words[] = {
	    "Built by Mozilla, or from its sources by a distribution: their "
	    "symbols should be on the server. Look here first.",
	    "Built by Mozilla, or from its sources by a distribution, but the "
	    "reports do not say which build it was: no symbols can be looked "
	    "up.",
	    "Part of the system: symbols can be had from its maker, and "
	    "should be fetched from there.",
	    "Drivers, security software and whatever else is in the process. "
	    "Some makers publish symbols.",
	};

	return words[class];
}

char *
change_words(const struct report *r, const struct report_module *m,
    char out[CHANGE_SIZE])
{
	const char *word = change_word(r, m);
	char number[NUMBER_SIZE];
	uint64_t now = m->module.crash_count, then = m->previous_count;

	if (word == NULL)
		word = "";
	if (m->in_previous && now != then)
		snprintf(out, CHANGE_SIZE, "%s %s", word,
		    number_words(
		        r, now > then ? now - then : then - now, number));
	else
		snprintf(out, CHANGE_SIZE, "%s", word);
	return out;
}

/* What can stand between single quotes, and be shown, as it is. */
static bool
is_plain(struct str text)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		if (text.data[i] < ' ' || text.data[i] > '~' ||
		    strchr("'\"\\", text.data[i]) != NULL)
			return false;
	return text.len > 0 && text.len <= 128;
}

char *
found_command(const struct report_module *m)
{
	const struct module *module = &m->module;
	char *command;

	if (m->symbols != SYMSRV_FOUND || !is_plain(module->debug_file) ||
	    !is_plain(module->debug_id))
		return NULL;
	if (asprintf(&command,
	        "supersearch --num=%" PRIu64
	        " --modules_in_stack='%.*s/%.*s' | "
	        "reprocess --sleep 3 --allow-many",
	        module->crash_count, (int)module->debug_file.len,
	        module->debug_file.data, (int)module->debug_id.len,
	        module->debug_id.data) == -1)
		xrealloc(NULL, SIZE_MAX);
	return command;
}
