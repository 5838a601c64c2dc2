#!/usr/bin/env bats
# scripts/install.sh: what demo and check do about what a machine lacks. What
# it calls is made up, and notes how it was called.

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	mkdir bin
	ln -s "$(command -v cat)" bin/cat
	for name in apt-get sudo env; do
		printf '#!/bin/sh\necho "%s $*" >>calls\n' "$name" >"bin/$name"
	done
	# shellcheck disable=SC2016 # for that script
	echo 'exec "$@"' >>bin/sudo
	user 0
	chmod +x bin/*
	ln -s "$(command -v sh)" bin/sh
}

user() {
	printf '#!/bin/sh\necho %s\n' "$1" >bin/id
}

# Ask for two things that are missing and one that is not.
want() {
	run env -i PATH="$PWD/bin" "$(command -v sh)" -euc "
		. '$TESTS/../scripts/install.sh'
		need one-package 'does one thing' false
		need no-package 'does nothing' true
		need two-package 'does another' absent-command
		install_missing
		echo 'all there'"
}

@test "root installs what is missing, and says it before" {
	want
	[ "$status" -eq 0 ]
	diff - <(echo "$output") <<-'END'
		Missing on this machine (names of Debian packages):
		    one-package: does one thing
		    two-package: does another
		Installing them with apt-get.
		all there
	END
	diff - calls <<-'END'
		apt-get -qq update
		env DEBIAN_FRONTEND=noninteractive apt-get -qq -y -o Dpkg::Use-Pty=0 --no-install-recommends install one-package two-package
	END
}

@test "others do it with sudo" {
	user 1000
	want
	[ "$status" -eq 0 ]
	[[ $output == *"Installing them with sudo apt-get."* ]]
	grep -qx 'sudo apt-get -qq update' calls
	grep -qx 'sudo env DEBIAN_FRONTEND=.* install one-package two-package' \
		calls
}

@test "without sudo it says what to install" {
	user 1000
	rm bin/sudo
	want
	[ "$status" -eq 1 ]
	[[ $output == *"    two-package: does another"* ]]
	[[ $output == *"There is no sudo here: please install them as root." ]]
	[ ! -e calls ]
}

@test "on another system it says what to install" {
	rm bin/apt-get
	want
	[ "$status" -eq 1 ]
	[[ $output == *"    one-package: does one thing"* ]]
	[[ $output == *"There is no apt-get here: please install them yourself." ]]
	[ ! -e calls ]
}

@test "what we can do without is installed only where that can be done" {
	optional() {
		rm -f calls
		run env -i PATH="$PWD/bin" "$(command -v sh)" -euc "
			. '$TESTS/../scripts/install.sh'
			want three-package 'does a third' absent-command
			install_missing"
		[ "$status" -eq 0 ]
	}
	optional
	[[ $output == *"    three-package: does a third"* ]]
	grep -q ' install three-package$' calls
	user 1000
	optional
	grep -q '^sudo .* install three-package$' calls
	rm bin/sudo
	optional
	[ -z "$output" ]
	[ ! -e calls ]
	user 0
	rm bin/apt-get
	optional
	[ -z "$output" ]
	[ ! -e calls ]
}

@test "what fails to install ends it" {
	printf '#!/bin/sh\nexit 100\n' >bin/apt-get
	want
	[ "$status" -eq 100 ]
	[[ $output != *"all there"* ]]
}

@test "nothing missing, nothing said" {
	run env -i PATH="$PWD/bin" "$(command -v sh)" -euc "
		. '$TESTS/../scripts/install.sh'
		need no-package 'does nothing' true
		install_missing"
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ ! -e calls ]
}
