#ifndef COMMON_NUMBER_H
#define COMMON_NUMBER_H

#include <stdint.h>

/* 20 digits, a separator of up to 3 bytes at 6 places, and NUL */
#define NUMBER_SIZE 40

/* On pages: a space that is narrow, and that lines do not break at. */
#define NUMBER_THIN "\u202f"

/*
 * A number for people, its thousands apart.
 *
 * separator  at most 3 bytes
 * returns    out
 */
char *number_print(uint64_t n, const char *separator, char out[NUMBER_SIZE]);

/* The same, by thin spaces. */
char *number_thin(uint64_t n, char out[NUMBER_SIZE]);

#endif
