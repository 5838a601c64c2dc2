/* common/http_request.c: what is sent, and what becomes of the reply. */
#include "tests/unit/unit.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include "tests/unit/web.h"

static const char script[] = "/size/0 200\n"
                             "/size/1 200,size=1\n"
                             "/size/4095 200,size=4095\n"
                             "/size/100000 200,size=100000\n"
                             "/size/100000/gzip 200,size=100000,gzip\n"
                             "/size/3000000 200,size=3000000,chunked\n"
                             "/echo 200,echo\n"
                             "/moved 302,header=Location:/echo\n"
                             "/reset reset\n"
                             "/never never\n"
                             "/slow-body 200,size=500,trickle=0.05\n"
                             "/cut 200,size=9000,cut=5000 200,size=9000\n"
                             "/cut/chunked 200,size=9000,cut=5000,chunked\n"
                             "/cut/gzip 200,size=90000,cut=200,gzip\n"
                             "/cut/error 500,size=100,cut=3\n"
                             "/status/200 200\n"
                             "/status/204 204\n"
                             "/status/400 400\n"
                             "/status/401 401\n"
                             "/status/403 403\n"
                             "/status/408 408\n"
                             "/status/429 429\n"
                             "/status/500 500\n"
                             "/status/501 501\n"
                             "/status/502 502\n"
                             "/status/503 503\n"
                             "/status/504 504\n";

static void
test_bodies(void **state)
{
	static const size_t sizes[] = {0, 1, 4095, 100000, 3000000};
	struct http *h = http_new(&web_settings);
	struct http_request *r;
	char path[32];
	size_t i;
	int wipe;

	(void)state;
	for (wipe = 0; wipe < 2; wipe++) {
		for (i = 0; i < NITEMS(sizes); i++) {
			snprintf(path, sizeof(path), "/size/%zu", sizes[i]);
			r = web_request(path);
			r->wipe = wipe;
			r = web_finish(h, r);
			assert_int_equal(r->fault, HTTP_OK);
			assert_int_equal(r->status, 200);
			assert_int_equal(r->tries, 1);
			assert_string_equal(r->error, "HTTP 200");
			web_assert_body(r, sizes[i]);
			http_request_free(r);
		}
	}
	http_free(h);
}

static void
test_gzip(void **state)
{
	struct http_request *r = web_request("/size/100000/gzip");
	json_t *log, *headers;

	(void)state;
	r->gzip = true;
	r = web_finish_alone(r);
	web_assert_body(r, 100000);
	assert_string_equal(http_reply_header(r, "content-encoding"), "gzip");
	http_request_free(r);
	log = standin_log(&web, "/size/100000/gzip");
	headers = json_object_get(json_array_get(log, 0), "headers");
	assert_string_equal(
	    json_string_value(json_object_get(headers, "Accept-Encoding")),
	    "gzip");
	json_decref(log);
}

static const char *
header_of(const json_t *request, const char *name)
{
	return json_string_value(
	    json_object_get(json_object_get(request, "headers"), name));
}

/* What the server was asked, by the reply to a request to /echo. */
static json_t *
echo(struct http_request *r)
{
	json_t *request;

	r = web_finish_alone(r);
	assert_int_equal(r->status, 200);
	request = json_loads(r->body, 0, NULL);
	assert_non_null(request);
	http_request_free(r);
	return request;
}

static void
test_get(void **state)
{
	json_t *request = echo(web_request("/echo"));

	(void)state;
	assert_string_equal(
	    json_string_value(json_object_get(request, "method")), "GET");
	assert_string_equal(header_of(request, "User-Agent"), "test/1 (gzip)");
	assert_null(header_of(request, "Accept-Encoding"));
	assert_null(header_of(request, "Content-Type"));
	json_decref(request);
}

