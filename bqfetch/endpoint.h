#ifndef BQFETCH_ENDPOINT_H
#define BQFETCH_ENDPOINT_H

/* A variable of the environment; NULL when it is not set, or empty. */
const char *environment_get(const char *name);

/*
 * The address of the service: as told, else from the environment
 * (BIGQUERY_EMULATOR_HOST, GOOGLE_CLOUD_UNIVERSE_DOMAIN), else Google's. The
 * path of the API, /bigquery/v2, may be at its end.
 *
 * told     NULL: nothing
 * why      what is wrong with it, when NULL is returned; a literal
 * returns  it without that path and without a slash at the end
 * owns     the caller, to be freed
 */
char *endpoint_find(const char *told, const char **why);

#endif
