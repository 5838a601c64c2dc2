#!/usr/bin/env bats
# completions/: what is offered at a prompt is what a command takes: each
# option that its source takes, and no other, in bash, zsh and fish.

commands=(bqfetch missing-symbols crashcorr missing-symbols-job
	correlations-job fetch-lists channel-versions publish send-report)

# The options of each command, as its source gives them to getopt.
setup_file() {
	cd "$BATS_FILE_TMPDIR" || return
	local name
	tool_options bqfetch/command.c >bqfetch.options
	tool_options missing-symbols/options.c >missing-symbols.options
	tool_options correlations/options.c >crashcorr.options
	for name in "${commands[@]:3}"; do
		script_options "$name" >"$name.options"
	done
	for name in "${commands[@]}"; do
		grep -qx -e --help "$name.options" || return
		printf '> %s -\n' "$name"
		LC_ALL=C sort "$name.options"
	done >options
}

tool_options() {
	sed -nE "s/^    \{\"([a-z0-9-]+)\", [a-z_]*, NULL, ('(.)')?.*/--\1\n-\3/p" \
		"$TESTS/../$1" | sed '/^-$/d'
}

script_options() {
	echo -h
	sed -n '/args=[$](getopt/,/-- "[$]@"/p' "$TESTS/../scripts/$1" |
		grep -oE -e '-l [a-z0-9:,-]+' | tr ',' '\n' |
		sed -E 's/^(-l )?/--/; s/:$//'
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	completions=${TESTS%/*}/completions
	PATH=${TESTS%/*}/scripts:$PATH
	HOME=$PWD
	mkdir -p here/folder share/fish/vendor_completions.d
	: >here/file
	for name in "${commands[@]}"; do
		ln -s "$completions/crash-filters.fish" \
			"share/fish/vendor_completions.d/$name.fish"
	done
}

in_bash() {
	bash "$TESTS/completions/offer.bash" \
		"$completions/crash-filters.bash" "$@"
}

in_zsh() {
	command -v zsh >/dev/null || skip 'zsh is not installed'
	zsh -f "$TESTS/completions/offer.zsh" "$completions" "$@"
}

# It begins with the option what stands in the same word.
# shellcheck disable=SC2016 # for fish
in_fish() {
	command -v fish >/dev/null || skip 'fish is not installed'
	for line; do
		printf '> %s\n' "$line"
		XDG_DATA_DIRS=$PWD/share fish -c 'complete -C "$argv"' "$line" |
			sed -E 's/\t.*//; s/^--[a-z0-9-]+=//' | LC_ALL=C sort
	done
}

# offers_options SHELL: after a dash, all of them.
offers_options() {
	"in_$1" "${commands[@]/%/ -}" >got
	diff "$BATS_FILE_TMPDIR/options" got
}

# offers_values SHELL: what is known of the values of options and of arguments.
offers_values() {
	cat >want <<-'END'
		> bqfetch --int64 
		number
		string
		> bqfetch --limit 
		> missing-symbols -f t
		text
		> missing-symbols --count-by=
		mapping
		report
		> missing-symbols --format=t
		text
		> crashcorr --format 
		html
		json
		ndjson
		text
		> crashcorr -q --jo
		--jobs
		> crashcorr --channel 
		beta
		esr
		nightly
		release
		> missing-symbols-job --count-by m
		mapping
		> missing-symbols-job --date 2026-11-22 -- --ve
		--vendors
		--version
		> correlations-job -- --format nd
		ndjson
		> fetch-lists 
		addons
		gfx
		modules
		product-details
		> channel-versions e
		esr
	END
	mapfile -t lines < <(sed -n 's/^> //p' want)
	"in_$1" "${lines[@]}" >got
	diff want got
}

@test "bash: every option, and no other" {
	offers_options bash
}

@test "zsh: every option, and no other" {
	offers_options zsh
}

@test "fish: every option, and no other" {
	offers_options fish
}

@test "bash: values" {
	offers_values bash
}

@test "zsh: values" {
	offers_values zsh
}

@test "fish: values" {
	offers_values fish
}

@test "files where an option takes one, folders where one of those" {
	in_bash 'missing-symbols --previous h' 'crashcorr -o h' 'crashcorr h' \
		'bqfetch --table h' 'publish h' 'crashcorr -- -' >got
	diff - got <<-'END'
		> missing-symbols --previous h
		<files>
		> crashcorr -o h
		<folders>
		> crashcorr h
		<files>
		> bqfetch --table h
		> publish h
		<folders>
		> crashcorr -- -
		<files>
	END
	in_zsh 'missing-symbols --previous here/f' 'crashcorr -o here/f' \
		'crashcorr here/f' 'bqfetch --table here/f' 'publish here/f' |
		grep -vx here >got
	diff - got <<-'END'
		> missing-symbols --previous here/f
		file
		folder
		> crashcorr -o here/f
		folder
		> crashcorr here/f
		file
		folder
		> bqfetch --table here/f
		> publish here/f
		folder
	END
	in_fish 'missing-symbols --previous here/f' 'crashcorr -o here/f' \
		'crashcorr here/f' 'bqfetch --table here/f' 'publish here/f' >got
	diff - got <<-'END'
		> missing-symbols --previous here/f
		here/file
		here/folder/
		> crashcorr -o here/f
		here/folder/
		> crashcorr here/f
		here/file
		here/folder/
		> bqfetch --table here/f
		> publish here/f
		here/folder/
	END
}

@test "at a prompt of bash" {
	python3 - "$completions/crash-filters.bash" >got <<-'END'
		import os, pty, sys
		pid, terminal = pty.fork()
		if pid == 0:
		    os.environ.update(TERM="dumb", PS1="", INPUTRC="/dev/null")
		    os.execlp("bash", "bash", "--norc", "--noprofile", "-i")
		say = lambda text: os.write(terminal, text.encode())
		say(f". '{sys.argv[1]}'\n")
		say("crashcorr() { printf '<%s>' \"$@\"; echo; }\n")
		say("crashcorr --form\t\b=h\t -o he\t here/fi\t\n")
		say("exit\n")
		said = b""
		while True:
		    try:
		        more = os.read(terminal, 4096)
		    except OSError:
		        break
		    said += more
		os.waitpid(pid, 0)
		print(said.decode())
	END
	grep -F -e '<--format=html><-o><here/><here/file>' got
}

@test "what only has such a name is not run" {
	mkdir other
	printf '#!/bin/sh\ntouch %s\n' "$PWD/ran" >other/publish
	chmod +x other/publish
	PATH=$PWD/other:$PATH
	for shell in bash zsh fish; do
		"in_$shell" 'publish -' "$PWD/other/publish -" >got
		cat got
		run grep -e -- got
		[ "$status" -eq 1 ]
	done
	[ ! -e ran ]
	publish
	[ -e ran ]
}
