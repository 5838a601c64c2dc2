/*
 * correlations/stats.c against values computed exactly: the vectors that
 * tests/unit/stats/vectors.py made, and published ones.
 *
 * test-stats [FILE]	FILE is tests/unit/stats/vectors.tsv by default
 */
#include "correlations/stats.h"

#include <inttypes.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define TOLERANCE 1e-10  /* relative */
#define LEAST 1e-300     /* below it a p-value only has to be below */
#define NVECTORS_MIN 900 /* the file is whole */
#define NVECTORS_MAX 2000

struct vector {
	uint64_t n[4];
	double expected_min;
	double pearson;
	double yates;
	double yates_p;
	double fisher_p;
	double phi;
	bool has_interval;
	struct interval interval;
};

static const char *vectors_path = "tests/unit/stats/vectors.tsv";
static struct vector vectors[NVECTORS_MAX];
static size_t nvectors;

static bool
vector_parse(struct vector *v, char *line)
{
	char *field[13], *end, *rest = line;
	double number[8];
	int i, nfields = 0;

	while (nfields < 13 && (field[nfields] = strtok(rest, "\t\n"))) {
		rest = NULL;
		nfields++;
	}
	if (nfields != 12)
		return false;
	for (i = 0; i < 4; i++) {
		v->n[i] = strtoull(field[i], &end, 10);
		if (*end != '\0')
			return false;
	}
	v->has_interval = strcmp(field[10], "-") != 0;
	for (i = 0; i < (v->has_interval ? 8 : 6); i++) {
		number[i] = strtod(field[i + 4], &end);
		if (*end != '\0')
			return false;
	}
	v->expected_min = number[0];
	v->pearson = number[1];
	v->yates = number[2];
	v->yates_p = number[3];
	v->fisher_p = number[4];
	v->phi = number[5];
	if (v->has_interval) {
		v->interval.low = number[6];
		v->interval.high = number[7];
	}
	return true;
}

static int
vectors_read(void **state)
{
	char line[1024];
	FILE *in;

	(void)state;
	in = fopen(vectors_path, "r");
	if (in == NULL) {
		perror(vectors_path);
		return -1;
	}
	while (fgets(line, sizeof(line), in) != NULL) {
		if (line[0] == '#')
			continue;
		if (nvectors == NVECTORS_MAX ||
		    !vector_parse(&vectors[nvectors], line)) {
			fprintf(stderr, "%s: bad vector %zu\n", vectors_path,
			    nvectors + 1);
			fclose(in);
			return -1;
		}
		nvectors++;
	}
	fclose(in);
	return 0;
}

static void
assert_close(const uint64_t n[4], double got, double expected)
{
	if (fabs(got - expected) <= TOLERANCE * expected)
		return;
	fail_msg("%" PRIu64 " %" PRIu64 " / %" PRIu64 " %" PRIu64
	         ": got %.17g, expected %.17g",
	    n[0], n[1], n[2], n[3], got, expected);
}

static void
assert_pvalue(const uint64_t n[4], double got, double expected)
{
	if (expected >= LEAST)
		assert_close(n, got, expected);
	else
		assert_true(got >= 0 && got < LEAST);
	assert_true(got <= 1);
}

static void
test_vectors_whole(void **state)
{
	size_t i, n, tiny = 0, ordinary = 0;

	(void)state;
	assert_true(nvectors >= NVECTORS_MIN);
	for (i = 0; i < nvectors; i++) {
		for (n = 0; n < 4; n++)
			assert_true(vectors[i].n[n] <= 10000100);
		tiny += vectors[i].fisher_p < 1e-250 &&
		        vectors[i].fisher_p >= LEAST;
		ordinary +=
		    vectors[i].fisher_p < 0.9 && vectors[i].fisher_p > 0.001;
	}
	assert_true(tiny >= 20);
	assert_true(ordinary >= 100);
}

static void
test_chi2_expected_min(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < nvectors; i++)
		assert_close(vectors[i].n, chi2_expected_min(vectors[i].n),
		    vectors[i].expected_min);
}

/* The choice of test hangs on "below 5": exactly 5 must not come out less. */
static void
test_chi2_expected_min_border(void **state)
{
	uint64_t i;

	(void)state;
	for (i = 1; i <= 1000000; i += 997) {
		const uint64_t five[] = {5, 5 * i, 7, 7 * i};
		const uint64_t less[] = {5, 5 * i, 7, 7 * i + 1};

		assert_true(chi2_expected_min(five) == 5);
		assert_true(chi2_expected_min(less) < 5);
	}
}

static void
test_chi2_pearson(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < nvectors; i++)
		assert_close(vectors[i].n, chi2_pearson(vectors[i].n),
		    vectors[i].pearson);
}

static void
test_chi2_yates(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < nvectors; i++)
		assert_close(
		    vectors[i].n, chi2_yates(vectors[i].n), vectors[i].yates);
}

static void
test_chi2_pvalue(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < nvectors; i++)
		assert_pvalue(vectors[i].n,
		    chi2_pvalue(chi2_yates(vectors[i].n)), vectors[i].yates_p);
}

/* Critical values as tables of the distribution print them. */
static void
test_chi2_pvalue_published(void **state)
{
	static const struct {
		double chi2, p;
	} table[] = {{2.706, 0.10}, {3.841, 0.05}, {5.024, 0.025},
	    {6.635, 0.01}, {7.879, 0.005}, {10.828, 0.001}};
	size_t i;

	(void)state;
	for (i = 0; i < sizeof(table) / sizeof(table[0]); i++)
		assert_true(
		    fabs(chi2_pvalue(table[i].chi2) / table[i].p - 1) < 5e-4);
	assert_true(chi2_pvalue(0) == 1);
	assert_true(chi2_pvalue(INFINITY) == 0);
}

