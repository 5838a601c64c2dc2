#!/usr/bin/env bats
# Tables, read as they stand.

load bqfetch

@test "a table whole, without any job" {
	scenario "{$(synthetic 5000)}"
	fetch --table p.d.t
	whole 5000
	[ "$(asked jobs.insert)" = 0 ]
	[ "$(asked tables.get)" = 1 ]
}

@test "the three ways to write a name" {
	local name
	scenario '{"tables": {"p.d.t": {"schema": [{"name": "x", "type": "INTEGER"}], "rows": [{"x": 1}]},
		"example.com:p.d.t": {"schema": [{"name": "x", "type": "INTEGER"}], "rows": [{"x": 2}]}}}'
	for name in p.d.t p:d.t d.t; do
		fetch --table $name
		is out <<<'{"x":1}'
	done
	fetch --table example.com:p.d.t
	is out <<<'{"x":2}'
	for name in t .d.t p.d. p..t '' . ..; do
		fetch 2 --table "$name"
		is err <<<"bqfetch: $name: read name: PROJECT.DATASET.TABLE expected"
		is out </dev/null
	done
}

@test "an empty table, and the first rows" {
	local n
	scenario '{"tables": {"p.d.e": {"schema": [{"name": "x", "type": "STRING"}], "rows": []},
		"p.d.t": {"synthetic": {"rows": 3000}}}}'
	fetch --table p.d.e
	is out </dev/null
	for n in 0 1 1000 2999 3000 3001; do
		fetch --table p.d.t --limit $n
		python3 "$TESTS/bigquery/synthetic.py" $((n < 3000 ? n : 3000)) | cmp - out
	done
}

@test "only some fields, in the order of the schema" {
	scenario "{$(synthetic 50)}"
	fetch --table p.d.t --fields name,ID,module.size
	python3 "$TESTS/bigquery/synthetic.py" 50 |
		jq -c '{id, name, module: (.module | if . then {size} else . end)}' | cmp - out
	[ "$(bq_requests tabledata.list | jq -r .query.selectedFields)" = name,ID,module.size ]
	fetch --table p.d.t --fields module,module.size
	python3 "$TESTS/bigquery/synthetic.py" 50 | jq -c '{"module": .module}' | cmp - out
}

@test "fields that are not there" {
	local fields
	scenario "{$(synthetic 5)}"
	for fields in nothing id.x module.nothing .id ''; do
		fetch 1 --table p.d.t --fields "id,$fields,name"
		is err <<<"bqfetch: p.d.t: look up table: it has no such field: $fields"
	done
	[ "$(asked tabledata.list)" = 0 ]
}

@test "a table that is written to meanwhile is read as it was" {
	local change
	for change in '"drop_first": 100' '"prepend": [{"id": -1}, {"id": -2}]' '"append": [{"id": -3}]'; do
		scenario "{\"page_bytes\": 50000, \"faults\": [{\"on\": \"tabledata.list\", \"nth\": 3,
			\"change\": {\"table\": \"p.d.t\", $change}}], $(synthetic 5000)}"
		fetch --table p.d.t --jobs 2
		whole 5000
	done
	[ "$(bq_requests tabledata.list | jq -r .path | sort -u | sed 's/%40[0-9]*/@N/')" = \
		/bigquery/v2/projects/p/datasets/d/tables/t@N/data ]
}

@test "a snapshot of one's own choice" {
	local now
	scenario "{$(synthetic 5)}"
	now=$(date +%s)
	sleep 1.2
	bq_control change '{"table": "p.d.t", "append": [{"id": 5}]}' >/dev/null
	fetch --table "p.d.t@$((now * 1000))"
	whole 5
	sleep 1.2
	fetch --table p.d.t
	[ "$(wc -l <out)" = 6 ]
}

@test "what only a query can read" {
	local type
	for type in VIEW EXTERNAL MATERIALIZED_VIEW; do
		scenario "{\"tables\": {\"p.d.t\": {\"type\": \"$type\", \"synthetic\": {\"rows\": 1}}}}"
		fetch 1 --table p.d.t
		is err <<<"bqfetch: p.d.t: look up table: only a query can read a: $type"
	done
}

@test "rows that are still streaming in are told of" {
	scenario '{"tables": {"p.d.t": {"synthetic": {"rows": 5}, "streaming_rows": 17}}}'
	fetch --table p.d.t
	is err <<<'bqfetch: p.d.t: about 17 rows that were written just now may be missing'
	fetch -q --table p.d.t
	whole 5
}

@test "a table that is not there" {
	scenario '{}'
	fetch 1 --table p.d.none
	is err <<<'bqfetch: p.d.none: look up table: HTTP 404: Not found: Table p:d.none (notFound)'
	is out <<<'!bqfetch: incomplete: look up table: HTTP 404: Not found: Table p:d.none (notFound)'
}

@test "a table whose number of rows changes under us" {
	scenario "{\"page_bytes\": 100000, \"faults\": [{\"row\": 2000, \"total_rows\": -1}], $(synthetic 3000)}"
	fetch 3 --table p.d.t
	broken 'fetch rows: there were 3000 rows, now there are 2999'
	scenario "{\"faults\": [{\"on\": \"tabledata.list\", \"status\": 200, \"text\": \"{}\"}], $(synthetic 3)}"
	fetch 3 --table p.d.t --tries 2
	is out <<<'!bqfetch: incomplete: fetch rows: no rows came where there should be some, after 2 tries'
}

@test "a server that knows no snapshots is read as it stands, and that is told" {
	scenario "{\"faults\": [{\"path\": \"%40\", \"on\": \"tabledata.list\", \"reason\": \"notFound\"}], $(synthetic 3000)}"
	fetch --table p.d.t
	is err <<<'bqfetch: p.d.t: this server knows no snapshots: rows that change now may be missing, or come twice'
	python3 "$TESTS/bigquery/synthetic.py" 3000 | cmp - out
	fetch -q --table p.d.t
	whole 3000
	# one that was asked for is not given up
	scenario "{\"faults\": [{\"on\": \"tabledata.list\", \"reason\": \"notFound\", \"message\": \"no\"}], $(synthetic 3)}"
	fetch 1 --table "p.d.t@$(date +%s)000"
	grep -q ': fetch rows: HTTP 404: no (notFound)$' err
	fetch 1 --table p.d.t
	[ "$(asked tabledata.list)" = 3 ]
}
