/*
 * correlations/value.c: the order of values, given in rising order. That of
 * compat is what python3 makes of the same values with sorted(key=repr); the
 * numbers there are ints.
 */
#include "tests/unit/unit.h"

#include "correlations/items.h"
#include "correlations/value.h"

#define TEXT(literal)                       \
	{                                   \
		SCAN_STRING, BYTES(literal) \
	}
#define NUMBER(literal)                     \
	{                                   \
		SCAN_NUMBER, BYTES(literal) \
	}

static void
order_expect(const struct value *values, size_t n,
    int (*order)(const struct value *, const struct value *))
{
	size_t i, j;

	for (i = 0; i < n; i++)
		for (j = 0; j < n; j++) {
			int got = order(&values[i], &values[j]);

			if ((got > 0) - (got < 0) != (i > j) - (i < j))
				fail_msg("%zu against %zu: %d", i, j, got);
		}
}

static void
test_order(void **state)
{
	static const struct value values[] = {
	    {SCAN_NULL, {NULL, 0}},
	    {SCAN_FALSE, {NULL, 0}},
	    {SCAN_TRUE, {NULL, 0}},
	    NUMBER("-18446744071923804046"),
	    NUMBER("-18446744071923804045"),
	    NUMBER("-10"),
	    NUMBER("-2"),
	    NUMBER("-1.5"),
	    NUMBER("0"),
	    NUMBER("1e-05"),
	    NUMBER("2"),
	    NUMBER("2.5"),
	    NUMBER("10"),
	    NUMBER("18446744073709551616"),
	    NUMBER("1e+30"),
	    TEXT(""),
	    TEXT("10"),
	    TEXT("2"),
	    TEXT("a"),
	    TEXT("a\0"),
	    TEXT("aa"),
	    TEXT("\xc3\xa9"),
	    TEXT("\xf0\x9f\x92\xa9"),
	};

	(void)state;
	order_expect(values, NITEMS(values), value_order);
}

static void
test_compat(void **state)
{
	static const struct value values[] = {
	    TEXT("it's"),         /* "it's" */
	    TEXT(" "),            /* ' ' */
	    TEXT("\""),           /* '"' */
	    TEXT(""),             /* '' */
	    TEXT("1"),            /* '1' */
	    TEXT("\n"),           /* '\n' */
	    TEXT("\t"),           /* '\t' */
	    TEXT("\xe2\x80\xa8"), /* '\u2028' */
	    TEXT("\xc2\xa0"),     /* '\xa0' */
	    TEXT("a\"'b"),        /* 'a"\'b' */
	    TEXT("a\\b"),         /* 'a\\b' */
	    TEXT("\xc3\xa9"),     /* 'é' */
	    NUMBER("-1"),
	    NUMBER("10"),
	    NUMBER("2"),
	    {SCAN_FALSE, {NULL, 0}},
	    {SCAN_NULL, {NULL, 0}},
	    {SCAN_TRUE, {NULL, 0}},
	};

	(void)state;
	order_expect(values, NITEMS(values), value_order_compat);
}

static void
number_expect(const char *text, const char *expected)
{
	char out[ITEM_NUMBER_MAX];
	struct str got = item_number(str_of(text), out);

	assert_int_equal(got.len, strlen(expected));
	assert_memory_equal(got.data, expected, got.len);
}

/* What is the same number must be the same text. */
static void
test_numbers(void **state)
{
	(void)state;
	number_expect("-0", "0");
	number_expect("-0.0", "0");
	number_expect("0e5", "0");
	number_expect("1", "1");
	number_expect("1.0", "1");
	number_expect("10e-1", "1");
	number_expect("1E2", "100");
	number_expect("0.1", "0.1");
	number_expect("0.10", "0.1");
	number_expect("-2.50", "-2.5");
	number_expect("1e300", "1e+300");
	number_expect("1e999", "1e999");
	number_expect("-18446744071923804046", "-18446744071923804046");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_compat),
	    cmocka_unit_test(test_numbers),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
