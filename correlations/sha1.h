#ifndef CORRELATIONS_SHA1_H
#define CORRELATIONS_SHA1_H

#include "common/str.h"

#define SHA1_HEX_LEN 40

/*
 * SHA-1 of bytes as Crash Stats names files by it: 40 lower case hexadecimal
 * digits and a NUL.
 *
 * errors   ends the program when OpenSSL refuses
 * returns  out
 */
char *sha1_hex(struct str text, char out[SHA1_HEX_LEN + 1]);

#endif
