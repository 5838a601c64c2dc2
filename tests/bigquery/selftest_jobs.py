"""Jobs and requests, held to reference/bigquery.md sections 1.1 to 1.3 and 4."""

import signal
import subprocess
import tempfile
import threading
import time
import unittest
import urllib.parse

from harness import Server, ServerCase, StartError, numbers, table_of

DAY = [{"name": "day", "type": "DATE"}]


def query_of(**more):
    """A scenario with one query that returns the row 2026-11-22."""
    return {"queries": [{"schema": DAY, "rows": [{"day": "2026-11-22"}], **more}]}


def scalar(kind, value, name="x"):
    """One named parameter as the reference wants it."""
    return {
        "name": name,
        "parameterType": {"type": kind},
        "parameterValue": {} if value is None else {"value": value},
    }


class Life(ServerCase):
    def test_a_query_from_insert_to_rows(self):
        self.scenario(query_of(match="crash_date", bytes_processed=12345678))
        answer = self.insert("SELECT crash_date FROM x", labels={"tool": "bqfetch"})
        job = answer.json()
        self.assertEqual(answer.status, 200)
        self.assertEqual(job["jobReference"], {"projectId": "p", "jobId": "j", "location": "US"})
        self.assertEqual(job["status"], {"state": "DONE"})
        self.assertEqual(job["configuration"]["labels"], {"tool": "bqfetch"})
        self.assertEqual(job["statistics"]["query"]["totalBytesBilled"], str(12 << 20))
        page = self.get("/queries/j").json()
        self.assertEqual(page["rows"], [{"f": [{"v": "2026-11-22"}]}])
        self.assertEqual(page["totalBytesProcessed"], "12345678")
        self.assertEqual((page["jobComplete"], page["cacheHit"]), (True, False))
        self.assertError(self.insert("SELECT other", job="k"), 400, "invalidQuery")

    def test_states_by_polls(self):
        self.scenario(query_of(pending_polls=1, polls=2))
        self.assertEqual(self.insert("q").json()["status"]["state"], "PENDING")
        states = [self.get("/jobs/j").json()["status"]["state"] for _ in range(4)]
        self.assertEqual(states, ["PENDING", "RUNNING", "RUNNING", "DONE"])

    def test_results_of_an_unfinished_job(self):
        self.scenario(query_of(polls=2))
        self.insert("q")
        for _ in range(2):
            answer = self.get("/queries/j").json()
            self.assertEqual(answer["jobComplete"], False)
            self.assertEqual(sorted(answer), ["jobComplete", "jobReference", "kind"])
        self.assertIn("rows", self.get("/queries/j").json())

    def test_waiting_for_the_end_by_time(self):
        self.scenario(query_of(run_ms=1500))
        self.assertEqual(self.insert("q").json()["status"]["state"], "RUNNING")
        answer = self.get("/queries/j", timeoutMs=100).json()
        self.assertEqual(answer["jobComplete"], False)
        self.assertEqual(self.get("/queries/j").json()["jobComplete"], True)

    def test_the_same_id_again(self):
        self.scenario(query_of())
        self.insert("q")
        self.assertError(self.insert("q"), 409, "duplicate")

    def test_ids(self):
        self.scenario(query_of())
        self.assertError(self.insert("q", job="a.b"), 400, "invalid")
        self.assertError(self.insert("q", job="a" * 1025), 400, "invalid")
        self.assertEqual(self.insert("q", job="a" * 1024).status, 200)
        body = {"configuration": {"query": {"query": "q", "useLegacySql": False}}}
        made = self.post("/jobs", body).json()["jobReference"]["jobId"]
        self.assertIn("rows", self.get("/queries/" + made).json())
        self.assertError(self.get("/jobs/nope"), 404, "notFound")
        self.assertError(self.get("/queries/nope"), 404, "notFound")
        self.assertError(self.post("/jobs/nope/cancel"), 404, "notFound")

    def test_jobs_outside_the_us_need_their_location(self):
        self.scenario(query_of(location="europe-west1"))
        self.assertEqual(self.insert("q").json()["jobReference"]["location"], "europe-west1")
        for path in ("/jobs/j", "/queries/j"):
            self.assertError(self.get(path), 404, "notFound")
            self.assertError(self.get(path, location="US"), 404, "notFound")
            self.assertEqual(self.get(path, location="europe-west1").status, 200)
        self.assertError(self.post("/jobs/j/cancel"), 404, "notFound")
        self.assertEqual(self.post("/jobs/j/cancel?location=europe-west1").status, 200)
        self.assertError(self.insert("q", job="k", location="US"), 404, "notFound")

    def test_cancel(self):
        self.scenario(query_of(polls=1000000, cancel_polls=1))
        self.insert("q")
        answer = self.post("/jobs/j/cancel").json()
        self.assertEqual(answer["job"]["status"]["state"], "RUNNING")
        self.assertEqual(self.get("/jobs/j").json()["status"]["state"], "RUNNING")
        status = self.get("/jobs/j").json()["status"]
        self.assertEqual((status["state"], status["errorResult"]["reason"]), ("DONE", "stopped"))
        self.assertError(self.get("/queries/j"), 400, "stopped")

    def test_cancel_wakes_a_waiting_reader(self):
        self.scenario(query_of(run_ms=60000))
        self.insert("q")
        seen = []
        reader = threading.Thread(target=lambda: seen.append(self.get("/queries/j")))
        began = time.monotonic()
        reader.start()
        time.sleep(0.2)
        self.post("/jobs/j/cancel")
        reader.join(10)
        self.assertSoon(began)
        self.assertError(seen[0], 400, "stopped")

    def test_a_cancel_that_comes_to_nothing(self):
        self.scenario(query_of(polls=1, cancel="ignore"))
        self.insert("q")
        self.assertEqual(self.post("/jobs/j/cancel").status, 200)
        self.get("/jobs/j")
        self.assertEqual(self.get("/jobs/j").json()["status"], {"state": "DONE"})

    def test_a_job_that_fails(self):
        error = {"reason": "resourcesExceeded", "message": "too much", "location": "query"}
        self.scenario(query_of(error={**error, "times": 1}))
        status = self.insert("q").json()["status"]
        self.assertEqual(status, {"state": "DONE", "errorResult": error, "errors": [error]})
        self.assertError(self.get("/queries/j"), 400, "resourcesExceeded")
        self.assertEqual(self.insert("q", job="k").json()["status"], {"state": "DONE"})

    def test_a_query_that_is_refused_takes_no_id(self):
        self.scenario(query_of(error={"reason": "backendError", "at": "insert", "times": 1}))
        self.assertError(self.insert("q"), 503, "backendError")
        self.assertEqual(self.insert("q").status, 200)

    def test_warnings_are_no_failure(self):
        warning = {"reason": "invalid", "message": "a shard was skipped"}
        self.scenario(query_of(warnings=[warning]))
        self.assertEqual(self.insert("q").json()["status"]["errors"], [warning])
        self.assertEqual(self.get("/queries/j").json()["errors"], [warning])

    def test_limits_of_the_request(self):
        self.scenario(query_of(bytes_processed=11 << 20, run_ms=60000))
        self.insert("q", job="a", query={"maximumBytesBilled": str(10 << 20)}, jobTimeoutMs="0")
        self.assertError(self.get("/queries/a"), 400, "bytesBilledLimitExceeded")
        self.insert("q", job="b", query={"maximumBytesBilled": str(11 << 20)}, jobTimeoutMs="0")
        self.assertError(self.get("/queries/b"), 400, "stopped")
        self.assertError(self.insert("q", job="c", jobTimeoutMs=5), 400, "invalid")
        answer = self.insert("q", job="c", query={"maximumBytesBilled": 5})
        self.assertError(answer, 400, "invalid")

    def test_a_plain_select_reads_a_table(self):
        self.scenario(table_of(9))
        self.insert("SELECT * FROM `p.d.t` LIMIT 4")
        self.assertEqual(numbers(self.get("/queries/j")), [0, 1, 2, 3])
        default = {"defaultDataset": {"projectId": "p", "datasetId": "d"}}
        self.insert("select * from `t`", job="k", query=default)
        self.assertEqual(numbers(self.get("/queries/k")), list(range(9)))
        self.assertError(self.insert("SELECT * FROM `p.d.u`", job="l"), 404, "notFound")


