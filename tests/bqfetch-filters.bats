#!/usr/bin/env bats
# From the service to the reports: the same as from a file.

load bqfetch

# The crash reports of the sample as a table of the service's own schema
# (tests/bqfetch, from the public schema of socorro_crash_v2). Numbers that no
# INTEGER can hold, which real rows have, are put into their cells as they are.
crashes() {
	gzip -dc "$TESTS/data/crashes.ndjson.gz" >crashes.ndjson
	python3 - <<-'EOT'
		import json
		with open("crashes.ndjson") as rows, open("table.ndjson", "w") as out:
		    for line in rows:
		        row = json.loads(line)
		        for name, value in row.items():
		            if type(value) is int and not -(2**63) <= value < 2**63:
		                row[name] = {"$v": str(value)}
		        print(json.dumps(row), file=out)
	EOT
	scenario "{\"escape\": \"ascii\", \"page_bytes\": 3000000, \"tables\": {\"p.d.t\": {
		\"schema_file\": \"$TESTS/bqfetch/socorro_crash_v2.schema.json\",
		\"rows_file\": \"$PWD/table.ndjson\"}}}"
}

@test "crash reports by query and by table are those of the file" {
	crashes
	fetch --table p.d.t
	[ ! -s err ]
	python3 - <<-'EOT'
		import json
		rows = [json.loads(line) for line in open("out")]
		assert rows == [json.loads(line) for line in open("crashes.ndjson")]
		assert len(rows) > 2900
	EOT
	cp out table
	fetch_all
	cmp out table
	missing-symbols -q crashes.ndjson >expected
	[ "$(wc -c <expected)" -gt 5000 ]
	bqfetch --endpoint "$BQ_URL" --no-auth --table p.d.t | missing-symbols -q | cmp - expected
	crashcorr -q crashes.ndjson >expected
	[ "$(wc -l <expected)" -gt 10 ]
	bqfetch --endpoint "$BQ_URL" --no-auth --project p "SELECT * FROM \`p.d.t\`" |
		crashcorr -q | cmp - expected
}

@test "a stream that breaks off makes no report" {
	local tool
	crashes
	bq_control faults '{"row": 1500, "status": 403, "reason": "accessDenied", "message": "no more"}' >/dev/null
	for tool in missing-symbols crashcorr; do
		status=0
		bqfetch --endpoint "$BQ_URL" --no-auth --table p.d.t 2>err | $tool -q >report 2>told || status=$?
		[ "$status" = 1 ]
		[ ! -s report ]
		grep -Eq "^$tool: <stdin>:[0-9]+: read row: bqfetch did not get all rows: fetch rows: HTTP 403: no more \(accessDenied\)$" told
		# before the first row, too
		status=0
		fetch 1 SELEC
		$tool -q <out >report 2>told || status=$?
		[ "$status" = 1 ]
		[ ! -s report ]
		grep -q 'bqfetch did not get all rows: start query: HTTP 400: Syntax error' told
	done
}
