#include "correlations/tree.h"

#include <err.h>
#include <inttypes.h>
#include <stdio.h>

#include "common/vis.h"
#include "correlations/folder.h"
#include "correlations/outdir.h"
#include "correlations/print.h"
#include "correlations/sha1.h"

/* CHANNEL/SHA1.json */
#define PATH_SIZE (FOLDER_MAX + SHA1_HEX_LEN + sizeof("/.json"))

/* What the pieces of a tree are made from. */
struct part {
	const struct result_channel *channel;
	const struct result_group *group;
	bool compat;
};

int
tree_check(const char *dir)
{
	return outdir_check(dir);
}

static void
index_print(FILE *out, const struct results *results)
{
	const struct result_channel *channel;
	size_t c;

	fputs("{\"date\":", out);
	if (results->date[0] != '\0')
		print_json_string(out, str_of(results->date));
	else
		fputs("null", out);
	for (c = 0; c < results->nchannels; c++) {
		channel = &results->channels[c];
		if (folder_fits(channel->name))
			fprintf(out, ",\"%s\":%" PRIu64, channel->name.data,
			    channel->total_reference);
	}
	fputs("}\n", out);
}

/* Is it about an add-on? compat goes by the word: a module can have it. */
static bool
item_has_addon(const struct result_item *item, bool compat)
{
	if (compat)
		return str_has(item->label, STR("Addon"));
	return item->kind == ITEM_ADDON || item->kind == ITEM_ADDON_VERSION;
}

/*
 * The findings of a group that belong among the add-ons, one by one.
 *
 * last     the one before, or NULL
 * returns  the next one, or NULL
 */
static const struct result_finding *
addon_next(const struct part *part, const struct result_finding *last)
{
	const struct result_group *g = part->group;
	const struct result_finding *f = last ? last + 1 : g->findings;
	double total_group = (double)g->total;
	double total_reference = (double)part->channel->total_reference;

	for (; f < g->findings + g->nfindings; f++)
		if (f->nitems == 1 &&
		    item_has_addon(&f->items[0], part->compat) &&
		    (double)f->count_group / total_group >
		        (double)f->count_reference / total_reference)
			return f;
	return NULL;
}

/* Those of a channel's groups that have any. */
static void
addon_groups_print(FILE *out, struct part part)
{
	const struct result_channel *channel = part.channel;
	const struct result_finding *f;
	const char *comma = "";
	size_t g;

	for (g = 0; g < channel->ngroups; g++) {
		part.group = &channel->groups[g];
		if ((f = addon_next(&part, NULL)) == NULL)
			continue;
		fprintf(out, "%s{\"signature\":", comma);
		comma = ",";
		print_json_string(out, part.group->signature);
		fputs(",\"addons\":[", out);
		print_json_finding(out, f, part.compat);
		while ((f = addon_next(&part, f)) != NULL) {
			putc(',', out);
			print_json_finding(out, f, part.compat);
		}
		fprintf(out, "],\"total\":%" PRIu64 "}", part.group->total);
	}
}

static bool
channel_has_addons(struct part part)
{
	size_t g;

	for (g = 0; g < part.channel->ngroups; g++) {
		part.group = &part.channel->groups[g];
		if (addon_next(&part, NULL) != NULL)
			return true;
	}
	return false;
}

static void
addons_print(FILE *out, const struct results *results)
{
	struct part part = {.compat = results->compat};
	const char *comma = "";
	size_t c;

	putc('{', out);
	for (c = 0; c < results->nchannels; c++) {
		part.channel = &results->channels[c];
		if (!folder_fits(part.channel->name) ||
		    (part.compat && !channel_has_addons(part)))
			continue;
		fprintf(out, "%s\"%s\":[", comma, part.channel->name.data);
		comma = ",";
		addon_groups_print(out, part);
		putc(']', out);
	}
	fputs("}\n", out);
}

/* One of the two files at the top. */
static int
top_write(struct outdir *o, const char *path,
    void (*print)(FILE *, const struct results *), const struct results *r)
{
	FILE *out = outdir_file(o, path);

	if (out == NULL)
		return -1;
	print(out, r);
	return outdir_file_finish(o, out, path);
}

static int
group_write(struct outdir *o, const struct part *part)
{
	const struct result_group *g = part->group;
	char path[PATH_SIZE], sha1[SHA1_HEX_LEN + 1];
	FILE *out;

	snprintf(path, sizeof(path), "%s/%s.json", part->channel->name.data,
	    sha1_hex(g->signature, sha1));
	if ((out = outdir_file(o, path)) == NULL)
		return -1;
	fprintf(out, "{\"total\":%" PRIu64 ",\"results\":", g->total);
	print_json_findings(out, g, part->compat);
	print_json_top_words(out, g);
	fputs("}\n", out);
	return outdir_file_finish(o, out, path);
}

/* Was it mined, and does the mode want to say so when nothing was found? */
static bool
group_has_file(const struct part *part)
{
	return part->group->status == RESULT_FOUND ||
	       (part->group->status == RESULT_NOTHING && !part->compat);
}

static int
channel_write(struct outdir *o, struct part part)
{
	bool made = false;
	size_t g;

	for (g = 0; g < part.channel->ngroups; g++) {
		if (outdir_interrupted())
			return -1;
		part.group = &part.channel->groups[g];
		if (!group_has_file(&part))
			continue;
		if (!made && outdir_folder(o, part.channel->name.data) == -1)
			return -1;
		made = true;
		if (group_write(o, &part) == -1)
			return -1;
	}
	return 0;
}

static int
channels_write(struct outdir *o, const struct results *results)
{
	struct part part = {.compat = results->compat};
	size_t c;

	for (c = 0; c < results->nchannels; c++) {
		part.channel = &results->channels[c];
		if (folder_fits(part.channel->name) &&
		    channel_write(o, part) == -1)
			return -1;
	}
	return 0;
}

/* One line however many there are: the names are strangers'. */
static void
misfits_warn(const char *dir, const struct results *results)
{
	struct str name = {NULL, 0};
	char shown[256];
	size_t c, n = 0;

	for (c = 0; c < results->nchannels; c++)
		if (!folder_fits(results->channels[c].name)) {
			if (n++ == 0)
				name = results->channels[c].name;
		}
	if (n > 0)
		warnx("%s: write: channels left out, as they are no names of "
		      "folders: %zu, the first is '%s'",
		    dir, n, vis(name, shown, sizeof(shown)));
}

int
tree_write(const char *dir, const struct results *results)
{
	struct outdir o;

	if (outdir_open(&o, dir) == -1)
		return -1;
	if (top_write(&o, "all.json", index_print, results) == -1 ||
	    top_write(&o, "addon_related_signatures.json", addons_print,
	        results) == -1 ||
	    channels_write(&o, results) == -1) {
		outdir_abandon(&o);
		return -1;
	}
	misfits_warn(dir, results);
	return outdir_finish(&o);
}
