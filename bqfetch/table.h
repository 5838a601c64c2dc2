#ifndef BQFETCH_TABLE_H
#define BQFETCH_TABLE_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bqfetch/api.h"

/*
 * A table to be read as it stands: no query, nothing scanned, nothing billed.
 * It is read as of one moment, so that rows written meanwhile neither shift
 * the others nor come in part.
 *
 * source   reference of the BigQuery REST API v2: tables.get, tabledata.list
 */
struct table {
	char *project, *dataset;
	char *name;         /* perhaps with a decorator */
	size_t plain_len;   /* of it, without the snapshot that we added */
	json_t *fields;     /* those wanted; of the schema */
	char *selected;     /* those wanted, as the API wants to hear it; NULL:
	                    all */
	uint64_t nstreamed; /* rows that may be missing yet */
};

/*
 * Take apart PROJECT.DATASET.TABLE, PROJECT:DATASET.TABLE or DATASET.TABLE,
 * the table perhaps with a partition ($) or snapshot (@) decorator.
 *
 * project  where none is named; NULL: none
 * returns  0, or -1 when it is no such name
 * owns     the caller, until table_fini, even after -1
 */
int table_parse(struct table *t, const char *text, const char *project);
void table_fini(struct table *t);

/*
 * Look it up.
 *
 * fields   names to read, with commas between and dots for members of records;
 *          NULL: all
 * returns  0, or -1 with api->error set
 */
int table_open(struct table *t, struct api *api, const char *fields);

/*
 * Go without the snapshot that table_open took, for servers that know none.
 *
 * returns  whether there was one
 */
bool table_drop_snapshot(struct table *t);

/*
 * The URL of the rows, for fetch.
 *
 * owns     the caller, to be freed
 */
char *table_rows_url(const struct table *t, const struct api *api);

#endif
