/*
 * The columns that programs fetching symbols read, as the symbol server itself
 * lists what it lacks. RFC 4180, but for two things. A field that a spreadsheet
 * would take for a formula gets a single quote before it. Control characters
 * and backslashes are written as escapes, and what is endless is cut, so that a
 * row is a line that any terminal can show. No symbol server accepts names with
 * a quote or a backslash: nothing is asked for in vain.
 */
#include "common/vis.h"
#include "missing-symbols/report.h"

#define FIELD_MAX 1024

static void
field_print(struct str field, const char *end, FILE *out)
{
	char text[FIELD_MAX], *p = vis(field, text, sizeof(text));
	const char *prefix = "";

	if (*p != '\0' && strchr("=+-@", *p) != NULL)
		prefix = "'";
	if (strpbrk(p, "\", ") == NULL) {
		fprintf(out, "%s%s%s", prefix, p, end);
		return;
	}
	fprintf(out, "\"%s", prefix);
	for (; *p != '\0'; p++) {
		if (*p == '"')
			putc('"', out);
		putc(*p, out);
	}
	fprintf(out, "\"%s", end);
}

void
report_csv(const struct report *r, FILE *out)
{
	size_t i;

	fputs("debug_file,debug_id,code_file,code_id\r\n", out);
	for (i = 0; i < r->nmodules; i++) {
		const struct module *m = &r->modules[i].module;

		field_print(m->debug_file, ",", out);
		field_print(m->debug_id, ",", out);
		field_print(m->name, ",", out);
		field_print(m->code_id, "\r\n", out);
	}
}
