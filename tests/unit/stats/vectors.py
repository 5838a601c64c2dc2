#!/usr/bin/env python3
"""Make vectors.tsv, what test-stats expects of correlations/stats.c.

Run from this folder:  ./vectors.py > vectors.tsv
With scipy installed, ./vectors.py --scipy > vectors.tsv also says on standard
error how far scipy is from these values.

Nothing here is rounded before the last step: chi-squared is a fraction, its
p-value a power series to 400 digits, Fisher's p-value a sum of the weights of
all tables, in whole numbers while the table is small and to 60 digits when it
is not.  Only the interval is in doubles, since its rounding is prescribed; it
is held against the exact one.
"""

import itertools
import math
import random
import sys
from decimal import Decimal, getcontext, localcontext
from fractions import Fraction

getcontext().prec = 60
TIE = Fraction(1, 10**14)
LEAST = Decimal("1e-320")


def decimal(fraction):
    return Decimal(fraction.numerator) / Decimal(fraction.denominator)


def margins(table):
    a, b, c, d = table
    return a + b, c + d, a + c, b + d


def chi2(table, correction):
    """Sum of (observed - expected)^2 / expected, cells moved by correction."""
    rows, columns = margins(table)[:2], margins(table)[2:]
    if 0 in rows + columns:
        return Fraction(0)
    result = Fraction(0)
    for observed, (row, column) in zip(table, itertools.product(rows, columns)):
        expected = Fraction(row * column, sum(table))
        deviation = abs(observed - expected)
        result += (deviation - min(correction, deviation)) ** 2 / expected
    return result


def pi():
    """Machin's formula."""

    def arctan_of_inverse(x):
        total = term = Decimal(1) / x
        n = 1
        while abs(term) > Decimal(10) ** -getcontext().prec:
            term /= -x * x
            n += 2
            total += term / n
        return total

    return 4 * (4 * arctan_of_inverse(5) - arctan_of_inverse(239))


def chi2_pvalue(statistic):
    """erfc(sqrt(x/2)), 1 - sqrt(2x/pi) exp(-x/2) (1 + x/3 + x^2/15 + ...)."""
    if statistic > 1500:
        return Decimal(0)
    with localcontext() as context:
        context.prec = 400
        x = decimal(statistic)
        total = term = Decimal(1)
        n = 1
        while term > total * Decimal("1e-400"):
            n += 2
            term *= x / n
            total += term
        return 1 - (2 * x / pi()).sqrt() * (-x / 2).exp() * total


def fisher_whole_numbers(table):
    a, b, c, d = table
    row, column, rest = a + b, a + c, c + d
    low, high = max(0, column - rest), min(row, column)
    weights = [
        math.comb(row, k) * math.comb(rest, column - k)
        for k in range(low, high + 1)
    ]
    limit = weights[a - low] * (1 + TIE)
    return decimal(Fraction(sum(w for w in weights if w <= limit), sum(weights)))


def fisher_walk(table):
    """Walks from the observed table, of weight 1, to both ends."""
    limit = 1 + decimal(TIE)
    total = tail = Decimal(1)
    a, b, c, d = table
    for a, b, c, d in (a, b, c, d), (b, a, d, c):
        weight = Decimal(1)
        while b and c:
            ratio = Decimal(b * c) / Decimal((a + 1) * (d + 1))
            weight *= ratio
            a, b, c, d = a + 1, b - 1, c - 1, d + 1
            assert abs(weight - limit) > Decimal("1e-40"), table
            total += weight
            if weight <= limit:
                tail += weight
            if ratio < 1 and weight < Decimal("1e-40"):
                break
    return tail / total


def fisher_pvalue(table):
    if 0 in margins(table):
        return Decimal(1)
    if sum(table) > 1000:
        return fisher_walk(table)
    p = fisher_whole_numbers(table)
    assert abs(fisher_walk(table) / p - 1) < Decimal("1e-30"), table
    return p


def expected_min(table):
    if 0 in margins(table):
        return Fraction(0)
    row_1, row_2, column_1, column_2 = margins(table)
    return Fraction(min(row_1, row_2) * min(column_1, column_2), sum(table))


