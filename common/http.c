#include "common/http.h"

#include <curl/curl.h>
#include <err.h>
#include <malloc.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "common/backoff.h"
#include "common/util.h"

#define STOP_POLL_MS 250 /* a signal may come just before the wait begins */
#define WAIT_MAX_MS 60000

/*
 * A request is in one queue at a time: queued until it is begun, then active
 * (in flight, or waiting for its next try), then done until http_next returns
 * it. Active and done ones together are never more than settings.jobs, so that
 * one to be sent again finds its place still free.
 */
struct fifo {
	struct http_request *first, **end;
	size_t n;
};

struct http {
	CURLM *multi;
	struct http_settings settings;
	struct backoff backoff;
	struct fifo queued, active, done;
	int64_t bound_ms; /* of the steady clock; 0: none */
};

static int64_t
now_ms(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
fifo_init(struct fifo *fifo)
{
	fifo->first = NULL;
	fifo->end = &fifo->first;
	fifo->n = 0;
}

static void
fifo_add(struct fifo *fifo, struct http_request *r)
{
	r->next = NULL;
	*fifo->end = r;
	fifo->end = &r->next;
	fifo->n++;
}

static void
fifo_remove(struct fifo *fifo, struct http_request *r)
{
	struct http_request **p = &fifo->first;

	while (*p != r)
		p = &(*p)->next;
	*p = r->next;
	if (r->next == NULL)
		fifo->end = p;
	fifo->n--;
}

/* libcurl fails here only when out of memory, or when misused. */
static void
check(CURLMcode code)
{
	if (code != CURLM_OK)
		errx(STATUS_FAIL, "libcurl: %s", curl_multi_strerror(code));
}

/*
 * libcurl copies what it sends and receives, secrets among it, and frees the
 * copies as they are; so it is given functions that clear memory first.
 */
static void
memory_free(void *data)
{
	if (data != NULL)
		explicit_bzero(data, malloc_usable_size(data));
	free(data);
}

static void *
memory_realloc(void *old, size_t nbytes)
{
	void *data = malloc(nbytes);
	size_t had = old != NULL ? malloc_usable_size(old) : 0;

	if (data == NULL)
		return NULL;
	if (had != 0)
		memcpy(data, old, had < nbytes ? had : nbytes);
	memory_free(old);
	return data;
}

struct http *
http_new(const struct http_settings *settings)
{
	struct http *h = xcalloc(1, sizeof(*h));
	struct http_settings *s = &h->settings;

	if (curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, memory_free,
	        memory_realloc, strdup, calloc) != CURLE_OK ||
	    (h->multi = curl_multi_init()) == NULL)
		check(CURLM_OUT_OF_MEMORY);
	fifo_init(&h->queued);
	fifo_init(&h->active);
	fifo_init(&h->done);
	*s = *settings;
	s->jobs = s->jobs ? s->jobs : 4;
	s->tries = s->tries ? s->tries : 5;
	s->after_cap_s = s->after_cap_s ? s->after_cap_s : 300;
	s->connect_ms = s->connect_ms ? s->connect_ms : 20000;
	h->backoff.base_ms = s->backoff_ms ? s->backoff_ms : 1000;
	h->backoff.cap_ms = s->backoff_cap_ms ? s->backoff_cap_ms : 32000;
	h->backoff.chance = backoff_seed();
	return h;
}

void
http_free(struct http *h)
{
	if (h == NULL)
		return;
	http_abandon(h);
	check(curl_multi_cleanup(h->multi));
	curl_global_cleanup();
	free(h);
}

void
http_start(struct http *h, struct http_request *r)
{
	http_request_clear(r);
	r->tries = 0;
	fifo_add(&h->queued, r);
}

size_t
http_count(const struct http *h)
{
	return h->queued.n + h->active.n + h->done.n;
}

void
http_set_jobs(struct http *h, unsigned int jobs)
{
	h->settings.jobs = jobs;
}

void
http_bound(struct http *h, uint32_t ms)
{
	h->bound_ms = ms ? now_ms() + ms : 0;
}

/* Take a request out of its queue and, if it is in flight, off the network. */
static void
take_out(struct http *h, struct fifo *fifo, struct http_request *r)
{
	if (r->running)
		check(curl_multi_remove_handle(h->multi, r->easy));
	r->running = false;
	fifo_remove(fifo, r);
}