class Requests(ServerCase):
    def test_legacy_sql_is_the_default(self):
        self.scenario(table_of(1))
        for value in ({}, {"useLegacySql": True}):
            query = {"query": "SELECT * FROM `p.d.t`", **value}
            answer = self.post("/jobs", {"configuration": {"query": query}})
            self.assertError(answer, 400, "invalidQuery")
            self.assertError(self.post("/queries", query), 400, "invalidQuery")

    def test_bodies_that_are_not_json(self):
        self.scenario(table_of(1))
        headers = {"Content-Type": "application/json"}
        self.assertError(self.post("/jobs", "{", headers), 400, "parseError")
        self.assertError(self.post("/jobs", "[]", headers), 400, "parseError")
        self.assertError(self.post("/jobs", "{}", headers), 400, "required")
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        self.assertError(self.post("/jobs", "{}", form), 400, "badContent")
        self.assertEqual(self.server.ask("POST", "/bigquery/v2/nope", "").status, 404)

    def test_a_post_says_how_long_it_is(self):
        self.scenario(table_of(1))
        connection = self.server.connect()
        connection.putrequest("POST", self.base + "/jobs/j/cancel")
        connection.endheaders()
        self.assertEqual(connection.getresponse().status, 411)
        connection.close()

    def test_labels(self):
        self.scenario(query_of())
        good = [{"a": ""}, {"a-b_1": "x-y_2"}, {"a" * 63: "b" * 63}]
        bad = [{"A": "b"}, {"a": "B"}, {"1a": "b"}, {"a" * 64: "b"}, {"a": "b" * 64}, {"": ""}]
        for i, labels in enumerate(good):
            self.assertEqual(self.insert("q", job=f"g{i}", labels=labels).status, 200, labels)
        for labels in bad:
            self.assertError(self.insert("q", labels=labels), 400, "invalid")
        job = self.server.control("jobs")[1]
        self.assertEqual(job["configuration"]["labels"], good[1])

    def named(self, *given, sql="SELECT @x"):
        """The answer to a query with these named parameters."""
        query = {"parameterMode": "NAMED", "queryParameters": list(given), "dryRun": True}
        return self.post("/queries", {"query": sql, "useLegacySql": False, **query})

    def test_scalar_parameters(self):
        self.scenario(query_of())
        good = [
            ("INT64", "-9223372036854775808"),
            ("FLOAT64", "1e-7"),
            ("FLOAT64", "-Infinity"),
            ("FLOAT64", "NaN"),
            ("BOOL", "true"),
            ("DATE", "2026-11-22"),
            ("DATETIME", "2026-11-22T01:02:03.5"),
            ("TIME", "01:02:03"),
            ("TIMESTAMP", "2026-11-22 00:00:00.123456+00:00"),
            ("TIMESTAMP", "2026-11-22T00:00:00Z"),
            ("BYTES", "AP8="),
            ("NUMERIC", "1.5"),
            ("JSON", '{"a":1}'),
            ("STRING", ""),
            ("STRING", None),
            ("INT64", None),
        ]
        for kind, value in good:
            self.assertEqual(self.named(scalar(kind, value)).status, 200, (kind, value))
        bad = [
            ("INT64", "9223372036854775808"),
            ("INT64", "1.0"),
            ("INT64", 5),
            ("FLOAT64", 1.5),
            ("FLOAT64", "x"),
            ("BOOL", True),
            ("BOOL", "yes"),
            ("DATE", "2026-02-30"),
            ("TIMESTAMP", "2026-11-22"),
            ("BYTES", "AP8"),
            ("JSON", "{"),
            ("TEXT", "x"),
            ("int64", "5"),
        ]
        for kind, value in bad:
            self.assertError(self.named(scalar(kind, value)), 400, "invalid")

    def parameter(self, kind, value):
        return self.named({"name": "x", "parameterType": kind, "parameterValue": value}).status

    def test_compound_parameters(self):
        self.scenario(query_of())
        array = {"type": "ARRAY", "arrayType": {"type": "STRING"}}
        self.assertEqual(self.parameter(array, {"arrayValues": [{"value": "a"}, {}]}), 200)
        self.assertEqual(self.parameter(array, {}), 200)
        self.assertEqual(self.parameter(array, {"value": "[]"}), 400)
        self.assertEqual(self.parameter({"type": "ARRAY"}, {}), 400)
        self.assertEqual(self.parameter({"type": "ARRAY", "arrayType": array}, {}), 400)
        struct = {"type": "STRUCT", "structTypes": [{"name": "a", "type": {"type": "INT64"}}]}
        self.assertEqual(self.parameter(struct, {"structValues": {"a": {"value": "1"}}}), 200)
        self.assertEqual(self.parameter(struct, {"structValues": {"b": {"value": "1"}}}), 400)
        self.assertEqual(self.parameter(struct, {"structValues": {"a": {"value": "x"}}}), 400)
        dates = {"type": "RANGE", "rangeElementType": {"type": "DATE"}}
        since = {"rangeValue": {"start": {"value": "2026-11-22"}}}
        self.assertEqual(self.parameter(dates, since), 200)
        self.assertEqual(self.parameter(dates, {"rangeValue": {"from": {}}}), 400)
        numbers_ = {"type": "RANGE", "rangeElementType": {"type": "INT64"}}
        self.assertEqual(self.parameter(numbers_, {}), 400)

    def test_names_and_marks_match_the_query(self):
        self.scenario(query_of())
        x = scalar("INT64", "1")
        hidden = "SELECT @X -- @y\n, '@z', \"@z\", `@z` /* @z */"
        self.assertEqual(self.named(x, sql=hidden).status, 200)
        self.assertError(self.named(x, sql="SELECT @x, @y"), 400, "invalidQuery")
        self.assertError(self.named(x, x), 400, "invalid")
        self.assertError(self.named(scalar("INT64", "1", name="")), 400, "invalid")
        self.assertError(self.named(x, sql="SELECT @x, ?"), 400, "invalidQuery")
        body = {"query": "SELECT ?, '?'", "useLegacySql": False, "dryRun": True}
        body["queryParameters"] = [{k: v for k, v in x.items() if k != "name"}]
        self.assertError(self.post("/queries", body), 400, "required")
        body["parameterMode"] = "POSITIONAL"
        self.assertEqual(self.post("/queries", body).status, 200)
        body["query"] = "SELECT ?, ?"
        self.assertError(self.post("/queries", body), 400, "invalidQuery")

    def test_parameters_choose_the_result_and_are_recorded(self):
        days = ("2026-11-21", "2026-11-22")
        queries = [{"schema": DAY, "rows": [{"day": d}], "params": {"d": d}} for d in days]
        self.scenario({"queries": queries})
        query = {"parameterMode": "NAMED", "queryParameters": [scalar("DATE", "2026-11-22", "d")]}
        self.insert("SELECT @d", query=query)
        self.assertEqual(self.get("/queries/j").json()["rows"], [{"f": [{"v": "2026-11-22"}]}])
        record = [r for r in self.server.control("requests") if r["op"] == "jobs.insert"][0]
        self.assertEqual(
            record["body"]["configuration"]["query"]["queryParameters"], query["queryParameters"]
        )

    def test_dry_runs(self):
        self.scenario(query_of(bytes_processed=48000000000))
        body = {"query": "q", "useLegacySql": False, "dryRun": True}
        answer = self.post("/queries", body).json()
        self.assertEqual(answer["totalBytesProcessed"], "48000000000")
        self.assertEqual(answer["schema"], {"fields": DAY})
        self.assertNotIn("jobId", answer["jobReference"])
        self.assertNotIn("rows", answer)
        job = self.insert("q", dryRun=True).json()
        self.assertEqual(job["statistics"]["totalBytesProcessed"], "48000000000")
        self.assertEqual(self.server.control("jobs"), [])
        self.scenario(query_of(error={"reason": "invalidQuery", "at": "insert"}))
        self.assertError(self.post("/queries", body), 400, "invalidQuery")
        self.assertError(self.insert("q", dryRun=True), 400, "invalidQuery")


