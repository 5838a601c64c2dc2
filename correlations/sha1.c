#include "correlations/sha1.h"

#include <err.h>
#include <openssl/evp.h>
#include <stdio.h>

#include "common/util.h"

char *
sha1_hex(struct str text, char out[SHA1_HEX_LEN + 1])
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	unsigned int i;

	if (EVP_Digest(text.data, text.len, digest, NULL, EVP_sha1(), NULL) !=
	    1)
		errx(STATUS_FAIL, "SHA-1: OpenSSL refuses to compute it");
	for (i = 0; i < SHA1_HEX_LEN / 2; i++)
		sprintf(out + (size_t)2 * i, "%02x", digest[i]);
	return out;
}
