#include "bqfetch/cells.h"

#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#include "bqfetch/scalar.h"
#include "common/vis.h"

/* The service allows 15 levels of records. */
#define LEVELS_MAX 32

struct column {
	char *path; /* a.b.c, for messages */
	char *key;  /* "c": as it stands in the output */
	size_t key_len;
	scalar_write *write;    /* NULL: the string as it came */
	struct column *columns; /* of a record, else NULL */
	size_t ncolumns;
	bool repeated;
};

struct cells {
	struct column root;
	struct cells_options options;
	bool need_iso;
	struct scan *scan;
	struct buf *out;
	char error[512];
};

struct type {
	const char *name;
	scalar_write *write;
};

/* Types that do not stay the string they come as; old names and new ones. */
static const struct type types[] = {
    {"INTEGER", scalar_int64},
    {"INT64", scalar_int64},
    {"FLOAT", scalar_float64},
    {"FLOAT64", scalar_float64},
    {"BOOLEAN", scalar_bool},
    {"BOOL", scalar_bool},
    {"TIMESTAMP", scalar_timestamp},
    {"JSON", scalar_json},
};

static const char *
text_get(const json_t *object, const char *key)
{
	const char *text = json_string_value(json_object_get(object, key));

	return text ? text : "";
}

/* "name": as JSON. */
static char *
key_text(const char *name, size_t *len)
{
	json_t *text = json_string(name);
	char *quoted = json_dumps(text, JSON_ENCODE_ANY), *key;

	json_decref(text);
	if (quoted == NULL) /* jansson gives no other reason */
		quoted = xstrdup("\"\"");
	*len = strlen(quoted) + 1;
	key = xmalloc(*len + 1);
	snprintf(key, *len + 1, "%s:", quoted);
	free(quoted);
	return key;
}

static char *
path_join(const char *path, const char *name)
{
	size_t len = strlen(path) + strlen(name) + 2;
	char *joined = xmalloc(len);

	snprintf(joined, len, "%s%s%s", path, *path ? "." : "", name);
	return joined;
}

/* How a field that is no record is written. */
static scalar_write *
writer_find(struct cells *c, const json_t *field, const char *type)
{
	const char *element;
	size_t i;

	if (strcasecmp(type, "RANGE") == 0) {
		element = text_get(
		    json_object_get(field, "rangeElementType"), "type");
		return strcasecmp(element, "TIMESTAMP") == 0 ? scalar_range
		                                             : NULL;
	}
	if (strcasecmp(type, "TIMESTAMP") == 0 &&
	    (strcmp(text_get(field, "timestampPrecision"), "12") == 0 ||
	        json_integer_value(
	            json_object_get(field, "timestampPrecision")) == 12)) {
		c->need_iso = true;
		return scalar_picosecond;
	}
	for (i = 0; i < sizeof(types) / sizeof(types[0]); i++)
		if (strcasecmp(type, types[i].name) == 0)
			break;
	if (i == sizeof(types) / sizeof(types[0]) ||
	    (types[i].write == scalar_int64 && c->options.int64_string))
		return NULL;
	return types[i].write;
}

static int columns_init(struct cells *c, struct column *parent,
    const json_t *fields, unsigned int level, char *why, size_t len);

static int
column_init(struct cells *c, struct column *column, const char *above,
    const json_t *field, unsigned int level, char *why, size_t len)
{
	const char *name = text_get(field, "name");
	const char *type = text_get(field, "type");
	char shown[128];

	column->path = path_join(above, name);
	column->key = key_text(name, &column->key_len);
	column->repeated = strcasecmp(text_get(field, "mode"), "REPEATED") == 0;
	if (*type == '\0') {
		snprintf(why, len, "schema: column %s has no type",
		    vis(str_of(column->path), shown, sizeof(shown)));
		return -1;
	}
	if (strcasecmp(type, "RECORD") == 0 || strcasecmp(type, "STRUCT") == 0)
		return columns_init(c, column, json_object_get(field, "fields"),
		    level + 1, why, len);
	column->write = writer_find(c, field, type);
	return 0;
}

static int
columns_init(struct cells *c, struct column *parent, const json_t *fields,
    unsigned int level, char *why, size_t len)
{
	size_t i, n = json_array_size(fields);

	if (!json_is_array(fields) || level > LEVELS_MAX) {
		snprintf(why, len,
		    level > LEVELS_MAX ? "schema: records nested too deep"
		                       : "schema: no list of fields");
		return -1;
	}
	parent->columns = xcalloc(n, sizeof(*parent->columns));
	parent->ncolumns = n;
	for (i = 0; i < n; i++)
		if (column_init(c, &parent->columns[i], parent->path,
		        json_array_get(fields, i), level, why, len) == -1)
			return -1;
	return 0;
}

struct cells *
cells_new(const json_t *fields, const struct cells_options *options, char *why,
    size_t len)
{
	struct cells *c = xcalloc(1, sizeof(*c));

	c->options = *options;
	c->root.path = xstrdup("");
	if (columns_init(c, &c->root, fields, 1, why, len) == -1) {
		cells_free(c);
		return NULL;
	}
	return c;
}

static void
column_fini(struct column *column)
{
	size_t i;

	for (i = 0; i < column->ncolumns; i++)
		column_fini(&column->columns[i]);
	free(column->columns);
	free(column->path);
	free(column->key);
}

void
cells_free(struct cells *c)
{
	if (c == NULL)
		return;
	column_fini(&c->root);
	free(c);
}

bool
cells_need_iso(const struct cells *c)
{
	return c->need_iso;
}

const char *
cells_error(const struct cells *c)
{
	return c->error;
}

