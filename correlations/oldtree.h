#ifndef CORRELATIONS_OLDTREE_H
#define CORRELATIONS_OLDTREE_H

#include <stdbool.h>

/*
 * A tree that an earlier run left (tree.h says what is in one), finished or
 * not: only what has one of its names, in its place, is ever touched.
 */

/*
 * Is what dir holds nothing, or such a tree? A tree has all.json in it.
 *
 * name     what messages call dir
 * returns  0, or -1 after a message on standard error
 */
int oldtree_check(const char *dir, const char *name);

/*
 * Remove its files and folders, then dir. What else is there stays, and so
 * does dir then.
 *
 * returns  0, or -1 with errno set
 */
int oldtree_remove(const char *dir);

#endif
