#ifndef COMMON_HTTP_REQUEST_H
#define COMMON_HTTP_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* How a try ended, if not with a whole reply. */
enum http_fault {
	HTTP_OK,        /* a whole reply: see its status */
	HTTP_CUT,       /* the connection broke in the reply: status, and
	                   the part of the body that had come, are there */
	HTTP_NETWORK,   /* no reply: no such host, no connection, reset */
	HTTP_TIMEOUT,   /* too slow; what had come is there */
	HTTP_TLS,       /* the server's certificate was not accepted */
	HTTP_TOO_LARGE, /* more than max_body; body holds what fitted */
	HTTP_REFUSED,   /* never sent: a secret on an unsafe way, a malformed
	                   URL or header */
	HTTP_STOPPED,   /* not finished in the time given, or when stopped */
};

/*
 * An HTTP request and its reply. It is made here and sent by common/http.h.
 *
 * Certificates are always verified. Redirects are not followed: a 3xx is a
 * reply like others. Proxies come from the environment, as libcurl(3) has it,
 * but loopback hosts are always asked directly. No .netrc, no cookies, no user
 * name or password in a URL.
 */
struct http_request {
	/* What to ask; 0 takes what is in brackets. Set before http_start; can
	 * be changed before http_retry. */
	const char *method;  /* a literal [GET, or POST with content] */
	size_t max_body;     /* bytes of reply, decoded [64 MiB] */
	uint32_t stall_s;    /* give up after so long without a byte [60] */
	uint32_t timeout_ms; /* give up after so long in all [never] */
	bool gzip;           /* offer gzip; the body is then decoded */
	bool secret; /* a header or the content is: it goes only over https, or
	                to loopback */
	bool wipe;   /* so is the reply: clear its memory after use */
	bool direct; /* past any proxy */
	void *owner; /* the caller's; never looked at */

	/* What came; between http_next and http_retry or http_request_free. */
	enum http_fault fault;
	int status;         /* 0: none came */
	char *body;         /* NUL after it, then SCAN_PAD readable bytes; may
	                       be written to; never NULL */
	size_t len;         /* of body */
	int64_t after_s;    /* Retry-After, date or seconds; 0: none */
	unsigned int tries; /* made so far; the caller may set it back to 0
	                       when a try got somewhere */
	char error[256];    /* the cause, printable: "HTTP 503", "timed out" */

	/* For http_request.c and http.c. */
	struct http_request *next;
	char *url, *content;
	size_t content_len, cap;
	int64_t due_ms;
	bool running;
	struct curl_slist *headers;
	void *easy;
	char detail[256];
};

/*
 * url      copied
 * owns     the caller, until http_start; again after http_next
 */
struct http_request *http_request_new(const char *url);

/* Clears headers and content from memory, and a body to be wiped. */
void http_request_free(struct http_request *r);

/* Another URL, for the next try; copied. */
void http_request_url(struct http_request *r, const char *url);

/*
 * A header, copied; one of the same name is replaced, an empty value removes
 * one that would be sent. Control characters make the request REFUSED.
 */
void http_request_header(
    struct http_request *r, const char *name, const char *value);

/* The body to send, copied; len may be 0. Its media type, as a header. */
void http_request_content(
    struct http_request *r, const char *type, const char *content, size_t len);

/*
 * A header of the reply, the last one of that name.
 *
 * returns  its value as the server sent it, so not fit for messages; lasts
 *          until http_retry or http_request_free. NULL: there is none
 */
const char *http_reply_header(const struct http_request *r, const char *name);

/*
 * Is this a failure that passes: the network, a time-out, a cut reply, or
 * status 408, 429, 500, 502, 503 or 504? What a body says may change that.
 */
bool http_is_passing(const struct http_request *r);

/* What follows is for http.c. */

struct http_settings;

/* Drop the reply. */
void http_request_clear(struct http_request *r);

/*
 * Make the transfer, r->easy, of one more try.
 *
 * returns  0, or -1 when it must not be sent; http_request_end was then called
 */
int http_request_begin(
    struct http_request *r, const struct http_settings *settings);

/* Fill in the reply of a transfer; code is libcurl's CURLcode. */
void http_request_reply(struct http_request *r, int code);

/* Fill in the reply of one that ended without libcurl; cause is printable. */
void http_request_end(
    struct http_request *r, enum http_fault fault, const char *cause);

#endif
