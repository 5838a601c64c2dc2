#ifndef BQFETCH_SCALAR_H
#define BQFETCH_SCALAR_H

#include "bqfetch/buf.h"
#include "common/str.h"

/*
 * The text of one scalar cell to its JSON.
 *
 * out      the JSON is added to it
 * text     decoded; the byte after it is no digit, and text and that byte may
 *          be written to
 * returns  NULL, or what was expected instead; out is then undefined behind
 *          its old end
 */
typedef const char *scalar_write(struct buf *out, struct str text);

scalar_write scalar_int64;   /* as a number of any size */
scalar_write scalar_float64; /* a number, or a string where JSON has none */
scalar_write scalar_bool;
scalar_write scalar_timestamp;  /* microseconds, or ISO 8601 cut to those */
scalar_write scalar_picosecond; /* ISO 8601 with twelve decimals */
scalar_write scalar_range;      /* of timestamps */
scalar_write scalar_json;       /* the value, checked, on one line */

#endif
