/* common/arena.c: pieces of memory that stay where they are. */
#include "tests/unit/unit.h"

#include "common/arena.h"

#define BLOCK ((size_t)64 << 10) /* what arena.c asks for at a time */

static void
test_alloc(void **state)
{
	struct arena a = {0};
	unsigned char *pieces[3000];
	size_t i, k, len;

	(void)state;
	for (i = 0; i < NITEMS(pieces); i++) {
		len = i % 97;
		pieces[i] = arena_alloc(&a, len);
		assert_int_equal((uintptr_t)pieces[i] % 16, 0);
		memset(pieces[i], (int)(i % 251), len);
		/* what has no alignment of its own comes between */
		assert_string_equal(arena_copy(&a, STR("odd")).data, "odd");
	}
	for (i = 0; i < NITEMS(pieces); i++)
		for (k = 0; k < i % 97; k++)
			assert_int_equal(pieces[i][k], i % 251);
	assert_true(a.nbytes >= NITEMS(pieces) * 48);
	arena_free(&a);
	assert_null(a.blocks);
	assert_int_equal(a.nbytes, 0);
	arena_free(&a);
}

/* Sizes about those of a block, each at every alignment. */
static void
test_large(void **state)
{
	static const size_t sizes[] = {BLOCK / 4 - 1, BLOCK / 4, BLOCK / 4 + 1,
	    BLOCK - 1, BLOCK, BLOCK + 1, 10 * BLOCK};
	static const char zeros[11 * BLOCK];
	struct arena a = {0};
	unsigned char *piece, *next;
	size_t i, odd;

	(void)state;
	for (i = 0; i < NITEMS(sizes); i++) {
		for (odd = 0; odd < 20; odd++) {
			memset((char *)arena_copy(&a, (struct str){"", 0}).data,
			    0, 1);
			assert_int_equal((uintptr_t)arena_alloc(&a, 0) % 16, 0);
			arena_copy(&a, (struct str){zeros, sizes[i] + odd});
			assert_int_equal((uintptr_t)arena_alloc(&a, 0) % 16, 0);
			piece = arena_alloc(&a, sizes[i]);
			assert_int_equal((uintptr_t)piece % 16, 0);
			memset(piece, 1, sizes[i]);
			next = arena_alloc(&a, 1);
			*next = 2;
			assert_int_equal(piece[sizes[i] - 1], 1);
		}
	}
	arena_free(&a);
}

static void
test_copy(void **state)
{
	struct arena a = {0};
	struct str copy = arena_copy(&a, STR("a\0b"));

	(void)state;
	assert_int_equal(copy.len, 3);
	assert_memory_equal(copy.data, "a\0b", 4);
	copy = arena_copy(&a, (struct str){NULL, 0});
	assert_int_equal(copy.len, 0);
	assert_string_equal(copy.data, "");
	arena_free(&a);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_alloc),
	    cmocka_unit_test(test_large),
	    cmocka_unit_test(test_copy),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
