"""Starting the server and talking to it, for the self-test."""

import gzip
import http.client
import json
import os
import signal
import ssl
import subprocess
import sys
import tempfile
import time
import unittest
import urllib.parse

HERE = os.path.dirname(os.path.abspath(__file__))
TIMEOUT_S = 20


class Response:
    def __init__(self, status, headers, body):
        self.status = status
        self.headers = {name.lower(): value for name, value in headers}
        self.body = body

    def text(self):
        body = self.body
        if self.headers.get("content-encoding") == "gzip":
            body = gzip.decompress(body)
        return body.decode("utf-8")

    def json(self):
        return json.loads(self.text())

    def reason(self):
        return self.json()["error"]["errors"][0]["reason"]


class StartError(Exception):
    """The server ended before it listened; what it said on standard error."""


class Server:
    """A running server.py in its own process; a folder of its own for files."""

    def __init__(self, scenario=None, state=False, tls=None):
        self.folder = tempfile.TemporaryDirectory()
        self.options = ["--port-file", self.path("port"), "--log", self.path("log")]
        self.options += ["--max-seconds", "300"]
        if scenario is not None:
            self.options += ["--scenario", self.file("scenario.json", json.dumps(scenario))]
        if state:
            self.options += ["--state", self.path("state")]
        self.tls = None
        if tls:
            self.options += ["--tls", *tls]
            self.tls = ssl.create_default_context(cafile=tls[0])
        self.start()

    def path(self, name):
        return os.path.join(self.folder.name, name)

    def file(self, name, text):
        with open(self.path(name), "w", encoding="utf-8") as file:
            file.write(text)
        return self.path(name)

    def start(self, *more):
        command = [sys.executable, os.path.join(HERE, "server.py"), *self.options, *more]
        with open(self.path("err"), "w", encoding="utf-8") as err:
            self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=err, text=True)
        line = self.process.stdout.readline()
        self.process.stdout.close()
        if not line:
            self.process.wait(TIMEOUT_S)
            message = self.complaints()
            self.folder.cleanup()
            raise StartError(message)
        self.port = int(line)

    def complaints(self):
        with open(self.path("err"), encoding="utf-8") as file:
            return file.read()

    def stop(self, how=signal.SIGTERM):
        """End the process and give (exit status, standard error)."""
        self.process.send_signal(how)
        return self.process.wait(TIMEOUT_S), self.complaints()

    def connect(self):
        if self.tls:
            return http.client.HTTPSConnection(
                "127.0.0.1", self.port, timeout=TIMEOUT_S, context=self.tls
            )
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=TIMEOUT_S)

    def ask(self, method, target, body=None, headers=None, connection=None):
        """One request; a dict body travels as JSON."""
        headers = dict(headers or {})
        if isinstance(body, (dict, list)):
            body = json.dumps(body)
            headers.setdefault("Content-Type", "application/json")
        own = connection is None
        connection = connection or self.connect()
        try:
            connection.request(method, target, body=body, headers=headers)
            answer = connection.getresponse()
            return Response(answer.status, answer.getheaders(), answer.read())
        finally:
            if own:
                connection.close()

    def control(self, what, body=None):
        """A control request that must succeed; NDJSON answers come back as a list."""
        answer = self.ask("GET" if body is None else "POST", "/_control/" + what, body)
        if answer.status != 200:
            raise AssertionError(f"{what}: {answer.status} {answer.text()}")
        if "ndjson" in answer.headers["content-type"]:
            return [json.loads(line) for line in answer.text().splitlines()]
        return answer.json()


class ServerCase(unittest.TestCase):
    """Tests that share one server and give it a scenario each."""

    base = "/bigquery/v2/projects/p"

    @classmethod
    def setUpClass(cls):
        cls.server = Server()

    @classmethod
    def tearDownClass(cls):
        ending = cls.server.stop()
        cls.server.folder.cleanup()
        if ending != (0, ""):
            raise AssertionError(f"server.py ended with {ending}")

    def scenario(self, spec):
        self.server.control("scenario", spec)

    def get(self, path, headers=None, **query):
        """GET below the project; a _ in a keyword stands for the dot of formatOptions."""
        query = {k.replace("formatOptions_", "formatOptions."): v for k, v in query.items()}
        target = self.base + path + "?" + urllib.parse.urlencode(query)
        return self.server.ask("GET", target, headers=headers)

    def post(self, path, body=None, headers=None):
        return self.server.ask("POST", self.base + path, body if body is not None else "", headers)

    def insert(self, sql="SELECT * FROM `p.d.t`", job="j", location=None, **configuration):
        """jobs.insert; keywords in query={} go beside the SQL, the others beside the query."""
        reference = {"projectId": "p", "jobId": job}
        if location:
            reference["location"] = location
        query = {"query": sql, "useLegacySql": False, **configuration.pop("query", {})}
        body = {"jobReference": reference, "configuration": {"query": query, **configuration}}
        return self.post("/jobs", body)

    def assertError(self, answer, status, reason):
        self.assertEqual((answer.status, answer.reason()), (status, reason))

    def assertSoon(self, began, seconds=5):
        """Something that must not wait did not wait for long."""
        self.assertLess(time.monotonic() - began, seconds)


def table_of(count, **more):
    """Table p.d.t with one INTEGER column n of 0 to count - 1."""
    schema = [{"name": "n", "type": "INTEGER"}]
    rows = [{"n": i} for i in range(count)]
    return {"tables": {"p.d.t": {"schema": schema, "rows": rows}}, **more}


def numbers(answer):
    """The column n of a page."""
    return [int(row["f"][0]["v"]) for row in answer.json().get("rows", [])]
