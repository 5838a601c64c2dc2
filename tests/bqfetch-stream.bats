#!/usr/bin/env bats
# How a run ends: in order, by a signal, with nobody reading, in the middle.

# shellcheck disable=SC2016 # for shells that are begun here

load bqfetch

# slow [MEMBERS]: a query that does not end by itself.
slow() {
	scenario "{\"queries\": [{\"polls\": 1000000000, \"match\": \"SLOW\",
		\"schema\": [{\"name\": \"x\", \"type\": \"INTEGER\"}], \"rows\": []${1:+, $1}}],
		\"latency_ms\": {\"jobs.getQueryResults\": 100}}"
}

# start ARG...: run bqfetch in the background, and wait until it has started its
# job; its process id is in pid.
start() {
	local try
	bqfetch --endpoint "$BQ_URL" --no-auth --project p "$@" >out 2>err 3>&- &
	pid=$!
	for ((try = 0; try < 200; try++)); do
		[ "$(asked jobs.insert)" = 0 ] || return 0
		sleep 0.05
	done
	return 1
}

# ended: wait for it, a minute at most; its status is in status.
ended() {
	local try
	for ((try = 0; try < 1200; try++)); do
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.05
	done
	kill -KILL "$pid" 2>/dev/null || :
	status=0
	wait "$pid" || status=$?
}

@test "a signal cancels the job and ends the run by that signal" {
	local signal
	for signal in INT TERM HUP; do
		slow
		# in a shell without job control what is in the background ignores INT
		python3 - "$signal" <<-'EOT' >ended
			import os, signal, subprocess, sys, time, urllib.request
			url = os.environ["BQ_URL"]
			signal.signal(signal.SIGINT, signal.SIG_DFL)
			command = ["bqfetch", "--endpoint", url, "--no-auth", "--project", "p", "SLOW"]
			run = subprocess.Popen(command, stdout=open("out", "w"), stderr=open("err", "w"))
			for _ in range(200):
			    if urllib.request.urlopen(url + "/_control/requests?op=jobs.insert").read():
			        break
			    time.sleep(0.05)
			run.send_signal(getattr(signal, "SIG" + sys.argv[1]))
			print(signal.Signals(-run.wait(60)).name)
		EOT
		is ended <<<"SIG$signal"
		is err <<<"bqfetch: SQL: stopped: SIG$signal"
		is out <<<"!bqfetch: incomplete: stopped: SIG$signal"
		[ "$(asked jobs.cancel)" = 1 ]
		[ "$(bq_control jobs | jq -r .status.errorResult.reason)" = stopped ]
	done
}

@test "a job that does not heed a cancel is not waited for longer than two seconds" {
	slow '"cancel": "ignore"'
	start SLOW
	sleep 0.3
	kill -TERM "$pid"
	ended
	[ "$status" = 143 ]
	[ "$(asked jobs.cancel)" = 1 ]
	[ "$(asked jobs.get)" -gt 3 ]
}

@test "a second signal ends the run at once" {
	local begin soon='' try
	# it would wait two seconds; on a machine with much to do, one run in five
	# has to show that it does not
	for ((try = 0; try < 5; try++)); do
		slow '"cancel": "ignore"'
		start SLOW
		kill -TERM "$pid"
		sleep 0.2
		begin=$(date +%s%N)
		kill -TERM "$pid"
		ended
		[ "$status" = 143 ]
		(($(date +%s%N) - begin > 1000000000)) || soon=yes
		[ -z "$soon" ] || break
	done
	[ "$soon" ]
}

@test "a signal in the middle of the rows" {
	scenario "{\"page_bytes\": 100000, \"latency_ms\": {\"jobs.getQueryResults\": 300}, $(synthetic 100000)}"
	bqfetch --endpoint "$BQ_URL" --no-auth --project p "SELECT * FROM \`p.d.t\`" >out 2>err 3>&- &
	pid=$!
	for ((try = 0; try < 200; try++)); do
		[ ! -s out ] || break
		sleep 0.05
	done
	kill -TERM "$pid"
	ended
	[ "$status" = 143 ]
	broken 'stopped: SIGTERM'
	# the job was done: nothing to cancel
	[ "$(asked jobs.cancel)" = 0 ]
}

@test "an ignored signal stays ignored" {
	slow
	(
		trap '' HUP
		exec bqfetch --endpoint "$BQ_URL" --no-auth --project p --timeout 2 SLOW >out 2>err 3>&-
	) &
	pid=$!
	sleep 0.7
	kill -HUP "$pid"
	ended
	[ "$status" = 3 ]
	is err <<<'bqfetch: SQL: run query: out of time'
}

@test "nobody reads any more: quietly, the job cancelled" {
	slow
	# the pipe's reader ends at once; the query has not given a row by then
	timeout 60 bash -c 'bqfetch --endpoint "$BQ_URL" --no-auth --project p SLOW 2>err | true
		echo "${PIPESTATUS[0]}" >status'
	is status <<<1
	is err </dev/null
	[ "$(asked jobs.cancel)" = 1 ]
}

