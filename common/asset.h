#ifndef COMMON_ASSET_H
#define COMMON_ASSET_H

#include <stddef.h>

/*
 * Style or script of a page: one text, and its hash, by which the page's policy
 * lets it in (Content Security Policy Level 3, section 2.3.1: hash-source).
 */
struct asset {
	char *text;
	size_t len;
	char sha256[48]; /* base64 */
};

/*
 * files    arrays of lines, as scripts/embed makes them, one after the other;
 *          the last one is NULL
 * owns     the caller, by asset_free
 */
struct asset asset_new(const char *const *const *files);
void asset_free(struct asset *asset);

#endif
