#ifndef MODLIST_H
#define MODLIST_H

#include <stdbool.h>
#include <stdint.h>

#include "common/str.h"

/*
 * Names of modules, each with a note (its vendor, say). Upper and lower case
 * ASCII letters are the same; "*" in a name stands for any text.
 *
 * A list is a text file with a line a module: NAME, or NAME and NOTE with a tab
 * between, or NAME, NOTE and UNTIL, the day (YYYY-MM-DD) from which the line
 * counts no more. Empty lines and lines beginning with "#" say nothing.
 */
struct modlist;

/*
 * file     its path; NULL takes the shipped lines
 * shipped  ends with NULL, as scripts/embed makes it
 * returns  the list, or NULL after a message on standard error
 * owns     the caller, until modlist_free
 */
struct modlist *modlist_read(const char *file, const char *const *shipped);
void modlist_free(struct modlist *l);

/*
 * Is the name in the list?
 *
 * today    days as date_parse gives them, or NULL when that is not known:
 *          every line counts then
 * note     may be NULL; set to the note, which may be empty and lasts as long
 *          as the list. A name without "*" goes before those with one, among
 *          these the first line.
 */
bool modlist_find(const struct modlist *l, struct str name,
    const int32_t *today, struct str *note);

#endif
