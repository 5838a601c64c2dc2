#ifndef COMMON_INTERN_H
#define COMMON_INTERN_H

#include <stdbool.h>
#include <stdint.h>

#include "common/str.h"

/*
 * Strings to small integers and back: the first distinct string gets 0, the
 * next one 1, and so on. Memory: the text once, and 16 to 24 bytes a string.
 */
struct intern;

/* owns     the caller, until intern_free */
struct intern *intern_new(void);
void intern_free(struct intern *in);

/* The number of a text, given to it now if it has none yet. Copies the text. */
uint32_t intern_id(struct intern *in, struct str text);

/*
 * The number of a text that may have none.
 *
 * returns  whether it has one; *id is left as it was when not
 */
bool intern_find(const struct intern *in, struct str text, uint32_t *id);

/* The text of a number. Lasts as long as the table. */
struct str intern_text(const struct intern *in, uint32_t id);

/* How many strings there are; their numbers are 0 to this - 1. */
uint32_t intern_count(const struct intern *in);

/* Bytes held, for tools that keep within a limit. */
size_t intern_nbytes(const struct intern *in);

#endif
