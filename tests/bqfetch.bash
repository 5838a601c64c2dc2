# shellcheck shell=bash
# What the tests of bqfetch share: one stand-in server a file of tests, and a
# scenario of its own for each test.

load bigquery/server

setup_file() {
	local none
	for none in GOOGLE_APPLICATION_CREDENTIALS GOOGLE_CLOUD_PROJECT \
		GCLOUD_PROJECT GOOGLE_CLOUD_QUOTA_PROJECT BIGQUERY_EMULATOR_HOST \
		GOOGLE_CLOUD_UNIVERSE_DOMAIN CLOUDSDK_CONFIG GCE_METADATA_HOST \
		GCE_METADATA_ROOT GCE_METADATA_IP NO_GCE_CHECK http_proxy \
		https_proxy all_proxy; do
		unset "$none"
	done
	export HOME=$BATS_FILE_TMPDIR
	BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR
	bq_start - <<<'{}'
	export BQ_URL BQ_PORT BQ_PID BQ_DIR
}

teardown_file() {
	bq_stop
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

# scenario JSON: what the server is to do from now on.
scenario() {
	bq_control scenario "$1" >answer || { cat answer && return 1; }
}

# fetch [STATUS] ARG...: run bqfetch without a token, rows in out, messages in
# err; it has to end with STATUS (0).
fetch() {
	local want=0
	if [[ $1 =~ ^[0-9]+$ ]]; then
		want=$1
		shift
	fi
	status=0
	timeout 60 bqfetch --endpoint "$BQ_URL" --no-auth --project p \
		--retry-wait 1 "$@" >out 2>err || status=$?
	[ "$status" = "$want" ] || { tail -n 5 out err && return 1; }
}

# fetch_all [STATUS] OPTION...: the same for all rows of p.d.t.
fetch_all() {
	fetch "$@" "SELECT * FROM \`p.d.t\`"
}

# is FILE: it holds what is on standard input, byte for byte.
is() {
	diff - "$1"
}

# The table p.d.t of a scenario: N synthetic rows.
synthetic() {
	printf '"tables": {"p.d.t": {"synthetic": {"rows": %d}}}' "$1"
}

# whole N: out holds all N synthetic rows, and nobody complained.
whole() {
	python3 "$TESTS/bigquery/synthetic.py" "$1" | cmp - out
	[ ! -s err ] || { cat err && return 1; }
}

# broken REASON: rows, whole ones and the first ones, then the line that says
# that others are missing; the same reason on standard error.
broken() {
	local n
	tail -n 1 out | grep -Fxq "!bqfetch: incomplete: $1" ||
		{ tail -n 1 out && return 1; }
	grep -Fq ": $1" err || { cat err && return 1; }
	n=$(($(wc -l <out) - 1))
	head -n "$n" out >rows
	python3 "$TESTS/bigquery/synthetic.py" "$n" | cmp - rows
}

# asked OP: how often that was asked.
asked() {
	bq_requests "$1" | wc -l
}
