#include <err.h>
#include <openssl/evp.h>
#include <stdlib.h>

#include "common/util.h"
#include "correlations/page.h"

/*
 * files    arrays of lines, each ending with NULL, one after the other
 */
struct page_asset
page_asset_new(const char *const *const *files)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	struct page_asset asset = {0};
	FILE *out = page_memory(&asset.text, &asset.len);
	const char *const *line;
	unsigned int len;

	for (; *files != NULL; files++)
		for (line = *files; *line != NULL; line++)
			fprintf(out, "%s\n", *line);
	page_memory_close(out);
	if (EVP_Digest(
	        asset.text, asset.len, digest, &len, EVP_sha256(), NULL) != 1)
		errx(STATUS_FAIL, "SHA-256: OpenSSL refuses to compute it");
	EVP_EncodeBlock((unsigned char *)asset.sha256, digest, (int)len);
	return asset;
}
