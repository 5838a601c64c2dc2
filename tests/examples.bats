#!/usr/bin/env bats
# What manuals and the README give to type works as it stands there: with the
# made-up crash reports, and stand-ins for the network.

# shellcheck source=tests/delivery/delivery.bash
. "$TESTS/delivery/delivery.bash"

# The sample by the names that are used; of a table as the service has it.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	gzip -dc "$TESTS/data/crashes.ndjson.gz" >crashes.ndjson
	ln -s "$TESTS/data/crashes.ndjson.gz" crash-dump-2026-11-21.json.gz
	ln -s "$TESTS/data/crashes.ndjson.gz" .
	missing-symbols -q -f json --date 2026-11-15 crashes.ndjson >last-week.json
	python3 -B "$TESTS/missing-symbols/counted.py" report 70 \
		<crashes.ndjson >counted
	python3 -B "$TESTS/gen/crashes.py" --profile sample --shape projected >rows
	# the versions of the examples, too
	# shellcheck disable=SC2238 # more is a file
	sed -e 's/"153\.0\.2"/"145.0"/; s/"154\.0b[0-9]*"/"146.0b9"/' rows >more
	cat more >>rows
	python3 - <<-'END'
		import json, os
		fields = {f["name"]: f for f in json.load(open(
		    os.environ["TESTS"] + "/bqfetch/socorro_crash_v2.schema.json"))}
		fields["modules"] = {"name": "modules", "type": "STRING", "mode": "REPEATED"}
		fields["addons"] = {"name": "addons", "type": "JSON"}
		first = json.loads(open("rows").readline())
		json.dump([fields[name] for name in first], open("rows.schema", "w"))
		names = {}
		for line in open("counted"):
		    for name, value in json.loads(line).items():
		        if value is not None:
		            names[name] = type(value)
		json.dump([{"name": name, "type": "INTEGER" if kind is int else "STRING"}
		    for name, kind in names.items()], open("counted.schema", "w"))
		with open("table", "w") as out:
		    for line in open("crashes.ndjson"):
		        row = json.loads(line)
		        for name, value in row.items():
		            if type(value) is int and not -(2**63) <= value < 2**63:
		                row[name] = {"$v": str(value)}
		        print(json.dumps(row), file=out)
	END
}

