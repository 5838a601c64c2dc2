#!/usr/bin/env bats
# What goes wrong on the way, and how far bqfetch lets it.

load bqfetch

# faulty FAULTS [ROWS]: the table p.d.t behind a service with these faults.
faulty() {
	scenario "{\"page_bytes\": 150000, \"faults\": [$1], $(synthetic "${2:-4000}")}"
}

# struck: how often the first fault struck.
struck() {
	bq_control faults | head -n 1 | jq .hits
}

# names: how many job ids were tried.
names() {
	bq_requests jobs.insert | jq -r .body.jobReference.jobId | sort -u | wc -l
}

@test "failures that pass are tried again, wherever they come" {
	local on what
	for on in jobs.insert jobs.getQueryResults tables.get tabledata.list; do
		for what in '"status": 500' '"status": 502' '"status": 503, "html": true' \
			'"status": 504, "empty": true' '"status": 408, "empty": true' '"status": 429' \
			'"reason": "backendError"' '"reason": "internalError"' \
			'"reason": "rateLimitExceeded"' '"reset": "before"'; do
			faulty "{\"on\": \"$on\", \"times\": 2, $what}" 1500
			case $on in
			jobs*) fetch_all ;;
			*) fetch --table p.d.t ;;
			esac
			whole 1500
			[ "$(struck)" = 2 ]
		done
	done
}

@test "a failure on a job's page is tried again with its location" {
	faulty '{"on": "jobs.getQueryResults", "row": 2500, "times": 3, "status": 503}'
	fetch_all --stats stats
	whole 4000
	[ "$(jq .retries stats)" = 3 ]
}

@test "the reason goes before the code" {
	faulty '{"on": "jobs.getQueryResults", "row": 1500, "reason": "rateLimitExceeded", "status": 403, "times": 2}'
	fetch_all
	whole 4000
	faulty '{"on": "jobs.getQueryResults", "row": 1500, "reason": "accessDenied", "status": 503, "message": "no"}'
	fetch_all 1
	broken 'fetch rows: HTTP 503: no (accessDenied)'
	[ "$(struck)" = 1 ]
}

@test "failures that do not pass are not tried again" {
	local reason status=1
	for reason in accessDenied invalid invalidQuery notFound responseTooLarge billingNotEnabled \
		blocked resourcesExceeded notImplemented; do
		faulty "{\"on\": \"jobs.insert\", \"reason\": \"$reason\", \"message\": \"so it is\"}"
		fetch_all 1
		[ "$(struck)" = 1 ]
		grep -q "^bqfetch: SQL: start query: HTTP [0-9]*: so it is ($reason)" err
		grep -q "^!bqfetch: incomplete: start query: HTTP [0-9]*: so it is ($reason)" out
	done
}

@test "a quota that is used up is explained, and worth trying later" {
	faulty '{"on": "jobs.getQueryResults", "row": 1500, "reason": "quotaExceeded", "message": "Quota exceeded"}'
	fetch_all 3
	[ "$(struck)" = 1 ]
	broken 'fetch rows: HTTP 403: Quota exceeded (quotaExceeded); a quota is used up, and fills again slowly: wait ten minutes or longer'
}

@test "what stays so ends the run after some tries, worth trying later" {
	faulty '{"on": "jobs.getQueryResults", "row": 2500, "status": 503, "html": true}'
	fetch_all 3 --tries 3
	broken 'fetch rows: HTTP 503, after 3 tries'
	[ "$(struck)" = 3 ]
	faulty '{"on": "jobs.insert", "reset": "before"}'
	fetch_all 3 --tries 2
	grep -q '^bqfetch: SQL: start query: .*, after 2 tries$' err
}

@test "nobody there is worth trying later" {
	status=0
	bqfetch --endpoint http://127.0.0.1:1 --no-auth --project p --tries 2 --retry-wait 1 'SELECT 1' \
		>out 2>err || status=$?
	[ $status = 3 ]
	is err <<<'bqfetch: SQL: start query: no connection: Connection refused, after 2 tries'
}

@test "Retry-After is obeyed" {
	local before after
	faulty '{"on": "jobs.insert", "nth": 1, "status": 503, "retry_after": 2}'
	fetch_all
	whole 4000
	before=$(bq_requests jobs.insert | jq .time_ms | head -n 1)
	after=$(bq_requests jobs.insert | jq .time_ms | tail -n 1)
	[ $((after - before)) -ge 1900 ]
}

@test "an insert whose answer was lost runs once" {
	local fault
	for fault in '"reset": "before"' '"status": 503' '"reason": "duplicate"'; do
		faulty "{\"on\": \"jobs.insert\", \"nth\": 1, \"execute\": true, $fault}"
		fetch_all
		whole 4000
		[ "$(names)" = 1 ]
		[ "$(bq_control jobs | wc -l)" = 1 ]
	done
}

