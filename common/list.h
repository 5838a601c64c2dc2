#ifndef COMMON_LIST_H
#define COMMON_LIST_H

#include <stddef.h>

#include "common/str.h"

/*
 * The lines of a small text file, or of the copy of it that the tool was built
 * with (scripts/embed makes those). Empty lines are left out; a carriage
 * return before the line feed is not part of the line.
 */
struct list {
	struct str *lines; /* into text */
	size_t nlines;
	char *text; /* the whole file, NUL-terminated */
	size_t len;
};

/*
 * file     its path; NULL takes the shipped lines
 * shipped  ends with NULL
 * returns  0, or -1 after a message on standard error, *list then holds nothing
 * owns     the caller, until list_free
 */
int list_read(struct list *list, const char *file, const char *const *shipped);
void list_free(struct list *list);

#endif
