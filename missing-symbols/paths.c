#include "missing-symbols/paths.h"

#include <stdio.h>

#define STRINGS (1U << SCAN_STRING)
/* BigQuery writes 64-bit numbers as strings. */
#define NUMBERS (1U << SCAN_NUMBER | 1U << SCAN_STRING)
#define BOOLEANS (1U << SCAN_TRUE | 1U << SCAN_FALSE)
#define ARRAYS (1U << SCAN_ARRAY)
#define OBJECTS (1U << SCAN_OBJECT)

struct wanted {
	const char *path;
	enum what what;
	unsigned int types;
};

static const struct wanted row_paths[] = {
    {"uuid", ROW_UUID, STRINGS},
    {"product", ROW_PRODUCT, STRINGS},
    {"crash_date", ROW_CRASH_DATE, STRINGS},
    {"name", ROW_NAME, STRINGS},
    {"version", ROW_VERSION, STRINGS},
    {"debug_id", ROW_DEBUG_ID, STRINGS},
    {"debug_file", ROW_DEBUG_FILE, STRINGS},
    {"code_id", ROW_CODE_ID, STRINGS},
    {"crash_count", ROW_CRASH_COUNT, NUMBERS},
    {"total_reports", ROW_TOTAL_REPORTS, NUMBERS},
    {"count_by", ROW_COUNT_BY, STRINGS},
    {"min_crash_count", ROW_MIN_CRASH_COUNT, NUMBERS},
    {"unnamed_modules", ROW_UNNAMED_MODULES, NUMBERS},
    {"unnamed_crash_count", ROW_UNNAMED_CRASH_COUNT, NUMBERS},
    {"deleted_modules", ROW_DELETED_MODULES, NUMBERS},
    {"deleted_crash_count", ROW_DELETED_CRASH_COUNT, NUMBERS},
    {"rare_modules", ROW_RARE_MODULES, NUMBERS},
    {"rare_crash_count", ROW_RARE_CRASH_COUNT, NUMBERS},
    {"json_dump", AROUND, OBJECTS},
    {"json_dump.modules", AROUND, ARRAYS | OBJECTS},
    {"json_dump.modules.list", AROUND, ARRAYS},
    {"json_dump.modules.list[]", AROUND, OBJECTS},
    {"modules", AROUND, ARRAYS | OBJECTS},
    {"modules.list", AROUND, ARRAYS},
    {"modules.list[]", AROUND, OBJECTS},
};

/* Where a row may have its modules. */
static const char *const prefixes[] = {
    "json_dump.modules.list[].element",
    "json_dump.modules[]",
    "modules.list[].element",
    "modules[]",
};

static const struct wanted module_paths[] = {
    {"", MODULE, OBJECTS},
    {".filename", MODULE_NAME, STRINGS},
    {".version", MODULE_VERSION, STRINGS},
    {".debug_id", MODULE_DEBUG_ID, STRINGS},
    {".debug_file", MODULE_DEBUG_FILE, STRINGS},
    {".code_id", MODULE_CODE_ID, STRINGS},
    {".missing_symbols", MODULE_MISSING, BOOLEANS},
    /* the addresses, NADDRESSES of them */
    {".base_addr", MODULE_BASE, STRINGS},
    {".end_addr", MODULE_END, STRINGS},
};

#define NROW_PATHS (sizeof(row_paths) / sizeof(row_paths[0]))
#define NPREFIXES (sizeof(prefixes) / sizeof(prefixes[0]))
#define NADDRESSES 2
#define NMODULE_PATHS (sizeof(module_paths) / sizeof(module_paths[0]))
const char *
path_of(enum what what)
{
	return row_paths[what - ROW_UUID].path;
}

const char *
types_name(unsigned int types)
{
	switch (types) {
	case STRINGS:
		return "string";
	case NUMBERS:
		return "number";
	case BOOLEANS:
		return "boolean";
	case ARRAYS:
		return "array";
	case OBJECTS:
		return "object";
	default:
		return "array or object";
	}
}

static void
path_want(struct rows *rows, const char *path, const struct wanted *w,
    struct path *paths)
{
	int number = rows_want(rows, path);
	const char *name = w->path;

	if (w->what == MODULE)
		name = rows_path(rows, number).data;
	else if (w->what < MODULE)
		name++;
	paths[number] = (struct path){
	    .what = w->what,
	    .types = w->types,
	    .first = strncmp(path, "modules", 7) == 0,
	    .name = name,
	};
}

void
paths_want(struct rows *rows, bool addresses, struct path paths[NPATHS_MAX])
{
	size_t nmodule_paths = NMODULE_PATHS - (addresses ? 0 : NADDRESSES);
	char path[128];
	size_t i, j;

	for (i = 0; i < NROW_PATHS; i++)
		path_want(rows, row_paths[i].path, &row_paths[i], paths);
	for (i = 0; i < NPREFIXES; i++) {
		for (j = 0; j < nmodule_paths; j++) {
			snprintf(path, sizeof(path), "%s%s", prefixes[i],
			    module_paths[j].path);
			path_want(rows, path, &module_paths[j], paths);
		}
	}
}
