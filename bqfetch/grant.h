#ifndef BQFETCH_GRANT_H
#define BQFETCH_GRANT_H

#include "bqfetch/credentials.h"
#include "bqfetch/oauth.h"

/*
 * An access token for what credentials prove. Theirs is a file, that is: not
 * of type NONE or METADATA.
 *
 * returns  a reply that holds "access_token" and "expires_in", or, of an
 *          impersonated account, "accessToken" that lasts for c->lifetime_s;
 *          NULL after oauth_fail
 * source   google.aip.dev/auth 4112 (service account), 4113 (user), 4117
 *          (external account); RFC 7523, RFC 8693
 */
json_t *grant_ask(struct oauth *o, const struct credentials *c);

#endif
