/* common/http.c and common/http_request.c against the stand-in web server. */
#include "tests/unit/unit.h"

#include <fcntl.h>
#include <inttypes.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "common/http.h"
#include "common/scan.h"
#include "tests/unit/standin.h"

static const char script[] = "/size/0 200\n"
                             "/size/1 200,size=1\n"
                             "/size/4095 200,size=4095\n"
                             "/size/100000 200,size=100000\n"
                             "/size/100000/gzip 200,size=100000,gzip\n"
                             "/size/3000000 200,size=3000000,chunked\n"
                             "/echo 200,echo\n"
                             "/moved 302,header=Location:/echo\n"
                             "/again 500 503 200,size=5\n"
                             "/down 503\n"
                             "/after/1 429,after=1 200\n"
                             "/after/date 503,after=@2 200\n"
                             "/after/past 503,after=@-90 200\n"
                             "/after/late 503,after=301\n"
                             "/after/minutes 503,after=100\n"
                             "/after/absurd 503,after=9223372036854775807\n"
                             "/after/junk 503,after=soon\n"
                             "/reset reset\n"
                             "/never never\n"
                             "/slow-body 200,size=500,trickle=0.05\n"
                             "/cut 200,size=9000,cut=5000 200,size=9000\n"
                             "/cut/chunked 200,size=9000,cut=5000,chunked\n"
                             "/cut/gzip 200,size=90000,cut=200,gzip\n"
                             "/cut/error 500,size=100,cut=3\n"
                             "/busy/1 200,slow=0.5\n"
                             "/busy/2 200,slow=0.5\n"
                             "/busy/3 200,slow=0.5\n"
                             "/busy/4 200,slow=0.5\n"
                             "/busy/5 200,slow=0.5\n"
                             "/busy/6 200,slow=0.5\n"
                             "/places/a 200,slow=0.3\n"
                             "/places/b 503,slow=0.3 200,slow=0.5\n"
                             "/places/c 200,slow=0.5\n"
                             "/places/d 200,slow=0.5\n"
                             "/order/a 503 200\n"
                             "/order/b 200\n"
                             "/order/c 200\n"
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
                             "/status/504 504\n"
                             "http://example.invalid/proxied 200,size=7\n";

static struct standin server;

static const struct http_settings settings = {
    .user_agent = "test/1 (gzip)",
    .backoff_ms = 1,
    .backoff_cap_ms = 4,
};

static struct http_request *
request_to(int port, const char *path)
{
	char url[128];

	snprintf(url, sizeof(url), "http://127.0.0.1:%d%s", port, path);
	return http_request_new(url);
}

static struct http_request *
request_of(const char *path)
{
	return request_to(server.port, path);
}

/* Send it until it is finished or not to be tried again. */
static struct http_request *
finish(struct http *h, struct http_request *r)
{
	http_start(h, r);
	do {
		r = http_next(h, 30000);
		assert_non_null(r);
	} while (http_is_passing(r) && http_retry(h, r));
	assert_int_equal(http_count(h), 0);
	assert_null(http_next(h, -1));
	return r;
}

static struct http_request *
finish_alone(struct http_request *r)
{
	struct http *h = http_new(&settings);

	r = finish(h, r);
	http_free(h);
	return r;
}

static size_t
requests_under(const char *prefix)
{
	json_t *log = standin_log(&server, prefix);
	size_t n = json_array_size(log);

	json_decref(log);
	return n;
}

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The body the server makes: 0123456789 over and over. */
static void
assert_body(const struct http_request *r, size_t len)
{
	size_t i;

	assert_int_equal(r->len, len);
	for (i = 0; i < len; i++)
		if (r->body[i] != (char)('0' + i % 10))
			fail_msg("byte %zu is %02x", i, r->body[i] & 0xff);
	for (i = 0; i <= SCAN_PAD; i++)
		assert_int_equal(r->body[len + i], 0);
}

