#include "missing-symbols/htmlhead.h"

#include "common/asset.h"
#include "common/html.h"
#include "missing-symbols/words.h"

extern const char *const bars_lines[];
extern const char *const base_lines[];
extern const char *const controls_lines[];
extern const char *const elements_lines[];
extern const char *const mail_lines[];
extern const char *const modules_lines[];
extern const char *const report_lines[];
extern const char *const search_lines[];
extern const char *const sort_lines[];
extern const char *const tools_lines[];

/* The mail's is these without the last two, as scripts/flatten makes it. */
static const char *const *const styles[] = {
    base_lines, report_lines, bars_lines, controls_lines, tools_lines, NULL};
static const char *const *const scripts[] = {
    elements_lines, modules_lines, sort_lines, search_lines, NULL};

/* Bars, the longest first, as a browser's tab shows them. */
static const char icon[] =
    "data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' "
    "viewBox='0 0 16 16'%3E%3Cpath fill='%232f6fc6' "
    "d='M1 2h14v3H1zM1 7h9v3H1zM1 12h4v3H1z'/%3E%3C/svg%3E";

/* What the report is of: title, and its day between the two others. */
static void
title_print(
    const struct report *r, const char *before, const char *after, FILE *out)
{
	char title[SENTENCE_SIZE], day[11];

	html_text(out, str_of(title_words(r, title)));
	if (!r->date.known)
		return;
	date_print(r->date.days, day);
	fprintf(out, "%s%s%s", before, day, after);
}

/* Mail programs that know no <style> show the words; it only helps. */
static void
mail_head(const struct report *r, FILE *out)
{
	const char *const *line;

	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	      "<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" "
	      "content=\"width=device-width, initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
	    out);
	title_print(r, ", ", "", out);
	fputs("</title>\n<style>\n", out);
	for (line = mail_lines; *line != NULL; line++)
		fprintf(out, "%s\n", *line);
	fputs("</style>\n", out);
}

static void
page_head(const struct report *r, FILE *out)
{
	struct asset style = asset_new(styles);
	struct asset script = asset_new(scripts);

	asset_head_print(out, &style, &script);
	fputs("<title>", out);
	title_print(r, ", ", "", out);
	fprintf(
	    out, "</title>\n<link rel=\"icon\" href=\"%s\">\n<style>", icon);
	fwrite(style.text, 1, style.len, out);
	/* being a module, it is run when all of the page is there */
	fputs("</style>\n<script type=\"module\">", out);
	fwrite(script.text, 1, script.len, out);
	fputs("</script>\n", out);
	asset_free(&style);
	asset_free(&script);
}

void
html_head(const struct report *r, FILE *out)
{
	if (r->page)
		page_head(r, out);
	else
		mail_head(r, out);
	fputs(
	    r->page ? "</head>\n<body>\n<main>\n<h1>" : "</head>\n<body>\n<h1>",
	    out);
	title_print(r, " <small>", "</small>", out);
	fputs("</h1>\n", out);
}

void
html_end(const struct report *r, FILE *out)
{
	fputs("<p class=\"d\"><small>Made by missing-symbols " VERSION
	      ".</small></p>\n",
	    out);
	fputs(r->page ? "</main>\n</body>\n</html>\n" : "</body>\n</html>\n",
	    out);
}
