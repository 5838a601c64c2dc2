"""/_control/...: how a test asks what happened and changes what happens next."""

import json
import os
import threading

from errors import UNREADABLE, ScenarioError
from reply import Reply


class Log:
    """Every request, in memory and as JSON lines in a file."""

    def __init__(self, path):
        self.path = path
        self.records = []
        self.lock = threading.Lock()

    def add(self, record):
        with self.lock:
            record = {"n": len(self.records) + 1, **record}
            self.records.append(record)
            if self.path:
                with open(self.path, "a", encoding="utf-8") as file:
                    file.write(json.dumps(record) + "\n")

    def clear(self):
        with self.lock:
            self.records = []
            if self.path:
                with open(self.path, "w", encoding="utf-8"):
                    pass

    def select(self, op=None, since=0):
        """The records of one endpoint, or of all, numbered above since."""
        with self.lock:
            return [r for r in self.records[since:] if op in (None, r["op"])]


def ndjson(records):
    text = "".join(json.dumps(record) + "\n" for record in records)
    return Reply(text=text, headers={"Content-Type": "application/x-ndjson"})


def get(server, what, query):
    if what == "health":
        return Reply({"ok": True, "pid": os.getpid()})
    if what == "requests":
        return ndjson(server.log.select(query.get("op"), int(query.get("since", "0"))))
    if what == "jobs":
        return ndjson(job.resource() for job in server.world.jobs.all())
    if what == "faults":
        return ndjson(server.world.faults.to_json())
    raise ScenarioError(f"no control named {what}")


def post(server, what, body):
    world = server.world
    if what == "scenario":
        server.replace_world(body)
    elif what == "requests/clear":
        server.log.clear()
    elif what == "faults":
        world.faults.add(body)
    elif what == "faults/clear":
        world.faults.clear()
    elif what == "expire":
        world.auth.expire_all()
    elif what == "change":
        world.catalog.change(body)
    else:
        raise ScenarioError(f"no control named {what}")
    return Reply({"ok": True})


def answer(server, request):
    """The Reply to a control request; what is wrong with it is told in plain text."""
    what = request.path[len("/_control/") :]
    try:
        if request.method == "GET":
            return get(server, what, request.query)
        return post(server, what, json.loads(request.body or b"{}"))
    except UNREADABLE as why:
        return Reply(status=400, text=f"{type(why).__name__}: {why}\n")
