#!/usr/bin/env bats
# correlations-job: from BigQuery to the files that Crash Stats reads.

# shellcheck disable=SC2030,SC2031 # each test is a subshell
# shellcheck source=tests/delivery/delivery.bash
. "$TESTS/delivery/delivery.bash"

# The crash reports of the sample as the table has them, and as the query gives
# them, with its schema.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	gzip -dc "$TESTS/data/crashes.ndjson.gz" >crashes
	python3 -B "$TESTS/gen/crashes.py" --profile sample --shape projected >rows
	head -n 1 rows | jq --slurpfile table \
		"$TESTS/bqfetch/socorro_crash_v2.schema.json" '
		($table[0] | map({(.name): .}) | add) as $types
		| keys_unsorted | map(
			if . == "modules" then {name: ., type: "STRING", mode: "REPEATED"}
			elif . == "addons" then {name: ., type: "JSON"}
			else $types[.] end)' >schema
}

setup() {
	delivery_setup
	ln -s "$BATS_FILE_TMPDIR"/{crashes,rows,schema} .
	make_lists
	web_start
}

teardown() {
	[[ -z ${BQ_PID:-} ]] || bq_stop
	delivery_stop
}

versions='release=153.0,153.0.1,153.0.2
beta=154.0b1,154.0b2,154.0b3,154.0b4,154.0b5,154.0b6,154.0b7,154.0b8
nightly=155.0a1
esr=140.0esr,140.13.0esr,140.14.0esr'

# reports [MEMBERS [PARAMS]]: the query and more members of the scenario.
reports() {
	local members=${1:-} params=${2:-}
	bigquery_start <<-END
		{"escape": "ascii", "page_bytes": 400000,
		 "queries": [{"match": "addons", "params": {${params}},
		  "rows_file": "$PWD/rows", "schema_file": "$PWD/schema"}
		]${members:+, $members}}
	END
}

job() {
	run --separate-stderr correlations-job "${options[@]}" "$@"
}

options=(--date 2026-11-22 --billing-project p)

# expected FOLDER [OPTION...]: what crashcorr makes of the table's rows.
expected() {
	local folder=$1 channel options=()
	shift
	while IFS= read -r channel; do
		options+=(--channel "$channel")
	done <<<"$versions"
	crashcorr -q --date 2026-11-22 --top 200 --output "$folder" \
		--app-notes cache/lists/gfx-app-notes.txt \
		--gfx-errors cache/lists/gfx-critical-errors.txt \
		--addon-names cache/lists/addon-names.json \
		"${options[@]}" "$@" crashes
}

# same FOLDER PUBLISHED: the files of one are the other's, decompressed.
same() {
	rm -rf unpacked
	cp -R "$2" unpacked
	find unpacked -type f -exec gzip -d {} +
	diff -r "$1" unpacked
}

# download PREFIX FOLDER: the objects, as a browser gets them.
download() {
	local key
	mkdir -p "$2"
	while IFS= read -r key; do
		mkdir -p "$(dirname "$2/$key")"
		printf 'url = %s/%s\noutput = %s/%s\n' "$S3" "$key" "$2" \
			"${key%.gz}"
	done < <(objects) >urls
	curl -sS --fail --compressed --config urls
}

@test "from rows of BigQuery to objects in S3, byte for byte" {
	store_start
	reports '' '"end_date": "2026-11-22", "window_days": "5", "product": "Firefox"'
	job --publish s3://b
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	expected tree
	[ "$(find tree -type f | wc -l)" -gt 50 ]
	download '' fetched
	diff -r tree fetched/top-signatures-correlations/data
	files=$(find tree -type f | wc -l)
	# what it says, in the end what there is
	{
		echo 'fetch-lists: fetched product-details gfx addons'
		printf '%s\n' "$versions" | sed 's/^/correlations-job: /'
		echo "publish: put into s3://b/top-signatures-correlations/data: $files files, 0 deleted"
		python3 -c 'import json; print("correlations-job: 2026-11-22: done, "
			+ ", ".join("%s %s" % item for item in json.load(open("tree/all.json")).items()
			if item[0] != "date"))'
	} | diff - <(echo "$stderr")
	bq_requests jobs.insert |
		jq -c '.body.configuration.query.queryParameters[]
		| select(.name == "versions") | .parameterValue.arrayValues | map(.value)' |
		diff - <(printf '%s\n' "$versions" | cut -d = -f 2 | tr , '\n' |
			jq -Rnc '[inputs] | sort')
	[ -z "$(ls -A tmp)" ]
	[ ! -e correlations ]
}

