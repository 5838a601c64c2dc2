/*
 * The report as a mail that is also a page.
 *
 * Mail programs cut a mail off at about 102 KB, so there is a limit to its
 * size. The rows of all sections are written into memory first, then the page
 * without any, to see how much room is left for them; in this the sections take
 * turns: short ones come in whole, long ones end in "and N more", and each
 * shows its most frequent modules.
 */
#include <stdlib.h>

#include "common/html.h"
#include "common/memory.h"
#include "common/util.h"
#include "missing-symbols/htmlrow.h"
#include "missing-symbols/report.h"
#include "missing-symbols/section.h"
#include "missing-symbols/words.h"

enum {
	SECTION_FOUND,
	SECTION_CLASS, /* NCLASSES of them */
	SECTION_GONE = SECTION_CLASS + NCLASSES,
	NSECTIONS,
};

/* Mail programs that know no <style> show the words; colours only help. */
static const char style[] =
    "body{font:15px/1.5 system-ui,-apple-system,\"Segoe UI\",Roboto,"
    "sans-serif;color:#1b1d21;background:#fff;max-width:66em;margin:0 auto;"
    "padding:1.5em 1em}\n"
    "h1{font-size:1.4em;line-height:1.25;margin:0 0 .3em}\n"
    "h2{font-size:1.1em;line-height:1.2;margin:2.4em 0 .4em;"
    "padding-left:.6em;border-left:4px solid #9aa3ae}\n"
    "#firefox h2{border-color:#c6372f}\n"
    "#firefox_no_debug_id h2{border-color:#c77d0a}\n"
    "#os h2{border-color:#2f6fc6}\n"
    "#found h2{border-color:#1f8a4c}\n"
    "p,ul,dl{max-width:48em;margin:.3em 0 .7em}\n"
    "ul{padding-left:1.2em}\n"
    ".lead{font-size:1.15em;margin-bottom:.8em}\n"
    ".d,dl{font-size:.9em}\n"
    ".d,small,dd,thead th{color:#5d646e}\n"
    "dl{display:grid;grid-template-columns:max-content 1fr;gap:.1em 1em}\n"
    "dt,b{font-weight:600}\n"
    "dd{margin:0}\n"
    "table{border-collapse:collapse;width:100%;table-layout:fixed;"
    "font-variant-numeric:tabular-nums}\n"
    "th,td{text-align:left;vertical-align:top;font-weight:400;"
    "padding:.4em 1.2em .5em 0;border-bottom:1px solid #e4e7eb;"
    "overflow-wrap:anywhere}\n"
    "thead th{font-size:.8em;padding:.8em 1.5em .4em 0}\n"
    "th[scope=rowgroup]{font-weight:600;padding-top:1.2em}\n"
    ".n{text-align:right;width:6.5em}\n"
    "thead .n{width:8.125em}\n"
    "td.n{background:linear-gradient(#a9c1e6,#a9c1e6) no-repeat "
    "0 100%/0 3px}\n"
    ".i{width:24em}\n"
    ".s{width:10.5em}\n"
    "code{font:.85em/1.45 ui-monospace,Menlo,Consolas,monospace}\n"
    ".y{color:#1f7a45;font-weight:600}\n"
    ".u{color:#96600a}\n"
    "li{margin:.5em 0;overflow-wrap:anywhere}\n"
    "@media(max-width:45em){\n"
    "thead{position:absolute;left:-999em}\n"
    "tbody,tr,th,td{display:block}\n"
    "tr{padding:.6em 0;border-bottom:1px solid #e4e7eb}\n"
    "th,td{border:0;padding:0 0 .15em}\n"
    "td.n{width:auto;text-align:left;padding-bottom:.35em;"
    "margin-bottom:.25em}\n"
    "td.n br{display:none}\n"
    "}\n"
    "@media(prefers-color-scheme:dark){\n"
    "body{color:#e3e6ea;background:#15171a}\n"
    ".d,small,dd,thead th{color:#9aa3ae}\n"
    "th,td,tr{border-color:#2b2f35}\n"
    "td.n{background-image:linear-gradient(#3d5a86,#3d5a86)}\n"
    ".y{color:#5cc48a}\n"
    ".u{color:#e0a84c}\n"
    "}\n";

