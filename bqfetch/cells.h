#ifndef BQFETCH_CELLS_H
#define BQFETCH_CELLS_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>

#include "bqfetch/buf.h"
#include "common/scan.h"

/*
 * Rows of BigQuery, {"f":[{"v":...},...]}, to JSON objects, by their schema.
 *
 *	INTEGER             number, every digit kept; or a string
 *	FLOAT               number; "NaN", "Infinity", "-Infinity"
 *	BOOLEAN             true, false
 *	TIMESTAMP           RFC 3339 in UTC, six decimals or none, as DATETIME
 *	RANGE of TIMESTAMP  the bounds likewise
 *	JSON                the value itself
 *	RECORD, REPEATED    object, array
 *	all others          the string that came
 *
 * source   TableFieldSchema and tabledata.list of the BigQuery REST API v2
 */
struct cells;

struct cells_options {
	bool int64_string; /* INTEGER as a string */
	bool omit_null;    /* leave out members that are NULL */
};

/*
 * fields   the schema's "fields", borrowed for the call
 * why      what is wrong with them, when NULL is returned
 * owns     the caller, until cells_free
 */
struct cells *cells_new(const json_t *fields,
    const struct cells_options *options, char *why, size_t len);
void cells_free(struct cells *c);

/*
 * Must timestamps be asked for as ISO 8601 text? Some column holds
 * picoseconds, which integer microseconds would cut off.
 */
bool cells_need_iso(const struct cells *c);

/*
 * One row to one object, without the line feed.
 *
 * s        with s->end set
 * p        where the row begins, one that scan_skip found well-formed; it is
 *          written to where strings must be decoded, so it can be read once
 * out      the object is added to it
 * returns  past the row, or NULL: cells_error says why, out is as it was
 */
const char *cells_row(
    struct cells *c, struct scan *s, const char *p, struct buf *out);

/* "column: cause" of the last NULL; until the next call. Made printable. */
const char *cells_error(const struct cells *c);

#endif
