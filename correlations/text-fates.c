/* How items fared, as text: the answer to "why is this one not listed?" */
#include <inttypes.h>
#include <string.h>

#include "correlations/print.h"

static const char *const fate_words[NFATES] = {
    [FATE_LISTED] = "listed",
    [FATE_EXPLAINED] = "explained",
    [FATE_WEAK] = "weak",
    [FATE_CHANCE] = "chance",
    [FATE_ALIKE] = "alike",
    [FATE_WHOLE] = "whole",
    [FATE_COIN] = "half",
    [FATE_FALSE] = "negated",
    [FATE_NULL] = "absent",
    [FATE_INFOBAR] = "infobar",
    [FATE_VERSION] = "version",
    [FATE_RARE] = "rare",
    [FATE_FEW] = "few",
    [FATE_UNCOMMON] = "uncommon",
    [FATE_CONSTANT] = "constant",
    [FATE_NESTED] = "nested",
    [FATE_LEFT_OUT] = "left-out",
};

/* What the words mean, after each of them. */
static const char *const fate_meanings[NFATES] = {
    [FATE_LISTED] = "it is among the results",
    [FATE_EXPLAINED] = "would be listed, but given the item in brackets its "
                       "shares differ less",
    [FATE_WHOLE] = "every crash report of the channel has the signature: "
                   "nothing to compare",
    [FATE_COIN] = "one of two values, and no more frequent here than overall",
    [FATE_FALSE] = "what is true stands for it",
    [FATE_NULL] = "a value of 1 or Active stands for it",
    [FATE_INFOBAR] = "of this column only true is looked at",
    [FATE_VERSION] = "tells no more than that the add-on is there",
    [FATE_FEW] = "fewer than 5 crash reports with the signature have it",
    [FATE_CONSTANT] = "the same in every crash report of the channel",
    [FATE_NESTED] = "holds a list or an object in some crash report",
    [FATE_LEFT_OUT] = "known to say nothing, or looked at in other ways only",
};

/* Widths of the two columns with a count and a share. */
struct table {
	const struct results *results;
	const struct result_channel *channel;
	const struct result_group *group;
	int width_group, width_reference;
};

/* Room for a count and " 100.0%", and for a title. */
static int
width_of(uint64_t total, const char *title)
{
	int width = snprintf(NULL, 0, "%" PRIu64 " 100.0%%", total);
	int least = (int)strlen(title);

	return width > least ? width : least;
}

static void
count_print(FILE *out, int width, uint64_t count, uint64_t total)
{
	char share[PRINT_SHARE_MAX], text[PRINT_SHARE_MAX + 24];

	snprintf(text, sizeof(text), "%" PRIu64 " %s", count,
	    print_text_share(share, count, total));
	fprintf(out, "%*s  ", width, text);
}

static void
what_print(FILE *out, const struct result_fate *f)
{
	switch (f->of) {
	case FATE_OF_ITEM:
		print_text_item(out, &f->item);
		break;
	case FATE_OF_REST:
		print_text_shown(out, f->item.label);
		fputs(": other values", out);
		break;
	case FATE_OF_COLUMN:
		print_text_shown(out, f->item.label);
		break;
	}
	if (f->has_prior)
		print_text_prior(out, &f->prior);
	if (f->in_pair)
		fputs(" (a pair with it is listed)", out);
}

static void
row_print(FILE *out, const struct table *t, const struct result_fate *f)
{
	if (f->of == FATE_OF_COLUMN)
		fprintf(out, "%*s  ", t->width_group, "-");
	else
		count_print(
		    out, t->width_group, f->count_group, t->group->total);
	if (f->of == FATE_OF_ITEM)
		count_print(out, t->width_reference, f->count_reference,
		    t->channel->total_reference);
	else
		fprintf(out, "%*s  ", t->width_reference, "-");
	if (f->is_tested)
		fprintf(out, "%#7.3g  %#9.3g  ", f->phi, f->p_value);
	else
		fprintf(out, "%7s  %9s  ", "-", "-");
	fprintf(out, "%-9s  ", fate_words[f->fate]);
	what_print(out, f);
	putc('\n', out);
}

/* Meanings that hang on what was asked for. */
static void
meaning_print(FILE *out, const struct table *t, enum fate fate)
{
	const struct results *r = t->results;
	const struct result_fates *fates = &t->channel->fates;
	double points = r->min_support_diff * 100;

	switch (fate) {
	case FATE_WEAK:
		fprintf(out, "phi is below %.15g", r->min_corr);
		break;
	case FATE_CHANCE:
		fprintf(out, "the p-value is above %.3g: ", fates->alpha);
		if (r->compat)
			fputs("the least level of the channel so far", out);
		else
			fprintf(out, "0.05 / 2 / %zu candidates",
			    fates->ncandidates);
		break;
	case FATE_ALIKE:
		fprintf(out, "the shares differ by less than %.15g %%", points);
		break;
	case FATE_RARE:
		fprintf(out, "both shares are below %.15g %%", points);
		break;
	case FATE_UNCOMMON:
		fprintf(out,
		    "not in more than %.15g %% of any signature or (modules "
		    "aside) overall",
		    r->compat ? 15 : points);
		break;
	default:
		fputs(fate_meanings[fate], out);
		break;
	}
}

static void
legend_print(FILE *out, const struct table *t)
{
	const struct result_fates *fates = &t->channel->fates;
	size_t i;

	putc('\n', out);
	for (i = 0; i < fates->n; i++) {
		if (i > 0 && fates->list[i].fate == fates->list[i - 1].fate)
			continue;
		fprintf(out, "%-9s  ", fate_words[fates->list[i].fate]);
		meaning_print(out, t, fates->list[i].fate);
		putc('\n', out);
	}
}

static void
table_print(FILE *out, const struct table *t)
{
	const struct result_fates *fates = &t->channel->fates;
	size_t i;

	if (fates->is_extra)
		fputs(
		    "not among those asked for: compared besides them\n", out);
	fprintf(out, "%*s  %*s  %7s  %9s  %-9s  %s\n", t->width_group,
	    "in signature", t->width_reference, "overall", "phi", "p-value",
	    "fate", "item");
	for (i = 0; i < fates->n; i++)
		row_print(out, t, &fates->list[i]);
	legend_print(out, t);
}

static void
channel_print(FILE *out, const struct results *results,
    const struct result_channel *channel)
{
	const struct result_group *group =
	    &channel->groups[channel->fates.group];
	struct table t = {results, channel, group,
	    width_of(group->total, "in signature"),
	    width_of(channel->total_reference, "overall")};

	print_text_heading(out, channel, group);
	if (group->status == RESULT_FOUND || group->status == RESULT_NOTHING)
		table_print(out, &t);
	else
		fprintf(out, "%s\n", print_text_status(group->status));
}

void
print_fates(FILE *out, const struct results *results)
{
	size_t i;

	for (i = 0; i < results->nchannels; i++) {
		if (i > 0)
			putc('\n', out);
		channel_print(out, results, &results->channels[i]);
	}
	if (results->nchannels == 0) {
		print_text_shown(out, str_of(results->explain));
		fprintf(out, ": %s\n", print_text_status(RESULT_UNKNOWN));
	}
}
