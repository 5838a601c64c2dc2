#ifndef CORRELATIONS_WORD_H
#define CORRELATIONS_WORD_H

#include "common/str.h"

/*
 * Words of a comment. A word is a run of letters, 3 to 24 of them, in lower
 * case; letters are those of ASCII, Latin-1 and Latin Extended-A.
 *
 * Comments are strangers' text, so that what may name a person or a place of
 * theirs is passed over whole: what stands between white space and holds "://",
 * "@", "\", "=", a "/" beside a "." or a second "/", or begins with "www."; and
 * runs that hold a digit, "_" or a letter of another alphabet.
 */

#define WORD_LETTERS_MIN 3
#define WORD_LETTERS_MAX 24
#define WORD_SIZE (2 * WORD_LETTERS_MAX) /* bytes that a word may take */

struct word_reader {
	struct str rest;  /* of the comment, behind the chunk */
	struct str chunk; /* what is left of it: text without white space */
	char word[WORD_SIZE];
};

/* Begin with a comment, which is borrowed. */
struct word_reader word_read(struct str comment);

/*
 * The next word.
 *
 * returns  its bytes, until the next call; data NULL: there is none
 */
struct str word_next(struct word_reader *reader);

#endif