@test "into a folder; a past date gives the same bytes, whenever asked for" {
	reports
	job
	[ "$status" -eq 0 ]
	expected tree
	same tree correlations
	# years later
	jq '.FIREFOX_NIGHTLY = "170.0a1" | .LAST_MERGE_DATE = "2028-06-05"' \
		web/product-details/firefox_versions.json >v
	mv v web/product-details/firefox_versions.json
	jq '.releases["firefox-170.0"] = {category: "major", date: "2028-06-06"}' \
		web/product-details/firefox.json >f
	mv f web/product-details/firefox.json
	TZ=Pacific/Kiritimati job --output again
	[ "$status" -eq 0 ]
	diff -r correlations again
	# run again, it changes nothing
	cp -Rp again before
	job --output again
	[ "$status" -eq 0 ]
	diff -r before again
}

@test "versions of the last day compared, pinned ones, one channel" {
	reports '' '"end_date": "2026-11-10", "window_days": "2"'
	# 153.0.2 came out on 2026-11-10: of that day there are no reports yet
	options=(--date 2026-11-10 --window-days 2 --billing-project p)
	job --channel release --channel nightly --versions nightly=155.0a1,156.0a1
	[ "$status" -eq 0 ]
	grep '^correlations-job: [a-z]*=' <<<"$stderr" | diff - <(
		echo correlations-job: nightly=155.0a1,156.0a1
		echo correlations-job: release=153.0,153.0.1
	)
	crashcorr -q --date 2026-11-10 --output tree --top 200 \
		--app-notes cache/lists/gfx-app-notes.txt \
		--gfx-errors cache/lists/gfx-critical-errors.txt \
		--addon-names cache/lists/addon-names.json \
		--channel nightly=155.0a1,156.0a1 --channel release=153.0,153.0.1 \
		crashes
	same tree correlations
}

@test "options for crashcorr, and how many signatures" {
	reports
	job --top 3 -- --compat
	[ "$status" -eq 0 ]
	versions_of_job=$versions
	expected tree --top 3 --compat
	[ "$versions" = "$versions_of_job" ]
	same tree correlations
}

@test "a query that breaks off leaves what is there" {
	store_start
	reports
	job --publish s3://b --output out
	[ "$status" -eq 0 ]
	objects | sed "s|.*|url = $S3/&|" >urls
	curl -sS --fail --config urls >before
	cp -R out out.before
	for fault in '{"row": 1500, "status": 403, "reason": "accessDenied", "message": "no more"}' \
		'{"row": 1500, "reset": "before"}' \
		'{"on": "jobs.insert", "reason": "accessDenied", "message": "not you"}'; do
		bq_control faults/clear '{}'
		bq_control faults "$fault"
		job --no-fetch-lists --publish s3://b --output out --force \
			--timeout 4 --top 1
		case $fault in
		*reset*) [ "$status" -eq 3 ] ;;
		*) [ "$status" -eq 1 ] ;;
		esac
		[ -z "$output" ]
		[[ $(last_line) == 'correlations-job: fetch and compare: '* ]]
		case $fault in
		*'no more'*) [[ $(last_line) == *'no more'* ]] ;;
		*'not you'*) [[ $(last_line) == *'not you'* ]] ;;
		esac
		curl -sS --fail --config urls | cmp - before
		diff -r out.before out
		run ! grep -q hush-hush <<<"$stderr"
	done
}

@test "a channel without crash reports is refused, and all stays" {
	reports
	job
	cp -R correlations before
	job --versions esr=1.0esr
	[ "$status" -eq 1 ]
	[ "$(last_line)" = 'correlations-job: publish: publish: no crash reports of esr; nothing done (--force does it)' ]
	diff -r before correlations
	job --versions esr=1.0esr --force
	[ "$status" -eq 0 ]
	[ "$(gzip -dc correlations/all.json.gz | jq .esr)" = 0 ]
	[ ! -e correlations/esr ] || [ -z "$(ls correlations/esr)" ]
}

@test "no crash reports at all: worth another try" {
	: >none
	rm rows
	mv none rows
	reports
	job
	[ "$status" -eq 3 ]
	[ "$(last_line)" = 'correlations-job: no crash reports from 2026-11-17 to 2026-11-21' ]
	[ ! -e correlations ]
}

@test "a store out of reach is worth another try" {
	reports
	S3_ENDPOINT_URL=http://127.0.0.1:1 job --no-fetch-lists \
		--publish s3://b --versions release=153.0.2 --channel release
	[ "$status" -eq 3 ]
	[[ $(last_line) == 'correlations-job: publish: publish: list s3://b/top-signatures-correlations/data: Could not connect to'* ]]
}

