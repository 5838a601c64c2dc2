#include "tests/unit/example.h"

#include "common/rows.h"
#include "common/util.h"
#include "tests/unit/unit.h"

#define NO_LIMIT ((size_t)1 << 30)

static void
value_print(FILE *out, const struct rows *r, const struct rows_value *v)
{
	struct str path = rows_path(r, v->path);

	fwrite(path.data, 1, path.len, out);
	if (v->element)
		fprintf(out, "@%u", v->element);
	fprintf(out, "=%s", scan_type_name(v->type));
	if (v->type == SCAN_STRING || v->type == SCAN_NUMBER) {
		fputc(':', out);
		fwrite(v->text.data, 1, v->text.len, out);
	}
	fputc(' ', out);
}

void
rows_expect(const char *const wants[], const char *file, const char *expected)
{
	struct rows *r = rows_new(NO_LIMIT);
	const struct rows_value *values;
	char *all;
	size_t n, i, len;
	FILE *out = open_memstream(&all, &len);
	int got;

	for (i = 0; wants[i] != NULL; i++)
		assert_int_equal(rows_want(r, wants[i]), i);
	assert_int_equal(rows_open(r, file), 0);
	while ((got = rows_next(r, &values, &n)) != 0) {
		if (got == -1)
			fprintf(
			    out, "%ju: %s", rows_pos(r).line, rows_error(r));
		else
			for (i = 0; i < n; i++)
				value_print(out, r, &values[i]);
		fputc('\n', out);
		if (got == -1 && rows_is_lost(r))
			break;
	}
	fclose(out);
	assert_string_equal(all, expected);
	free(all);
	rows_free(r);
}

void
examples_check(const struct example *examples, size_t n)
{
	size_t i;

	for (i = 0; i < n; i++)
		rows_expect(examples[i].wants,
		    unit_file("rows", examples[i].text), examples[i].expected);
}
