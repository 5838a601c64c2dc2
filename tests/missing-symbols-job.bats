#!/usr/bin/env bats
# missing-symbols-job: from BigQuery to the mail that is read.

# shellcheck disable=SC2030,SC2031 # each test is a subshell
# shellcheck source=tests/delivery/delivery.bash
. "$TESTS/delivery/delivery.bash"

# The crash reports of the sample, some of them, and the result of the query.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	gzip -dc "$TESTS/data/crashes.ndjson.gz" | awk 'NR % 6 == 0' >crashes
	python3 -B "$TESTS/missing-symbols/counted.py" report 2 <crashes >counted
}

setup() {
	delivery_setup
	ln -s "$BATS_FILE_TMPDIR/crashes" "$BATS_FILE_TMPDIR/counted" .
	make_lists
	web_start
}

teardown() {
	[[ -z ${BQ_PID:-} ]] || bq_stop
	delivery_stop
}

# counts [MEMBERS [PARAMS]]: the query and more members of the scenario.
counts() {
	local members=${1:-} params=${2:-}
	bigquery_start <<-END
		{"queries": [{"match": "missing_symbols", "params": {${params}},
		  "rows_file": "$PWD/counted", "bytes_processed": 48000000000, "schema": [
		  {"name": "name", "type": "STRING"},
		  {"name": "version", "type": "STRING"},
		  {"name": "debug_id", "type": "STRING"},
		  {"name": "debug_file", "type": "STRING"},
		  {"name": "code_id", "type": "STRING"},
		  {"name": "crash_count", "type": "INTEGER"},
		  {"name": "total_reports", "type": "INTEGER"},
		  {"name": "crash_date", "type": "DATE"},
		  {"name": "product", "type": "STRING"},
		  {"name": "count_by", "type": "STRING"},
		  {"name": "min_crash_count", "type": "INTEGER"},
		  {"name": "unnamed_modules", "type": "INTEGER"},
		  {"name": "unnamed_crash_count", "type": "INTEGER"},
		  {"name": "deleted_modules", "type": "INTEGER"},
		  {"name": "deleted_crash_count", "type": "INTEGER"},
		  {"name": "rare_modules", "type": "INTEGER"},
		  {"name": "rare_crash_count", "type": "INTEGER"}
		]}]${members:+, $members}}
	END
}

# endless: a query that does not end.
endless() {
	bigquery_start <<<'{"queries": [{"rows": [], "schema": [], "run_ms": 1e9}]}'
}

# job OPTION...: as every test runs it.
job() {
	run --separate-stderr missing-symbols-job "${options[@]}" "$@"
}

options=(--date 2026-11-22 --min-crash-count 2 --billing-project p
	--no-check-symbols)
mailing=(--run-on-days 0 --recipient a@example.org --recipient b@example.org
	--sender robot@example.org)

# expected FORMAT [OPTION...]: the report of the crash reports themselves.
expected() {
	local format=$1
	shift
	missing-symbols -q --format "$format" --date 2026-11-22 --window-days 3 \
		--min-count 2 --known-modules cache/lists/known_modules.tsv \
		--firefox-modules cache/lists/firefox_modules.txt \
		--os-modules cache/lists/os_modules.txt \
		--releases cache/lists/firefox.json "$@" crashes
}

@test "from rows of BigQuery to a mail, byte for byte" {
	mail_start
	counts '' '"end_date": "2026-11-22", "window_days": "3",
		"min_crash_count": "2", "count_by": "report", "product": "Firefox"'
	job "${mailing[@]}"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	expected html >report.html
	expected text >report.txt
	[ "$(wc -c <report.html)" -gt 10000 ]
	mails -j '.emails[0].body.html' | cmp - report.html
	mails -j '.emails[0].body.text' | cmp - report.txt
	mails -e '(.emails | length == 1) and (.emails[0] |
		.from == "robot@example.org"
		and .subject == "Weekly report of modules with missing symbols in crash reports: 2026-11-22"
		and .destination.to == ["a@example.org", "b@example.org"])'
	total=$(jq -r 'select(.total_reports) | .total_reports' counted)
	diff - <(echo "$stderr") <<-END
		fetch-lists: fetched modules product-details
		missing-symbols-job: $total crash reports, $(($(wc -l <counted) - 1)) modules
		send-report: sent $(mails -r '.emails[0].messageId') to a@example.org b@example.org ($(wc -c <report.html) bytes)
		missing-symbols-job: 2026-11-22: done, mailed to a@example.org b@example.org
	END
	[ "$(bq_requests jobs.insert | jq -r '.path,
		.body.configuration.labels.job')" = '/bigquery/v2/projects/p/jobs
missing-symbols-job' ]
	[ -z "$(ls -A tmp)" ]
}