static void
test_fisher_pvalue(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < nvectors; i++)
		assert_pvalue(vectors[i].n, fisher_pvalue(vectors[i].n),
		    vectors[i].fisher_p);
}

/*
 * Rows or columns exchanged, or one for the other: the same p-value, though
 * not bit by bit.
 */
static void
test_fisher_pvalue_symmetry(void **state)
{
	static const int order[][4] = {
	    {1, 0, 3, 2}, {2, 3, 0, 1}, {0, 2, 1, 3}, {3, 1, 2, 0}};
	uint64_t n[4];
	size_t i, j, k;

	(void)state;
	for (i = 0; i < nvectors; i++) {
		for (j = 0; j < sizeof(order) / sizeof(order[0]); j++) {
			for (k = 0; k < 4; k++)
				n[k] = vectors[i].n[order[j][k]];
			assert_pvalue(n, fisher_pvalue(n), vectors[i].fisher_p);
		}
	}
}

/*
 * The lady tasting tea (Fisher 1935): 34 of 70; the convictions of twins of
 * criminals (Fisher 1962), 0.0005367 in the documentation of R's fisher.test;
 * whales and sharks in that of scipy.stats.fisher_exact, 0.0349...
 */
static void
test_fisher_pvalue_published(void **state)
{
	static const uint64_t tea[] = {3, 1, 1, 3};
	static const uint64_t twins[] = {2, 15, 10, 3};
	static const uint64_t whales[] = {8, 2, 1, 5};

	(void)state;
	assert_close(tea, fisher_pvalue(tea), 34. / 70);
	assert_true(fabs(fisher_pvalue(twins) - 0.0005367) < 5e-8);
	assert_true(floor(fisher_pvalue(whales) * 1e4) == 349);
}

/* 2 / C(2m, m) has millions of digits: 0, and at once. */
static void
test_fisher_pvalue_out_of_range(void **state)
{
	static const uint64_t apart[] = {10000000, 0, 0, 10000000};
	static const uint64_t nearly[] = {9000000, 1, 2, 9000000};

	(void)state;
	assert_true(fisher_pvalue(apart) == 0);
	assert_true(fisher_pvalue(nearly) == 0);
}

static void
test_phi_coefficient(void **state)
{
	size_t i;

	(void)state;
	for (i = 0; i < nvectors; i++)
		assert_close(vectors[i].n,
		    phi_coefficient(vectors[i].n, chi2_pearson(vectors[i].n)),
		    vectors[i].phi);
}

/* Rounding must not take phi beyond 1. */
static void
test_phi_coefficient_perfect(void **state)
{
	static const uint64_t seven[] = {7, 0, 0, 3};
	uint64_t i;

	(void)state;
	for (i = 1; i < 10000; i++) {
		const uint64_t n[] = {977 * i, 0, 0, 7919 * i % 999983 + 1};

		assert_true(phi_coefficient(n, chi2_pearson(n)) <= 1);
		assert_close(n, phi_coefficient(n, chi2_pearson(n)), 1);
	}
	/* 10 (21 - 5)^2 / 21^2 is the corrected chi-squared. */
	assert_close(
	    seven, phi_coefficient(seven, chi2_yates(seven)), 16. / 21);
}

static void
test_pvalue_at_most(void **state)
{
	const double alpha = 0.05 / 4 / 27;

	(void)state;
	assert_true(pvalue_at_most(0, 0));
	assert_true(pvalue_at_most(alpha, alpha));
	assert_true(pvalue_at_most(alpha / 2, alpha));
	assert_true(pvalue_at_most(alpha * (1 + 0.9e-9), alpha));
	assert_false(pvalue_at_most(alpha * (1 + 1.1e-9), alpha));
	assert_false(pvalue_at_most(1, alpha));
	assert_false(pvalue_at_most(1e-300, 0));
}

/* To the last bit: the order of results hangs on it. */
static void
test_difference_interval(void **state)
{
	struct interval ci;
	const struct vector *v;
	size_t i, nchecked = 0;

	(void)state;
	for (i = 0; i < nvectors; i++) {
		v = &vectors[i];
		if (!v->has_interval)
			continue;
		ci = difference_interval(
		    v->n[0], v->n[0] + v->n[2], v->n[1], v->n[1] + v->n[3]);
		assert_true(ci.low == v->interval.low);
		assert_true(ci.high == v->interval.high);
		nchecked++;
	}
	assert_true(nchecked >= NVECTORS_MIN / 2);
}

int
main(int argc, char *argv[])
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(test_vectors_whole),
	    cmocka_unit_test(test_chi2_expected_min),
	    cmocka_unit_test(test_chi2_expected_min_border),
	    cmocka_unit_test(test_chi2_pearson),
	    cmocka_unit_test(test_chi2_yates),
	    cmocka_unit_test(test_chi2_pvalue),
	    cmocka_unit_test(test_chi2_pvalue_published),
	    cmocka_unit_test(test_fisher_pvalue),
	    cmocka_unit_test(test_fisher_pvalue_symmetry),
	    cmocka_unit_test(test_fisher_pvalue_published),
	    cmocka_unit_test(test_fisher_pvalue_out_of_range),
	    cmocka_unit_test(test_phi_coefficient),
	    cmocka_unit_test(test_phi_coefficient_perfect),
	    cmocka_unit_test(test_pvalue_at_most),
	    cmocka_unit_test(test_difference_interval),
	};

	if (argc > 1)
		vectors_path = argv[1];
	return cmocka_run_group_tests(tests, vectors_read, NULL);
}
