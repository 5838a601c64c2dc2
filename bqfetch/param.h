#ifndef BQFETCH_PARAM_H
#define BQFETCH_PARAM_H

#include <jansson.h>
#include <stddef.h>

/*
 * A query parameter as it is written for bq, NAME:TYPE:VALUE, to a
 * QueryParameter of the REST API.
 *
 * text     without NAME it is positional; without TYPE a STRING. TYPE is a
 *          scalar, ARRAY<T>, STRUCT<name T, ...> or RANGE<T>; VALUE is plain
 *          text, of arrays and structs JSON, of ranges "[start, end)". The
 *          text NULL is the value NULL
 * why      what is wrong with it, when NULL is returned
 * returns  the object, which the caller is to json_decref
 * source   bq query --help; QueryParameter of the BigQuery REST API v2
 */
json_t *param_parse(const char *text, char *why, size_t len);

#endif