@test "what is not mailed is printed" {
	mail_start
	counts
	job --recipient a@example.org
	[ "$status" -eq 0 ]
	expected html | cmp - <(printf '%s\n' "$output")
	[ "$(last_line)" = 'missing-symbols-job: 2026-11-22: done, not mailed: no --run-on-days' ]
	first=$output
	job "${mailing[@]}" --dry-run
	[ "$status" -eq 0 ]
	[ "$output" = "$first" ]
	[ "$(last_line)" = 'missing-symbols-job: 2026-11-22: done, not mailed: dry run' ]
	mails -e '.emails == []'
	[ ! -e cache/mailed ]
}

@test "the days of the week: 0 is Sunday, of --date, in any time zone" {
	mail_start
	counts
	# 2026-11-22 is a Sunday, says cal(1)
	for day in 2026-11-22:0 2026-11-23:1 2026-11-24:2 2026-11-25:3 \
		2026-11-26:4 2026-11-27:5 2026-11-28:6 2026-11-29:0; do
		weekday=${day#*:}
		day=${day%:*}
		TZ=Pacific/Kiritimati job --no-fetch-lists "${mailing[@]}" \
			--run-on-days 3 --date "$day"
		[ "$status" -eq 0 ]
		case $weekday in
		0 | 3)
			[ -z "$output" ]
			[[ $(last_line) == *": $day: done, mailed to a@example.org b@example.org" ]]
			;;
		*)
			[[ $output == *'</html>' ]]
			[ "$(last_line)" = "missing-symbols-job: $day: done, not mailed: $day is day $weekday of the week, not 0 3" ]
			;;
		esac
	done
	[ "$(mails -r '.emails[].subject' | grep -o '2026.*' | sort)" = '2026-11-22
2026-11-25
2026-11-29' ]
}

@test "a past date gives the same report, whenever it is asked for" {
	counts '' '"end_date": "2026-03-01", "window_days": "28"'
	job --dry-run --date 2026-03-01 --window-days 28
	[ "$status" -eq 0 ]
	first=$output
	[[ $first == *2026-03-01* ]]
	TZ=Pacific/Kiritimati job --dry-run --date 2026-03-01 --window-days 28
	[ "$output" = "$first" ]
}

@test "run again, it does not mail again" {
	mail_start
	counts
	options+=(--no-fetch-lists)
	job "${mailing[@]}"
	[ "$status" -eq 0 ]
	job "${mailing[@]}"
	[ "$status" -eq 0 ]
	[ "$(last_line)" = 'missing-symbols-job: mailed before to a@example.org b@example.org: not again (--resend does)' ]
	mails -e '.emails | length == 1'
	job "${mailing[@]}" --resend
	[ "$status" -eq 0 ]
	mails -e '.emails | length == 2'
	job --run-on-days 0 --recipient c@example.org
	[ "$status" -eq 0 ]
	mails -e '.emails | length == 3'
}

