#ifndef CORRELATIONS_ROLES_H
#define CORRELATIONS_ROLES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "common/rows.h"
#include "common/str.h"
#include "correlations/items.h"

/*
 * What the values of a crash row are: which columns are attributes, which are
 * looked at by name, which are made from others, and where the lists are
 * (ALGORITHM sections 2 and 3).
 */
struct roles;

/* Columns that are looked at by name, apart from being attributes or not. */
enum special {
	APP_NOTES,
	COMMENTS,
	CPU_INFO,
	CRASH_DATE,
	DOM_IPC,
	DRIVER_VERSION,
	GFX_ERROR,
	LOCALE,
	PLATFORM,
	PLATFORM_VERSION,
	PLUGIN_VERSION,
	PRODUCT,
	RELEASE_CHANNEL,
	UUID,
	VENDOR,
	VERSION_COLUMN,
	VIRTUAL_MEMORY,
	NSPECIAL,
};

/* Columns made from others. */
enum made {
	MADE_CPU_INFO,
	MADE_DRIVER_VERSION,
	MADE_DUAL_GPUS,
	MADE_E10S,
	MADE_MULTICORE,
	MADE_OS_ARCH,
	MADE_PLUGIN,
	NMADE,
};

#define NO_SPECIAL NSPECIAL

/* What a value's path means. */
struct role {
	enum {
		ROLE_NEW, /* not looked at yet */
		ROLE_COLUMN,
		ROLE_NONE,
		ROLE_ADDONS,
		ROLE_ADDON,
		ROLE_MODULES,
		ROLE_MODULE,
		ROLE_DUMP,
		ROLE_DUMP_MODULES,
		ROLE_DUMP_MODULE,
	} kind;
	uint32_t column;
	enum special special;
	bool is_attribute;
	bool is_group; /* its values are the groups */
	bool is_text;  /* nothing but text or null will do */
};

/*
 * Ask the reader for everything that has a role.
 *
 * by       column whose values are the groups; NULL: signature. Borrowed
 * owns     the caller, until roles_free
 */
struct roles *roles_new(struct rows *rows, const char *by);
void roles_free(struct roles *roles);

/* The role of a value's path; lasts until the next call. */
const struct role *roles_of(struct roles *roles, int path);

/*
 * What a value must be where a wrong type would change the result silently;
 * other columns may hold anything.
 *
 * returns  the type to name in an error, SCAN_NONE when it is as it should be
 */
enum scan_type role_type(const struct role *role, enum scan_type type);

/* Scalar columns, given or made, have numbers COLUMN_SCALAR to this - 1. */
uint32_t roles_ncolumns(const struct roles *roles);
struct str roles_column_name(const struct roles *roles, uint32_t column);
uint32_t roles_made_column(const struct roles *roles, enum made made);

/* Is it an attribute, or left out, or only there to make others from? */
bool roles_is_attribute(const struct roles *roles, uint32_t column);

/*
 * The columns that a made column comes from.
 *
 * source   room for three; UINT32_MAX is a column that no row has
 * returns  how many; 0: it stands in the rows itself
 */
size_t roles_sources(
    const struct roles *roles, uint32_t column, uint32_t source[3]);

#endif
