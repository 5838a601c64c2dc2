#include "bqfetch/account.h"

#include <jansson.h>
#include <stdio.h>
#include <string.h>

#include "common/output.h"

/* A number, or null when it is not known. */
static json_t *
known(json_t *value)
{
	return value ? json_incref(value) : json_null();
}

static json_t *
text_or_null(const char *text)
{
	json_t *value = NULL;

	if (text != NULL && *text != '\0')
		value = json_string(text);
	return value ? value : json_null(); /* a path may be no UTF-8 */
}

static json_t *
number(uint64_t n)
{
	return json_integer((json_int_t)n);
}

static json_t *
account_new(const struct account *a)
{
	const struct job *job = a->job;
	struct {
		const char *name;
		json_t *value;
	} members[] = {
	    {"complete", json_boolean(a->error == NULL)},
	    {"error", text_or_null(a->error)},
	    {"project", text_or_null(a->project)},
	    {"location", text_or_null(job->location)},
	    {"job_id", text_or_null(job->id)},
	    {"bytes_processed", known(job->bytes_processed)},
	    {"bytes_billed", known(job->bytes_billed)},
	    {"slot_ms", known(job->slot_ms)},
	    {"cache_hit", known(job->cache_hit)},
	    {"rows", number(a->fetch->nrows)},
	    {"pages", number(a->fetch->npages)},
	    {"page_bytes", number(a->fetch->nbytes)},
	    {"retries", number(a->api->nretries)},
	    {"seconds", json_real((double)(int64_t)(a->seconds * 1e3) / 1e3)},
	};
	json_t *json = json_object();
	size_t i;

	for (i = 0; i < sizeof(members) / sizeof(members[0]); i++)
		json_object_set_new(json, members[i].name, members[i].value);
	return json;
}

int
account_write(const struct account *a, const char *file)
{
	struct output o = {.file = stderr};
	bool to_stderr = strcmp(file, "-") == 0;
	json_t *json;

	if (!to_stderr && output_open(&o, file) == -1)
		return -1;
	json = account_new(a);
	json_dumpf(json, o.file, JSON_COMPACT | JSON_REAL_PRECISION(9));
	json_decref(json);
	fputc('\n', o.file);
	return to_stderr ? 0 : output_finish(&o);
}
