#include "missing-symbols/options.h"

#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <stdlib.h>
#include <string.h>

#include "common/number.h"
#include "common/option.h"
#include "common/scan.h"
#include "common/url.h"
#include "common/util.h"
#include "missing-symbols/help.h"

#define SYMBOL_SERVER "https://symbols.mozilla.org/"
#define MAX_BYTES 95000
#define MAX_BYTES_LEAST 16384 /* the page without a row takes less */
#define MAX_LINE ((size_t)1 << 30)
#define MIN_COUNT 70
#define NUMBER_MAX 1000000000U
#define SIZE_LIMIT (SIZE_MAX / 4)
#define NAME_MAX_LEN 64

static const struct format formats[] = {
    {"html", NUMBER_THIN, report_html, report_html_compat},
    {"text", ",", report_text, report_text},
    {"json", "", report_json, report_json},
    {"csv", "", report_csv, report_csv},
};

static struct day
date_option(const char *option, const char *value)
{
	struct day day = {.known = true};

	if (date_parse(str_of(value), &day.days) == -1)
		option_refuse(option, value, "not a day, YYYY-MM-DD");
	return day;
}

static const struct format *
format_option(const char *option, const char *value)
{
	size_t i;

	for (i = 0; i < sizeof(formats) / sizeof(formats[0]); i++)
		if (strcmp(value, formats[i].name) == 0)
			return &formats[i];
	option_refuse(option, value, "not one of html, text, json, csv");
	return NULL;
}

static enum count_by
count_by_option(const char *option, const char *value)
{
	enum count_by by;

	for (by = COUNT_REPORTS; by <= COUNT_MAPPINGS; by++)
		if (strcmp(value, count_by_word(by)) == 0)
			return by;
	option_refuse(option, value, "not one of report, mapping");
	return by;
}

/* A name that is to appear in the report. */
static const char *
name_option(const char *option, const char *value)
{
	struct str rest = str_of(value);
	uint32_t c = ' ';
	size_t len;

	for (; rest.len > 0; rest.data += len, rest.len -= len)
		if ((len = utf8_decode(rest.data, rest.len, &c)) == 0 ||
		    c < ' ' || c == 0x7f) {
			warnx("--%s: not a name in UTF-8", option);
			option_usage();
		}
	if (strlen(value) > NAME_MAX_LEN)
		option_refuse(option, value, "too long");
	return value;
}

static const char *
url_option(const char *option, const char *value)
{
	const char *why;

	if (url_check(value, &why) == -1) {
		/* it may hold a password, so it is not shown */
		warnx("--%s: %s", option, why);
		option_usage();
	}
	return value;
}

/* NAME=URL; the text is changed. */
static void
upstream_option(struct options *o, const char *option, char *value)
{
	char *equals = strchr(value, '=');
	size_t i;

	if (equals == NULL || equals == value) {
		warnx("--%s: not NAME=URL", option);
		option_usage();
	}
	if (o->nupstreams == NUPSTREAMS)
		option_refuse(option, value, "one too many");
	*equals = '\0';
	name_option(option, value);
	for (i = 0; i < o->nupstreams; i++)
		if (strcmp(o->upstreams[i].name, value) == 0)
			option_refuse(
			    option, value, "this name is given twice");
	o->upstreams[o->nupstreams++] =
	    (struct upstream){value, url_option(option, equals + 1)};
}

enum {
	OPTION_CHECK_SYMBOLS = 256,
	OPTION_COMPAT,
	OPTION_COUNT_BY,
	OPTION_DATE,
	OPTION_FIREFOX_MODULES,
	OPTION_KEEP_GOING,
	OPTION_KNOWN_MODULES,
	OPTION_MAX_BYTES,
	OPTION_MAX_LINE,
	OPTION_MIN_COUNT,
	OPTION_OS_MODULES,
	OPTION_PAGE,
	OPTION_PREVIOUS,
	OPTION_PRODUCT,
	OPTION_PROGRESS,
	OPTION_RELEASES,
	OPTION_SYMBOL_SERVER,
	OPTION_TOP,
	OPTION_UPSTREAM,
	OPTION_VENDORS,
	OPTION_VERSION,
	OPTION_WINDOW_DAYS,
};

static const struct option long_options[] = {
    {"check-symbols", no_argument, NULL, OPTION_CHECK_SYMBOLS},
    {"compat", no_argument, NULL, OPTION_COMPAT},
    {"count-by", required_argument, NULL, OPTION_COUNT_BY},
    {"date", required_argument, NULL, OPTION_DATE},
    {"firefox-modules", required_argument, NULL, OPTION_FIREFOX_MODULES},
    {"format", required_argument, NULL, 'f'},
    {"help", no_argument, NULL, 'h'},
    {"keep-going", no_argument, NULL, OPTION_KEEP_GOING},
    {"known-modules", required_argument, NULL, OPTION_KNOWN_MODULES},
    {"max-bytes", required_argument, NULL, OPTION_MAX_BYTES},
    {"max-line", required_argument, NULL, OPTION_MAX_LINE},
    {"min-count", required_argument, NULL, OPTION_MIN_COUNT},
    {"os-modules", required_argument, NULL, OPTION_OS_MODULES},
    {"output", required_argument, NULL, 'o'},
    {"page", no_argument, NULL, OPTION_PAGE},
    {"previous", required_argument, NULL, OPTION_PREVIOUS},
    {"product", required_argument, NULL, OPTION_PRODUCT},
    {"progress", no_argument, NULL, OPTION_PROGRESS},
    {"quiet", no_argument, NULL, 'q'},
    {"releases", required_argument, NULL, OPTION_RELEASES},
    {"symbol-server", required_argument, NULL, OPTION_SYMBOL_SERVER},
    {"top", required_argument, NULL, OPTION_TOP},
    {"upstream", required_argument, NULL, OPTION_UPSTREAM},
    {"vendors", required_argument, NULL, OPTION_VENDORS},
    {"version", no_argument, NULL, OPTION_VERSION},
    {"window-days", required_argument, NULL, OPTION_WINDOW_DAYS},
    {NULL, 0, NULL, 0},
};

