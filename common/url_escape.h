#ifndef COMMON_URL_ESCAPE_H
#define COMMON_URL_ESCAPE_H

#include <stdio.h>

#include "common/str.h"

/*
 * Text as a part of a path, of a query, of a fragment or of a form (RFC 3986
 * section 2.1): everything but letters, digits and "-._~" becomes %XX.
 *
 * out      room for 3 * text.len + 1 bytes; what is written ends in NUL
 * returns  where that NUL is, to go on writing
 */
char *url_escape(char *out, struct str text);

/* The same, into a stream. */
void url_escape_print(FILE *out, struct str text);

#endif
