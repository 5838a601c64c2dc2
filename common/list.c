#include "common/list.h"

#include <err.h>
#include <stdio.h>
#include <stdlib.h>

#include "common/util.h"

#define BLOCK ((size_t)4096)

static int
text_read(struct list *list, const char *file)
{
	FILE *in = fopen(file, "r");
	size_t n, cap = 0;

	if (in == NULL) {
		warn("%s: open", file);
		return -1;
	}
	do {
		if (cap - list->len < BLOCK + 1) {
			cap = 2 * cap + BLOCK + 1;
			list->text = xrealloc(list->text, cap);
		}
		n = fread(list->text + list->len, 1, BLOCK, in);
		list->len += n;
	} while (n == BLOCK);
	if (ferror(in)) {
		warn("%s: read", file);
		fclose(in);
		return -1;
	}
	fclose(in);
	return 0;
}

static void
text_join(struct list *list, const char *const *shipped)
{
	size_t i, len = 0;
	char *end;

	for (i = 0; shipped[i] != NULL; i++)
		len += strlen(shipped[i]) + 1;
	list->text = end = xmalloc(len + 1);
	for (i = 0; shipped[i] != NULL; i++) {
		end = stpcpy(end, shipped[i]);
		*end++ = '\n';
	}
	list->len = len;
}

static void
text_split(struct list *list)
{
	char *p = list->text, *end = p + list->len, *feed;
	size_t cap = 0, len;

	for (; p < end; p = feed + 1) {
		if ((feed = memchr(p, '\n', (size_t)(end - p))) == NULL)
			feed = end;
		len = (size_t)(feed - p);
		len -= len > 0 && p[len - 1] == '\r';
		if (len == 0)
			continue;
		list->lines = xgrow(
		    list->lines, list->nlines, &cap, sizeof(*list->lines));
		list->lines[list->nlines++] = (struct str){p, len};
	}
}

int
list_read(struct list *list, const char *file, const char *const *shipped)
{
	*list = (struct list){0};
	if (file == NULL) {
		text_join(list, shipped);
	} else if (text_read(list, file) == -1) {
		list_free(list);
		return -1;
	}
	text_split(list);
	list->text[list->len] = '\0';
	return 0;
}

void
list_free(struct list *list)
{
	free(list->lines);
	free(list->text);
	*list = (struct list){0};
}
