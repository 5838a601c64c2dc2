#ifndef CORRELATIONS_SEARCH_H
#define CORRELATIONS_SEARCH_H

#include <stddef.h>
#include <stdint.h>

#include "common/list.h"
#include "common/str.h"

/* The strings of a list, looked for in a text all at once. */
struct search {
	struct str *strings; /* sorted by bytes, each once */
	size_t nstrings;
	uint32_t *found; /* of the last search_run: numbers of strings */
	struct match *match;
	char *text; /* of the strings */
};

/*
 * suffixes  each string is looked for with each of these behind it
 * owns      the caller, until search_fini; list is not needed after this
 */
void search_init(struct search *s, const struct list *list,
    const char *const *suffixes, size_t nsuffixes);
void search_fini(struct search *s);

/* How many of the strings text holds; s->found says which. */
size_t search_run(struct search *s, struct str text);

#endif