@test "a job that is there but not found yet is looked for again" {
	faulty '{"on": "jobs.get", "nth": [1, 2], "reason": "notFound"},
		{"on": "jobs.insert", "nth": 1, "reset": "before", "execute": true}'
	fetch_all
	whole 4000
	[ "$(asked jobs.get)" = 3 ]
	[ "$(names)" = 1 ]
}

@test "a job that failed for a passing reason is run again under a new name" {
	local reason
	for reason in backendError internalError jobRateLimitExceeded jobInternalError; do
		scenario "{\"queries\": [{\"schema\": [{\"name\": \"x\", \"type\": \"INTEGER\"}], \"rows\": [{\"x\": 1}],
			\"error\": {\"reason\": \"$reason\", \"times\": 2}}]}"
		fetch 'SELECT 1'
		is out <<<'{"x":1}'
		[ "$(names)" = 3 ]
	done
}

@test "an insert refused by the job rate limit is repeated under a new name" {
	scenario '{"queries": [{"schema": [{"name": "x", "type": "INTEGER"}], "rows": [{"x": 1}],
		"error": {"reason": "jobRateLimitExceeded", "times": 1, "at": "insert"}}]}'
	fetch 'SELECT 1'
	is out <<<'{"x":1}'
	[ "$(names)" = 2 ]
}

@test "a job that keeps failing is given up, and what changes tables is not repeated" {
	scenario '{"queries": [{"match": "SELECT", "error": {"reason": "backendError", "message": "broken"}},
		{"match": "DELETE", "statement_type": "DELETE", "error": {"reason": "backendError", "message": "broken"}}]}'
	fetch 3 'SELECT 1'
	is err <<<'bqfetch: SQL: run query: broken (backendError)'
	[ "$(names)" = 3 ]
	fetch 3 'DELETE FROM x'
	[ "$(names)" = 4 ]
}

@test "an internalError of the call is not taken for one of the job" {
	faulty '{"on": "jobs.getQueryResults", "nth": [1, 2], "reason": "internalError"}'
	fetch_all
	whole 4000
	[ "$(names)" = 1 ]
	[ "$(asked jobs.get)" = 2 ]
}

@test "a query that fails while it runs is told once, with the service's words" {
	scenario '{"queries": [{"polls": 2, "error": {"reason": "invalidQuery", "message": "Division by zero: 1 / 0"}}]}'
	fetch 1 'SELECT 1 / 0'
	is err <<<'bqfetch: SQL: run query: HTTP 400: Division by zero: 1 / 0 (invalidQuery)'
	is out <<<'!bqfetch: incomplete: run query: HTTP 400: Division by zero: 1 / 0 (invalidQuery)'
	[ "$(names)" = 1 ]
	[ "$(asked jobs.cancel)" = 0 ]
}

@test "messages of strangers are made printable" {
	scenario '{"queries": [{"error": {"reason": "invalidQuery", "message": "a\nb\u001b[31m\u202ec"}}]}'
	fetch 1 'SELECT 1'
	is err <<<'bqfetch: SQL: start query: a\x0ab\x1b[31m\u{202e}c (invalidQuery)' ||
		is err <<<'bqfetch: SQL: run query: a\x0ab\x1b[31m\u{202e}c (invalidQuery)'
	[ "$(wc -l <out)" = 1 ]
}

@test "a job that is lost is worth another run" {
	faulty '{"on": "jobs.getQueryResults", "nth": 1, "reason": "notFound", "message": "Not found: Job"}'
	fetch_all 3
	is err <<<'bqfetch: SQL: run query: HTTP 404: Not found: Job (notFound)'
}

@test "bodies cut anywhere: no row twice, none missing" {
	local where length
	for where in 0 1 30 500 '"33%"' '"50%"' '"99%"' -1 -30; do
		for length in full cut chunked; do
			faulty "{\"row\": 1700, \"times\": 1, \"truncate\": {\"after\": $where, \"length\": \"$length\"}}"
			fetch_all
			whole 4000
			[ "$(struck)" = 1 ]
		done
		faulty "{\"row\": 1700, \"times\": 2, \"reset\": $where}"
		fetch_all --jobs 1
		whole 4000
	done
}

@test "every page cut in half, again and again" {
	faulty '{"on": "jobs.getQueryResults", "query": {"prettyPrint": "false"}, "times": 20, "reset": "50%"}'
	fetch_all
	whole 4000
	[ "$(struck)" = 20 ]
	scenario "{\"gzip\": false, \"faults\": [{\"on\": \"tabledata.list\", \"times\": 20,
		\"truncate\": {\"after\": \"70%\"}}], $(synthetic 4000)}"
	fetch --table p.d.t
	whole 4000
	[ "$(struck)" = 20 ]
}

