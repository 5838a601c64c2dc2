#ifndef TESTS_UNIT_WEB_H
#define TESTS_UNIT_WEB_H

#include "common/http.h"
#include "tests/unit/standin.h"

/* A stand-in web server for a whole test program, and requests to it. */
extern struct standin web;

/* Settings that do not wait long before they try again. */
extern const struct http_settings web_settings;

/*
 * Run the tests with a server that does as the script says.
 *
 * returns  what main is to return
 */
#define web_run_tests(script, tests) \
	(web_start(script), cmocka_run_group_tests(tests, NULL, web_stop))

void web_start(const char *script);
int web_stop(void **state);

/* A request for a path there. */
struct http_request *web_request(const char *path);

/* Send it, as often as is worth it, until it is finished. */
struct http_request *web_finish(struct http *h, struct http_request *r);

/* The same with web_settings. */
struct http_request *web_finish_alone(struct http_request *r);

/* Requests under a prefix so far, and the most of them at one time. */
size_t web_nrequests(const char *prefix);
size_t web_most_in_flight(const char *prefix);

/* Is the body the server's 0123456789 over and over, and zeros behind it? */
void web_assert_body(const struct http_request *r, size_t len);

#endif
