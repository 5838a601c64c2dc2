#ifndef BQFETCH_JWT_H
#define BQFETCH_JWT_H

#include <stddef.h>

/*
 * A JSON Web Token signed with RSASSA-PKCS1-v1_5 and SHA-256, "RS256".
 *
 * key      PEM of an unencrypted RSA key of 2,048 bits or more
 * header   the JOSE header, as JSON text
 * claims   as JSON text
 * why      the cause, when NULL is returned
 * owns     the caller, until secret_free_text
 * source   RFC 7515 section 7.1, RFC 7518 section 3.3
 */
char *jwt_sign(const char *key, const char *header, const char *claims,
    char *why, size_t len);

#endif
