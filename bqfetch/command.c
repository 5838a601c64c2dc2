#include "bqfetch/command.h"

#include <err.h>
#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bqfetch/param.h"
#include "common/option.h"
#include "common/url.h"
#include "common/util.h"
#include "common/vis.h"

#define JOBS 4
#define JOBS_MAX 64
#define TRIES 12
#define TRIES_MAX 1000
#define RETRY_WAIT_MS 1000
#define RETRY_WAIT_MAX_MS 60000
#define TIMEOUT_MAX_S (7 * 24 * 3600)

enum long_option {
	OPTION_CACERT = 256,
	OPTION_CREDENTIALS,
	OPTION_ENDPOINT,
	OPTION_FIELDS,
	OPTION_INT64,
	OPTION_LABEL,
	OPTION_LIMIT,
	OPTION_LOCATION,
	OPTION_MAX_BYTES_BILLED,
	OPTION_NO_AUTH,
	OPTION_OMIT_NULL,
	OPTION_PARAM,
	OPTION_PROGRESS,
	OPTION_PROJECT,
	OPTION_QUERY_FILE,
	OPTION_RETRY_WAIT,
	OPTION_STATS,
	OPTION_TABLE,
	OPTION_TIMEOUT,
	OPTION_TRIES,
	OPTION_VERSION,
};

static const struct option long_options[] = {
    {"cacert", required_argument, NULL, OPTION_CACERT},
    {"credentials", required_argument, NULL, OPTION_CREDENTIALS},
    {"dry-run", no_argument, NULL, 'n'},
    {"endpoint", required_argument, NULL, OPTION_ENDPOINT},
    {"fields", required_argument, NULL, OPTION_FIELDS},
    {"help", no_argument, NULL, 'h'},
    {"int64", required_argument, NULL, OPTION_INT64},
    {"jobs", required_argument, NULL, 'j'},
    {"label", required_argument, NULL, OPTION_LABEL},
    {"limit", required_argument, NULL, OPTION_LIMIT},
    {"location", required_argument, NULL, OPTION_LOCATION},
    {"max-bytes-billed", required_argument, NULL, OPTION_MAX_BYTES_BILLED},
    {"no-auth", no_argument, NULL, OPTION_NO_AUTH},
    {"omit-null", no_argument, NULL, OPTION_OMIT_NULL},
    {"param", required_argument, NULL, OPTION_PARAM},
    {"progress", no_argument, NULL, OPTION_PROGRESS},
    {"project", required_argument, NULL, OPTION_PROJECT},
    {"query-file", required_argument, NULL, OPTION_QUERY_FILE},
    {"quiet", no_argument, NULL, 'q'},
    {"retry-wait", required_argument, NULL, OPTION_RETRY_WAIT},
    {"stats", required_argument, NULL, OPTION_STATS},
    {"table", required_argument, NULL, OPTION_TABLE},
    {"timeout", required_argument, NULL, OPTION_TIMEOUT},
    {"tries", required_argument, NULL, OPTION_TRIES},
    {"verbose", no_argument, NULL, 'v'},
    {"version", no_argument, NULL, OPTION_VERSION},
    {NULL, 0, NULL, 0},
};

static const char usage_lines[] =
    "usage: bqfetch [options] SQL\n"
    "       bqfetch [options] --query-file FILE\n"
    "       bqfetch [options] --table PROJECT.DATASET.TABLE\n";

static const char help_example[] =
    "Example: bqfetch --query-file crashes.sql --param day:DATE:2026-11-22 |\n"
    "             missing-symbols > report.html\n";

static const char help_text[] =
    "Print the rows that a BigQuery query gives, or those of a table, one "
    "JSON\n"
    "object a line.\n"
    "\n"
    "What is fetched\n"
    "      --query-file FILE         the query in this file; - is standard "
    "input\n"
    "      --table PROJECT.DATASET.TABLE  all rows of this table\n"
    "      --param NAME:TYPE:VALUE   a parameter of the query, as for bq\n"
    "      --project ID              the project that pays for the query\n"
    "      --location NAME           where the query is to run\n"
    "      --label KEY=VALUE         label the job; can be repeated\n"
    "      --max-bytes-billed SIZE   do not run a query that costs more\n"
    "  -n, --dry-run                 print the bytes that it would scan\n"
    "      --fields NAMES            only these of a table, as in a,b.c\n"
    "      --limit N                 only the first N rows\n"
    "\n"
    "How rows are printed\n"
    "      --int64 number|string     integers, as one of these (number)\n"
    "      --omit-null               leave out what is NULL\n"
    "\n"
    "Who asks\n"
    "      --credentials FILE        a key file or other credentials "
    "(default:\n"
    "                                application default credentials)\n"
    "      --no-auth                 send no access token\n"
    "\n"
    "The network\n"
    "      --endpoint URL            ask this server\n"
    "      --cacert FILE             trust only these certificates (PEM)\n"
    "  -j, --jobs N                  pages fetched at a time (4)\n"
    "      --tries N                 of each call (12)\n"
    "      --retry-wait MS           before the second try; after each "
    "further\n"
    "                                one twice as long, up to 32 s (1000)\n"
    "      --timeout SECONDS         for the whole run (no limit)\n"
    "\n"
    "Other\n"
    "      --stats FILE              write what was done, as JSON; - is "
    "standard\n"
    "                                error\n"
    "  -q, --quiet                   no progress, no warnings\n"
    "      --progress                show progress though this is no "
    "terminal\n"
    "  -v, --verbose                 tell of the job and of retries\n"
    "  -h, --help                    this text\n"
    "      --version                 the version\n"
    "\n"
    "Exit status: 0 all rows, 1 failure, 2 usage, 3 try again later.\n";