class OneRoundTrip(ServerCase):
    def test_jobs_query_answers_with_the_first_page(self):
        self.scenario(table_of(10))
        body = {"query": "SELECT * FROM `p.d.t`", "useLegacySql": False, "maxResults": 4}
        answer = self.post("/queries", body)
        self.assertEqual(numbers(answer), [0, 1, 2, 3])
        first = answer.json()
        job = first["jobReference"]["jobId"]
        rest = self.get(f"/queries/{job}", pageToken=first["pageToken"])
        self.assertEqual(numbers(rest), [4, 5, 6, 7, 8, 9])

    def test_small_queries_may_leave_no_job_behind(self):
        self.scenario(table_of(2))
        body = {"query": "SELECT * FROM `p.d.t`", "useLegacySql": False}
        body["jobCreationMode"] = "JOB_CREATION_OPTIONAL"
        self.assertNotIn("jobReference", self.post("/queries", body).json())
        self.assertIn("jobReference", self.post("/queries", {**body, "maxResults": 1}).json())

    def test_the_same_request_id_is_the_same_job(self):
        self.scenario(table_of(2))
        body = {"query": "SELECT * FROM `p.d.t`", "useLegacySql": False, "requestId": "r1"}
        jobs = [self.post("/queries", body).json()["jobReference"]["jobId"] for _ in range(2)]
        self.assertEqual(jobs[0], jobs[1])

    def test_format_options_of_the_body(self):
        spec = query_of(schema=[{"name": "t", "type": "TIMESTAMP"}], rows=[{"t": 1}])
        self.scenario(spec)
        body = {"query": "q", "useLegacySql": False, "formatOptions": {"useInt64Timestamp": True}}
        self.assertEqual(self.post("/queries", body).json()["rows"], [{"f": [{"v": "1"}]}])


