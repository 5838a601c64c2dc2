/*
 * missing-symbols/count.c against sets kept the plain way: reports that come
 * in any number of rows, in any order.
 */
#include "tests/unit/unit.h"

#include "missing-symbols/count.h"

#define NREPORTS 60
#define NMODULES 200 /* more than are sorted by hand */
#define NBASES 3

static uint32_t seed = 20261122;

static uint32_t
chance(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 8) % n;
}

static struct str
text_of(char *out, const char *prefix, unsigned int number)
{
	int len = snprintf(out, 16, "%s%u", prefix, number);

	return (struct str){out, (size_t)len};
}

/* One mapping seen; its code ID goes by the base address. */
static void
see(struct count *c, unsigned int module, unsigned int base)
{
	static const char *const codes[NBASES] = {"c9", "c8", "c7"};
	char name[16], address[16];
	struct mapping m = {.module = {.name = text_of(name, "m", module),
	                        .code_id = str_of(codes[base])},
	    .base_addr = text_of(address, "0x", base)};

	count_see(c, &m);
}

static bool seen[NREPORTS][NMODULES][NBASES];

/* A row of a report, with some of all modules, some of them twice. */
static void
row_count(struct count *c, unsigned int report)
{
	unsigned int i, module, base, n = chance(NMODULES);
	char uuid[16];

	count_begin(c);
	for (i = 0; i < n; i++) {
		module = chance(NMODULES);
		base = chance(NBASES);
		see(c, module, base);
		seen[report][module][base] = true;
	}
	count_report(c, text_of(uuid, "uuid", report));
}

static uint64_t
expected(unsigned int module, enum count_by by)
{
	uint64_t n = 0, bases;
	unsigned int report, base;

	for (report = 0; report < NREPORTS; report++) {
		bases = 0;
		for (base = 0; base < NBASES; base++)
			bases += seen[report][module][base];
		n += by == COUNT_REPORTS ? bases > 0 : bases;
	}
	return n;
}

static void
random_check(enum count_by by)
{
	struct count *c = count_new(by);
	unsigned int i, module;
	uint32_t number;
	struct module m;

	memset(seen, 0, sizeof(seen));
	for (i = 0; i < 8 * NREPORTS; i++)
		row_count(c, i < NREPORTS ? i : chance(NREPORTS));
	assert_int_equal(count_nreports(c), NREPORTS);
	assert_int_equal(count_nmodules(c), NMODULES);
	for (number = 0; number < NMODULES; number++) {
		m = count_module(c, number);
		module = (unsigned int)atoi(m.name.data + 1);
		assert_int_equal(m.crash_count, expected(module, by));
		assert_null(m.version.data);
		assert_int_equal(m.code_id.len, 2);
	}
	count_free(c);
}

static void
test_reports(void **state)
{
	(void)state;
	random_check(COUNT_REPORTS);
}

static void
test_mappings(void **state)
{
	(void)state;
	random_check(COUNT_MAPPINGS);
}

/* What is begun and not ended with count_report leaves no trace. */
static void
test_dropped(void **state)
{
	struct count *c = count_new(COUNT_REPORTS);
	struct module m;

	(void)state;
	count_begin(c);
	see(c, 1, 2);
	count_begin(c);
	see(c, 1, 0);
	count_report(c, STR("a"));
	assert_int_equal(count_nreports(c), 1);
	m = count_module(c, 0);
	assert_int_equal(m.crash_count, 1);
	assert_true(str_equal(m.code_id, STR("c9")));
	count_free(c);
}

static void
test_no_uuid(void **state)
{
	struct count *c = count_new(COUNT_MAPPINGS);
	int i;

	(void)state;
	for (i = 0; i < 3; i++) {
		count_begin(c);
		see(c, 1, 0);
		see(c, 1, 0);
		count_report(c, STR(""));
	}
	assert_int_equal(count_nreports(c), 3);
	assert_int_equal(count_module(c, 0).crash_count, 3);
	count_free(c);
}

static void
test_add(void **state)
{
	struct count *c = count_new(COUNT_REPORTS);
	struct module m = {.name = STR("a"), .code_id = STR("7")};

	(void)state;
	m.crash_count = 5;
	count_add(c, &m);
	m.code_id = STR("12");
	m.crash_count = 6;
	count_add(c, &m);
	m.code_id = STR("");
	count_add(c, &m);
	assert_int_equal(count_nmodules(c), 1);
	assert_int_equal(count_nreports(c), 0);
	m = count_module(c, 0);
	assert_int_equal(m.crash_count, 17);
	assert_true(str_equal(m.code_id, STR("12")));
	count_free(c);
	count_free(NULL);
}

/* A null address is another than an empty one. */
static void
test_null_address(void **state)
{
	struct count *c = count_new(COUNT_MAPPINGS);
	struct mapping m = {.module = {.name = STR("a")}};

	(void)state;
	count_begin(c);
	count_see(c, &m);
	count_see(c, &m);
	m.base_addr = STR("");
	count_see(c, &m);
	m.end_addr = STR("");
	count_see(c, &m);
	m.base_addr = (struct str){NULL, 0};
	count_see(c, &m);
	count_report(c, STR("u"));
	assert_int_equal(count_module(c, 0).crash_count, 4);
	count_free(c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_reports),
	    cmocka_unit_test(test_mappings),
	    cmocka_unit_test(test_dropped),
	    cmocka_unit_test(test_no_uuid),
	    cmocka_unit_test(test_add),
	    cmocka_unit_test(test_null_address),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