static void
test_bodies(void **state)
{
	static const size_t sizes[] = {0, 1, 4095, 100000, 3000000};
	struct http *h = http_new(&settings);
	struct http_request *r;
	char path[32];
	size_t i;
	int wipe;

	(void)state;
	for (wipe = 0; wipe < 2; wipe++) {
		for (i = 0; i < NITEMS(sizes); i++) {
			snprintf(path, sizeof(path), "/size/%zu", sizes[i]);
			r = request_of(path);
			r->wipe = wipe;
			r = finish(h, r);
			assert_int_equal(r->fault, HTTP_OK);
			assert_int_equal(r->status, 200);
			assert_int_equal(r->tries, 1);
			assert_string_equal(r->error, "HTTP 200");
			assert_body(r, sizes[i]);
			http_request_free(r);
		}
	}
	http_free(h);
}

static void
test_gzip(void **state)
{
	struct http_request *r = request_of("/size/100000/gzip");
	json_t *log, *headers;

	(void)state;
	r->gzip = true;
	r = finish_alone(r);
	assert_body(r, 100000);
	assert_string_equal(http_reply_header(r, "content-encoding"), "gzip");
	http_request_free(r);
	log = standin_log(&server, "/size/100000/gzip");
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

	r = finish_alone(r);
	assert_int_equal(r->status, 200);
	request = json_loads(r->body, 0, NULL);
	assert_non_null(request);
	http_request_free(r);
	return request;
}

static void
test_get(void **state)
{
	json_t *request = echo(request_of("/echo"));

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
	struct http_request *r = request_of("/echo");
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
	struct http_request *r = request_of("/echo");
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
	struct http_request *r = request_of("/echo");
	json_t *request;

	(void)state;
	http_request_content(r, "text/plain", "", 0);
	request = echo(r);
	assert_string_equal(
	    json_string_value(json_object_get(request, "method")), "POST");
	assert_string_equal(header_of(request, "Content-Length"), "0");
	json_decref(request);

	r = request_of("/echo");
	r->method = "PUT";
	http_request_content(r, "text/plain", "x", 1);
	request = echo(r);
	assert_string_equal(
	    json_string_value(json_object_get(request, "method")), "PUT");
	json_decref(request);

	r = request_of("/size/4095");
	r->method = "HEAD";
	r = finish_alone(r);
	assert_int_equal(r->fault, HTTP_OK);
	assert_int_equal(r->status, 200);
	assert_string_equal(http_reply_header(r, "Content-Length"), "4095");
	assert_body(r, 0);
	http_request_free(r);
}

static void
test_redirect(void **state)
{
	struct http_request *r = finish_alone(request_of("/moved"));

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
	struct http *h = http_new(&settings);
	struct http_request *r;
	char path[32];
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(statuses); i++) {
		snprintf(path, sizeof(path), "/status/%d", statuses[i].status);
		http_start(h, request_of(path));
		r = http_next(h, -1);
		assert_int_equal(r->fault, HTTP_OK);
		assert_int_equal(r->status, statuses[i].status);
		assert_int_equal(http_is_passing(r), statuses[i].is_passing);
		http_request_free(r);
	}
	http_free(h);
}

static void
test_retry(void **state)
{
	struct http_request *r = finish_alone(request_of("/again"));

	(void)state;
	assert_int_equal(r->status, 200);
	assert_int_equal(r->tries, 3);
	assert_body(r, 5);
	http_request_free(r);
	assert_int_equal(requests_under("/again"), 3);
}

static void
test_retry_ends(void **state)
{
	struct http_settings few = settings;
	struct http_request *r;
	struct http *h;

	(void)state;
	few.tries = 2;
	h = http_new(&few);
	r = finish(h, request_of("/down"));
	assert_int_equal(r->status, 503);
	assert_string_equal(r->error, "HTTP 503");
	assert_int_equal(r->tries, 2);
	assert_int_equal(requests_under("/down"), 2);

	/* As after a try that got somewhere, and with another URL. */
	r->tries = 0;
	http_request_url(r, "http://127.0.0.1:1/");
	assert_true(http_retry(h, r));
	r = http_next(h, -1);
	assert_int_equal(r->fault, HTTP_NETWORK);
	assert_int_equal(r->tries, 1);
	assert_int_equal(requests_under("/down"), 2);
	http_request_free(r);
	http_free(h);
}

