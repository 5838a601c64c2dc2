#!/usr/bin/env bats
# What the service is asked, and how often.

load bqfetch

# inserted FILTER: what jq finds in the body of the last jobs.insert.
inserted() {
	bq_requests jobs.insert | tail -n 1 | jq -c ".body | $1"
}

one='"queries": [{"schema": [{"name": "x", "type": "INTEGER"}], "rows": [{"x": 1}]}]'

@test "a query is GoogleSQL in a job of a random name" {
	local n
	scenario "{$one}"
	for n in 1 2; do
		fetch 'SELECT 1 AS x'
		is out <<<'{"x":1}'
		is err </dev/null
		inserted .jobReference.jobId >>names
		[ "$(inserted .configuration)" = '{"query":{"query":"SELECT 1 AS x","useLegacySql":false}}' ]
		[ "$(inserted .jobReference.projectId)" = '"p"' ]
	done
	[ "$(sort -u names | grep -Ec '^"bqfetch_[0-9a-f]{32}"$')" = 2 ]
}

@test "the query comes from a file, or from standard input" {
	scenario "{$one}"
	printf 'SELECT\n  "ü"\n' >q.sql
	fetch --query-file q.sql
	[ "$(inserted .configuration.query.query)" = '"SELECT\n  \"ü\"\n"' ]
	fetch --query-file - <q.sql
	[ "$(inserted .configuration.query.query)" = '"SELECT\n  \"ü\"\n"' ]
	is out <<<'{"x":1}'
}

@test "a query file that cannot be read, or is no text, is told by name" {
	fetch 1 --query-file none.sql
	is err <<<'bqfetch: none.sql: read query: No such file or directory'
	is out <<<'!bqfetch: incomplete: read query: No such file or directory'
	printf 'SELECT \377' >bad.sql
	fetch 1 --query-file bad.sql
	is err <<<'bqfetch: bad.sql: read query: invalid UTF-8'
	printf 'SELECT \0001' >nul.sql
	fetch 1 --query-file nul.sql
	is err <<<'bqfetch: nul.sql: read query: NUL byte'
}

@test "parameters of every type" {
	scenario "{$one}"
	fetch 'SELECT @s, @e, @i, @f, @n, @b, @d, @dt, @t, @ts, @by, @a, @st, @r, @nu, @j, @nr' \
		--param 's::a:b' --param 'e:STRING:' --param i:INTEGER:-5 \
		--param f:FLOAT64:NaN --param n:decimal:1.5 --param b:BOOL:true \
		--param d:DATE:2026-11-22 --param dt:DATETIME:2026-11-22T01:02:03 \
		--param t:TIME:01:02:03 --param 'ts:TIMESTAMP:2026-11-22 00:00:00.123456+00:00' \
		--param by:BYTES:AP8= --param 'a:ARRAY<STRING>:["x", "y\"", null]' \
		--param 'st:STRUCT<x INT64, y ARRAY<DATE>>:{"x": 9007199254740993, "y": ["2026-11-22"]}' \
		--param 'r:RANGE<DATE>:[2026-11-22, UNBOUNDED)' --param nu:INT64:NULL \
		--param 'j:JSON:{"a": 1}' --param 'nr:ARRAY<INT64>:NULL'
	is out <<<'{"x":1}'
	[ "$(inserted .configuration.query.parameterMode)" = '"NAMED"' ]
	inserted '.configuration.query.queryParameters[] | [.name, .parameterType, .parameterValue]' >given
	is given <<-'EOT'
		["s",{"type":"STRING"},{"value":"a:b"}]
		["e",{"type":"STRING"},{"value":""}]
		["i",{"type":"INT64"},{"value":"-5"}]
		["f",{"type":"FLOAT64"},{"value":"NaN"}]
		["n",{"type":"NUMERIC"},{"value":"1.5"}]
		["b",{"type":"BOOL"},{"value":"true"}]
		["d",{"type":"DATE"},{"value":"2026-11-22"}]
		["dt",{"type":"DATETIME"},{"value":"2026-11-22T01:02:03"}]
		["t",{"type":"TIME"},{"value":"01:02:03"}]
		["ts",{"type":"TIMESTAMP"},{"value":"2026-11-22 00:00:00.123456+00:00"}]
		["by",{"type":"BYTES"},{"value":"AP8="}]
		["a",{"type":"ARRAY","arrayType":{"type":"STRING"}},{"arrayValues":[{"value":"x"},{"value":"y\""},{}]}]
		["st",{"type":"STRUCT","structTypes":[{"name":"x","type":{"type":"INT64"}},{"name":"y","type":{"type":"ARRAY","arrayType":{"type":"DATE"}}}]},{"structValues":{"x":{"value":"9007199254740993"},"y":{"arrayValues":[{"value":"2026-11-22"}]}}}]
		["r",{"type":"RANGE","rangeElementType":{"type":"DATE"}},{"rangeValue":{"start":{"value":"2026-11-22"}}}]
		["nu",{"type":"INT64"},{}]
		["j",{"type":"JSON"},{"value":"{\"a\": 1}"}]
		["nr",{"type":"ARRAY","arrayType":{"type":"INT64"}},{}]
	EOT
}

