"""Queries of a scenario: which SQL they answer and with what; what a request must look like."""

import re
import threading

import params
from errors import ApiError, ScenarioError, invalid, take
from tables import ROWS_MEMBERS, Inline, Rows, load_rows, split_name

LABEL_KEY = re.compile(r"[a-z][a-z0-9_-]{0,62}")
LABEL_VALUE = re.compile(r"[a-z0-9_-]{0,63}")
SELECT_ALL = re.compile(r"\s*SELECT\s+\*\s+FROM\s+`([^`]+)`(?:\s+LIMIT\s+(\d+))?\s*;?\s*", re.I)
MIB = 1 << 20

QUERY_MEMBERS = ROWS_MEMBERS | {
    "match",
    "params",
    "table",
    "location",
    "pending_polls",
    "polls",
    "run_ms",
    "bytes_processed",
    "slot_ms",
    "cache_hit",
    "statement_type",
    "warnings",
    "error",
    "cancel",
    "cancel_polls",
}


class Query:
    """One entry of the scenario's queries: which SQL it answers, how, and how slowly."""

    def __init__(self, spec, base, catalog):
        take(spec, QUERY_MEMBERS, "queries")
        self.match = re.compile(spec.get("match", ""), re.DOTALL)
        self.params = spec.get("params", {})
        self.location = spec.get("location", "US")
        self.pending_polls = spec.get("pending_polls", 0)
        self.polls = spec.get("polls", 0)
        self.run_s = spec.get("run_ms", 0) / 1000
        self.slot_ms = spec.get("slot_ms", 1000)
        self.cache_hit = spec.get("cache_hit", False)
        self.statement_type = spec.get("statement_type", "SELECT")
        self.warnings = spec.get("warnings", [])
        self.cancel = spec.get("cancel", "stop")
        self.cancel_polls = spec.get("cancel_polls", 0)
        error = take(
            spec.get("error", {}), {"reason", "message", "location", "at", "times"}, "error"
        )
        self.error = None
        self.error_at = error.get("at", "job")
        self.error_times = error.get("times")
        if self.cancel not in ("stop", "ignore") or self.error_at not in ("job", "insert"):
            raise ScenarioError("queries: cancel is stop or ignore, at is job or insert")
        if error:
            message = error.get("message", "The query failed")
            self.error = ApiError(error["reason"], message, location=error.get("location"))
        if "table" in spec:
            project, dataset, name = split_name(spec["table"])
            table, _, self.rows = catalog.find(project, dataset, name)
            self.location = spec.get("location", table.location)
        elif error and not ROWS_MEMBERS & set(spec):
            self.rows = Rows([], Inline([], []))
        else:
            self.rows = load_rows(spec, base, "queries")
        self.bytes_processed = spec.get("bytes_processed", 100 * len(self.rows))
        self.lock = threading.Lock()

    def answers(self, request):
        """Does this entry answer that query request?"""
        given = {}
        for parameter in request.get("queryParameters") or []:
            given[parameter.get("name")] = parameter.get("parameterValue", {}).get("value")
        wanted = self.params.items()
        return self.match.search(request["query"]) and all(
            given.get(key) == value for key, value in wanted
        )

    def failure(self):
        """The error the next job of this query ends with, or None; counts down "times"."""
        with self.lock:
            if self.error is None or self.error_times == 0:
                return None
            if self.error_times is not None:
                self.error_times -= 1
            return self.error

    def bytes_billed(self):
        """Rounded up to a MiB, at least 10 of them; nothing for a cache hit."""
        if self.cache_hit or not self.bytes_processed:
            return 0
        return max(10 * MIB, -(-self.bytes_processed // MIB) * MIB)


def select_all(request, project, catalog):
    """The Query of a plain SELECT * FROM `table` [LIMIT n] on a table of the scenario."""
    match = SELECT_ALL.fullmatch(request["query"])
    if not match:
        message = "Syntax error: the scenario has no result for this query"
        raise ApiError("invalidQuery", message, location="query")
    default = request.get("defaultDataset") or {}
    parts = match[1].rsplit(".", 2)
    if len(parts) == 1:
        if not default.get("datasetId"):
            message = f'Table "{match[1]}" must be qualified with a dataset'
            raise invalid(message, "query")
        parts.insert(0, default["datasetId"])
        project = default.get("projectId", project)
    if len(parts) == 2:
        parts.insert(0, project)
    catalog.find(*parts)
    query = Query({"table": ".".join(parts)}, ".", catalog)
    if match[2]:
        rows, limit = query.rows, min(int(match[2]), len(query.rows))
        kept = [rows.source.row(i) for i in range(limit)]
        query.rows = Rows(rows.fields, Inline(rows.fields, kept))
    return query


def check_int64(spec, name):
    """An int64 member travels as a decimal string; None when absent."""
    value = spec.get(name)
    if value is None:
        return None
    if not isinstance(value, str) or not re.fullmatch(r"-?\d{1,19}", value):
        raise invalid(f"Invalid value for {name}: {value!r} is not an int64 string", name)
    return int(value)


def check_labels(labels):
    for key, value in (labels or {}).items():
        if not LABEL_KEY.fullmatch(key):
            raise invalid(f"Label key {key!r} is invalid", "labels")
        if not isinstance(value, str) or not LABEL_VALUE.fullmatch(value):
            raise invalid(f"Label value {value!r} is invalid", "labels")


def check_request(request):
    """What jobs.insert (configuration.query) and jobs.query have in common."""
    if not isinstance(request, dict) or not isinstance(request.get("query"), str):
        raise ApiError("required", "Required parameter is missing: query", location="query")
    for name in ("useLegacySql", "useQueryCache", "dryRun"):
        if not isinstance(request.get(name, False), bool):
            raise invalid(f"Invalid value for {name}: expected a boolean", name)
    if request.get("useLegacySql") is not False:
        quoted = re.search(r"`[^`]*`", request["query"])
        if quoted:
            message = f"Invalid table name: {quoted[0]} [Try using standard SQL]"
        else:
            message = "Encountered a syntax error: this is not legacy SQL"
        raise ApiError("invalidQuery", message, location="query")
    check_int64(request, "maximumBytesBilled")
    if request.get("priority", "INTERACTIVE") not in ("INTERACTIVE", "BATCH"):
        raise invalid(f"Invalid value for priority: {request['priority']}", "priority")
    params.check_parameters(request)