static void
test_retry_after(void **state)
{
	struct http_request *r;
	int64_t begin = now_ms();

	(void)state;
	r = finish_alone(request_of("/after/1"));
	assert_int_equal(r->status, 200);
	assert_int_equal(r->tries, 2);
	assert_true(now_ms() - begin >= 1000);
	http_request_free(r);

	/* A date has whole seconds: two from now is at least one from now. */
	begin = now_ms();
	r = finish_alone(request_of("/after/date"));
	assert_int_equal(r->status, 200);
	assert_true(now_ms() - begin >= 1000);
	http_request_free(r);

	r = finish_alone(request_of("/after/past"));
	assert_int_equal(r->status, 200);
	http_request_free(r);
}

/* It asks for more than 300 s: not waited for. */
static void
test_retry_after_late(void **state)
{
	struct http_request *r = finish_alone(request_of("/after/late"));

	(void)state;
	assert_int_equal(r->status, 503);
	assert_int_equal(r->tries, 1);
	assert_int_equal(r->after_s, 301);
	http_request_free(r);

	r = finish_alone(request_of("/after/absurd"));
	assert_int_equal(r->status, 503);
	assert_int_equal(r->tries, 1);
	http_request_free(r);

	r = finish_alone(request_of("/after/junk"));
	assert_int_equal(r->status, 503);
	assert_int_equal(r->tries, 5);
	http_request_free(r);
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
	r = finish_alone(request_to(port_closed(), "/"));
	assert_int_equal(r->fault, HTTP_NETWORK);
	assert_int_equal(r->status, 0);
	assert_int_equal(r->tries, 5);
	assert_string_equal(r->error, "no connection: Connection refused");
	assert_body(r, 0);
	http_request_free(r);

	r = finish_alone(request_of("/reset"));
	assert_int_equal(r->fault, HTTP_NETWORK);
	assert_int_equal(r->tries, 5);
	assert_string_equal(r->error, "connection broken");
	http_request_free(r);
	assert_true(requests_under("/reset") >= 5);
}

static void
test_timeout(void **state)
{
	struct http_settings once = settings;
	struct http_request *r;
	struct http *h;

	(void)state;
	once.tries = 1;
	h = http_new(&once);
	r = request_of("/never");
	r->timeout_ms = 150;
	r = finish(h, r);
	assert_int_equal(r->fault, HTTP_TIMEOUT);
	assert_true(http_is_passing(r));
	assert_int_equal(r->status, 0);
	assert_string_equal(r->error, "timed out");
	http_request_free(r);

	r = request_of("/never");
	r->stall_s = 1;
	r = finish(h, r);
	assert_int_equal(r->fault, HTTP_TIMEOUT);
	http_request_free(r);

	r = request_of("/slow-body");
	r->timeout_ms = 1000;
	r = finish(h, r);
	assert_int_equal(r->fault, HTTP_TIMEOUT);
	assert_int_equal(r->status, 200);
	assert_in_range(r->len, 1, 499);
	assert_body(r, r->len);
	http_request_free(r);
	http_free(h);
}

