# shellcheck shell=bash
# For debian and container, which read it with ".": bare systems of Debian 12 in
# folders, as debootstrap makes them. Each has a name, its folder is $work/NAME.

prog=${0##*/}

fail() {
	printf '%s: %s\n' "$prog" "$*" >&2
	exit 1
}

step() {
	printf '%s: %s (%d s)\n' "$prog" "$*" "$SECONDS"
}

# Make $work, gone at the end, and in it the system that others are copies of.
roots_begin() {
	local program
	[[ $(id -u) == 0 ]] || fail 'needs root, for chroot'
	for program in debootstrap unshare git jq python3; do
		command -v "$program" >/dev/null || fail "needs $program"
	done
	umask 022
	work=$(mktemp -d "${TMPDIR:-/var/tmp}/$prog.XXXXXX")
	trap 'rm -rf --one-file-system "$work"' EXIT
	step 'debootstrap'
	debootstrap --variant=minbase bookworm "$work/base" >"$work/log" 2>&1 ||
		fail "debootstrap: $(tail -n 1 "$work/log")"
	# as the image debian:12-slim has them
	sed -i 'p;s,/debian bookworm ,/debian-security bookworm-security ,' \
		"$work/base/etc/apt/sources.list"
	cp /etc/resolv.conf /etc/hosts "$work/base/etc"
}

# root_new NAME
root_new() {
	cp -a "$work/base" "$work/$1"
}

# root_run NAME COMMAND...: COMMAND is process 1 there, and what it starts ends
# with it.
root_run() {
	local root=$work/$1
	shift
	unshare --mount --pid --fork --kill-child --mount-proc="$root/proc" \
		chroot "$root" env -i HOME=/root LC_ALL=C.UTF-8 \
		DEBIAN_FRONTEND=noninteractive \
		PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin \
		"$@"
}
