#include "correlations/addons.h"

#include <err.h>
#include <jansson.h>
#include <stdlib.h>

#include "common/list.h"
#include "common/util.h"

extern const char *const addon_names_lines[];

struct addon_names {
	json_t *by_guid;
};

/* Every value must be a name. */
static int
names_check(json_t *by_guid, const char *file)
{
	const char *guid;
	json_t *name;

	if (!json_is_object(by_guid)) {
		warnx("%s: read add-on names: expected an object", file);
		return -1;
	}
	json_object_foreach(by_guid, guid, name)
	{
		if (!json_is_string(name)) {
			warnx(
			    "%s: read add-on names: a name is no string", file);
			return -1;
		}
	}
	return 0;
}

struct addon_names *
addon_names_read(const char *file)
{
	struct addon_names *names;
	struct list list;
	json_error_t error;
	json_t *by_guid;

	if (list_read(&list, file, addon_names_lines) == -1)
		return NULL;
	by_guid = json_loadb(list.text, list.len, 0, &error);
	list_free(&list);
	if (by_guid == NULL) {
		warnx("%s:%d: read add-on names: %s", file, error.line,
		    error.text);
		return NULL;
	}
	if (names_check(by_guid, file) == -1) {
		json_decref(by_guid);
		return NULL;
	}
	names = xcalloc(1, sizeof(*names));
	names->by_guid = by_guid;
	return names;
}

void
addon_names_free(struct addon_names *names)
{
	if (names == NULL)
		return;
	json_decref(names->by_guid);
	free(names);
}

struct str
addon_names_find(const struct addon_names *names, struct str guid)
{
	json_t *name = NULL;
	char *key;

	if (names != NULL && memchr(guid.data, '\0', guid.len) == NULL) {
		key = xstrndup(guid.data, guid.len);
		name = json_object_get(names->by_guid, key);
		free(key);
	}
	if (name == NULL)
		return guid;
	return (struct str){json_string_value(name), json_string_length(name)};
}
