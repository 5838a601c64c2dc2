#include "common/http_request.h"

#include <curl/curl.h>
#include <err.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "common/http.h"
#include "common/scan.h"
#include "common/str.h"
#include "common/url.h"
#include "common/util.h"
#include "common/vis.h"

#define MAX_BODY ((size_t)64 << 20)
#define STALL_S 60

static void
wipe_free(char *data, size_t len)
{
	if (data != NULL)
		explicit_bzero(data, len);
	free(data);
}

struct http_request *
http_request_new(const char *url)
{
	struct http_request *r = xcalloc(1, sizeof(*r));

	r->url = xstrdup(url);
	return r;
}

void
http_request_clear(struct http_request *r)
{
	curl_easy_cleanup(r->easy);
	r->easy = NULL;
	wipe_free(r->body, r->wipe ? r->cap : 0);
	r->body = NULL;
	r->len = r->cap = 0;
	r->fault = HTTP_OK;
	r->status = 0;
	r->after_s = 0;
	r->error[0] = r->detail[0] = '\0';
}

void
http_request_free(struct http_request *r)
{
	struct curl_slist *header, *next;

	if (r == NULL)
		return;
	http_request_clear(r);
	for (header = r->headers; header != NULL; header = next) {
		next = header->next;
		wipe_free(header->data, strlen(header->data));
		free(header);
	}
	wipe_free(r->content, r->content_len);
	free(r->url);
	free(r);
}

void
http_request_url(struct http_request *r, const char *url)
{
	free(r->url);
	r->url = xstrdup(url);
}

/* The nodes are our own: what curl_slist_append makes is not wiped. */
void
http_request_header(struct http_request *r, const char *name, const char *value)
{
	struct curl_slist **p = &r->headers;
	size_t len = strlen(name), cap = len + strlen(value) + 3;
	char *line = xmalloc(cap);

	snprintf(line, cap, "%s: %s", name, value);
	while (*p != NULL && strncasecmp((*p)->data, line, len + 1) != 0)
		p = &(*p)->next;
	if (*p != NULL)
		wipe_free((*p)->data, strlen((*p)->data));
	else
		*p = xcalloc(1, sizeof(**p));
	(*p)->data = line;
}

void
http_request_content(
    struct http_request *r, const char *type, const char *content, size_t len)
{
	wipe_free(r->content, r->content_len);
	r->content = xstrndup(content, len);
	r->content_len = len;
	http_request_header(r, "Content-Type", type);
	/* Otherwise a large one waits up to a second for leave to be sent. */
	http_request_header(r, "Expect", "");
}

const char *
http_reply_header(const struct http_request *r, const char *name)
{
	struct curl_header *header;
	size_t n;

	if (r->easy == NULL || curl_easy_header(r->easy, name, 0, CURLH_HEADER,
	                           -1, &header) != CURLHE_OK)
		return NULL;
	n = header->amount;
	if (n > 1)
		curl_easy_header(
		    r->easy, name, n - 1, CURLH_HEADER, -1, &header);
	return header->value;
}

bool
http_is_passing(const struct http_request *r)
{
	switch (r->fault) {
	case HTTP_CUT:
	case HTTP_NETWORK:
	case HTTP_TIMEOUT:
		return true;
	case HTTP_OK:
		return r->status == 408 || r->status == 429 ||
		       r->status == 500 ||
		       (r->status >= 502 && r->status <= 504);
	default:
		return false;
	}
}

/* Room for len bytes of body and what has to follow them. */
static void
body_reserve(struct http_request *r, size_t len)
{
	size_t need = len + 1 + SCAN_PAD, cap = 2 * r->cap;
	char *body;

	if (need <= r->cap)
		return;
	if (cap < need)
		cap = need;
	if (r->wipe) {
		body = xmalloc(cap);
		if (r->len != 0)
			memcpy(body, r->body, r->len);
		wipe_free(r->body, r->cap);
		r->body = body;
	} else {
		r->body = xrealloc(r->body, cap);
	}
	r->cap = cap;
}

