#include "bqfetch/param.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "common/util.h"
#include "common/vis.h"

#define LEVELS_MAX 16 /* of types within each other */

/* What is being read, and why it cannot be. */
struct reader {
	const char *p; /* in the type */
	unsigned int level;
	char *why;
	size_t len;
};

/* Scalar types, and what the service calls them now. */
static const struct {
	const char *name, *standard;
} scalars[] = {
    {"STRING", "STRING"},
    {"INT64", "INT64"},
    {"INTEGER", "INT64"},
    {"FLOAT64", "FLOAT64"},
    {"FLOAT", "FLOAT64"},
    {"NUMERIC", "NUMERIC"},
    {"DECIMAL", "NUMERIC"},
    {"BIGNUMERIC", "BIGNUMERIC"},
    {"BIGDECIMAL", "BIGNUMERIC"},
    {"BOOL", "BOOL"},
    {"BOOLEAN", "BOOL"},
    {"DATE", "DATE"},
    {"DATETIME", "DATETIME"},
    {"TIME", "TIME"},
    {"TIMESTAMP", "TIMESTAMP"},
    {"BYTES", "BYTES"},
    {"JSON", "JSON"},
    {"INTERVAL", "INTERVAL"},
    {"GEOGRAPHY", "GEOGRAPHY"},
};

/* Note what is wrong; text, which may be strangers', goes behind it. */
static json_t *
fail(struct reader *r, const char *what, const char *text)
{
	char shown[64];

	snprintf(r->why, r->len, "%s%s", what,
	    vis(str_of(text), shown, sizeof(shown)));
	return NULL;
}

/* The letters, digits and underscores next in the type. */
static struct str
word_next(struct reader *r)
{
	const char *begin;

	while (*r->p == ' ')
		r->p++;
	for (begin = r->p; isalnum((unsigned char)*r->p) || *r->p == '_';)
		r->p++;
	return (struct str){begin, (size_t)(r->p - begin)};
}

static bool
is_next(struct reader *r, char c)
{
	while (*r->p == ' ')
		r->p++;
	if (*r->p != c)
		return false;
	r->p++;
	return true;
}

static bool
word_is(struct str word, const char *name)
{
	return word.len == strlen(name) &&
	       strncasecmp(word.data, name, word.len) == 0;
}

static json_t *type_next(struct reader *r);

/* ARRAY or RANGE, whose one type goes by the name member. */
static json_t *
type_of_one(struct reader *r, const char *kind, const char *member)
{
	json_t *below;

	if (!is_next(r, '<'))
		return fail(r, "type: '<' expected before ", r->p);
	if ((below = type_next(r)) == NULL)
		return NULL;
	if (!is_next(r, '>')) {
		json_decref(below);
		return fail(r, "type: '>' expected before ", r->p);
	}
	return json_pack("{s:s, s:o}", "type", kind, member, below);
}

static json_t *
type_of_struct(struct reader *r)
{
	json_t *members, *type;
	struct str name;

	if (!is_next(r, '<'))
		return fail(r, "type: '<' expected before ", r->p);
	members = json_array();
	do {
		name = word_next(r);
		if ((type = type_next(r)) == NULL) {
			json_decref(members);
			return NULL;
		}
		json_array_append_new(
		    members, json_pack("{s:s%, s:o}", "name", name.data,
		                 name.len, "type", type));
	} while (is_next(r, ','));
	if (!is_next(r, '>')) {
		json_decref(members);
		return fail(r, "type: ',' or '>' expected before ", r->p);
	}
	return json_pack(
	    "{s:s, s:o}", "type", "STRUCT", "structTypes", members);
}

static json_t *
type_of_scalar(struct reader *r, struct str word)
{
	char *name;
	size_t i;

	for (i = 0; i < sizeof(scalars) / sizeof(scalars[0]); i++)
		if (word_is(word, scalars[i].name))
			return json_pack("{s:s}", "type", scalars[i].standard);
	if (word.len == 0)
		return fail(r, "type expected before ", word.data);
	name = xstrndup(word.data, word.len);
	fail(r, "no such type: ", name);
	free(name);
	return NULL;
}

/* The type that begins at r->p; NULL after fail. */
static json_t *
type_next(struct reader *r)
{
	struct str word = word_next(r);
	json_t *type;

	if (r->level == LEVELS_MAX)
		return fail(r, "type: nested too deep", "");
	r->level++;
	if (word_is(word, "ARRAY"))
		type = type_of_one(r, "ARRAY", "arrayType");
	else if (word_is(word, "RANGE"))
		type = type_of_one(r, "RANGE", "rangeElementType");
	else if (word_is(word, "STRUCT"))
		type = type_of_struct(r);
	else
		type = type_of_scalar(r, word);
	r->level--;
	return type;
}

static json_t *value_of_text(
    struct reader *r, const json_t *type, const char *text);

static const char *
kind_of(const json_t *type)
{
	return json_string_value(json_object_get(type, "type"));
}

static json_t *
scalar_value(struct reader *r, const char *text)
{
	json_t *value = json_string(text);

	if (value == NULL)
		return fail(r, "value: invalid UTF-8", "");
	return json_pack("{s:o}", "value", value);
}

/* A bound of a range: nothing when there is none. */
static int
bound_add(struct reader *r, json_t *range, const char *name,
    const json_t *element, const char *text)
{
	json_t *value;

	if (strcasecmp(text, "UNBOUNDED") == 0 || strcmp(text, "NULL") == 0)
		return 0;
	if ((value = value_of_text(r, element, text)) == NULL)
		return -1;
	return json_object_set_new(range, name, value);
}

