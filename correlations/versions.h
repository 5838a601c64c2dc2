#ifndef CORRELATIONS_VERSIONS_H
#define CORRELATIONS_VERSIONS_H

#include <stddef.h>
#include <stdint.h>

#include "common/str.h"

/* The versions that crash reports are of, and how many are of each. */
struct versions;

struct version_count {
	struct str version;
	uint64_t count;
};

/* owns     the caller, until versions_free */
struct versions *versions_new(void);
void versions_free(struct versions *v);

/* Count one more crash report of a version; copies the text. */
void versions_add(struct versions *v, struct str version);

/*
 * All of them, most frequent first, ties by bytes.
 *
 * returns  *n counts; they and their texts last until versions_free, and no
 *          version is to be added any more
 */
const struct version_count *versions_list(struct versions *v, size_t *n);

#endif