/* Note that a value is not what the schema says. got is made printable. */
static const char *
mismatch(struct cells *c, const struct column *column, const char *expected,
    struct str got, const char *quote)
{
	char path[128], value[128];

	vis(str_of(*column->path ? column->path : "row"), path, sizeof(path));
	snprintf(c->error, sizeof(c->error), "%s: %s expected, got %s%s%s",
	    path, expected, quote, vis(got, value, sizeof(value)), quote);
	return NULL;
}

/* The same for a value of the wrong type. */
static const char *
mistyped(struct cells *c, const struct column *column, const char *expected,
    const char *p)
{
	const char *got = scan_type_name(scan_type(p));

	return mismatch(c, column, expected, str_of(got), "");
}

/* From the brace of {"v": or {"f": to the value; NULL when p is at no such. */
static inline const char *
member_open(const char *p, char name)
{
	const char whole[5] = {'{', '"', name, '"', ':'};

	if (memcmp(p, whole, sizeof(whole)) == 0)
		return scan_space(p + sizeof(whole));
	if (*p != '{')
		return NULL;
	p = scan_space(p + 1);
	if (memcmp(p, whole + 1, 3) != 0)
		return NULL;
	p = scan_space(p + 3);
	return *p == ':' ? scan_space(p + 1) : NULL;
}

/* From behind a value past the brace that closes its object. */
static inline const char *
member_close(struct cells *c, const struct column *column, const char *p)
{
	p = scan_space(p);
	return *p == '}' ? p + 1 : mistyped(c, column, "'}'", p);
}

static const char *
string_put(struct cells *c, const struct column *column, const char *p)
{
	const char *end, *expected;
	struct str text;
	bool escaped;

	if (*p != '"' || (end = scan_string(c->scan, p, &escaped)) == NULL)
		return mistyped(c, column, "a string", p);
	if (column->write == NULL) {
		buf_put(c->out, p, (size_t)(end - p));
		return end;
	}
	text = (struct str){p + 1, (size_t)(end - p) - 2};
	if (escaped) {
		text = scan_unescape(text, (char *)p + 1);
		*((char *)p + 1 + text.len) = '"';
	}
	if ((expected = column->write(c->out, text)) != NULL)
		return mismatch(c, column, expected, text, "\"");
	return end;
}

static const char *record_put(
    struct cells *c, const struct column *record, const char *p);

/* A value that is not NULL, whatever the column's mode. */
static inline const char *
value_put(struct cells *c, const struct column *column, const char *p)
{
	return column->columns ? record_put(c, column, p)
	                       : string_put(c, column, p);
}

/* An element of a repeated column, with the {"v": around it. */
static const char *
element_put(struct cells *c, const struct column *column, const char *p)
{
	const char *value = member_open(p, 'v');

	if (value == NULL)
		return mistyped(c, column, "{\"v\": ...}", p);
	if (scan_type(value) == SCAN_NULL) {
		buf_put(c->out, "null", 4);
		return member_close(c, column, value + 4);
	}
	value = value_put(c, column, value);
	return value ? member_close(c, column, value) : NULL;
}

static const char *
array_put(struct cells *c, const struct column *column, const char *p)
{
	if (*p != '[')
		return mistyped(c, column, "an array", p);
	buf_putc(c->out, '[');
	p = scan_space(p + 1);
	while (*p != ']') {
		if ((p = element_put(c, column, p)) == NULL)
			return NULL;
		p = scan_space(p);
		if (*p == ',') {
			buf_putc(c->out, ',');
			p = scan_space(p + 1);
		}
	}
	buf_putc(c->out, ']');
	return p + 1;
}

/*
 * The cell at p as a member of its object.
 *
 * first    is nothing written in the object yet? Set to false when this is
 */
static const char *
cell_put(
    struct cells *c, const struct column *column, const char *p, bool *first)
{
	const char *value = member_open(p, 'v');
	bool null;

	if (value == NULL)
		return mistyped(c, column, "{\"v\": ...}", p);
	null = scan_type(value) == SCAN_NULL;
	if (null && c->options.omit_null && !column->repeated)
		return member_close(c, column, value + 4);
	if (!*first)
		buf_putc(c->out, ',');
	*first = false;
	buf_put(c->out, column->key, column->key_len);
	if (null) {
		/* the service has no NULL arrays: an empty one is meant */
		buf_puts(c->out, column->repeated ? STR("[]") : STR("null"));
		return member_close(c, column, value + 4);
	}
	value = column->repeated ? array_put(c, column, value)
	                         : value_put(c, column, value);
	return value ? member_close(c, column, value) : NULL;
}

static const char *
record_put(struct cells *c, const struct column *record, const char *p)
{
	const char *cell = member_open(p, 'f');
	bool first = true;
	size_t i;

	if (cell == NULL || *cell != '[')
		return mistyped(c, record, "{\"f\": [...]}", p);
	buf_putc(c->out, '{');
	p = scan_space(cell + 1);
	for (i = 0; i < record->ncolumns && *p != ']'; i++) {
		p = cell_put(c, &record->columns[i], p, &first);
		if (p == NULL)
			return NULL;
		p = scan_space(p);
		if (*p == ',')
			p = scan_space(p + 1);
	}
	if (i < record->ncolumns || *p != ']')
		return mismatch(c, record, "as many cells as the schema has",
		    i < record->ncolumns ? STR("fewer") : STR("more"), "");
	buf_putc(c->out, '}');
	return member_close(c, record, p + 1);
}

const char *
cells_row(struct cells *c, struct scan *s, const char *p, struct buf *out)
{
	size_t len = out->len;

	c->scan = s;
	c->out = out;
	if ((p = record_put(c, &c->root, p)) == NULL)
		out->len = len;
	return p;
}