@test "an archive: reports are kept, and compared with" {
	counts
	options+=(--no-fetch-lists --archive archive/)
	job --date 2026-11-15
	[ "$status" -eq 0 ]
	[[ $stderr == *'no earlier report in archive'* ]]
	[ "$(ls archive)" = 2026-11-15.json ]
	missing-symbols -q --format json --date 2026-11-15 --window-days 3 \
		--min-count 2 crashes | cmp - archive/2026-11-15.json
	# six days later there is none that is old enough, but for these
	job --date 2026-11-21
	[[ $stderr == *'no earlier report in archive'* ]]
	job --date 2026-11-21 --dry-run --trend-days 6
	[[ $stderr == *'compares with 2026-11-15.json'* ]]
	job --date 2026-11-21 --dry-run --count-by mapping --trend-days 6
	[[ $stderr == *'no earlier report in archive'* ]]
	# seven days later, and again: not with itself, nor with one of yesterday
	for _ in 1 2; do
		job
		[ "$status" -eq 0 ]
		[[ $stderr == *'compares with 2026-11-15.json'* ]]
		missing-symbols -q --date 2026-11-22 --window-days 3 \
			--min-count 2 --previous archive/2026-11-15.json crashes |
			cmp - <(printf '%s\n' "$output")
	done
	# a dry run keeps nothing
	job --date 2026-11-23 --dry-run
	[ "$(ls archive)" = '2026-11-15.json
2026-11-21.json
2026-11-22.json' ]
	job --dry-run --previous archive/2026-11-21.json
	[[ $stderr != *'compares with'* ]]
	missing-symbols -q --date 2026-11-22 --window-days 3 --min-count 2 \
		--previous archive/2026-11-21.json crashes |
		cmp - <(printf '%s\n' "$output")
}

@test "an archive in S3, which other machines know the mail from" {
	mail_start
	store_start
	counts
	missing-symbols -q --format json --date 2026-11-14 --window-days 3 \
		--min-count 2 crashes >earlier
	aws s3 cp --quiet --endpoint-url "$S3_ENDPOINT_URL" earlier \
		s3://b/archive/2026-11-14.json
	options+=(--no-fetch-lists --archive s3://b/archive/)
	job "${mailing[@]}"
	[ "$status" -eq 0 ]
	[[ $stderr == *'compares with 2026-11-14.json'* ]]
	[ "$(objects | sed 's/-[0-9a-f]\{12\}$/-WHO/')" = 'archive/2026-11-14.json
archive/2026-11-22.json
archive/mailed/2026-11-22-WHO' ]
	missing-symbols -q --date 2026-11-22 --window-days 3 --min-count 2 \
		--previous earlier crashes >report.html
	mails -j '.emails[0].body.html' | cmp - report.html
	missing-symbols -q --format json --date 2026-11-22 --window-days 3 \
		--min-count 2 --previous earlier crashes >report.json
	curl -sS --fail "$S3/archive/2026-11-22.json" | cmp - report.json
	rm -rf cache
	job "${mailing[@]}"
	[ "$status" -eq 0 ]
	[[ $(last_line) == *'mailed before to'* ]]
	mails -e '.emails | length == 1'
}

@test "a query that fails mails, prints and keeps nothing" {
	mail_start
	counts '"faults": [{"on": "jobs.getQueryResults", "status": 403,
		"reason": "accessDenied", "message": "no more"}]'
	options+=(--archive archive --no-fetch-lists)
	job "${mailing[@]}"
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[[ $(last_line) == 'missing-symbols-job: fetch the counts: bqfetch: '*': no more (accessDenied)' ]]
	bq_control faults/clear '{}'
	bq_control faults '{"on": "jobs.getQueryResults",
		"reset": "before"}'
	bq_control faults '{"on": "tabledata.list", "truncate":
		{"after": "50%", "length": "full"}}'
	job "${mailing[@]}" --timeout 2
	[ "$status" -eq 3 ]
	[ -z "$output" ]
	[[ $(last_line) == 'missing-symbols-job: fetch the counts: bqfetch: '* ]]
	mails -e '.emails == []'
	[ ! -e archive/2026-11-22.json ]
	[ ! -e archive/mailed ]
	run ! grep -q hush-hush <<<"$stderr"
}

@test "no crash reports: worth another try, no report" {
	mail_start
	head -n 1 counted | jq -c '.total_reports = 0' >none
	rm counted
	mv none counted
	counts
	job "${mailing[@]}"
	[ "$status" -eq 3 ]
	[ -z "$output" ]
	[ "$(last_line)" = 'missing-symbols-job: no crash reports from 2026-11-19 to 2026-11-21' ]
	mails -e '.emails == []'
}