static size_t
body_add(char *data, size_t one, size_t n, void *request)
{
	struct http_request *r = request;
	size_t max = r->max_body ? r->max_body : MAX_BODY;
	size_t len = n < max - r->len ? n : max - r->len;

	(void)one;
	body_reserve(r, r->len + len);
	memcpy(r->body + r->len, data, len);
	r->len += len;
	return len; /* less than n ends the transfer: CURLE_WRITE_ERROR */
}

/* libcurl fails here only when out of memory, or built without TLS. */
static void
check(CURLcode code)
{
	if (code != CURLE_OK)
		errx(STATUS_FAIL, "libcurl: %s", curl_easy_strerror(code));
}

#define SET(option, value) check(curl_easy_setopt(easy, option, value))

static void
easy_what(CURL *easy, struct http_request *r)
{
	SET(CURLOPT_URL, r->url);
	SET(CURLOPT_HTTPHEADER, r->headers);
	if (r->content != NULL) {
		SET(CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)r->content_len);
		SET(CURLOPT_POSTFIELDS, r->content);
	}
	if (r->method != NULL && strcmp(r->method, "HEAD") == 0)
		SET(CURLOPT_NOBODY, 1L);
	else if (r->method != NULL)
		SET(CURLOPT_CUSTOMREQUEST, r->method);
	if (r->gzip)
		SET(CURLOPT_ACCEPT_ENCODING, "gzip");
	SET(CURLOPT_PRIVATE, r);
	SET(CURLOPT_WRITEFUNCTION, body_add);
	SET(CURLOPT_WRITEDATA, r);
	SET(CURLOPT_ERRORBUFFER, r->detail);
}

/* What is libcurl's default, but must never be otherwise, is set too. */
static void
easy_how(
    CURL *easy, const struct http_request *r, const struct http_settings *s)
{
	SET(CURLOPT_PROTOCOLS_STR, "http,https");
	SET(CURLOPT_DISALLOW_USERNAME_IN_URL, 1L);
	SET(CURLOPT_FOLLOWLOCATION, 0L);
	SET(CURLOPT_NETRC, (long)CURL_NETRC_IGNORED);
	SET(CURLOPT_SSL_VERIFYPEER, 1L);
	SET(CURLOPT_SSL_VERIFYHOST, 2L);
	if (s->ca_file != NULL)
		SET(CURLOPT_CAINFO, s->ca_file);
	if (s->user_agent != NULL)
		SET(CURLOPT_USERAGENT, s->user_agent);
	if (r->direct || url_is_loopback(r->url))
		SET(CURLOPT_PROXY, "");
	SET(CURLOPT_CONNECTTIMEOUT_MS, (long)s->connect_ms);
	SET(CURLOPT_TIMEOUT_MS, (long)r->timeout_ms);
	SET(CURLOPT_LOW_SPEED_LIMIT, 1L);
	SET(CURLOPT_LOW_SPEED_TIME, r->stall_s ? (long)r->stall_s : STALL_S);
}

/* Why it must not be sent; NULL: it may. */
static const char *
refusal(const struct http_request *r)
{
	const struct curl_slist *header;
	const unsigned char *p;

	for (header = r->headers; header != NULL; header = header->next)
		for (p = (const unsigned char *)header->data; *p; p++)
			if (*p < 0x20 || *p == 0x7f)
				return "control character in a header";
	if (r->secret && !url_is_safe(r->url))
		return "secrets go only over https, or to loopback";
	return NULL;
}

int
http_request_begin(struct http_request *r, const struct http_settings *settings)
{
	const char *cause = refusal(r);

	r->tries++;
	if (cause != NULL) {
		http_request_end(r, HTTP_REFUSED, cause);
		return -1;
	}
	r->easy = curl_easy_init();
	if (r->easy == NULL)
		check(CURLE_OUT_OF_MEMORY);
	easy_what(r->easy, r);
	easy_how(r->easy, r, settings);
	return 0;
}

