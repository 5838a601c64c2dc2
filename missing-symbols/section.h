#ifndef SECTION_H
#define SECTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "common/str.h"

/*
 * Rows of HTML waiting to be put on a page that may not have room for all of
 * them. A section keeps no more of them than could ever fit.
 */
struct section {
	size_t nall;   /* rows there are */
	size_t ntaken; /* rows that go on the page */
	/* private */
	size_t max_bytes;
	FILE *out;
	char *text;
	size_t len;
	struct section_row *rows;
	size_t nrows, rows_cap;
	struct section_group *groups;
	size_t ngroups, groups_cap;
};

/* max_bytes: the size of a page; more rows than that are counted only. */
void section_init(struct section *s, size_t max_bytes);
void section_fini(struct section *s);

/*
 * Begin a row; section_row_end ends it.
 *
 * returns  where to write it, or NULL: there is no use in writing it
 */
FILE *section_row(struct section *s);

/*
 * group    what rows are grouped by, borrowed; empty is a group as well. When
 *          there is no other, its rows have no heading.
 */
void section_row_end(struct section *s, struct str group);

/*
 * Which rows go on the page: the sections take turns, each with its next row,
 * for as long as there is room. A row that finds none ends its section.
 *
 * room     bytes
 */
void sections_take(struct section *sections, size_t n, size_t room);

/*
 * The rows taken, as bodies of a table, one for each group, with a heading
 * across all columns when there are several.
 *
 * ncolumns  0: these are no rows of a table
 */
void section_print(const struct section *s, unsigned int ncolumns, FILE *out);

#endif
