/*
 * What is left to write is a list of pieces, ranges of rows, in order. In the
 * beginning there is one of all rows. A window is carved off the first piece
 * that nobody has asked for, and asked for; what the reply lacks becomes a
 * piece again. The first piece is written when its rows are there.
 *
 * How many rows a window has follows from how long they were so far, for as
 * long as the service does not cut its replies shorter.
 */
#include "bqfetch/fetch.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bqfetch/page.h"

#define FIRST_ROWS 1000 /* of the first windows, to see how long rows are */
#define ROWS_MAX 1000000
#define PAGE_BYTES (8.0 * 1024 * 1024)
#define SHARE_BYTES (512.0 * 1024) /* smaller pages cost more than they bring */
#define EMPTY_TRIES 3              /* of a page without rows */
#define UNCUT_PAGES 16             /* before longer ones are asked for */
#define CALM_PAGES 20 /* before one more window is asked for at a time */

static const char task[] = "fetch rows";

enum piece_state {
	PIECE_DUE,   /* nobody has asked for it */
	PIECE_UNDER, /* somebody has */
	PIECE_READY, /* it is there */
};

struct piece {
	struct piece *next;
	enum piece_state state;
	uint64_t begin, nrows;
	struct api_call *call; /* NULL: due */
	struct page page;      /* of a ready one */
};

static int
fail(struct fetch *f, enum status status, const char *cause)
{
	f->error.task = task;
	f->error.status = status;
	snprintf(f->error.text, sizeof(f->error.text), "%s", cause);
	return -1;
}

/* The index behind the last row wanted. */
static uint64_t
rows_end(const struct fetch *f)
{
	return f->has_total && f->total < f->limit ? f->total : f->limit;
}

/* A new piece, behind another one or, if that is NULL, first of all. */
static struct piece *
piece_add(struct fetch *f, struct piece *after, uint64_t begin, uint64_t nrows)
{
	struct piece *p = xcalloc(1, sizeof(*p));
	struct piece **place = after ? &after->next : &f->first;

	p->begin = begin;
	p->nrows = nrows;
	p->next = *place;
	*place = p;
	return p;
}

/* Leave a piece its first nrows; if it has more, they become its next. */
static void
piece_split(struct fetch *f, struct piece *p, uint64_t nrows)
{
	if (p->nrows <= nrows)
		return;
	piece_add(f, p, p->begin + nrows, p->nrows - nrows);
	p->nrows = nrows;
}

static void
first_remove(struct fetch *f)
{
	struct piece *p = f->first;

	f->first = p->next;
	api_call_free(p->call);
	free(p);
}

/* Rows that nobody has asked for yet. */
static double
rows_due(const struct fetch *f)
{
	const struct piece *p;
	double nrows = 0;

	for (p = f->first; p != NULL; p = p->next)
		if (p->state == PIECE_DUE)
			nrows += (double)p->nrows;
	return nrows;
}

/*
 * Rows to ask for at once: as many as fit into a page, but towards the end no
 * more than this window's share, lest the others have nothing left to do.
 */
static uint64_t
window_rows(const struct fetch *f)
{
	double nrows, share, least;

	if (f->row_bytes <= 0)
		return FIRST_ROWS;
	nrows = f->page_bytes / f->row_bytes;
	least = SHARE_BYTES / f->row_bytes;
	share = rows_due(f) / f->at_once;
	if (share < least)
		share = least;
	if (nrows > share)
		nrows = share;
	if (nrows < 1)
		return 1;
	return nrows > ROWS_MAX ? ROWS_MAX : (uint64_t)nrows;
}

