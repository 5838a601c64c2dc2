#include "bqfetch/table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/str.h"
#include "common/vis.h"

static const char task[] = "look up table";

int
table_parse(struct table *t, const char *text, const char *project)
{
	const char *name = strrchr(text, '.'), *dataset;

	*t = (struct table){0};
	if (name == NULL || name == text || name[1] == '\0')
		return -1;
	/* a project may hold both: example.com:project */
	for (dataset = name; dataset > text; dataset--)
		if (dataset[-1] == '.' || dataset[-1] == ':')
			break;
	if (dataset == name)
		return -1;
	t->dataset = xstrndup(dataset, (size_t)(name - dataset));
	t->name = xstrdup(name + 1);
	if (dataset - text > 1)
		t->project = xstrndup(text, (size_t)(dataset - text) - 1);
	else if (dataset == text && project != NULL)
		t->project = xstrdup(project);
	return t->project ? 0 : -1;
}

void
table_fini(struct table *t)
{
	free(t->project);
	free(t->dataset);
	free(t->name);
	free(t->selected);
	json_decref(t->fields);
}

static int
fail(struct api *api, const char *what, const char *which)
{
	char shown[128];

	api->error.task = task;
	api->error.status = STATUS_FAIL;
	api->error.reason[0] = '\0';
	snprintf(api->error.text, sizeof(api->error.text), "%s: %s", what,
	    vis(str_of(which), shown, sizeof(shown)));
	return -1;
}

/* The field of that name, as the service compares names. */
static json_t *
field_find(const json_t *fields, struct str name)
{
	json_t *field;
	const char *text;
	size_t i;

	for (i = 0; i < json_array_size(fields); i++) {
		field = json_array_get(fields, i);
		text = json_string_value(json_object_get(field, "name"));
		if (text != NULL && strlen(text) == name.len &&
		    strncasecmp(text, name.data, name.len) == 0)
			return field;
	}
	return NULL;
}

/*
 * Mark the field of a path as wanted: itself, with all that is in it, or only
 * a member.
 *
 * returns  0, or -1 when there is none
 */
static int
field_mark(json_t *fields, struct str path)
{
	const char *dot = memchr(path.data, '.', path.len);
	struct str name = path;
	json_t *field;

	if (dot != NULL)
		name.len = (size_t)(dot - path.data);
	if ((field = field_find(fields, name)) == NULL)
		return -1;
	if (dot == NULL)
		return json_object_set_new(field, "whole", json_true());
	json_object_set_new(field, "part", json_true());
	return field_mark(json_object_get(field, "fields"),
	    (struct str){dot + 1, path.len - name.len - 1});
}

/* Remove every field that is not marked. */
static void
fields_prune(json_t *fields)
{
	json_t *field;
	size_t i = json_array_size(fields);

	while (i-- > 0) {
		field = json_array_get(fields, i);
		if (json_object_get(field, "whole") != NULL)
			continue;
		if (json_object_get(field, "part") != NULL)
			fields_prune(json_object_get(field, "fields"));
		else
			json_array_remove(fields, i);
	}
}

/* Leave of the schema what is in the list. */
static int
fields_select(struct table *t, struct api *api, const char *list)
{
	struct str path;
	const char *p;
	char name[256];

	for (p = list; *p != '\0'; p += *p == ',') {
		path = (struct str){p, strcspn(p, ",")};
		p += path.len;
		if (field_mark(t->fields, path) == -1) {
			snprintf(name, sizeof(name), "%.*s", (int)path.len,
			    path.data);
			return fail(api, "it has no such field", name);
		}
	}
	fields_prune(t->fields);
	t->selected = xstrdup(list);
	return 0;
}

static const char *
text_get(const json_t *object, const char *name)
{
	const char *text = json_string_value(json_object_get(object, name));

	return text ? text : "";
}

/*
 * Read the table as it is now, by the clock of the service. One made within
 * this second is read as of then.
 */
static void
snapshot_take(struct table *t, const struct api *api, const json_t *reply)
{
	uint64_t created_ms = 0, now_ms = (uint64_t)api->served_s * 1000;
	const char *why;
	size_t cap = strlen(t->name) + 24;
	char *name;

	if (api->served_s == 0 || strpbrk(t->name, "@$") != NULL)
		return;
	number_parse(
	    text_get(reply, "creationTime"), 0, INT64_MAX, &created_ms, &why);
	name = xmalloc(cap);
	snprintf(name, cap, "%s@%ju", t->name,
	    (uintmax_t)(now_ms > created_ms ? now_ms : created_ms));
	t->plain_len = strlen(t->name);
	free(t->name);
	t->name = name;
}

bool
table_drop_snapshot(struct table *t)
{
	if (t->plain_len == 0)
		return false;
	t->name[t->plain_len] = '\0';
	t->plain_len = 0;
	return true;
}

int
table_open(struct table *t, struct api *api, const char *fields)
{
	char *url = api_url(api, "/projects/%s/datasets/%s/tables/%s",
	    t->project, t->dataset, t->name);
	json_t *reply = api_ask(api, api_call_new(task, url, NULL)), *schema;
	const char *type = text_get(reply, "type"), *why;
	int result = 0;

	free(url);
	if (reply == NULL)
		return -1;
	schema = json_object_get(reply, "schema");
	t->fields = json_incref(json_object_get(schema, "fields"));
	number_parse(text_get(json_object_get(reply, "streamingBuffer"),
	                 "estimatedRows"),
	    0, UINT64_MAX, &t->nstreamed, &why);
	if (strcmp(type, "TABLE") != 0 && strcmp(type, "SNAPSHOT") != 0)
		result = fail(api, "only a query can read a", type);
	else if (fields != NULL)
		result = fields_select(t, api, fields);
	if (strcmp(type, "TABLE") == 0)
		snapshot_take(t, api, reply);
	json_decref(reply);
	return result;
}

char *
table_rows_url(const struct table *t, const struct api *api)
{
	char *url =
	    api_url(api, "/projects/%s/datasets/%s/tables/%s/data?alt=json",
	        t->project, t->dataset, t->name);

	return api_url_add(url, "selectedFields", t->selected);
}
