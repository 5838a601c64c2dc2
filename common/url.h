#ifndef COMMON_URL_H
#define COMMON_URL_H

#include <stdbool.h>

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

#endif
