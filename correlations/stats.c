/*
 * Tests of a 2x2 table a b / c d of counts.
 *
 * Chi-squared: all four cells deviate from their expectations by the same
 * amount, (ad - bc) / total.  Both products are exact as doubles while the
 * cells stay below 2^26, so nothing is lost where they cancel.
 *
 * Fisher's test: the probability of a table comes from how far its cells are
 * from their expectations, which keeps the digits that a difference of
 * log-factorials loses.  The other tables of its tail follow by the ratio of
 * neighbours, until they no longer matter.  The tail on the other side begins
 * at the first table no likelier than the observed one.
 */
#include "correlations/stats.h"

#include <math.h>

/* Tables this close in probability are equally likely (relative). */
#define TIE_TOLERANCE 1e-14

/*
 * Logarithms of probabilities further apart than this can be compared as they
 * are: for probabilities of 1e-308 and up they are good to 1e-11.
 */
#define LOG_MARGIN 1e-9

/*
 * The tables with the margins of the observed one.  Table k, for k from 0 to
 * min(a, d), has the cells a - k, b + k, c + k and d - k.
 */
struct family {
	double cell[4];    /* of table 0, the observed one; ad >= bc */
	double mean[4];    /* their expectations */
	double log_weight; /* of table 0 */
};

/* Row sums, column sums and total; false when one of the first four is 0. */
static bool
margins_sum(const uint64_t n[4], double margin[5])
{
	margin[0] = n[0] + n[1];
	margin[1] = n[2] + n[3];
	margin[2] = n[0] + n[2];
	margin[3] = n[1] + n[3];
	margin[4] = margin[0] + margin[1];
	return margin[0] > 0 && margin[1] > 0 && margin[2] > 0 && margin[3] > 0;
}

static double
chi2_moved(const uint64_t n[4], double step)
{
	double deviation, m[5];

	if (!margins_sum(n, m))
		return 0;
	/* Times total: whole numbers, where a quotient would be rounded. */
	deviation = fabs((double)n[0] * n[3] - (double)n[1] * n[2]);
	deviation = fmax(deviation - step * m[4], 0);
	return m[4] * deviation * deviation / (m[0] * m[1] * m[2] * m[3]);
}

double
chi2_expected_min(const uint64_t n[4])
{
	double m[5];

	if (!margins_sum(n, m))
		return 0;
	return fmin(m[0], m[1]) * fmin(m[2], m[3]) / m[4];
}

double
chi2_pearson(const uint64_t n[4])
{
	return chi2_moved(n, 0);
}

double
chi2_yates(const uint64_t n[4])
{
	return chi2_moved(n, 0.5);
}

double
chi2_pvalue(double chi2)
{
	return erfc(sqrt(chi2 / 2));
}

double
phi_coefficient(const uint64_t n[4], double chi2)
{
	double m[5];

	if (!margins_sum(n, m))
		return 0;
	/* A perfect association may come out as 1 and a rounding error. */
	return fmin(sqrt(chi2 / m[4]), 1);
}

bool
pvalue_at_most(double p, double alpha)
{
	return p <= alpha * (1 + 1e-9);
}

struct interval
difference_interval(uint64_t count_group, uint64_t total_group,
    uint64_t count_reference, uint64_t total_reference)
{
	double ng = total_group, sg = count_group / ng;
	double nr = total_reference, sr = count_reference / nr;
	double diff = sg - sr;
	double error = sqrt(sg * (1 - sg) / ng + sr * (1 - sr) / nr);
	double correction = 0.5 * (1 / ng + 1 / nr);
	struct interval ci;

	ci.low = diff - 1.96 * error - correction;
	ci.high = diff + 1.96 * error + correction;
	return ci;
}

/*
 * ln(n! / (n^n e^-n)): what Stirling's formula has beside its powers.  The
 * first term left out of the series is below 2e-14 at n = 16.
 */
static double
stirling_log(double n)
{
	static const double small[] = {0, 1, 1.3068528194400546,
	    1.4959226032237258, 1.6328763858683832, 1.7403021806115442,
	    1.828694396641771, 1.9037903176782212, 1.9690705693065629,
	    2.0268062840554952, 2.0785616431350586, 2.12545984509181,
	    2.168334698205882, 2.207822206123445, 2.244418568125061,
	    2.2785183673077407};
	double q;

	if (n < sizeof(small) / sizeof(small[0]))
		return small[(int)n];
	q = 1 / (n * n);
	return 0.5 * log(2 * 3.14159265358979323846 * n) +
	       (1. / 12 - (1. / 360 - (1. / 1260 - q / 1680) * q) * q) / n;
}

/*
 * n ln(n / mean) - (n - mean), at least 0, without the cancellation when n is
 * near mean.
 *
 * Source: C. Loader, "Fast and accurate computation of binomial
 * probabilities" (2000), where this is bd0: the series of
 * ln(n / mean) = 2 atanh(v).
 */