@test "parameters without names are positional" {
	scenario "{$one}"
	fetch 'SELECT ?, ?' --param ::x --param :INT64:1
	[ "$(inserted .configuration.query.parameterMode)" = '"POSITIONAL"' ]
	[ "$(inserted '.configuration.query.queryParameters | map(has("name")) | any')" = false ]
}

@test "labels, location, cost and time limits go with the job" {
	scenario '{"queries": [{"location": "europe-west3", "schema": [{"name": "x", "type": "INTEGER"}],
		"rows": [{"x": 1}], "bytes_processed": 1000}]}'
	fetch 'SELECT 1' --label team=crash --label job=weekly --location europe-west3 \
		--max-bytes-billed 10M --timeout 90
	is out <<<'{"x":1}'
	[ "$(inserted '.configuration.labels | [.team, .job]')" = '["crash","weekly"]' ]
	[ "$(inserted .jobReference.location)" = '"europe-west3"' ]
	[ "$(inserted .configuration.query.maximumBytesBilled)" = '"10485760"' ]
	[ "$(inserted .configuration.jobTimeoutMs)" = '"90000"' ]
}

@test "the location that the service chose goes along with every call" {
	scenario '{"free_locations": [], "queries": [{"location": "EU", "polls": 2,
		"schema": [{"name": "x", "type": "INTEGER"}], "rows": [{"x": 1}]}]}'
	fetch 'SELECT 1' --stats -
	is out <<<'{"x":1}'
	[ "$(bq_requests | jq -r 'select(.op != "jobs.insert").query.location' | sort -u)" = EU ]
}

@test "the dearer query is refused, and nothing billed" {
	scenario "{$(synthetic 10)}"
	fetch_all 1 --max-bytes-billed 1M
	is err <<-'EOT'
		bqfetch: SQL: run query: Query exceeded limit for bytes billed: 1048576. 10485760 or higher required. (bytesBilledLimitExceeded); nothing was billed: --max-bytes-billed refuses this query
	EOT
}

@test "a dry run prints the bytes and starts nothing" {
	scenario '{"queries": [{"schema": [], "rows": [], "bytes_processed": 48213456789}]}'
	fetch --dry-run 'SELECT 1'
	is out <<<'48213456789 bytes (44.9 GiB)'
	is err </dev/null
	[ "$(inserted '[.configuration.dryRun, .jobReference | has("jobId")?]')" = '[true,false]' ] ||
		[ "$(inserted '.configuration.dryRun and (.jobReference | has("jobId") | not)')" = true ]
	[ "$(bq_control jobs | wc -l)" = 0 ]
	fetch 1 --dry-run 'SELECT 1' --param x:INT64:a
	grep -q 'Could not cast literal' err
	is out </dev/null
}

@test "sizes are for people" {
	local nbytes text
	while IFS=: read -r nbytes text; do
		scenario "{\"queries\": [{\"schema\": [], \"rows\": [], \"bytes_processed\": $nbytes}]}"
		fetch -n 'SELECT 1'
		is out <<<"$nbytes bytes ($text)"
	done <<-'EOT'
		0:0 bytes
		1023:1023 bytes
		1024:1.0 KiB
		1048524:1023.9 KiB
		1048575:1.0 MiB
		5497558138880:5.0 TiB
	EOT
}

@test "only the first rows, with --limit" {
	local n
	scenario "{$(synthetic 5000)}"
	for n in 0 1 999 1000 1001 5000 9999; do
		fetch_all --limit $n
		python3 "$TESTS/bigquery/synthetic.py" $((n < 5000 ? n : 5000)) | cmp - out
		is err </dev/null
	done
	[ "$(bq_requests jobs.getQueryResults | jq 'select(.query.maxResults == "999").rows')" = 999 ]
}

@test "a result without rows, and a statement without result" {
	scenario '{"queries": [{"match": "SELECT", "schema": [{"name": "x", "type": "INTEGER"}], "rows": []},
		{"match": "DROP", "schema": [], "rows": [], "statement_type": "DROP_TABLE"}]}'
	fetch 'SELECT 1'
	is out </dev/null
	fetch 'DROP TABLE x'
	is out </dev/null
	is err </dev/null
}

@test "pages are fetched in windows, by index and never by token" {
	scenario "{\"page_bytes\": 100000, $(synthetic 20000)}"
	fetch_all --jobs 3
	whole 20000
	bq_requests jobs.getQueryResults | jq -s '
		(all(.query | has("pageToken") | not)) and (map(.active) | max <= 3)
		and (map(select(.rows > 0)) | sort_by(.start)
			| reduce .[] as $page ({at: 0, good: true};
				{at: ($page.start + $page.rows), good: (.good and $page.start == .at)})
			| .good and .at == 20000)' >fine
	is fine <<<true
}

