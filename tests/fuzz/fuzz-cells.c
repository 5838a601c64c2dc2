/*
 * The page converter against jansson. An input is the body of a reply. What
 * jansson takes must be taken as well, with as many rows; each row that is
 * converted must be one line of JSON that says what the cells say; and a body
 * cut in half must give the first of these rows.
 */
#include "tests/fuzz/fuzz.h"

#include <jansson.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "bqfetch/cells.h"
#include "bqfetch/page.h"
#include "common/util.h"

const char *const fuzz_words[] = {"{\"rows\":[", "{\"f\":[",
    "{\"v\":", "{\"v\":null}", "{\"v\":\"", "\"}", "]}", "},",
    "\"totalRows\":\"1\"", "\"pageToken\":\"x\"", "\"jobComplete\":false",
    "\"rows\":", "\"f\"", "\"v\"", "\\u0000", "\\ud800", "\\udc00", "\\n",
    "\\\"", "\\\\", "NaN", "-Infinity", "1.5e3", "-0", "9007199254740993",
    "true", "false", "null", "1795309323123456", "-62135596800000000",
    "2026-11-22T01:02:03.000001Z", "[1, UNBOUNDED)", "{\\\"a\\\":[1,null]}",
    "[[[[", "]]]]", " ", "\n", ",", NULL};

static const char schema[] =
    "[{\"name\":\"s\",\"type\":\"STRING\"},"
    "{\"name\":\"i\",\"type\":\"INTEGER\"},"
    "{\"name\":\"j\",\"type\":\"JSON\"},"
    "{\"name\":\"r\",\"type\":\"RECORD\",\"mode\":\"REPEATED\",\"fields\":["
    "{\"name\":\"f\",\"type\":\"FLOAT\"},"
    "{\"name\":\"b\",\"type\":\"BOOLEAN\",\"mode\":\"REPEATED\"},"
    "{\"name\":\"t\",\"type\":\"TIMESTAMP\"},"
    "{\"name\":\"g\",\"type\":\"RANGE\","
    "\"rangeElementType\":{\"type\":\"TIMESTAMP\"}}]}]";

static const uint8_t *input;
static size_t input_len;
static json_t *fields;
static struct cells *cells;

static void
prepare(void)
{
	static const struct cells_options options;
	char why[200];

	if (cells != NULL)
		return;
	fields = json_loads(schema, 0, NULL);
	cells = cells_new(fields, &options, why, sizeof(why));
	if (cells == NULL)
		fuzz_fail(input, input_len, "%s", why);
}

/* The rows that come of len bytes; how many, and what the page is like. */
static struct buf
convert(size_t len, struct page *page, size_t *nrows)
{
	char *body = xmalloc(len + 1 + SCAN_PAD);
	struct buf out = {0};

	memcpy(body, input, len);
	memset(body + len, 0, 1 + SCAN_PAD);
	page_init(page, body, len);
	for (*nrows = 0; page_row(page, cells, &out) == 1;)
		++*nrows;
	free(body);
	return out;
}

static void value_check(
    const json_t *field, const json_t *value, const json_t *cell);

/* The cells of one row or record, given the object that was made of them. */
static void
record_check(const json_t *members, const json_t *object, const json_t *row)
{
	const json_t *field, *cell, *value, *array = json_object_get(row, "f");
	size_t i, k;

	if (json_object_size(object) != json_array_size(members) ||
	    json_array_size(array) != json_array_size(members))
		fuzz_fail(input, input_len, "not as many members as fields");
	for (i = 0; i < json_array_size(members); i++) {
		field = json_array_get(members, i);
		cell = json_object_get(json_array_get(array, i), "v");
		value = json_object_get(
		    object, json_string_value(json_object_get(field, "name")));
		if (json_object_get(field, "mode") == NULL) {
			value_check(field, value, cell);
			continue;
		}
		if (!json_is_array(value) ||
		    json_array_size(value) != json_array_size(cell))
			fuzz_fail(input, input_len, "another array");
		for (k = 0; k < json_array_size(cell); k++)
			value_check(field, json_array_get(value, k),
			    json_object_get(json_array_get(cell, k), "v"));
	}
}