@test "nobody reads after the first row: quietly" {
	scenario "{$(synthetic 50000)}"
	bash -c 'bqfetch --endpoint "$BQ_URL" --no-auth --project p "SELECT * FROM \`p.d.t\`" 2>err |
		head -n 1 >out; echo "${PIPESTATUS[0]}" >status'
	is status <<<1
	is err </dev/null
	python3 "$TESTS/bigquery/synthetic.py" 1 | cmp - out
}

@test "a full disk is told with the name of the output" {
	scenario "{$(synthetic 5000)}"
	status=0
	bqfetch --endpoint "$BQ_URL" --no-auth --project p --table p.d.t >/dev/full 2>err || status=$?
	[ "$status" = 1 ]
	is err <<<'bqfetch: <stdout>: write: No space left on device'
	status=0
	bqfetch --endpoint "$BQ_URL" --no-auth --project p --table p.d.t >&- 2>err || status=$?
	[ "$status" = 1 ]
	is err <<<'bqfetch: <stdout>: write: Bad file descriptor'
}

@test "--timeout ends everything, and cancels" {
	slow
	fetch 3 --timeout 1 SLOW
	is err <<<'bqfetch: SQL: run query: out of time'
	is out <<<'!bqfetch: incomplete: run query: out of time'
	[ "$(asked jobs.cancel)" = 1 ]
	scenario "{\"page_bytes\": 20000, \"latency_ms\": {\"jobs.getQueryResults\": 300}, $(synthetic 20000)}"
	fetch_all 3 --timeout 2
	broken 'fetch rows: out of time'
}

@test "giving up on a query that runs cancels it" {
	scenario '{"queries": [{"polls": 1000000000, "schema": [], "rows": []}],
		"faults": [{"on": "jobs.getQueryResults", "nth": [2, 3, 4, 5], "status": 503, "html": true}]}'
	fetch 3 --tries 2 'SELECT 1'
	[ "$(asked jobs.cancel)" = 1 ]
	is out <<<'!bqfetch: incomplete: run query: HTTP 503, after 2 tries'
}

@test "any reader of JSON fails on a broken stream" {
	scenario "{\"page_bytes\": 100000, \"faults\": [{\"row\": 2500, \"reason\": \"accessDenied\"}], $(synthetic 5000)}"
	fetch_all 1
	run jq -c . out
	[ "$status" != 0 ]
	run python3 -c 'import json; [json.loads(line) for line in open("out")]'
	[ "$status" != 0 ]
}

@test "progress on a terminal only, and not where the rows go" {
	command -v script >/dev/null || skip "script (bsdutils) is not installed"
	scenario "{\"latency_ms\": {\"jobs.getQueryResults\": 400}, \"page_bytes\": 200000, $(synthetic 5000)}"
	run='bqfetch --endpoint "$BQ_URL" --no-auth --project p "SELECT * FROM \`p.d.t\`"'
	TERM=xterm script -qec "$run >out" /dev/null </dev/null >terminal
	python3 "$TESTS/bigquery/synthetic.py" 5000 | cmp - out
	grep -Eq 'query runs: [0-9]+ s' terminal
	grep -Eq '488.3 KiB scanned, [0-9]+ of 5000 rows \([0-9]+%\), [0-9]+ rows/s' terminal
	TERM=xterm script -qec "$run -q >out" /dev/null </dev/null >terminal
	[ ! -s terminal ]
	TERM=xterm script -qec "$run" /dev/null </dev/null | tr -d '\r' >out
	python3 "$TESTS/bigquery/synthetic.py" 5000 | cmp - out
	eval "$run" >out 2>err
	is err </dev/null
}

# peak JOBS: run bqfetch for all rows into out; prints the most memory it had.
peak() {
	python3 - "$1" <<-'EOT'
		import os, resource, subprocess, sys
		command = ["bqfetch", "--endpoint", os.environ["BQ_URL"], "--no-auth", "--project", "p",
		           "--jobs", sys.argv[1], "SELECT * FROM `p.d.t`"]
		with open("out", "w") as out:
		    subprocess.run(command, stdout=out, check=True, timeout=60)
		print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024)
	EOT
}

# measurable: skip where the memory of bqfetch is not all its own.
measurable() {
	[ -z "${VALGRIND:-}" ] || skip "not under valgrind"
	if grep -q __asan_init "$(command -v bqfetch)"; then
		skip "not with AddressSanitizer"
	fi
}

@test "memory stays small, however many rows" {
	measurable
	local jobs
	scenario '{"page_bytes": 4000000, "tables": {"p.d.t": {"synthetic": {"rows": 300000}}}}'
	for jobs in 1 4 8; do
		# 64 MiB + 3 x jobs x page
		[ "$(peak $jobs)" -le $((67108864 + 3 * jobs * 4000000)) ]
		[ "$(wc -l <out)" = 300000 ]
	done
	python3 "$TESTS/bigquery/synthetic.py" 300000 | cmp - out
}

@test "memory stays small when everything waits for one page" {
	measurable
	scenario '{"page_bytes": 2000000, "faults": [{"row": 6000, "times": 1, "stall": {"seconds": 4}}],
		"tables": {"p.d.t": {"synthetic": {"rows": 60000, "pad": 2500}}}}'
	[ "$(peak 4)" -le $((67108864 + 3 * 4 * 2000000)) ]
	[ "$(wc -l <out)" = 60000 ]
	[ "$(wc -c <out)" -gt 150000000 ]
}