static void
text_print(const char *text, FILE *out)
{
	html_text_cut(out, str_of(text), SENTENCE_SIZE);
}

static void
head_print(const struct report *r, FILE *out)
{
	char title[SENTENCE_SIZE];
	unsigned int i;

	title_words(r, title);
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	      "<meta charset=\"utf-8\">\n"
	      "<meta name=\"viewport\" "
	      "content=\"width=device-width, initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n<title>",
	    out);
	text_print(title, out);
	fprintf(out, "</title>\n<style>\n%s", style);
	for (i = 1; i <= NBARS; i++)
		fprintf(out, "td.b%u{background-size:%u%% 3px}\n", i,
		    100 * i / NBARS);
	fputs("</style>\n</head>\n<body>\n<h1>", out);
	text_print(title, out);
	fputs("</h1>\n", out);
}

static void
paragraph_print(const char *class, const char *text, FILE *out)
{
	if (text == NULL || text[0] == '\0')
		return;
	fprintf(out, "<p class=\"%s\">", class);
	text_print(text, out);
	fputs("</p>\n", out);
}

/* "Left out: 5 modules ... (counted 9 times), 1 module ..." */
static void
left_out_print(const struct report *r, FILE *out)
{
	char number[NUMBER_SIZE], count[NUMBER_SIZE], words[SENTENCE_SIZE];
	const char *before = "<p class=\"d\">Left out: ";
	const struct sum *sum;
	enum left_out why;

	for (why = 0; why < NLEFT_OUT; why++) {
		sum = &r->left_out[why];
		if (sum->modules == 0)
			continue;
		fprintf(out, "%s<b>%s</b> module%s %s (counted %s times)",
		    before, number_words(r, sum->modules, number),
		    sum->modules == 1 ? "" : "s", left_out_words(r, why, words),
		    number_words(r, sum->crash_count, count));
		before = ";\n";
	}
	fputs(before[0] == ';' ? ".</p>\n" : "", out);
}

static void
term_print(const char *term, const char *meaning, FILE *out)
{
	fprintf(out, "<dt>%s</dt>\n<dd>%s</dd>\n", term, meaning);
}

/* What the words in the tables mean; only of those that can be in there. */
static void
legend_print(const struct report *r, FILE *out)
{
	fputs("<dl>\n", out);
	if (r->count_by == COUNT_REPORTS)
		term_print("Crash reports",
		    "distinct reports of processes that had the module loaded "
		    "without symbols, and their share of all",
		    out);
	else
		term_print("Mappings",
		    "distinct (report, address range, code ID): a file mapped "
		    "at several addresses counts for each",
		    out);
	if (r->symbols_asked || r->nupstreams > 0) {
		term_print("found", "the server has symbols by now", out);
		term_print("absent", "the server has none", out);
		term_print("unknown",
		    "no answer that can be relied on: ask again later", out);
		term_print("not asked",
		    "there is no name and ID that the server could know", out);
	}
	if (r->previous != NULL) {
		term_print("new", "was not in the earlier report", out);
		term_print("up, down",
		    "by how much the count has changed since then", out);
	}
	fputs("</dl>\n", out);
}

/* What stands above the rows of a section. */
struct heading {
	const char *id, *title, *words;
};

static struct heading
section_heading(unsigned int number)
{
	static const struct heading found = {
	    "found", "Symbols have appeared", found_words};
	static const struct heading gone = {"gone", "Gone",
	    "In the earlier report, and no longer in this one."};
	enum module_class class;

	if (number == SECTION_FOUND)
		return found;
	if (number == SECTION_GONE)
		return gone;
	class = number - SECTION_CLASS;
	return (struct heading){
	    class_word(class), class_title(class), class_words(class)};
}

