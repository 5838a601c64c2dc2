/*
 * Results as JSON. jansson writes the strings; the rest is written here, for
 * the sake of numbers: a value may have more digits than any integer or real
 * of jansson holds and must keep them, and a real is printed with as few
 * digits as bring it back.
 */
#include <err.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdlib.h>

#include "common/scan.h"
#include "common/util.h"
#include "correlations/print.h"
#include "correlations/sha1.h"

static const char *const status_names[] = {
    [RESULT_FOUND] = "found",
    [RESULT_NOTHING] = "nothing",
    [RESULT_TOO_FEW] = "too_few",
    [RESULT_UNKNOWN] = "unknown",
};

/* A copy with U+FFFD for each byte that is not UTF-8. */
static json_t *
string_repair(struct str text)
{
	char *fixed = xreallocarray(NULL, text.len, 3);
	size_t i, len, n = 0;
	uint32_t c;
	json_t *string;

	for (i = 0; i < text.len; i += len) {
		len = utf8_decode(text.data + i, text.len - i, &c);
		if (len == 0) {
			len = 1;
			memcpy(fixed + n, "\xef\xbf\xbd", 3);
			n += 3;
		} else {
			memcpy(fixed + n, text.data + i, len);
			n += len;
		}
	}
	string = json_stringn(fixed, n);
	free(fixed);
	return string;
}

void
print_json_string(FILE *out, struct str text)
{
	json_t *string = json_stringn(text.len ? text.data : "", text.len);

	if (string == NULL && text.len > 0)
		string = string_repair(text);
	if (string == NULL)
		errx(STATUS_FAIL, "out of memory");
	json_dumpf(string, out, JSON_ENCODE_ANY);
	json_decref(string);
}

/* With the fewest digits that strtod() turns back into the same. */
static void
real_print(FILE *out, double x)
{
	char text[32];
	int digits = 14;

	do
		snprintf(text, sizeof(text), "%.*g", ++digits, x);
	while (digits < 17 && strtod(text, NULL) != x);
	fputs(text, out);
}

/* "key":count, and ".0" in compat, whose programs count in reals. */
static void
count_print(FILE *out, const char *key, uint64_t count, bool compat)
{
	fprintf(out, ",\"%s\":%" PRIu64 "%s", key, count, compat ? ".0" : "");
}

static void
value_print(FILE *out, const struct result_item *item)
{
	switch (item->type) {
	case SCAN_STRING:
		print_json_string(out, item->text);
		break;
	case SCAN_NUMBER:
		fwrite(item->text.data, 1, item->text.len, out);
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
items_print(FILE *out, const struct result_item *items, size_t nitems)
{
	size_t i;

	fputs("{\"item\":{", out);
	for (i = 0; i < nitems; i++) {
		if (i > 0)
			putc(',', out);
		print_json_string(out, items[i].label);
		putc(':', out);
		value_print(out, &items[i]);
	}
	putc('}', out);
}

static void
prior_print(FILE *out, const struct result_prior *p, bool compat)
{
	items_print(out, &p->item, 1);
	count_print(out, "count_reference", p->count_reference, compat);
	count_print(out, "count_group", p->count_group, compat);
	count_print(out, "total_reference", p->total_reference, compat);
	count_print(out, "total_group", p->total_group, compat);
	putc('}', out);
}

void
print_json_finding(FILE *out, const struct result_finding *f, bool compat)
{
	items_print(out, f->items, f->nitems);
	count_print(out, "count_reference", f->count_reference, compat);
	count_print(out, "count_group", f->count_group, compat);
	fputs(",\"prior\":", out);
	if (f->has_prior)
		prior_print(out, &f->prior, compat);
	else
		fputs("null", out);
	if (!compat) {
		fputs(",\"p_value\":", out);
		real_print(out, f->p_value);
		fputs(",\"phi\":", out);
		real_print(out, f->phi);
		fputs(",\"difference_ci\":[", out);
		real_print(out, f->difference_ci[0]);
		putc(',', out);
		real_print(out, f->difference_ci[1]);
		putc(']', out);
	}
	putc('}', out);
}

void
print_json_findings(FILE *out, const struct result_group *g, bool compat)
{
	size_t i;

	putc('[', out);
	for (i = 0; i < g->nfindings; i++) {
		if (i > 0)
			putc(',', out);
		print_json_finding(out, &g->findings[i], compat);
	}
	putc(']', out);
}

void
print_json_top_words(FILE *out, const struct result_group *g)
{
	size_t i;

	if (g->ntop_words == 0)
		return;
	fputs(",\"top_words\":[", out);
	for (i = 0; i < g->ntop_words; i++) {
		if (i > 0)
			putc(',', out);
		print_json_string(out, g->top_words[i]);
	}
	putc(']', out);
}

static void
group_print(FILE *out, const struct result_channel *channel,
    const struct result_group *g, bool compat)
{
	char sha1[SHA1_HEX_LEN + 1];

	fputs("{\"channel\":", out);
	print_json_string(out, channel->name);
	fputs(",\"signature\":", out);
	print_json_string(out, g->signature);
	fprintf(out,
	    ",\"sha1\":\"%s\",\"status\":\"%s\",\"total\":%" PRIu64
	    ",\"total_reference\":%" PRIu64 ",\"results\":",
	    sha1_hex(g->signature, sha1), status_names[g->status], g->total,
	    channel->total_reference);
	print_json_findings(out, g, compat);
	print_json_top_words(out, g);
	putc('}', out);
}

/* Every group, with something between them and something after the last. */
static void
groups_print(FILE *out, const struct results *results, const char *between,
    const char *after)
{
	const struct result_channel *channel;
	size_t c, g;
	bool any = false;

	for (c = 0; c < results->nchannels; c++) {
		channel = &results->channels[c];
		for (g = 0; g < channel->ngroups; g++) {
			if (any)
				fputs(between, out);
			any = true;
			group_print(
			    out, channel, &channel->groups[g], results->compat);
		}
	}
	if (any)
		fputs(after, out);
}

void
print_ndjson(FILE *out, const struct results *results)
{
	groups_print(out, results, "\n", "\n");
}

void
print_json(FILE *out, const struct results *results)
{
	putc('[', out);
	groups_print(out, results, ",\n", "");
	fputs("]\n", out);
}