static void
test_post(void **state)
{
	struct http_request *r = web_request("/echo");
	json_t *request;

	(void)state;
	http_request_header(r, "Authorization", "Bearer old");
	http_request_header(r, "X-Other", "1");
	http_request_header(r, "authorization", "Bearer new");
	http_request_content(r, "text/plain", "to be replaced", 14);
	http_request_content(r, "application/json", "{\"a\":1}XX", 7);
	r->secret = true;
	request = echo(r);
	assert_string_equal(
	    json_string_value(json_object_get(request, "method")), "POST");
	assert_string_equal(
	    json_string_value(json_object_get(request, "body")), "{\"a\":1}");
	assert_string_equal(
	    header_of(request, "Content-Type"), "application/json");
	assert_string_equal(header_of(request, "authorization"), "Bearer new");
	assert_null(header_of(request, "Authorization"));
	assert_string_equal(header_of(request, "X-Other"), "1");
	assert_null(header_of(request, "Expect"));
	json_decref(request);
}

/* Beyond a megabyte libcurl would ask for leave before it sends. */
static void
test_post_large(void **state)
{
	const size_t len = 1200000;
	char *content = malloc(len);
	struct http_request *r = web_request("/echo");
	json_t *request, *body;

	(void)state;
	memset(content, 'x', len);
	http_request_content(r, "text/plain", content, len);
	free(content);
	request = echo(r);
	body = json_object_get(request, "body");
	assert_int_equal(json_string_length(body), len);
	assert_null(header_of(request, "Expect"));
	json_decref(request);
}

static void
test_methods(void **state)
{
	struct http_request *r = web_request("/echo");
	json_t *request;

	(void)state;
	http_request_content(r, "text/plain", "", 0);
	request = echo(r);
	assert_string_equal(
	    json_string_value(json_object_get(request, "method")), "POST");
	assert_string_equal(header_of(request, "Content-Length"), "0");
	json_decref(request);

	r = web_request("/echo");
	r->method = "PUT";
	http_request_content(r, "text/plain", "x", 1);
	request = echo(r);
	assert_string_equal(
	    json_string_value(json_object_get(request, "method")), "PUT");
	json_decref(request);

	r = web_request("/size/4095");
	r->method = "HEAD";
	r = web_finish_alone(r);
	assert_int_equal(r->fault, HTTP_OK);
	assert_int_equal(r->status, 200);
	assert_string_equal(http_reply_header(r, "Content-Length"), "4095");
	web_assert_body(r, 0);
	http_request_free(r);
}

static void
test_redirect(void **state)
{
	struct http_request *r = web_finish_alone(web_request("/moved"));

	(void)state;
	assert_int_equal(r->fault, HTTP_OK);
	assert_int_equal(r->status, 302);
	assert_string_equal(http_reply_header(r, "Location"), "/echo");
	assert_null(http_reply_header(r, "Metadata-Flavor"));
	http_request_free(r);
}

static void
test_is_passing(void **state)
{
	static const struct {
		int status;
		bool is_passing;
	} statuses[] = {{200, false}, {204, false}, {400, false}, {401, false},
	    {403, false}, {404, false}, {408, true}, {429, true}, {500, true},
	    {501, false}, {502, true}, {503, true}, {504, true}};
	struct http *h = http_new(&web_settings);
	struct http_request *r;
	char path[32];
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(statuses); i++) {
		snprintf(path, sizeof(path), "/status/%d", statuses[i].status);
		http_start(h, web_request(path));
		r = http_next(h, -1);
		assert_int_equal(r->fault, HTTP_OK);
		assert_int_equal(r->status, statuses[i].status);
		assert_int_equal(http_is_passing(r), statuses[i].is_passing);
		http_request_free(r);
	}
	http_free(h);
}

static struct http_request *
request_to(int port, const char *path)
{
	char url[128];

	snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", port, path);
	return http_request_new(url);
}

/* A port of this machine at which nobody listens. */
static int
port_closed(void)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t len = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, len), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
	close(fd);
	return ntohs(address.sin_port);
}

static void
test_network(void **state)
{
	struct http_request *r;

	(void)state;
	r = web_finish_alone(request_to(port_closed(), "/"));
	assert_int_equal(r->fault, HTTP_NETWORK);
	assert_int_equal(r->status, 0);
	assert_int_equal(r->tries, 5);
	assert_string_equal(r->error, "no connection: Connection refused");
	web_assert_body(r, 0);
	http_request_free(r);

	r = web_finish_alone(web_request("/reset"));
	assert_int_equal(r->fault, HTTP_NETWORK);
	assert_int_equal(r->tries, 5);
	assert_string_equal(r->error, "connection broken");
	http_request_free(r);
	assert_true(web_nrequests("/reset") >= 5);
}

