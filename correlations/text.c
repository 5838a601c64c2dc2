/* Results in the words of the Correlations tab of Crash Stats. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "common/util.h"
#include "common/vis.h"
#include "correlations/order.h"
#include "correlations/print.h"

/* All of it, however long: vis() makes at most four bytes of one. */
static void
shown_print(FILE *out, struct str text)
{
	size_t cap = 4 * text.len + 16;
	char *shown = xmalloc(cap);

	fputs(vis(text, shown, cap), out);
	free(shown);
}

/*
 * A share as Crash Stats prints it, five characters wide: 07.34, 100.0. A tie
 * goes up as in JavaScript, where printf() would take the even digit; only odd
 * eighths can tie.
 */
static void
percent_print(FILE *out, uint64_t count, uint64_t total)
{
	double percent = (double)count / (double)total * 100;
	char text[32];

	if (fmod(percent, 0.25) == 0.125)
		percent = nextafter(percent, INFINITY);
	snprintf(text, sizeof(text), "%05.2f", percent);
	fprintf(out, "%s%%", strcmp(text, "100.00") == 0 ? "100.0" : text);
}

void
print_text_item(FILE *out, const struct result_item *item)
{
	shown_print(out, item->label);
	fputs(" = ", out);
	switch (item->type) {
	case SCAN_STRING:
	case SCAN_NUMBER:
		shown_print(out, item->text);
		break;
	case SCAN_TRUE:
		fputs("true", out);
		break;
	case SCAN_FALSE:
		fputs("false", out);
		break;
	default:
		fputs("null", out);
		break;
	}
}

static void
finding_print(FILE *out, const struct result_finding *f, uint64_t total_group,
    uint64_t total_reference)
{
	const struct result_prior *p = &f->prior;
	size_t i;

	putc('(', out);
	percent_print(out, f->count_group, total_group);
	fputs(" in signature vs ", out);
	percent_print(out, f->count_reference, total_reference);
	fputs(" overall) ", out);
	for (i = 0; i < f->nitems; i++) {
		if (i > 0)
			fputs(" \u2227 ", out);
		print_text_item(out, &f->items[i]);
	}
	if (f->has_prior) {
		fputs(" [", out);
		percent_print(out, p->count_group, p->total_group);
		fputs(" vs ", out);
		percent_print(out, p->count_reference, p->total_reference);
		fputs(" if ", out);
		print_text_item(out, &p->item);
		putc(']', out);
	}
	putc('\n', out);
}

/* Crash Stats orders what it reads, and compat leaves that to it. */
static void
findings_print(
    FILE *out, const struct result_group *g, uint64_t total_reference)
{
	struct result_finding *shown;
	size_t i;

	shown = xreallocarray(NULL, g->nfindings, sizeof(*shown));
	memcpy(shown, g->findings, g->nfindings * sizeof(*shown));
	order_findings(shown, g->nfindings, g->total, total_reference);
	for (i = 0; i < g->nfindings; i++)
		finding_print(out, &shown[i], g->total, total_reference);
	free(shown);
}

static void
group_print(FILE *out, const struct result_channel *channel,
    const struct result_group *g)
{
	shown_print(out, channel->name);
	fputs(": ", out);
	shown_print(out, g->signature);
	fprintf(out, " (%" PRIu64 " of %" PRIu64 " crash reports)\n", g->total,
	    channel->total_reference);
	switch (g->status) {
	case RESULT_FOUND:
		findings_print(out, g, channel->total_reference);
		break;
	case RESULT_NOTHING:
		fputs("nothing distinctive\n", out);
		break;
	case RESULT_TOO_FEW:
		fputs("too few crash reports: five are needed\n", out);
		break;
	case RESULT_UNKNOWN:
		fputs("unknown: no crash report has it\n", out);
		break;
	}
}

void
print_text(FILE *out, const struct results *results)
{
	const struct result_channel *channel;
	size_t c, g;

	for (c = 0; c < results->nchannels; c++) {
		channel = &results->channels[c];
		if (channel->ngroups == 0) {
			shown_print(out, channel->name);
			fprintf(out,
			    ": nothing to compare (%" PRIu64
			    " crash reports)\n",
			    channel->total_reference);
		}
		for (g = 0; g < channel->ngroups; g++) {
			if (g > 0)
				putc('\n', out);
			group_print(out, channel, &channel->groups[g]);
		}
		if (c + 1 < results->nchannels)
			putc('\n', out);
	}
}
