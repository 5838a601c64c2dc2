#include "correlations/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "common/option.h"
#include "common/util.h"
#include "correlations/command.h"
#include "correlations/folder.h"
#include "correlations/help.h"

#define JOBS_MAX 256
#define TOP_MAX 1000000
#define SIZE_LIMIT ((uint64_t)1 << 50)

static double
share_option(const char *name, const char *text)
{
	const char *why;
	double x = 0;

	if (real_parse(text, 0, 1, &x, &why) == -1)
		option_refuse(name, text, why);
	return x;
}

static const char *
date_option(const char *text)
{
	int32_t days;

	if (date_parse(str_of(text), &days) == -1)
		option_refuse("date", text, "not a day, YYYY-MM-DD");
	return text;
}

static const struct print_format *
format_option(const char *text)
{
	const struct print_format *format = print_format_find(text);

	if (format == NULL)
		option_refuse("format", text, "not ndjson, json, text or html");
	return format;
}

static const char *
explain_option(const char *text)
{
	if (*text == '\0')
		option_refuse("explain", text, "an empty signature");
	return text;
}

static void
channel_option(struct options *o, char *text)
{
	if (*text == '\0' || *text == '=')
		option_refuse("channel", text, "no name: NAME=VERSION,...");
	if (strstr(text, "=,") != NULL || strstr(text, ",,") != NULL ||
	    strchr("=,", text[strlen(text) - 1]) != NULL)
		option_refuse("channel", text, "an empty version");
	o->channels = xgrow(
	    o->channels, o->nchannels, &o->channels_cap, sizeof(*o->channels));
	o->channels[o->nchannels++] = text;
}

enum {
	OPT_ADDON_NAMES = 256,
	OPT_APP_NOTES,
	OPT_BY,
	OPT_CHANNEL,
	OPT_COMPAT,
	OPT_DATE,
	OPT_EXPLAIN,
	OPT_GFX_ERRORS,
	OPT_JOBS,
	OPT_KEEP_GOING,
	OPT_MAX_LINE,
	OPT_MEMORY,
	OPT_MIN_CORR,
	OPT_MIN_SUPPORT_DIFF,
	OPT_PRODUCT,
	OPT_PROGRESS,
	OPT_SIGNATURES,
	OPT_TOP,
	OPT_VERSION,
};

static const struct option long_options[] = {
    {"addon-names", required_argument, NULL, OPT_ADDON_NAMES},
    {"app-notes", required_argument, NULL, OPT_APP_NOTES},
    {"by", required_argument, NULL, OPT_BY},
    {"channel", required_argument, NULL, OPT_CHANNEL},
    {"compat", no_argument, NULL, OPT_COMPAT},
    {"date", required_argument, NULL, OPT_DATE},
    {"explain", required_argument, NULL, OPT_EXPLAIN},
    {"format", required_argument, NULL, 'f'},
    {"gfx-errors", required_argument, NULL, OPT_GFX_ERRORS},
    {"help", no_argument, NULL, 'h'},
    {"jobs", required_argument, NULL, OPT_JOBS},
    {"keep-going", no_argument, NULL, OPT_KEEP_GOING},
    {"max-line", required_argument, NULL, OPT_MAX_LINE},
    {"memory", required_argument, NULL, OPT_MEMORY},
    {"min-corr", required_argument, NULL, OPT_MIN_CORR},
    {"min-support-diff", required_argument, NULL, OPT_MIN_SUPPORT_DIFF},
    {"output", required_argument, NULL, 'o'},
    {"product", required_argument, NULL, OPT_PRODUCT},
    {"progress", no_argument, NULL, OPT_PROGRESS},
    {"quiet", no_argument, NULL, 'q'},
    {"signatures", required_argument, NULL, OPT_SIGNATURES},
    {"top", required_argument, NULL, OPT_TOP},
    {"verbose", no_argument, NULL, 'v'},
    {"version", no_argument, NULL, OPT_VERSION},
    {NULL, 0, NULL, 0},
};

/* What is compared; false: the option is none of these. */
static bool
comparison_set(struct options *o, int option, char *value)
{
	switch (option) {
	case OPT_BY:
		o->by = value;
		break;
	case OPT_CHANNEL:
		channel_option(o, value);
		break;
	case OPT_PRODUCT:
		o->product = value;
		break;
	case OPT_SIGNATURES:
		o->signatures = value;
		break;
	case OPT_TOP:
		o->top = option_number("top", value, 1, TOP_MAX);
		break;
	default:
		return false;
	}
	return true;
}

/* What is a finding. */
static bool
finding_set(struct options *o, int option, char *value)
{
	switch (option) {
	case OPT_ADDON_NAMES:
		o->addon_names = value;
		break;
	case OPT_APP_NOTES:
		o->app_notes = value;
		break;
	case OPT_COMPAT:
		o->mine.compat = true;
		break;
	case OPT_GFX_ERRORS:
		o->gfx_errors = value;
		break;
	case OPT_MIN_CORR:
		o->mine.min_corr = share_option("min-corr", value);
		break;
	case OPT_MIN_SUPPORT_DIFF:
		o->mine.min_support_diff =
		    share_option("min-support-diff", value);
		break;
	default:
		return false;
	}
	return true;
}

