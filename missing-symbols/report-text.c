/*
 * The report for a terminal and for the plain part of a mail: 80 columns.
 *
 * Names are cut to fit. How wide a terminal draws a character that is not ASCII
 * cannot be known here: it counts as two columns, which is the most.
 */
#include <stdlib.h>

#include "common/intern.h"
#include "common/vis.h"
#include "missing-symbols/report.h"
#include "missing-symbols/words.h"

#define WIDTH 80
#define INDENT 18 /* of what stands right of count and share */
#define TEXT_WIDTH (WIDTH - INDENT)

/* Words, as many as fit on each line. */
static void
paragraph_print(const char *text, const char *indent, FILE *out)
{
	size_t column = 0, len;

	while (*text != '\0') {
		len = strcspn(text, " ");
		if (column > 0 && column + 1 + len > WIDTH) {
			putc('\n', out);
			column = 0;
		}
		if (column == 0)
			fputs(indent, out);
		else
			putc(' ', out);
		column += column == 0 ? strlen(indent) : 1;
		fwrite(text, 1, len, out);
		column += len;
		text += len + (text[len] == ' ');
	}
	putc('\n', out);
}

/* The bytes of text that fit into some columns; *width: what they take. */
static size_t
text_fit(const char *text, size_t columns, size_t *width)
{
	size_t i = 0, next, wide;

	*width = 0;
	while (text[i] != '\0') {
		wide = (unsigned char)text[i] < 0x80 ? 1 : 2;
		if (*width + wide > columns)
			break;
		next = i + 1;
		while (((unsigned char)text[next] & 0xc0) == 0x80)
			next++;
		*width += wide;
		i = next;
	}
	return i;
}

/* A field cut to some columns; returns how many it took. */
static size_t
field_print(struct str field, size_t columns, const char *otherwise, FILE *out)
{
	char shown[256];
	size_t len, width;

	vis(field, shown, sizeof(shown));
	if (field.len == 0)
		snprintf(shown, sizeof(shown), "(%s)", otherwise);
	else if (text_is_blank(field))
		strcpy(shown, "(blank)");
	len = text_fit(shown, columns, &width);
	if (shown[len] != '\0' && columns > 3) {
		len = text_fit(shown, columns - 3, &width);
		strcpy(shown + len, "...");
		width += 3;
		len += 3;
	}
	fwrite(shown, 1, len, out);
	return width;
}

static void
left_out_print(const struct report *r, FILE *out)
{
	char number[NUMBER_SIZE], count[NUMBER_SIZE], words[SENTENCE_SIZE];
	char line[SENTENCE_SIZE + 4 * NUMBER_SIZE];
	const struct sum *sum;
	enum left_out why;
	bool any = false;

	for (why = 0; why < NLEFT_OUT; why++) {
		sum = &r->left_out[why];
		if (sum->modules == 0)
			continue;
		if (!any)
			fputs("\nLeft out:\n", out);
		any = true;
		snprintf(line, sizeof(line),
		    "%s module%s %s (counted %s times)",
		    number_words(r, sum->modules, number),
		    sum->modules == 1 ? "" : "s", left_out_words(r, why, words),
		    number_words(r, sum->crash_count, count));
		paragraph_print(line, "  ", out);
	}
}

/* Count, share, name and version; then debug file and debug ID. */
static void
fields_print(const struct report *r, const struct module *m, FILE *out)
{
	char number[NUMBER_SIZE], share[NUMBER_SIZE];
	struct str debug_id = module_has_debug_id(m) ? m->debug_id : STR("");
	size_t used, id = debug_id.len < 40 ? debug_id.len : 40;

	fprintf(out, "%9s %6s  ", number_words(r, m->crash_count, number),
	    share_words(r, m->crash_count, share));
	used = field_print(m->name,
	    m->version.len ? TEXT_WIDTH - 22 : TEXT_WIDTH, "no name", out);
	if (m->version.len > 0) {
		putc(' ', out);
		field_print(m->version, TEXT_WIDTH - used - 1, "", out);
	}
	fprintf(out, "\n%*s", INDENT, "");
	if (id == 0)
		id = sizeof("(no debug ID)") - 1;
	field_print(m->debug_file, TEXT_WIDTH - id - 1, "no debug file", out);
	putc(' ', out);
	field_print(debug_id, id, "no debug ID", out);
	putc('\n', out);
}

