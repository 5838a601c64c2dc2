#include "missing-symbols/section.h"

#include <stdlib.h>

#include "common/html.h"
#include "common/memory.h"
#include "common/util.h"

#define TITLE_CAP 60

/* What the heading of a group, and its ends, take besides its title. */
#define HEADING_MAX 128

struct section_row {
	size_t begin, len; /* in the section's text */
	size_t group;
	bool taken;
};

struct section_group {
	struct str title;
	bool taken; /* some row of it is */
};

void
section_init(struct section *s, size_t max_bytes)
{
	*s = (struct section){.max_bytes = max_bytes};
	s->out = memory_open(&s->text, &s->len);
}

void
section_fini(struct section *s)
{
	memory_close(s->out);
	free(s->text);
	free(s->rows);
	free(s->groups);
}

/* Where the next row begins in the text. */
static size_t
text_end(const struct section *s)
{
	const struct section_row *last;

	if (s->nrows == 0)
		return 0;
	last = &s->rows[s->nrows - 1];
	return last->begin + last->len;
}

FILE *
section_row(struct section *s)
{
	s->nall++;
	return text_end(s) <= s->max_bytes ? s->out : NULL;
}

static size_t
group_find(struct section *s, struct str title)
{
	size_t i;

	for (i = 0; i < s->ngroups; i++)
		if (str_equal(s->groups[i].title, title))
			return i;
	s->groups =
	    xgrow(s->groups, s->ngroups, &s->groups_cap, sizeof(*s->groups));
	s->groups[s->ngroups] = (struct section_group){.title = title};
	return s->ngroups++;
}

void
section_row_end(struct section *s, struct str group)
{
	struct section_row row = {.begin = text_end(s)};

	fflush(s->out);
	row.len = s->len - row.begin;
	row.group = group_find(s, group);
	s->rows = xgrow(s->rows, s->nrows, &s->rows_cap, sizeof(*s->rows));
	s->rows[s->nrows++] = row;
}

/* The bytes that taking a row costs: the first of a group brings a heading. */
static size_t
row_cost(const struct section *s, const struct section_row *row)
{
	const struct section_group *group = &s->groups[row->group];
	size_t title =
	    group->title.len < TITLE_CAP ? group->title.len : TITLE_CAP;

	return group->taken ? row->len : row->len + HEADING_MAX + 8 * title;
}

void
sections_take(struct section *sections, size_t n, size_t room)
{
	struct section *s;
	struct section_row *row;
	size_t i, turn, cost;
	bool going = true;

	for (turn = 0; going; turn++) {
		going = false;
		for (i = 0; i < n; i++) {
			s = &sections[i];
			if (s->ntaken < turn || turn >= s->nrows)
				continue;
			row = &s->rows[turn];
			cost = row_cost(s, row);
			if (cost > room)
				continue;
			room -= cost;
			row->taken = s->groups[row->group].taken = true;
			s->ntaken++;
			going = true;
		}
	}
}

/* A vendor; class d says that it is none, as where it makes text soft. */
static void
heading_print(struct str title, unsigned int ncolumns, FILE *out)
{
	fprintf(out, "<tr><th colspan=\"%u\" scope=\"rowgroup\"%s>", ncolumns,
	    title.len ? "" : " class=\"d\"");
	html_text_cut(
	    out, title.len ? title : STR("Vendor not known"), TITLE_CAP);
	fputs("</th></tr>\n", out);
}

static void
group_print(
    const struct section *s, size_t group, unsigned int ncolumns, FILE *out)
{
	const struct section_row *row;

	if (!s->groups[group].taken)
		return;
	if (ncolumns > 0)
		fputs("<tbody>\n", out);
	if (ncolumns > 0 && (s->ngroups > 1 || s->groups[group].title.len > 0))
		heading_print(s->groups[group].title, ncolumns, out);
	for (row = s->rows; row < s->rows + s->nrows; row++)
		if (row->taken && row->group == group)
			fwrite(s->text + row->begin, 1, row->len, out);
	if (ncolumns > 0)
		fputs("</tbody>\n", out);
}

void
section_print(const struct section *s, unsigned int ncolumns, FILE *out)
{
	size_t i, untitled = s->ngroups;

	for (i = 0; i < s->ngroups; i++) {
		if (s->groups[i].title.len == 0)
			untitled = i;
		else
			group_print(s, i, ncolumns, out);
	}
	if (untitled < s->ngroups)
		group_print(s, untitled, ncolumns, out);
}
