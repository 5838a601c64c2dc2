#ifndef BQFETCH_COMMAND_H
#define BQFETCH_COMMAND_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "bqfetch/cells.h"

/* What the command line asks for. Text points into it, or nowhere. */
struct command {
	const char *sql; /* one of these three */
	const char *query_file;
	const char *table;

	const char *cacert;
	const char *credentials;
	const char *endpoint; /* NULL: the service's own */
	const char *fields;
	const char *location;
	const char *project;
	const char *stats;
	json_t *labels;     /* object */
	json_t *parameters; /* array of QueryParameters */
	struct cells_options cells;
	unsigned int jobs;
	uint64_t limit;                       /* UINT64_MAX: none */
	uint64_t max_bytes_billed, timeout_s; /* 0: none */
	unsigned int tries;
	uint32_t retry_wait_ms;
	bool dry_run, no_auth, progress, quiet, verbose;
};

/*
 * Read the command line. What is wrong with it, or --help or --version, ends
 * the program with a message.
 */
void command_parse(struct command *c, int argc, char *argv[]);

void command_fini(struct command *c);

#endif
