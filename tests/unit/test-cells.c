/*
 * Pages and their rows: bqfetch/page.c, cells.c, scalar.c. How values of every
 * type look is held to the stand-in server's encoder in tests/bqfetch-rows.bats.
 */
#include "tests/unit/unit.h"

#include "bqfetch/cells.h"
#include "bqfetch/page.h"
#include "common/util.h"

/* A body as http.h hands it out: NUL and SCAN_PAD bytes behind it. */
static char *
body_new(struct str text)
{
	char *body = xmalloc(text.len + 1 + SCAN_PAD);

	memcpy(body, text.data, text.len);
	memset(body + text.len, 0, 1 + SCAN_PAD);
	return body;
}

/* The converter of a schema, which is in the text of its fields. */
static struct cells *
cells_of(const char *text)
{
	static const struct cells_options options;
	json_t *fields = json_loads(text, 0, NULL);
	struct cells *cells;
	char why[200];

	assert_non_null(fields);
	cells = cells_new(fields, &options, why, sizeof(why));
	json_decref(fields);
	assert_non_null(cells);
	return cells;
}

/* All rows of a page; the caller frees them. */
static char *
rows_of(struct page *page, struct cells *cells)
{
	struct buf out = {0};

	while (page_row(page, cells, &out) == 1)
		continue;
	buf_putc(&out, '\0');
	return out.data;
}

/* That the text of a page has these rows; an error after them, or "". */
static void
assert_rows(
    const char *fields, const char *text, const char *rows, const char *error)
{
	struct cells *cells = cells_of(fields);
	char *body = body_new(str_of(text)), *got;
	struct page page;

	page_init(&page, body, strlen(text));
	got = rows_of(&page, cells);
	assert_string_equal(got, rows);
	assert_string_equal(cells_error(cells), error);
	free(got);
	free(body);
	cells_free(cells);
}

static void
test_members(void **state)
{
	static const char *const bodies[] = {
	    "{\"totalRows\":\"7\",\"rows\":[{\"f\":[]}],\"pageToken\":\"x\"}",
	    "{\"rows\":[{\"f\":[]}],\"pageToken\":\"x\",\"totalRows\":7}",
	    " { \"kind\" : \"a\" , \"pageToken\" : \"x\" ,\n\t\"rows\" : [ "
	    "{ \"f\" : [ ] } ] , \"jobComplete\" : true , \"totalRows\" : "
	    "\"7\" }\r\n",
	    "{\"schema\":{\"fields\":[{\"rows\":[1,2]}]},\"x\":[[{}]],"
	    "\"errors\":[{\"rows\":\"]}\"}],\"pageToken\":\"\\\"\","
	    "\"rows\":[{\"f\":[],\"totalRows\":\"9\"}],\"totalRows\":\"7\"}",
	};
	struct page page;
	char *body;
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(bodies); i++) {
		body = body_new(str_of(bodies[i]));
		page_init(&page, body, strlen(bodies[i]));
		assert_true(page.whole);
		assert_true(page.has_total);
		assert_true(page.has_more);
		assert_false(page.incomplete);
		assert_int_equal(page.total, 7);
		assert_int_equal(page.nrows, 1);
		free(body);
	}
}

static void
test_members_missing(void **state)
{
	static const char text[] = "{\"jobComplete\":false,\"pageToken\":\"\"}";
	char *body = body_new(str_of(text));
	struct page page;

	(void)state;
	page_init(&page, body, strlen(text));
	assert_true(page.whole);
	assert_true(page.incomplete);
	assert_false(page.has_total);
	assert_false(page.has_more);
	assert_int_equal(page.nrows, 0);
	free(body);
}