static double
deviance(double n, double mean)
{
	double v = (n - mean) / (n + mean), power, sum, next;
	int i;

	if (n == 0)
		return mean;
	if (fabs(v) > 0.1)
		return n * log(n / mean) - (n - mean);
	sum = (n - mean) * v;
	power = 2 * n * v;
	for (i = 3;; i += 2) {
		power *= v * v;
		next = sum + power / i;
		if (next == sum)
			return sum;
		sum = next;
	}
}

/* ln of the Poisson probability of n. */
static double
poisson_log(double n, double mean)
{
	return -stirling_log(n) - deviance(n, mean);
}

/*
 * ln of the probability of table k, but for a term all tables share: cells
 * are as if they were independent Poisson variables around their means.
 */
static double
family_log_weight(const struct family *f, double k)
{
	return poisson_log(f->cell[0] - k, f->mean[0]) +
	       poisson_log(f->cell[1] + k, f->mean[1]) +
	       poisson_log(f->cell[2] + k, f->mean[2]) +
	       poisson_log(f->cell[3] - k, f->mean[3]);
}

/*
 * Turns the table over where that takes it to ad >= bc: the more extreme
 * tables are then those of larger a.
 */
static void
family_init(struct family *f, const uint64_t n[4], const double m[5])
{
	int i, swap = (double)n[0] * n[3] < (double)n[1] * n[2];

	for (i = 0; i < 4; i++) {
		f->cell[i] = n[i ^ swap];
		f->mean[i] = m[i / 2] * m[2 + ((i ^ swap) & 1)] / m[4];
	}
	f->log_weight = family_log_weight(f, 0);
}

/* Probability of the observed table: of its cells given its margins. */
static double
family_probability(const struct family *f, const double m[5])
{
	double margins = stirling_log(m[0]) + stirling_log(m[1]) +
	                 stirling_log(m[2]) + stirling_log(m[3]);

	return exp(f->log_weight + margins - stirling_log(m[4]));
}

/* Multiplies the sum of x[0] and x[1], kept to 106 bits, by num / den. */
static void
twofold_scale(double x[2], double num, double den)
{
	double q = num / den, rest = fma(-q, den, num) / den;
	double high = x[0] * q;
	double low = fma(x[0], q, -high) + (x[0] * rest + x[1] * q);

	x[0] = high + low;
	x[1] = low - (x[0] - high);
}

/*
 * Is table k likelier than the observed one?  By the product of the ratios of
 * neighbours, table i + 1 over table i.
 */
static bool
family_likelier_exactly(const struct family *f, double k)
{
	double ratio[2] = {1, 0}, i;

	for (i = 0; i < k; i++) {
		twofold_scale(ratio, f->cell[0] - i, f->cell[1] + i + 1);
		twofold_scale(ratio, f->cell[3] - i, f->cell[2] + i + 1);
	}
	return ratio[0] - 1 + ratio[1] > TIE_TOLERANCE;
}

static bool
family_likelier(const struct family *f, double k)
{
	double diff = family_log_weight(f, k) - f->log_weight;

	if (fabs(diff) > LOG_MARGIN)
		return diff > 0;
	return family_likelier_exactly(f, k);
}

/*
 * Where the other tail starts: the smallest k > 1 of a table not likelier
 * than the observed one, given that table 1 is likelier and table last is not.
 * The tail of a symmetric distribution would start at twice the excess; looks
 * there, then in growing steps, then by halves.
 */
static double
family_other_tail(const struct family *f, double last)
{
	double first = 1, step = 1;
	double k = ceil(2 * (f->cell[0] - f->mean[0]));

	while (last - first > 1) {
		if (k <= first || k >= last)
			k = floor(first + (last - first) / 2);
		if (family_likelier(f, k)) {
			first = k;
			k += step;
		} else {
			last = k;
			k -= step;
		}
		step *= 2;
	}
	return last;
}

/*
 * Sum of the probabilities of the table a b / c d and all with a larger a, in
 * units of the first one's.
 */
static double
tail_sum(double a, double b, double c, double d)
{
	double term = 1, sum = 1;

	while (term > sum * 1e-18) {
		term *= b-- * c-- / (++a * ++d);
		sum += term;
	}
	return sum;
}

double
fisher_pvalue(const uint64_t n[4])
{
	struct family f;
	double k, last, m[5], p, sum;

	if (!margins_sum(n, m))
		return 1;
	family_init(&f, n, m);
	last = fmin(f.cell[0], f.cell[3]);
	if (!family_likelier_exactly(&f, 1))
		return 1;
	p = family_probability(&f, m);
	if (p == 0)
		return 0; /* and weights too far apart to tell ties by */
	sum = tail_sum(f.cell[0], f.cell[1], f.cell[2], f.cell[3]);
	if (!family_likelier(&f, last)) {
		k = family_other_tail(&f, last);
		sum += exp(family_log_weight(&f, k) - f.log_weight) *
		       tail_sum(f.cell[1] + k, f.cell[0] - k, f.cell[3] - k,
		           f.cell[2] + k);
	}
	return p * sum;
}
