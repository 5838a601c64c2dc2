/*
 * The results as the JSON that page/model.js reads:
 *
 *	{"noun": "signature", "compat": false, "least": [0.15, 0.03],
 *	"channels": [{"name": "release", "total": 1247, "search": "https:...",
 *	    "groups": [{"name": "OOM | small", "status": "found", "total": 70,
 *	        "sentence": "All 70 ...", "margin": 0.42,
 *	        "levels": [1e-4, 1e-5], "findings": [...],
 *	        "top_words": ["video", ...]}]}],
 *	"items": [["module", "Module \"x.dll\"", "true"], ...]}
 *
 * A finding is [items, count_group, count_reference, low, high, p, phi, prior],
 * items being their places in the list, p and phi null in compat; prior, if
 * there is one, is [item, count_group, count_reference, total_group,
 * total_reference]. top_words are there where there are any.
 *
 * Names are shown ones. Where the real one differs it follows as "raw", for
 * fragments and searches.
 */
#include <inttypes.h>
#include <stdlib.h>

#include "common/intern.h"
#include "common/memory.h"
#include "common/util.h"
#include "common/vis.h"
#include "correlations/order.h"
#include "correlations/page.h"
#include "correlations/print.h"
#include "correlations/stats.h"

/* Items met so far, and their JSON. */
struct item_list {
	struct intern *keys;
	FILE *out;
	char *text;
	size_t len;
	uint32_t n;
};

static const char *const status_words[] = {
    [RESULT_FOUND] = "found",
    [RESULT_NOTHING] = "nothing",
    [RESULT_TOO_FEW] = "too_few",
    [RESULT_UNKNOWN] = "unknown",
};

/* "name":shown, and what it really is where that looks different. */
static void
name_print(FILE *out, struct str name)
{
	char *shown = vis_dup(name);

	fputs("\"name\":", out);
	print_json_string(out, str_of(shown));
	if (!str_equal(str_of(shown), name)) {
		fputs(",\"raw\":", out);
		print_json_string(out, name);
	}
	free(shown);
}

static void
value_print(FILE *out, const struct result_item *item)
{
	static const char *const words[] = {
	    [SCAN_NULL] = "null", [SCAN_FALSE] = "false", [SCAN_TRUE] = "true"};
	char *shown;

	if (item->type <= SCAN_TRUE) {
		fprintf(out, "\"%s\"", words[item->type]);
		return;
	}
	shown = vis_dup(item->text);
	print_json_string(out, str_of(shown));
	free(shown);
}

static void
item_print(FILE *out, const struct result_item *item)
{
	char *label = vis_dup(item->label);

	fprintf(out, "[\"%s\",", page_kind(item));
	print_json_string(out, str_of(label));
	putc(',', out);
	value_print(out, item);
	putc(']', out);
	free(label);
}

/* The place of an item in the list, at its end if it is new. */
static uint32_t
item_place(struct item_list *items, const struct result_item *item)
{
	char *json;
	size_t len;
	FILE *out = memory_open(&json, &len);
	uint32_t place;

	item_print(out, item);
	memory_close(out);
	place = intern_id(items->keys, (struct str){json, len});
	if (place == items->n) {
		items->n++;
		fprintf(items->out, "%s%s", place ? ",\n" : "", json);
	}
	free(json);
	return place;
}

static void
finding_print(FILE *out, struct item_list *items, const struct results *r,
    const struct result_channel *channel, const struct result_group *group,
    const struct result_finding *f)
{
	const struct result_prior *p = &f->prior;
	struct interval ci = difference_interval(f->count_group, group->total,
	    f->count_reference, channel->total_reference);

	fprintf(out, "[[%" PRIu32, item_place(items, &f->items[0]));
	if (f->nitems == 2)
		fprintf(out, ",%" PRIu32, item_place(items, &f->items[1]));
	fprintf(out, "],%" PRIu64 ",%" PRIu64 ",%.5g,%.5g", f->count_group,
	    f->count_reference, ci.low, ci.high);
	if (r->compat)
		fputs(",null,null", out);
	else
		fprintf(out, ",%.3g,%.3g", f->p_value, f->phi);
	if (f->has_prior)
		fprintf(out,
		    ",[%" PRIu32 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64 ",%" PRIu64
		    "]",
		    item_place(items, &p->item), p->count_group,
		    p->count_reference, p->total_group, p->total_reference);
	putc(']', out);
}

