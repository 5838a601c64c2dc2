/* What the page says in words. */
#include <stdlib.h>

#include "common/memory.h"
#include "common/util.h"
#include "common/vis.h"
#include "correlations/order.h"
#include "correlations/page.h"
#include "correlations/print.h"
#include "correlations/supports.h"

/* Columns that people have words for; a value stands between the two. */
static const struct phrase {
	const char *label;
	enum scan_type type;
	const char *before, *after;
} phrases[] = {
    {"Is Multicore", SCAN_FALSE, "come from machines with one processor", ""},
    {"Is Multicore", SCAN_TRUE, "come from machines with several processors",
        ""},
    {"has dual GPUs", SCAN_FALSE, "come from machines without a second GPU",
        ""},
    {"has dual GPUs", SCAN_TRUE, "come from machines with two GPUs", ""},
    {"platform", SCAN_STRING, "come from ", ""},
    {"platform_pretty_version", SCAN_STRING, "come from ", ""},
    {"process_type", SCAN_STRING, "come from the ", " process"},
    {"startup_crash", SCAN_FALSE, "are not of crashes at startup", ""},
    {"startup_crash", SCAN_TRUE, "are of crashes at startup", ""},
};

/* Bytes around the name in a label, by kind. */
static const struct {
	size_t before, after;
} around[] = {
    [ITEM_SCALAR] = {0, 0},
    [ITEM_MODULE] = {sizeof("Module \"") - 1, 1},
    [ITEM_ADDON] = {sizeof("Addon \"") - 1, 1},
    [ITEM_ADDON_VERSION] = {sizeof("Addon \"") - 1, sizeof("\" Version") - 1},
    [ITEM_APP_NOTE] = {1, sizeof("\" in app_notes") - 1},
    [ITEM_GFX_ERROR] = {sizeof("GFX_ERROR \"") - 1, 1},
};

#define NPHRASES (sizeof(phrases) / sizeof(*phrases))

const char *
page_noun(const struct results *r)
{
	return r->by ? "group" : "signature";
}

static bool
begins(struct str text, const char *with)
{
	size_t len = strlen(with);

	return text.len >= len && memcmp(text.data, with, len) == 0;
}

/* Is a column about the machine and its system, or about what it draws with? */
static const char *
column_kind(struct str label)
{
	static const char *const graphics[] = {"adapter_", "has dual GPUs"};
	static const char *const platform[] = {"platform", "os_", "cpu_",
	    "CPU Info", "Is Multicore", "bios_", "android_"};
	size_t i;

	for (i = 0; i < sizeof(graphics) / sizeof(*graphics); i++)
		if (begins(label, graphics[i]))
			return "graphics";
	for (i = 0; i < sizeof(platform) / sizeof(*platform); i++)
		if (begins(label, platform[i]))
			return "platform";
	return "other";
}

const char *
page_kind(const struct result_item *item)
{
	static const char *const kinds[] = {
	    [ITEM_MODULE] = "module",
	    [ITEM_ADDON] = "addon",
	    [ITEM_ADDON_VERSION] = "addon_version",
	    [ITEM_APP_NOTE] = "app_note",
	    [ITEM_GFX_ERROR] = "gfx_error",
	};

	if (item->kind == ITEM_SCALAR)
		return column_kind(item->label);
	return kinds[item->kind];
}

static void
shown_print(FILE *out, struct str text)
{
	char *shown = vis_dup(text);

	fputs(shown, out);
	free(shown);
}

/* The name in a label: x.dll of Module "x.dll". */
static void
name_print(FILE *out, const struct result_item *item)
{
	struct str name = item->label;
	size_t before = around[item->kind].before;
	size_t both = before + around[item->kind].after;

	if (name.len >= both) {
		name.data += before;
		name.len -= both;
	}
	shown_print(out, name);
}

static void
addon_version_print(FILE *out, const struct result_item *item)
{
	if (item->type != SCAN_STRING) {
		fputs("have no list of add-ons", out);
		return;
	}
	if (str_equal(item->text, STR("Not installed"))) {
		fputs("do not have the add-on ", out);
		name_print(out, item);
		return;
	}
	fputs("have version ", out);
	shown_print(out, item->text);
	fputs(" of the add-on ", out);
	name_print(out, item);
}