@test "a mail that may have been sent is not sent again by itself" {
	counts
	options+=(--no-fetch-lists)
	mkdir -p web/v2/email
	fault=web/v2/email/outbound-emails.fault
	export SES_ENDPOINT_URL=$WEB
	# nobody has it
	SES_ENDPOINT_URL=http://127.0.0.1:1 job "${mailing[@]}"
	[ "$status" -eq 3 ]
	[[ $(last_line) == 'missing-symbols-job: mail: send-report: send: Could not connect to'* ]]
	echo '{"status": 400, "headers": {"x-amzn-ErrorType": "MessageRejected"},
		"body": "{\"message\": \"Not verified.\"}"}' >"$fault"
	job "${mailing[@]}"
	[ "$status" -eq 1 ]
	[[ $(last_line) == 'missing-symbols-job: mail: '*': Not verified.' ]]
	# somebody may have it
	echo '{"reset": true}' >"$fault"
	job "${mailing[@]}"
	[ "$status" -eq 1 ]
	[[ $(last_line) == 'missing-symbols-job: mail: '*', the mail may have been sent' ]]
	job "${mailing[@]}"
	[ "$status" -eq 1 ]
	[ "$(last_line)" = 'missing-symbols-job: an earlier run may have mailed it: ask a@example.org b@example.org, then --resend mails it' ]
	[ -z "$output" ]
	[ "$(jq -r .method web.log | grep -c POST)" -eq 2 ]
	echo '{"body": "{\"MessageId\": \"m1\"}"}' >"$fault"
	job "${mailing[@]}" --resend
	[ "$status" -eq 0 ]
	job "${mailing[@]}"
	[[ $(last_line) == *'mailed before to'* ]]
	[ "$(jq -r .method web.log | grep -c POST)" -eq 3 ]
}

@test "lists that cannot be fetched: goes on with those of before" {
	counts
	job --dry-run
	first=$output
	echo '<html>' >web/product-details/firefox.json
	MISSING_SYMBOLS_REPOSITORY=file:///nowhere job --dry-run
	[ "$status" -eq 0 ]
	[ "$output" = "$first" ]
	[[ $stderr == *'firefox.json: not a list of builds; keeps the one of '* ]]
	[[ $stderr == *': lists: fetch-lists: not fetched: modules product-details; goes on without'* ]]
	rm -r cache
	MISSING_SYMBOLS_REPOSITORY=file:///nowhere job --dry-run
	[ "$status" -eq 0 ]
	missing-symbols -q --date 2026-11-22 --window-days 3 --min-count 2 \
		crashes | cmp - <(printf '%s\n' "$output")
}