static void
test_cut(void **state)
{
	struct http *h = http_new(&settings);
	struct http_request *r;

	(void)state;
	http_start(h, request_of("/cut"));
	r = http_next(h, -1);
	assert_int_equal(r->fault, HTTP_CUT);
	assert_int_equal(r->status, 200);
	assert_true(http_is_passing(r));
	assert_string_equal(r->error, "connection broken in the reply");
	assert_body(r, 5000);
	assert_true(http_retry(h, r));
	r = http_next(h, -1);
	assert_int_equal(r->fault, HTTP_OK);
	assert_body(r, 9000);
	http_request_free(r);

	http_start(h, request_of("/cut/chunked"));
	r = http_next(h, -1);
	assert_int_equal(r->fault, HTTP_CUT);
	assert_body(r, 5000);
	http_request_free(r);

	r = request_of("/cut/gzip");
	r->gzip = true;
	http_start(h, r);
	r = http_next(h, -1);
	assert_int_equal(r->fault, HTTP_CUT);
	assert_in_range(r->len, 1, 89999);
	assert_body(r, r->len);
	http_request_free(r);

	http_start(h, request_of("/cut/error"));
	r = http_next(h, -1);
	assert_int_equal(r->fault, HTTP_CUT);
	assert_int_equal(r->status, 500);
	assert_body(r, 3);
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
	struct http *h = http_new(&settings);
	struct http_request *r;
	size_t i;
	int gzip;

	(void)state;
	for (gzip = 0; gzip < 2; gzip++) {
		for (i = 0; i < NITEMS(limits); i++) {
			r = request_of(
			    gzip ? "/size/100000/gzip" : "/size/100000");
			r->gzip = gzip;
			r->max_body = limits[i].max;
			r = finish(h, r);
			assert_int_equal(r->fault, limits[i].fault);
			assert_int_equal(r->tries, 1);
			assert_body(r, limits[i].len);
			http_request_free(r);
		}
	}
	http_free(h);
}

static void
assert_refused(struct http_request *r, const char *error)
{
	r = finish_alone(r);
	assert_int_equal(r->fault, HTTP_REFUSED);
	assert_false(http_is_passing(r));
	assert_string_equal(r->error, error);
	assert_int_equal(r->status, 0);
	assert_body(r, 0);
	http_request_free(r);
}

static void
test_refused(void **state)
{
	struct http_request *r = http_request_new("http://192.0.2.1/token");
	size_t before = requests_under("/");

	(void)state;
	r->secret = true;
	http_request_header(r, "Authorization", "Bearer sesame");
	assert_refused(r, "secrets go only over https, or to loopback");
	r = request_of("/echo");
	http_request_header(r, "Authorization", "Bearer a\r\nHost: b");
	assert_refused(r, "control character in a header");
	assert_refused(http_request_new("http://me:sesame@127.0.0.1/"),
	    "user name or password in the URL");
	assert_refused(
	    http_request_new("ftp://127.0.0.1/"), "neither http nor https");
	assert_refused(
	    http_request_new("file:///etc/passwd"), "neither http nor https");
	assert_refused(http_request_new("http://a b/"), "malformed URL");
	assert_refused(http_request_new(""), "malformed URL");
	assert_int_equal(requests_under("/"), before);
}

static void
test_bound(void **state)
{
	struct http *h = http_new(&settings);
	struct http_request *r;
	size_t i;

	(void)state;
	for (i = 0; i < 9; i++)
		http_start(h, request_of("/never"));
	http_bound(h, 200);
	for (i = 0; i < 9; i++) {
		r = http_next(h, -1);
		assert_int_equal(r->fault, HTTP_STOPPED);
		assert_false(http_is_passing(r));
		assert_false(http_retry(h, r));
		assert_string_equal(r->error, "out of time");
		assert_body(r, 0);
		http_request_free(r);
	}
	assert_null(http_next(h, -1));
	http_bound(h, 0);
	r = finish(h, request_of("/size/1"));
	assert_int_equal(r->status, 200);
	http_request_free(r);

	/* No wait begins that would end beyond it. */
	http_bound(h, 60000);
	r = finish(h, request_of("/after/minutes"));
	assert_int_equal(r->status, 503);
	assert_int_equal(r->tries, 1);
	http_request_free(r);
	http_free(h);
}

static volatile sig_atomic_t stop;

static void
on_alarm(int signal)
{
	stop = signal;
}

