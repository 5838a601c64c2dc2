#!/usr/bin/env bats
# entrypoint: what the container runs.

# shellcheck source=tests/delivery/delivery.bash
. "$TESTS/delivery/delivery.bash"

setup() {
	delivery_setup
}

@test "it runs the scripts and the tools, in its place" {
	for command in missing-symbols-job correlations-job send-report publish \
		fetch-lists channel-versions; do
		run --separate-stderr entrypoint "$command" --help
		[ "$status" -eq 0 ]
		[[ $output == "usage: $command "* ]]
	done
	for command in bqfetch missing-symbols crashcorr; do
		run --separate-stderr entrypoint "$command" --version
		[ "$status" -eq 0 ]
		[[ $output == "$command "* ]]
		run --separate-stderr entrypoint "$command" --frobnicate
		[ "$status" -eq 2 ]
	done
	# as the same process: signals reach the job
	ln -s "$(command -v bash)" bin/crashcorr
	PATH=$PWD/bin:$PATH begin entrypoint crashcorr -c 'echo $$'
	finish
	[ "$(cat out)" = "$job" ]
}

@test "help, and what it does not run" {
	for words in '' -h --help; do
		# shellcheck disable=SC2086 # none or one
		run --separate-stderr entrypoint $words
		[ "$status" -eq 0 ]
		[[ $output == 'usage: entrypoint COMMAND '* ]]
	done
	for words in bash lib.sh ../scripts/publish 'publish check'; do
		run --separate-stderr entrypoint "$words"
		[ "$status" -eq 2 ]
		[ "$stderr" = "entrypoint: $words: not a command (see entrypoint --help)" ]
	done
}

@test "check: all of it works, or it says what does not" {
	run --separate-stderr entrypoint check
	[ "$status" -eq 0 ]
	[ "$(last_line)" = 'entrypoint: all works' ]
	[ -z "$(ls -A tmp)" ]
	mkdir "$PWD/broken"
	printf '#!/bin/sh\necho crashcorr: broken >&2\nexit 1\n' >broken/crashcorr
	chmod +x broken/crashcorr
	PATH=$PWD/broken:$PATH run --separate-stderr entrypoint check
	[ "$status" -eq 1 ]
	[ "$(last_line)" = 'entrypoint: check: crashcorr: broken' ]
	printf '#!/bin/sh\nexec %s "$@" --top 0\n' "$(command -v crashcorr)" \
		>broken/crashcorr
	PATH=$PWD/broken:$PATH run --separate-stderr entrypoint check
	[ "$status" -eq 1 ]
}