setup() {
	delivery_setup
	ln -s "$BATS_FILE_TMPDIR"/{crash-dump-2026-11-21.json.gz,crashes.ndjson.gz} .
	cp "$BATS_FILE_TMPDIR"/{crashes.ndjson,last-week.json} .
	ln -s "$TESTS" tests
	ln -s "${TESTS%/*}/missing-symbols" missing-symbols
	cp "${TESTS%/*}/missing-symbols/missing-symbols.sql" .
	cp "${TESTS%/*}/correlations/crashcorr.sql" .
	mkdir correlations
	cp crashcorr.sql correlations
	cp "$TESTS/data/firefox.json" .
	# what is shown to a person; and today
	printf '#!/bin/sh\nexec cat "$@"\n' >bin/less
	cat >bin/date <<-'END'
		#!/bin/sh
		[ "$*" != '-u +%F' ] || set -- -u -d 2026-11-22 +%F
		exec /usr/bin/date "$@"
	END
	chmod +x bin/*
	make_lists
	web_start
	files=$BATS_FILE_TMPDIR
	bigquery_start <<-END
		{"escape": "ascii", "queries": [
		  {"match": "missing_symbols", "rows_file": "$files/counted",
		    "schema_file": "$files/counted.schema",
		    "bytes_processed": 51539607552},
		  {"match": "addons", "rows_file": "$files/rows",
		    "schema_file": "$files/rows.schema"},
		  {"match": "^SELECT 1 AS one$", "rows": [{"one": 1}],
		    "schema": [{"name": "one", "type": "INTEGER"}]}],
		 "tables": {"my-project.crashes.daily": {
		    "schema_file": "$TESTS/bqfetch/socorro_crash_v2.schema.json",
		    "rows_file": "$files/table"}}}
	END
	export GOOGLE_CLOUD_PROJECT=my-project
	export https_proxy=http://127.0.0.1:1
	mkdir -p web/symbols web/ms examples
}

teardown() {
	bq_stop
	delivery_stop
}

# Not run: what builds or installs, and what is not ours.
skipped='scripts/(demo|check)|make && sudo make install|(gcloud|docker) .*'

# Where examples ask the world, they ask here.
localised() {
	{ grep -Evx "$skipped" "$1" || :; } |
		sed -e "s,https://msdl.microsoft.com/download/symbols,$WEB/ms," \
			-e "s,--check-symbols,--symbol-server $WEB/symbols," \
			-e 's,^missing-symbols-job .*--dry-run,& --no-check-symbols,'
}

# Each parameter of a query is given: the service insists on that.
params_given() {
	local file name
	grep -o -e '--query-file [^ ]*' "$1" | while read -r _ file; do
		grep -o '@[a-z_]*' "$file" | sort -u | while read -r name; do
			grep -q -e "--param '\?${name#@}:" "$1" || {
				echo "no $name for $file"
				return 1
			}
		done
	done
}

# plausible FILE: is what it printed, into the file printed or others, such as
# it should be? What is shown in the manual is compared elsewhere.
plausible() {
	case $(<"$1") in
	*--dry-run* | *--estimate*)
		[[ ! $(<"$1") == *crashcorr.sql* ]] || grep -Eqx '[0-9]+ bytes \(.*\)' printed
		;;&
	*'-o report.html'* | *'> report.html'*)
		[[ $(tail -n 1 report.html) == '</html>' ]]
		grep -q 'xul.pdb' report.html && rm report.html
		;;&
	*'>week.html'*) [[ $(tail -n 1 week.html) == '</html>' ]] ;;&
	*correlations.html)
		[[ $(tail -n 1 correlations.html) == '</html>' ]]
		;;&
	*"-o tree"*) jq -e '.release > 100' tree/all.json ;;&
	*'--output out'*) jq -e '.release > 100 and .beta > 100' out/all.json ;;&
	*correlations-job*)
		gzip -dc correlations/all.json.gz | jq -e '.release > 100'
		;;&
	*SELECT\ 1*) [ "$(<printed)" = '{"one":1}' ] ;;&
	*'missing-symbols '*text* | *'missing-symbols -f text'*)
		grep -q '^ *[0-9,]* .*xul.pdb' printed
		;;&
	*crashcorr*text*)
		grep -Eq '^\([0-9.]+% in signature vs [0-9.]+% overall\)' printed
		;;&
	*'.results[0].item'*) grep -q '^{"' printed ;;&
	*upstream*) [ "$(<printed)" = "$found" ] ;;&
	*'@csv'*)
		[ "$(wc -l <printed)" -eq "$(wc -l <crashes.ndjson)" ]
		run ! grep -Evx '("[^"]*")?,("([^"]|"")*")?' printed
		;;&
	*'@tsv'*) grep -Eqx '[0-9]+	[^	]+	[0-9A-F]{33,}' printed ;;&
	*) true ;;
	esac
}

# examples_run FILE N: run the examples of FILE, N or more.
examples_run() {
	local n count
	python3 "$TESTS/examples/commands.py" "${TESTS%/*}/$1" examples
	count=$(find examples -type f | wc -l)
	[ "$count" -ge "$2" ]
	for ((n = 1; n <= count; n++)); do
		localised "examples/$n" >typed
		[[ -s typed ]] || continue
		params_given typed
		status=0
		bash -o pipefail -eu typed </dev/null >printed 2>said || status=$?
		head -n 20 typed printed said
		[ "$status" -eq 0 ]
		plausible typed
	done
}

@test "bqfetch.1" {
	examples_run bqfetch/bqfetch.1 4
}

@test "missing-symbols.1" {
	# Microsoft has one of them
	file=$(missing-symbols -q -f json crashes.ndjson | jq -r '[.modules[]
		| select(.class == "os" and .debug_id and .debug_file
			and (.debug_file | test("^[a-z0-9]+[.]pdb$")))][0]')
	found=$(jq -r .name <<<"$file")
	file=$(jq -r '.debug_file + "/" + .debug_id' <<<"$file")
	mkdir -p "web/ms/$file"
	: >"web/ms/$file/${file%%/*}"
	examples_run missing-symbols/missing-symbols.1 3
	grep -q '"HEAD".*"/symbols/' web.log
}

@test "crashcorr.1" {
	examples_run correlations/crashcorr.1 7
}

@test "crash-filters.7" {
	examples_run docs/crash-filters.7 4
}

@test "README.md" {
	examples_run README.md 8
}

@test "docs/jobs.md" {
	rm -r correlations
	examples_run docs/jobs.md 2
}
