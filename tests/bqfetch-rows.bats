#!/usr/bin/env bats
# How the rows of every type look.

# shellcheck disable=SC2016 # $v is the server's

load bqfetch

# typed SCHEMA ROWS: what the query gives.
typed() {
	scenario "{\"queries\": [{\"schema\": [$1], \"rows\": [$2]}]}"
}

@test "scalars of every type" {
	typed '
		{"name": "s", "type": "STRING"}, {"name": "by", "type": "BYTES"},
		{"name": "i", "type": "INTEGER"}, {"name": "f", "type": "FLOAT"},
		{"name": "b", "type": "BOOLEAN"}, {"name": "ts", "type": "TIMESTAMP"},
		{"name": "d", "type": "DATE"}, {"name": "t", "type": "TIME"},
		{"name": "dt", "type": "DATETIME"}, {"name": "n", "type": "NUMERIC"},
		{"name": "bn", "type": "BIGNUMERIC"}, {"name": "g", "type": "GEOGRAPHY"},
		{"name": "j", "type": "JSON"}, {"name": "iv", "type": "INTERVAL"}' '
		{"s": "a\tb\"\u0000\ud83d\ude00", "by": "AP8=", "i": -9223372036854775808,
		 "f": 1e-5, "b": true, "ts": "2026-11-22T01:02:03.123456Z",
		 "d": "0001-01-01", "t": "01:02:03.500000",
		 "dt": "2026-11-22T01:02:03", "n": "1.5", "bn": "-0.1",
		 "g": "POINT(1 2)", "j": {"x": [1, null, "y"]}, "iv": "0-0 1 0:0:0"}'
	fetch 'SELECT 1'
	is out <<-'EOT'
		{"s":"a\tb\"\u0000😀","by":"AP8=","i":-9223372036854775808,"f":1.0E-5,"b":true,"ts":"2026-11-22T01:02:03.123456Z","d":"0001-01-01","t":"01:02:03.500000","dt":"2026-11-22T01:02:03","n":"1.5","bn":"-0.1","g":"POINT(1 2)","j":{"x":[1,null,"y"]},"iv":"0-0 1 0:0:0"}
	EOT
}

@test "standard type names are understood as well" {
	typed '
		{"name": "i", "type": "INT64"}, {"name": "f", "type": "FLOAT64"},
		{"name": "b", "type": "BOOL"},
		{"name": "r", "type": "STRUCT", "fields": [{"name": "x", "type": "INT64"}]}' '
		{"i": 7, "f": 0.5, "b": false, "r": {"x": 1}}'
	fetch 'SELECT 1'
	is out <<<'{"i":7,"f":0.5,"b":false,"r":{"x":1}}'
}

@test "integers keep every digit, as numbers or as strings" {
	typed '{"name": "i", "type": "INTEGER"}' '{"i": "9007199254740993"}, {"i": null}'
	fetch 'SELECT 1'
	is out <<<$'{"i":9007199254740993}\n{"i":null}'
	fetch --int64 string 'SELECT 1'
	is out <<<$'{"i":"9007199254740993"}\n{"i":null}'
}

@test "floats that JSON has no number for are strings" {
	typed '{"name": "f", "type": "FLOAT"}' '
		{"f": "NaN"}, {"f": "Infinity"}, {"f": "-Infinity"}, {"f": -0.0},
		{"f": 1e300}'
	fetch 'SELECT 1'
	is out <<-'EOT'
		{"f":"NaN"}
		{"f":"Infinity"}
		{"f":"-Infinity"}
		{"f":-0.0}
		{"f":1.0E300}
	EOT
}

@test "timestamps keep their microseconds, whatever the year" {
	typed '{"name": "t", "type": "TIMESTAMP"}' '
		{"t": "0001-01-01T00:00:00Z"}, {"t": "1969-12-31T23:59:59.999999Z"},
		{"t": "1970-01-01T00:00:00.000001Z"}, {"t": "2024-02-29T12:00:00.100000Z"},
		{"t": "9999-12-31T23:59:59.999999Z"}'
	fetch 'SELECT 1'
	is out <<-'EOT'
		{"t":"0001-01-01T00:00:00Z"}
		{"t":"1969-12-31T23:59:59.999999Z"}
		{"t":"1970-01-01T00:00:00.000001Z"}
		{"t":"2024-02-29T12:00:00.100000Z"}
		{"t":"9999-12-31T23:59:59.999999Z"}
	EOT
}

