#!/usr/bin/env python3
"""On data without any cause, chance makes no more findings than the level of
significance allows.

The signatures of the sample are dealt out anew at random within each channel,
so that no attribute has anything to do with them. The tests of a group keep
its share of false findings at 0.05 / 2 for all single items together and at
0.05 / 4 for all pairs (ALGORITHM section 6A), so at most 3.75 % of the groups
may have any. In 20 deals the number of groups with findings must stay below
what such a share exceeds once in a thousand times; causes are found again when
the signatures are left where they belong.
"""

import json
import math
import random

import crashcorr

crashcorr.skip_under_valgrind()

SHARE = 0.05 / 2 + 0.05 / 4
SEEDS = 20


def deal(rows, seed):
    """Each channel's signatures among its rows, at random."""
    rng = random.Random(seed)
    by_channel = {}
    for row in rows:
        by_channel.setdefault(row.get("release_channel"), []).append(row)
    dealt = []
    for channel in by_channel.values():
        signatures = [row.get("signature") for row in channel]
        rng.shuffle(signatures)
        dealt += [
            dict(row, signature=signature)
            for row, signature in zip(channel, signatures)
        ]
    return dealt


def found(rows):
    """How many groups were mined, and how many of them have findings."""
    text = "\n".join(json.dumps(row) for row in rows).encode()
    groups = crashcorr.results(["--quiet"], text)
    mined = [g for g in groups if g["status"] in ("found", "nothing")]
    return len(mined), sum(g["status"] == "found" for g in mined)


def limit(n):
    """The least k with P(more than k of n) <= 1/1000 at SHARE each."""
    below = 0.0
    for k in range(n + 1):
        below += math.comb(n, k) * SHARE**k * (1 - SHARE) ** (n - k)
        if below >= 0.999:
            return k
    return n


rows = [json.loads(row) for row in crashcorr.read_gz(crashcorr.SAMPLE).splitlines()]
mined = 0
false = 0
for seed in range(SEEDS):
    n, k = found(deal(rows, seed))
    mined += n
    false += k
crashcorr.ok(
    mined > 1000 and false <= limit(mined),
    "%d of %d groups have findings by chance, %d may have"
    % (false, mined, limit(mined)),
)
n, k = found(rows)
crashcorr.ok(k > n / 3, "%d of %d groups have findings by cause" % (k, n))
crashcorr.done()
