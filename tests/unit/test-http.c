/* common/http.c: what is sent when, again or no longer. */
#include "tests/unit/unit.h"

#include <signal.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

#include "tests/unit/web.h"

static const char script[] = "/size/1 200,size=1\n"
                             "/again 500 503 200,size=5\n"
                             "/down 503\n"
                             "/after/1 429,after=1 200\n"
                             "/after/date 503,after=@2 200\n"
                             "/after/past 503,after=@-90 200\n"
                             "/after/late 503,after=301\n"
                             "/after/minutes 503,after=100\n"
                             "/after/absurd 503,after=9223372036854775807\n"
                             "/after/junk 503,after=soon\n"
                             "/never never\n"
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
                             "/order/c 200\n";

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
test_retry(void **state)
{
	struct http_request *r = web_finish_alone(web_request("/again"));

	(void)state;
	assert_int_equal(r->status, 200);
	assert_int_equal(r->tries, 3);
	web_assert_body(r, 5);
	http_request_free(r);
	assert_int_equal(web_nrequests("/again"), 3);
}

static void
test_retry_ends(void **state)
{
	struct http_settings few = web_settings;
	struct http_request *r;
	struct http *h;

	(void)state;
	few.tries = 2;
	h = http_new(&few);
	r = web_finish(h, web_request("/down"));
	assert_int_equal(r->status, 503);
	assert_string_equal(r->error, "HTTP 503");
	assert_int_equal(r->tries, 2);
	assert_int_equal(web_nrequests("/down"), 2);

	/* As after a try that got somewhere, and with another URL. */
	r->tries = 0;
	http_request_url(r, "http://127.0.0.1:1/");
	assert_true(http_retry(h, r));
	r = http_next(h, -1);
	assert_int_equal(r->fault, HTTP_NETWORK);
	assert_int_equal(r->tries, 1);
	assert_int_equal(web_nrequests("/down"), 2);
	http_request_free(r);
	http_free(h);
}

static void
test_retry_after(void **state)
{
	struct http_request *r;
	int64_t begin = now_ms();

	(void)state;
	r = web_finish_alone(web_request("/after/1"));
	assert_int_equal(r->status, 200);
	assert_int_equal(r->tries, 2);
	assert_true(now_ms() - begin >= 1000);
	http_request_free(r);

	/* A date has whole seconds: two from now is at least one from now. */
	begin = now_ms();
	r = web_finish_alone(web_request("/after/date"));
	assert_int_equal(r->status, 200);
	assert_true(now_ms() - begin >= 1000);
	http_request_free(r);

	r = web_finish_alone(web_request("/after/past"));
	assert_int_equal(r->status, 200);
	http_request_free(r);
}

/* It asks for more than 300 s: not waited for. */
static void
test_retry_after_late(void **state)
{
	struct http_request *r = web_finish_alone(web_request("/after/late"));

	(void)state;
	assert_int_equal(r->status, 503);
	assert_int_equal(r->tries, 1);
	assert_int_equal(r->after_s, 301);
	http_request_free(r);

	r = web_finish_alone(web_request("/after/absurd"));
	assert_int_equal(r->status, 503);
	assert_int_equal(r->tries, 1);
	http_request_free(r);

	r = web_finish_alone(web_request("/after/junk"));
	assert_int_equal(r->status, 503);
	assert_int_equal(r->tries, 5);
	http_request_free(r);
}

