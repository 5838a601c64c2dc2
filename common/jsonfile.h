#ifndef COMMON_JSONFILE_H
#define COMMON_JSONFILE_H

#include <jansson.h>

/*
 * A small JSON file as a tree. Not for rows: those are rows.h's.
 *
 * task     what the tool is doing, for messages: "read releases"
 * returns  the tree, or NULL after a message on standard error that has the
 *          file, line and cause
 * owns     the caller, until json_decref
 */
json_t *jsonfile_read(const char *file, const char *task);

#endif
