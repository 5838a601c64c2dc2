#ifndef CORRELATIONS_UUIDS_H
#define CORRELATIONS_UUIDS_H

#include <stdbool.h>
#include <stdint.h>

#include "common/str.h"

/*
 * The uuids met in the rows. One of the usual form (36 characters, lower case)
 * takes 16 bytes and its share of a table of 4-byte slots, any other one its
 * text.
 */
struct uuids;

/* owns     the caller, until uuids_free */
struct uuids *uuids_new(void);
void uuids_free(struct uuids *u);

/*
 * The number of a uuid, given to it now if it has none.
 *
 * returns  whether it is new
 */
bool uuids_add(struct uuids *u, struct str uuid, uint32_t *number);

#endif
