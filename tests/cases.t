#!/bin/sh
# cases.t [CASE...]: run the cases and print TAP.
#
# CASE is a folder under tests/cases, as in missing-symbols or
# missing-symbols/empty-input; without one all are run. The folder of a case
# holds
#
#	cmd	what to run with sh; its first line is a comment with the title
#	out	what it prints on standard output; nothing if there is no such file
#	err	the same for standard error
#	status	the exit status; 0 if there is no such file
#	heavy	if there: why it is not run under valgrind
#
# and whatever cmd reads. cmd runs in a copy of the folder, with the built tools
# in PATH, an empty TMPDIR, no standard input, and TESTS naming the folder
# tests/. It has a minute (CASE_SECONDS).
set -u

tests=$(cd "$(dirname "$0")" && pwd)

# Print what differs from what was expected, as comments.
differ() {
	if [ -f "$2" ]; then
		expected=$2
	else
		expected=/dev/null
	fi
	cmp -s "$expected" "$3" && return 1
	diff -a -u --label "expected $1" --label "$1" "$expected" "$3" |
		head -n 60 | cat -v | sed 's/^/# /'
}

# Run one case and print its line of TAP, without a number.
case_run() {
	name=${1#"$tests/cases/"}
	work=$(mktemp -d)
	trap 'chmod -R u+rwX "$work"; rm -rf "$work"' EXIT
	mkdir "$work/tmp"
	cp -R "$1" "$work/case"
	cd "$work/case" || exit 1
	TMPDIR=$work/tmp timeout "${CASE_SECONDS:-60}" sh ./cmd \
		</dev/null >"$work/out" 2>"$work/err"
	echo $? >"$work/status"
	if [ -f "$1/status" ]; then
		expected=$(cat "$1/status")
	else
		expected=0
	fi
	echo "$expected" >"$work/expected"
	title=$(sed -n '1s/^# *//p' cmd 2>/dev/null | sed 's/#/\\#/g')
	result=ok
	{
		[ -n "$title" ] || echo "# cmd does not begin with a title"
		differ status "$work/expected" "$work/status"
		differ out "$1/out" "$work/out"
		differ err "$1/err" "$work/err"
	} >"$work/why"
	[ ! -s "$work/why" ] || result='not ok'
	echo "$result - $name: $title"
	cat "$work/why"
}

# The folders of the cases wanted, one a line.
cases_find() {
	if [ $# -eq 0 ]; then
		set -- .
	fi
	for wanted; do
		find "$tests/cases/$wanted" -name cmd -type f
	done | sed 's,/cmd$,,; s,/\./,/,' | LC_ALL=C sort -u |
		while read -r dir; do
			if [ -z "${VALGRIND:-}" ] || [ ! -f "$dir/heavy" ]; then
				echo "$dir"
			fi
		done
}

if [ "${1:-}" = --one ]; then
	case_run "$2" >"$3/$(echo "${2#"$tests/"}" | tr / _)"
	exit 0
fi

results=$(mktemp -d)
trap 'rm -rf "$results"' EXIT
cases_find "$@" >"$results/list"
if [ ! -s "$results/list" ]; then
	echo 'Bail out! There is no such case'
	exit 1
fi
echo "1..$(wc -l <"$results/list")"
xargs -P "${JOBS:-1}" -I '{}' sh "$0" --one '{}' "$results" <"$results/list"
n=0
failed=0
while read -r dir; do
	n=$((n + 1))
	result=$results/$(echo "${dir#"$tests/"}" | tr / _)
	grep -q '^not ok' "$result" && failed=1
	sed "1s/ - / $n - /" "$result"
done <"$results/list"
exit $failed
