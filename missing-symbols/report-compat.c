/*
 * The mail as the production job writes it (mozilla/docker-etl,
 * jobs/crash-missing-symbols): its table, byte for byte, so that the two can be
 * compared with diff(1), and notes below that say the same in other words. Names
 * are shown as everywhere here: what could trick the eye is made visible, what
 * is endless is cut, and there is a limit to the whole.
 */
#include <stdlib.h>

#include "common/html.h"
#include "common/memory.h"
#include "missing-symbols/report.h"
#include "missing-symbols/words.h"

#define FIELD_CAP 256
#define NOTES_MAX 2048 /* bytes of what is not rows */
#define CELL "style=\"border: 1px solid black;\""

static void
field_print(struct str field, FILE *out)
{
	html_text_cut(out, field, FIELD_CAP);
}

static void
name_print(const struct report_module *m, FILE *out)
{
	static const char *const colors[] = {"red", "orange", "blue", NULL};
	const char *color = colors[m->class];

	if (color != NULL)
		fprintf(out, "<span style=\"color:%s;\">", color);
	field_print(m->module.name, out);
	fputs(color != NULL ? "</span>" : "", out);
	fputs(m->symbols == SYMSRV_FOUND ? " (*)" : "", out);
}

static void
row_print(const struct report_module *m, FILE *out)
{
	fputs("<tr><td " CELL ">", out);
	name_print(m, out);
	fputs("</td><td " CELL ">", out);
	field_print(m->module.version, out);
	fputs("</td><td " CELL ">", out);
	field_print(m->module.debug_id, out);
	fprintf(out, "</td><td " CELL ">%ju</td></tr>",
	    (uintmax_t)m->module.crash_count);
}

static void
notes_print(const struct report *r, bool found, size_t nmore, FILE *out)
{
	char number[NUMBER_SIZE];

	fputs("</table><pre>\n", out);
	if (nmore > 0)
		fprintf(out, "and %s more\n\n", number_words(r, nmore, number));
	if (found)
		fputs("(*) The symbol server has symbols of these by now: "
		      "reprocessing their crash\nreports would improve stacks "
		      "and signatures.\n\n",
		    out);
	if (r->window_days > 0)
		fprintf(out, "Crash reports of the past %s days are counted.\n",
		    number_words(r, r->window_days, number));
	fprintf(out,
	    "Modules need more than %s crash reports to be listed.\n\n"
	    "red     Firefox, with debug ID: there should be symbols\n"
	    "orange  Firefox, without debug ID\n"
	    "blue    operating system: there should be symbols\n\n",
	    number_words(r, r->min_count, number));
	fprintf(out, "%s\n</pre>\n", suppress_words);
}

void
report_html_compat(const struct report *r, FILE *out)
{
	size_t room = r->max_bytes, i, len;
	char *row;
	bool found = false;

	for (i = 0; i < r->nmodules; i++)
		found |= r->modules[i].symbols == SYMSRV_FOUND;
	fputs("<table style=\"border-collapse:collapse;\">  <tr>"
	      "  <th " CELL ">Name</th>  <th " CELL ">Version</th>"
	      "  <th " CELL ">Debug ID</th>"
	      "  <th " CELL "># of crash reports</th></tr>",
	    out);
	room -= room < NOTES_MAX ? room : NOTES_MAX;
	for (i = 0; i < r->nmodules; i++) {
		FILE *memory = memory_open(&row, &len);

		row_print(&r->modules[i], memory);
		memory_close(memory);
		if (len <= room)
			fwrite(row, 1, len, out);
		free(row);
		if (len > room)
			break;
		room -= len;
	}
	notes_print(r, found, r->nmodules - i, out);
}
