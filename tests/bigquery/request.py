"""Requests: which endpoint is meant, and the body as JSON or as a form."""

import json
import re
import urllib.parse

from errors import ApiError

PROJECT = r"/bigquery/v2/projects/(?P<project>[^/]+)"
TABLE = PROJECT + r"/datasets/(?P<dataset>[^/]+)/tables/(?P<table>[^/]+)"
METADATA = r"/computeMetadata/v1"
ACCOUNT = r"/v1/projects/-/serviceAccounts/(?P<email>[^/:]+)"
ROUTES = [
    ("POST", PROJECT + r"/jobs", "jobs.insert"),
    ("POST", PROJECT + r"/queries", "jobs.query"),
    ("GET", PROJECT + r"/queries/(?P<job>[^/]+)", "jobs.getQueryResults"),
    ("GET", PROJECT + r"/jobs/(?P<job>[^/]+)", "jobs.get"),
    ("POST", PROJECT + r"/jobs/(?P<job>[^/]+)/cancel", "jobs.cancel"),
    ("GET", TABLE, "tables.get"),
    ("GET", TABLE + r"/data", "tabledata.list"),
    ("POST", r"/(v1/)?token", "token"),
    ("POST", ACCOUNT + r":generateAccessToken", "generateAccessToken"),
    ("GET", METADATA + r"/instance/service-accounts/default/token", "metadata.token"),
    ("GET", METADATA + r"/project/project-id", "metadata.project"),
    ("GET", r"/|" + METADATA + r"(/|/instance/?)?", "metadata.ping"),
    ("GET", r"/subject-token(?P<json>\.json)?", "subject-token"),
]
ROUTES = [(method, re.compile(path), op) for method, path, op in ROUTES]


def route(method, path):
    """(name of the endpoint, its arguments decoded); "unknown" when there is none."""
    for wanted, pattern, op in ROUTES:
        match = pattern.fullmatch(path)
        if match and method == wanted:
            found = match.groupdict().items()
            return op, {k: urllib.parse.unquote(v) for k, v in found if v is not None}
    return "unknown", {}


class Request:
    """One request, and what a fault wants its endpoint to do differently.

    headers        by lower-case name
    query          the last value of each name
    max_rows       at most so many rows in the page, or None
    job_complete   False: the job has not ended, whatever it says; or None
    """

    def __init__(self, method, target, headers, body):
        parts = urllib.parse.urlsplit(target)
        self.method = method
        self.path = parts.path
        self.query = dict(urllib.parse.parse_qsl(parts.query, keep_blank_values=True))
        self.headers = headers
        self.body = body
        self.op, self.args = route(method, parts.path)
        self.max_rows = None
        self.job_complete = None

    def content_type(self):
        return self.headers.get("content-type", "").split(";")[0].strip().lower()

    def json(self):
        """The body as a JSON object; {} when there is none."""
        if not self.body:
            return {}
        if self.content_type() != "application/json":
            message = f"Unsupported content with type: {self.content_type()}"
            raise ApiError("badContent", message)
        try:
            value = json.loads(self.body)
        except ValueError:
            raise ApiError("parseError", "Invalid JSON payload received") from None
        if not isinstance(value, dict):
            raise ApiError("parseError", "Invalid JSON payload received: expected an object")
        return value

    def wants_gzip(self):
        """The service compresses only when both headers say gzip."""
        accepted = self.headers.get("accept-encoding", "").split(",")
        named = [part.split(";")[0].strip() for part in accepted]
        return "gzip" in named and "gzip" in self.headers.get("user-agent", "")

    def recorded_body(self):
        """The body for the log: JSON as a value, a form as an object, else text; null if empty."""
        text = self.body.decode("utf-8", "replace")
        if not text:
            return None
        if self.content_type() == "application/x-www-form-urlencoded":
            return dict(urllib.parse.parse_qsl(text, keep_blank_values=True))
        try:
            return json.loads(text)
        except ValueError:
            return text

    def record(self, verdict):
        """What the log keeps of a request; the Authorization header only as its verdict."""
        headers = dict(self.headers)
        if "authorization" in headers:
            headers["authorization"] = f"<{verdict}>"
        return {
            "op": self.op,
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "headers": headers,
            "auth": verdict,
            "body": self.recorded_body(),
        }