@test "the symbol server is asked, and down is told in the report" {
	counts
	options=("${options[@]/--no-check-symbols/--no-fetch-lists}")
	file=$(jq -r 'select(.debug_file and .debug_id)
		| "\(.debug_file)/\(.debug_id)/\(.debug_file | rtrimstr(".pdb")).sym"' \
		counted | head -n 1)
	mkdir -p "web/symbols/${file%/*}"
	: >"web/symbols/$file"
	job --dry-run -- --symbol-server "$WEB/symbols/"
	[ "$status" -eq 0 ]
	jq -r 'select(.method == "HEAD") | .path' web.log >asked
	[ "$(grep -cxF "/symbols/$file" asked)" -eq 1 ]
	[ "$(sort asked | uniq -d | wc -l)" -eq 0 ]
	[[ $output == *'reprocess'* ]]
}

@test "a full disk says so, and nothing goes out" {
	small_disk_needed
	mail_start
	counts
	run --separate-stderr "$DELIVERY/small-disk" tmp 12 missing-symbols-job \
		"${options[@]}" "${mailing[@]}" --no-fetch-lists
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[[ $(last_line) == 'missing-symbols-job: '*': No space left on device' ]]
	mails -e '.emails == []'
	[ ! -e cache/mailed ]
}

@test "SIGTERM while lists are fetched" {
	counts
	echo '{"seconds": 60}' >web/product-details/firefox.json.fault
	begin missing-symbols-job "${options[@]}" "${mailing[@]}"
	until_true grep -q firefox.json web.log
	interrupt TERM
	finish
	[ "$status" -eq 143 ]
	quiet_end 'missing-symbols-job: stopped by SIGTERM'
}

@test "SIGTERM while the query runs: it is cancelled" {
	endless
	begin missing-symbols-job "${options[@]}" --no-fetch-lists --dry-run
	until_true eval 'bq_requests jobs.insert | grep -q n'
	interrupt TERM
	finish
	[ "$status" -eq 143 ]
	[ ! -s out ]
	quiet_end 'missing-symbols-job: stopped by SIGTERM'

	[ "$(bq_requests jobs.cancel | wc -l)" -eq 1 ]
}

@test "SIGTERM while the symbol server is asked" {
	counts
	# no line of the sample has this debug file twice
	jq -r 'select(.debug_file and .debug_id) | .debug_file + "/" + .debug_id
		+ "/" + (.debug_file | rtrimstr(".pdb")) + ".sym.fault"' counted |
		grep -v '[<>"\\]' | while IFS= read -r file; do
		mkdir -p "web/symbols/${file%/*}"
		echo '{"seconds": 60}' >"web/symbols/$file"
	done
	begin missing-symbols-job "${options[@]/--no-check-symbols/--no-fetch-lists}" \
		--dry-run -- --symbol-server "$WEB/symbols/"
	until_true grep -q HEAD web.log
	interrupt TERM
	finish
	[ "$status" -eq 143 ]
	[ ! -s out ]
	quiet_end 'missing-symbols-job: stopped by SIGTERM'
}

@test "SIGTERM while it is mailed: said, and noted" {
	counts
	mkdir -p web/v2/email
	echo '{"seconds": 60}' >web/v2/email/outbound-emails.fault
	export SES_ENDPOINT_URL=$WEB
	begin missing-symbols-job "${options[@]}" --no-fetch-lists "${mailing[@]}"
	until_true grep -q outbound web.log
	interrupt TERM
	finish
	[ "$status" -eq 143 ]
	quiet_end 'missing-symbols-job: stopped by SIGTERM, the mail may have been sent'
	job --no-fetch-lists "${mailing[@]}"
	[ "$status" -eq 1 ]
	[[ $(last_line) == *'an earlier run may have mailed it'* ]]
	[ "$(grep -c outbound web.log)" -eq 1 ]
}

@test "SIGTERM as process 1 of a container" {
	unshare -rpf --mount-proc true || skip 'no namespaces here'
	endless
	begin unshare -rpf --mount-proc "$(command -v missing-symbols-job)" \
		"${options[@]}" --no-fetch-lists --dry-run
	until_true eval 'bq_requests jobs.insert | grep -q n'
	kill -TERM "$(pgrep -P "$job")"
	finish
	[ "$status" -eq 143 ]
	quiet_end 'missing-symbols-job: stopped by SIGTERM'

	[ "$(bq_requests jobs.cancel | wc -l)" -eq 1 ]
}

@test "two at once: the second says so, and mails nothing" {
	mail_start
	counts
	mkdir -p cache/lock
	exec 9>cache/lock/missing-symbols-job
	flock 9
	echo 4711 >&9
	job "${mailing[@]}"
	[ "$status" -eq 3 ]
	[ "$stderr" = "missing-symbols-job: another run, process 4711, is at it: $PWD/cache/lock/missing-symbols-job" ]
	mails -e '.emails == []'
}

@test "what the query would scan" {
	counts
	job --estimate --no-fetch-lists
	[ "$status" -eq 0 ]
	[[ $output == *48000000000* ]]
	[ "$(bq_requests jobs.insert | jq -c .body.configuration.dryRun)" = true ]
}

@test "what is asked for is checked before anything else" {
	for day in 2026-02-29 2026-13-01 26-1-1 20261122 '' yesterday; do
		job --date "$day"
		[ "$status" -eq 2 ]
		[ "$stderr" = "missing-symbols-job: --date: $day: not a day, YYYY-MM-DD (see missing-symbols-job --help)" ]
	done
	for words in '--run-on-days 7' '--run-on-days -1' '--run-on-days Sunday' \
		'--run-on-days 0,3' '--run-on-days 0' '--window-days 0' \
		'--window-days 1.5' '--window-days 08' '--min-crash-count -1' \
		'--count-by module' '--archive ftp://x' '--recipient a' \
		'--sender x' '--trend-days 0' '--timeout x' '--frobnicate'; do
		# shellcheck disable=SC2086 # words
		job $words
		[ "$status" -eq 2 ]
		[ -z "$output" ]
	done
	job --help
	[ "$status" -eq 0 ]
	[[ $output == 'usage: missing-symbols-job '* ]]
	[ ! -e web.log ]
	[ ! -e cache ]
}