static void
scalar_print(FILE *out, const struct result_item *item)
{
	const struct phrase *p;

	for (p = phrases; p < phrases + NPHRASES; p++) {
		if (item->type != p->type ||
		    !str_equal(item->label, str_of(p->label)))
			continue;
		fputs(p->before, out);
		if (item->type == SCAN_STRING)
			shown_print(out, item->text);
		fputs(p->after, out);
		return;
	}
	if (item->type == SCAN_NULL) {
		fputs("have no ", out);
		shown_print(out, item->label);
		return;
	}
	fputs("have ", out);
	print_text_item(out, item);
}

/* What crash reports are or have that hold an item: "have x.dll loaded". */
static void
item_print(FILE *out, const struct result_item *item)
{
	static const struct {
		const char *before, *after;
	} words[] = {
	    [ITEM_MODULE] = {"have ", " loaded"},
	    [ITEM_ADDON] = {"have the add-on ", " installed"},
	    [ITEM_APP_NOTE] = {"have \u201c", "\u201d in their app notes"},
	    [ITEM_GFX_ERROR] = {"report the graphics error \u201c", "\u201d"},
	};

	if (item->kind == ITEM_SCALAR) {
		scalar_print(out, item);
	} else if (item->kind == ITEM_ADDON_VERSION) {
		addon_version_print(out, item);
	} else {
		fputs(words[item->kind].before, out);
		name_print(out, item);
		fputs(words[item->kind].after, out);
	}
}

/* "All 592 crash reports", "Only 12 of the 592 crash reports (2.0%)" */
static void
quantity_print(FILE *out, uint64_t count, uint64_t total, bool less)
{
	char number[NUMBER_SIZE], all[NUMBER_SIZE], share[NUMBER_SIZE];

	number_thin(total, all);
	if (count == total)
		fprintf(out, "All %s crash reports", all);
	else
		fprintf(out, "%s%s of the %s crash reports (%s)",
		    less ? "Only " : "", number_thin(count, number), all,
		    page_share(count, total, share));
}

/* " have x.dll loaded and startup_crash = true" */
static void
items_print(FILE *out, const struct result_finding *f)
{
	char *words;
	size_t len, i, have = sizeof("have ") - 1;
	FILE *memory;

	for (i = 0; i < f->nitems; i++) {
		memory = memory_open(&words, &len);
		item_print(memory, &f->items[i]);
		memory_close(memory);
		fputs(i == 0 ? " " : " and ", out);
		fputs(i > 0 && strncmp(words, "have ", have) == 0 ? words + have
		                                                  : words,
		    out);
		free(words);
	}
}

/* The finding, against the channel, and where its prior holds. */
static void
finding_print(FILE *out, const struct result_channel *channel,
    const struct result_group *group, const struct result_finding *f)
{
	const struct result_prior *p = &f->prior;
	char here[NUMBER_SIZE], there[NUMBER_SIZE];
	double all = (double)channel->total_reference;
	bool less = (double)f->count_group / (double)group->total <
	            (double)f->count_reference / all;

	quantity_print(out, f->count_group, group->total, less);
	items_print(out, f);
	fprintf(out, ", against %s overall",
	    page_share(f->count_reference, channel->total_reference, there));
	if (f->has_prior) {
		fputs("; among those that ", out);
		item_print(out, &p->item);
		fprintf(out, ", %s against %s",
		    page_share(p->count_group, p->total_group, here),
		    page_share(p->count_reference, p->total_reference, there));
	}
	putc('.', out);
}

char *
page_sentence(const struct result_channel *channel,
    const struct result_group *group, const struct result_finding *findings)
{
	char number[NUMBER_SIZE], *text;
	size_t len;
	FILE *out = memory_open(&text, &len);

	number_thin(group->total, number);
	switch (group->status) {
	case RESULT_FOUND:
		finding_print(out, channel, group, findings);
		break;
	case RESULT_NOTHING:
		fprintf(out,
		    "Nothing distinctive: in all that was compared, these %s "
		    "crash reports are much like the others.",
		    number);
		break;
	case RESULT_TOO_FEW:
		fprintf(out,
		    "Too few crash reports to compare: %s, where at least %d "
		    "are needed.",
		    number, SUPPORT_MIN);
		break;
	case RESULT_UNKNOWN:
		fputs("Unknown: no crash report of this channel has it.", out);
		break;
	}
	memory_close(out);
	return text;
}

struct result_finding *
page_findings(
    const struct result_channel *channel, const struct result_group *group)
{
	struct result_finding *findings =
	    xreallocarray(NULL, group->nfindings, sizeof(*findings));

	if (group->nfindings > 0)
		memcpy(findings, group->findings,
		    group->nfindings * sizeof(*findings));
	order_findings(
	    findings, group->nfindings, group->total, channel->total_reference);
	return findings;
}