/* A page cut off at every byte: the rows that came whole, and no others. */
static void
test_cut(void **state)
{
	static const char head[] = "{\"totalRows\":\"3\",\"rows\":[";
	static const char *const row[] = {"{\"f\":[{\"v\":\"a\\\"}]\"}]}",
	    "{\"f\":[{\"v\":null}]}",
	    "{\"f\":[{\"v\":\"\xc3\xa9\xf0\x9f\x98\x80\"}]}"};
	char text[200], *body, *got;
	const char *p;
	size_t end[3], len, n;
	struct cells *cells =
	    cells_of("[{\"name\":\"s\",\"type\":\"STRING\"}]");
	struct page page;

	(void)state;
	snprintf(
	    text, sizeof(text), "%s%s,%s, %s]}", head, row[0], row[1], row[2]);
	end[0] = strlen(head) + strlen(row[0]);
	end[1] = end[0] + 1 + strlen(row[1]);
	end[2] = end[1] + 2 + strlen(row[2]);
	for (len = 0; len <= strlen(text); len++) {
		for (n = 0; n < 3 && end[n] <= len;)
			n++;
		body = body_new((struct str){text, len});
		page_init(&page, body, len);
		assert_int_equal(page.whole, len == strlen(text));
		assert_int_equal(page.nrows, n);
		got = rows_of(&page, cells);
		for (p = got; (p = strchr(p, '\n')) != NULL; p++)
			n--;
		assert_int_equal(n, 0);
		assert_int_equal(page.error[0] == '\0', page.whole);
		free(got);
		free(body);
	}
	cells_free(cells);
}

static void
test_malformed(void **state)
{
	static const struct {
		const char *text, *error;
		unsigned int nrows;
	} bad[] = {
	    {"[]", "'{' expected at byte 0", 0},
	    {"<html>", "'{' expected at byte 0", 0},
	    {"{} {}", "text after the object at byte 3", 0},
	    {"{\"rows\":5}", "rows: '[' expected at byte 8", 0},
	    {"{\"rows\":[{\"f\":[]},5]}", "rows: '{' expected at byte 18", 1},
	    {"{\"rows\":[{\"f\":[]},]}", "rows: '{' expected at byte 18", 1},
	    {"{\"rows\":[{\"f\":[]}{}]}", "',' or ']' expected at byte 17", 1},
	    {"{\"rows\":[{\"f\":[01]}]}",
	        "number with a leading zero at byte 15", 0},
	    {"{\"totalRows\":\"-1\"}", "totalRows: number expected at byte 13",
	        0},
	    {"{\"totalRows\":\"\"}", "totalRows: number expected at byte 13",
	        0},
	    {"{\"totalRows\":1.5}", "totalRows: number expected at byte 13", 0},
	    {"{\"totalRows\":\"99999999999999999999\"}",
	        "totalRows: number expected at byte 13", 0},
	    {"{\"rows\":[{}],\"rows\":[{},{}]}",
	        "rows a second time at byte 20", 1},
	    {"{\"a\":1,}", "key expected at byte 7", 0},
	    {"{\"a\" 1}", "':' expected at byte 5", 0},
	    {"{\"a\":1 \"b\":2}", "',' or '}' expected at byte 7", 0},
	    {"{\"a\":\"\xff\"}", "invalid UTF-8 at byte 6", 0},
	};
	struct page page;
	char *body;
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(bad); i++) {
		body = body_new(str_of(bad[i].text));
		page_init(&page, body, strlen(bad[i].text));
		assert_false(page.whole);
		assert_string_equal(page.error, bad[i].error);
		assert_int_equal(page.nrows, bad[i].nrows);
		free(body);
	}
}

static void
test_spaces(void **state)
{
	(void)state;
	assert_rows("[{\"name\":\"a\",\"type\":\"INTEGER\"},"
	            "{\"name\":\"r\",\"type\":\"RECORD\",\"mode\":\"REPEATED\","
	            "\"fields\":[{\"name\":\"x\",\"type\":\"BOOLEAN\"}]}]",
	    "{ \"rows\" : [ { \"f\" : [ { \"v\" : \"1\" } , { \"v\" : [ "
	    "{ \"v\" : { \"f\" : [ { \"v\" : \"true\" } ] } } , "
	    "{ \"v\" : null } ] } ] } ,\n{\"f\":[{\"v\":null},{\"v\":[ ]}]}]}",
	    "{\"a\":1,\"r\":[{\"x\":true},null]}\n{\"a\":null,\"r\":[]}\n", "");
}

