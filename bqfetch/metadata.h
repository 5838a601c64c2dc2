#ifndef BQFETCH_METADATA_H
#define BQFETCH_METADATA_H

#include "bqfetch/oauth.h"

/*
 * The metadata server that machines in Google's cloud have. It is asked by its
 * address, so that no name server has a say in it, unless the environment
 * names another: GCE_METADATA_HOST, GCE_METADATA_ROOT, GCE_METADATA_IP.
 *
 * source   google.aip.dev/auth/4115
 */

/* An access token, as oauth_exchange. */
json_t *metadata_token(struct oauth *o);

/*
 * The project that the machine belongs to.
 *
 * returns  NULL after oauth_fail
 * owns     the caller, to be freed
 */
char *metadata_project(struct oauth *o);

#endif
