"""Cells and pages, held to reference/bigquery.md sections 1.4, 1.5 and 2."""

import itertools
import json

import synthetic
from harness import ServerCase, numbers, table_of

# Column, plain value, and what "v" must be with formatOptions FLOAT64, INT64, ISO8601_STRING.
CELLS = [
    ({"type": "INTEGER"}, "9007199254740993", "9007199254740993"),
    ({"type": "INT64"}, -9223372036854775808, "-9223372036854775808"),
    ({"type": "FLOAT"}, 1.5, "1.5"),
    ({"type": "FLOAT64"}, 0.00001, "1.0E-5"),
    ({"type": "FLOAT"}, 1795309200.0, "1.7953092E9"),
    ({"type": "FLOAT"}, 1e300, "1.0E300"),
    ({"type": "FLOAT"}, 3, "3.0"),
    ({"type": "FLOAT"}, 0.001, "0.001"),
    ({"type": "FLOAT"}, 9999999, "9999999.0"),
    ({"type": "FLOAT"}, 10000000, "1.0E7"),
    ({"type": "FLOAT"}, -123.456, "-123.456"),
    ({"type": "FLOAT"}, -0.0, "-0.0"),
    ({"type": "FLOAT"}, "NaN", "NaN"),
    ({"type": "FLOAT"}, "Infinity", "Infinity"),
    ({"type": "FLOAT"}, "-Infinity", "-Infinity"),
    ({"type": "BOOLEAN"}, True, "true"),
    ({"type": "BOOL"}, False, "false"),
    (
        {"type": "TIMESTAMP"},
        "2026-11-22T01:02:03.123456Z",
        "1.795309323123456E9",
        "1795309323123456",
        "2026-11-22T01:02:03.123456000000Z",
    ),
    (
        {"type": "TIMESTAMP"},
        "2026-11-22T03:00:00+02:00",
        "1.7953092E9",
        "1795309200000000",
        "2026-11-22T01:00:00.000000000000Z",
    ),
    (
        {"type": "TIMESTAMP", "timestampPrecision": "12"},
        "1969-12-31T23:59:59.999999000001Z",
        "-1.0E-6",
        "-1",
        "1969-12-31T23:59:59.999999000001Z",
    ),
    ({"type": "DATE"}, "0001-01-01", "0001-01-01"),
    ({"type": "DATETIME"}, "2026-11-22T01:02:03", "2026-11-22T01:02:03"),
    ({"type": "DATETIME"}, "2026-11-22T01:02:03.000100", "2026-11-22T01:02:03.000100"),
    ({"type": "TIME"}, "01:02:03.500000", "01:02:03.500000"),
    ({"type": "NUMERIC"}, "1.500", "1.5"),
    ({"type": "BIGNUMERIC"}, "1" + "0" * 38, "1" + "0" * 38),
    ({"type": "STRING"}, 'a\u0000\u001f"\\\u20ac\U0001f600', 'a\u0000\u001f"\\\u20ac\U0001f600'),
    ({"type": "BYTES"}, "AP8=", "AP8="),
    ({"type": "GEOGRAPHY"}, "POINT(1 2)", "POINT(1 2)"),
    ({"type": "JSON"}, {"b": [1, None, "\u20ac"]}, '{"b":[1,null,"\u20ac"]}'),
    ({"type": "JSON"}, {"$v": "1e999"}, "1e999"),
    ({"type": "INTERVAL"}, "0-0 1 0:0:0", "0-0 1 0:0:0"),
    (
        {"type": "RANGE", "rangeElementType": {"type": "DATE"}},
        {"start": "2026-11-22", "end": None},
        "[2026-11-22, UNBOUNDED)",
    ),
    (
        {"type": "RANGE", "rangeElementType": {"type": "TIMESTAMP"}},
        {"end": "2026-11-22T01:00:00Z"},
        "[UNBOUNDED, 1.7953092E9)",
        "[UNBOUNDED, 1795309200000000)",
        "[UNBOUNDED, 2026-11-22T01:00:00.000000000000Z)",
    ),
    ({"type": "STRING"}, None, None),
    ({"type": "STRING", "mode": "REPEATED"}, ["a", ""], [{"v": "a"}, {"v": ""}]),
    ({"type": "STRING", "mode": "REPEATED"}, None, []),
    ({"type": "RECORD", "fields": [{"name": "x", "type": "DATE"}]}, None, None),
    (
        {
            "type": "RECORD",
            "fields": [{"name": "x", "type": "DATE"}, {"name": "y", "type": "BOOL"}],
        },
        {"y": True},
        {"f": [{"v": None}, {"v": "true"}]},
    ),
    (
        {
            "type": "STRUCT",
            "mode": "REPEATED",
            "fields": [{"name": "l", "type": "INT64", "mode": "REPEATED"}],
        },
        [{"l": [1, 2]}, {}],
        [{"v": {"f": [{"v": [{"v": "1"}, {"v": "2"}]}]}}, {"v": {"f": [{"v": []}]}}],
    ),
]


