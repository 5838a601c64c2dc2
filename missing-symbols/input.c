/*
 * Three kinds of rows, told apart by what they hold:
 *
 *   a crash report    modules, in one of the shapes that paths.c lists
 *   a counted module  name, version, debug_id, debug_file, code_id, crash_count
 *   totals            total_reports, and what missing-symbols.sql adds to it
 */
#include "missing-symbols/input.h"

#include <stdio.h>
#include <stdlib.h>

#include "common/rows.h"
#include "common/vis.h"
#include "missing-symbols/paths.h"

/* The most crash reports that a row may claim. */
#define COUNT_MAX 1000000000U /* so that sums fit whatever comes */

struct reader {
	struct input *in;
	struct count *count;
	struct path paths[NPATHS_MAX];
	struct feed_row *row;
	struct str given[NWHATS];  /* of the row; no data: not given */
	struct str field[NFIELDS]; /* of the module begun */
	bool in_module, missing;
	bool name_null;   /* its name is null, not just not there */
	bool first_given; /* the row has "modules" */
	bool counted;     /* some row was counted elsewhere */
	bool totals;      /* some row held totals */
};

static int
refuse(struct reader *r, const char *name, const char *why)
{
	snprintf(r->row->error, sizeof(r->row->error), "%s: %s", name, why);
	return -1;
}

static int
type_refuse(struct reader *r, const struct path *path, enum scan_type type)
{
	char why[64];

	snprintf(why, sizeof(why), "expected %s, got %s",
	    types_name(path->types), scan_type_name(type));
	return refuse(r, path->name, why);
}

/* The module begun is complete. */
static int
module_end(struct reader *r)
{
	struct mapping m;

	if (!r->in_module)
		return 0;
	r->in_module = false;
	m.module.name = r->field[MODULE_NAME];
	m.module.version = r->field[MODULE_VERSION];
	m.module.debug_id = r->field[MODULE_DEBUG_ID];
	m.module.debug_file = r->field[MODULE_DEBUG_FILE];
	m.module.code_id = r->field[MODULE_CODE_ID];
	m.base_addr = r->field[MODULE_BASE];
	m.end_addr = r->field[MODULE_END];
	if (m.module.name.data == NULL &&
	    (!r->name_null || !module_is_unnamed(&m.module)))
		return refuse(r, "filename", "a module has none");
	if (r->missing)
		count_see(r->count, &m);
	return 0;
}

static int
module_begin(struct reader *r)
{
	if (module_end(r) == -1)
		return -1;
	memset(r->field, 0, sizeof(r->field));
	r->missing = r->name_null = false;
	r->in_module = true;
	return 0;
}

/* "modules" is there: forget what "json_dump" may have had before it. */
static int
first_begin(struct reader *r)
{
	if (module_end(r) == -1)
		return -1;
	count_begin(r->count);
	r->first_given = true;
	return 0;
}

/* Take a value that is not null. */
static int
value_take(
    struct reader *r, const struct path *path, const struct rows_value *v)
{
	if (!(path->types & 1U << v->type))
		return type_refuse(r, path, v->type);
	if (path->what > AROUND)
		r->given[path->what] = v->text;
	else if (path->first && !r->first_given && first_begin(r) == -1)
		return -1;
	else if (r->first_given && !path->first)
		return 0;
	else if (path->what < NFIELDS)
		r->field[path->what] = v->text;
	else if (path->what == MODULE)
		return module_begin(r);
	else if (path->what == MODULE_MISSING)
		r->missing = v->type == SCAN_TRUE;
	return 0;
}

/* A whole number of the row; without one *out stays as it is. */
static int
number_take(struct reader *r, enum what what, uint64_t *out)
{
	struct str text = r->given[what];
	char shown[64], why[128];
	uint64_t n = 0;
	size_t i;

	if (text.data == NULL)
		return 0;
	for (i = 0; i < text.len && n <= COUNT_MAX; i++) {
		if (text.data[i] < '0' || text.data[i] > '9')
			break;
		n = 10 * n + (uint64_t)(text.data[i] - '0');
	}
	if (text.len == 0 || i < text.len || n > COUNT_MAX) {
		snprintf(why, sizeof(why), "expected 0 to %u, got %s",
		    COUNT_MAX,
		    text.len ? vis(text, shown, sizeof(shown)) : "nothing");
		return refuse(r, path_of(what), why);
	}
	*out = n;
	return 0;
}

/* The row's day, if it has one: the newest of all is kept. */
static int
date_take(struct reader *r)
{
	struct str text = r->given[ROW_CRASH_DATE];
	int32_t days;

	if (text.data == NULL)
		return 0;
	if (date_parse(text, &days) == -1)
		return refuse(r, "crash_date", "expected a day, YYYY-MM-DD");
	if (!r->in->date_known || days > r->in->newest)
		r->in->newest = days;
	r->in->date_known = true;
	return 0;
}

/* Rows that do not name their product are taken. */
static bool
is_other_product(const struct reader *r)
{
	struct str product = r->given[ROW_PRODUCT];

	return product.data != NULL && !str_equal(product, r->in->product);
}

