"""Everything one scenario sets up: tables, jobs, tokens, faults and the answers' habits."""

import json
import os
import threading
import time

from api import ENDPOINTS
from auth import Auth
from errors import ScenarioError, take
from faults import FaultList
from jobs import JobStore
from reply import Renderer
from tables import Catalog, Table

MEMBERS = {
    "tables",
    "queries",
    "faults",
    "auth",
    "page_bytes",
    "latency_ms",
    "free_locations",
    "gzip",
    "chunked",
    "escape",
    "rows_at",
}
PAGE_BYTES = {
    "jobs.query": 10_000_000,
    "jobs.getQueryResults": 20_000_000,
    "tabledata.list": 10_000_000,
}


class State:
    """What a server killed in mid-run has to know again: an append-only file of JSON lines."""

    def __init__(self, path):
        self.path = path
        self.lock = threading.Lock()

    def records(self):
        if not self.path or not os.path.exists(self.path):
            return []
        with open(self.path, encoding="utf-8") as file:
            lines = file.read().split("\n")
        return [json.loads(line) for line in lines[:-1]]

    def append(self, record):
        if self.path:
            with self.lock, open(self.path, "a", encoding="utf-8") as file:
                file.write(json.dumps(record) + "\n")

    def forget(self):
        if self.path and os.path.exists(self.path):
            os.remove(self.path)


class World:
    def __init__(self, spec, base, base_url, state):
        take(spec, MEMBERS, "scenario")
        self.state = state
        self.catalog = Catalog()
        for name, table in spec.get("tables", {}).items():
            self.catalog.add(Table.load(name, table, base))
        self.jobs = JobStore(spec.get("queries", []), base, self.catalog)
        self.faults = FaultList(spec.get("faults", []))
        self.auth = Auth(spec.get("auth", {}), base_url, self.remember_token)
        self.free_locations = {name.upper() for name in spec.get("free_locations", ["US"])}
        self.gzip = spec.get("gzip", True)
        self.chunked = spec.get("chunked", False)
        self.escape = one_of(spec, "escape", ("utf8", "ascii", "html"))
        rows_at = one_of(spec, "rows_at", ("middle", "first", "last"))
        self.renderer = Renderer(self.escape, rows_at)
        self.page_bytes = PAGE_BYTES | per_endpoint(spec, "page_bytes", PAGE_BYTES)
        self.latency_ms = per_endpoint(spec, "latency_ms", ENDPOINTS)
        self.requests = {}
        self.lock = threading.Lock()
        self.recall()

    def latency_s(self, op):
        return self.latency_ms.get(op, 0) / 1000

    def job_of_request(self, project, configuration, body):
        """The job of a jobs.query call; the same requestId gets the same job for 15 minutes."""
        key = body.get("requestId")
        with self.lock:
            job, since = self.requests.get((project, key), (None, 0))
            if job is None or key is None or time.monotonic() - since > 900:
                reference = {"location": body["location"]} if body.get("location") else {}
                job = self.jobs.insert(project, configuration, reference)
                self.requests[(project, key)] = (job, time.monotonic())
                self.remember_job(job)
            return job

    def remember_token(self, token, ends_at):
        self.state.append({"token": token, "ends_at": ends_at})

    def remember_job(self, job):
        fails = job.error_then is not None
        record = {"job": job.reference(), "configuration": job.configuration, "fails": fails}
        self.state.append(record)

    def recall(self):
        """Take up the tokens and jobs of an earlier run; its jobs are done by now."""
        for record in self.state.records():
            if "token" in record:
                self.auth.restore(record["token"], record["ends_at"])
            else:
                self.jobs.restore(record)


def one_of(spec, name, values):
    value = spec.get(name, values[0])
    if value not in values:
        raise ScenarioError(f"{name}: expected one of {', '.join(values)}")
    return value


def per_endpoint(spec, name, known):
    """A number for every endpoint that sends rows, or a map of endpoint to number."""
    value = spec.get(name, {})
    if isinstance(value, dict):
        return take(value, known, name)
    return {endpoint: value for endpoint in PAGE_BYTES}


def load(path, base_url, state):
    """The World of a scenario file; an empty one without a path."""
    if path is None:
        return World({}, os.getcwd(), base_url, state)
    with open(path, encoding="utf-8") as file:
        try:
            spec = json.load(file)
        except ValueError as why:
            raise ScenarioError(f"{path}: {why}") from None
    return World(spec, os.path.dirname(os.path.abspath(path)), base_url, state)
