/* correlations/match.c against looking for each string by itself. */
#include "tests/unit/unit.h"

#include "correlations/match.h"

#define NSTRINGS 12
#define NROUNDS 3000

static uint32_t seed = 20261122;

/* A number below n, the same in every run. */
static uint32_t
below(uint32_t n)
{
	seed = seed * 1664525 + 1013904223;
	return (seed >> 16) % n;
}

static struct str
text_make(char *buf, size_t len)
{
	size_t i;

	for (i = 0; i < len; i++)
		buf[i] = "abc\xc3\xa9"[below(5)];
	return (struct str){buf, len};
}

static bool
is_among(struct str text, const struct str *strings, size_t n)
{
	while (n-- > 0)
		if (str_equal(strings[n], text))
			return true;
	return false;
}

/* Each string found is in the text, once; each other one is not. */
static void
found_check(
    const struct str *strings, size_t n, struct match *m, struct str text)
{
	uint32_t found[NSTRINGS];
	size_t i, nfound = match_find(m, text, found);
	bool seen[NSTRINGS] = {false};

	for (i = 0; i < nfound; i++) {
		assert_false(seen[found[i]]);
		seen[found[i]] = true;
	}
	for (i = 0; i < n; i++)
		assert_int_equal(seen[i], str_has(text, strings[i]));
}

static void
test_random(void **state)
{
	char bufs[NSTRINGS][6], text[40];
	struct str strings[NSTRINGS], string;
	struct match *m;
	size_t i, n, round;

	(void)state;
	for (round = 0; round < NROUNDS; round++) {
		for (n = i = 0; i < 1 + round % NSTRINGS; i++) {
			string = text_make(bufs[n], 1 + below(5));
			if (!is_among(string, strings, n))
				strings[n++] = string;
		}
		m = match_new(strings, n);
		for (i = 0; i < 3; i++)
			found_check(strings, n, m, text_make(text, below(40)));
		match_free(m);
	}
}

static void
test_within_each_other(void **state)
{
	static const struct str strings[] = {
	    BYTES("she"), BYTES("he"), BYTES("hers"), BYTES("e"), BYTES("x")};
	struct match *m = match_new(strings, NITEMS(strings));

	(void)state;
	found_check(strings, NITEMS(strings), m, STR("ushers"));
	found_check(strings, NITEMS(strings), m, STR("she she"));
	found_check(strings, NITEMS(strings), m, STR(""));
	found_check(strings, NITEMS(strings), m, STR("he\0x"));
	match_free(m);
}

static void
test_nothing(void **state)
{
	uint32_t found;
	struct match *m = match_new(NULL, 0);

	(void)state;
	assert_int_equal(match_find(m, STR("anything"), &found), 0);
	match_free(m);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_random),
	    cmocka_unit_test(test_within_each_other),
	    cmocka_unit_test(test_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
