#include "missing-symbols/modlist.h"

#include <stdlib.h>

#include "common/arena.h"
#include "common/intern.h"
#include "common/list.h"
#include "common/util.h"

struct line {
	struct str name; /* in lower case */
	struct str note;
	int32_t until; /* INT32_MAX: for ever */
};

struct modlist {
	struct list text;
	struct arena lower;
	struct intern *names; /* those without "*"; number: of the line */
	struct line *exact;   /* by that number */
	struct line *patterns;
	size_t npatterns, exact_cap, pattern_cap;
};

static struct str
lower(struct str text, char *out)
{
	size_t i;

	for (i = 0; i < text.len; i++)
		out[i] = text.data[i] >= 'A' && text.data[i] <= 'Z'
		             ? (char)(text.data[i] - 'A' + 'a')
		             : text.data[i];
	return (struct str){out, text.len};
}

/* What is before the next tab; *rest becomes what is behind it. */
static struct str
column_take(struct str *rest)
{
	struct str column = *rest;
	const char *tab =
	    rest->len ? memchr(rest->data, '\t', rest->len) : NULL;

	if (tab != NULL)
		column.len = (size_t)(tab - rest->data);
	rest->data += column.len + (tab != NULL);
	rest->len -= column.len + (tab != NULL);
	return column;
}

static int
line_add(struct modlist *l, struct str text)
{
	struct line line = {.until = INT32_MAX};
	uint32_t number, known = intern_count(l->names);
	struct str until;

	line.name = column_take(&text);
	line.name = lower(line.name,
	    arena_alloc(&l->lower, line.name.len ? line.name.len : 1));
	line.note = column_take(&text);
	until = column_take(&text);
	if (until.len > 0 && date_parse(until, &line.until) == -1)
		return -1;
	if (memchr(line.name.data, '*', line.name.len) != NULL) {
		l->patterns = xgrow(l->patterns, l->npatterns, &l->pattern_cap,
		    sizeof(*l->patterns));
		l->patterns[l->npatterns++] = line;
		return 0;
	}
	number = intern_id(l->names, line.name);
	l->exact = xgrow(l->exact, known, &l->exact_cap, sizeof(*l->exact));
	if (number == known)
		l->exact[number] = line;
	return 0;
}

/* The line of the file that text is in; empty ones are not in the list. */
static uintmax_t
line_number(const struct list *list, const char *text)
{
	uintmax_t line = 1;
	const char *p;

	for (p = list->text; p < text; p++)
		line += *p == '\n';
	return line;
}

struct modlist *
modlist_read(const char *file, const char *const *shipped)
{
	struct modlist *l = xcalloc(1, sizeof(*l));
	size_t i;

	l->names = intern_new();
	if (list_read(&l->text, file, shipped) == -1) {
		modlist_free(l);
		return NULL;
	}
	for (i = 0; i < l->text.nlines; i++) {
		if (l->text.lines[i].data[0] == '#')
			continue;
		if (line_add(l, l->text.lines[i]) == -1) {
			warnat((struct pos){file, line_number(&l->text,
			                              l->text.lines[i].data)},
			    "read list: third column: expected a day, "
			    "YYYY-MM-DD");
			modlist_free(l);
			return NULL;
		}
	}
	return l;
}

void
modlist_free(struct modlist *l)
{
	if (l == NULL)
		return;
	list_free(&l->text);
	arena_free(&l->lower);
	intern_free(l->names);
	free(l->exact);
	free(l->patterns);
	free(l);
}

/*
 * Does the pattern stand for the whole name? Of several "*" only the last one
 * met needs to be tried again: whatever the earlier ones took, it can take up
 * the slack.
 */
static bool
pattern_fits(struct str pattern, struct str name)
{
	size_t p = 0, n = 0, star = SIZE_MAX, resume = 0;

	while (n < name.len) {
		if (p < pattern.len && pattern.data[p] == '*') {
			star = p++;
			resume = n;
		} else if (p < pattern.len && pattern.data[p] == name.data[n]) {
			p++;
			n++;
		} else if (star != SIZE_MAX) {
			p = star + 1;
			n = ++resume;
		} else {
			return false;
		}
	}
	while (p < pattern.len && pattern.data[p] == '*')
		p++;
	return p == pattern.len;
}

static bool
line_counts(const struct line *line, const int32_t *today)
{
	return today == NULL || *today < line->until;
}

bool
modlist_find(const struct modlist *l, struct str name, const int32_t *today,
    struct str *note)
{
	char *text = xmalloc(name.len);
	const struct line *found = NULL;
	uint32_t number;
	size_t i;

	name = lower(name, text);
	if (intern_find(l->names, name, &number) &&
	    line_counts(&l->exact[number], today))
		found = &l->exact[number];
	for (i = 0; found == NULL && i < l->npatterns; i++)
		if (line_counts(&l->patterns[i], today) &&
		    pattern_fits(l->patterns[i].name, name))
			found = &l->patterns[i];
	free(text);
	if (found != NULL && note != NULL)
		*note = found->note;
	return found != NULL;
}