class Cells(ServerCase):
    def test_every_type_in_every_timestamp_format(self):
        schema = [{"name": f"c{i}", **cell[0]} for i, cell in enumerate(CELLS)]
        row = {f"c{i}": cell[1] for i, cell in enumerate(CELLS)}
        self.scenario({"tables": {"p.d.t": {"schema": schema, "rows": [row]}}})
        for k, wanted in enumerate(("FLOAT64", "INT64", "ISO8601_STRING")):
            options = {"formatOptions_timestampOutputFormat": wanted}
            answer = self.get("/datasets/d/tables/t/data", **options).json()
            got = [cell["v"] for cell in answer["rows"][0]["f"]]
            self.assertEqual(len(got), len(CELLS))
            for value, cell in zip(got, CELLS):
                self.assertEqual(value, cell[2 + k] if len(cell) > 3 else cell[2], cell)

    def test_integer_timestamps_and_the_combination_that_is_refused(self):
        schema = [{"name": "t", "type": "TIMESTAMP"}]
        rows = [{"t": "2026-11-22T01:02:03.123456Z"}]
        self.scenario({"tables": {"p.d.t": {"schema": schema, "rows": rows}}})
        path = "/datasets/d/tables/t/data"
        answer = self.get(path, formatOptions_useInt64Timestamp="true").json()
        self.assertEqual(answer["rows"], [{"f": [{"v": "1795309323123456"}]}])
        answer = self.get(path).json()
        self.assertEqual(answer["rows"], [{"f": [{"v": "1.795309323123456E9"}]}])
        options = {"formatOptions_useInt64Timestamp": "true"}
        options["formatOptions_timestampOutputFormat"] = "INT64"
        self.assertError(self.get(path, **options), 400, "invalid")

    def test_escapes_change_the_text_and_not_the_value(self):
        schema = [{"name": "s", "type": "STRING"}]
        value = "<b>\u20ac\U0001f600'=&</b>"
        spec = {"tables": {"p.d.t": {"schema": schema, "rows": [{"s": value}]}}}
        texts = set()
        for escape in ("utf8", "ascii", "html"):
            self.scenario({**spec, "escape": escape})
            answer = self.get("/datasets/d/tables/t/data")
            self.assertEqual(answer.json()["rows"][0]["f"][0]["v"], value)
            texts.add(answer.text())
        self.assertEqual(len(texts), 3)

    def test_values_that_do_not_fit_their_column_are_refused(self):
        bad = [("INTEGER", "x"), ("INTEGER", 2**63), ("BOOL", "true"), ("DATE", "2026-02-30")]
        bad += [("BYTES", "*"), ("STRING", 1), ("TIMESTAMP", "now"), ("NUMERIC", 1.5)]
        for kind, value in bad:
            schema = [{"name": "c", "type": kind}]
            spec = {"tables": {"p.d.t": {"schema": schema, "rows": [{"c": value}]}}}
            answer = self.server.ask("POST", "/_control/scenario", spec)
            self.assertEqual(answer.status, 400, (kind, value))

    def test_selected_fields_reach_into_records_in_schema_order(self):
        leaf = [{"name": "x", "type": "STRING"}, {"name": "y", "type": "STRING"}]
        schema = [
            {"name": "a", "type": "INTEGER"},
            {"name": "r", "type": "RECORD", "mode": "REPEATED", "fields": leaf},
            {"name": "b", "type": "STRING"},
        ]
        row = {"a": 1, "r": [{"x": "x1", "y": "y1"}], "b": "B"}
        self.scenario({"tables": {"p.d.t": {"schema": schema, "rows": [row]}}})
        path = "/datasets/d/tables/t/data"
        got = self.get(path, selectedFields="b,r.y").json()["rows"][0]
        self.assertEqual(got, {"f": [{"v": [{"v": {"f": [{"v": "y1"}]}}]}, {"v": "B"}]})
        self.assertError(self.get(path, selectedFields="r.z"), 400, "invalid")

    def test_synthetic_rows_follow_their_formulas(self):
        self.scenario({"tables": {"p.d.s": {"synthetic": {"rows": 3000, "pad": 5}}}})
        page = self.get(
            "/datasets/d/tables/s/data", formatOptions_useInt64Timestamp="true", startIndex=2000
        ).json()
        self.assertEqual(page["totalRows"], "3000")
        self.assertEqual(len(page["rows"]), 1000)
        for i, row in enumerate(page["rows"], 2000):
            module = {"f": [{"v": f"lib{i % 97}.so"}, {"v": str(i * 4096)}]}
            wanted = [
                str(i),
                "%016x" % (i * 0x9E3779B97F4A7C15 % 2**64),
                f"module-{i % 1000}.dll",
                str(1795305600000000 + 1000003 * i),
                f"{i % 1000 * 0.125:.3f}".rstrip("0").ljust(len(str(i % 1000 // 8)) + 2, "0"),
                "true" if i % 3 == 0 else "false",
                f'n "{i}"' if i % 7 else None,
                [{"v": tag} for tag in ("a", "b", "c")[: i % 4]],
                module if i % 50 != 49 else None,
                "xxxxx",
            ]
            self.assertEqual([cell["v"] for cell in row["f"]], wanted)

    def test_synthetic_rows_come_out_alike_either_way(self):
        table = synthetic.Synthetic(2000)
        encode = synthetic.cells.row_encoder(table.fields, synthetic.cells.Form("INT64"))
        for i in range(2000):
            self.assertEqual(table.fast(i).decode(), encode(table.row(i)))


class Pages(ServerCase):
    def chain(self, path, **query):
        """Every page of a token chain, bounded."""
        pages = [self.get(path, **query)]
        while token := pages[-1].json().get("pageToken"):
            self.assertLess(len(pages), 500)
            pages.append(self.get(path, pageToken=token, **query))
        return pages

    def test_a_token_chain_reads_every_row_once(self):
        self.scenario(table_of(5000))
        self.insert()
        for path in ("/queries/j", "/datasets/d/tables/t/data"):
            pages = self.chain(path, maxResults=999)
            self.assertEqual([len(numbers(page)) for page in pages], [999] * 5 + [5])
            rows = itertools.chain.from_iterable(map(numbers, pages))
            self.assertEqual(list(rows), list(range(5000)))
            self.assertEqual({page.json()["totalRows"] for page in pages}, {"5000"})

    def test_windows_by_start_index(self):
        self.scenario(table_of(3000))
        self.insert()
        for path in ("/queries/j", "/datasets/d/tables/t/data"):
            page = self.get(path, startIndex=1020, maxResults=10)
            self.assertEqual(numbers(page), list(range(1020, 1030)))
            self.assertEqual(numbers(self.get(path, startIndex=2999)), [2999])
            past = self.get(path, startIndex=3000)
            self.assertEqual(past.status, 200)
            self.assertEqual(past.json()["totalRows"], "3000")
            self.assertNotIn("rows", past.json())
            self.assertNotIn("pageToken", past.json())

    def test_start_index_with_a_token_reads_the_same_rows_again(self):
        self.scenario(table_of(10))
        path = "/datasets/d/tables/t/data"
        token = self.get(path, maxResults=4).json()["pageToken"]
        page = self.get(path, maxResults=4, pageToken=token, startIndex=0)
        self.assertEqual(numbers(page), [0, 1, 2, 3])

    def test_bytes_cut_a_page_and_a_row_too_large_goes_alone(self):
        schema = [{"name": "n", "type": "INTEGER"}, {"name": "s", "type": "STRING"}]
        rows = [{"n": i, "s": "x" * (5000 if i == 7 else 70)} for i in range(40)]
        caps = {"tabledata.list": 1000, "jobs.getQueryResults": 2000}
        self.scenario({"tables": {"p.d.t": {"schema": schema, "rows": rows}}, "page_bytes": caps})
        self.insert()
        for path, cap in (("/queries/j", 2000), ("/datasets/d/tables/t/data", 1000)):
            pages = self.chain(path, maxResults=30, prettyPrint="false")
            self.assertEqual(sum(map(numbers, pages), []), list(range(40)))
            self.assertIn([7], [numbers(page) for page in pages])
            for page in pages:
                rows_text = json.dumps(page.json()["rows"], separators=(",", ":"))
                if numbers(page) != [7]:
                    self.assertLessEqual(len(rows_text) - 2, cap)
            self.assertGreater(len(pages), 2)

    def test_the_documented_caps_are_the_default(self):
        self.scenario({"tables": {"p.d.t": {"synthetic": {"rows": 150, "pad": 200000}}}})
        self.insert()
        options = {"formatOptions_useInt64Timestamp": "true", "prettyPrint": "false"}
        sizes = []
        for path in ("/queries/j", "/datasets/d/tables/t/data"):
            sizes.append(len(self.get(path, **options).body))
        self.assertTrue(19.7e6 < sizes[0] < 20.1e6, sizes)
        self.assertTrue(9.7e6 < sizes[1] < 10.1e6, sizes)

    def test_waiting_without_rows(self):
        self.scenario(table_of(3))
        self.insert()
        answer = self.get("/queries/j", maxResults=0).json()
        self.assertEqual((answer["jobComplete"], answer["totalRows"]), (True, "3"))
        self.assertNotIn("rows", answer)
        self.assertEqual(numbers(self.get("/queries/j", pageToken=answer["pageToken"])), [0, 1, 2])

    def test_a_result_without_rows(self):
        self.scenario(table_of(0))
        self.insert()
        answer = self.get("/queries/j").json()
        self.assertEqual(answer["totalRows"], "0")
        self.assertEqual(answer["schema"], {"fields": [{"name": "n", "type": "INTEGER"}]})
        self.assertNotIn("rows", answer)

    def test_tokens_of_others_and_numbers_that_are_none(self):
        self.scenario(table_of(10))
        self.insert()
        path = "/datasets/d/tables/t/data"
        token = self.get(path, maxResults=1).json()["pageToken"]
        self.assertError(self.get("/queries/j", pageToken=token), 400, "invalid")
        self.assertError(self.get(path, pageToken="zzz"), 400, "invalid")
        unescaped = self.server.ask("GET", f"{self.base}{path}?pageToken={token}")
        self.assertError(unescaped, 400, "invalid")
        self.assertError(self.get(path, maxResults="-1"), 400, "invalid")
        self.assertError(self.get(path, startIndex="1.5"), 400, "invalid")

    def test_tabledata_has_no_schema_and_tables_get_has_everything_else(self):
        self.scenario(table_of(7))
        self.assertNotIn("schema", self.get("/datasets/d/tables/t/data").json())
        table = self.get("/datasets/d/tables/t").json()
        self.assertEqual((table["numRows"], table["location"], table["type"]), ("7", "US", "TABLE"))
        self.assertEqual(table["schema"]["fields"][0]["name"], "n")
        self.assertError(self.get("/datasets/d/tables/nope"), 404, "notFound")
        self.assertError(self.get("/datasets/d/tables/nope/data"), 404, "notFound")

    def test_views_are_not_listed(self):
        spec = table_of(1)
        spec["tables"]["p.d.t"]["type"] = "VIEW"
        self.scenario(spec)
        self.assertError(self.get("/datasets/d/tables/t/data"), 400, "invalid")

    def test_snapshots_and_token_chains_do_not_see_a_change(self):
        self.scenario(table_of(6))
        path = "/datasets/d/tables/t"
        token = self.get(path + "/data", maxResults=3).json()["pageToken"]
        before = self.server.control("requests")[-1]["time_ms"]
        self.server.control("change", {"table": "p.d.t", "drop_first": 2, "append": [{"n": 99}]})
        self.assertEqual(numbers(self.get(path + "/data", startIndex=3)), [5, 99])
        self.assertEqual(numbers(self.get(path + "/data", pageToken=token)), [3, 4, 5])
        self.assertEqual(numbers(self.get(f"{path}@{before}/data")), [0, 1, 2, 3, 4, 5])
        self.assertEqual(self.get(f"{path}@{before}").json()["numRows"], "6")
        self.assertError(self.get(f"{path}@{before + 3600000}/data"), 400, "invalid")

    def test_the_result_table_of_a_job(self):
        self.scenario(table_of(20))
        self.insert()
        ref = self.get("/jobs/j").json()["configuration"]["query"]["destinationTable"]
        path = f"/datasets/{ref['datasetId']}/tables/{ref['tableId']}"
        self.assertEqual(self.get(path).json()["numRows"], "20")
        self.assertEqual(numbers(self.get(path + "/data", startIndex=18)), [18, 19])

    def test_rows_of_a_file(self):
        self.server.file("rows.ndjson", '{"n": 1}\n\n{"n": 2}\n')
        self.server.file("schema.json", '{"fields": [{"name": "n", "type": "INTEGER"}]}')
        spec = {"rows_file": self.server.path("rows.ndjson")}
        spec["schema_file"] = self.server.path("schema.json")
        self.scenario({"tables": {"p.d.t": spec}})
        self.assertEqual(numbers(self.get("/datasets/d/tables/t/data")), [1, 2])


class Forms(ServerCase):
    def test_gzip_needs_both_headers(self):
        self.scenario({"tables": {"p.d.t": {"synthetic": {"rows": 2000}}}})
        path = "/datasets/d/tables/t/data"
        plain = self.get(path)
        for accept, agent, zipped in (
            ("gzip", "x (gzip)", True),
            ("deflate, gzip;q=0.5", "gzip", True),
            ("gzip", "x", False),
            ("identity", "x (gzip)", False),
        ):
            headers = {"Accept-Encoding": accept, "User-Agent": agent}
            for _ in range(2):
                answer = self.get(path, headers=headers)
                self.assertEqual(answer.headers.get("content-encoding") == "gzip", zipped)
                self.assertEqual(answer.json(), plain.json())

    def test_pretty_print_is_the_default(self):
        self.scenario(table_of(3))
        path = "/datasets/d/tables/t/data"
        pretty, compact = self.get(path), self.get(path, prettyPrint="false")
        self.assertIn('\n  "rows": [\n', pretty.text())
        self.assertNotIn("\n", compact.text())
        self.assertEqual(pretty.json(), compact.json())

    def test_fields_trim_the_answer(self):
        self.scenario(table_of(3))
        self.insert()
        mask = "rows,jobReference(jobId,location),schema/fields/name"
        answer = self.get("/queries/j", fields=mask)
        self.assertEqual(
            answer.json(),
            {
                "rows": [{"f": [{"v": str(i)}]} for i in range(3)],
                "jobReference": {"jobId": "j", "location": "US"},
                "schema": {"fields": [{"name": "n"}]},
            },
        )
        self.assertEqual(self.get("/queries/j", fields="totalRows").json(), {"totalRows": "3"})
        for bad in ("a,,b", "a(b", "a)", "/a", "a/"):
            self.assertError(self.get("/queries/j", fields=bad), 400, "invalid")

    def test_members_in_any_order_and_chunked_transfer(self):
        places = {}
        for rows_at in ("first", "middle", "last"):
            self.scenario(table_of(3, rows_at=rows_at, chunked=True))
            self.insert()
            answer = self.get("/queries/j", prettyPrint="false")
            self.assertEqual(answer.headers.get("transfer-encoding"), "chunked")
            self.assertEqual(numbers(answer), [0, 1, 2])
            places[rows_at] = list(answer.json()).index("rows")
        self.assertEqual(places["first"], 0)
        self.assertLess(places["middle"], places["last"])