/* Text that stands for itself, with an escape for each character. */
static void
test_escaped_scalars(void **state)
{
	(void)state;
	assert_rows("[{\"name\":\"i\",\"type\":\"INTEGER\"},"
	            "{\"name\":\"f\",\"type\":\"FLOAT\"},"
	            "{\"name\":\"b\",\"type\":\"BOOLEAN\"},"
	            "{\"name\":\"j\",\"type\":\"JSON\"}]",
	    "{\"rows\":[{\"f\":[{\"v\":\"\\u0031\\u0032\"},"
	    "{\"v\":\"1\\u002e5\"},{\"v\":\"\\u0074rue\"},"
	    "{\"v\":\"\\u007b\\u0022a\\\":\\n[\\u005d}\"}]}]}",
	    "{\"i\":12,\"f\":1.5,\"b\":true,\"j\":{\"a\": []}}\n", "");
}

static void
test_mismatch(void **state)
{
	static const char fields[] =
	    "[{\"name\":\"a\",\"type\":\"STRING\",\"mode\":\"REPEATED\"},"
	    "{\"name\":\"b\",\"type\":\"STRING\"}]";
	static const struct {
		const char *row, *error;
	} bad[] = {
	    {"{\"f\":[{\"v\":[]}]}",
	        "row: as many cells as the schema has expected, got fewer"},
	    {"{\"f\":[{\"v\":[]},{\"v\":\"\"},{\"v\":\"\"}]}",
	        "row: as many cells as the schema has expected, got more"},
	    {"{}", "row: {\"f\": [...]} expected, got object"},
	    {"{\"f\":{}}", "row: {\"f\": [...]} expected, got object"},
	    {"{\"g\":[]}", "row: {\"f\": [...]} expected, got object"},
	    {"{\"f\":[{\"v\":\"x\"},{\"v\":\"\"}]}",
	        "a: an array expected, got string"},
	    {"{\"f\":[{\"v\":[\"x\"]},{\"v\":\"\"}]}",
	        "a: {\"v\": ...} expected, got string"},
	    {"{\"f\":[{\"v\":[]},null]}", "b: {\"v\": ...} expected, got null"},
	    {"{\"f\":[{\"v\":[]},{\"v\":{\"f\":[]}}]}",
	        "b: a string expected, got object"},
	    {"{\"f\":[{\"v\":[]},{\"v\":\"\",\"w\":1}]}",
	        "b: '}' expected, got nothing"},
	};
	char text[200];
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(bad); i++) {
		snprintf(text, sizeof(text),
		    "{\"rows\":[{\"f\":[{\"v\":[]},{\"v\":null}]},%s]}",
		    bad[i].row);
		assert_rows(
		    fields, text, "{\"a\":[],\"b\":null}\n", bad[i].error);
	}
}

/* Bounds: 0001-01-01 and the last microsecond of 9999-12-31. */
static void
test_timestamp_bounds(void **state)
{
	static const char fields[] =
	    "[{\"name\":\"t\",\"type\":\"TIMESTAMP\"}]";
	static const struct {
		const char *cell, *text;
	} cells[] = {
	    {"-62135596800000000", "0001-01-01T00:00:00Z"},
	    {"-62135596800000001", NULL},
	    {"253402300799999999", "9999-12-31T23:59:59.999999Z"},
	    {"253402300800000000", NULL},
	    {"-1", "1969-12-31T23:59:59.999999Z"},
	    {"-0", "1970-01-01T00:00:00Z"},
	    {"1000000", "1970-01-01T00:00:01Z"},
	    {"9223372036854775808", NULL},
	    {"99999999999999999999999", NULL},
	    {"", NULL},
	    {"-", NULL},
	    {"1 ", NULL},
	    {"0x1", NULL},
	    {"2026-11-22T01:02:03Z", "2026-11-22T01:02:03Z"},
	    {"2026-11-22T01:02:03.5Z", "2026-11-22T01:02:03.5Z"},
	    {"2026-11-22T01:02:03.000000000001Z", "2026-11-22T01:02:03Z"},
	    {"2026-11-22T01:02:03.120000999999Z",
	        "2026-11-22T01:02:03.120000Z"},
	    {"2026-11-22T01:02:03.Z", NULL},
	    {"2026-11-22T01:02:03", NULL},
	    {"2026-11-22T01:02:03.1234567890123Z", NULL},
	    {"2026-11-22T01:02:3aZ", NULL},
	};
	char text[200], row[100], error[200];
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(cells); i++) {
		snprintf(text, sizeof(text),
		    "{\"rows\":[{\"f\":[{\"v\":\"%s\"}]}]}", cells[i].cell);
		snprintf(row, sizeof(row), "{\"t\":\"%s\"}\n",
		    cells[i].text ? cells[i].text : "");
		snprintf(error, sizeof(error),
		    "t: microseconds of the years 0001 to 9999 expected, got "
		    "\"%s\"",
		    cells[i].cell);
		assert_rows(fields, text, cells[i].text ? row : "",
		    cells[i].text ? "" : error);
	}
}