static void
test_stop(void **state)
{
	const struct itimerval soon = {.it_value = {.tv_usec = 100000}};
	struct http_settings stoppable = settings;
	struct http_request *r;
	struct http *h;
	int i;

	(void)state;
	stoppable.stop = &stop;
	h = http_new(&stoppable);
	signal(SIGALRM, on_alarm);
	assert_int_equal(setitimer(ITIMER_REAL, &soon, NULL), 0);
	for (i = 0; i < 6; i++)
		http_start(h, request_of("/never"));
	for (i = 0; i < 6; i++) {
		r = http_next(h, -1);
		assert_int_equal(r->fault, HTTP_STOPPED);
		assert_string_equal(r->error, "stopped");
		http_request_free(r);
	}
	stop = 0;
	r = finish(h, request_of("/size/1"));
	assert_int_equal(r->status, 200);
	http_request_free(r);
	http_free(h);
}

static size_t
most_in_flight(const char *prefix)
{
	json_t *log = standin_log(&server, prefix), *request;
	size_t i, n, most = 0;

	json_array_foreach(log, i, request)
	{
		n = (size_t)json_integer_value(
		    json_object_get(request, "in_flight"));
		most = n > most ? n : most;
	}
	json_decref(log);
	return most;
}

static void
test_jobs(void **state)
{
	struct http_settings three = settings;
	struct http *h;
	struct http_request *r;
	char path[32];
	int i;

	(void)state;
	three.jobs = 3;
	h = http_new(&three);
	for (i = 1; i <= 6; i++) {
		snprintf(path, sizeof(path), "/busy/%d", i);
		r = request_of(path);
		r->owner = &three;
		http_start(h, r);
	}
	assert_int_equal(http_count(h), 6);
	assert_null(http_next(h, 0));
	assert_int_equal(http_count(h), 6);
	for (i = 1; i <= 6; i++) {
		r = http_next(h, -1);
		assert_int_equal(r->status, 200);
		assert_ptr_equal(r->owner, &three);
		http_request_free(r);
		if (i == 3)
			http_set_jobs(h, 1);
	}
	http_free(h);
	assert_int_equal(most_in_flight("/busy/"), 3);
	assert_int_equal(most_in_flight("/busy/6"), 1);
}

/* One that is finished keeps its place until it is taken: it may be sent
 * again. */
static void
test_places(void **state)
{
	static const char *const paths[] = {
	    "/places/a", "/places/b", "/places/c", "/places/d"};
	struct http_settings two = settings;
	struct http_request *r;
	struct http *h;
	size_t i;

	(void)state;
	two.jobs = 2;
	h = http_new(&two);
	for (i = 0; i < NITEMS(paths); i++)
		http_start(h, request_of(paths[i]));
	assert_null(http_next(h, 100));
	usleep(500000); /* both are finished when we look next */
	while ((r = http_next(h, -1)) != NULL)
		if (!http_is_passing(r) || !http_retry(h, r))
			http_request_free(r);
	http_free(h);
	assert_int_equal(requests_under("/places/"), 5);
	assert_int_equal(most_in_flight("/places/"), 2);
}

/* A request that waits for its next try keeps its place. */
static void
test_order(void **state)
{
	static const char *const order[] = {
	    "/order/a", "/order/a", "/order/b", "/order/c"};
	struct http_settings single = settings;
	struct http_request *r;
	struct http *h;
	json_t *log;
	size_t i;

	(void)state;
	single.jobs = 1;
	h = http_new(&single);
	http_start(h, request_of("/order/a"));
	http_start(h, request_of("/order/b"));
	http_start(h, request_of("/order/c"));
	while ((r = http_next(h, -1)) != NULL)
		if (!http_is_passing(r) || !http_retry(h, r))
			http_request_free(r);
	http_free(h);
	log = standin_log(&server, "/order/");
	assert_int_equal(json_array_size(log), NITEMS(order));
	for (i = 0; i < NITEMS(order); i++)
		assert_string_equal(json_string_value(json_object_get(
		                        json_array_get(log, i), "path")),
		    order[i]);
	json_decref(log);
}

