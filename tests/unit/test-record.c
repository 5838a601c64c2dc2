/* correlations/record.c, store.c, uuids.c: what is written comes back. */
#include "tests/unit/unit.h"

#include "common/scan.h"
#include "correlations/record.h"
#include "correlations/store.h"
#include "correlations/uuids.h"

static void
record_expect(struct str bytes, const uint32_t *ids, size_t nids,
    const struct str *keys, size_t nkeys)
{
	struct record_reader reader = record_read(bytes);
	struct str key;
	uint32_t id;
	size_t i;

	for (i = 0; i < nids; i++) {
		assert_true(record_next_id(&reader, &id));
		assert_int_equal(id, ids[i]);
	}
	assert_false(record_next_id(&reader, &id));
	for (i = 0; i < nkeys; i++) {
		assert_true(record_next_key(&reader, &key));
		assert_true(str_equal(key, keys[i]));
	}
	assert_false(record_next_key(&reader, &key));
}

static void
test_record(void **state)
{
	static const uint32_t ids[] = {0, 127, 128, 16384, UINT32_MAX};
	static const struct str keys[] = {BYTES(""), BYTES("a\0b"), BYTES("c")};
	struct record record = {0};

	(void)state;
	record_expect(record_encode(&record), NULL, 0, NULL, 0);
	record_add_key(&record, STR("c"));
	record_add_key(&record, STR(""));
	record_add_key(&record, STR("c"));
	record_add_key(&record, STR("a\0b"));
	record_expect(record_encode(&record), NULL, 0, keys, 3);
	record_add_id(&record, 16384);
	record_add_id(&record, UINT32_MAX);
	record_add_id(&record, 127);
	record_add_id(&record, 0);
	record_add_id(&record, 127);
	record_add_id(&record, 128);
	record_expect(record_encode(&record), ids, 5, keys, 3);
	record_clear(&record);
	record_add_id(&record, 0);
	record_expect(record_encode(&record), ids, 1, NULL, 0);
	record_free(&record);
}

/* Keys can be passed to without reading the numbers before them. */
static void
test_record_skip(void **state)
{
	struct record record = {0};
	struct record_reader reader;
	struct str key;

	(void)state;
	record_add_id(&record, 300);
	record_add_id(&record, 5);
	record_add_key(&record, STR("k"));
	reader = record_read(record_encode(&record));
	assert_true(record_next_key(&reader, &key));
	assert_true(str_equal(key, STR("k")));
	record_free(&record);
}

/* Records of many lengths, some in memory, the rest in the file. */
static void
store_check(size_t limit)
{
	static char bytes[300000];
	struct store *s = store_new(limit);
	struct store_ref refs[40];
	struct store_buf buf = {0};
	struct str got;
	size_t i, len;

	for (i = 0; i < NITEMS(refs); i++) {
		len = i * i * i * 4 % sizeof(bytes);
		memset(bytes, (int)i + 1, len);
		assert_int_equal(
		    store_add(s, (struct str){bytes, len}, &refs[i]), 0);
	}
	assert_int_equal(store_flush(s), 0);
	for (i = NITEMS(refs); i-- > 0;) {
		len = i * i * i * 4 % sizeof(bytes);
		memset(bytes, (int)i + 1, len);
		got = store_get(s, refs[i], &buf);
		assert_true(str_equal(got, (struct str){bytes, len}));
	}
	store_buf_free(&buf);
	store_free(s);
}

static void
test_store(void **state)
{
	(void)state;
	store_check(0);
	store_check(1);
	store_check(500000);
	store_check(SIZE_MAX);
}

static void
test_uuids(void **state)
{
	static const struct str uuids[] = {
	    BYTES("14d3289e-07a3-4172-b79e-49fa01cffbff"),
	    BYTES("14d3289e-07a3-4172-b79e-49fa01cffbfe"),
	    BYTES("24d3289e-07a3-4172-b79e-49fa01cffbff"),
	    BYTES("14D3289E-07A3-4172-B79E-49FA01CFFBFF"),
	    BYTES("14d3289e-07a3-4172-b79e-49fa01cffbf"),
	    BYTES("14d3289e007a3-4172-b79e-49fa01cffbff"),
	    BYTES("14d3289e-07a3-4172-b79e-49fa01cffbfg"),
	    BYTES("14d3289e-07a3-4172-b79e-49fa01cffbff "),
	    BYTES("a"),
	    BYTES("a\0"),
	};
	uint32_t numbers[NITEMS(uuids)], number;
	struct uuids *u = uuids_new();
	size_t i, j;

	(void)state;
	for (i = 0; i < NITEMS(uuids); i++) {
		assert_true(uuids_add(u, uuids[i], &numbers[i]));
		for (j = 0; j < i; j++)
			assert_int_not_equal(numbers[i], numbers[j]);
	}
	for (i = 0; i < NITEMS(uuids); i++) {
		assert_false(uuids_add(u, uuids[i], &number));
		assert_int_equal(number, numbers[i]);
	}
	uuids_free(u);
}

static void
test_many_uuids(void **state)
{
	struct uuids *u = uuids_new();
	uint32_t number, i;
	char text[37];

	(void)state;
	for (i = 0; i < 5000; i++) {
		snprintf(text, sizeof(text), "%08x-0000-4000-8000-%012x",
		    i * 2654435761U, i);
		assert_true(uuids_add(u, str_of(text), &number));
		assert_int_equal(number, i);
		assert_false(uuids_add(u, str_of(text), &number));
	}
	uuids_free(u);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_record),
	    cmocka_unit_test(test_record_skip),
	    cmocka_unit_test(test_store),
	    cmocka_unit_test(test_uuids),
	    cmocka_unit_test(test_many_uuids),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
