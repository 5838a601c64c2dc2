"""What the benchmarks share: inputs made once, commands run and timed, tables of
how they compare."""

import os
import pathlib
import subprocess
import time

# Seen from here: the shell would take the name of a folder apart at a blank.
TESTS = pathlib.Path(os.path.relpath(pathlib.Path(__file__).resolve().parents[2])) / "tests"
OUT = TESTS / "out" / "bench"


def make(name, command):
    """A file made by a command, unless it is there."""
    path = OUT / name
    if not path.exists():
        print("making", path.relative_to(TESTS.parent), flush=True)
        part = path.with_suffix(".part")
        with open(part, "wb") as out:
            subprocess.run(command, shell=True, check=True, stdout=out)
        part.rename(path)
    return path


def rows(profile, *options):
    """The command that makes crash reports."""
    words = [str(TESTS / "gen" / "crashes.py"), "--profile", profile]
    return " ".join([*words, *map(str, options)])


def measure(command):
    """Run a pipeline: seconds, peak memory in MiB, standard output."""
    peak = OUT / "peak"
    timed = ["/usr/bin/time", "-f", "%M", "-o", peak, "sh", "-c", command]
    begin = time.perf_counter()
    done = subprocess.run(timed, check=True, stdout=subprocess.PIPE)
    seconds = time.perf_counter() - begin
    return seconds, int(peak.read_text()) / 1024, done.stdout.decode()


class Table:
    """Commands, the fastest of their runs, and how that compares."""

    def __init__(self, title, nbytes, nrows):
        self.mb = nbytes / 1e6
        self.nrows = nrows
        self.base = None
        print(f"\n{title} ({self.mb:,.0f} MB, {nrows:,} rows)")
        print(f"{'seconds':>9}{'x':>8}{'MB/s':>8}{'rows/s':>11}{'MiB':>7}")

    def add(self, runs):
        """Print name: (seconds, MiB, ...); the first is compared with."""
        for name, (seconds, mib, *_) in runs.items():
            self.base = self.base or seconds
            print(
                f"{seconds:9.3f}{seconds / self.base:8.2f}"
                f"{self.mb / seconds:8,.0f}{self.nrows / seconds:11,.0f}"
                f"{mib:7,.0f}  {name}",
                flush=True,
            )


def race(commands, nruns):
    """Run commands in turn: the least seconds and most MiB of each."""
    results = {}
    for _ in range(nruns):
        for name, command in commands.items():
            seconds, mib, text = measure(command)
            old = results.get(name, (seconds, mib, text))
            results[name] = min(seconds, old[0]), max(mib, old[1]), text
    return results
