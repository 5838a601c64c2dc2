#include "bqfetch/page.h"

#include <stdio.h>

/* The rows of the array at p, and where it ends, unless it is cut off. */
static const char *
rows_read(struct page *page, const char *p)
{
	struct scan *s = &page->scan;

	if (page->next != NULL)
		return scan_fail(s, p, "rows a second time");
	if (*p != '[')
		return scan_fail(s, p, "rows: '[' expected");
	p = scan_space(p + 1);
	page->next = p;
	if (*p == ']')
		return p + 1;
	for (;;) {
		if (*p != '{')
			return scan_fail(s, p, "rows: '{' expected");
		if ((p = scan_skip(s, p, 2)) == NULL)
			return NULL;
		page->nrows++;
		p = scan_space(p);
		if (*p == ']')
			return p + 1;
		if (*p != ',')
			return scan_fail(s, p, "',' or ']' expected");
		p = scan_space(p + 1);
	}
}

/* A number, or a string that holds one, as 64-bit integers travel. */
static const char *
total_read(struct page *page, const char *p)
{
	const char *digit = p + (*p == '"'), *end;
	uint64_t n = 0;

	if ((end = scan_skip(&page->scan, p, 1)) == NULL)
		return NULL;
	for (; *digit >= '0' && *digit <= '9' && n < UINT64_MAX / 10; digit++)
		n = 10 * n + (uint64_t)(*digit - '0');
	if (digit != end - (*p == '"') || end - p == 2 * (*p == '"'))
		return scan_fail(&page->scan, p, "totalRows: number expected");
	page->total = n;
	page->has_total = true;
	return end;
}

static const char *
member_read(struct page *page, struct str name, const char *p)
{
	if (str_equal(name, STR("rows")))
		return rows_read(page, p);
	if (str_equal(name, STR("totalRows")))
		return total_read(page, p);
	if (str_equal(name, STR("pageToken")))
		page->has_more = *p == '"' && p[1] != '"';
	else if (str_equal(name, STR("jobComplete")))
		page->incomplete = *p == 'f';
	return scan_skip(&page->scan, p, 1);
}

static const char *
object_read(struct page *page, const char *p)
{
	struct scan *s = &page->scan;
	const char *key;
	struct str name;
	bool escaped;

	if (*p != '{')
		return scan_fail(s, p, "'{' expected");
	p = scan_space(p + 1);
	if (*p == '}')
		return p + 1;
	for (;;) {
		key = p;
		if (*p != '"')
			return scan_fail(s, p, "key expected");
		if ((p = scan_string(s, p, &escaped)) == NULL)
			return NULL;
		name = (struct str){key + 1, (size_t)(p - key) - 2};
		p = scan_space(p);
		if (*p != ':')
			return scan_fail(s, p, "':' expected");
		p = member_read(page, name, scan_space(p + 1));
		if (p == NULL)
			return NULL;
		p = scan_space(p);
		if (*p == '}')
			return p + 1;
		if (*p != ',')
			return scan_fail(s, p, "',' or '}' expected");
		p = scan_space(p + 1);
	}
}

void
page_init(struct page *page, char *body, size_t len)
{
	struct scan *s = &page->scan;
	const char *p;

	*page = (struct page){.scan = {.end = body + len}};
	p = object_read(page, scan_space(body));
	if (p != NULL && *(p = scan_space(p)) == '\0' && p == s->end)
		page->whole = true;
	else if (p != NULL)
		scan_fail(s, p, "text after the object");
	if (!page->whole)
		snprintf(page->error, sizeof(page->error), "%s at byte %zu",
		    s->at == s->end ? "cut off" : s->what,
		    (size_t)(s->at - body));
	page->nleft = page->nrows;
}

int
page_row(struct page *page, struct cells *cells, struct buf *out)
{
	const char *p;

	if (page->nleft == 0)
		return 0;
	p = cells_row(cells, &page->scan, page->next, out);
	if (p == NULL)
		return -1;
	buf_putc(out, '\n');
	page->nleft--;
	if (page->nleft > 0)
		page->next = scan_space(scan_space(p) + 1);
	return 1;
}
