#include "bqfetch/endpoint.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/url.h"
#include "common/util.h"

#define SERVICE "https://bigquery.googleapis.com"

const char *
environment_get(const char *name)
{
	const char *value = getenv(name);

	return value != NULL && *value != '\0' ? value : NULL;
}

/* Put text together; to be freed. */
static char *
join(const char *first, const char *second)
{
	size_t len = strlen(first) + strlen(second) + 1;
	char *joined = xmalloc(len);

	snprintf(joined, len, "%s%s", first, second);
	return joined;
}

char *
endpoint_find(const char *told, const char **why)
{
	static const char path[] = "/bigquery/v2";
	const char *emulator = environment_get("BIGQUERY_EMULATOR_HOST");
	const char *domain = environment_get("GOOGLE_CLOUD_UNIVERSE_DOMAIN");
	char *endpoint;
	size_t len;

	if (told != NULL)
		endpoint = xstrdup(told);
	else if (emulator != NULL)
		endpoint =
		    join(strstr(emulator, "://") ? "" : "http://", emulator);
	else if (domain != NULL)
		endpoint = join("https://bigquery.", domain);
	else
		endpoint = xstrdup(SERVICE);
	if (url_check(endpoint, why) == -1) {
		free(endpoint);
		return NULL;
	}
	for (len = strlen(endpoint); len > 0 && endpoint[len - 1] == '/';)
		endpoint[--len] = '\0';
	if (len > sizeof(path) &&
	    strcmp(endpoint + len - (sizeof(path) - 1), path) == 0)
		endpoint[len - (sizeof(path) - 1)] = '\0';
	return endpoint;
}