def interval(table):
    """The first column is the group, the second the reference."""
    count_g, count_r, without_g, without_r = table
    n_g, n_r = count_g + without_g, count_r + without_r
    if 0 in (n_g, n_r):
        return ("-", "-")
    s_g, s_r = count_g / n_g, count_r / n_r
    d = s_g - s_r
    e = math.sqrt(s_g * (1 - s_g) / n_g + s_r * (1 - s_r) / n_r)
    c = 0.5 * (1 / n_g + 1 / n_r)
    low, high = d - 1.96 * e - c, d + 1.96 * e + c

    s_g, s_r = Fraction(count_g, n_g), Fraction(count_r, n_r)
    e = decimal(s_g * (1 - s_g) / n_g + s_r * (1 - s_r) / n_r).sqrt()
    c = (Fraction(1, n_g) + Fraction(1, n_r)) / 2
    width = Decimal("1.96") * e + decimal(c)
    assert abs(Decimal(low) - (decimal(s_g - s_r) - width)) < Decimal("1e-15")
    assert abs(Decimal(high) - (decimal(s_g - s_r) + width)) < Decimal("1e-15")
    return (low.hex(), high.hex())


def random_table(generator, log_cells, deviations):
    """Margins up to 10^log_cells, so many standard deviations from the mean."""
    low = max(0.0, log_cells - 1.5)
    row_1 = int(10 ** generator.uniform(low, log_cells))
    row_2 = int(10 ** generator.uniform(low, log_cells))
    total = row_1 + row_2
    column = int(total * generator.uniform(0.02, 0.98)) or 1
    return observed(generator, row_1, row_2, column, deviations)


def observed(generator, row_1, row_2, column, deviations):
    total = row_1 + row_2
    mean = row_1 * column / total
    variance = mean * row_2 / total * (total - column) / max(1, total - 1)
    a = round(mean + generator.choice((-1, 1)) * deviations * math.sqrt(variance))
    a = max(0, column - row_2, min(a, row_1, column))
    return (a, row_1 - a, column - a, row_2 - column + a)


def tables_of_all_magnitudes(generator):
    for log_cells in 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7:
        for i in range(18 if log_cells < 6 else 9):
            yield random_table(generator, log_cells, generator.uniform(0, 38))
            yield random_table(generator, log_cells, generator.uniform(0, 4))