@test "without product-details: another try; without the rest: goes on" {
	reports
	rm web/product-details/firefox.json
	job
	[ "$status" -eq 3 ]
	[ "$(last_line)" = "correlations-job: versions: there is no $PWD/cache/lists/firefox.json" ]
	[ -z "$(bq_requests)" ]
	cp "$TESTS/data/firefox.json" web/product-details
	rm web/search* web/api -r
	job
	[ "$status" -eq 0 ]
	[[ $stderr == *'correlations-job: lists: fetch-lists: not fetched: gfx addons; goes on without'* ]]
	while IFS= read -r channel; do
		channels+=(--channel "$channel")
	done <<<"$versions"
	crashcorr -q --date 2026-11-22 --output tree "${channels[@]}" crashes
	same tree correlations
}

@test "a full disk says so, and what is there stays" {
	small_disk_needed
	reports
	job
	cp -R correlations before
	run --separate-stderr "$DELIVERY/small-disk" tmp 100 correlations-job \
		"${options[@]}" --no-fetch-lists --top 100
	[ "$status" -eq 1 ]
	[[ $(last_line) == 'correlations-job: '*': No space left on device' ]]
	diff -r before correlations
}

@test "SIGTERM while the query runs: it is cancelled" {
	bigquery_start <<<'{"queries": [{"rows": [], "schema": [], "run_ms": 1e9}]}'
	begin correlations-job "${options[@]}"
	until_true eval 'bq_requests jobs.insert | grep -q n'
	interrupt TERM
	finish
	[ "$status" -eq 143 ]
	quiet_end 'correlations-job: stopped by SIGTERM'
	[ "$(bq_requests jobs.cancel | wc -l)" -eq 1 ]
	[ ! -e correlations ]
}

@test "SIGTERM while rows come in" {
	reports '"faults": [{"name": "stall", "row": 1500, "stall": {"seconds": 60, "after": "50%"}}]'
	begin correlations-job "${options[@]}" --no-fetch-lists \
		--versions release=153.0.2 --channel release
	until_true eval 'bq_requests | grep -q stall'
	interrupt TERM
	finish
	[ "$status" -eq 143 ]
	quiet_end 'correlations-job: stopped by SIGTERM'
	[ ! -e correlations ]
}

@test "SIGTERM while it is published: no hole" {
	store_start
	reports
	begin correlations-job "${options[@]}" --publish s3://b/x
	until_true objects_above 5
	interrupt TERM
	finish
	[ "$status" -eq 143 ]
	quiet_end 'correlations-job: stopped by SIGTERM'
	# the index comes last, so that nobody misses what it promises
	run ! grep all.json.gz <(objects)
	objects >one
	sleep 1
	objects | cmp - one
}

@test "two at once: the second says so" {
	reports
	mkdir -p cache/lock
	exec 9>cache/lock/correlations-job
	flock 9
	echo 4711 >&9
	job
	[ "$status" -eq 3 ]
	[ "$stderr" = "correlations-job: another run, process 4711, is at it: $PWD/cache/lock/correlations-job" ]
	[ -z "$(bq_requests)" ]
}

@test "a dry run and an estimate put nothing anywhere" {
	store_start
	reports
	job --dry-run --publish s3://b --output out
	[ "$status" -eq 0 ]
	[[ $stderr == *'publish: would put into out: '*' files, 0 deleted'* ]]
	[[ $stderr == *'publish: would put into s3://b/top-signatures-correlations/data: '* ]]
	[ -z "$(objects)" ]
	[ ! -e out ]
	job --estimate --no-fetch-lists
	[ "$status" -eq 0 ]
	[[ $output =~ [0-9] ]]
	[ "$(bq_requests jobs.insert | tail -n 1 | jq -c .body.configuration.dryRun)" = true ]
	[ ! -e correlations ]
}

@test "what is asked for is checked before anything else" {
	for day in 2026-02-29 2026-13-01 26-1-1 20261122 '' yesterday; do
		job --date "$day"
		[ "$status" -eq 2 ]
		[ "$stderr" = "correlations-job: --date: $day: not a day, YYYY-MM-DD (see correlations-job --help)" ]
	done
	for words in '--channel aurora' '--versions 153.0' '--versions x=1' \
		'--versions release=1;id' '--window-days 0' '--top 0' \
		'--min-files 0' '--publish http://x' '--publish s3://' \
		'--output s3://b' '--timeout x' '--frobnicate'; do
		# shellcheck disable=SC2086 # words
		job $words
		[ "$status" -eq 2 ]
		[ -z "$output" ]
	done
	job --help
	[ "$status" -eq 0 ]
	[[ $output == 'usage: correlations-job '* ]]
	[ ! -e web.log ]
	[ ! -e cache ]
}
