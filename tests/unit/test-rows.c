/* common/rows.c: what is found in rows. */
#include "tests/unit/unit.h"

#include "common/rows.h"
#include "common/util.h"
#include "tests/unit/example.h"

#define NO_LIMIT ((size_t)1 << 30)

static void
test_values(void **state)
{
	static const struct example examples[] = {
	    {{"a"}, BYTES("{\"a\":\"x\"}\n{\"a\":\"\"}\n{\"a\":null}\n"),
	        "a=string:x \na=string: \na=null \n"},
	    {{"a"},
	        BYTES("{\"a\":true}\n{\"a\":false}\n{\"a\":[]}\n{\"a\":{}}\n"),
	        "a=boolean \na=boolean \na=array \na=object \n"},
	    {{"a"}, BYTES("{\"a\":-18446744071923804046}\n{\"a\":1e400}\n"),
	        "a=number:-18446744071923804046 \na=number:1e400 \n"},
	    {{"a"}, BYTES("{\"a\":-0}\n{\"a\":0.10}\n{\"a\":1E+05}\n"),
	        "a=number:-0 \na=number:0.10 \na=number:1E+05 \n"},
	    {{"a"}, BYTES("{\"a\":\"\\u00e9\\n\\ud83d\\ude00\"}\n"),
	        "a=string:\xc3\xa9\n\xf0\x9f\x98\x80 \n"},
	    {{"a"}, BYTES("{\"a\":\"x\\ud800y\"}\n"),
	        "a=string:x\xef\xbf\xbdy \n"},
	    {{"a"}, BYTES("{}\n{ }\n{\"b\":1}\n"), "\n\n\n"},
	    {{"b", "a"}, BYTES("{\"a\":1,\"x\":2,\"b\":3}\n"),
	        "a=number:1 b=number:3 \n"},
	    {{"a", "a.b", "a.b.c"}, BYTES("{\"a\":{\"b\":{\"c\":1}}}\n"),
	        "a=object a.b=object a.b.c=number:1 \n"},
	    {{"a.b"}, BYTES("{\"a\":1}\n{\"a\":[{\"b\":1}]}\n{\"b\":1}\n"),
	        "\n\n\n"},
	    {{"a.b"}, BYTES("{\"a.b\":1}\n{\"a\":{\"a\":{\"b\":1}}}\n"),
	        "\n\n"},
	};

	(void)state;
	examples_check(examples, NITEMS(examples));
}

static void
test_elements(void **state)
{
	static const struct example examples[] = {
	    {{"l[]"}, BYTES("{\"l\":[]}\n{\"l\":[1,\"x\",[2]]}\n"),
	        "\nl[]@1=number:1 l[]@2=string:x l[]@3=array \n"},
	    {{"l[].a", "l[].b"},
	        BYTES("{\"l\":[{\"b\":1,\"a\":2},{},3,{\"a\":4}]}\n"
	              "{\"l\":[{\"a\":5}]}\n"),
	        "l[].b@1=number:1 l[].a@1=number:2 l[].a@4=number:4 \n"
	        "l[].a@1=number:5 \n"},
	    {{"l", "m"}, BYTES("{\"l\":[1,{\"m\":2}],\"m\":[]}\n"),
	        "l=array m=array \n"},
	    {{"m.list[].element.f"},
	        BYTES("{\"m\":{\"list\":[{\"element\":{\"f\":\"x\"}},"
	              "{\"element\":null},{\"element\":{\"f\":null}}]}}\n"),
	        "m.list[].element.f@1=string:x m.list[].element.f@3=null \n"},
	    {{"m.list[].element.f", "m[].f"},
	        BYTES("{\"m\":[{\"f\":1},{\"f\":2}]}\n"
	              "{\"m\":{\"list\":[{\"element\":{\"f\":3}}]}}\n"),
	        "m[].f@1=number:1 m[].f@2=number:2 \n"
	        "m.list[].element.f@1=number:3 \n"},
	    {{"l[].n[].a", "l[].b"},
	        BYTES("{\"l\":[{\"n\":[{\"a\":1},{\"a\":2}],\"b\":3}]}\n"),
	        "l[].n[].a@2=number:1 l[].n[].a@3=number:2 l[].b@1=number:3 "
	        "\n"},
	    {{"l[]", "a[]"}, BYTES("{\"l\":[1],\"a\":[2]}\n"),
	        "l[]@1=number:1 a[]@2=number:2 \n"},
	    {{"l[]"}, BYTES("{\"l\":{\"[]\":1}}\n{\"l[]\":1}\n{\"[]\":1}\n"),
	        "\n\n\n"},
	};

	(void)state;
	examples_check(examples, NITEMS(examples));
}