/* Whatever state they are in, requests can be dropped. */
static void
test_abandon(void **state)
{
	struct http_settings two = settings;
	struct http_request *r;
	struct http *h;
	int i;

	(void)state;
	two.jobs = 2;
	h = http_new(&two);
	http_start(h, request_of("/after/late"));
	r = http_next(h, -1);
	r->after_s = 100;
	assert_true(http_retry(h, r));
	for (i = 0; i < 3; i++)
		http_start(h, request_of("/never"));
	assert_null(http_next(h, 50));
	assert_int_equal(http_count(h), 4);
	http_abandon(h);
	assert_int_equal(http_count(h), 0);
	assert_null(http_next(h, -1));
	http_start(h, request_of("/never"));
	http_free(h);
	http_free(NULL);
	http_request_free(NULL);
}

static struct http_request *
finish_tls(const struct standin *tls, const char *host, const char *ca_file)
{
	struct http_settings trusting = settings;
	struct http_request *r;
	struct http *h;
	char url[64];

	trusting.ca_file = ca_file;
	snprintf(url, sizeof(url), "https://%s:%d/secret", host, tls->port);
	r = http_request_new(url);
	r->secret = true;
	http_request_header(r, "Authorization", "Bearer sesame");
	h = http_new(&trusting);
	r = finish(h, r);
	http_free(h);
	return r;
}

static void
test_tls(void **state)
{
	static const char not_accepted[] = "certificate not accepted: ";
	const char *pem = standin_pem("pem");
	struct http_request *r;
	struct standin tls;
	json_t *log;

	(void)state;
	standin_start(&tls, "tls", "/secret 200,size=3", pem);
	r = finish_tls(&tls, "localhost", NULL); /* not of an authority */
	assert_int_equal(r->fault, HTTP_TLS);
	assert_false(http_is_passing(r));
	assert_int_equal(r->tries, 1);
	assert_memory_equal(r->error, not_accepted, strlen(not_accepted));
	http_request_free(r);

	r = finish_tls(&tls, "127.0.0.1", pem); /* not that host's */
	assert_int_equal(r->fault, HTTP_TLS);
	assert_memory_equal(r->error, not_accepted, strlen(not_accepted));
	http_request_free(r);

	r = finish_tls(&tls, "localhost", "/nonexistent.pem");
	assert_int_equal(r->fault, HTTP_TLS);
	http_request_free(r);

	r = finish_tls(&tls, "localhost", pem);
	assert_int_equal(r->fault, HTTP_OK);
	assert_body(r, 3);
	http_request_free(r);

	log = standin_log(&tls, "");
	assert_int_equal(json_array_size(log), 1);
	json_decref(log);
	standin_stop(&tls);
}

static void
test_proxy(void **state)
{
	struct http_settings once = settings;
	struct http_request *r;
	struct http *h;
	char proxy[64];

	(void)state;
	once.tries = 1;
	h = http_new(&once);
	snprintf(proxy, sizeof(proxy), "http://127.0.0.1:%d", server.port);
	setenv("http_proxy", proxy, 1);
	r = finish(h, http_request_new("http://example.invalid/proxied"));
	assert_int_equal(r->status, 200);
	assert_body(r, 7);
	http_request_free(r);

	r = http_request_new("http://example.invalid/proxied");
	r->direct = true;
	r = finish(h, r);
	assert_int_equal(r->fault, HTTP_NETWORK);
	assert_string_equal(r->error, "no such host");
	http_request_free(r);

	setenv("http_proxy", "http://127.0.0.1:1", 1);
	r = finish(h, request_of("/size/1")); /* loopback: not by the proxy */
	assert_int_equal(r->status, 200);
	http_request_free(r);
	unsetenv("http_proxy");
	http_free(h);
}

/* A secret, each byte one higher, so that this is no copy of it. */
static const char veiled[] = "PQFO!TFTBNF!PQFO!TFTBNF";
#define SECRET_LEN (sizeof(veiled) - 1)