/* Learn from a page: how long rows are, and how long the service's pages. */
static void
window_learn(struct fetch *f, const struct page *page, size_t len, bool cut)
{
	double row_bytes = (double)len / (double)page->nrows;

	if (f->row_bytes > 0)
		row_bytes = (3 * f->row_bytes + row_bytes) / 4;
	f->row_bytes = row_bytes;
	if (cut && page->whole) {
		f->page_bytes = 0.95 * (double)len;
		f->nuncut = 0;
	} else if (!cut && ++f->nuncut >= UNCUT_PAGES) {
		/* it may have been an odd one */
		f->page_bytes *= 2;
		f->nuncut = 0;
	}
	if (f->page_bytes > PAGE_BYTES)
		f->page_bytes = PAGE_BYTES;
}

/* The URL of a piece; to be freed. */
static char *
piece_url(const struct fetch *f, const struct piece *p)
{
	static const char *const members =
	    "jobComplete,totalRows,pageToken,rows";
	bool iso = cells_need_iso(f->cells);
	char begin[24], nrows[24];
	char *url = xstrdup(f->url);

	snprintf(begin, sizeof(begin), "%ju", (uintmax_t)p->begin);
	snprintf(nrows, sizeof(nrows), "%ju", (uintmax_t)p->nrows);
	url = api_url_add(url, "startIndex", begin);
	url = api_url_add(url, "maxResults", nrows);
	/* the two options exclude each other */
	url = api_url_add(
	    url, "formatOptions.useInt64Timestamp", iso ? NULL : "true");
	url = api_url_add(url, "formatOptions.timestampOutputFormat",
	    iso ? "ISO8601_STRING" : NULL);
	url = api_url_add(url, "fields", members);
	return api_url_add(url, "prettyPrint", "false");
}

/* Make a due piece a window: with more rows of its next, or with fewer. */
static void
piece_fit(struct fetch *f, struct piece *p)
{
	uint64_t window = window_rows(f);
	struct piece *next;

	while (p->nrows < window && (next = p->next) != NULL &&
	       next->state == PIECE_DUE) {
		p->nrows += next->nrows;
		p->next = next->next;
		free(next);
	}
	piece_split(f, p, window);
}

static int
piece_start(struct fetch *f, struct piece *p)
{
	char *url;

	piece_fit(f, p);
	url = piece_url(f, p);
	p->call = api_call_new(task, url, NULL);
	free(url);
	p->call->owner = p;
	p->call->want_part = true;
	if (!api_start(f->api, p->call)) {
		f->error = p->call->error;
		return -1;
	}
	p->state = PIECE_UNDER;
	f->nunder++;
	f->nheld++;
	return 0;
}

/* Ask for as much as may be asked for at a time. */
static int
pieces_start(struct fetch *f)
{
	unsigned int at_once = f->has_total ? f->at_once : 1;
	struct piece *p;

	for (p = f->first; p != NULL && f->nunder < at_once; p = p->next) {
		if (p->state != PIECE_DUE)
			continue;
		if (f->nheld >= 2 * f->jobs && p != f->first)
			break;
		if (piece_start(f, p) == -1)
			return -1;
	}
	return 0;
}

/* Drop what lies behind the last row. */
static void
pieces_trim(struct fetch *f)
{
	struct piece **place = &f->first, *p;
	uint64_t end = rows_end(f);

	while ((p = *place) != NULL) {
		if (p->state == PIECE_DUE && p->begin >= end) {
			*place = p->next;
			free(p);
			continue;
		}
		if (p->begin >= end)
			p->nrows = 0;
		else if (p->nrows > end - p->begin)
			p->nrows = end - p->begin;
		place = &p->next;
	}
}

/*
 * Hold a page against the number of rows there are; the first one of a table
 * is where we learn that.
 */
static int
total_check(struct fetch *f, const struct page *page)
{
	char cause[128];

	if (!page->has_total)
		return 0;
	if (f->has_total && f->total != page->total) {
		snprintf(cause, sizeof(cause),
		    "there were %ju rows, now there are %ju",
		    (uintmax_t)f->total, (uintmax_t)page->total);
		return fail(f, STATUS_RETRY, cause);
	}
	f->total = page->total;
	f->has_total = true;
	pieces_trim(f);
	return 0;
}

