/*
 * The report as a mail, and as a page that can be searched.
 *
 * Mail programs cut a mail off at about 102 KB, so there is a limit to its
 * size; a page has one where it is given. The rows of all sections are written into memory first, then the page
 * without any, to see how much room is left for them; in this the sections take
 * turns: short ones come in whole, long ones end in "and N more", and each
 * shows its most frequent modules.
 */
#include <stdlib.h>

#include "common/html.h"
#include "common/memory.h"
#include "common/util.h"
#include "missing-symbols/htmlhead.h"
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

static void
text_print(const char *text, FILE *out)
{
	html_text_cut(out, str_of(text), SENTENCE_SIZE);
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
		    "<p><b>and %s more</b>, for which there is no room %s: "
		    "--format json has them all.</p>\n",
		    number_words(r, s->nall - s->ntaken, count),
		    r->page ? "here" : "in a mail");
	fputs("</div>\n", out);
}

static void
page_print(const struct report *r, const struct section *sections, FILE *out)
{
	char sentence[SENTENCE_SIZE];
	unsigned int i;

	html_head(r, out);
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
	html_end(r, out);
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
