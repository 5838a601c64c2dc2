"""Faults: each does to the answer what README.md says, to the request it names and to no other."""

import http.client
import threading
import time

from harness import ServerCase, numbers, table_of

DATA = "/datasets/d/tables/t/data"


class Faults(ServerCase):
    def faulty(self, *faults, count=100, **more):
        self.scenario(table_of(count, faults=list(faults), **more))

    def raw(self, path=DATA + "?prettyPrint=false"):
        """(head, body, how it ended) as they come off the socket; "eof" or "reset"."""
        connection = self.server.connect()
        connection.connect()
        sock = connection.sock
        sock.sendall(f"GET {self.base}{path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        data, end = b"", "eof"
        while True:
            try:
                part = sock.recv(65536)
            except ConnectionResetError:
                end = "reset"
                break
            if not part:
                break
            data += part
        connection.close()
        head, _, body = data.partition(b"\r\n\r\n")
        return head.decode().lower(), body, end

    def whole(self):
        """The undamaged body of self.raw()'s request."""
        return self.get(DATA, prettyPrint="false").body

    def test_status_and_reason(self):
        for given, status, reason in (
            ({"status": 503}, 503, "backendError"),
            ({"reason": "rateLimitExceeded"}, 403, "rateLimitExceeded"),
            ({"status": 429}, 429, "rateLimitExceeded"),
            ({"reason": "quotaExceeded"}, 403, "quotaExceeded"),
            ({"reason": "backendError", "status": 500}, 500, "backendError"),
            ({"status": 401}, 401, "authError"),
        ):
            self.faulty({"on": "tabledata.list", **given})
            answer = self.get(DATA)
            self.assertError(answer, status, reason)
            self.assertEqual(answer.json()["error"]["code"], status)

    def test_the_words_and_headers_of_an_error(self):
        fault = {"status": 503, "message": "come back", "retry_after": 2}
        self.faulty({**fault, "nth": 1}, {"nth": 2, "headers": {"X-A": "b"}})
        answer = self.get(DATA)
        self.assertEqual(answer.json()["error"]["message"], "come back")
        self.assertEqual(answer.headers["retry-after"], "2")
        answer = self.get(DATA)
        self.assertEqual((len(numbers(answer)), answer.headers["x-a"]), (100, "b"))

    def test_redirects(self):
        self.faulty({"status": 302, "headers": {"Location": "http://127.0.0.1:1/"}})
        answer = self.get(DATA)
        self.assertEqual((answer.status, answer.headers["location"]), (302, "http://127.0.0.1:1/"))

    def test_bodies_that_are_not_json(self):
        self.faulty({"nth": 1, "status": 502}, {"nth": 2, "status": 200, "html": True})
        first, second, third = (self.get(DATA) for _ in range(3))
        for answer, status in ((first, 502), (second, 200)):
            self.assertEqual(answer.status, status)
            self.assertTrue(answer.headers["content-type"].startswith("text/html"))
            self.assertIn("<title>", answer.text())
        self.assertEqual(len(numbers(third)), 100)
        self.faulty({"nth": 1, "status": 500, "empty": True}, {"nth": 2, "text": '{"rows":'})
        self.assertEqual((self.get(DATA).status, self.get(DATA).text()), (500, '{"rows":'))

    def test_which_requests_are_hit(self):
        self.faulty(
            {"name": "third", "on": ["tabledata.list"], "nth": [3], "status": 503},
            {"name": "twice", "on": "tables.get", "times": 2, "status": 500},
            {"name": "post", "method": "POST", "status": 501},
            {"name": "path", "path": "/tables/u$", "status": 504},
            {"name": "query", "query": {"startIndex": "50"}, "status": 403},
        )
        pages = [self.get(DATA).status for _ in range(4)]
        self.assertEqual(pages, [200, 200, 503, 200])
        tables = [self.get("/datasets/d/tables/t").status for _ in range(3)]
        self.assertEqual(tables, [500, 500, 200])
        self.assertEqual(self.insert().status, 501)
        self.assertEqual(self.get("/datasets/d/tables/u").status, 504)
        self.assertEqual(self.get(DATA, startIndex=50).status, 403)
        self.assertEqual(self.get(DATA, startIndex=51).status, 200)
        faults = {f["name"]: (f["matched"], f["hits"]) for f in self.server.control("faults")}
        self.assertEqual(faults["third"], (6, 1))
        self.assertEqual(faults["twice"], (4, 2))
        hit = [r["fault"] for r in self.server.control("requests")]
        self.assertEqual(hit.count(None), 5)
        self.assertEqual(hit.count("twice"), 2)

    def test_the_page_that_holds_a_row(self):
        self.faulty({"row": 42, "times": 1, "reset": "before"})
        self.assertEqual(len(numbers(self.get(DATA, maxResults=42))), 42)
        with self.assertRaises((ConnectionError, http.client.BadStatusLine)):
            self.get(DATA, maxResults=10, startIndex=40)
        self.assertEqual(len(numbers(self.get(DATA, maxResults=10, startIndex=40))), 10)

    def test_reset_before_and_in_the_middle(self):
        places = ("before", 500, "50%")
        self.faulty(*({"nth": k, "reset": where} for k, where in enumerate(places, 1)))
        self.assertEqual(self.raw(), ("", b"", "reset"))
        head, body, end = self.raw()
        half = self.raw()
        whole = self.whole()
        self.assertIn(f"content-length: {len(whole)}", head)
        self.assertEqual((body, end), (whole[:500], "reset"))
        self.assertEqual(half[1:], (whole[: len(whole) // 2], "reset"))

    def test_bodies_cut_short(self):
        self.faulty(
            {"nth": 1, "truncate": {"after": -10}},
            {"nth": 2, "truncate": {"after": 100, "length": "cut"}},
            {"nth": 3, "truncate": {"after": 100, "length": "chunked"}},
        )
        head, body, end = self.raw()
        connection = self.server.connect()
        cut = self.server.ask("GET", self.base + DATA + "?prettyPrint=false", connection=connection)
        chunked = self.raw()
        again = self.server.ask("GET", self.base + DATA, connection=connection)
        connection.close()
        whole = self.whole()
        self.assertIn(f"content-length: {len(whole)}", head)
        self.assertEqual((body, end), (whole[:-10], "eof"))
        self.assertEqual((cut.body, cut.headers["content-length"]), (whole[:100], "100"))
        self.assertEqual(len(numbers(again)), 100)
        self.assertIn("transfer-encoding: chunked", chunked[0])
        self.assertEqual(chunked[1:], (b"64\r\n" + whole[:100] + b"\r\n", "eof"))

    def test_stalls(self):
        self.faulty(
            {"nth": 1, "stall": {"seconds": 0.4}},
            {"nth": 2, "stall": {"seconds": 0.4, "after": 200}},
        )
        for _ in range(2):
            began = time.monotonic()
            self.assertEqual(len(numbers(self.get(DATA))), 100)
            self.assertGreaterEqual(time.monotonic() - began, 0.4)

    def test_an_insert_whose_answer_is_lost(self):
        self.faulty(
            {"on": "jobs.insert", "nth": 1, "reset": "before", "execute": True},
            {"on": "jobs.get", "nth": 1, "reason": "notFound"},
        )
        with self.assertRaises((ConnectionError, http.client.BadStatusLine)):
            self.insert()
        self.assertError(self.insert(), 409, "duplicate")
        self.assertError(self.get("/jobs/j"), 404, "notFound")
        self.assertEqual(self.get("/jobs/j").status, 200)
        self.assertEqual(len(numbers(self.get("/queries/j"))), 100)

    def test_a_409_for_an_insert_that_was_accepted(self):
        self.faulty({"on": "jobs.insert", "reason": "duplicate", "execute": True})
        self.assertError(self.insert(), 409, "duplicate")
        self.assertEqual(len(numbers(self.get("/queries/j"))), 100)

    def test_a_refused_insert_takes_no_id(self):
        self.faulty({"on": "jobs.insert", "nth": 1, "reason": "jobRateLimitExceeded"})
        self.assertError(self.insert(), 400, "jobRateLimitExceeded")
        self.assertEqual(self.insert().status, 200)

    def test_totals_that_are_wrong(self):
        self.faulty({"nth": 1, "total_rows": 5}, {"nth": 2, "total_rows": -100})
        totals = [self.get(DATA).json()["totalRows"] for _ in range(3)]
        self.assertEqual(totals, ["105", "0", "100"])

    def test_pages_shorter_than_asked(self):
        self.faulty({"nth": 1, "max_rows": 3}, {"nth": 2, "max_rows": 0})
        short, empty = self.get(DATA), self.get(DATA)
        self.assertEqual(numbers(short), [0, 1, 2])
        self.assertNotIn("rows", empty.json())
        rest = self.get(DATA, pageToken=empty.json()["pageToken"])
        self.assertEqual(len(numbers(rest)), 100)

    def test_a_job_that_is_not_complete_after_all(self):
        self.faulty({"on": "jobs.getQueryResults", "nth": 2, "job_complete": False})
        self.insert()
        complete = [self.get("/queries/j").json()["jobComplete"] for _ in range(3)]
        self.assertEqual(complete, [True, False, True])

    def test_rows_that_change_between_pages(self):
        change = {"table": "p.d.t", "prepend": [{"n": 1000}]}
        self.faulty({"on": "tabledata.list", "nth": 2, "change": change}, count=6)
        self.assertEqual(numbers(self.get(DATA, startIndex=0, maxResults=3)), [0, 1, 2])
        self.assertEqual(numbers(self.get(DATA, startIndex=3, maxResults=3)), [2, 3, 4])

    def test_too_many_at_once(self):
        fault = {"on": "tabledata.list", "active_above": 2, "reason": "rateLimitExceeded"}
        self.faulty(fault, latency_ms={"tabledata.list": 1000})
        seen = []
        readers = [
            threading.Thread(target=lambda: seen.append(self.get(DATA).status)) for _ in range(4)
        ]
        for reader in readers:
            reader.start()
        for reader in readers:
            reader.join(20)
        self.assertEqual(sorted(seen), [200, 200, 403, 403])
        active = [r["active"] for r in self.server.control("requests")]
        self.assertEqual(sorted(active)[:3], [1, 2, 3])

    def test_faults_come_and_go_while_the_server_runs(self):
        self.faulty()
        self.server.control("faults", {"status": 503, "times": 1})
        self.assertEqual([self.get(DATA).status for _ in range(2)], [503, 200])
        self.server.control("faults", [{"status": 503}, {"nth": 2}])
        self.assertEqual(len(self.server.control("faults")), 3)
        self.server.control("faults/clear", {})
        self.assertEqual(self.get(DATA).status, 200)

    def test_misspelt_faults_are_refused(self):
        self.faulty()
        for bad in (
            {"statsu": 503},
            {"truncate": {"bytes": 3}},
            {"truncate": {"length": "cut"}},
            {"stall": {"after": 3}},
            {"truncate": {"after": 3, "length": "long"}},
            {"row": 3, "max_rows": 1},
            {"reset": True},
            {"on": "tabledata.lst"},
        ):
            answer = self.server.ask("POST", "/_control/faults", bad)
            self.assertEqual(answer.status, 400, bad)
            self.assertIn("ScenarioError", answer.text())


class Log(ServerCase):
    def test_every_request_is_recorded(self):
        self.scenario(table_of(10))
        self.insert()
        connection = self.server.connect()
        for start in (0, 5):
            target = f"{self.base}{DATA}?startIndex={start}&maxResults=5&prettyPrint=false"
            self.server.ask("GET", target, headers={"X-Y": "z"}, connection=connection)
        connection.close()
        first, second, third = self.server.control("requests")
        self.assertEqual((first["n"], first["op"], first["method"]), (1, "jobs.insert", "POST"))
        self.assertEqual(first["body"]["jobReference"]["jobId"], "j")
        self.assertEqual(second["path"], self.base + DATA)
        self.assertEqual(second["query"]["maxResults"], "5")
        self.assertEqual(second["headers"]["x-y"], "z")
        self.assertEqual((third["start"], third["rows"], third["status"]), (5, 5, 200))
        self.assertEqual(second["connection"], third["connection"])
        self.assertNotEqual(first["connection"], third["connection"])
        with open(self.server.path("log"), encoding="utf-8") as file:
            self.assertEqual(len(file.readlines()), 3)
        self.assertEqual(len(self.server.control("requests?op=tabledata.list&since=2")), 1)
        self.server.control("requests/clear", {})
        self.assertEqual(self.server.control("requests"), [])
