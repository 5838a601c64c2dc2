#ifndef RELEASES_H
#define RELEASES_H

#include <stdbool.h>
#include <stdint.h>

#include "common/str.h"

/* The symbol server keeps the symbols of a release so long. */
#define SYMBOL_DAYS 730

/*
 * When which Firefox was released: firefox.json of Mozilla's product-details,
 * the only file of it that tells ESR builds apart.
 */
struct releases;

/*
 * returns  the releases, or NULL after a message on standard error
 * owns     the caller, until releases_free
 */
struct releases *releases_read(const char *file);
void releases_free(struct releases *r);

/*
 * Have the symbols of a module of Firefox expired?
 *
 * version  of the module: up to four numbers. The fourth is left aside: on
 *          Windows it counts the days from 2000 to the build. "128.1.0.8976"
 *          is the release firefox-128.1.0 or firefox-128.1.0esr, "128.0" or
 *          "128.0.0.8955" is firefox-128.0. Of several releases the last one
 *          decides. Nightly and beta versions, what is no release, and releases
 *          before 5.0 (libraries carry version 1 or 3 of their own) have not
 *          expired.
 * today    days as date_parse gives them
 */
bool releases_expired(
    const struct releases *r, struct str version, int32_t today);

/*
 * The same as the production job decides it: by the first number, when some
 * major release of that number is more than SYMBOL_DAYS away from today.
 */
bool releases_expired_major(
    const struct releases *r, struct str version, int32_t today);

#endif