def tables_of_least_pvalues(generator):
    """Around 1e-300, to both sides of it."""
    for log_cells in 4, 5, 6, 7:
        for deviations in 34.5, 35, 35.5, 36, 36.4, 36.8, 37.2:
            yield random_table(generator, log_cells, deviations)
    for m in 480, 490, 499, 500, 501, 502, 503, 510, 530:
        yield (m, 0, 0, m)
        yield (1, m, m + 8, 0)
        yield (m // 2, 0, 0, 3 * m)


def tables_of_rare_items(generator):
    """A small group in a reference of 90,000, where Fisher's test is used."""
    for i in range(120):
        group = int(10 ** generator.uniform(0.7, 3.7))
        holders = int(10 ** generator.uniform(0.7, 3.7))
        deviations = generator.uniform(0, generator.choice((3, 10, 100)))
        yield observed(generator, group, 90000 - group, holders, deviations)


def tables_with_mirror(generator):
    """Equal rows, or as much in one as in the other column: each table has a
    mirror image of exactly the same probability."""
    for log_cells in 1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5, 5.5, 6, 6.5, 7:
        for deviations in 0.5, 1, 2, 5, 20:
            n = int(10 ** generator.uniform(log_cells - 0.5, log_cells))
            column = int(2 * n * generator.uniform(0.05, 0.95)) or 1
            a, b, c, d = observed(generator, n, n, column, deviations)
            yield (a, b, c, d)
            yield (a, c, b, d)


def tables_equal_by_chance():
    """No mirror image, yet another table of exactly the same probability."""
    found = []
    for row, rest in itertools.combinations(range(2, 41), 2):
        for column in range(2, (row + rest) // 2):
            seen = {}
            for a in range(max(0, column - rest), min(row, column) + 1):
                weight = math.comb(row, a) * math.comb(rest, column - a)
                other = seen.setdefault(weight, a)
                if a - other > 1:
                    found += [
                        (k, row - k, column - k, rest - column + k)
                        for k in (other, a)
                    ]
    return [table for table in found if 2 * (table[0] + table[2]) != sum(table)]


def tables_nearly_equal():
    """The likeliest tables, and ones whose neighbours differ from them by
    just more, or just less, than the tolerance.

    Moving one from a and d to b and c multiplies the probability by
    ad / (b + 1)(c + 1), here m^2 / (m^2 - 1) and the like: 1e-14 lies between
    m = 10^7 and m = 10^7 + 1.  Moving two multiplies it by
    (u^2 - 1/4)(w^2 - 1/4) / (v^2 - 1/4)(z^2 - 1/4), where u = a - 1/2,
    w = d - 1/2, v = b + 3/2, z = c + 3/2: all but 1 when uw = vz.
    """
    for m in 3, 10, 1000, 10**5, 10**6, 10**7 - 1, 10**7, 10**7 + 1, 10**7 + 9:
        yield (m, m - 2, m, m)
        yield (m, m - 1, m - 1, m)
        yield (m - 1, m - 1, m - 1, m + 1)
    for s in 11, 101, 1001, 4001, 9001, 30001, 100001, 1000001:
        r = s + 2
        u, w, v, z = 3 * s, 5 * r, 5 * s, 3 * r
        for u, w, v, z in (u, w, v, z), (v, z, u, w):
            yield ((u + 1) // 2, (v - 3) // 2, (z - 3) // 2, (w + 1) // 2)


def tables_with_empty_margin():
    for n in 0, 1, 5, 90000, 10**7:
        yield (n, 3, 0, 0)
        yield (0, 0, n, 4)
        yield (n, 0, 7, 0)
        yield (0, n, 0, 9)
        yield (n, 0, 0, 0)


def tables_around_half():
    """Deviations around 0.5, where Yates' correction leaves next to nothing."""
    for m in 2, 10, 500, 10**4, 10**6, 10**7 - 2:
        for table in (
            (m, m, m, m),
            (m + 1, m, m, m),
            (m + 1, m, m, m + 1),
            (m + 2, m, m, m + 1),
            (m + 2, m, m + 1, m + 1),
            (m + 2, m, m, m + 2),
        ):
            yield table


def groups():
    generator = random.Random(20261122)
    yield "zeros, ones and twos", itertools.product(range(3), repeat=4)
    yield "up to nine", (
        [generator.randrange(10) for _ in range(4)] for _ in range(60)
    )
    yield "an empty row or column", tables_with_empty_margin()
    yield "all magnitudes", tables_of_all_magnitudes(generator)
    yield "p-values around 1e-300", tables_of_least_pvalues(generator)
    yield "rare items", tables_of_rare_items(generator)
    yield "mirror images", tables_with_mirror(generator)
    yield "equal by chance", generator.sample(tables_equal_by_chance(), 40)
    yield "nearly equal", tables_nearly_equal()
    yield "deviations around 0.5", tables_around_half()


def vector(table):
    pearson, yates = chi2(table, 0), chi2(table, Fraction(1, 2))
    phi = decimal(pearson / sum(table)).sqrt() if sum(table) else Decimal(0)
    values = (
        decimal(expected_min(table)),
        decimal(pearson),
        decimal(yates),
        chi2_pvalue(yates),
        fisher_pvalue(table),
        phi,
    )
    values = [v if v > LEAST else Decimal(0) for v in values]
    return [f"{v:.19e}" if v else "0" for v in values] + list(interval(table))


def scipy_difference(table, numbers):
    """Relative differences of scipy's chi-squared, p-values and Fisher's p."""
    from scipy.stats import chi2_contingency, fisher_exact

    square = (table[:2], table[2:])
    theirs = (
        chi2_contingency(square, correction=False)[0],
        *chi2_contingency(square, correction=True)[:2],
        fisher_exact(square)[1],
    )
    return [
        abs(x - float(y)) / float(y) if float(y) > 1e-300 else 0
        for x, y in zip(theirs, numbers[1:5])
    ]


def main():
    compare = sys.argv[1:] == ["--scipy"]
    print("# Made by vectors.py: see there how.  Intervals as hexadecimal")
    print("# doubles, first column against second; - where one is empty.")
    print("# a b c d expected_min pearson yates yates_p fisher_p phi low high")
    for title, tables in groups():
        print(f"# {title}")
        differences = []
        for table in tables:
            numbers = vector(table)
            print(*table, *numbers, sep="\t")
            if compare and 0 not in margins(table):
                differences.append(
                    (scipy_difference(tuple(table), numbers), table)
                )
        for i, name in enumerate(("pearson", "yates", "yates p", "fisher")):
            if differences:
                worst = max(differences, key=lambda row: row[0][i])
                print(
                    f"{title}: {name}: scipy {worst[0][i]:.1e} off at",
                    tuple(worst[1]),
                    file=sys.stderr,
                )


if __name__ == "__main__":
    main()
