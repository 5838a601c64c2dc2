#ifndef BQFETCH_TOKEN_H
#define BQFETCH_TOKEN_H

#include <stddef.h>

#include "bqfetch/credentials.h"
#include "common/http.h"
#include "common/util.h"

/*
 * An access token for the BigQuery API, had with our credentials when it is
 * first needed, and had anew 225 seconds before it expires. Tokens and keys
 * are cleared from memory, and stand in no message.
 *
 * source   google.aip.dev/auth 4112 (service account), 4113 (user), 4115
 *          (metadata server), 4117 (external account); RFC 7523, RFC 8693
 */
struct token;

/*
 * c, settings  borrowed until token_free
 * owns         the caller, until token_free
 */
struct token *token_new(
    const struct credentials *c, const struct http_settings *settings);
void token_free(struct token *t);

/*
 * The token to use now. Asks the network when there is none, or when it
 * expires soon.
 *
 * returns  the token, until the next call; NULL with *status set to what the
 *          tool is to end with: token_error says why
 */
const char *token_get(struct token *t, enum status *status);

/* "task: cause" of the last NULL, printable. */
const char *token_error(const struct token *t);

/* Which token token_get gave last: every new one has a higher number. */
unsigned int token_number(const struct token *t);

/* The service refused the token: the next token_get is to get another. */
void token_expire(struct token *t);

/*
 * The project that the machine we run on belongs to, by the metadata server.
 *
 * returns  NULL when there is none
 * owns     the caller, to be freed
 */
char *token_project(struct token *t);

#endif
