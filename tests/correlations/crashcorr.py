"""Runs crashcorr and says in TAP what came of it."""

import gzip
import json
import os
import subprocess
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
CASES = os.path.join(HERE, "cases")
SAMPLE = os.path.join(HERE, "..", "data", "crashes.ndjson.gz")

_count = 0
_failed = 0


def ok(good, name, problems=()):
    """Print a TAP line; problems say what is wrong, if it is."""
    global _count, _failed
    _count += 1
    _failed += not good
    print("%sok %d - %s" % ("" if good else "not ", _count, name), flush=True)
    for problem in () if good else problems:
        for line in str(problem)[:2000].split("\n"):
            print("# " + line)


def done():
    """Print the plan and end; a plan of nothing is a failure."""
    print("1..%d" % _count)
    sys.exit(1 if _failed or not _count else 0)


def skip_under_valgrind():
    """End a test that takes too long there; it runs without it."""
    if os.environ.get("VALGRIND"):
        print("1..0 # SKIP takes too long under valgrind")
        sys.exit(0)


def read_gz(path):
    with gzip.open(path, "rb") as file:
        return file.read()


def run(args, rows):
    """crashcorr on rows (bytes): status, standard output, standard error."""
    done = subprocess.run(
        ["crashcorr", *args], input=rows, capture_output=True, timeout=600
    )
    return done.returncode, done.stdout, done.stderr


def results(args, rows):
    """What crashcorr prints, read; anything but status 0 is an error."""
    status, out, err = run(["--format", "json", *args], rows)
    if status != 0:
        raise RuntimeError("status %d: %s" % (status, err.decode()))
    return json.loads(out)


def tree(path):
    """Every file below a folder: its name there, its bytes."""
    files = {}
    for folder, _, names in os.walk(path):
        for name in names:
            full = os.path.join(folder, name)
            with open(full, "rb") as file:
                files[os.path.relpath(full, path)] = file.read()
    return files