static void
test_bound(void **state)
{
	struct http *h = http_new(&web_settings);
	struct http_request *r;
	size_t i;

	(void)state;
	for (i = 0; i < 9; i++)
		http_start(h, web_request("/never"));
	http_bound(h, 200);
	for (i = 0; i < 9; i++) {
		r = http_next(h, -1);
		assert_int_equal(r->fault, HTTP_STOPPED);
		assert_false(http_is_passing(r));
		assert_false(http_retry(h, r));
		assert_string_equal(r->error, "out of time");
		web_assert_body(r, 0);
		http_request_free(r);
	}
	assert_null(http_next(h, -1));
	http_bound(h, 0);
	r = web_finish(h, web_request("/size/1"));
	assert_int_equal(r->status, 200);
	http_request_free(r);

	/* No wait begins that would end beyond it. */
	http_bound(h, 60000);
	r = web_finish(h, web_request("/after/minutes"));
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
	struct http_settings stoppable = web_settings;
	struct http_request *r;
	struct http *h;
	int i;

	(void)state;
	stoppable.stop = &stop;
	h = http_new(&stoppable);
	signal(SIGALRM, on_alarm);
	assert_int_equal(setitimer(ITIMER_REAL, &soon, NULL), 0);
	for (i = 0; i < 6; i++)
		http_start(h, web_request("/never"));
	for (i = 0; i < 6; i++) {
		r = http_next(h, -1);
		assert_int_equal(r->fault, HTTP_STOPPED);
		assert_string_equal(r->error, "stopped");
		http_request_free(r);
	}
	stop = 0;
	r = web_finish(h, web_request("/size/1"));
	assert_int_equal(r->status, 200);
	http_request_free(r);
	http_free(h);
}

static void
test_jobs(void **state)
{
	struct http_settings three = web_settings;
	struct http *h;
	struct http_request *r;
	char path[32];
	int i;

	(void)state;
	three.jobs = 3;
	h = http_new(&three);
	for (i = 1; i <= 6; i++) {
		snprintf(path, sizeof(path), "/busy/%d", i);
		r = web_request(path);
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
	assert_int_equal(web_most_in_flight("/busy/"), 3);
	assert_int_equal(web_most_in_flight("/busy/6"), 1);
}

/* One that is finished keeps its place until it is taken: it may be sent
 * again. */
static void
test_places(void **state)
{
	static const char *const paths[] = {
	    "/places/a", "/places/b", "/places/c", "/places/d"};
	struct http_settings two = web_settings;
	struct http_request *r;
	struct http *h;
	size_t i;

	(void)state;
	two.jobs = 2;
	h = http_new(&two);
	for (i = 0; i < NITEMS(paths); i++)
		http_start(h, web_request(paths[i]));
	assert_null(http_next(h, 100));
	usleep(500000); /* both are finished when we look next */
	while ((r = http_next(h, -1)) != NULL)
		if (!http_is_passing(r) || !http_retry(h, r))
			http_request_free(r);
	http_free(h);
	assert_int_equal(web_nrequests("/places/"), 5);
	assert_int_equal(web_most_in_flight("/places/"), 2);
}

/* A request that waits for its next try keeps its place. */
static void
test_order(void **state)
{
	static const char *const order[] = {
	    "/order/a", "/order/a", "/order/b", "/order/c"};
	struct http_settings single = web_settings;
	struct http_request *r;
	struct http *h;
	json_t *log;
	size_t i;

	(void)state;
	single.jobs = 1;
	h = http_new(&single);
	http_start(h, web_request("/order/a"));
	http_start(h, web_request("/order/b"));
	http_start(h, web_request("/order/c"));
	while ((r = http_next(h, -1)) != NULL)
		if (!http_is_passing(r) || !http_retry(h, r))
			http_request_free(r);
	http_free(h);
	log = standin_log(&web, "/order/");
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
	struct http_settings two = web_settings;
	struct http_request *r;
	struct http *h;
	int i;

	(void)state;
	two.jobs = 2;
	h = http_new(&two);
	http_start(h, web_request("/after/late"));
	r = http_next(h, -1);
	r->after_s = 100;
	assert_true(http_retry(h, r));
	for (i = 0; i < 3; i++)
		http_start(h, web_request("/never"));
	assert_null(http_next(h, 50));
	assert_int_equal(http_count(h), 4);
	http_abandon(h);
	assert_int_equal(http_count(h), 0);
	assert_null(http_next(h, -1));
	http_start(h, web_request("/never"));
	http_free(h);
	http_free(NULL);
	http_request_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_retry),
	    cmocka_unit_test(test_retry_ends),
	    cmocka_unit_test(test_retry_after),
	    cmocka_unit_test(test_retry_after_late),
	    cmocka_unit_test(test_bound),
	    cmocka_unit_test(test_stop),
	    cmocka_unit_test(test_jobs),
	    cmocka_unit_test(test_places),
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_abandon),
	};

	return web_run_tests(script, tests);
}
