# shellcheck shell=bash
# For the scripts beside it, which read it with ".": what they say, how they
# end, and how they run other programs.

set -euo pipefail
# Names sort by their bytes, and aws takes its arguments for UTF-8.
export LC_ALL=C.UTF-8

prog=${0##*/}
lib=$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")
root=${lib%/*}
cache=${CRASH_FILTERS_CACHE:-${XDG_CACHE_HOME:-${HOME:-}/.cache}/crash-filters}

# How a script ends when it has not done its work.
FAILED=1
WRONG_USE=2
TRY_AGAIN=3

# In a checkout the tools stand beside the scripts. Installed, they are in the
# bin beside the lib of the scripts, which need not be in the PATH of cron.
folders=()
if [[ -f $root/config.mk ]]; then
	folders=("$root"/{bqfetch,missing-symbols,correlations})
elif [[ -x ${root%/*}/bin/bqfetch ]]; then
	folders=("${root%/*}/bin")
fi
for folder in "${folders[@]}"; do
	[[ ":$PATH:" == *":$folder:"* ]] || PATH=$folder:$PATH
done

say() {
	local words=$*
	printf '%s: %s\n' "$prog" "${words//[![:print:]]/?}" >&2
}

# die STATUS WORDS: the last line on standard error is why.
said_why=
die() {
	local status=$1
	shift
	say "$@"
	said_why=1
	exit "$status"
}

wrong_use() {
	die $WRONG_USE "$* (see $prog --help)"
}

# need PROGRAM...: they are installed.
need() {
	local program
	for program in "$@"; do
		command -v "$program" >/dev/null ||
			die $FAILED "$program: not installed, or not in PATH"
	done
}

# shipped NAME: print the path of a file that comes with the tools.
shipped() {
	local folder
	for folder in "$lib" "$root/missing-symbols" "$root/correlations"; do
		if [[ -f $folder/$1 ]]; then
			printf '%s\n' "$folder/$1"
			return
		fi
	done
	die $FAILED "$1: not found in $lib"
}

# add_lists OPTIONS FOLDER NAME:OPTION...: for each NAME there is in FOLDER add
# its OPTION to the array OPTIONS. The tools have lists of their own.
add_lists() {
	local -n add_to=$1
	local folder=$2 list
	shift 2
	for list in "$@"; do
		[[ ! -f $folder/${list%%:*} ]] ||
			add_to+=("${list#*:}" "$folder/${list%%:*}")
	done
}

# check_date OPTION VALUE
check_date() {
	[[ $2 =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}$ ]] &&
		[[ $(date -u -d "$2" +%F 2>/dev/null) == "$2" ]] ||
		wrong_use "$1: $2: not a day, YYYY-MM-DD"
}

# check_number OPTION VALUE LEAST MOST
check_number() {
	[[ $2 =~ ^(0|[1-9][0-9]{0,9})$ ]] && (($2 >= $3 && $2 <= $4)) ||
		wrong_use "$1: $2: not a number from $3 to $4"
}

# check_address OPTION ADDRESS: it is one mail address without a name.
check_address() {
	local part='[^][:space:][:cntrl:]<>,;@"()[]+'
	[[ $2 =~ ^$part@$part$ ]] || wrong_use "$1: $2: not a mail address"
}

# The channels of Firefox, as Crash Stats shows them.
all_channels=(release beta nightly esr)

check_channel() {
	[[ " ${all_channels[*]} " == *" $1 "* ]] ||
		wrong_use "$1: not a channel of ${all_channels[*]}"
}

# day_before DATE DAYS
day_before() {
	date -u -d "$1 - $2 days" +%F
}

# Make the folder of temporary files, $tmp, gone when the script is.
tmp=
make_tmp() {
	tmp=$(mktemp -d "${TMPDIR:-/tmp}/$prog.XXXXXX" 2>/dev/null) ||
		die $FAILED "${TMPDIR:-/tmp}: cannot make a folder in it"
	trap finish EXIT
}

# Whatever failed without a word of ours: no status of others gets out.
finish() {
	local status=$?
	rm -rf "$tmp"
	if ((status != 0)) && [[ -z $said_why ]]; then
		die $FAILED "a command ended with status $status"
	fi
}

# stop STATUS SIGNAL: end what runs, and then the script. As process 1 of a
# container it is the only one that a SIGTERM reaches.
stop_note=
stop() {
	trap '' HUP INT TERM
	if [[ -n $stage_pid ]]; then
		kill -TERM -- "-$stage_pid" 2>/dev/null || :
		stage_gone || kill -KILL -- "-$stage_pid" 2>/dev/null || :
	fi
	die "$1" "stopped by SIG$2$stop_note"
}

# Wait for the processes of the stage to end, at most 10 seconds.
stage_gone() {
	local i
	for ((i = 0; i < 100; i++)); do
		kill -0 -- "-$stage_pid" 2>/dev/null || return 0
		sleep 0.1
	done
	return 1
}

# run COMMAND...: run it and set $status, and $last, what it said last. It has a
# process group of its own while the script waits in its own code, so a signal
# ends both at once. Its words go on as it says them, but for the last line of
# a failure. Not for use in a condition: in COMMAND -e would be off.
stage_pid=
run() {
	local talk_in talk_out
	status=0 last=
	open_talk
	set -m
	"$@" </dev/null 2>&"$talk_in" {talk_in}>&- {talk_out}<&- &
	stage_pid=$!
	set +m
	exec {talk_in}>&-
	relay
	exec {talk_out}<&-
	wait "$stage_pid" || status=$?
	stage_pid=
	if ((status != 0)); then
		last=${last:-"$1 ended with status $status"}
	elif [[ -n $last ]]; then
		printf '%s\n' "$last" >&2
	fi
}

# stage WHAT COMMAND...: run COMMAND, a step without which the script cannot go
# on: when it fails, its last line is why. Status 3 when COMMAND says 3 or the
# line matches $again, else 1.
again='^$'
stage() {
	local what=$1 status last
	shift
	run "$@"
	((status != 0)) || return 0
	if [[ $status -eq $TRY_AGAIN || $last =~ $again ]]; then
		die $TRY_AGAIN "$what: $last"
	fi
	die $FAILED "$what: $last"
}

# A pipe for the words of a stage: through memory, for the disk may be full.
open_talk() {
	local both
	mkfifo "$tmp/talk"
	exec {both}<>"$tmp/talk" {talk_out}<"$tmp/talk" {talk_in}>"$tmp/talk"
	exec {both}>&-
	rm "$tmp/talk"
}

# Pass the words of a stage on, but for the last line, which stays in $last.
relay() {
	local line
	while IFS= read -r line || [[ -n $line ]]; do
		[[ -z $last ]] || printf '%s\n' "$last" >&2
		last=${line//[![:print:]]/?}
	done <&"$talk_out"
}

# lock NAME: no other run holds the lock of this name until this one has ended.
lock() {
	local file=$cache/lock/$1 fd
	mkdir -p "$cache/lock" && exec {fd}>>"$file" ||
		die $FAILED "$cache: cannot be written (set CRASH_FILTERS_CACHE)"
	flock -n "$fd" ||
		die $TRY_AGAIN "another run, process $(<"$file"), is at it: $file"
	echo $$ >"$file"
}

trap 'stop 129 HUP' HUP
trap 'stop 130 INT' INT
trap 'stop 143 TERM' TERM
