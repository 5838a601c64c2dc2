#ifndef COMMON_URL_H
#define COMMON_URL_H

#include <stdbool.h>

#include "common/str.h"

/*
 * Is this the address of a server, as people give it: http or https, a host,
 * perhaps a port and a path? A user name or password in it is refused, for it
 * would be seen in process lists and messages; so are a query and a fragment,
 * behind which no path can be put.
 *
 * returns  0, or -1 with *why saying what is wrong with it
 */
int url_check(const char *url, const char **why);

/* Is its host this machine: localhost, 127.0.0.0/8 or ::1? */
bool url_is_loopback(const char *url);

/* May a secret be sent there: over https, or without leaving the machine? */
bool url_is_safe(const char *url);

/*
 * Text as a part of a path, of a query or of a form (RFC 3986 section 2.1):
 * everything but letters, digits and "-._~" becomes %XX.
 *
 * out      room for 3 * text.len + 1 bytes; what is written ends in NUL
 * returns  where that NUL is, to go on writing
 */
char *url_escape(char *out, struct str text);

#endif
