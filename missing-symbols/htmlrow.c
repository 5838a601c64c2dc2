#include "missing-symbols/htmlrow.h"

#include <stdlib.h>

#include "common/html.h"
#include "missing-symbols/words.h"

/*
 * Each cell begins a new line and is cut so that lines stay below the 998 bytes
 * that mail allows (RFC 5322 section 2.1.1), entities and all.
 */
#define NAME_CAP 120
#define FIELD_CAP 60
#define COMMAND_CAP 256

void
html_field(struct str field, size_t cap, const char *otherwise, FILE *out)
{
	if (field.len == 0)
		fprintf(out, "<i>%s</i>", otherwise);
	else if (text_is_blank(field))
		fputs("<i>blank</i>", out);
	else
		html_text_cut(out, field, cap);
}

static bool
has_symbols_column(const struct report *r)
{
	return r->symbols_asked || r->nupstreams > 0;
}

unsigned int
html_ncolumns(const struct report *r, bool gone)
{
	if (gone)
		return 4;
	return 3 + has_symbols_column(r) + (r->previous != NULL);
}

/* What the head of a column says; in a page, it is sorted by that name. */
static void
column_print(const struct report *r, const char *class, const char *name,
    const char *title, FILE *out)
{
	fputs("<th scope=\"col\"", out);
	if (class[0] != '\0')
		fprintf(out, " class=\"%s\"", class);
	if (r->page)
		fprintf(out, " data-sort=\"%s\"", name);
	fprintf(out, ">%s</th>\n", title);
}

void
html_header(const struct report *r, bool gone, FILE *out)
{
	fputs("<thead>\n<tr>", out);
	column_print(r, "n", "count",
	    r->count_by == COUNT_REPORTS ? "Crash reports" : "Mappings", out);
	column_print(r, "", "module", "Module, version", out);
	column_print(r, "i", "debug", "Debug file, debug ID", out);
	if (!gone && has_symbols_column(r))
		column_print(r, "s", "symbols", "Symbols now", out);
	if (gone)
		column_print(r, "s", "seen", "First seen", out);
	else if (r->previous != NULL)
		column_print(r, "s", "change", "Change", out);
	fputs("</tr>\n</thead>\n", out);
}

static void
count_print(const struct report *r, uint64_t count, uint64_t most, FILE *out)
{
	char number[NUMBER_SIZE], share[NUMBER_SIZE];
	unsigned int bar = NBARS;

	if (count < most)
		bar = (unsigned int)(NBARS * (double)count / (double)most);
	fprintf(out, "<tr><td class=\"n b%u\">%s", bar ? bar : 1,
	    number_words(r, count, number));
	if (share_words(r, count, share)[0] != '\0')
		fprintf(out, "<br>\n<small>%s</small>", share);
	fputs("</td>\n", out);
}

static void
module_print(const struct module *m, FILE *out)
{
	fputs("<th scope=\"row\"><b>", out);
	html_field(m->name, NAME_CAP, "no name", out);
	fputs("</b>", out);
	if (m->version.len > 0) {
		fputs("\n<br><small>", out);
		html_field(m->version, FIELD_CAP, "", out);
		fputs("</small>", out);
	}
	fputs("</th>\n<td><code>", out);
	html_field(m->debug_file, NAME_CAP, "no debug file", out);
	fputs("\n<br>", out);
	html_field(module_has_debug_id(m) ? m->debug_id : STR(""), FIELD_CAP,
	    "no debug ID", out);
	fputs("</code></td>\n", out);
}

static void
answer_print(enum symsrv_answer answer, FILE *out)
{
	static const char *const classes[] = {
	    [SYMSRV_UNASKABLE] = "d",
	    [SYMSRV_ABSENT] = "d",
	    [SYMSRV_UNKNOWN] = "u",
	    [SYMSRV_FOUND] = "y",
	};
	const char *word = answer_word(answer);

	fprintf(out, "<span class=\"%s\">%s</span>", classes[answer],
	    word ? word : "not asked");
}

static void
symbols_print(const struct report *r, const struct report_module *m, FILE *out)
{
	size_t i;

	if (!has_symbols_column(r))
		return;
	fputs("<td>", out);
	if (r->symbols_asked)
		answer_print(m->symbols, out);
	for (i = 0; i < r->nupstreams; i++) {
		fputs(i > 0 || r->symbols_asked ? "\n<br>" : "", out);
		fputs("<small class=\"w\">", out);
		html_text_cut(out, str_of(r->upstreams[i]), FIELD_CAP);
		fputs(": ", out);
		answer_print(m->upstream[i], out);
		fputs("</small>", out);
	}
	fputs("</td>\n", out);
}

static void
change_print(const struct report *r, const struct report_module *m, FILE *out)
{
	char change[CHANGE_SIZE], day[11];

	if (r->previous == NULL)
		return;
	change_words(r, m, change);
	fprintf(out, m->in_previous ? "<td>%s" : "<td><b>%s</b>", change);
	if (m->in_previous && m->first_seen.known) {
		date_print(m->first_seen.days, day);
		fprintf(out, "<br><small>since %s</small>", day);
	}
	fputs("</td>\n", out);
}

void
html_row(const struct report *r, const struct report_module *m, uint64_t most,
    FILE *out)
{
	count_print(r, m->module.crash_count, most, out);
	module_print(&m->module, out);
	symbols_print(r, m, out);
	change_print(r, m, out);
	fputs("</tr>\n", out);
}

void
html_row_gone(const struct report *r, const struct previous_module *m,
    uint64_t most, FILE *out)
{
	char day[11] = "";

	if (m->first_seen.known)
		date_print(m->first_seen.days, day);
	count_print(r, m->module.crash_count, most, out);
	module_print(&m->module, out);
	fprintf(out, "<td>%s</td>\n</tr>\n", day);
}

void
html_item_found(const struct report_module *m, FILE *out)
{
	char *command = found_command(m);

	fputs("<li><b>", out);
	html_field(m->module.name, NAME_CAP, "no name", out);
	fputs("</b>\n", out);
	html_field(m->module.version, FIELD_CAP, "", out);
	if (command != NULL) {
		fputs("<br>\n<code>", out);
		html_text_cut(out, str_of(command), COMMAND_CAP);
		fputs("</code>", out);
	}
	fputs("</li>\n", out);
	free(command);
}
