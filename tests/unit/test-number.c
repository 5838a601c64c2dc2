/* common/number.c: numbers for people. */
#include "tests/unit/unit.h"

#include "common/number.h"

static void
test_print(void **state)
{
	static const struct {
		uint64_t n;
		const char *commas, *thin;
	} cases[] = {
	    {0, "0", "0"},
	    {7, "7", "7"},
	    {999, "999", "999"},
	    {1000, "1,000",
	        "1\xe2\x80\xaf"
	        "000"},
	    {12345, "12,345",
	        "12\xe2\x80\xaf"
	        "345"},
	    {999999, "999,999",
	        "999\xe2\x80\xaf"
	        "999"},
	    {1000000, "1,000,000",
	        "1\xe2\x80\xaf"
	        "000\xe2\x80\xaf"
	        "000"},
	    /* the longest there is */
	    {UINT64_MAX, "18,446,744,073,709,551,615",
	        "18\xe2\x80\xaf"
	        "446\xe2\x80\xaf"
	        "744\xe2\x80\xaf"
	        "073\xe2\x80\xaf"
	        "709\xe2\x80\xaf"
	        "551\xe2\x80\xaf"
	        "615"},
	};
	char out[NUMBER_SIZE];
	size_t i;

	(void)state;
	assert_int_equal(strlen(cases[NITEMS(cases) - 1].thin) + 1, 39);
	for (i = 0; i < NITEMS(cases); i++) {
		assert_ptr_equal(number_print(cases[i].n, ",", out), out);
		assert_string_equal(out, cases[i].commas);
		assert_ptr_equal(number_thin(cases[i].n, out), out);
		assert_string_equal(out, cases[i].thin);
	}
	assert_string_equal(number_print(1234567, "", out), "1234567");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_print),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
