#ifndef COMMON_VIS_H
#define COMMON_VIS_H

#include <stddef.h>

#include "common/str.h"

/*
 * Strangers' text made fit for a terminal or a log: control characters,
 * invalid UTF-8 and the characters that turn the direction of writing become
 * \xNN or \u{NNNN}, a backslash doubles, and what is too long ends in "...".
 *
 * out      cap bytes, at least 16; NUL-terminated
 * returns  out
 */
char *vis(struct str text, char *out, size_t cap);

/* The same of all of it, however long. owns: the caller, by free */
char *vis_dup(struct str text);

#endif