@test "pages come compressed and without what nobody reads" {
	scenario "{$(synthetic 2000)}"
	fetch_all
	whole 2000
	bq_requests jobs.getQueryResults | jq -c 'select(.rows > 0)
		| [.gzip, .query.prettyPrint, .query.fields, .query["formatOptions.useInt64Timestamp"]]' |
		sort -u >seen
	is seen <<<'[true,"false","jobComplete,totalRows,pageToken,rows","true"]'
}

@test "several pages are under way at once" {
	scenario "{\"latency_ms\": 50, $(synthetic 60000)}"
	fetch_all --jobs 6
	whole 60000
	[ "$(bq_requests jobs.getQueryResults | jq .active | sort -n | tail -n 1)" = 6 ]
	scenario "{\"latency_ms\": 5, $(synthetic 20000)}"
	fetch_all --jobs 1
	whole 20000
	[ "$(bq_requests jobs.getQueryResults | jq .active | sort -nu)" = 1 ]
}

@test "rows longer than a page come all the same" {
	scenario '{"page_bytes": 5000, "tables": {"p.d.t": {"synthetic": {"rows": 40, "pad": 9000}}}}'
	fetch_all
	python3 "$TESTS/bigquery/synthetic.py" 40 9000 | cmp - out
}

@test "waiting for a slow query" {
	scenario '{"queries": [{"pending_polls": 3, "polls": 4, "schema": [{"name": "x", "type": "INTEGER"}],
		"rows": [{"x": 1}]}]}'
	fetch 'SELECT 1'
	is out <<<'{"x":1}'
	[ "$(bq_requests jobs.getQueryResults | jq -r '.query.timeoutMs // "rows"' | uniq -c | tr -s ' ' | tr '\n' ,)" = ' 8 10000, 1 rows,' ]
}

@test "--stats tells what was done and what it cost" {
	scenario "{$(synthetic 3000)}"
	fetch_all --stats stats.json
	jq -c 'del(.seconds, .job_id, .page_bytes)' stats.json >told
	is told <<-'EOT'
		{"complete":true,"error":null,"project":"p","location":"US","bytes_processed":300000,"bytes_billed":10485760,"slot_ms":1000,"cache_hit":false,"rows":3000,"pages":3,"retries":0}
	EOT
	[ "$(jq -r .job_id stats.json)" = "$(inserted .jobReference.jobId | tr -d '"')" ]
	[ "$(jq '.seconds >= 0 and .page_bytes > 300000' stats.json)" = true ]
	fetch_all --stats - --limit 1
	[ "$(jq .rows err)" = 1 ]
	fetch_all 1 --stats none/stats.json
	is err <<<'bqfetch: none/stats.json: create: No such file or directory'
	[ "$(wc -l <out)" = 3000 ]
}

@test "--stats tells of a failure" {
	scenario '{}'
	fetch 1 --stats stats.json 'SELEC'
	[ "$(jq -c '[.complete, .rows, .bytes_billed]' stats.json)" = '[false,0,null]' ]
	[ "$(jq -r .error stats.json)" = "$(sed 's/bqfetch: SQL: //' err)" ]
}

@test "the project comes from an option, the environment or the key" {
	local endpoint
	scenario "{$one}"
	endpoint=(bqfetch --endpoint "$BQ_URL" --no-auth 'SELECT 1')
	GOOGLE_CLOUD_PROJECT=a GCLOUD_PROJECT=b "${endpoint[@]}"
	GCLOUD_PROJECT=b "${endpoint[@]}"
	GCLOUD_PROJECT=b "${endpoint[@]}" --project c
	[ "$(bq_requests jobs.insert | jq -r .path | tr '\n' ' ')" = \
		"/bigquery/v2/projects/a/jobs /bigquery/v2/projects/b/jobs /bigquery/v2/projects/c/jobs " ]
	status=0
	"${endpoint[@]}" >out 2>err || status=$?
	[ $status = 2 ]
	is err <<<'bqfetch: SQL: start query: no project to pay for it: --project, or GOOGLE_CLOUD_PROJECT'
}

@test "the endpoint comes from an option or the environment" {
	local url
	scenario "{$one}"
	for url in "$BQ_URL" "$BQ_URL/" "$BQ_URL/bigquery/v2" "$BQ_URL/bigquery/v2/"; do
		bqfetch --no-auth --project p --endpoint "$url" 'SELECT 1' >>rows
		BIGQUERY_EMULATOR_HOST=$url bqfetch --no-auth --project p 'SELECT 1' >>rows
	done
	BIGQUERY_EMULATOR_HOST=127.0.0.1:$BQ_PORT bqfetch --no-auth --project p 'SELECT 1' >>rows
	[ "$(grep -c '{"x":1}' rows)" = 9 ]
	[ "$(bq_requests unknown | wc -l)" = 0 ]
}

@test "names are escaped on their way into a URL" {
	scenario '{"tables": {"a/b?c:p.d.t ü": {"schema": [{"name": "x", "type": "INTEGER"}], "rows": [{"x": 1}]}}}'
	fetch --table 'a/b?c:p.d.t ü'
	is out <<<'{"x":1}'
}
