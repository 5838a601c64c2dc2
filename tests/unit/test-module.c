/* missing-symbols/module.c: keys, order, what a module's fields say. */
#include "tests/unit/unit.h"

#include "missing-symbols/module.h"

#define NONE            \
	{               \
		NULL, 0 \
	}

/* In the order of a report: by count, then bytes, null before empty. */
static const struct module ordered[] = {
    {BYTES("z"), NONE, NONE, NONE, NONE, 9},
    {NONE, BYTES("1"), NONE, NONE, NONE, 8},
    {BYTES(""), BYTES("1"), NONE, NONE, NONE, 8},
    {BYTES("A"), NONE, NONE, NONE, NONE, 8},
    {BYTES("A"), BYTES(""), NONE, NONE, NONE, 8},
    {BYTES("A"), BYTES(""), BYTES("F"), NONE, NONE, 8},
    {BYTES("A"), BYTES(""), BYTES("F"), BYTES("x"), NONE, 8},
    {BYTES("A\0B"), BYTES("1"), BYTES("F"), BYTES("x"), NONE, 8},
    {BYTES("AB"), BYTES(""), BYTES(""), BYTES(""), NONE, 8},
    {BYTES("a"), BYTES("10"), NONE, NONE, NONE, 8},
    {BYTES("a"), BYTES("2"), NONE, NONE, NONE, 8},
    {BYTES("a"), BYTES("2\0"), NONE, NONE, NONE, 8},
    {BYTES("\xc3\xa9"), NONE, NONE, NONE, NONE, 8},
};

static void
test_order(void **state)
{
	size_t i, j;
	int expected, order;

	(void)state;
	for (i = 0; i < NITEMS(ordered); i++) {
		for (j = 0; j < NITEMS(ordered); j++) {
			expected = (i > j) - (i < j);
			order = module_order(&ordered[i], &ordered[j]);
			assert_int_equal((order > 0) - (order < 0), expected);
		}
	}
}

static void
field_same(struct str a, struct str b)
{
	assert_true(str_equal(a, b));
	assert_int_equal(a.data == NULL, b.data == NULL);
}

/* Keys of different modules differ, and give back what they are made of. */
static void
test_key(void **state)
{
	struct str keys[NITEMS(ordered)];
	size_t caps[NITEMS(ordered)] = {0}, i, j;
	char *bufs[NITEMS(ordered)] = {NULL};
	struct module back;

	(void)state;
	for (i = 0; i < NITEMS(ordered); i++) {
		keys[i] = module_key(&ordered[i], &bufs[i], &caps[i]);
		back = module_of_key(keys[i]);
		field_same(back.name, ordered[i].name);
		field_same(back.version, ordered[i].version);
		field_same(back.debug_id, ordered[i].debug_id);
		field_same(back.debug_file, ordered[i].debug_file);
		field_same(back.code_id, (struct str)NONE);
		for (j = 0; j < i; j++)
			assert_false(str_equal(keys[i], keys[j]));
	}
	for (i = 0; i < NITEMS(ordered); i++)
		free(bufs[i]);
}

static void
test_fields(void **state)
{
	static const struct {
		struct module module;
		bool has_debug_id, unnamed, deleted;
	} cases[] = {
	    {{NONE, NONE, NONE, NONE, NONE, 1}, false, true, false},
	    {{BYTES(""), BYTES("1"), BYTES("000"), BYTES(""), NONE, 1}, false,
	        true, false},
	    {{NONE, NONE, BYTES("0001"), NONE, NONE, 1}, true, false, false},
	    {{NONE, NONE, NONE, BYTES("x"), NONE, 1}, false, false, false},
	    {{BYTES(" "), NONE, BYTES("00A0"), NONE, NONE, 1}, true, false,
	        false},
	    {{BYTES("(deleted)"), NONE, NONE, NONE, NONE, 1}, false, false,
	        true},
	    {{BYTES("/a b (DeLeted)"), NONE, NONE, NONE, NONE, 1}, false, false,
	        true},
	    {{BYTES("(deleted"), NONE, NONE, NONE, NONE, 1}, false, false,
	        false},
	    {{BYTES("\0(deleted).so"), NONE, NONE, NONE, NONE, 1}, false, false,
	        true},
	    {{BYTES("a"), BYTES("(deleted)"), NONE, BYTES("(deleted)"), NONE,
	         1},
	        false, false, false},
	};
	size_t i;

	(void)state;
	for (i = 0; i < NITEMS(cases); i++) {
		const struct module *m = &cases[i].module;

		assert_int_equal(module_has_debug_id(m), cases[i].has_debug_id);
		assert_int_equal(module_is_unnamed(m), cases[i].unnamed);
		assert_int_equal(module_is_deleted(m), cases[i].deleted);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_order),
	    cmocka_unit_test(test_key),
	    cmocka_unit_test(test_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
