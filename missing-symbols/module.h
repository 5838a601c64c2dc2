#ifndef MODULE_H
#define MODULE_H

#include <stdbool.h>
#include <stdint.h>
#include <stddef.h>

#include "common/str.h"

/*
 * A file loaded by crashing processes that had no symbols. The first four
 * fields say which one it is. Fields may be null (no data) or empty; to a
 * database, and so here, these differ.
 */
struct module {
	struct str name; /* of the file, without its folder */
	struct str version;
	struct str debug_id; /* as the symbol server is asked */
	struct str debug_file;
	struct str code_id;   /* the smallest seen, by bytes */
	uint64_t crash_count; /* crash reports or mappings that held it */
};

/*
 * One text that stands for the first four fields, so that modules can be
 * looked up by it. Texts of rows are UTF-8, hence never hold the separator.
 *
 * buf, cap  the room it is written to, which grows; *buf is the caller's to
 *           free
 * returns   the key, in *buf
 */
struct str module_key(const struct module *m, char **buf, size_t *cap);

/* The first four fields of a key, borrowed from it; the others are null or 0. */
struct module module_of_key(struct str key);

/*
 * Most frequent first, then by bytes of name, version, debug ID, debug file,
 * null before empty. Only modules with the same key are equal.
 */
int module_order(const struct module *a, const struct module *b);

/* Can symbols be asked for: a debug ID that is not all zeros? */
bool module_has_debug_id(const struct module *m);

/* Is there nothing to call it by: no name, debug file or debug ID? */
bool module_is_unnamed(const struct module *m);

/* Does its name say that the file was deleted while it was in use? */
bool module_is_deleted(const struct module *m);

#endif
