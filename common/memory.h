#ifndef COMMON_MEMORY_H
#define COMMON_MEMORY_H

#include <stddef.h>
#include <stdio.h>

/*
 * A stream into memory. Running out of memory ends the program, here or when it
 * is closed.
 *
 * text, len  what was written, NUL-terminated, once the stream is closed
 * owns       the caller: the text, by free
 */
FILE *memory_open(char **text, size_t *len);
void memory_close(FILE *out);

#endif