@test "timestamps of 400 random moments are python's" {
	python3 - >rows.json <<-'EOT'
		import random
		random.seed(4)
		n = [random.randrange(-62135596800 * 10**6, 253402300800 * 10**6) for _ in range(400)]
		print(",".join('{"t":%d}' % t for t in n))
	EOT
	typed '{"name": "t", "type": "TIMESTAMP"}' "$(cat rows.json)"
	fetch 'SELECT 1'
	python3 - <<-'EOT' | is out
		import json
		import datetime
		epoch = datetime.datetime(1970, 1, 1)
		for row in json.loads("[" + open("rows.json").read() + "]"):
		    t = epoch + datetime.timedelta(microseconds=row["t"])
		    print('{"t":"%sZ"}' % t.isoformat())
	EOT
}

@test "picoseconds are kept where a column has them" {
	typed '
		{"name": "p", "type": "TIMESTAMP", "timestampPrecision": "12"},
		{"name": "t", "type": "TIMESTAMP"}, {"name": "u", "type": "TIMESTAMP"}' '
		{"p": "2026-11-22T01:02:03.123456789012Z",
		 "t": "2026-11-22T01:02:03.123456Z", "u": "2026-11-22T01:02:03Z"}'
	fetch 'SELECT 1'
	is out <<-'EOT'
		{"p":"2026-11-22T01:02:03.123456789012Z","t":"2026-11-22T01:02:03.123456Z","u":"2026-11-22T01:02:03Z"}
	EOT
}

@test "ranges, their timestamps as others" {
	typed '
		{"name": "t", "type": "RANGE", "rangeElementType": {"type": "TIMESTAMP"}},
		{"name": "d", "type": "RANGE", "rangeElementType": {"type": "DATE"}}' '
		{"t": {"start": "2026-11-22T00:00:00.5Z", "end": null},
		 "d": {"start": null, "end": "2026-11-22"}},
		{"t": null, "d": null}'
	fetch 'SELECT 1'
	is out <<-'EOT'
		{"t":"[2026-11-22T00:00:00.500000Z, UNBOUNDED)","d":"[UNBOUNDED, 2026-11-22)"}
		{"t":null,"d":null}
	EOT
}

@test "NULL is not empty; arrays are never NULL" {
	typed '
		{"name": "s", "type": "STRING"}, {"name": "a", "type": "STRING", "mode": "REPEATED"},
		{"name": "r", "type": "RECORD", "fields": [{"name": "x", "type": "STRING"}]}' '
		{"s": "", "a": [""], "r": {"x": ""}}, {"s": null, "a": null, "r": null},
		{"s": "null", "a": [], "r": {"x": null}}'
	fetch 'SELECT 1'
	is out <<-'EOT'
		{"s":"","a":[""],"r":{"x":""}}
		{"s":null,"a":[],"r":null}
		{"s":"null","a":[],"r":{"x":null}}
	EOT
	fetch --omit-null 'SELECT 1'
	is out <<-'EOT'
		{"s":"","a":[""],"r":{"x":""}}
		{"a":[]}
		{"s":"null","a":[],"r":{}}
	EOT
}

@test "records within arrays within records" {
	typed '
		{"name": "a", "type": "RECORD", "fields": [
			{"name": "list", "type": "RECORD", "mode": "REPEATED", "fields": [
				{"name": "element", "type": "RECORD", "fields": [
					{"name": "n", "type": "INTEGER"},
					{"name": "tags", "type": "STRING", "mode": "REPEATED"}]}]}]}' '
		{"a": {"list": [{"element": {"n": 1, "tags": ["x", "y"]}}, {"element": null},
			{"element": {"n": null, "tags": []}}]}}, {"a": null}, {"a": {"list": []}}'
	fetch 'SELECT 1'
	is out <<-'EOT'
		{"a":{"list":[{"element":{"n":1,"tags":["x","y"]}},{"element":null},{"element":{"n":null,"tags":[]}}]}}
		{"a":null}
		{"a":{"list":[]}}
	EOT
}

