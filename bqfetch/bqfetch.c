#include <err.h>
#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bqfetch/account.h"
#include "bqfetch/api.h"
#include "bqfetch/command.h"
#include "bqfetch/credentials.h"
#include "bqfetch/endpoint.h"
#include "bqfetch/fetch.h"
#include "bqfetch/job.h"
#include "bqfetch/meter.h"
#include "bqfetch/secret.h"
#include "bqfetch/stop.h"
#include "bqfetch/stream.h"
#include "bqfetch/table.h"
#include "bqfetch/token.h"
#include "common/util.h"

/* The service sends gzip only to those who have the word here, too. */
#define USER_AGENT "bqfetch/" VERSION " (gzip)"

#define SQL_MAX ((size_t)4 << 20) /* the service takes 1 MiB */
#define MMAP_THRESHOLD (1 << 20)

/* One run, and all that it holds. */
struct run {
	const struct command *c;
	const char *subject; /* what was asked for, for messages */
	char *sql;           /* NULL: a table */
	size_t sql_len;
	char *endpoint, *project;
	struct http_settings settings;
	struct credentials credentials;
	struct token *token;
	struct api api;
	struct query query;
	struct job job;
	struct table table;
	struct stream stream;
	struct fetch fetch;
	struct meter meter;
	enum status status;
	char error[1200]; /* "task: cause"; empty: none, or nobody reads it */
};

/* Note why the run failed; -1 for the caller to pass on. */
static int
fail(struct run *r, enum status status, const char *task, const char *cause)
{
	r->status = status;
	snprintf(r->error, sizeof(r->error), "%s: %s", task, cause);
	return -1;
}

static int
fail_api(struct run *r, const struct api_error *e)
{
	return fail(r, e->status, e->task, e->text);
}

/* Called a few times a second while we wait for the network. */
static void
on_idle(void *arg)
{
	struct run *r = arg;
	struct pollfd reader = {.fd = STDOUT_FILENO};
	uint64_t nscanned =
	    (uint64_t)json_integer_value(r->job.bytes_processed);

	if (poll(&reader, 1, 0) == 1 && (reader.revents & POLLERR))
		stop_signal = SIGPIPE;
	if (r->fetch.url != NULL)
		meter_rows(&r->meter, nscanned, r->fetch.nbytes, r->fetch.nrows,
		    r->fetch.total < r->c->limit ? r->fetch.total
		                                 : r->c->limit);
	else if (r->sql != NULL)
		meter_query(&r->meter, nscanned);
}

/* Who we are, and the token that says so. */
static int
login(struct run *r)
{
	if (r->c->no_auth)
		return 0;
	if (credentials_find(&r->credentials, r->c->credentials, r->error,
	        sizeof(r->error)) == -1) {
		r->subject = NULL;
		r->status = STATUS_FAIL;
		return -1;
	}
	r->token = token_new(&r->credentials, &r->settings);
	return 0;
}

static int
connect_api(struct run *r)
{
	const struct command *c = r->c;
	const char *quota = environment_get("GOOGLE_CLOUD_QUOTA_PROJECT"), *why;

	if ((r->endpoint = endpoint_find(c->endpoint, &why)) == NULL)
		return fail(r, STATUS_USAGE, "find endpoint", why);
	r->api = (struct api){
	    .http = http_new(&r->settings),
	    .token = r->token,
	    .endpoint = r->endpoint,
	    .quota_project = quota ? quota : r->credentials.quota_project_id,
	    .retry_wait_ms = c->retry_wait_ms,
	    .verbose = c->verbose,
	    .idle = on_idle,
	    .arg = r,
	    .stop = &stop_signal,
	};
	if (c->timeout_s != 0)
		http_bound(r->api.http, (uint32_t)(c->timeout_s * 1000));
	return 0;
}

/* The project that pays: as told, or the one our credentials are of. */
static void
project_find(struct run *r)
{
	const char *project = r->c->project;

	if (project == NULL)
		project = environment_get("GOOGLE_CLOUD_PROJECT");
	if (project == NULL)
		project = environment_get("GCLOUD_PROJECT");
	if (project == NULL)
		project = r->credentials.project_id;
	if (project != NULL)
		r->project = xstrdup(project);
	else if (r->token != NULL && r->sql != NULL)
		r->project = token_project(r->token);
}

