#include "bqfetch/jwt.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bqfetch/secret.h"
#include "common/util.h"

#define KEY_BITS_MIN 2048 /* RFC 7518 section 3.3 */

/* Keeps OpenSSL from asking the terminal for the passphrase of a key. */
static int
no_passphrase(char *out, int cap, int writing, void *arg)
{
	(void)out;
	(void)cap;
	(void)writing;
	(void)arg;
	return -1;
}

/* Base64 of RFC 4648 section 5 without padding; returns where it ends. */
static char *
base64url(char *out, const void *data, size_t len)
{
	int n = EVP_EncodeBlock(
	    (unsigned char *)out, (const unsigned char *)data, (int)len);
	char *end = out + n;

	while (end > out && end[-1] == '=')
		end--;
	for (; out < end; out++) {
		if (*out == '+')
			*out = '-';
		else if (*out == '/')
			*out = '_';
	}
	*end = '\0';
	return end;
}

/* Bytes that base64url writes at most, the NUL included. */
static size_t
base64_room(size_t len)
{
	return (len + 2) / 3 * 4 + 1;
}

static EVP_PKEY *
key_read(const char *pem, char *why, size_t len)
{
	BIO *bio = BIO_new_mem_buf(pem, -1);
	EVP_PKEY *key;

	key = bio ? PEM_read_bio_PrivateKey(bio, NULL, no_passphrase, NULL)
	          : NULL;
	BIO_free(bio);
	if (key == NULL) {
		snprintf(why, len, "not an unencrypted PEM private key");
	} else if (EVP_PKEY_base_id(key) != EVP_PKEY_RSA ||
	           EVP_PKEY_bits(key) < KEY_BITS_MIN) {
		snprintf(why, len, "not an RSA key of at least %d bits",
		    KEY_BITS_MIN);
		EVP_PKEY_free(key);
		key = NULL;
	}
	return key;
}

/* The signature of text; NULL when OpenSSL refuses. */
static unsigned char *
signature_new(EVP_PKEY *key, const char *text, size_t len, size_t *nbytes)
{
	EVP_MD_CTX *ctx = EVP_MD_CTX_new();
	unsigned char *signature = NULL;
	const unsigned char *data = (const unsigned char *)text;

	if (ctx != NULL &&
	    EVP_DigestSignInit(ctx, NULL, EVP_sha256(), NULL, key) == 1 &&
	    EVP_DigestSign(ctx, NULL, nbytes, data, len) == 1) {
		signature = xmalloc(*nbytes);
		if (EVP_DigestSign(ctx, signature, nbytes, data, len) != 1) {
			free(signature);
			signature = NULL;
		}
	}
	EVP_MD_CTX_free(ctx);
	return signature;
}

char *
jwt_sign(const char *pem, const char *header, const char *claims, char *why,
    size_t len)
{
	EVP_PKEY *key = key_read(pem, why, len);
	unsigned char *signature;
	size_t nbytes = 0;
	char *jwt = NULL, *p;

	if (key == NULL)
		goto out;
	jwt =
	    xmalloc(base64_room(strlen(header)) + base64_room(strlen(claims)) +
	            base64_room((size_t)EVP_PKEY_size(key)) + 2);
	p = base64url(jwt, header, strlen(header));
	*p++ = '.';
	p = base64url(p, claims, strlen(claims));
	signature = signature_new(key, jwt, (size_t)(p - jwt), &nbytes);
	if (signature == NULL) {
		snprintf(why, len, "OpenSSL refused to sign");
		secret_free_text(jwt);
		jwt = NULL;
		goto out;
	}
	*p++ = '.';
	base64url(p, signature, nbytes);
	free(signature);
out:
	EVP_PKEY_free(key);
	ERR_clear_error();
	return jwt;
}
