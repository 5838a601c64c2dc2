#!/usr/bin/env python3
"""Writes crash reports, one JSON object a line, to standard output.

Profile "sample" is what tests/data holds; the others are for benchmarks.
The same options give the same bytes.
"""

import argparse
import itertools
import signal
import sys

sys.dont_write_bytecode = True

from bench import Bench
from report import SHAPES
from sample import Maker
from signatures import CHANNELS
from truth import Truth

# rows, shape, signatures, modules in a report
PROFILES = {
    "sample": (None, "table", None, None),
    "bench-raw": (7400, "table", 200, 70),
    "bench-projected": (90000, "projected", 200, 60),
}
BATCH = 256


def main():
    # A reader such as head may have enough.
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)
    options = parse()
    rows = sample(options) if options.profile == "sample" else bench(options)
    out = sys.stdout.buffer
    while True:
        batch = list(itertools.islice(rows, BATCH))
        if not batch:
            break
        out.write(("\n".join(batch) + "\n").encode())
    out.flush()


def sample(options):
    truth = Truth(options.seed)
    for report in Maker(options.seed).reports():
        truth.add(report)
        yield report.row(options.shape)
    if options.truth:
        with open(options.truth, "w") as file:
            file.write(truth.text())


def bench(options):
    return Bench(
        options.seed,
        options.shape,
        options.channels.split(","),
        options.signatures,
        options.modules,
    ).rows(options.rows)


def parse():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--profile", choices=PROFILES, default="sample")
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--shape", choices=SHAPES)
    parser.add_argument("--truth", metavar="FILE", help="sample only")
    parser.add_argument("--rows", type=int, help="benchmarks only")
    parser.add_argument("--signatures", type=int, help="benchmarks only")
    parser.add_argument(
        "--modules", type=int, help="a report, about; benchmarks only"
    )
    parser.add_argument("--channels", help="a,b,...; benchmarks only")
    options = parser.parse_args()
    names = ("rows", "shape", "signatures", "modules")
    if options.profile == "sample":
        for name in ("rows", "signatures", "modules", "channels"):
            if getattr(options, name) is not None:
                parser.error("the sample has no --" + name)
    elif options.truth:
        parser.error("only the sample has --truth")
    for name, value in zip(names, PROFILES[options.profile]):
        if getattr(options, name) is None:
            setattr(options, name, value)
    options.channels = options.channels or "release"
    if not set(options.channels.split(",")) <= set(CHANNELS):
        parser.error("channels are " + ", ".join(CHANNELS))
    return options


if __name__ == "__main__":
    main()
