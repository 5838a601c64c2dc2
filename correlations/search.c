#include "correlations/search.h"

#include <stdlib.h>

#include "common/util.h"
#include "correlations/match.h"

static int
text_order(const void *a, const void *b)
{
	return str_order(*(const struct str *)a, *(const struct str *)b);
}

/* Every line with every suffix, in no order. */
static void
strings_make(struct search *s, const struct list *list,
    const char *const *suffixes, size_t nsuffixes)
{
	size_t i, j, len = 1;
	char *end;

	for (j = 0; j < nsuffixes; j++)
		len += list->len + list->nlines * strlen(suffixes[j]);
	s->text = end = xmalloc(len);
	s->strings = xcalloc(list->nlines * nsuffixes, sizeof(*s->strings));
	for (i = 0; i < list->nlines; i++) {
		for (j = 0; j < nsuffixes; j++) {
			struct str *string = &s->strings[s->nstrings++];

			string->data = end;
			memcpy(end, list->lines[i].data, list->lines[i].len);
			end = stpcpy(end + list->lines[i].len, suffixes[j]);
			string->len = (size_t)(end - string->data);
		}
	}
}

void
search_init(struct search *s, const struct list *list,
    const char *const *suffixes, size_t nsuffixes)
{
	size_t i, n = 0;

	*s = (struct search){0};
	strings_make(s, list, suffixes, nsuffixes);
	if (s->nstrings > 1)
		qsort(s->strings, s->nstrings, sizeof(*s->strings), text_order);
	for (i = 0; i < s->nstrings; i++)
		if (n == 0 || !str_equal(s->strings[i], s->strings[n - 1]))
			s->strings[n++] = s->strings[i];
	s->nstrings = n;
	s->found = xcalloc(n, sizeof(*s->found));
	s->match = match_new(s->strings, n);
}

void
search_fini(struct search *s)
{
	match_free(s->match);
	free(s->strings);
	free(s->found);
	free(s->text);
	*s = (struct search){0};
}

size_t
search_run(struct search *s, struct str text)
{
	return match_find(s->match, text, s->found);
}
