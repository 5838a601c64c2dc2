"""Faults on request: which requests they hit and what happens to the answer.

The members are described in README.md, section Faults.
"""

import re
import threading

from errors import REASON_OF, STATUS_OF, ApiError, ScenarioError, take
from reply import Reply
from request import ROUTES

HTML = """<!DOCTYPE html>
<html lang=en>
<title>Error {status}</title>
<p><b>{status}.</b> The front end says this & nothing in JSON.
"""

SELECT_MEMBERS = {"on", "method", "path", "query", "body", "row", "nth", "times", "active_above"}
ANSWER_MEMBERS = {"status", "reason", "message", "html", "empty", "text"}
EARLY_MEMBERS = {"max_rows", "job_complete", "change", "expire_tokens"}
LATE_MEMBERS = {"headers", "retry_after", "total_rows", "reset", "truncate", "stall"}
MEMBERS = {"name", "execute"} | SELECT_MEMBERS | ANSWER_MEMBERS | EARLY_MEMBERS | LATE_MEMBERS


def as_list(value):
    return value if isinstance(value, list) else [value]


def check_place(where):
    """A place in a body is a number of bytes, from the end if negative, or "N%"."""
    number = isinstance(where, int) and not isinstance(where, bool)
    if not number and not re.fullmatch(r"\d+(\.\d+)?%", str(where)):
        raise ScenarioError(f"faults: {where!r} is no place in a body")


class Fault:
    """One entry of the scenario's faults, with its count of matching requests."""

    def __init__(self, spec):
        take(spec, MEMBERS, "faults")
        self.spec = spec
        self.label = spec.get("name", "fault")
        self.on = as_list(spec.get("on", "*"))
        unknown = sorted(set(self.on) - {"*", "unknown"} - {op for _, _, op in ROUTES})
        if unknown:
            raise ScenarioError(f"faults: on: no endpoint named {unknown[0]!r}")
        self.path = re.compile(spec.get("path", ""))
        self.body = re.compile(spec.get("body", ""), re.DOTALL)
        self.nth = as_list(spec["nth"]) if "nth" in spec else None
        self.times = spec.get("times")
        self.matched = 0
        self.hits = 0
        self.row = spec.get("row")
        early = sorted(EARLY_MEMBERS & set(spec))
        if self.row is not None and early:
            raise ScenarioError(f"faults: row and {early[0]} do not go together")
        self.check_wire(spec)

    def check_wire(self, spec):
        """Refuse a cut, reset or stall that could not be carried out."""
        if spec.get("reset", "before") != "before":
            check_place(spec["reset"])
        if "truncate" in spec:
            cut = take(spec["truncate"], {"after", "length"}, "truncate")
            check_place(cut.get("after"))
            if cut.get("length", "full") not in ("full", "cut", "chunked"):
                raise ScenarioError("truncate: length: expected full, cut or chunked")
        if "stall" in spec:
            stall = take(spec["stall"], {"seconds", "after"}, "stall")
            check_place(stall.get("after", 0))
            if not isinstance(stall.get("seconds"), (int, float)):
                raise ScenarioError("stall: expected seconds")

    def selects(self, request, active, page):
        """Is this request one of those the fault counts?

        page is the range of rows about to be sent, or None before that is known; a fault with
        "row" waits for it.
        """
        spec = self.spec
        if (self.row is None) != (page is None):
            return False
        return (
            ("*" in self.on or request.op in self.on)
            and spec.get("method", request.method) == request.method
            and self.path.search(request.path) is not None
            and all(request.query.get(k) == str(v) for k, v in spec.get("query", {}).items())
            and self.body.search(request.body.decode("utf-8", "replace")) is not None
            and active > spec.get("active_above", 0)
            and (page is None or self.row in page)
        )

    def strikes(self, free):
        """Count one selected request; does the fault apply to it? Call with the lock held.

        free is False when an earlier fault has this request already.
        """
        self.matched += 1
        if self.nth is not None and self.matched not in self.nth:
            return False
        if not free or (self.times is not None and self.hits >= self.times):
            return False
        self.hits += 1
        return True

    def answers(self):
        """Does the fault bring its own answer instead of the endpoint's?"""
        return bool(ANSWER_MEMBERS & set(self.spec)) or self.spec.get("reset") == "before"

    def executes(self):
        """Is the endpoint's work to be done all the same?"""
        return not self.answers() or self.spec.get("execute", False)

    def prepare(self, request, world):
        """What the fault changes before the endpoint runs."""
        request.max_rows = self.spec.get("max_rows")
        request.job_complete = self.spec.get("job_complete")
        if "change" in self.spec:
            world.catalog.change(self.spec["change"])
        if self.spec.get("expire_tokens"):
            world.auth.expire_all()

    def reply(self):
        """The fault's own answer."""
        spec = self.spec
        reason = spec.get("reason")
        status = spec.get("status") or STATUS_OF.get(reason, 200)
        if spec.get("html") or (status == 502 and not reason and "text" not in spec):
            headers = {"Content-Type": "text/html; charset=UTF-8"}
            return Reply(status=status, text=HTML.format(status=status), headers=headers)
        if spec.get("empty") or "text" in spec or status < 400:
            return Reply(status=status, text=spec.get("text", ""))
        reason = reason or REASON_OF.get(status, "backendError")
        message = spec.get("message", f"The stand-in was told to answer {reason}")
        return Reply.error(ApiError(reason, message, status=status))

    def alter(self, reply):
        """Change headers and members of an answer, the endpoint's or the fault's own."""
        reply.headers.update(self.spec.get("headers", {}))
        if "retry_after" in self.spec:
            reply.headers["Retry-After"] = str(self.spec["retry_after"])
        if "total_rows" in self.spec and "totalRows" in reply.head:
            total = int(reply.head["totalRows"]) + self.spec["total_rows"]
            reply.head["totalRows"] = str(max(total, 0))

    def to_json(self):
        return dict(self.spec, matched=self.matched, hits=self.hits)


class FaultList:
    """The faults in force, in the order they were given."""

    def __init__(self, specs=()):
        self.faults = [Fault(spec) for spec in specs]
        self.lock = threading.Lock()

    def add(self, specs):
        new = [Fault(spec) for spec in as_list(specs)]
        with self.lock:
            self.faults += new

    def clear(self):
        with self.lock:
            self.faults = []

    def match(self, request, active, page=None):
        """The first fault that strikes; every fault that selects the request counts it."""
        found = None
        with self.lock:
            for fault in self.faults:
                if fault.selects(request, active, page) and fault.strikes(found is None):
                    found = fault
        return found

    def to_json(self):
        with self.lock:
            return [fault.to_json() for fault in self.faults]
