#!/usr/bin/env python3
"""--explain tells the counts, shares and fates that a plain program works out.

For signatures of the smaller cases, by both rule sets, everything that
--explain prints is worked out here anew, the slow way: items and columns with
their counts (ALGORITHM sections 1 to 3), what pruning and redundancy leave of
them (4), differences, levels, p-values and phi (6, step 1). Which of the
significant items are explained and which are findings with which prior is
taken from the expected results, which other programs made (cases/README.md).
"""

import json
import os

import crashcorr
import plain

# rows of the larger cases, for which this is too slow
ROWS_MAX = 400

ORDER = [
    "listed", "explained", "weak", "chance", "alike", "whole", "half",
    "negated", "absent", "infobar", "version", "rare", "few", "uncommon",
    "constant", "nested", "left-out",
]  # fmt: skip


def is_near(text, value):
    """Is a number with three digits this one?"""
    return abs(float(text) - value) <= 0.006 * abs(value)


def prior_text(prior):
    """In brackets, as behind a finding."""
    (label, value), = prior["item"].items()
    return " [%s vs %s if %s]" % (
        plain.share(prior["count_group"], prior["total_group"]),
        plain.share(prior["count_reference"], prior["total_reference"]),
        plain.item_text(label, value),
    )


def explained_differs(fate, rest, fates):
    """The item in brackets must be one, and explain this one as it says."""
    for prior in fates:
        shares, difference = fate.given(prior)
        if shares and rest == " [%s if %s]" % (shares, prior.text):
            return None if difference < fate.min else "that explains nothing"
    return "%r follows" % rest


def rest_differs(fate, rest, fates):
    """What follows the item: a prior, and whether a pair is listed."""
    end = " (a pair with it is listed)" if fate.in_pair else ""
    if not rest.endswith(end):
        return "no pair is told of"
    rest = rest[: len(rest) - len(end)]
    if fate.word == "explained":
        return explained_differs(fate, rest, fates)
    good = rest == (prior_text(fate.prior) if fate.prior else "")
    return None if good else "%r follows" % rest


def fate_differs(fate, row, fates):
    """Say what is wrong with a row: its cells, then the item and the rest."""
    cells, shown = row
    expected = [plain.cell(fate.count, fate.n_group)]
    expected.append(plain.cell(fate.total, fate.n_reference))
    if cells[:2] != expected or cells[4] != fate.word:
        return "expected %s %s" % (expected, fate.word)
    if (cells[2:4] == ["-", "-"]) != (fate.p_value is None):
        return "tested or not"
    if fate.p_value is not None and not (
        is_near(cells[2], fate.phi) and is_near(cells[3], fate.p_value)
    ):
        return "expected phi %g, p %g" % (fate.phi, fate.p_value)
    return rest_differs(fate, shown[len(fate.text) :], fates)


def row_read(line, widths):
    """Cells by the widths of the title's, and what follows."""
    cells = []
    for width in widths:
        cells.append(line[:width].strip())
        line = line[width + 2 :]
    return cells, line


def rows_read(text):
    """The heading, the rows of the table, the words of the legend."""
    heading, _, rest = text.partition("\n")
    table, _, legend = rest.partition("\n\n")
    title, *lines = table.split("\n")
    # every cell but the last two ends where its title does
    ends = [
        title.index(word) + len(word)
        for word in ("in signature", "overall", "phi", "p-value")
    ]
    begins = [0] + [end + 2 for end in ends]
    widths = [end - begin for begin, end in zip(begins, ends)] + [9]
    words = [line.split()[0] for line in legend.splitlines()]
    return heading, [row_read(line, widths) for line in lines], words


def matched(fates, rows):
    """Pairs of fate and row, each once; and what is left over of both.

    A row's text may go on behind the item: the longest one is meant.
    """
    left = sorted(fates, key=lambda fate: -len(fate.text))
    pairs = []
    strange = []
    for row in rows:
        fits = [f for f in left if row[1].startswith(f.text)]
        fits = [f for f in fits if not fate_differs(f, row, fates)] or fits
        if fits:
            left.remove(fits[0])
            pairs.append((fits[0], row))
        else:
            strange.append("not expected: %s %s" % row)
    return pairs, strange + ["missing: %s %s" % (f.word, f.text) for f in left]


def compare(text, mining, signature):
    heading, rows, words = rows_read(text)
    fates = mining.fates(signature)
    pairs, problems = matched(fates, rows)
    if heading != mining.heading(signature):
        problems.append("heading " + heading)
    for fate, row in pairs:
        wrong = fate_differs(fate, row, fates)
        if wrong:
            problems.append("%s %s: %s" % (*row, wrong))
    places = [(ORDER.index(f.word), f.kind, -f.difference) for f, _ in pairs]
    if places != sorted(places):
        problems.append("not in order")
    if words != [w for w in ORDER if any(f.word == w for f in fates)]:
        problems.append("legend of %s" % words)
    return problems


def check(name, mode, signature, mining, rows):
    status, out, err = crashcorr.run(
        ["-q", "--explain", signature, *mining.args], rows
    )
    if status != 0 or err:
        return ["status %d: %s" % (status, err.decode())]
    text = out.decode()
    n = mining.group_size(signature)
    if n < 5:
        why = (
            "too few crash reports: five are needed"
            if n
            else "unknown: no crash report has it"
        )
        good = text == "%s\n%s\n" % (mining.heading(signature), why)
        return [] if good else [text]
    return compare(text, mining, signature)


def cases():
    """Name, mode, mining and rows of each; one signature of each suffices."""
    for name in sorted(os.listdir(crashcorr.CASES)):
        folder = os.path.join(crashcorr.CASES, name)
        path = os.path.join(folder, "input.ndjson.gz")
        if not os.path.exists(path):
            continue
        rows = crashcorr.read_gz(path)
        if rows.count(b"\n") > ROWS_MAX:
            continue
        for mode in ("default", "compat"):
            yield name, mode, plain.Mining(folder, mode, rows), rows


crashcorr.skip_under_valgrind()
seen = set()
for name, mode, mining, rows in cases():
    # compat's level hangs on the groups before, which this does not mine
    signatures = mining.signatures
    if mode == "compat":
        signatures = mining.first_mined()
    for signature in signatures:
        problems = check(name, mode, signature, mining, rows)
        seen.update(f.word for f in mining.fates(signature))
        crashcorr.ok(
            not problems,
            "%s, %s: %s" % (name, mode, ascii(signature).replace("#", "")),
            problems,
        )
missing = [word for word in ORDER if word not in seen]
crashcorr.ok(not missing, "every fate is met", missing)
crashcorr.done()