/* What the text of a cell says, as JSON; NULL: not for jansson to know. */
static json_t *
text_value(const json_t *cell)
{
	return json_loadb(json_string_value(cell), json_string_length(cell),
	    JSON_DECODE_ANY | JSON_ALLOW_NUL, NULL);
}

static void
value_check(const json_t *field, const json_t *value, const json_t *cell)
{
	const char *type = json_string_value(json_object_get(field, "type"));
	json_t *same;
	bool good;

	if (json_is_null(cell)) {
		good = json_is_null(value);
	} else if (strcmp(type, "RECORD") == 0) {
		record_check(json_object_get(field, "fields"), value, cell);
		return;
	} else if (strcmp(type, "STRING") == 0) {
		good = json_equal(value, cell);
	} else if (strcmp(type, "TIMESTAMP") == 0 ||
	           strcmp(type, "RANGE") == 0) {
		good = json_string_length(value) >= 4;
	} else {
		same = text_value(cell);
		good = same ? json_equal(value, same) : json_is_string(value);
		json_decref(same);
	}
	if (!good)
		fuzz_fail(input, input_len, "a %s differs", type);
}

/* Each line of out is a row of the body that jansson read. */
static void
rows_check(const struct buf *out, const json_t *rows, size_t nrows)
{
	const char *line = out->data, *end;
	json_t *object;
	size_t i;

	for (i = 0; i < nrows; i++, line = end + 1) {
		end = memchr(line, '\n', (size_t)(out->data + out->len - line));
		if (end == NULL)
			fuzz_fail(input, input_len, "lines are missing");
		object = json_loadb(line, (size_t)(end - line),
		    JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, NULL);
		/* numbers beyond its range and lone surrogates: not our fault */
		if (object == NULL)
			continue;
		if (rows != NULL)
			record_check(fields, object, json_array_get(rows, i));
		json_decref(object);
	}
	if (nrows > 0 && line != out->data + out->len)
		fuzz_fail(input, input_len, "more lines than rows");
}

/* Is every line at least well-formed, whatever jansson thinks of it? */
static void
lines_check(struct buf *out)
{
	struct scan s;
	char *line = buf_room(out, 1 + SCAN_PAD), *end;
	const char *p;

	memset(line, 0, 1 + SCAN_PAD);
	for (line = out->data; *line != '\0'; line = end + 1) {
		end = strchr(line, '\n');
		if (end == NULL)
			fuzz_fail(input, input_len, "NUL in a line");
		*end = '\0';
		s = (struct scan){.end = end};
		p = scan_skip(&s, line, 0);
		if (*line != '{' || p != end)
			fuzz_fail(input, input_len, "malformed: %s", line);
	}
}

/* The first half gives the first of the rows, byte for byte. */
static void
half_check(const struct buf *whole, size_t nrows)
{
	struct page page;
	struct buf half;
	size_t n;

	half = convert(input_len / 2, &page, &n);
	if (n > nrows || half.len > whole->len ||
	    (n > 0 && memcmp(half.data, whole->data, half.len) != 0))
		fuzz_fail(input, input_len, "half of it gives other rows");
	free(half.data);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t len)
{
	struct page page;
	struct buf out;
	json_t *body, *rows;
	size_t nrows;

	input = data;
	input_len = len;
	prepare();
	out = convert(len, &page, &nrows);
	body = json_loadb((const char *)data, len,
	    JSON_ALLOW_NUL | JSON_REJECT_DUPLICATES, NULL);
	rows = json_object_get(body, "rows");
	if (json_is_array(rows) && page.whole &&
	    json_array_size(rows) != page.nrows)
		fuzz_fail(data, len, "%ju rows, not %zu", (uintmax_t)page.nrows,
		    json_array_size(rows));
	if (page.whole && nrows == page.nrows && rows == NULL && body != NULL &&
	    nrows > 0)
		fuzz_fail(data, len, "rows out of nothing");
	rows_check(&out, rows, nrows);
	half_check(&out, nrows);
	lines_check(&out);
	json_decref(body);
	free(out.data);
	return 0;
}