static void
test_timeout(void **state)
{
	struct http_settings once = web_settings;
	struct http_request *r;
	struct http *h;

	(void)state;
	once.tries = 1;
	h = http_new(&once);
	r = web_request("/never");
	r->timeout_ms = 150;
	r = web_finish(h, r);
	assert_int_equal(r->fault, HTTP_TIMEOUT);
	assert_true(http_is_passing(r));
	assert_int_equal(r->status, 0);
	assert_string_equal(r->error, "timed out");
	http_request_free(r);

	r = web_request("/never");
	r->stall_s = 1;
	r = web_finish(h, r);
	assert_int_equal(r->fault, HTTP_TIMEOUT);
	http_request_free(r);

	r = web_request("/slow-body");
	r->timeout_ms = 1000;
	r = web_finish(h, r);
	assert_int_equal(r->fault, HTTP_TIMEOUT);
	assert_int_equal(r->status, 200);
	assert_in_range(r->len, 1, 499);
	web_assert_body(r, r->len);
	http_request_free(r);
	http_free(h);
}

static void
test_cut(void **state)
{
	struct http *h = http_new(&web_settings);
	struct http_request *r;

	(void)state;
	http_start(h, web_request("/cut"));
	r = http_next(h, -1);
	assert_int_equal(r->fault, HTTP_CUT);
	assert_int_equal(r->status, 200);
	assert_true(http_is_passing(r));
	assert_string_equal(r->error, "connection broken in the reply");
	web_assert_body(r, 5000);
	assert_true(http_retry(h, r));
	r = http_next(h, -1);
	assert_int_equal(r->fault, HTTP_OK);
	web_assert_body(r, 9000);
	http_request_free(r);

	http_start(h, web_request("/cut/chunked"));
	r = http_next(h, -1);
	assert_int_equal(r->fault, HTTP_CUT);
	web_assert_body(r, 5000);
	http_request_free(r);

	r = web_request("/cut/gzip");
	r->gzip = true;
	http_start(h, r);
	r = http_next(h, -1);
	assert_int_equal(r->fault, HTTP_CUT);
	assert_in_range(r->len, 1, 89999);
	web_assert_body(r, r->len);
	http_request_free(r);

	http_start(h, web_request("/cut/error"));
	r = http_next(h, -1);
	assert_int_equal(r->fault, HTTP_CUT);
	assert_int_equal(r->status, 500);
	web_assert_body(r, 3);
	http_request_free(r);
	http_free(h);
}

static void
test_too_large(void **state)
{
	static const struct {
		size_t max;
		enum http_fault fault;
		size_t len;
	} limits[] = {
	    {100000, HTTP_OK, 100000},
	    {99999, HTTP_TOO_LARGE, 99999},
	    {1, HTTP_TOO_LARGE, 1},
	};
	struct http *h = http_new(&web_settings);
	struct http_request *r;
	size_t i;
	int gzip;

	(void)state;
	for (gzip = 0; gzip < 2; gzip++) {
		for (i = 0; i < NITEMS(limits); i++) {
			r = web_request(
			    gzip ? "/size/100000/gzip" : "/size/100000");
			r->gzip = gzip;
			r->max_body = limits[i].max;
			r = web_finish(h, r);
			assert_int_equal(r->fault, limits[i].fault);
			assert_int_equal(r->tries, 1);
			web_assert_body(r, limits[i].len);
			http_request_free(r);
		}
	}
	http_free(h);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_bodies),
	    cmocka_unit_test(test_gzip),
	    cmocka_unit_test(test_get),
	    cmocka_unit_test(test_post),
	    cmocka_unit_test(test_post_large),
	    cmocka_unit_test(test_methods),
	    cmocka_unit_test(test_redirect),
	    cmocka_unit_test(test_is_passing),
	    cmocka_unit_test(test_network),
	    cmocka_unit_test(test_timeout),
	    cmocka_unit_test(test_cut),
	    cmocka_unit_test(test_too_large),
	};

	return web_run_tests(script, tests);
}