/* Why the page of a piece is of no use; NULL: it is. */
static const char *
piece_trouble(const struct piece *p)
{
	if (p->page.nrows > 0 || (p->page.whole && p->nrows == 0))
		return NULL;
	if (p->call->part)
		return p->call->request->error;
	if (!p->page.whole)
		return p->page.error;
	if (p->page.incomplete)
		return "the job is said not to be complete";
	return "no rows came where there should be some";
}

/* A page of no use: ask again, but not for ever where there may be nothing. */
static int
piece_again(struct fetch *f, struct piece *p, const char *trouble)
{
	bool empty = p->page.whole && !p->page.incomplete;

	if (empty && p->call->request->tries >= EMPTY_TRIES)
		return fail(f, STATUS_RETRY, trouble);
	p->state = PIECE_UNDER;
	if (api_again(f->api, p->call, trouble))
		return 0;
	f->error = p->call->error;
	return -1;
}

/* Take what a finished call has brought. */
static int
piece_finish(struct fetch *f, struct api_call *call)
{
	struct piece *p = call->owner;
	const char *trouble;

	if (!call->good && !call->part) {
		f->error = call->error;
		return -1;
	}
	page_init(&p->page, call->request->body, call->request->len);
	if (total_check(f, &p->page) == -1)
		return -1;
	if ((trouble = piece_trouble(p)) != NULL)
		return piece_again(f, p, trouble);
	if (p->page.nrows > p->nrows)
		return fail(
		    f, STATUS_FAIL, "more rows came than were asked for");
	p->state = PIECE_READY;
	f->nunder--;
	if (p->nrows == 0)
		return 0;
	if (!p->page.whole)
		f->api->nretries++;
	window_learn(f, &p->page, call->request->len, p->page.nrows < p->nrows);
	f->npages++;
	f->nbytes += call->request->len;
	piece_split(f, p, p->page.nrows);
	return 0;
}

static int
piece_write(struct fetch *f, struct piece *p)
{
	char cause[640];
	int got;

	while ((got = page_row(&p->page, f->cells, &f->stream->rows)) == 1) {
		f->nrows++;
		if (stream_flush(f->stream, false) == -1)
			return -1;
	}
	if (got == 0)
		return 0;
	snprintf(cause, sizeof(cause), "row %ju: %s", (uintmax_t)f->nrows + 1,
	    cells_error(f->cells));
	return fail(f, STATUS_FAIL, cause);
}

/* Write the pieces that are next and there. */
static int
pieces_write(struct fetch *f)
{
	while (f->first != NULL && f->first->state == PIECE_READY) {
		if (piece_write(f, f->first) == -1)
			return -1;
		first_remove(f);
		f->nheld--;
	}
	return stream_flush(f->stream, true);
}

/*
 * Ask for half as much at a time when the service wants that, and for more
 * again once it has been content for a while.
 */
static void
at_once_adjust(struct fetch *f)
{
	if (f->nslow != f->api->nslow) {
		f->nslow = f->api->nslow;
		f->at_once = f->at_once > 1 ? f->at_once / 2 : 1;
		f->ncalm = 0;
	} else if (++f->ncalm >= CALM_PAGES && f->at_once < f->jobs) {
		f->at_once++;
		f->ncalm = 0;
	}
}

int
fetch_run(struct fetch *f)
{
	int result = 0;

	f->page_bytes = PAGE_BYTES;
	f->at_once = f->jobs;
	f->nslow = f->api->nslow;
	http_set_jobs(f->api->http, f->jobs);
	if (rows_end(f) > 0)
		piece_add(f, NULL, 0, rows_end(f));
	while (result == 0 && f->first != NULL) {
		result = pieces_start(f);
		/* the first piece is under way: it was due, or is ready */
		if (result == 0)
			result = piece_finish(f, api_next(f->api));
		if (result == 0)
			result = pieces_write(f);
		at_once_adjust(f);
	}
	api_abandon(f->api);
	while (f->first != NULL)
		first_remove(f);
	return result;
}
