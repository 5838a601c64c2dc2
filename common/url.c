#include "common/url.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <string.h>

/*
 * Does the URL have this part, and is it such a one? The parser is libcurl's
 * own, so that what is decided here holds for where libcurl then goes.
 */
static bool
part_is(const char *url, CURLUPart part, bool (*is)(const char *text))
{
	CURLU *u = curl_url();
	char *text = NULL;
	bool yes = false;

	if (u != NULL && curl_url_set(u, CURLUPART_URL, url, 0) == CURLUE_OK &&
	    curl_url_get(u, part, &text, 0) == CURLUE_OK)
		yes = is(text);
	curl_free(text);
	curl_url_cleanup(u);
	return yes;
}

static bool
is_any(const char *text)
{
	(void)text;
	return true;
}

static bool
is_http(const char *scheme)
{
	return strcmp(scheme, "http") == 0;
}

static bool
is_https(const char *scheme)
{
	return strcmp(scheme, "https") == 0;
}

static bool
is_loopback(const char *host)
{
	struct in_addr v4;

	return strcasecmp(host, "localhost") == 0 ||
	       strcmp(host, "[::1]") == 0 ||
	       (inet_pton(AF_INET, host, &v4) == 1 &&
	           ntohl(v4.s_addr) >> 24 == 127);
}

int
url_check(const char *url, const char **why)
{
	*why = NULL;
	if (!part_is(url, CURLUPART_HOST, is_any))
		*why = "not an address like https://host/path";
	else if (!part_is(url, CURLUPART_SCHEME, is_https) &&
	         !part_is(url, CURLUPART_SCHEME, is_http))
		*why = "neither http nor https";
	else if (part_is(url, CURLUPART_USER, is_any) ||
	         part_is(url, CURLUPART_PASSWORD, is_any))
		*why = "a user name or password has no place in it";
	else if (strpbrk(url, "?#") != NULL)
		*why = "has a query or a fragment";
	return *why == NULL ? 0 : -1;
}

bool
url_is_loopback(const char *url)
{
	return part_is(url, CURLUPART_HOST, is_loopback);
}

bool
url_is_safe(const char *url)
{
	return part_is(url, CURLUPART_SCHEME, is_https) ||
	       (part_is(url, CURLUPART_SCHEME, is_http) &&
	           url_is_loopback(url));
}