/* JSON can carry nothing else. */
static int
utf8_need(struct run *r, const char *task, const char *text)
{
	json_t *string = text ? json_string(text) : json_null();
	bool good = string != NULL;

	json_decref(string);
	return good ? 0 : fail(r, STATUS_FAIL, task, "invalid UTF-8");
}

/* The text of the query. */
static int
sql_read(struct run *r)
{
	const char *file = r->c->query_file;
	bool from_stdin = file != NULL && strcmp(file, "-") == 0;

	r->subject = from_stdin ? "<stdin>" : file ? file : "SQL";
	if (r->c->table != NULL)
		r->subject = r->c->table;
	else if (file == NULL)
		r->sql = xstrdup(r->c->sql);
	else
		r->sql = secret_read(
		    from_stdin ? "/dev/stdin" : file, SQL_MAX, &r->sql_len);
	if (r->c->table != NULL)
		return 0;
	if (r->sql == NULL)
		return fail(r, STATUS_FAIL, "read query", strerror(errno));
	if (file != NULL && strlen(r->sql) != r->sql_len)
		return fail(r, STATUS_FAIL, "read query", "NUL byte");
	return utf8_need(r, "read query", r->sql);
}

static int
query_set(struct run *r)
{
	if (r->project == NULL)
		return fail(r, STATUS_USAGE, "start query",
		    "no project to pay for it: --project, or "
		    "GOOGLE_CLOUD_PROJECT");
	if (utf8_need(r, "--project", r->project) == -1 ||
	    utf8_need(r, "--location", r->c->location) == -1)
		return -1;
	r->query = (struct query){
	    .project = r->project,
	    .location = r->c->location,
	    .sql = r->sql,
	    .parameters = r->c->parameters,
	    .labels = r->c->labels,
	    .max_bytes_billed = r->c->max_bytes_billed,
	    .timeout_ms = r->c->timeout_s * 1000,
	};
	job_init(&r->job, &r->api, &r->query);
	return 0;
}

/* Print the bytes that the query would scan. */
static int
estimate(struct run *r)
{
	char size[32];
	uint64_t nbytes;

	if (job_estimate(&r->job, &nbytes) == -1)
		return fail_api(r, &r->api.error);
	meter_bytes(nbytes, size);
	printf("%ju bytes (%s)\n", (uintmax_t)nbytes, size);
	if (fflush(stdout) == EOF)
		return fail(r, STATUS_FAIL, "<stdout>: write", strerror(errno));
	return 0;
}

/* Write all rows that a URL has. fields is the schema. */
static int
rows_fetch(struct run *r, const json_t *fields, char *url)
{
	struct fetch *f = &r->fetch;
	char why[200];
	int result;

	f->api = &r->api;
	f->stream = &r->stream;
	f->url = url;
	f->jobs = r->c->jobs;
	f->limit = r->c->limit;
	f->cells = cells_new(fields, &r->c->cells, why, sizeof(why));
	if (f->cells == NULL) {
		free(url);
		return fail(r, STATUS_FAIL, "read schema", why);
	}
	result = fetch_run(f);
	cells_free(f->cells);
	free(url);
	if (result == 0 || r->stream.closed)
		return result;
	if (r->stream.why != 0) {
		r->subject = "<stdout>";
		return fail(r, STATUS_FAIL, "write", strerror(r->stream.why));
	}
	return fail_api(r, &f->error);
}

static int
query_fetch(struct run *r)
{
	if (job_run(&r->job) == -1)
		return fail_api(r, &r->api.error);
	if (r->c->verbose)
		warnx("%s: job %s in %s is done", r->subject, r->job.id,
		    r->job.location ? r->job.location : "its place");
	/* what is no SELECT may have no result at all */
	if (r->job.fields == NULL)
		return 0;
	r->fetch.has_total = true;
	r->fetch.total = r->job.total;
	return rows_fetch(r, r->job.fields, job_rows_url(&r->job));
}

static int
table_rows_fetch(struct run *r)
{
	r->status = STATUS_OK;
	r->fetch = (struct fetch){0};
	return rows_fetch(
	    r, r->table.fields, table_rows_url(&r->table, &r->api));
}

static int
table_fetch(struct run *r)
{
	const struct command *c = r->c;
	int result;

	if (table_open(&r->table, &r->api, c->fields) == -1)
		return fail_api(r, &r->api.error);
	if (r->table.nstreamed > 0 && !c->quiet)
		warnx("%s: about %ju rows that were written just now may be "
		      "missing",
		    r->subject, (uintmax_t)r->table.nstreamed);
	result = table_rows_fetch(r);
	/* the table is there, for we have looked it up */
	if (result == -1 && strcmp(r->fetch.error.reason, "notFound") == 0 &&
	    r->fetch.nrows == 0 && table_drop_snapshot(&r->table)) {
		if (!c->quiet)
			warnx("%s: this server knows no snapshots: rows that "
			      "change now may be missing, or come twice",
			    r->subject);
		result = table_rows_fetch(r);
	}
	return result;
}

