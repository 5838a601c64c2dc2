#include "missing-symbols/releases.h"

#include <err.h>
#include <stdlib.h>

#include "common/jsonfile.h"
#include "common/util.h"
#include "common/vis.h"

#define NPARTS 3
#define FIRST_MAJOR 5

struct version {
	uint32_t part[NPARTS];
};

struct release {
	struct version version;
	int32_t date;
	bool major;
};

struct releases {
	struct release *releases;
	size_t n, cap;
};

/* One to four numbers with dots between, "esr" behind them or not. */
static bool
version_parse(struct str text, struct version *v)
{
	static const struct str esr = {"esr", 3};
	size_t i, part = 0, digits = 0;

	*v = (struct version){{0}};
	if (text.len >= esr.len &&
	    memcmp(text.data + text.len - esr.len, esr.data, esr.len) == 0)
		text.len -= esr.len;
	for (i = 0; i < text.len; i++) {
		if (text.data[i] == '.' && digits > 0 && part < NPARTS) {
			part++;
			digits = 0;
		} else if (text.data[i] >= '0' && text.data[i] <= '9' &&
		           digits < 9) {
			digits++;
			if (part < NPARTS)
				v->part[part] = 10 * v->part[part] +
				                (uint32_t)(text.data[i] - '0');
		} else {
			return false;
		}
	}
	return digits > 0;
}

static bool
version_equal(const struct version *a, const struct version *b)
{
	size_t i;

	for (i = 0; i < NPARTS && a->part[i] == b->part[i]; i++)
		continue;
	return i == NPARTS;
}

/* One member of "releases"; those that are no plain release are passed over. */
static int
release_add(struct releases *r, const char *key, const json_t *value)
{
	static const char product[] = "firefox-";
	const char *date = json_string_value(json_object_get(value, "date"));
	const char *category =
	    json_string_value(json_object_get(value, "category"));
	struct release release;

	if (strncmp(key, product, sizeof(product) - 1) != 0)
		return 0;
	if (date == NULL || category == NULL ||
	    date_parse(str_of(date), &release.date) == -1)
		return -1;
	if (!version_parse(
	        str_of(key + sizeof(product) - 1), &release.version) ||
	    release.version.part[0] == 0)
		return 0;
	release.major = strcmp(category, "major") == 0;
	r->releases = xgrow(r->releases, r->n, &r->cap, sizeof(*r->releases));
	r->releases[r->n++] = release;
	return 0;
}

static int
releases_take(struct releases *r, const char *file, json_t *all)
{
	char shown[64];
	const char *key;
	json_t *value;

	if (!json_is_object(all)) {
		warnx("%s: read releases: no object \"releases\" in it", file);
		return -1;
	}
	json_object_foreach(all, key, value)
	{
		if (release_add(r, key, value) == -1) {
			warnx("%s: read releases: %s: date or category is "
			      "missing or wrong",
			    file, vis(str_of(key), shown, sizeof(shown)));
			return -1;
		}
	}
	return 0;
}

struct releases *
releases_read(const char *file)
{
	json_t *root = jsonfile_read(file, "read releases");
	struct releases *r;

	if (root == NULL)
		return NULL;
	r = xcalloc(1, sizeof(*r));
	if (releases_take(r, file, json_object_get(root, "releases")) == -1) {
		releases_free(r);
		r = NULL;
	}
	json_decref(root);
	return r;
}

void
releases_free(struct releases *r)
{
	if (r == NULL)
		return;
	free(r->releases);
	free(r);
}

bool
releases_expired(const struct releases *r, struct str text, int32_t today)
{
	struct version version;
	int32_t newest = INT32_MIN;
	size_t i;

	if (!version_parse(text, &version) || version.part[0] < FIRST_MAJOR)
		return false;
	for (i = 0; i < r->n; i++)
		if (version_equal(&r->releases[i].version, &version) &&
		    r->releases[i].date > newest)
			newest = r->releases[i].date;
	return newest != INT32_MIN && today - newest > SYMBOL_DAYS;
}

/* The job takes what comes before the first dot, which must be there. */
bool
releases_expired_major(const struct releases *r, struct str text, int32_t today)
{
	const char *dot = text.len ? memchr(text.data, '.', text.len) : NULL;
	char major[16];
	size_t i, len;
	int n;

	if (dot == NULL)
		return false;
	len = (size_t)(dot - text.data);
	for (i = 0; i < r->n; i++) {
		n = snprintf(
		    major, sizeof(major), "%u", r->releases[i].version.part[0]);
		if (r->releases[i].major &&
		    abs(today - r->releases[i].date) > SYMBOL_DAYS &&
		    str_equal((struct str){major, (size_t)n},
		        (struct str){text.data, len}))
			return true;
	}
	return false;
}