/* A section: its heading, the rows taken, and how many there are besides. */
static void
section_frame(const struct report *r, unsigned int number,
    const struct section *s, FILE *out)
{
	struct heading heading = section_heading(number);
	bool list = number == SECTION_FOUND, gone = number == SECTION_GONE;
	char count[NUMBER_SIZE];

	if (s->nall == 0)
		return;
	fprintf(out, "<div id=\"%s\">\n<h2>%s (%s)</h2>\n", heading.id,
	    heading.title, number_words(r, s->nall, count));
	paragraph_print("d", heading.words, out);
	fputs(list ? "<ul>\n" : "<table>\n", out);
	if (!list)
		html_header(r, gone, out);
	section_print(s, list ? 0 : html_ncolumns(r, gone), out);
	fputs(list ? "</ul>\n" : "</table>\n", out);
	if (s->ntaken < s->nall)
		fprintf(out,
		    "<p><b>and %s more</b>, for which there is no room in a "
		    "mail: --format json has them all.</p>\n",
		    number_words(r, s->nall - s->ntaken, count));
	fputs("</div>\n", out);
}

static void
page_print(const struct report *r, const struct section *sections, FILE *out)
{
	char sentence[SENTENCE_SIZE];
	unsigned int i;

	head_print(r, out);
	paragraph_print("lead", summary_words(r, sentence), out);
	left_out_print(r, out);
	paragraph_print("d", expiry_words(r), out);
	paragraph_print("d", previous_words(r, sentence), out);
	if (r->nmodules > 0) {
		legend_print(r, out);
		paragraph_print("d", suppress_words, out);
	}
	for (i = 0; i < NSECTIONS; i++)
		section_frame(r, i, &sections[i], out);
	fputs("<p class=\"d\"><small>Made by missing-symbols " VERSION
	      ".</small></p>\n</body>\n</html>\n",
	    out);
}

/* How long is the page? */
static size_t
page_measure(const struct report *r, const struct section *sections)
{
	char *text = NULL;
	size_t len = 0;
	FILE *out = memory_open(&text, &len);

	page_print(r, sections, out);
	memory_close(out);
	free(text);
	return len;
}

static void
sections_fill(const struct report *r, struct section *sections)
{
	uint64_t most = r->nmodules ? r->modules[0].module.crash_count : 0;
	struct section *s;
	FILE *out;
	size_t i;

	for (i = 0; i < r->nmodules; i++) {
		const struct report_module *m = &r->modules[i];

		s = &sections[SECTION_CLASS + m->class];
		if ((out = section_row(s)) != NULL) {
			html_row(r, m, most, out);
			section_row_end(s, m->vendor);
		}
		s = &sections[SECTION_FOUND];
		if (r->symbols_asked && m->symbols == SYMSRV_FOUND &&
		    (out = section_row(s)) != NULL) {
			html_item_found(m, out);
			section_row_end(s, STR(""));
		}
	}
	s = &sections[SECTION_GONE];
	for (i = 0; i < r->ngone; i++) {
		if ((out = section_row(s)) != NULL) {
			html_row_gone(r, r->gone[i], most, out);
			section_row_end(s, STR(""));
		}
	}
}

void
report_html(const struct report *r, FILE *out)
{
	struct section sections[NSECTIONS];
	size_t i, len;

	for (i = 0; i < NSECTIONS; i++)
		section_init(&sections[i], r->max_bytes);
	sections_fill(r, sections);
	len = page_measure(r, sections);
	if (len < r->max_bytes)
		sections_take(sections, NSECTIONS, r->max_bytes - len);
	page_print(r, sections, out);
	for (i = 0; i < NSECTIONS; i++)
		section_fini(&sections[i]);
}