/* JSON within JSON: as deep as the row reader follows, and no deeper. */
static void
test_json_depth(void **state)
{
	static const char fields[] = "[{\"name\":\"j\",\"type\":\"JSON\"}]";
	enum { DEEP = 900, TOO_DEEP = 1100 };
	char text[2 * TOO_DEEP + 100], row[2 * TOO_DEEP + 100];
	char open[TOO_DEEP + 1], close[TOO_DEEP + 1];
	int depth;

	(void)state;
	memset(open, '[', TOO_DEEP);
	memset(close, ']', TOO_DEEP);
	open[TOO_DEEP] = close[TOO_DEEP] = '\0';
	for (depth = DEEP; depth <= TOO_DEEP; depth += TOO_DEEP - DEEP) {
		snprintf(text, sizeof(text),
		    "{\"rows\":[{\"f\":[{\"v\":\"%.*s%.*s\"}]}]}", depth, open,
		    depth, close);
		snprintf(row, sizeof(row), "{\"j\":%.*s%.*s}\n", depth, open,
		    depth, close);
		assert_rows(fields, text, depth == DEEP ? row : "",
		    depth == DEEP
		        ? ""
		        : "j: JSON text expected, got "
		          "\"[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
		          "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[["
		          "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[..."
		          "\"");
	}
}

static void
test_bad_schema(void **state)
{
	static const struct {
		const char *fields, *why;
	} bad[] = {
	    {"{}", "schema: no list of fields"},
	    {"[{\"name\":\"a\"}]", "schema: column a has no type"},
	    {"[5]", "schema: column  has no type"},
	    {"[{\"name\":\"a\",\"type\":\"RECORD\",\"fields\":[{\"name\":\"b\","
	     "\"type\":\"RECORD\",\"fields\":[{\"name\":\"c\"}]}]}]",
	        "schema: column a.b.c has no type"},
	    {"[{\"name\":\"a\",\"type\":\"RECORD\"}]",
	        "schema: no list of fields"},
	};
	static const struct cells_options options;
	char why[200];
	json_t *fields;
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(bad); i++) {
		fields = json_loads(bad[i].fields, 0, NULL);
		assert_null(cells_new(fields, &options, why, sizeof(why)));
		assert_string_equal(why, bad[i].why);
		json_decref(fields);
	}
}

static void
test_deep_schema(void **state)
{
	static const struct cells_options options;
	json_t *fields =
	    json_pack("[{s:s, s:s}]", "name", "x", "type", "INT64");
	struct cells *cells;
	char why[200];
	int level;

	(void)state;
	for (level = 1; level < 40; level++) {
		cells = cells_new(fields, &options, why, sizeof(why));
		if (level <= 32) {
			assert_non_null(cells);
		} else {
			assert_null(cells);
			assert_string_equal(
			    why, "schema: records nested too deep");
		}
		cells_free(cells);
		fields = json_pack("[{s:s, s:s, s:o}]", "name", "r", "type",
		    "RECORD", "fields", fields);
	}
	json_decref(fields);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_members),
	    cmocka_unit_test(test_members_missing),
	    cmocka_unit_test(test_cut),
	    cmocka_unit_test(test_malformed),
	    cmocka_unit_test(test_spaces),
	    cmocka_unit_test(test_escaped_scalars),
	    cmocka_unit_test(test_mismatch),
	    cmocka_unit_test(test_timestamp_bounds),
	    cmocka_unit_test(test_json_depth),
	    cmocka_unit_test(test_bad_schema),
	    cmocka_unit_test(test_deep_schema),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
