/*
 * All findings as plain lists, for browsers without script: of each channel
 * first what groups there are, then those that have findings or top words.
 */
#include <stdlib.h>

#include "common/html.h"
#include "common/memory.h"
#include "common/url_escape.h"
#include "correlations/page.h"

/* Groups go by the fragments that the script knows them by, too. */
static void
fragment_print(FILE *out, const struct result_channel *channel,
    const struct result_group *group)
{
	url_escape_print(out, channel->name);
	putc('/', out);
	url_escape_print(out, group->signature);
}

static void
item_print(FILE *out, const struct result_item *item)
{
	char *text = page_item(item);

	html_escape(out, text);
	free(text);
}

static void
shares_print(FILE *out, uint64_t count_group, uint64_t total_group,
    uint64_t count_reference, uint64_t total_reference)
{
	char share[NUMBER_SIZE];

	html_escape(out, page_share(count_group, total_group, share));
	fputs(" against ", out);
	html_escape(out, page_share(count_reference, total_reference, share));
}

static void
finding_print(FILE *out, const struct result_channel *channel,
    const struct result_group *group, const struct result_finding *f)
{
	const struct result_prior *p = &f->prior;

	fputs("<li><b>", out);
	item_print(out, &f->items[0]);
	if (f->nitems == 2) {
		fputs("</b> and <b>", out);
		item_print(out, &f->items[1]);
	}
	fputs("</b>: ", out);
	shares_print(out, f->count_group, group->total, f->count_reference,
	    channel->total_reference);
	fputs(" overall", out);
	if (f->has_prior) {
		fputs("; if ", out);
		item_print(out, &p->item);
		fputs(": ", out);
		shares_print(out, p->count_group, p->total_group,
		    p->count_reference, p->total_reference);
	}
	putc('\n', out);
}

static void
search_print(FILE *out, const struct results *r,
    const struct result_channel *channel, const struct result_group *group)
{
	char *address;
	size_t len;
	FILE *memory = memory_open(&address, &len);

	page_search(memory, r, channel);
	page_search_group(memory, group);
	memory_close(memory);
	fputs("\n<a href=\"", out);
	html_escape(out, address);
	fputs("\">Search Crash Stats</a>", out);
	free(address);
}

/* Is there more to be said of it than one line? */
static bool
has_section(const struct result_group *group)
{
	return group->status == RESULT_FOUND || group->ntop_words > 0;
}

static void
top_words_print(FILE *out, const struct result_group *group)
{
	size_t i;

	if (group->ntop_words == 0)
		return;
	fputs("<p>Top words: ", out);
	for (i = 0; i < group->ntop_words; i++) {
		fputs(i > 0 ? ", " : "", out);
		html_text(out, group->top_words[i]);
	}
	fputs("</p>\n", out);
}

static void
group_print(FILE *out, const struct results *r,
    const struct result_channel *channel, const struct result_group *group)
{
	struct result_finding *findings = page_findings(channel, group);
	char *sentence = page_sentence(channel, group, findings);
	size_t i;

	fputs("<h3 id=\"", out);
	fragment_print(out, channel, group);
	fputs("\">", out);
	html_text(out, group->signature);
	fputs("</h3>\n<p>", out);
	html_escape(out, sentence);
	if (r->by == NULL)
		search_print(out, r, channel, group);
	fputs(group->nfindings > 0 ? "\n<ul>\n" : "</p>\n", out);
	for (i = 0; i < group->nfindings; i++)
		finding_print(out, channel, group, &findings[i]);
	fputs(group->nfindings > 0 ? "</ul>\n" : "", out);
	top_words_print(out, group);
	free(sentence);
	free(findings);
}

/* One line of what there is. */
static void
entry_print(FILE *out, const struct result_channel *channel,
    const struct result_group *group)
{
	static const char *const words[] = {
	    [RESULT_NOTHING] = "nothing distinctive",
	    [RESULT_TOO_FEW] = "too few",
	    [RESULT_UNKNOWN] = "unknown",
	};
	bool linked = has_section(group);

	fputs("<li>", out);
	if (linked) {
		fputs("<a href=\"#", out);
		fragment_print(out, channel, group);
		fputs("\">", out);
	}
	html_text(out, group->signature);
	fputs(linked ? "</a>: " : ": ", out);
	page_count(out, group->total, "crash report");
	fputs(", ", out);
	if (group->status == RESULT_FOUND)
		page_count(out, group->nfindings, "finding");
	else
		fputs(words[group->status], out);
	putc('\n', out);
}

static void
channel_print(
    FILE *out, const struct results *r, const struct result_channel *channel)
{
	size_t i;

	fputs("<h2>", out);
	html_text(out, channel->name);
	fputs(": ", out);
	page_count(out, channel->total_reference, "crash report");
	fputs("</h2>\n<ul>\n", out);
	for (i = 0; i < channel->ngroups; i++)
		entry_print(out, channel, &channel->groups[i]);
	fputs("</ul>\n", out);
	for (i = 0; i < channel->ngroups; i++)
		if (has_section(&channel->groups[i]))
			group_print(out, r, channel, &channel->groups[i]);
}

void
page_list(FILE *out, const struct results *r)
{
	size_t i;

	for (i = 0; i < r->nchannels; i++)
		channel_print(out, r, &r->channels[i]);
}