static void
test_repeated_keys(void **state)
{
	static const struct example examples[] = {
	    {{"a", "b"}, BYTES("{\"a\":1,\"b\":2,\"a\":3}\n"),
	        "b=number:2 a=number:3 \n"},
	    {{"a"}, BYTES("{\"a\":1,\"\\u0061\":2}\n{\"\\u0061\":1,\"a\":2}\n"),
	        "a=number:2 \na=number:2 \n"},
	    {{"o.a"}, BYTES("{\"o\":{\"a\":1,\"a\":2},\"o\":{\"a\":3}}\n"),
	        "o.a=number:3 \n"},
	    {{"o.a", "o"}, BYTES("{\"o\":{\"a\":1},\"o\":null}\n"),
	        "o=null \n"},
	    {{"o.a"}, BYTES("{\"o\":{\"a\":1},\"o\":{}}\n"), "\n"},
	    {{"l[].a"},
	        BYTES(
	            "{\"l\":[{\"a\":1,\"a\":2},{\"a\":3}],\"l\":[{\"a\":4}]}\n"
	            "{\"l\":[{\"a\":1,\"a\":2},{\"a\":3}]}\n"),
	        "l[].a@3=number:4 \n"
	        "l[].a@1=number:2 l[].a@2=number:3 \n"},
	    {{"*"}, BYTES("{\"x\":1,\"y\":2,\"x\":3}\n"),
	        "y=number:2 x=number:3 \n"},
	};

	(void)state;
	examples_check(examples, NITEMS(examples));
}

static void
test_columns(void **state)
{
	static const struct example examples[] = {
	    {{"a", "*"}, BYTES("{\"a\":1,\"b\":2,\"c\":[1],\"d\":{\"b\":1}}\n"),
	        "a=number:1 b=number:2 c=array d=object \n"},
	    {{"*", "o.a"},
	        BYTES("{\"o\":{\"a\":1,\"b\":2},\"b\":3}\n{\"o\":4,\"p\":5}\n"),
	        "o.a=number:1 b=number:3 \np=number:5 \n"},
	    {{"*"},
	        BYTES("{\"\":1,\"*\":2,\"[]\":3,\"a.b\":4,\"\\u00e9\":5}\n"),
	        "=number:1 *=number:2 []=number:3 a.b=number:4 "
	        "\xc3\xa9=number:5 \n"},
	    {{"*"}, BYTES("{\"b\":1}\n{\"c\":1,\"b\":2}\n{\"c\":3,\"b\":4}\n"),
	        "b=number:1 \nc=number:1 b=number:2 \nc=number:3 b=number:4 "
	        "\n"},
	};

	(void)state;
	examples_check(examples, NITEMS(examples));
}

/* Keys of every length about that of those remembered, in changing order. */
static void
test_key_lengths(void **state)
{
	char *text, *expected, name[64];
	size_t text_len, expected_len;
	FILE *in = open_memstream(&text, &text_len);
	FILE *out = open_memstream(&expected, &expected_len);
	static const char *const wants[] = {"*", NULL};
	int row, i, len;

	(void)state;
	for (row = 0; row < 6; row++) {
		fputc('{', in);
		for (i = 0; i < 40; i++) {
			len = row % 2 ? 1 + (i * 7 + row) % 40 : 1 + i;
			memset(name, 'k', (size_t)len);
			name[len] = '\0';
			fprintf(in, "%s\"%s\"%s%d", i ? "," : "", name,
			    row == 3 ? " : " : ":", i);
			fprintf(out, "%s=number:%d ", name, i);
		}
		fputs("}\n", in);
		fputc('\n', out);
	}
	fclose(in);
	fclose(out);
	rows_expect(
	    wants, unit_file("keys", (struct str){text, text_len}), expected);
	free(text);
	free(expected);
}

/* More different keys than are remembered, twice. */
static void
test_many_keys(void **state)
{
	struct rows *r = rows_new(NO_LIMIT);
	const struct rows_value *values;
	size_t n, len;
	char *text;
	FILE *in = open_memstream(&text, &len);
	int row, i, a = rows_want(r, "key-1999"), star = rows_want(r, "*");

	(void)state;
	for (row = 0; row < 2; row++) {
		for (i = 0; i < 2000; i++)
			fprintf(in, "%s\"key-%d\":%d", i ? "," : "{", i, i);
		fputs("}\n", in);
	}
	fclose(in);
	assert_int_equal(
	    rows_open(r, unit_file("many", (struct str){text, len})), 0);
	for (row = 0; row < 2; row++) {
		assert_int_equal(rows_next(r, &values, &n), 1);
		assert_int_equal(n, 2000);
		assert_int_equal(values[1999].path, a);
		for (i = 0; i < 1999; i++)
			assert_int_equal(values[i].path, star + 1 + i);
	}
	assert_int_equal(rows_npaths(r), 2001);
	assert_true(str_equal(rows_path(r, star + 1), STR("key-0")));
	assert_true(str_equal(rows_path(r, a), STR("key-1999")));
	assert_int_equal(rows_next(r, &values, &n), 0);
	rows_free(r);
	free(text);
}

static void
test_want_again(void **state)
{
	struct rows *r = rows_new(NO_LIMIT);

	(void)state;
	assert_int_equal(rows_want(r, "a.b"), 0);
	assert_int_equal(rows_want(r, "a"), 1);
	assert_int_equal(rows_want(r, "a.b"), 0);
	assert_int_equal(rows_want(r, "a[].b"), 2);
	assert_int_equal(rows_npaths(r), 3);
	assert_true(str_equal(rows_path(r, 2), STR("a[].b")));
	rows_free(r);
	rows_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_values),
	    cmocka_unit_test(test_elements),
	    cmocka_unit_test(test_repeated_keys),
	    cmocka_unit_test(test_columns),
	    cmocka_unit_test(test_key_lengths),
	    cmocka_unit_test(test_many_keys),
	    cmocka_unit_test(test_want_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