/* What is told, and where. */
static bool
output_set(struct options *o, int option, char *value)
{
	switch (option) {
	case 'f':
		o->format = format_option(value);
		break;
	case 'o':
		o->output = value;
		break;
	case 'q':
		o->quiet = true;
		o->feed.progress = PROGRESS_OFF;
		break;
	case 'v':
		o->verbose = true;
		break;
	case OPT_DATE:
		o->date = date_option(value);
		break;
	case OPT_EXPLAIN:
		o->explain = explain_option(value);
		break;
	case OPT_PROGRESS:
		o->feed.progress = PROGRESS_ON;
		break;
	default:
		return false;
	}
	return true;
}

/* How it runs. */
static bool
run_set(struct options *o, int option, const char *value)
{
	switch (option) {
	case OPT_JOBS:
		o->jobs = option_number("jobs", value, 1, JOBS_MAX);
		break;
	case OPT_KEEP_GOING:
		o->feed.keep_going = true;
		break;
	case OPT_MAX_LINE:
		o->max_line = option_size("max-line", value, 1, SIZE_LIMIT);
		break;
	case OPT_MEMORY:
		o->memory = option_size("memory", value, 1, SIZE_LIMIT);
		break;
	default:
		return false;
	}
	return true;
}

/* The sections of --help, one after the other. */
static void
option_set(struct options *o, int option, char *value)
{
	if (option == 'h')
		option_help(crashcorr_example, crashcorr_help);
	if (option == OPT_VERSION)
		option_tell("crashcorr %s\n", VERSION);
	if (!comparison_set(o, option, value) &&
	    !finding_set(o, option, value) && !output_set(o, option, value) &&
	    !run_set(o, option, value))
		option_usage();
}

/* Note an option in the command, unless results are the same without it. */
static void
command_note(struct options *o, int option, const char *value)
{
	const struct option *p;

	switch (option) {
	case 'o':
	case 'q':
	case 'v':
	case OPT_JOBS:
	case OPT_MAX_LINE:
	case OPT_MEMORY:
	case OPT_PROGRESS:
		return;
	}
	for (p = long_options; p->val != option; p++)
		continue;
	o->command = command_add_option(o->command, p->name, value);
}

static uint64_t
processors(void)
{
	long n = sysconf(_SC_NPROCESSORS_ONLN);

	return n < 1 ? 1 : n > JOBS_MAX ? JOBS_MAX : (uint64_t)n;
}

/* The name of a channel as given, before its versions. */
static struct str
channel_name(const char *text)
{
	return (struct str){text, strcspn(text, "=")};
}

/* Each name once; with a directory to write, one that a folder can have. */
static void
channels_check(const struct options *o)
{
	struct str name;
	size_t i, j;

	for (i = 0; i < o->nchannels; i++) {
		name = channel_name(o->channels[i]);
		for (j = 0; j < i; j++)
			if (str_equal(name, channel_name(o->channels[j])))
				option_refuse("channel", o->channels[i],
				    "this name a second time");
		if (o->output != NULL && !folder_fits(name))
			option_refuse("channel", o->channels[i],
			    "no name of a folder, which --output needs");
	}
}

/* --explain prints its own table instead of results. */
static void
explain_check(struct options *o)
{
	static const struct print_format fates = {"fates", print_fates};

	if (o->explain == NULL)
		return;
	if (o->format != NULL)
		option_refuse("explain", o->explain, "not with --format");
	if (o->output != NULL)
		option_refuse("explain", o->explain, "not with --output");
	o->format = &fates;
}

void
options_parse(struct options *o, int argc, char **argv)
{
	int option, i;

	option_begin("crashcorr", crashcorr_usage);
	*o = (struct options){.product = "Firefox",
	    .jobs = processors(),
	    .max_line = (uint64_t)1 << 30,
	    .memory = (uint64_t)512 << 20,
	    .top = 200};
	o->mine.min_support_diff = 0.15;
	o->mine.min_corr = 0.03;
	o->command = command_add(NULL, "crashcorr");
	/* for the messages of getopt_long: without the folder */
	argv[0] = program_invocation_short_name;
	while ((option = getopt_long(
	            argc, argv, "f:ho:qv", long_options, NULL)) != -1) {
		option_set(o, option, optarg);
		command_note(o, option, optarg);
	}
	for (i = optind; i < argc; i++)
		o->command = command_add(o->command, argv[i]);
	channels_check(o);
	explain_check(o);
	o->mine.jobs = (unsigned int)o->jobs;
	o->feed.files = argv + optind;
	o->feed.nfiles = (size_t)(argc - optind);
}

void
options_fini(struct options *o)
{
	free(o->channels);
	free(o->command);
}
