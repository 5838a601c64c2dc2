#ifndef CORRELATIONS_OPTIONS_H
#define CORRELATIONS_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/feed.h"
#include "correlations/attributes.h"
#include "correlations/print.h"

/* What the command line asks for; text is borrowed from it. */
struct options {
	const char *addon_names, *app_notes, *gfx_errors; /* files, or NULL */
	const char *by;
	char **channels; /* NAME=VERSION,... as given */
	size_t nchannels, channels_cap;
	char *command; /* the options and files that results hang on */
	const char *date;
	const char *explain;               /* a signature, or NULL */
	const struct print_format *format; /* NULL: not asked for */
	const char *output;
	const char *product;
	const char *signatures;
	uint64_t jobs, max_line, memory, top;
	bool quiet, verbose;
	struct mine_options mine;
	struct feed feed;
};

/*
 * Read the command line. Does not return when it is wrong (a message, usage,
 * status 2), or when it only asks for help or the version.
 *
 * owns     the caller, until options_fini
 */
void options_parse(struct options *o, int argc, char **argv);
void options_fini(struct options *o);

#endif
