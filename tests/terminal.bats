#!/usr/bin/env bats
# What the tools show on a terminal while they work: how far they have come, in
# one line that is rewritten and then removed; nothing where that cannot be
# done, and nothing but messages where there is no terminal.

# shellcheck disable=SC2030,SC2031 # each test is a subshell
# shellcheck source=tests/bigquery/server.bash
. "$TESTS/bigquery/server.bash"
bats_require_minimum_version 1.5.0
status='' output=''

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	export TERM=xterm
	unset NO_COLOR http_proxy https_proxy all_proxy BIGQUERY_EMULATOR_HOST
	servers=()
	awk 'BEGIN { for (i = 0; i < 600; i++) printf "{\"uuid\": \"u%d\", " \
		"\"signature\": \"f\", \"release_channel\": \"release\", " \
		"\"json_dump\": {\"modules\": [{\"filename\": \"m%d.so\", " \
		"\"debug_file\": \"m%d.so\", \"debug_id\": \"%033X\", " \
		"\"missing_symbols\": true}]}}\n", i, i % 9, i % 9, i % 9 + 1 }' >rows
}

teardown() {
	[[ -z ${BQ_PID:-} ]] || bq_stop
	for pid in "${servers[@]}"; do
		kill "$pid"
		wait "$pid" || :
	done
}

# watch COMMAND...: rows come in a second; what the terminal got is in seen, a
# line for each time something is shown.
watch() {
	status=0
	python3 "$TESTS/terminal/on-terminal.py" "${options[@]}" 0.3 "$@" \
		<"${input:-rows}" >terminal || status=$?
	sed 's/\r\x1b\[K/\n/g' terminal | sed '1d; s/\r$//' >seen
}
options=()

# The terminal got nothing.
silent() {
	[ "$status" -eq 0 ]
	[ -s out ]
	[ ! -s terminal ]
}

# shown PATTERN...: one line of each, in this order, and at the end none.
shown() {
	local pattern n=0
	[ "$status" -eq 0 ] || { cat seen && return 1; }
	for pattern; do
		n=$(awk -v after="$n" -v pattern="$pattern" \
			'NR > after && $0 ~ "^" pattern "$" { print NR; exit }' seen)
		[ -n "$n" ] || { echo "no $pattern in" && cat seen && return 1; }
	done
	# the last one was removed
	[ "$(tail -c 4 terminal | od -An -c | tr -d ' ')" = '\r033[K' ]
	# no colours, and nothing that a message could be lost in
	run ! grep -q '\[[0-9;]*m' terminal
}

read_line='read [0-9.]+ MB, [0-9]+ rows, [0-9]+ MB/s, [0-9]+ rows/s'

@test "missing-symbols: bytes, rows, rates" {
	watch missing-symbols --min-count 1
	shown "$read_line" "$read_line"
	missing-symbols -q --min-count 1 rows | cmp - out
}

@test "crashcorr: the same, and what is compared" {
	watch crashcorr
	shown "$read_line" 'compare release: 600 crash reports, 1 of 1'
	crashcorr -q rows | cmp - out
}

@test "asking a symbol server: files, and the time that is left" {
	python3 - >port <<-'END' 3>&- &
		import http.server, time
		class Slow(http.server.BaseHTTPRequestHandler):
		    def do_HEAD(self):
		        time.sleep(0.4)
		        self.send_error(404)
		    def log_message(self, *words):
		        pass
		server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
		print(server.server_port, flush=True)
		server.serve_forever()
	END
	servers+=("$!")
	for ((i = 0; i < 100; i++)); do
		[[ ! -s port ]] || break
		sleep 0.05
	done
	input=/dev/null
	watch missing-symbols --min-count 1 --symbol-server \
		"http://127.0.0.1:$(<port)/" rows
	shown 'ask for symbols: 0 of 9 files, 0 files/s' \
		'ask for symbols: [1-8] of 9 files, [0-9]+ files/s, [0-9]+ s left'
}

@test "bqfetch: the query, then bytes, rows and the time that is left" {
	bq_start - <<-'END'
		{"latency_ms": {"jobs.getQueryResults": 400}, "page_bytes": 2000,
		 "queries": [{"match": "one", "run_ms": 700, "bytes_processed": 3221225472,
		  "table": "p.d.t"}],
		 "tables": {"p.d.t": {"synthetic": {"rows": 100}}}}
	END
	input=/dev/null
	watch bqfetch --endpoint "$BQ_URL" --no-auth --project p 'SELECT one'
	shown 'query runs: [01] s' \
		'fetch rows: 3.0 GiB scanned, [0-9]+ of 100 rows \([0-9]+%\), [0-9]+ rows/s, 0.[0-9] MB/s, [0-9]+ s left'
	[ "$(wc -l <out)" -eq 100 ]
	# rows on the same terminal
	mv out rows.again
	options=(--all)
	watch bqfetch --endpoint "$BQ_URL" --no-auth --project p 'SELECT one'
	[ "$status" -eq 0 ]
	tr -d '\r' <terminal | cmp - rows.again
}

@test "no terminal, or one that cannot rewrite a line: silence" {
	for tool in missing-symbols crashcorr; do
		for term in dumb ''; do
			TERM=$term watch "$tool"
			silent
		done
		(
			unset TERM
			watch "$tool"
			silent
		)
		watch "$tool" --quiet
		silent
		watch "$tool" -q
		silent
		run --separate-stderr "$tool" rows
		[ "$status" -eq 0 ]
		[ -z "$stderr" ]
	done
}

@test "NO_COLOR changes nothing: there are no colours" {
	for tool in missing-symbols crashcorr; do
		NO_COLOR=1 watch "$tool"
		shown "$read_line"
	done
}

@test "messages stand alone, without a piece of progress" {
	{
		cat rows
		echo '{'
	} >bad
	input=bad
	watch missing-symbols
	[ "$status" -eq 1 ]
	[[ $(tail -n 1 seen) == 'missing-symbols: <stdin>:601: '* ]]
	TERM=dumb watch crashcorr
	[ "$status" -eq 1 ]
	[[ $(<terminal) == 'crashcorr: <stdin>:601: '* ]]
	run ! grep -q $'\033' terminal
}
