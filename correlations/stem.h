#ifndef CORRELATIONS_STEM_H
#define CORRELATIONS_STEM_H

#include <stdbool.h>

#include "common/str.h"

/*
 * The stems of English words, by libstemmer where it was there when this was
 * built (STEMMER in config.mk); elsewhere a word is its own stem.
 */
struct stemmer;

/* Is it there? */
bool stem_is_built_in(void);

/* owns     the caller, until stemmer_free */
struct stemmer *stemmer_new(void);
void stemmer_free(struct stemmer *s);

/*
 * word     in lower case, UTF-8, not empty
 * returns  its stem, not empty; lasts until the next call, or as the word does
 * source   Martin Porter, the English (Porter2) stemming algorithm
 */
struct str stemmer_stem(struct stemmer *s, struct str word);

#endif