static int
counted_take(struct reader *r)
{
	struct module m = {
	    .name = r->given[ROW_NAME],
	    .version = r->given[ROW_VERSION],
	    .debug_id = r->given[ROW_DEBUG_ID],
	    .debug_file = r->given[ROW_DEBUG_FILE],
	    .code_id = r->given[ROW_CODE_ID],
	};

	if (r->given[ROW_NAME].data == NULL)
		return refuse(r, "name", "a counted module has none");
	if (r->given[ROW_CRASH_COUNT].data == NULL)
		return refuse(r, "crash_count", "a counted module has none");
	if (r->given[ROW_TOTAL_REPORTS].data != NULL)
		return refuse(r, "total_reports", "not in a row of its own");
	if (number_take(r, ROW_CRASH_COUNT, &m.crash_count) == -1)
		return -1;
	if (is_other_product(r))
		return 0;
	if (date_take(r) == -1)
		return -1;
	count_add(r->count, &m);
	r->counted = true;
	return 0;
}

static int
count_by_check(struct reader *r)
{
	static const struct str words[] = {
	    [COUNT_REPORTS] = {"report", 6},
	    [COUNT_MAPPINGS] = {"mapping", 7},
	};
	struct str said = r->given[ROW_COUNT_BY];
	char shown[32], why[128];

	if (said.data == NULL || str_equal(said, words[r->in->count_by]))
		return 0;
	snprintf(why, sizeof(why), "rows counted by %s, asked for by %s",
	    vis(said, shown, sizeof(shown)), words[r->in->count_by].data);
	return refuse(r, "count_by", why);
}

/* The number of modules of a sum, and then their crash counts. */
static int
sum_add(struct reader *r, enum what modules, struct sum *sum)
{
	struct sum more = {0, 0};

	if (number_take(r, modules, &more.modules) == -1 ||
	    number_take(r, modules + 1, &more.crash_count) == -1)
		return -1;
	sum->modules += more.modules;
	sum->crash_count += more.crash_count;
	return 0;
}

static int
min_count_check(struct reader *r)
{
	uint64_t min_count = 0;
	char why[128];

	if (number_take(r, ROW_MIN_CRASH_COUNT, &min_count) == -1)
		return -1;
	if (min_count <= r->in->min_count)
		return 0;
	snprintf(why, sizeof(why),
	    "modules up to %ju are lacking, --min-count is %ju",
	    (uintmax_t)min_count, (uintmax_t)r->in->min_count);
	return refuse(r, "min_crash_count", why);
}

static int
totals_take(struct reader *r)
{
	struct input *in = r->in;
	struct sum unnamed = in->unnamed, deleted = in->deleted,
	           rare = in->rare;
	uint64_t total = 0;

	if (number_take(r, ROW_TOTAL_REPORTS, &total) == -1 ||
	    sum_add(r, ROW_UNNAMED_MODULES, &unnamed) == -1 ||
	    sum_add(r, ROW_DELETED_MODULES, &deleted) == -1 ||
	    sum_add(r, ROW_RARE_MODULES, &rare) == -1 ||
	    count_by_check(r) == -1 || min_count_check(r) == -1)
		return -1;
	if (is_other_product(r))
		return refuse(r, "product", "not the one of --product");
	if (date_take(r) == -1)
		return -1;
	in->total_reports += total;
	in->unnamed = unnamed;
	in->deleted = deleted;
	in->rare = rare;
	r->totals = true;
	return 0;
}

static int
crash_take(struct reader *r)
{
	if (r->row->nvalues == 0)
		return refuse(r, "read row",
		    "neither a crash report nor a counted module");
	if (is_other_product(r))
		return 0;
	if (date_take(r) == -1)
		return -1;
	count_report(r->count, r->given[ROW_UUID]);
	return 0;
}

static int
row_take(void *tool, struct feed_row *row)
{
	struct reader *r = tool;
	const struct rows_value *v = row->values, *end = v + row->nvalues;

	r->row = row;
	r->in_module = r->first_given = false;
	memset(r->given, 0, sizeof(r->given));
	count_begin(r->count);
	for (; v < end; v++) {
		if (v->type == SCAN_NULL)
			r->name_null |= r->paths[v->path].what == MODULE_NAME;
		else if (value_take(r, &r->paths[v->path], v) == -1)
			return -1;
	}
	if (module_end(r) == -1)
		return -1;
	if (r->given[ROW_NAME].data != NULL ||
	    r->given[ROW_CRASH_COUNT].data != NULL)
		return counted_take(r);
	if (r->given[ROW_TOTAL_REPORTS].data != NULL)
		return totals_take(r);
	return crash_take(r);
}

int
input_read(
    struct input *in, struct feed *f, size_t max_line, struct count *count)
{
	struct rows *rows = rows_new(max_line);
	struct reader r = {.in = in, .count = count};
	int status;

	paths_want(rows, in->count_by == COUNT_MAPPINGS, r.paths);
	status = feed_run(f, rows, row_take, &r);
	in->total_reports += count_nreports(count);
	in->total_known = r.totals || !r.counted;
	rows_free(rows);
	return status;
}
