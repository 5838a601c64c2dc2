# shellcheck shell=bash
# The stand-in BigQuery for bats: load it, bq_start, talk to "$BQ_URL", bq_stop. See README.md.

BQ_HOME=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

# bq_start SCENARIO [server options]: start a server and wait until it listens.
# SCENARIO is a file, or - for standard input. Sets BQ_URL, BQ_PORT, BQ_PID and BQ_DIR, a folder
# with the server's port, log (one JSON line a request) and err.
bq_start() {
	local scenario=$1 scheme=http try
	shift
	BQ_DIR=$(mktemp -d "${BATS_TEST_TMPDIR:-${TMPDIR:-/tmp}}/bigquery.XXXXXX")
	if [[ $scenario == - ]]; then
		scenario=$BQ_DIR/scenario.json
		cat >"$scenario"
	fi
	[[ " $* " != *" --tls "* ]] || scheme=https
	python3 "$BQ_HOME/server.py" --scenario "$scenario" --port-file "$BQ_DIR/port" \
		--log "$BQ_DIR/log" "$@" </dev/null >/dev/null 2>"$BQ_DIR/err" 3>&- &
	BQ_PID=$!
	for ((try = 0; try < 200; try++)); do
		if [[ -s $BQ_DIR/port ]]; then
			BQ_PORT=$(<"$BQ_DIR/port")
			BQ_URL=$scheme://127.0.0.1:$BQ_PORT
			return 0
		fi
		kill -0 "$BQ_PID" 2>/dev/null || break
		sleep 0.05
	done
	cat "$BQ_DIR/err" >&2
	kill "$BQ_PID" 2>/dev/null
	return 1
}

# bq_stop: end the server; fails when it had anything to say on standard error.
bq_stop() {
	local try
	kill "$BQ_PID" 2>/dev/null
	for ((try = 0; try < 100; try++)); do
		kill -0 "$BQ_PID" 2>/dev/null || break
		sleep 0.05
	done
	if kill -9 "$BQ_PID" 2>/dev/null; then
		echo "server.py did not end" >&2
		return 1
	fi
	if [[ -s $BQ_DIR/err ]]; then
		cat "$BQ_DIR/err" >&2
		return 1
	fi
}

# bq_control WHAT [JSON]: GET /_control/WHAT, or POST the JSON there; prints the answer.
bq_control() {
	curl -sS --fail-with-body --cacert "${BQ_CACERT:-/dev/null}" --max-time 20 ${2+--data "$2"} \
		"$BQ_URL/_control/$1"
}

# bq_requests [OP]: what was asked, as NDJSON; only of one endpoint with OP, e.g. jobs.insert.
bq_requests() {
	bq_control "requests${1+?op=$1}"
}
