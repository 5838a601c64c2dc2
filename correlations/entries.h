#ifndef CORRELATIONS_ENTRIES_H
#define CORRELATIONS_ENTRIES_H

#include "correlations/attributes.h"

/*
 * Entries of lists and texts: modules, add-ons, app notes, graphics errors.
 * Those that are frequent enough become attributes (ALGORITHM section 3b-e).
 */

/* Add an attribute for each entry that is to have one. */
void entries_find(struct attributes *as, const struct reports *r,
    const struct channel *c, const struct supports *s,
    const struct mine_options *options);

/*
 * After that, with attributes in the order of kind and name: give these labels
 * and internal names, and each add-on a second attribute for its version.
 */
void entries_name(struct attributes *as, const struct addon_names *names);

/*
 * What an entry is called in the output.
 *
 * owns     as
 */
struct str entries_label(struct attributes *as, const struct addon_names *names,
    enum item_kind kind, struct str name);

/* Of COLUMN_MODULE, ADDON, APP_NOTE or GFX_ERROR. */
enum item_kind entries_kind(uint32_t column);

#endif