static int
work(struct run *r)
{
	if (sql_read(r) == -1 || login(r) == -1)
		return -1;
	project_find(r);
	if (connect_api(r) == -1)
		return -1;
	if (r->c->table != NULL) {
		if (table_parse(&r->table, r->c->table, r->project) == -1)
			return fail(r, STATUS_USAGE, "read name",
			    "PROJECT.DATASET.TABLE expected");
		return table_fetch(r);
	}
	if (query_set(r) == -1)
		return -1;
	return r->c->dry_run ? estimate(r) : query_fetch(r);
}

/* Write what --stats asks for; -1 after a message. */
static int
account_tell(struct run *r, int result)
{
	struct account account = {
	    .error = result == 0 ? NULL : r->error,
	    .project = r->project,
	    .job = &r->job,
	    .fetch = &r->fetch,
	    .api = &r->api,
	    .seconds = meter_seconds(&r->meter),
	};

	if (result == 0 && *r->job.id != '\0')
		job_account(&r->job);
	return account_write(&account, r->c->stats);
}

/* Say why it failed: to people, and to whoever reads the rows. */
static void
failure_tell(struct run *r)
{
	if (r->stream.closed || stop_signal == SIGPIPE) {
		r->status = STATUS_FAIL;
		return;
	}
	if (stop_name() != NULL)
		fail(r, STATUS_FAIL, "stopped", stop_name());
	if (r->subject != NULL)
		warnx("%s: %s", r->subject, r->error);
	else
		warnx("%s", r->error);
	if (r->status != STATUS_USAGE && !r->c->dry_run && r->stream.why == 0 &&
	    !isatty(STDOUT_FILENO))
		stream_break(&r->stream, r->error);
}

static void
run_fini(struct run *r)
{
	http_free(r->api.http);
	token_free(r->token);
	credentials_fini(&r->credentials);
	job_fini(&r->job);
	table_fini(&r->table);
	stream_fini(&r->stream);
	free(r->sql);
	free(r->endpoint);
	free(r->project);
}

/* Everything after the command line; returns the exit status. */
static enum status
run(const struct command *c)
{
	struct run r = {.c = c, .stream = {.stop = &stop_signal}};
	int result;

	r.settings = (struct http_settings){
	    .user_agent = USER_AGENT,
	    .ca_file = c->cacert,
	    .jobs = c->jobs,
	    .tries = c->tries,
	    .backoff_ms = c->retry_wait_ms,
	    .stop = &stop_signal,
	};
	meter_begin(&r.meter, c->quiet      ? PROGRESS_OFF
	                      : c->progress ? PROGRESS_ON
	                                    : PROGRESS_AUTO);
	result = work(&r);
	if (result == -1 && r.job.running)
		job_cancel(&r.job, &r.settings);
	meter_end(&r.meter);
	if (result == -1)
		failure_tell(&r);
	if (c->stats != NULL && account_tell(&r, result) == -1 && result == 0)
		r.status = STATUS_FAIL;
	run_fini(&r);
	/* some file systems tell only now that they had no room */
	if (result == 0 && close(STDOUT_FILENO) == -1) {
		warn("<stdout>: write");
		r.status = STATUS_FAIL;
	}
	return r.status;
}

/*
 * Let no connection or file become standard input, output or error: rows would
 * be written into it. A closed output stays one that cannot be written to.
 */
static void
streams_fill(void)
{
	int fd;

	for (fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1 &&
		    open("/dev/null",
		        fd == STDOUT_FILENO ? O_RDONLY : O_RDWR) != fd)
			exit(STATUS_FAIL);
}

int
main(int argc, char *argv[])
{
	struct command c;
	enum status status;

	streams_fill();
	secret_init();
	/* pages come and go: give their memory back, do not keep it */
	mallopt(M_MMAP_THRESHOLD, MMAP_THRESHOLD);
	command_parse(&c, argc, argv);
	stop_catch();
	status = run(&c);
	command_fini(&c);
	if (status != STATUS_OK)
		stop_raise();
	return status;
}