class Process(unittest.TestCase):
    def test_jobs_and_tokens_outlive_a_kill(self):
        base = ServerCase.base
        server = Server(table_of(5), state=True)
        self.addCleanup(server.folder.cleanup)
        path = "/computeMetadata/v1/instance/service-accounts/default/token"
        answer = server.ask("GET", path, headers={"Metadata-Flavor": "Google"})
        headers = {"Authorization": "Bearer " + answer.json()["access_token"]}
        query = {"query": "SELECT * FROM `p.d.t`", "useLegacySql": False}
        body = {"jobReference": {"jobId": "j"}, "configuration": {"query": query}}
        server.ask("POST", base + "/jobs", body)
        page = server.ask("GET", base + "/queries/j?maxResults=2").json()
        server.stop(signal.SIGKILL)
        server.start("--port", str(server.port))
        token = urllib.parse.quote(page["pageToken"], safe="")
        answer = server.ask("GET", f"{base}/queries/j?pageToken={token}", headers=headers)
        self.assertEqual(numbers(answer), [2, 3, 4])
        self.assertEqual(server.control("requests")[-1]["auth"], "valid")
        self.assertEqual(server.stop(), (0, ""))

    def test_a_wrong_scenario_is_told_at_once(self):
        with self.assertRaisesRegex(StartError, "scenario.json: scenario: unknown member 'tabels'"):
            Server({"tabels": {}})
        for spec in ({"queries": [{"table": "p.d.nope"}]}, {"queries": [{"match": "("}]}):
            with self.assertRaisesRegex(StartError, "scenario.json: "):
                Server(spec)

    def test_https(self):
        with tempfile.TemporaryDirectory() as folder:
            tls = (folder + "/cert.pem", folder + "/key.pem")
            command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1"]
            command += ["-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
            command += ["-out", tls[0], "-keyout", tls[1]]
            subprocess.run(command, check=True, capture_output=True, timeout=60)
            server = Server(table_of(3), tls=tls)
        self.addCleanup(server.folder.cleanup)
        answer = server.ask("GET", ServerCase.base + "/datasets/d/tables/t/data")
        self.assertEqual(numbers(answer), [0, 1, 2])
        server.control("faults", {"on": "tables.get", "reset": "before"})
        with self.assertRaises(OSError):
            server.ask("GET", ServerCase.base + "/datasets/d/tables/t")
        self.assertEqual(server.stop(), (0, ""))
