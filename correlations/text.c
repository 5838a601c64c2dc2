/* Results in the words of the Correlations tab of Crash Stats. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

#include "common/util.h"
#include "common/vis.h"
#include "correlations/order.h"
#include "correlations/print.h"

void
print_text_shown(FILE *out, struct str text)
{
	char *shown = vis_dup(text);

	fputs(shown, out);
	free(shown);
}

const char *
print_text_share(char out[PRINT_SHARE_MAX], uint64_t count, uint64_t total)
{
	double percent = (double)count / (double)total * 100;

	/* where JavaScript rounds a tie up, printf() would take the even
	   digit; only odd eighths can tie */
	if (fmod(percent, 0.25) == 0.125)
		percent = nextafter(percent, INFINITY);
	snprintf(out, PRINT_SHARE_MAX, "%05.2f%%", percent);
	return strcmp(out, "100.00%") == 0 ? "100.0%" : out;
}

static void
share_print(FILE *out, uint64_t count, uint64_t total)
{
	char share[PRINT_SHARE_MAX];

	fputs(print_text_share(share, count, total), out);
}

void
print_text_item(FILE *out, const struct result_item *item)
{
	print_text_shown(out, item->label);
	fputs(" = ", out);
	switch (item->type) {
	case SCAN_STRING:
	case SCAN_NUMBER:
		print_text_shown(out, item->text);
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

void
print_text_prior(FILE *out, const struct result_prior *p)
{
	fputs(" [", out);
	share_print(out, p->count_group, p->total_group);
	fputs(" vs ", out);
	share_print(out, p->count_reference, p->total_reference);
	fputs(" if ", out);
	print_text_item(out, &p->item);
	putc(']', out);
}

static void
finding_print(FILE *out, const struct result_finding *f, uint64_t total_group,
    uint64_t total_reference)
{
	size_t i;

	putc('(', out);
	share_print(out, f->count_group, total_group);
	fputs(" in signature vs ", out);
	share_print(out, f->count_reference, total_reference);
	fputs(" overall) ", out);
	for (i = 0; i < f->nitems; i++) {
		if (i > 0)
			fputs(" \u2227 ", out);
		print_text_item(out, &f->items[i]);
	}
	if (f->has_prior)
		print_text_prior(out, &f->prior);
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

void
print_text_heading(FILE *out, const struct result_channel *channel,
    const struct result_group *g)
{
	print_text_shown(out, channel->name);
	fputs(": ", out);
	print_text_shown(out, g->signature);
	fprintf(out, " (%" PRIu64 " of %" PRIu64 " crash reports)\n", g->total,
	    channel->total_reference);
}

const char *
print_text_status(enum result_status status)
{
	static const char *const sentences[] = {
	    [RESULT_NOTHING] = "nothing distinctive",
	    [RESULT_TOO_FEW] = "too few crash reports: five are needed",
	    [RESULT_UNKNOWN] = "unknown: no crash report has it",
	};

	return sentences[status];
}

static void
top_words_print(FILE *out, const struct result_group *g)
{
	size_t i;

	if (g->ntop_words == 0)
		return;
	fputs("Top words: ", out);
	for (i = 0; i < g->ntop_words; i++) {
		fputs(i > 0 ? ", " : "", out);
		print_text_shown(out, g->top_words[i]);
	}
	putc('\n', out);
}

static void
group_print(FILE *out, const struct result_channel *channel,
    const struct result_group *g)
{
	print_text_heading(out, channel, g);
	if (g->status == RESULT_FOUND)
		findings_print(out, g, channel->total_reference);
	else
		fprintf(out, "%s\n", print_text_status(g->status));
	top_words_print(out, g);
}

void
print_text(FILE *out, const struct results *results)
{
	const struct result_channel *channel;
	size_t c, g;

	for (c = 0; c < results->nchannels; c++) {
		channel = &results->channels[c];
		if (channel->ngroups == 0) {
			print_text_shown(out, channel->name);
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
