#!/usr/bin/env bats
# The queries of this repository in an emulator of BigQuery, bigquery-local, if
# somebody has installed it: npm ci in tests/bqfetch/emulator.
#
# It takes no "INTERVAL @days DAY" without brackets about the parameter and no
# STRUCT(x AS name) within TO_JSON_STRING, calls the type of TO_JSON a STRING,
# and knows neither snapshots nor more than the first page of a table. The
# queries stay as the service wants them; here these places are changed.

load bqfetch

project=moz-fx-data-shared-prod

setup_file() {
	local emulator=$TESTS/bqfetch/emulator try
	[ -d "$emulator/node_modules" ] || return 0
	cd "$emulator" || return
	: >"$BATS_FILE_TMPDIR/log"
	node --import ./preload.mjs node_modules/bigquery-local/dist/cli.js --port=0 --grpc-port=0 \
		>"$BATS_FILE_TMPDIR/log" 2>&1 3>&- &
	export EMULATOR_PID=$!
	for ((try = 0; try < 200; try++)); do
		EMULATOR_URL=$(sed -n 's/.* on \(http:[^ ]*\) .*/\1/p' "$BATS_FILE_TMPDIR/log")
		[ -z "$EMULATOR_URL" ] || break
		sleep 0.1
	done
	export EMULATOR_URL
	[ -n "$EMULATOR_URL" ] || { cat "$BATS_FILE_TMPDIR/log" && return 1; }
	"$emulator/load.py" "$EMULATOR_URL" $project >"$BATS_FILE_TMPDIR/rows"
}

teardown_file() {
	if [ -n "${EMULATOR_PID:-}" ]; then
		kill "$EMULATOR_PID"
	fi
}

setup() {
	[ -n "${EMULATOR_URL:-}" ] || skip "npm ci has not been run in tests/bqfetch/emulator"
	cd "$BATS_TEST_TMPDIR" || return
	cp "$BATS_FILE_TMPDIR/rows" .
	[ "$(wc -l <rows)" -ge 90 ]
}

# ask ARG...: run bqfetch with the parameters that the queries have.
ask() {
	bqfetch --endpoint "$EMULATOR_URL" --no-auth --project $project \
		--param end_date:DATE:2026-11-22 --param window_days:INT64:5 \
		--param product:STRING:Firefox "$@"
}

@test "rows by query and by table" {
	bqfetch --endpoint "$EMULATOR_URL" --no-auth --project $project \
		"SELECT * FROM \`$project.telemetry_derived.socorro_crash_v2\`" | jq -cS . | sort >ours
	jq -cS . rows | sort | cmp - ours
	bqfetch -q --endpoint "$EMULATOR_URL" --no-auth \
		--table $project.telemetry_derived.socorro_crash_v2 | jq -cS . | sort | cmp - ours
}

@test "missing-symbols.sql gives the report of the rows" {
	python3 - "$TESTS/../missing-symbols/missing-symbols.sql" >query.sql <<-'EOT'
		import re
		import sys
		text = open(sys.argv[1]).read()
		text, n = re.subn(r"INTERVAL @window_days DAY", "INTERVAL (@window_days) DAY", text)
		text, m = re.subn(r"TO_JSON_STRING\(STRUCT\(.*?\)\)", "report", text, flags=re.S)
		assert n == 1 and m == 1, "the query is not what it was"
		print(text)
	EOT
	ask --query-file query.sql --param count_by:STRING:report --param min_crash_count:INT64:3 |
		missing-symbols -q -f json --min-count 3 >counted
	missing-symbols -q -f json --min-count 3 rows >expected
	[ "$(jq '.modules | length' expected)" -ge 5 ]
	diff expected counted
}

@test "crashcorr.sql gives the correlations of the rows" {
	ask --query-file "$TESTS/../correlations/crashcorr.sql" --param 'versions:ARRAY<STRING>:[]' |
		jq -c '.addons |= (if type == "string" then fromjson else . end)' >projected
	crashcorr -q projected >ours
	crashcorr -q rows >expected
	[ "$(wc -l <expected)" -ge 5 ]
	diff expected ours
	# of comments, those in English only
	jq -c 'select(.product == "Firefox" or .product == null)
		| [.uuid, if .useragent_locale | test("^en-") then .user_comments else null end]' \
		rows | sort >expected
	[ "$(grep -cv ',null]$' expected)" -ge 3 ]
	[ "$(jq 'select(.user_comments) | .uuid' rows | wc -l)" -gt "$(grep -cv ',null]$' expected)" ]
	jq -c '[.uuid, .user_comments]' projected | sort | diff expected -
}
