#ifndef CORRELATIONS_TREE_H
#define CORRELATIONS_TREE_H

#include "correlations/results.h"

/*
 * The directory that the Correlations tab of Crash Stats reads:
 *
 *	all.json                      date, and crash reports by channel
 *	addon_related_signatures.json findings on add-ons, by channel
 *	CHANNEL/SHA1.json             findings and top words of one signature
 *
 * SHA1 is that of the signature's bytes, in hexadecimal.
 */

/*
 * Before the work: could tree_write() put a tree there? What is there must be
 * nothing, an empty directory, or a tree that tree_write() made (its files may
 * have become .gz since), so that nothing else is ever removed.
 *
 * returns  0, or -1 after a message on standard error
 */
int tree_check(const char *dir);

/*
 * Write the tree beside dir and put it in its place in one step; the tree that
 * was there is then removed. Whatever ends the work early, SIGHUP, SIGINT and
 * SIGTERM included, leaves the old one as it was and nothing beside it. A
 * channel that fits no folder (folder.h) is left out, with a warning.
 *
 * returns  0, or -1 after a message on standard error
 */
int tree_write(const char *dir, const struct results *results);

#endif
