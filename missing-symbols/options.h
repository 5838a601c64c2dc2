#ifndef OPTIONS_H
#define OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "common/progress.h"
#include "missing-symbols/report.h"
#include "missing-symbols/symbols.h"

#define NUPSTREAMS 8

/* A format, and how it is printed with and without --compat. */
struct format {
	const char *name;
	const char *thousands; /* as in struct report */
	void (*print)(const struct report *r, FILE *out);
	void (*print_compat)(const struct report *r, FILE *out);
};

/* What the command line asks for; all text is borrowed from it. */
struct options {
	struct report report; /* what is asked of it */
	const struct format *format;
	const char *output;
	const char *previous, *releases;
	const char *known, *firefox, *os, *vendors;
	const char *symbol_server; /* NULL: not asked */
	struct upstream upstreams[NUPSTREAMS];
	size_t nupstreams;
	size_t max_line;
	bool count_by_given, keep_going;
	enum progress_mode progress;
	char *const *files;
	size_t nfiles;
};

/*
 * Read the command line. Does not return when it is wrong (a message, usage,
 * status 2), or when it only asks for help or the version.
 */
void options_take(struct options *o, int argc, char *argv[]);

#endif