@test "JSON columns are spliced in, on one line" {
	typed '{"name": "j", "type": "JSON"}' '
		{"j": {"$v": "{\n  \"a\": [1e999,\r\n 12345678901234567890],\t\"b\": \"x\\ny\"\n}"}},
		{"j": {"$v": "null"}}, {"j": null}, {"j": {"$v": "\"text\""}},
		{"j": {"$v": " 3 "}}'
	fetch 'SELECT 1'
	printf '%s\n' '{"j":{   "a": [1e999,   12345678901234567890],	"b": "x\ny" }}' \
		'{"j":null}' '{"j":null}' '{"j":"text"}' '{"j": 3 }' | is out
}

@test "what is no JSON in a JSON column ends the run" {
	local bad
	for bad in '{' '{}x' '' '01' '{\"a\":}' '\u0000' 'NaN' '[1,]'; do
		typed '{"name": "j", "type": "JSON"}' "{\"j\": 1}, {\"j\": {\"\$v\": \"$bad\"}}"
		fetch 1 'SELECT 1'
		head -n 1 out | grep -Fxq '{"j":1}'
		tail -n 1 out | grep -q '^!bqfetch: incomplete: fetch rows: row 2: j: JSON text expected, got '
	done
}

@test "names that need escaping" {
	typed '
		{"name": "a\"b\\c", "type": "STRING"}, {"name": "ü\n", "type": "INTEGER"},
		{"name": "", "type": "INTEGER"}' '
		{"a\"b\\c": "x", "ü\n": 1, "": 2}'
	fetch 'SELECT 1'
	is out <<-'EOT'
		{"a\"b\\c":"x","ü\n":1,"":2}
	EOT
}

@test "cells that are not of their type end the run with the row and column" {
	local type value expected
	while IFS=' ' read -r type value expected; do
		typed "{\"name\": \"r\", \"type\": \"RECORD\", \"fields\": [{\"name\": \"c\", \"type\": \"$type\"}]}" \
			"{\"r\": null}, {\"r\": {\"c\": {\"\$v\": $value}}}"
		fetch 1 'SELECT 1'
		is out <<-EOT
			{"r":null}
			!bqfetch: incomplete: fetch rows: row 2: r.c: $expected
		EOT
		is err <<<"bqfetch: SQL: fetch rows: row 2: r.c: $expected"
	done <<-'EOT'
		INTEGER "1.5" an integer expected, got "1.5"
		INTEGER "" an integer expected, got ""
		INTEGER "01" an integer expected, got "01"
		INTEGER 5 a string expected, got number
		FLOAT "1e" a number expected, got "1e"
		FLOAT "inf" a number expected, got "inf"
		BOOLEAN "yes" true or false expected, got "yes"
		TIMESTAMP "1.5E9" microseconds of the years 0001 to 9999 expected, got "1.5E9"
		TIMESTAMP "253402300800000000" microseconds of the years 0001 to 9999 expected, got "253402300800000000"
		STRING {"f":[]} a string expected, got object
		STRING true a string expected, got boolean
	EOT
}

@test "pages look different and say the same" {
	local escape rows_at gzip chunked
	for escape in utf8 ascii html; do
		for rows_at in first middle last; do
			gzip=$([ $escape = ascii ] && echo false || echo true)
			chunked=$([ $rows_at = last ] && echo true || echo false)
			scenario "{\"escape\": \"$escape\", \"rows_at\": \"$rows_at\",
				\"gzip\": $gzip, \"chunked\": $chunked, $(synthetic 3000)}"
			fetch_all
			[ ! -s err ]
			jq -c . out >ours
			python3 "$TESTS/bigquery/synthetic.py" 3000 | jq -c . | cmp - ours
		done
	done
	[ "$(bq_requests | jq -s 'all(.gzip)')" = true ]
}

@test "an independent client reads the same rows" {
	[ -d "$TESTS/bigquery/node_modules" ] || skip "npm ci has not been run in tests/bigquery"
	scenario "{$(synthetic 5000)}"
	fetch_all --int64 string
	jq -cS . out >ours
	node "$TESTS/bigquery/client.js" --endpoint "$BQ_URL" --project p --query "SELECT * FROM \`p.d.t\`" |
		jq -cS . | cmp - ours
	[ "$(wc -l <ours)" = 5000 ]
	fetch --int64 string --table p.d.t
	jq -cS . out | cmp - ours
}
