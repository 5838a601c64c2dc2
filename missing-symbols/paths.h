#ifndef PATHS_H
#define PATHS_H

#include <stdbool.h>

#include "common/rows.h"

/* What a value in a row means. */
enum what {
	/* of a module in a crash report */
	MODULE_NAME,
	MODULE_VERSION,
	MODULE_DEBUG_ID,
	MODULE_DEBUG_FILE,
	MODULE_CODE_ID,
	MODULE_BASE,
	MODULE_END,
	MODULE_MISSING,
	MODULE, /* one begins */
	AROUND, /* holds modules, or what holds them */
	/* of a row */
	ROW_UUID,
	ROW_PRODUCT,
	ROW_CRASH_DATE,
	ROW_NAME,
	ROW_VERSION,
	ROW_DEBUG_ID,
	ROW_DEBUG_FILE,
	ROW_CODE_ID,
	ROW_CRASH_COUNT,
	ROW_TOTAL_REPORTS,
	ROW_COUNT_BY,
	ROW_MIN_CRASH_COUNT,
	ROW_UNNAMED_MODULES,
	ROW_UNNAMED_CRASH_COUNT,
	ROW_DELETED_MODULES,
	ROW_DELETED_CRASH_COUNT,
	ROW_RARE_MODULES,
	ROW_RARE_CRASH_COUNT,
	NWHATS,
};

/* Text fields of a module come first. */
#define NFIELDS MODULE_MISSING

#define NPATHS_MAX 128

/* What is to be known of a path wanted. */
struct path {
	enum what what;
	unsigned int types; /* that it may have besides null: bits 1U << type */
	bool first;         /* in "modules", which goes before "json_dump" */
	const char *name;   /* for messages; lasts as long as the rows */
};

/*
 * Ask for all that is read of rows.
 *
 * addresses  those of the modules as well
 * paths      the ones wanted, by the numbers that their values carry
 */
void paths_want(
    struct rows *rows, bool addresses, struct path paths[NPATHS_MAX]);

/* The top-level member that says something of the row: ROW_UUID and above. */
const char *path_of(enum what what);

/* A word for the types: "string", "array or object". */
const char *types_name(unsigned int types);

#endif
