#ifndef CORRELATIONS_MATCH_H
#define CORRELATIONS_MATCH_H

#include <stddef.h>
#include <stdint.h>

#include "common/str.h"

/*
 * Which of many strings does a text hold? All are looked for in one pass (Aho
 * and Corasick, "Efficient string matching", CACM 18(6), 1975).
 */
struct match;

/*
 * strings  not empty, all different, borrowed
 * owns     the caller, until match_free
 */
struct match *match_new(const struct str *strings, size_t nstrings);
void match_free(struct match *m);

/*
 * Find the strings that text holds.
 *
 * found    room for nstrings numbers; their order is that of the first places
 *          where they end, each number once
 * returns  how many there are
 */
size_t match_find(struct match *m, struct str text, uint32_t *found);

#endif