@test "a page without compression is cut in mid-row" {
	scenario "{\"gzip\": false, \"page_bytes\": 100000, \"faults\": [
		{\"row\": 2000, \"times\": 1, \"truncate\": {\"after\": 51234}}], $(synthetic 4000)}"
	fetch_all --stats stats
	whole 4000
	[ "$(jq .retries stats)" = 1 ]
	# what had come of it is not asked for again
	bq_requests jobs.getQueryResults | jq -s '
		(.[] | select(.fault)) as $cut | map(select(.start > $cut.start
			and .start < $cut.start + $cut.rows)) | length == 1' | grep -qx true
}

@test "a body that stalls is taken up where it stopped" {
	faulty '{"row": 1700, "times": 1, "stall": {"seconds": 1, "after": "50%"}}'
	fetch_all
	whole 4000
}

@test "pages of few rows, and one of none" {
	faulty '{"on": "jobs.getQueryResults", "query": {"prettyPrint": "false"}, "nth": [2, 3, 4, 7], "max_rows": 3},
		{"on": "jobs.getQueryResults", "query": {"prettyPrint": "false"}, "nth": [5, 9], "max_rows": 0},
		{"on": "jobs.getQueryResults", "query": {"prettyPrint": "false"}, "nth": [6], "max_rows": 1}'
	fetch_all
	whole 4000
}

@test "a page that says the job is not complete is asked for again" {
	faulty '{"on": "jobs.getQueryResults", "query": {"prettyPrint": "false"}, "nth": [1, 3], "job_complete": false}'
	fetch_all
	whole 4000
}

@test "a page that is no JSON is asked for again" {
	local text
	for text in '<html>' '{' '[]' '{}' '{\"rows\": [' '{\"rows\": 5}' 'null'; do
		faulty "{\"on\": \"jobs.getQueryResults\", \"query\": {\"prettyPrint\": \"false\"}, \"nth\": [1, 4], \"status\": 200, \"text\": \"$text\"}"
		fetch_all
		whole 4000
		[ "$(struck)" = 2 ]
	done
}

@test "a reply that is no JSON where an object was expected" {
	faulty '{"on": ["jobs.insert", "jobs.getQueryResults"], "times": 3, "status": 200, "text": "<p>hello"}'
	fetch_all
	whole 4000
	faulty '{"on": "jobs.insert", "status": 200, "text": "<p>hello"}'
	fetch_all 3 --tries 2
	is err <<<'bqfetch: SQL: start query: the reply is not a JSON object, after 2 tries'
}

@test "totalRows that does not hold is told" {
	faulty '{"on": "jobs.getQueryResults", "row": 2500, "total_rows": 7}'
	fetch_all 3
	broken 'fetch rows: there were 4000 rows, now there are 4007'
	faulty '{"on": "jobs.getQueryResults", "total_rows": 5}'
	fetch_all 3
	[ "$(tail -n 1 out)" = '!bqfetch: incomplete: fetch rows: no rows came where there should be some' ]
	[ "$(wc -l <out)" = 4001 ]
	faulty '{"on": "jobs.getQueryResults", "nth": 1, "total_rows": -5}'
	fetch_all 3
	grep -q '^!bqfetch: incomplete: fetch rows: there were 3995 rows, now there are 4000' out
}

@test "fewer pages at a time when the service wants that" {
	scenario "{\"latency_ms\": 20, \"page_bytes\": 60000, \"faults\": [
		{\"on\": \"jobs.getQueryResults\", \"active_above\": 2, \"reason\": \"rateLimitExceeded\"}], $(synthetic 20000)}"
	fetch_all --jobs 8 --retry-wait 5 --tries 50
	whole 20000
	# about 200 times if it went on with 8
	[ "$(struck)" -ge 1 ]
	[ "$(struck)" -le 80 ]
}

@test "redirects are not followed, and their target is not asked" {
	faulty "{\"on\": \"jobs.insert\", \"status\": 302, \"headers\": {\"Location\": \"$BQ_URL/elsewhere\"}}"
	fetch_all 1
	is err <<<'bqfetch: SQL: start query: HTTP 302'
	[ "$(asked unknown)" = 0 ]
}

@test "-v tells of the job and of retries" {
	faulty '{"on": "jobs.insert", "nth": 1, "status": 503}'
	fetch_all -v
	grep -q '^bqfetch: start query: HTTP 503: .* (backendError), trying again$' err
	grep -Eq '^bqfetch: SQL: job bqfetch_[0-9a-f]{32} in US is done$' err
}