void
http_abandon(struct http *h)
{
	struct fifo *fifos[] = {&h->queued, &h->active, &h->done};
	struct http_request *r;
	size_t i;

	for (i = 0; i < sizeof(fifos) / sizeof(*fifos); i++) {
		while ((r = fifos[i]->first) != NULL) {
			take_out(h, fifos[i], r);
			http_request_free(r);
		}
	}
}

/* Must everything end, and why? NULL: it need not. */
static const char *
end_cause(const struct http *h, int64_t now)
{
	if (h->settings.stop != NULL && *h->settings.stop != 0)
		return "stopped";
	if (h->bound_ms != 0 && now >= h->bound_ms)
		return "out of time";
	return NULL;
}

static void
end_all(struct http *h, struct fifo *fifo, const char *cause)
{
	struct http_request *r;

	while ((r = fifo->first) != NULL) {
		take_out(h, fifo, r);
		http_request_end(r, HTTP_STOPPED, cause);
		fifo_add(&h->done, r);
	}
}

/* Send those whose wait is over, and new ones while there is place. */
static void
begin_due(struct http *h, int64_t now)
{
	struct http_request *r, *next;

	while (h->queued.n && h->active.n + h->done.n < h->settings.jobs) {
		r = h->queued.first;
		fifo_remove(&h->queued, r);
		r->due_ms = now;
		fifo_add(&h->active, r);
	}
	for (r = h->active.first; r != NULL; r = next) {
		next = r->next;
		if (r->running || r->due_ms > now)
			continue;
		if (http_request_begin(r, &h->settings) == 0) {
			check(curl_multi_add_handle(h->multi, r->easy));
			r->running = true;
		} else {
			take_out(h, &h->active, r);
			fifo_add(&h->done, r);
		}
	}
}

static void
transfers_move(struct http *h)
{
	struct http_request *r;
	CURLMsg *message;
	CURLcode code;
	int n;

	check(curl_multi_perform(h->multi, &n));
	while ((message = curl_multi_info_read(h->multi, &n)) != NULL) {
		code = message->data.result; /* gone with the handle */
		curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &r);
		take_out(h, &h->active, r);
		http_request_reply(r, code);
		fifo_add(&h->done, r);
	}
}

/* Sleep until something may have happened, but not beyond until. */
static void
transfers_wait(struct http *h, int64_t now, int64_t until)
{
	int64_t wait_max = h->settings.stop ? STOP_POLL_MS : WAIT_MAX_MS;
	const struct http_request *r;

	if (until > now + wait_max)
		until = now + wait_max;
	if (h->bound_ms != 0 && until > h->bound_ms)
		until = h->bound_ms;
	for (r = h->active.first; r != NULL; r = r->next)
		if (!r->running && until > r->due_ms)
			until = r->due_ms;
	if (until > now)
		check(curl_multi_poll(
		    h->multi, NULL, 0, (int)(until - now), NULL));
}

struct http_request *
http_next(struct http *h, int wait_ms)
{
	int64_t now = now_ms(), until = wait_ms < 0 ? INT64_MAX : now + wait_ms;
	struct http_request *r;
	const char *cause;

	for (;; now = now_ms()) {
		cause = end_cause(h, now);
		if (cause != NULL) {
			end_all(h, &h->active, cause);
			end_all(h, &h->queued, cause);
		}
		begin_due(h, now);
		transfers_move(h);
		if (h->done.n || http_count(h) == 0 || now >= until)
			break;
		transfers_wait(h, now, until);
	}
	r = h->done.first;
	if (r != NULL)
		fifo_remove(&h->done, r);
	return r;
}

bool
http_retry(struct http *h, struct http_request *r)
{
	int64_t now = now_ms(), wait_ms;
	uint32_t own_ms;

	if (r->tries >= h->settings.tries || end_cause(h, now) != NULL ||
	    r->after_s > h->settings.after_cap_s)
		return false;
	own_ms = backoff_next_ms(&h->backoff, r->tries);
	wait_ms = r->after_s * 1000;
	if (wait_ms < own_ms)
		wait_ms = own_ms;
	if (h->bound_ms != 0 && now + wait_ms >= h->bound_ms)
		return false;
	http_request_clear(r);
	r->due_ms = now + wait_ms;
	fifo_add(&h->active, r);
	return true;
}
