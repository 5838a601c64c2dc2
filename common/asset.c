#include "common/asset.h"

#include <err.h>
#include <openssl/evp.h>
#include <stdlib.h>

#include "common/memory.h"
#include "common/util.h"

struct asset
asset_new(const char *const *const *files)
{
	unsigned char digest[EVP_MAX_MD_SIZE];
	struct asset asset = {0};
	FILE *out = memory_open(&asset.text, &asset.len);
	const char *const *line;
	unsigned int len;

	for (; *files != NULL; files++)
		for (line = *files; *line != NULL; line++)
			fprintf(out, "%s\n", *line);
	memory_close(out);
	if (EVP_Digest(
	        asset.text, asset.len, digest, &len, EVP_sha256(), NULL) != 1)
		errx(STATUS_FAIL, "SHA-256: OpenSSL refuses to compute it");
	EVP_EncodeBlock((unsigned char *)asset.sha256, digest, (int)len);
	return asset;
}

void
asset_free(struct asset *asset)
{
	free(asset->text);
}

void
asset_head_print(
    FILE *out, const struct asset *style, const struct asset *script)
{
	fputs("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n"
	      "<meta charset=\"utf-8\">\n",
	    out);
	fprintf(out,
	    "<meta http-equiv=\"Content-Security-Policy\" content=\""
	    "default-src 'none'; img-src data:; style-src 'sha256-%s'; "
	    "script-src 'sha256-%s'; base-uri 'none'; form-action 'none'\">\n",
	    style->sha256, script->sha256);
	fputs("<meta name=\"viewport\" "
	      "content=\"width=device-width, initial-scale=1\">\n"
	      "<meta name=\"color-scheme\" content=\"light dark\">\n"
	      "<meta name=\"referrer\" content=\"no-referrer\">\n",
	    out);
}
