/*
 * How fast pages of BigQuery become lines of JSON, from memory.
 *
 *	convert FIELDS PAGE SECONDS
 *
 * FIELDS is the "fields" of a schema, PAGE an answer of tabledata.list. Prints
 * bytes of PAGE converted, and the seconds that took, of at least SECONDS.
 */
#include <err.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "bqfetch/page.h"
#include "common/util.h"

#define LINES_MAX ((size_t)64 << 10) /* as much as is written at a time */

static char *
file_read(const char *path, size_t *len)
{
	FILE *file = fopen(path, "r");
	char *text;

	if (file == NULL || fseek(file, 0, SEEK_END) == -1)
		err(1, "%s", path);
	*len = (size_t)ftell(file);
	rewind(file);
	text = xcalloc(1, *len + 1 + SCAN_PAD);
	if (fread(text, 1, *len, file) != *len)
		err(1, "%s", path);
	fclose(file);
	return text;
}

/* As bqfetch does it, but for the writing. */
static void
page_convert(char *body, size_t len, struct cells *cells, struct buf *lines)
{
	struct page page;
	int got;

	page_init(&page, body, len);
	while ((got = page_row(&page, cells, lines)) == 1) {
		if (lines->len > LINES_MAX)
			lines->len = 0;
	}
	if (got == -1 || !page.whole || page.nrows == 0)
		errx(1, "not a page: %s",
		    got == -1 ? cells_error(cells) : page.error);
}

int
main(int argc, char *argv[])
{
	struct cells_options options = {false, false};
	struct buf lines = {0};
	struct cells *cells;
	double begin, spent = 0;
	char why[128], *body, *copy;
	json_t *fields;
	size_t len, total = 0;

	if (argc != 4)
		errx(2, "usage: convert FIELDS PAGE SECONDS");
	fields = json_load_file(argv[1], 0, NULL);
	cells = cells_new(fields, &options, why, sizeof(why));
	if (cells == NULL)
		errx(1, "%s: %s", argv[1], why);
	body = file_read(argv[2], &len);
	copy = xmalloc(len + 1 + SCAN_PAD);
	while (spent < atof(argv[3])) {
		/* reading a page changes it */
		memcpy(copy, body, len + 1 + SCAN_PAD);
		begin = (double)clock();
		page_convert(copy, len, cells, &lines);
		spent += ((double)clock() - begin) / CLOCKS_PER_SEC;
		total += len;
	}
	printf("%zu %.3f\n", total, spent);
	return 0;
}
