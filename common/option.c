#include "common/option.h"

#include <err.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/output.h"
#include "common/util.h"
#include "common/vis.h"

static const char *tool, *usage;

void
option_begin(const char *the_tool, const char *the_usage)
{
	tool = the_tool;
	usage = the_usage;
}

void
option_usage(void)
{
	fprintf(stderr, "%stry '%s --help'\n", usage, tool);
	exit(STATUS_USAGE);
}

void
option_refuse(const char *option, const char *value, const char *why)
{
	char shown[128];

	warnx("--%s: %s: %s", option, vis(str_of(value), shown, sizeof(shown)),
	    why);
	option_usage();
}

/* number_parse or size_parse. */
typedef int parser(const char *text, uint64_t min, uint64_t max, uint64_t *n,
    const char **why);

static uint64_t
value_parse(parser *parse, const char *option, const char *value, uint64_t min,
    uint64_t max)
{
	const char *why;
	uint64_t n = 0;

	if (parse(value, min, max, &n, &why) == -1)
		option_refuse(option, value, why);
	return n;
}

uint64_t
option_number(const char *option, const char *value, uint64_t min, uint64_t max)
{
	return value_parse(number_parse, option, value, min, max);
}

uint64_t
option_size(const char *option, const char *value, uint64_t min, uint64_t max)
{
	return value_parse(size_parse, option, value, min, max);
}

void
option_tell(const char *fmt, ...)
{
	struct output out;
	va_list args;

	if (output_open(&out, NULL) == -1)
		exit(STATUS_FAIL);
	va_start(args, fmt);
	vfprintf(out.file, fmt, args);
	va_end(args);
	exit(output_finish(&out) == -1 ? STATUS_FAIL : STATUS_OK);
}

void
option_help(const char *example, const char *text)
{
	option_tell("%s\n%s\n%s", example, usage, text);
}
