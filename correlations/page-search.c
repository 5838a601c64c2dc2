/*
 * Where Crash Stats shows the crash reports that a result is about. Its search
 * takes a filter a parameter: those of one name are alternatives, but ranges
 * of dates narrow each other; a value that begins with "=" is to be met
 * exactly (its manual: documentation/supersearch).
 */
#include "common/url_escape.h"
#include "common/util.h"
#include "correlations/page.h"

#define CRASH_STATS "https://crash-stats.mozilla.org/search/?"

/* From the oldest day to before the day after the newest one, in UTC. */
static void
dates_print(FILE *out, const struct results *r)
{
	char end[11];
	int32_t days;

	if (date_parse(str_of(r->newest), &days) == -1)
		return;
	date_print(days + 1, end);
	fprintf(out, "&date=%%3E%%3D%s&date=%%3C%s", r->oldest, end);
}

void
page_search(
    FILE *out, const struct results *r, const struct result_channel *channel)
{
	size_t i;

	fputs(CRASH_STATS "product=", out);
	url_escape_print(out, str_of(r->product));
	for (i = 0; i < channel->nwanted; i++) {
		fputs("&version=", out);
		url_escape_print(out, channel->wanted[i]);
	}
	if (channel->nwanted == 0) {
		fputs("&release_channel=", out);
		url_escape_print(out, channel->name);
	}
	dates_print(out, r);
}

void
page_search_group(FILE *out, const struct result_group *group)
{
	fputs("&signature=%3D", out);
	url_escape_print(out, group->signature);
}
