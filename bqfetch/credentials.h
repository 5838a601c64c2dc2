#ifndef BQFETCH_CREDENTIALS_H
#define BQFETCH_CREDENTIALS_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

/* Who we are to the service, and how an access token is to be had. */
enum credentials_type {
	CREDENTIALS_NONE,             /* ask without a token */
	CREDENTIALS_SERVICE_ACCOUNT,  /* a key that signs */
	CREDENTIALS_AUTHORIZED_USER,  /* a refresh token */
	CREDENTIALS_EXTERNAL_ACCOUNT, /* another provider's token */
	CREDENTIALS_METADATA,         /* the machine we run on */
};

struct credentials {
	enum credentials_type type;
	char *file;   /* NULL: none */
	json_t *json; /* of the file; what the strings below point into */
	const char *project_id, *quota_project_id; /* NULL: not said */

	/* service account */
	const char *client_email, *private_key, *private_key_id, *token_uri;

	/* authorized user */
	const char *client_id, *client_secret, *refresh_token;

	/* external account */
	const char *audience, *subject_token_type, *token_url;
	const char *impersonation_url; /* NULL: the exchanged token will do */
	uint32_t lifetime_s;           /* of the impersonated one */
	const char *source_file, *source_url; /* one of them is set */
	json_t *source_headers;               /* name to value; NULL: none */
	const char *source_field; /* of JSON; NULL: the whole text */
};

/*
 * The text of a credentials file.
 *
 * file     for messages and c->file
 * why      "task: cause", never with anything secret, when it is not good
 * returns  0, or -1
 * owns     the caller, until credentials_fini, which is to be called even
 *          after -1
 */
int credentials_parse(struct credentials *c, const char *file, const char *text,
    size_t len, char *why, size_t cap);

/*
 * Application default credentials: file if it is not NULL, else what
 * GOOGLE_APPLICATION_CREDENTIALS names, else gcloud's file if there is one,
 * else the metadata server.
 *
 * why, returns, owns   as credentials_parse; why begins with the file's name
 * source   google.aip.dev/auth/4110
 */
int credentials_find(
    struct credentials *c, const char *file, char *why, size_t cap);

/* Clears everything. */
void credentials_fini(struct credentials *c);

#endif