/* What is surest of all its findings. */
static double
group_margin(const struct result_channel *channel,
    const struct result_group *group, const struct result_finding *findings)
{
	double margin, best = 0;
	size_t i;

	for (i = 0; i < group->nfindings; i++) {
		margin = order_margin(
		    &findings[i], group->total, channel->total_reference);
		if (margin > best)
			best = margin;
	}
	return best;
}

static void
group_print(FILE *out, struct item_list *items, const struct results *r,
    const struct result_channel *channel, const struct result_group *group)
{
	struct result_finding *findings = page_findings(channel, group);
	char *sentence = page_sentence(channel, group, findings);
	size_t i;

	putc('{', out);
	name_print(out, group->signature);
	fprintf(out, ",\"status\":\"%s\",\"total\":%" PRIu64 ",\"sentence\":",
	    status_words[group->status], group->total);
	print_json_string(out, str_of(sentence));
	fprintf(out, ",\"margin\":%.5g,\"levels\":[%.3g,%.3g],\"findings\":[",
	    group_margin(channel, group, findings), group->alpha[0],
	    group->alpha[1]);
	for (i = 0; i < group->nfindings; i++) {
		fputs(i > 0 ? ",\n" : "", out);
		finding_print(out, items, r, channel, group, &findings[i]);
	}
	putc(']', out);
	print_json_top_words(out, group);
	putc('}', out);
	free(sentence);
	free(findings);
}

static void
channel_print(FILE *out, struct item_list *items, const struct results *r,
    const struct result_channel *channel)
{
	size_t i;

	putc('{', out);
	name_print(out, channel->name);
	fprintf(out, ",\"total\":%" PRIu64, channel->total_reference);
	if (r->by == NULL) {
		fputs(",\"search\":\"", out);
		page_search(out, r, channel);
		putc('"', out);
	}
	fputs(",\"groups\":[", out);
	for (i = 0; i < channel->ngroups; i++) {
		fputs(i > 0 ? ",\n" : "", out);
		group_print(out, items, r, channel, &channel->groups[i]);
	}
	fputs("]}", out);
}

static void
data_print(FILE *out, const struct results *r)
{
	struct item_list items = {.keys = intern_new()};
	size_t i;

	items.out = memory_open(&items.text, &items.len);
	fprintf(out,
	    "{\"noun\":\"%s\",\"compat\":%s,\"least\":[%.15g,%.15g],"
	    "\n\"channels\":[",
	    page_noun(r), r->compat ? "true" : "false", r->min_support_diff,
	    r->min_corr);
	for (i = 0; i < r->nchannels; i++) {
		fputs(i > 0 ? ",\n" : "", out);
		channel_print(out, &items, r, &r->channels[i]);
	}
	memory_close(items.out);
	fprintf(out, "],\n\"items\":[%s]}\n", items.text);
	free(items.text);
	intern_free(items.keys);
}

void
page_data(FILE *out, const struct results *r)
{
	char *text;
	size_t len, i;
	FILE *memory = memory_open(&text, &len);

	data_print(memory, r);
	memory_close(memory);
	/* "<" is only in strings; without any, nothing ends or nests the
	   element that all this stands in (HTML section 4.12.1.3) */
	for (i = 0; i < len; i++) {
		if (text[i] == '<')
			fputs("\\u003c", out);
		else
			putc(text[i], out);
	}
	free(text);
}
