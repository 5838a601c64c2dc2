/* What the page says of itself: how to read it, and where it comes from. */
#include <stdlib.h>

#include "common/html.h"
#include "common/number.h"
#include "correlations/page.h"
#include "correlations/supports.h"
#include "correlations/topwords.h"

#define VERSIONS_MAX 8 /* named of a channel; the rest is counted */

static void
versions_print(FILE *out, const struct result_channel *channel)
{
	char number[NUMBER_SIZE];
	size_t i, n = channel->nversions;

	if (n == 0)
		return;
	fprintf(out, "\n<br><small>Version%s ", n == 1 ? "" : "s");
	for (i = 0; i < n && i < VERSIONS_MAX; i++) {
		fputs(i > 0 ? ", " : "", out);
		html_text(out, channel->versions[i].version);
		fprintf(out, " (%s)",
		    number_thin(channel->versions[i].count, number));
	}
	if (n > VERSIONS_MAX)
		fprintf(
		    out, " and %s more", number_thin(n - VERSIONS_MAX, number));
	fputs("</small>", out);
}

static void
channel_print(
    FILE *out, const struct results *r, const struct result_channel *channel)
{
	uint64_t nfound = 0;
	char number[NUMBER_SIZE];
	size_t i;

	for (i = 0; i < channel->ngroups; i++)
		nfound += channel->groups[i].status == RESULT_FOUND;
	fputs("<li><b>", out);
	html_text(out, channel->name);
	fputs("</b> ", out);
	page_count(out, channel->total_reference, "crash report");
	fputs(", ", out);
	page_count(out, channel->ngroups, page_noun(r));
	fprintf(out, ", %s with findings",
	    nfound ? number_thin(nfound, number) : "none");
	versions_print(out, channel);
	if (channel->duplicates_ignored > 0) {
		fputs("\n<br><small>", out);
		page_count(out, channel->duplicates_ignored, "row");
		fputs(" left out: given twice</small>", out);
	}
	fputs("</li>\n", out);
}

static void
term_print(FILE *out, const char *term, const char *meaning)
{
	fprintf(out, "<dt>%s</dt>\n<dd>%s</dd>\n", term, meaning);
}

static bool
has_top_words(const struct results *r)
{
	size_t c, g;

	for (c = 0; c < r->nchannels; c++)
		for (g = 0; g < r->channels[c].ngroups; g++)
			if (r->channels[c].groups[g].ntop_words > 0)
				return true;
	return false;
}

static void
reading_print(FILE *out, const struct results *r)
{
	char meaning[160];

	fputs("<h2>How to read it</h2>\n<dl>\n", out);
	snprintf(meaning, sizeof(meaning), "In %s", page_noun(r));
	term_print(out, meaning,
	    r->by ? "the share of the group\u2019s crash reports that have it"
	          : "the share of the signature\u2019s crash reports that have "
	            "it");
	term_print(out, "Overall",
	    "the share of all crash reports of the channel that have it");
	term_print(out, "Bracket",
	    "the 95% interval of the difference, set off from the overall "
	    "share: where the upper bar might as well have ended");
	term_print(out, "If",
	    "the same two shares among only those crash reports that have "
	    "something else, too, which makes the difference another one");
	if (has_top_words(r))
		fprintf(out,
		    "<dt>Top words</dt>\n<dd>what users\u2019 comments have "
		    "more often here than in other %ss; each is in at least "
		    "%d crash reports</dd>\n",
		    page_noun(r), TOP_WORDS_REPORTS_MIN);
	fputs("</dl>\n", out);
}

static void
thresholds_print(FILE *out, const struct results *r)
{
	fputs("<h2>What is a finding</h2>\n<dl>\n", out);
	fprintf(out,
	    "<dt>Support</dt>\n<dd>at least %d crash reports have it, in the "
	    "%s and overall, and the two shares differ by at least %.15g "
	    "points</dd>\n",
	    SUPPORT_MIN, page_noun(r), 100 * r->min_support_diff);
	term_print(out, "p-value",
	    r->compat ? "of chi-squared, at most 0.05, halved for one item "
	                "and quartered for two, over the number of "
	                "candidates, or what an earlier finding left of it"
	              : "of chi-squared, or of Fisher\u2019s test where "
	                "counts are small, at most 0.05, halved for one item "
	                "and quartered for two, over the number of "
	                "candidates");
	fprintf(
	    out, "<dt>phi</dt>\n<dd>at least %.15g</dd>\n</dl>\n", r->min_corr);
	if (r->compat)
		fputs("<p>These are the rules of Mozilla\u2019s production "
		      "job (--compat).</p>\n",
		    out);
}

void
page_about(FILE *out, const struct results *r)
{
	size_t i;

	fputs("<h2>Channels</h2>\n<ul class=\"channels\">\n", out);
	for (i = 0; i < r->nchannels; i++)
		channel_print(out, r, &r->channels[i]);
	fputs("</ul>\n", out);
	reading_print(out, r);
	thresholds_print(out, r);
	fputs("<h2>Made by</h2>\n<p><code>", out);
	if (r->command != NULL)
		html_text(out, str_of(r->command));
	fputs("</code>\n<br><small>crashcorr " VERSION "</small></p>\n", out);
}