/* A range as the service prints it: [start, end). */
static json_t *
range_value(struct reader *r, const json_t *type, const char *text)
{
	const json_t *element = json_object_get(type, "rangeElementType");
	size_t len = strlen(text);
	char *copy, *comma = NULL, *end;
	json_t *range = NULL;

	copy = xstrdup(text);
	if (len >= 2 && copy[0] == '[' && copy[len - 1] == ')')
		comma = strchr(copy, ',');
	if (comma == NULL) {
		fail(r, "value: [start, end) expected", "");
		goto out;
	}
	copy[len - 1] = *comma = '\0';
	end = comma + 1 + strspn(comma + 1, " ");
	range = json_object();
	if (bound_add(r, range, "start", element, copy + 1) == -1 ||
	    bound_add(r, range, "end", element, end) == -1) {
		json_decref(range);
		range = NULL;
	}
out:
	free(copy);
	return range ? json_pack("{s:o}", "rangeValue", range) : NULL;
}

static json_t *value_of_json(
    struct reader *r, const json_t *type, const json_t *value);

static json_t *
array_value(struct reader *r, const json_t *type, const json_t *array)
{
	const json_t *element = json_object_get(type, "arrayType");
	json_t *values = json_array(), *value;
	size_t i;

	for (i = 0; i < json_array_size(array); i++) {
		value = value_of_json(r, element, json_array_get(array, i));
		if (value == NULL) {
			json_decref(values);
			return NULL;
		}
		json_array_append_new(values, value);
	}
	return json_pack("{s:o}", "arrayValues", values);
}

/* The type of a struct's member, NULL when it has no such. */
static const json_t *
member_type(const json_t *type, const char *name)
{
	const json_t *members = json_object_get(type, "structTypes"), *member;
	size_t i;

	for (i = 0; i < json_array_size(members); i++) {
		member = json_array_get(members, i);
		if (strcmp(json_string_value(json_object_get(member, "name")),
		        name) == 0)
			return json_object_get(member, "type");
	}
	return NULL;
}

static json_t *
struct_value(struct reader *r, const json_t *type, json_t *object)
{
	json_t *values = json_object(), *given, *value;
	const json_t *below;
	const char *name;

	json_object_foreach(object, name, given)
	{
		below = member_type(type, name);
		if (below == NULL)
			value =
			    fail(r, "value: the struct has no member ", name);
		else
			value = value_of_json(r, below, given);
		if (value == NULL) {
			json_decref(values);
			return NULL;
		}
		json_object_set_new(values, name, value);
	}
	return json_pack("{s:o}", "structValues", values);
}

/* A value that stands in the JSON of an array or a struct. */
static json_t *
value_of_json(struct reader *r, const json_t *type, const json_t *value)
{
	const char *kind = kind_of(type);
	json_t *result;
	char *text;

	if (json_is_null(value))
		return json_object();
	if (json_is_string(value))
		return value_of_text(r, type, json_string_value(value));
	if (json_is_array(value) && strcmp(kind, "ARRAY") == 0)
		return array_value(r, type, value);
	if (json_is_object(value) && strcmp(kind, "STRUCT") == 0)
		return struct_value(r, type, (json_t *)value);
	if ((json_is_array(value) || json_is_object(value)) &&
	    strcmp(kind, "JSON") != 0)
		return fail(r, "value: not of type ", kind);
	text = json_dumps(value, JSON_COMPACT | JSON_ENCODE_ANY);
	result = scalar_value(r, text);
	free(text);
	return result;
}

static json_t *
json_value(struct reader *r, const json_t *type, const char *text)
{
	bool array = strcmp(kind_of(type), "ARRAY") == 0;
	json_t *value = json_loads(text, 0, NULL), *result;

	if (value == NULL || json_is_array(value) != array) {
		json_decref(value);
		return fail(r,
		    array ? "value: JSON array expected"
		          : "value: JSON object expected",
		    "");
	}
	result = value_of_json(r, type, value);
	json_decref(value);
	return result;
}

static json_t *
value_of_text(struct reader *r, const json_t *type, const char *text)
{
	const char *kind = kind_of(type);

	if (strcmp(kind, "ARRAY") == 0 || strcmp(kind, "STRUCT") == 0)
		return json_value(r, type, text);
	if (strcmp(kind, "RANGE") == 0)
		return range_value(r, type, text);
	return scalar_value(r, text);
}

json_t *
param_parse(const char *text, char *why, size_t len)
{
	struct reader r = {.why = why, .len = len};
	const char *colon = strchr(text, ':'), *value;
	json_t *param, *type, *given;

	if (colon == NULL || (value = strchr(colon + 1, ':')) == NULL)
		return fail(&r, "not NAME:TYPE:VALUE", "");
	r.p = colon + 1;
	type =
	    value > r.p ? type_next(&r) : json_pack("{s:s}", "type", "STRING");
	if (type == NULL)
		return NULL;
	if (*r.p != ':') {
		json_decref(type);
		return fail(&r, "type: ':' expected before ", r.p);
	}
	value = r.p + 1;
	given = strcmp(value, "NULL") == 0 ? json_object()
	                                   : value_of_text(&r, type, value);
	if (given == NULL) {
		json_decref(type);
		return NULL;
	}
	param = json_pack(
	    "{s:o, s:o}", "parameterType", type, "parameterValue", given);
	if (colon > text)
		json_object_set_new(
		    param, "name", json_stringn(text, (size_t)(colon - text)));
	return param;
}
