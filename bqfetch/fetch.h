#ifndef BQFETCH_FETCH_H
#define BQFETCH_FETCH_H

#include <stdbool.h>
#include <stdint.h>

#include "bqfetch/api.h"
#include "bqfetch/cells.h"
#include "bqfetch/stream.h"

/*
 * Rows to standard output: asked for in windows by their index, several at a
 * time, and written in order. A window that the service cuts short, or that
 * breaks off on the way, goes on at the next row. Page tokens are not used:
 * together with an index they give rows twice.
 *
 * Memory: 2 x jobs replies as they came, and a MiB, or one row, of output.
 */
struct fetch {
	struct api *api;
	struct cells *cells;
	struct stream *stream;
	const char *url;   /* of the rows, with a query; borrowed */
	unsigned int jobs; /* windows at a time */
	uint64_t limit;    /* rows wanted at most */
	bool has_total;    /* is total known beforehand? */
	uint64_t total;    /* rows there are */

	uint64_t nrows;  /* written */
	uint64_t npages; /* that had rows */
	uint64_t nbytes; /* of them */

	struct api_error error; /* why it failed, if not in writing */

	/* for fetch.c */
	struct piece *first;  /* not written yet, in order of rows */
	unsigned int nunder;  /* pieces that are under way */
	unsigned int nheld;   /* these, and those that wait to be written */
	unsigned int at_once; /* windows at a time now, up to jobs */
	unsigned int ncalm;   /* pages since the service last wanted fewer */
	uint64_t nslow;       /* as the api had it then */
	unsigned int nuncut;  /* pages since the service last cut one short */
	double page_bytes;    /* wanted, of one reply */
	double row_bytes;     /* in replies so far; 0: not known */
};

/*
 * Write all rows.
 *
 * returns  0; -1 with error set, or when the stream cannot be written to
 */
int fetch_run(struct fetch *f);

#endif
