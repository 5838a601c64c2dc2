"""How fast bqfetch turns pages into lines, and what it is worth to ask for
several at a time when each takes a while to come."""

import json
import re
import subprocess
import sys
import time
import urllib.parse
import urllib.request

from measure import OUT, TESTS, Table, make, measure

sys.path.insert(0, str(TESTS / "bigquery"))
from harness import Server  # noqa: E402

BENCH = TESTS / "bench"
BQFETCH = TESTS.parent / "bqfetch" / "bqfetch"
ROWS = 1_000_000
LATENCY_MS = 30
PAGE_BYTES = 2_000_000
TABLE = "/bigquery/v2/projects/p/datasets/d/tables/"
SCHEMA = TESTS / "bqfetch" / "socorro_crash_v2.schema.json"
SAMPLE = TESTS / "data" / "crashes.ndjson.gz"
def get(server, path, **query):
    """The body of an answer."""
    query |= {"prettyPrint": "false", "formatOptions.useInt64Timestamp": "true"}
    words = urllib.parse.urlencode(query)
    url = f"http://127.0.0.1:{server.port}{TABLE}{path}?{words}"
    with urllib.request.urlopen(url, timeout=60) as answer:
        return answer.read()


def bench_memory(server):
    """One page of each table, converted over and over."""
    print("\npages from memory, on one core")
    for name in "small", "crashes":
        fields = json.loads(get(server, name))["schema"]["fields"]
        page = get(server, f"{name}/data")
        (OUT / "fields.json").write_text(json.dumps(fields))
        (OUT / "page.json").write_bytes(page)
        command = [BENCH / "convert", OUT / "fields.json", OUT / "page.json", "2"]
        nbytes, seconds = map(float, subprocess.check_output(command).split())
        nrows = len(json.loads(page)["rows"])
        print(
            f"{nbytes / seconds / 1e6:9,.0f} MB/s: a page of {len(page) / 1e6:.1f} MB,"
            f" {nrows:,} rows",
            flush=True,
        )


def chain(server):
    """Read a table as clients do that follow page tokens, where each page must
    have come before the next can be asked for: the number of bytes."""
    query, nbytes = {}, 0
    while True:
        body = get(server, "small/data", **query)
        nbytes += len(body)
        token = re.search(rb'"pageToken":"([^"]+)"', body)
        if not token:
            return nbytes
        query = {"pageToken": token[1].decode()}


def bench_windows(server):
    """The whole table by several requests at a time, beside a chain."""
    chain(server)  # from now on the pages come from the server's memory
    begin = time.perf_counter()
    nbytes = chain(server)
    runs = {"token chain, bytes only": (time.perf_counter() - begin, 0)}
    tool = f"{BQFETCH} --endpoint http://127.0.0.1:{server.port} --no-auth -q"
    for jobs in 1, 2, 4, 8:
        run = measure(f"{tool} --jobs {jobs} --table p.d.small >/dev/null")
        runs[f"bqfetch --jobs {jobs}"] = run
    title = f"a table over HTTP, {LATENCY_MS} ms a page of {PAGE_BYTES / 1e6:.0f} MB"
    Table(title, nbytes, ROWS).add(runs)


def bench():
    """Both, of the same server."""
    # text with half a surrogate pair cannot come from BigQuery
    crashes = make("crashes.ndjson", f"zcat {SAMPLE} | grep -vF '\\ud'")
    files = {"schema_file": str(SCHEMA.resolve()), "rows_file": str(crashes.resolve())}
    tables = {"p.d.small": {"synthetic": {"rows": ROWS}}, "p.d.crashes": files}
    scenario = {
        "tables": tables,
        "latency_ms": {"tabledata.list": LATENCY_MS},
        "page_bytes": PAGE_BYTES,
        "gzip": False,  # python3 would be busy with nothing else
    }
    server = Server(scenario)
    try:
        bench_memory(server)
        bench_windows(server)
    finally:
        server.stop()
