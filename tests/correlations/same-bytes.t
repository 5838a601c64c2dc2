#!/usr/bin/env python3
"""The same rows give the same bytes: in any order, with any number of
threads, with any memory, in any of the three shapes."""

import json
import os
import random
import shutil
import tempfile

import crashcorr

crashcorr.skip_under_valgrind()
WORK = tempfile.mkdtemp()


def made(name, args, rows):
    """The tree and the lines that crashcorr makes of rows."""
    out = os.path.join(WORK, name)
    status, lines, err = crashcorr.run(
        ["-q", "--date", "2026-11-22", "-f", "ndjson", "-o", out, *args], rows
    )
    if status != 0:
        return "status %d: %s" % (status, err.decode())
    return crashcorr.tree(out), lines


def shuffled(rows, seed):
    lines = rows.splitlines(keepends=True)
    random.Random(seed).shuffle(lines)
    return b"".join(lines)


def first_of_uuid(rows):
    """One row a uuid: which of two different ones counts hangs on order."""
    seen = set()
    kept = []
    for line in rows.splitlines(keepends=True):
        uuid = json.loads(line).get("uuid")
        if not uuid or uuid not in seen:
            kept.append(line)
        seen.add(uuid)
    return b"".join(kept)


def natural(row):
    """From the shape of the table to that of an export."""
    row = dict(row)
    if row.get("addons"):
        row["addons"] = [a["element"] for a in row["addons"]["list"]]
    dump = row.get("json_dump")
    if dump and dump.get("modules"):
        row["json_dump"] = dict(
            dump, modules=[m["element"] for m in dump["modules"]["list"]]
        )
    return row


def projected(row):
    """From the shape of the table to that of crashcorr.sql."""
    row = natural(row)
    dump = row.pop("json_dump", None) or {}
    if dump.get("modules") is not None:
        names = [m["filename"] for m in dump["modules"]]
        row["modules"] = sorted({n for n in names if n is not None})
    return row


def reshaped(rows, change):
    lines = [json.dumps(change(json.loads(row))) for row in rows.splitlines()]
    return ("\n".join(lines) + "\n").encode()


def compare(name, args, rows, expected):
    got = made(name, args, rows)
    crashcorr.ok(
        got == expected,
        name,
        [got] if isinstance(got, str) else ["the bytes differ"],
    )


sample = first_of_uuid(crashcorr.read_gz(crashcorr.SAMPLE))
expected = made("as it stands", ["--jobs", "1"], sample)
crashcorr.ok(
    not isinstance(expected, str) and len(expected[0]) > 40,
    "the sample gives a tree",
    [str(expected)[:500]],
)
for seed in range(3):
    compare(
        "shuffled, seed %d" % seed, ["--jobs", "1"], shuffled(sample, seed),
        expected,
    )
for jobs in ("2", "5"):
    compare("%s threads" % jobs, ["--jobs", jobs], sample, expected)
for memory in ("1K", "1M", "4G"):
    compare("memory %s" % memory, ["--memory", memory], sample, expected)
compare(
    "shuffled, 3 threads, memory 200K",
    ["--jobs", "3", "--memory", "200K"],
    shuffled(sample, 7),
    expected,
)
compare("natural shape", [], reshaped(sample, natural), expected)
compare("projected shape", [], reshaped(sample, projected), expected)


def explained(args, rows):
    """What --explain prints of a signature that has all sorts of items."""
    status, out, err = crashcorr.run(
        ["-q", "--explain", "OOM | small", *args], rows
    )
    return out if status == 0 and not err else err.decode()


for mode in ([], ["--compat"]):
    whole = explained([*mode, "--jobs", "1"], sample)
    crashcorr.ok(
        isinstance(whole, bytes) and whole.count(b"\n") > 1000,
        "%s: items are explained" % (mode or "default"),
        [str(whole)[:500]],
    )
    for args in (["--jobs", "3"], ["--memory", "1K"], ["--memory", "1M"]):
        crashcorr.ok(
            explained([*mode, *args], sample) == whole,
            "%s, explained: %s" % (mode or "default", args),
        )
    crashcorr.ok(
        explained([*mode], shuffled(sample, 3)) == whole,
        "%s, explained: shuffled" % (mode or "default"),
    )
compat = made("compat", ["--compat", "--jobs", "1"], sample)
compare(
    "compat, 4 threads, memory 1K",
    ["--compat", "--jobs", "4", "--memory", "1K"],
    sample,
    compat,
)
crashcorr.ok(compat != expected, "compat is something else")
shutil.rmtree(WORK)
crashcorr.done()
