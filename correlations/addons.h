#ifndef CORRELATIONS_ADDONS_H
#define CORRELATIONS_ADDONS_H

#include "common/str.h"

/* Human names of add-ons by their guid. */
struct addon_names;

/*
 * Read a JSON object {"guid": "name", ...}.
 *
 * file     its path; NULL takes the names that the tool ships
 * returns  the names, or NULL after a message on standard error
 * owns     the caller, until addon_names_free
 */
struct addon_names *addon_names_read(const char *file);
void addon_names_free(struct addon_names *names);

/*
 * The name of an add-on; guid itself when it has none or names is NULL. Lasts
 * as long as both.
 */
struct str addon_names_find(const struct addon_names *names, struct str guid);

#endif
