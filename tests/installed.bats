#!/usr/bin/env bats
# make install: what it puts into a folder works there, with nothing of the
# sources, and make uninstall takes away what it put there.

# shellcheck source=tests/delivery/delivery.bash
. "$TESTS/delivery/delivery.bash"

setup_file() {
	cd "${TESTS%/*}" || return
	root=$BATS_FILE_TMPDIR/root
	made install
	export root
}

# Installed from what was built before: -o, for this is no place to build.
made() {
	env -u MAKEFLAGS -u MFLAGS make -s -o all "$@" DESTDIR="$root" \
		PREFIX=/opt/it
}

# The PATH of cron, and no tool or script in it.
setup() {
	delivery_setup
	PATH=$PWD/bin:/usr/bin:/bin
	bin=$root/opt/it/bin
	lib=$root/opt/it/lib/crash-filters
	top=${TESTS%/*}
}

teardown() {
	[[ -z ${BQ_PID:-} ]] || bq_stop
	delivery_stop
}

# asked FILE: BigQuery was asked what is in FILE.
asked() {
	cmp "$top/$1" <(bq_requests jobs.insert |
		jq -rj '.body.configuration.query.query')
}

@test "the commands are there, and say so" {
	for name in "$bin"/* "$lib"/{channel-versions,fetch-lists,publish,send-report,entrypoint}; do
		run --separate-stderr "$name" --help
		[ "$status" -eq 0 ]
		[[ $output == *"usage: ${name##*/} "* ]]
		[ -z "$stderr" ]
	done
	[ "$(ls "$bin")" = 'bqfetch
correlations-job
crashcorr
missing-symbols
missing-symbols-job' ]
}

@test "missing-symbols-job finds its query, its tools and its lists" {
	cat >rows <<-'END'
		{"total_reports": 900}
		{"name": "libodd.so", "debug_file": "libodd.so", "debug_id": "AB12", "crash_count": 80}
	END
	bigquery_start <<-END
		{"queries": [{"match": "missing_symbols", "schema": [
		  {"name": "name", "type": "STRING"},
		  {"name": "debug_file", "type": "STRING"},
		  {"name": "debug_id", "type": "STRING"},
		  {"name": "crash_count", "type": "INTEGER"},
		  {"name": "total_reports", "type": "INTEGER"}],
		  "rows_file": "$PWD/rows"}]}
	END
	make_lists
	web_start
	run --separate-stderr "$bin/missing-symbols-job" --dry-run \
		--date 2026-11-22 --no-check-symbols
	[ "$status" -eq 0 ]
	[[ $output == *libodd.so*'</html>' ]]
	diff - <(echo "$stderr") <<-'END'
		fetch-lists: fetched modules product-details
		missing-symbols-job: 900 crash reports, 1 modules
		missing-symbols-job: 2026-11-22: done, not mailed: dry run
	END
	# what is installed follows what was fetched
	list=$top/missing-symbols/lists/unix_modules.txt
	tail -n "$(wc -l <"$list")" cache/lists/os_modules.txt | cmp - "$list"
	asked missing-symbols/missing-symbols.sql
}

@test "correlations-job does, too, and publishes" {
	awk 'BEGIN { for (i = 0; i < 40; i++) printf "{\"uuid\": \"u%d\", " \
		"\"signature\": \"f\", \"version\": \"153.0\", " \
		"\"release_channel\": \"release\"}\n", i }' >rows
	bigquery_start <<-END
		{"queries": [{"match": "addons", "schema": [
		  {"name": "uuid", "type": "STRING"},
		  {"name": "signature", "type": "STRING"},
		  {"name": "version", "type": "STRING"},
		  {"name": "release_channel", "type": "STRING"}],
		  "rows_file": "$PWD/rows"}]}
	END
	make_lists
	web_start
	run --separate-stderr "$bin/correlations-job" --date 2026-11-22 \
		--channel release --output out
	[ "$status" -eq 0 ]
	[ "$(last_line)" = 'correlations-job: 2026-11-22: done, release 40' ]
	[ "$(gzip -dc out/all.json.gz)" = '{"date":"2026-11-22","release":40}' ]
	asked correlations/crashcorr.sql
}

@test "shells complete them" {
	share=$root/opt/it/share
	run bash "$TESTS/completions/offer.bash" \
		"$share/bash-completion/completions/publish" "$lib/publish --dr" \
		"$bin/missing-symbols-job --est"
	[ "$output" = "> $lib/publish --dr
--dry-run
> $bin/missing-symbols-job --est
--estimate" ]
	cmp "$share/bash-completion/completions"/{publish,missing-symbols-job}
	command -v zsh fish >/dev/null || skip 'zsh or fish is not installed'
	PATH=$bin:$PATH
	run zsh -f "$TESTS/completions/offer.zsh" "$share/zsh/site-functions" \
		'missing-symbols-job --est' 'crashcorr --ver'
	[ "$output" = '> missing-symbols-job --est
--estimate
> crashcorr --ver
--verbose
--version' ]
	for line in 'missing-symbols-job --est' 'crashcorr --verb'; do
		# shellcheck disable=SC2016 # for fish
		XDG_DATA_DIRS=$share fish -c 'complete -C "$argv"' "$line"
	done | cut -f 1 >got
	diff - got <<-'END'
		--estimate
		--verbose
	END
}

@test "a job of another folder's link works, too" {
	ln -s "$bin/missing-symbols-job" bin/job
	run --separate-stderr job --help
	[ "$status" -eq 0 ]
}

@test "uninstalled, all of it is gone, and nothing else" {
	# with a blank in its name
	root="$PWD/the root"
	mkdir -p "$root"/opt/it/{bin,lib/crash-filters}
	echo mine >"$root/opt/it/bin/mine"
	echo mine >"$root/opt/it/lib/crash-filters/mine"
	(cd "$top" && made install && made uninstall)
	[ "$(cd "$root" && find . ! -type d | sort)" = './opt/it/bin/mine
./opt/it/lib/crash-filters/mine' ]
	rm "$root/opt/it/lib/crash-filters/mine"
	(cd "$top" && made install && made uninstall)
	[ ! -e "$root/opt/it/lib/crash-filters" ]
	[ ! -e "$root/opt/it/share/doc/crash-filters" ]
	[ -e "$root/opt/it/bin" ]
}