/* Options that name a file, which is opened later. */
static bool
file_option(struct options *o, int option, const char *value)
{
	static const struct {
		int option;
		size_t offset;
	} files[] = {
	    {OPTION_FIREFOX_MODULES, offsetof(struct options, firefox)},
	    {OPTION_KNOWN_MODULES, offsetof(struct options, known)},
	    {OPTION_OS_MODULES, offsetof(struct options, os)},
	    {OPTION_PREVIOUS, offsetof(struct options, previous)},
	    {OPTION_RELEASES, offsetof(struct options, releases)},
	    {OPTION_VENDORS, offsetof(struct options, vendors)},
	    {'o', offsetof(struct options, output)},
	};
	size_t i;

	for (i = 0; i < sizeof(files) / sizeof(files[0]); i++) {
		if (files[i].option == option) {
			*(const char **)((char *)o + files[i].offset) = value;
			return true;
		}
	}
	return false;
}

/* Any other option; value is NULL where there is none. */
static void
option_take(struct options *o, int option, const char *name, char *value)
{
	switch (option) {
	case OPTION_CHECK_SYMBOLS:
		if (o->symbol_server == NULL)
			o->symbol_server = SYMBOL_SERVER;
		break;
	case OPTION_COMPAT:
		o->report.compat = true;
		break;
	case OPTION_COUNT_BY:
		o->report.count_by = count_by_option(name, value);
		o->count_by_given = true;
		break;
	case OPTION_DATE:
		o->report.date = date_option(name, value);
		break;
	case OPTION_KEEP_GOING:
		o->keep_going = true;
		break;
	case OPTION_MAX_BYTES:
		o->report.max_bytes =
		    option_size(name, value, MAX_BYTES_LEAST, SIZE_LIMIT);
		break;
	case OPTION_MAX_LINE:
		o->max_line = option_size(name, value, 1, SIZE_LIMIT);
		break;
	case OPTION_MIN_COUNT:
		o->report.min_count = option_number(name, value, 0, NUMBER_MAX);
		break;
	case OPTION_PAGE:
		o->report.page = true;
		break;
	case OPTION_PRODUCT:
		o->report.product = name_option(name, value);
		break;
	case OPTION_PROGRESS:
		o->progress = PROGRESS_ON;
		break;
	case OPTION_SYMBOL_SERVER:
		o->symbol_server = url_option(name, value);
		break;
	case OPTION_TOP:
		o->report.top = option_number(name, value, 1, NUMBER_MAX);
		break;
	case OPTION_UPSTREAM:
		upstream_option(o, name, value);
		break;
	case OPTION_VERSION:
		option_tell("missing-symbols %s\n", VERSION);
		break;
	case OPTION_WINDOW_DAYS:
		o->report.window_days =
		    option_number(name, value, 1, NUMBER_MAX);
		break;
	case 'f':
		o->format = format_option("format", value);
		break;
	case 'h':
		option_help(missing_symbols_example, missing_symbols_help);
		break;
	case 'q':
		o->progress = PROGRESS_OFF;
		break;
	default:
		option_usage();
	}
}

void
options_take(struct options *o, int argc, char *argv[])
{
	int option, i = 0;

	option_begin("missing-symbols", missing_symbols_usage);
	*o = (struct options){
	    .report = {.product = "Firefox", .min_count = MIN_COUNT},
	    .format = formats,
	    .max_line = MAX_LINE,
	};
	/* for the messages of getopt_long: without the folder */
	argv[0] = program_invocation_short_name;
	while ((option = getopt_long(argc, argv, "f:ho:q", long_options, &i)) !=
	       -1)
		if (!file_option(o, option, optarg))
			option_take(o, option, long_options[i].name, optarg);
	if (o->report.compat && !o->count_by_given)
		o->report.count_by = COUNT_MAPPINGS;
	if (o->report.page && o->format != formats)
		option_refuse("page", o->format->name, "not with this format");
	if (o->report.page && o->report.compat)
		option_refuse("page", "--compat", "not with this option");
	if (o->report.max_bytes == 0)
		o->report.max_bytes = o->report.page ? SIZE_LIMIT : MAX_BYTES;
	o->report.thousands = o->format->thousands;
	o->files = argv + optind;
	o->nfiles = (size_t)(argc - optind);
}
