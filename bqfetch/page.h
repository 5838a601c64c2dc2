#ifndef BQFETCH_PAGE_H
#define BQFETCH_PAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bqfetch/buf.h"
#include "bqfetch/cells.h"
#include "common/scan.h"

/*
 * One answer of jobs.getQueryResults or tabledata.list as it stands in memory,
 * whole or cut off anywhere: what its members say, and its rows.
 *
 * The members may come in any order; unknown ones are passed over. Every byte
 * is checked, so what is counted here is well-formed.
 */
struct page {
	bool whole;      /* one JSON object and nothing behind it */
	bool incomplete; /* "jobComplete": false */
	bool has_total;
	bool has_more;   /* it holds a page token */
	uint64_t total;  /* of the whole result */
	uint64_t nrows;  /* complete ones in this page */
	char error[128]; /* when not whole: why */
	struct scan scan;
	const char *next; /* row to convert */
	uint64_t nleft;   /* rows from there on */
};

/*
 * body     len bytes; the byte after them must be NUL and SCAN_PAD more
 *          readable. Borrowed as long as the page is read
 */
void page_init(struct page *page, char *body, size_t len);

/*
 * The next row as a line of JSON.
 *
 * out      the line is added to it
 * returns  1, 0 after the last complete row, or -1: cells_error says why
 */
int page_row(struct page *page, struct cells *cells, struct buf *out);

#endif