static bool
int64_need(void)
{
	if (strcmp(optarg, "string") != 0 && strcmp(optarg, "number") != 0)
		option_refuse("int64", optarg, "neither number nor string");
	return strcmp(optarg, "string") == 0;
}

static void
label_add(struct command *c)
{
	const char *equals = strchr(optarg, '=');
	json_t *value;
	char *key;

	if (equals == NULL || equals == optarg)
		option_refuse("label", optarg, "not KEY=VALUE");
	key = xstrndup(optarg, (size_t)(equals - optarg));
	value = json_string(equals + 1);
	if (value == NULL || json_object_set_new(c->labels, key, value) == -1)
		option_refuse("label", optarg, "invalid UTF-8");
	free(key);
}

static void
param_add(struct command *c)
{
	char why[256];
	json_t *param = param_parse(optarg, why, sizeof(why));

	if (param == NULL)
		option_refuse("param", optarg, why);
	json_array_append_new(c->parameters, param);
}

/* The address of a server. A wrong one is not shown: it may hold a password. */
static const char *
url_need(const char *option)
{
	const char *why;

	if (url_check(optarg, &why) == -1) {
		warnx("--%s: %s", option, why);
		option_usage();
	}
	return optarg;
}

/* Where the text of an option goes as it is, or NULL. */
static const char **
text_of(struct command *c, int option)
{
	switch (option) {
	case OPTION_CACERT:
		return &c->cacert;
	case OPTION_CREDENTIALS:
		return &c->credentials;
	case OPTION_FIELDS:
		return &c->fields;
	case OPTION_LOCATION:
		return &c->location;
	case OPTION_PROJECT:
		return &c->project;
	case OPTION_QUERY_FILE:
		return &c->query_file;
	case OPTION_STATS:
		return &c->stats;
	case OPTION_TABLE:
		return &c->table;
	default:
		return NULL;
	}
}

/* What an option without a text switches on, or NULL. */
static bool *
switch_of(struct command *c, int option)
{
	switch (option) {
	case OPTION_NO_AUTH:
		return &c->no_auth;
	case OPTION_OMIT_NULL:
		return &c->cells.omit_null;
	case OPTION_PROGRESS:
		return &c->progress;
	case 'n':
		return &c->dry_run;
	case 'q':
		return &c->quiet;
	case 'v':
		return &c->verbose;
	default:
		return NULL;
	}
}

static void
take(struct command *c, int option)
{
	switch (option) {
	case OPTION_ENDPOINT:
		c->endpoint = url_need("endpoint");
		break;
	case OPTION_INT64:
		c->cells.int64_string = int64_need();
		break;
	case OPTION_LABEL:
		label_add(c);
		break;
	case OPTION_LIMIT:
		c->limit = option_number("limit", optarg, 0, UINT64_MAX - 1);
		break;
	case OPTION_MAX_BYTES_BILLED:
		c->max_bytes_billed =
		    option_size("max-bytes-billed", optarg, 1, INT64_MAX);
		break;
	case OPTION_PARAM:
		param_add(c);
		break;
	case OPTION_RETRY_WAIT:
		c->retry_wait_ms = (uint32_t)option_number(
		    "retry-wait", optarg, 1, RETRY_WAIT_MAX_MS);
		break;
	case OPTION_TIMEOUT:
		c->timeout_s =
		    option_number("timeout", optarg, 1, TIMEOUT_MAX_S);
		break;
	case OPTION_TRIES:
		c->tries =
		    (unsigned int)option_number("tries", optarg, 1, TRIES_MAX);
		break;
	case OPTION_VERSION:
		option_tell("bqfetch %s\n", VERSION);
		break;
	case 'h':
		option_help(help_example, help_text);
		break;
	case 'j':
		c->jobs =
		    (unsigned int)option_number("jobs", optarg, 1, JOBS_MAX);
		break;
	default:
		option_usage();
	}
}

/* What does not go together. */
static void
check(const struct command *c)
{
	int nsources =
	    (c->sql != NULL) + (c->query_file != NULL) + (c->table != NULL);
	const char *why = NULL;

	if (nsources != 1)
		why = "exactly one of SQL, --query-file and --table expected";
	else if (c->table == NULL && c->fields != NULL)
		why = "--fields: for --table only; a query selects them itself";
	else if (c->table != NULL && json_array_size(c->parameters) > 0)
		why = "--param: a table has no parameters";
	else if (c->table != NULL && c->dry_run)
		why = "--dry-run: reading a table scans nothing";
	if (why == NULL)
		return;
	warnx("%s", why);
	option_usage();
}

void
command_parse(struct command *c, int argc, char *argv[])
{
	int option;

	option_begin("bqfetch", usage_lines);
	*c = (struct command){
	    .labels = json_object(),
	    .parameters = json_array(),
	    .jobs = JOBS,
	    .limit = UINT64_MAX,
	    .tries = TRIES,
	    .retry_wait_ms = RETRY_WAIT_MS,
	};
	/* for the messages of getopt_long: without the folder */
	argv[0] = program_invocation_short_name;
	while ((option = getopt_long(
	            argc, argv, "hj:nqv", long_options, NULL)) != -1) {
		if (text_of(c, option) != NULL)
			*text_of(c, option) = optarg;
		else if (switch_of(c, option) != NULL)
			*switch_of(c, option) = true;
		else
			take(c, option);
	}
	if (optind < argc)
		c->sql = argv[optind++];
	if (optind < argc) {
		warnx("one SQL expected; quote it");
		option_usage();
	}
	check(c);
}

void
command_fini(struct command *c)
{
	json_decref(c->labels);
	json_decref(c->parameters);
}