static void
answer_print(
    const char *name, enum symsrv_answer answer, const char *sep, FILE *out)
{
	const char *word = answer_word(answer);
	struct str text = str_of(name);

	fprintf(out, "%s%*s", sep, INDENT, "");
	field_print(text, TEXT_WIDTH - 12, "", out);
	fprintf(out, ": %s\n", word ? word : "not asked");
}

static void
module_print(const struct report *r, const struct report_module *m, FILE *out)
{
	char change[CHANGE_SIZE], day[11], *command = found_command(m);
	size_t i;

	fields_print(r, &m->module, out);
	if (r->previous != NULL) {
		fprintf(out, "%*s%s", INDENT, "", change_words(r, m, change));
		if (m->in_previous && m->first_seen.known) {
			date_print(m->first_seen.days, day);
			fprintf(out, ", since %s", day);
		}
		putc('\n', out);
	}
	if (r->symbols_asked)
		answer_print("symbols", m->symbols, "", out);
	for (i = 0; i < r->nupstreams; i++)
		answer_print(r->upstreams[i], m->upstream[i], "", out);
	if (r->symbols_asked && command != NULL)
		fprintf(out, "%s\n", command);
	free(command);
}

/* The modules of a class and a vendor; of no vendor when it is empty. */
static void
vendor_print(const struct report *r, enum module_class class, struct str vendor,
    FILE *out)
{
	size_t i;

	for (i = 0; i < r->nmodules; i++)
		if (r->modules[i].class == class &&
		    str_equal(r->modules[i].vendor, vendor))
			module_print(r, &r->modules[i], out);
}

/* All modules of a class, by vendor where there are several. */
static void
vendors_print(const struct report *r, enum module_class class, FILE *out)
{
	struct intern *vendors = intern_new();
	bool unknown = false;
	uint32_t i;

	for (i = 0; i < r->nmodules; i++) {
		if (r->modules[i].class != class)
			continue;
		if (r->modules[i].vendor.len > 0)
			intern_id(vendors, r->modules[i].vendor);
		else
			unknown = true;
	}
	for (i = 0; i < intern_count(vendors); i++) {
		putc('\n', out);
		field_print(intern_text(vendors, i), WIDTH, "", out);
		putc('\n', out);
		vendor_print(r, class, intern_text(vendors, i), out);
	}
	if (unknown && intern_count(vendors) > 0)
		fputs("\nVendor not known\n", out);
	else
		putc('\n', out);
	vendor_print(r, class, STR(""), out);
	intern_free(vendors);
}

static void
class_print(const struct report *r, enum module_class class, FILE *out)
{
	char number[NUMBER_SIZE], title[SENTENCE_SIZE];
	size_t i, n = 0;

	for (i = 0; i < r->nmodules; i++)
		n += r->modules[i].class == class;
	if (n == 0)
		return;
	snprintf(title, sizeof(title), "%s (%s)", class_title(class),
	    number_words(r, n, number));
	fprintf(out, "\n\n%s\n", title);
	for (i = 0; title[i] != '\0'; i++)
		putc('-', out);
	putc('\n', out);
	paragraph_print(class_words(class), "", out);
	vendors_print(r, class, out);
}

static void
gone_print(const struct report *r, FILE *out)
{
	char number[NUMBER_SIZE];
	size_t i;

	if (r->ngone == 0)
		return;
	fprintf(out, "\n\nGone (%s)\n", number_words(r, r->ngone, number));
	fputs("In the earlier report, and no longer in this one.\n\n", out);
	for (i = 0; i < r->ngone; i++)
		fields_print(r, &r->gone[i]->module, out);
}

void
report_text(const struct report *r, FILE *out)
{
	char sentence[SENTENCE_SIZE];
	enum module_class class;

	paragraph_print(title_words(r, sentence), "", out);
	putc('\n', out);
	paragraph_print(summary_words(r, sentence), "", out);
	left_out_print(r, out);
	if (expiry_words(r) != NULL) {
		putc('\n', out);
		paragraph_print(expiry_words(r), "", out);
	}
	if (previous_words(r, sentence)[0] != '\0') {
		putc('\n', out);
		paragraph_print(sentence, "", out);
	}
	if (r->nmodules > 0) {
		putc('\n', out);
		paragraph_print(suppress_words, "", out);
	}
	for (class = 0; class < NCLASSES; class ++)
		class_print(r, class, out);
	gone_print(r, out);
}
