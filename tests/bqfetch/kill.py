#!/usr/bin/env python3
"""Kill the stand-in server at random moments of a fetch and start it again, many times over.

    usage: kill.py RUNS [ROWS [SEED]]

Every run of bqfetch has to end with status 0 and all rows, or with status 3, the first rows and
the line that says that others are missing. Prints how many runs ended how.
"""

import collections
import os
import random
import signal
import subprocess
import sys
import tempfile
import time

SCENARIO = """{"page_bytes": 200000, "latency_ms": {"jobs.getQueryResults": 5, "tabledata.list": 5},
"tables": {"p.d.t": {"synthetic": {"rows": %d}}}}"""
HERE = os.path.dirname(os.path.abspath(__file__))
SERVER = os.path.join(HERE, "..", "bigquery", "server.py")
MARK = b"!bqfetch: incomplete: "
RUN_S = 60


class Server:
    """A server that can be killed, and comes back on the same port knowing its jobs."""

    def __init__(self, folder, rows):
        self.folder = folder
        self.port = "0"
        with open(self.path("scenario"), "w", encoding="ascii") as file:
            file.write(SCENARIO % rows)
        self.start()

    def path(self, name):
        return os.path.join(self.folder, name)

    def start(self):
        command = [sys.executable, SERVER, "--scenario", self.path("scenario"), "--port", self.port]
        command += ["--state", self.path("state"), "--max-seconds", "300"]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.port = self.process.stdout.readline().strip()

    def kill(self):
        self.process.kill()
        self.process.wait()
        self.process.stdout.close()


def fetch(server, tries):
    what = random.choice([["--table", "p.d.t"], ["SELECT * FROM `p.d.t`"]])
    command = ["bqfetch", "--endpoint", f"http://127.0.0.1:{server.port}", "--no-auth"]
    command += ["--project", "p", "--retry-wait", "60", "--tries", str(tries)]
    command += ["--jobs", str(random.choice([1, 4, 8])), *what]
    with open(server.path("out"), "wb") as out, open(server.path("err"), "wb") as err:
        return subprocess.Popen(command, stdout=out, stderr=err)


def judge(server, status, rows):
    """How a run ended; AssertionError when it ended as it must not."""
    with open(server.path("out"), "rb") as file:
        lines = file.read().splitlines(keepends=True)
    if status == 0:
        assert lines == rows, f"status 0 and {len(lines)} rows that are not the right ones"
        return "whole"
    with open(server.path("err"), "rb") as file:
        told = file.read()
    assert status == 3, f"status {status}: {told!r}"
    assert lines and lines[-1].startswith(MARK), "no mark at the end of a broken stream"
    assert lines[:-1] == rows[: len(lines) - 1], "the rows of a broken stream are not the first ones"
    return "marked"


def run(server, rows):
    """One fetch and some kills in it."""
    process = fetch(server, tries=random.choice([3, 12]))
    deadline = time.monotonic() + RUN_S
    kills = 0
    while process.poll() is None and kills < 4:
        time.sleep(random.uniform(0, 0.25))
        server.kill()
        time.sleep(random.choice([0, 0, 0.5]))
        server.start()
        kills += 1
    status = process.wait(max(1, deadline - time.monotonic()))
    return judge(server, status, rows), kills


def main():
    runs, count, seed = map(int, sys.argv[1:] + ["20000", "4"][len(sys.argv) - 2 :])
    random.seed(seed)
    synthetic = [sys.executable, os.path.join(HERE, "..", "bigquery", "synthetic.py"), str(count)]
    rows = subprocess.run(synthetic, stdout=subprocess.PIPE, check=True).stdout
    rows = rows.splitlines(keepends=True)
    ends, kills = collections.Counter(), 0
    with tempfile.TemporaryDirectory() as folder:
        server = Server(folder, count)
        try:
            for _ in range(runs):
                end, more = run(server, rows)
                ends[end] += 1
                kills += more
        finally:
            server.process.send_signal(signal.SIGKILL)
            server.process.wait()
    print(f"# {runs} runs, {kills} kills: {ends['whole']} whole, {ends['marked']} marked")
    assert ends["whole"] > 0
    return 0


if __name__ == "__main__":
    sys.exit(main())
