/* common/intern.c: strings to numbers and back. */
#include "tests/unit/unit.h"

#include "common/intern.h"

static void
test_ids(void **state)
{
	struct intern *in = intern_new();
	uint32_t id = 4711;

	(void)state;
	assert_int_equal(intern_count(in), 0);
	assert_false(intern_find(in, STR("a"), &id));
	assert_int_equal(id, 4711);
	assert_int_equal(intern_id(in, STR("a")), 0);
	assert_int_equal(intern_id(in, STR("")), 1);
	assert_int_equal(intern_id(in, STR("a\0")), 2);
	assert_int_equal(intern_id(in, STR("a\0b")), 3);
	assert_int_equal(intern_id(in, STR("a")), 0);
	assert_int_equal(intern_id(in, (struct str){NULL, 0}), 1);
	assert_int_equal(intern_count(in), 4);
	assert_true(intern_find(in, STR("a\0b"), &id));
	assert_int_equal(id, 3);
	assert_true(str_equal(intern_text(in, 2), STR("a\0")));
	assert_false(intern_find(in, STR("b"), &id));
	intern_free(in);
	intern_free(NULL);
}

/* The text is copied, and stays where it is while the table grows. */
static void
test_many(void **state)
{
	struct intern *in = intern_new();
	char text[32];
	struct str first;
	uint32_t i, id;
	size_t nbytes;

	(void)state;
	strcpy(text, "text 0");
	intern_id(in, str_of(text));
	first = intern_text(in, 0);
	for (i = 1; i < 100000; i++) {
		snprintf(text, sizeof(text), "text %u", i);
		assert_int_equal(intern_id(in, str_of(text)), i);
	}
	assert_int_equal(intern_count(in), 100000);
	assert_ptr_equal(first.data, intern_text(in, 0).data);
	assert_string_equal(first.data, "text 0");
	nbytes = intern_nbytes(in);
	for (i = 0; i < 100000; i++) {
		snprintf(text, sizeof(text), "text %u", i);
		assert_true(intern_find(in, str_of(text), &id));
		assert_int_equal(id, i);
		assert_int_equal(intern_id(in, str_of(text)), i);
		assert_true(str_equal(intern_text(in, i), str_of(text)));
	}
	assert_int_equal(intern_nbytes(in), nbytes);
	/* the text, 10.9 bytes on average with its NUL, and what is promised */
	assert_in_range(nbytes, 100000 * (11 + 16), 100000 * (11 + 16 + 24));
	intern_free(in);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_ids),
	    cmocka_unit_test(test_many),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
