#ifndef COMMON_ASSET_H
#define COMMON_ASSET_H

#include <stddef.h>
#include <stdio.h>

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

/*
 * The beginning of a page, as far as its title. The policy in it lets in this
 * style and this script only, so that no text of the page can ever become one,
 * and lets nothing out but what a link is followed to.
 */
void asset_head_print(
    FILE *out, const struct asset *style, const struct asset *script);

#endif