static void
unveil(char *secret)
{
	size_t i;

	for (i = 0; i < SECRET_LEN; i++)
		secret[i] = (char)(veiled[i] - 1);
	secret[SECRET_LEN] = '\0';
}

/* How often the secret is in the memory from at to end. */
static size_t
secrets_count(int memory, uint64_t at, uint64_t end)
{
	char block[65536];
	size_t i, k, n = 0;
	ssize_t len;

	while (end - at >= SECRET_LEN) {
		len = pread(memory, block,
		    end - at < sizeof(block) ? end - at : sizeof(block),
		    (off_t)at);
		if (len < (ssize_t)SECRET_LEN)
			break;
		for (i = 0; i + SECRET_LEN <= (size_t)len; i++) {
			for (k = 0; k < SECRET_LEN; k++)
				if (block[i + k] != veiled[k] - 1)
					break;
			n += k == SECRET_LEN;
		}
		at += (size_t)len - SECRET_LEN + 1;
	}
	return n;
}

/* In what malloc gave out or has taken back: all that is written to, but for
 * stacks, files, and the gigabytes that sanitizers map. */
static size_t
secrets_left(void)
{
	FILE *maps = fopen("/proc/self/maps", "r");
	int memory = open("/proc/self/mem", O_RDONLY);
	char line[512], mode[8];
	uint64_t from, to;
	size_t n = 0;

	assert_non_null(maps);
	assert_int_not_equal(memory, -1);
	while (fgets(line, sizeof(line), maps) != NULL) {
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %7s", &from, &to,
		        mode) == 3 &&
		    strncmp(mode, "rw", 2) == 0 && to - from < 1 << 30 &&
		    strstr(line, "[stack") == NULL && strchr(line, '/') == NULL)
			n += secrets_count(memory, from, to);
	}
	close(memory);
	fclose(maps);
	return n;
}

static void
test_wipe(void **state)
{
	const size_t len = 100000; /* so that the reply comes in parts */
	struct http *h = http_new(&settings);
	struct http_request *r = request_of("/echo");
	char *content = malloc(len);

	(void)state;
	memset(content, 'x', len);
	unveil(content);
	r->secret = r->wipe = true;
	http_request_header(r, "Authorization", content);
	content[SECRET_LEN] = 'x';
	http_request_content(r, "text/plain", content, len);
	explicit_bzero(content, SECRET_LEN);
	free(content);
	assert_int_equal(secrets_left(), 2);
	r = finish(h, r);
	assert_int_equal(r->status, 200);
	assert_true(r->len > len);
	assert_true(secrets_left() >= 4); /* the reply says both again */
	http_request_free(r);
	assert_int_equal(secrets_left(), 0);
	http_free(h);
}

static int
server_start(void **state)
{
	(void)state;
	standin_start(&server, "server", script, NULL);
	return 0;
}

static int
server_stop(void **state)
{
	(void)state;
	standin_stop(&server);
	return 0;
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
	    cmocka_unit_test(test_retry),
	    cmocka_unit_test(test_retry_ends),
	    cmocka_unit_test(test_retry_after),
	    cmocka_unit_test(test_retry_after_late),
	    cmocka_unit_test(test_network),
	    cmocka_unit_test(test_timeout),
	    cmocka_unit_test(test_cut),
	    cmocka_unit_test(test_too_large),
	    cmocka_unit_test(test_refused),
	    cmocka_unit_test(test_bound),
	    cmocka_unit_test(test_stop),
	    cmocka_unit_test(test_jobs),
	    cmocka_unit_test(test_places),
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_abandon),
	    cmocka_unit_test(test_tls),
	    cmocka_unit_test(test_proxy),
	    cmocka_unit_test(test_wipe),
	};

	unsetenv("no_proxy");
	unsetenv("NO_PROXY");
	unsetenv("all_proxy");
	unsetenv("ALL_PROXY");
	unsetenv("http_proxy");
	return cmocka_run_group_tests(tests, server_start, server_stop);
}
