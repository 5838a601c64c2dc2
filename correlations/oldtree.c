#include "correlations/oldtree.h"

#include <err.h>
#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "common/vis.h"
#include "correlations/folder.h"
#include "correlations/sha1.h"

/* .json, or what gzip makes of it */
static bool
is_suffix(const char *text)
{
	return strcmp(text, ".json") == 0 || strcmp(text, ".json.gz") == 0;
}

static bool
is_index(const char *name)
{
	return strncmp(name, "all", 3) == 0 && is_suffix(name + 3);
}

static bool
is_addons(const char *name)
{
	const char stem[] = "addon_related_signatures";
	size_t len = sizeof(stem) - 1;

	return strncmp(name, stem, len) == 0 && is_suffix(name + len);
}

static bool
is_signature(const char *name)
{
	return strspn(name, "0123456789abcdef") == SHA1_HEX_LEN &&
	       is_suffix(name + SHA1_HEX_LEN);
}

/* Has it a name that we give, where we give it? */
static bool
is_ours(const FTSENT *entry)
{
	bool is_file = entry->fts_info == FTS_F;
	bool is_folder = entry->fts_info == FTS_D || entry->fts_info == FTS_DP;

	switch (entry->fts_level) {
	case 0:
		return is_folder;
	case 1:
		return (is_folder && folder_fits(str_of(entry->fts_name))) ||
		       (is_file && (is_index(entry->fts_name) ||
		                       is_addons(entry->fts_name)));
	case 2:
		return is_file && is_signature(entry->fts_name);
	default:
		return false;
	}
}

static int
entry_order(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static FTS *
walk_open(const char *dir)
{
	char *path[] = {(char *)dir, NULL};

	return fts_open(path, FTS_PHYSICAL | FTS_NOCHDIR, entry_order);
}

static int
stranger_refuse(const char *name, const char *stranger)
{
	char shown[256];

	warnx("%s: replace: it holds %s, which crashcorr did not write: name "
	      "a new directory, or move that away",
	    name, vis(str_of(stranger), shown, sizeof(shown)));
	return -1;
}

int
oldtree_check(const char *dir, const char *name)
{
	FTS *walk = walk_open(dir);
	FTSENT *entry;
	size_t top = strlen(dir) + 1;
	char first[256] = "";
	bool found = false;
	int result = 0;

	if (walk == NULL) {
		warn("%s: open", name);
		return -1;
	}
	while (result == 0 && (entry = fts_read(walk)) != NULL) {
		if (entry->fts_info == FTS_DNR || entry->fts_info == FTS_ERR ||
		    entry->fts_info == FTS_NS) {
			warnx("%s: read: %s", name, strerror(entry->fts_errno));
			result = -1;
		} else if (!is_ours(entry)) {
			result = stranger_refuse(name, entry->fts_path + top);
		} else if (entry->fts_level == 1) {
			found = found || is_index(entry->fts_name);
			if (first[0] == '\0')
				snprintf(first, sizeof(first), "%s",
				    entry->fts_name);
		}
	}
	fts_close(walk);
	if (result == 0 && !found && first[0] != '\0')
		result = stranger_refuse(name, first);
	return result;
}

int
oldtree_remove(const char *dir)
{
	FTS *walk = walk_open(dir);
	FTSENT *entry;
	int why = 0;

	if (walk == NULL)
		return -1;
	while ((entry = fts_read(walk)) != NULL) {
		if (entry->fts_info == FTS_D || !is_ours(entry))
			continue;
		if ((entry->fts_info == FTS_F ? unlink(entry->fts_path)
		                              : rmdir(entry->fts_path)) == -1)
			why = errno;
	}
	fts_close(walk);
	errno = why;
	return why ? -1 : 0;
}