void
http_request_end(
    struct http_request *r, enum http_fault fault, const char *cause)
{
	r->fault = fault;
	snprintf(r->error, sizeof(r->error), "%s", cause);
	body_reserve(r, r->len);
	memset(r->body + r->len, 0, 1 + SCAN_PAD);
}

static const struct cause {
	CURLcode code;
	enum http_fault fault;
	const char *text;
} causes[] = {
    {CURLE_COULDNT_CONNECT, HTTP_NETWORK, "no connection"},
    {CURLE_COULDNT_RESOLVE_HOST, HTTP_NETWORK, "no such host"},
    {CURLE_COULDNT_RESOLVE_PROXY, HTTP_NETWORK, "no such proxy"},
    {CURLE_GOT_NOTHING, HTTP_NETWORK, "connection closed without a reply"},
    {CURLE_LOGIN_DENIED, HTTP_REFUSED, "user name or password in the URL"},
    {CURLE_OPERATION_TIMEDOUT, HTTP_TIMEOUT, "timed out"},
    {CURLE_PEER_FAILED_VERIFICATION, HTTP_TLS, "certificate not accepted"},
    {CURLE_RECV_ERROR, HTTP_NETWORK, "connection broken"},
    {CURLE_SEND_ERROR, HTTP_NETWORK, "connection broken"},
    {CURLE_SSL_CACERT_BADFILE, HTTP_TLS, "certificates not readable"},
    {CURLE_UNSUPPORTED_PROTOCOL, HTTP_REFUSED, "neither http nor https"},
    {CURLE_URL_MALFORMAT, HTTP_REFUSED, "malformed URL"},
    {CURLE_WRITE_ERROR, HTTP_TOO_LARGE, "reply too large"},
};

static struct cause
cause_of(const struct http_request *r, CURLcode code)
{
	struct cause cause = {code, HTTP_NETWORK, curl_easy_strerror(code)};
	size_t i;

	for (i = 0; i < sizeof(causes) / sizeof(*causes); i++)
		if (causes[i].code == code)
			cause = causes[i];
	if (cause.fault == HTTP_NETWORK && r->status != 0) {
		cause.fault = HTTP_CUT;
		cause.text = "connection broken in the reply";
	}
	return cause;
}

/* What is known of a failure besides its cause; "" is nothing. */
static const char *
detail_of(const struct http_request *r, struct cause cause)
{
	long error = 0;

	if (cause.fault == HTTP_TLS)
		return r->detail;
	if (cause.code == CURLE_COULDNT_CONNECT &&
	    curl_easy_getinfo(r->easy, CURLINFO_OS_ERRNO, &error) == CURLE_OK &&
	    error != 0)
		return strerror((int)error);
	return "";
}

void
http_request_reply(struct http_request *r, int code)
{
	char text[sizeof(r->detail) + 64], printable[sizeof(r->error)];
	const char *detail;
	struct cause cause;
	curl_off_t after_s = 0;
	long status = 0;

	curl_easy_getinfo(r->easy, CURLINFO_RESPONSE_CODE, &status);
	curl_easy_getinfo(r->easy, CURLINFO_RETRY_AFTER, &after_s);
	r->status = (int)status;
	r->after_s = after_s > 0 ? after_s : 0; /* a date may be past */
	if (code == CURLE_OK) {
		snprintf(text, sizeof(text), "HTTP %d", r->status);
		http_request_end(r, HTTP_OK, text);
		return;
	}
	cause = cause_of(r, (CURLcode)code);
	detail = detail_of(r, cause);
	snprintf(text, sizeof(text), "%s%s%s", cause.text, *detail ? ": " : "",
	    detail);
	http_request_end(
	    r, cause.fault, vis(str_of(text), printable, sizeof(printable)));
}
