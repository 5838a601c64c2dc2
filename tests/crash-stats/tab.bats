#!/usr/bin/env bats
# The tree that crashcorr writes, read as Crash Stats reads it, shows the lines
# that --format text prints.

setup() {
	cd "$BATS_TEST_TMPDIR" || return
}

# Mine the rows of a file into tree, text.txt and results.
mine() {
	crashcorr -q -o tree -f text "$@" >text.txt
	crashcorr -q "$@" >results
}

# Leave the groups that the tab cannot know of out of the text: $1 is a pattern
# of what is said of them.
known() {
	awk -v "unknown=\n($1)" 'BEGIN { RS = ""; ORS = "\n\n" } $0 !~ unknown'
}

# What the tab shows of all groups of these statuses.
shown() {
	jq -c --arg statuses " $* " '
		select(" \(.status) " as $status | $statuses | contains($status))
		| { channel, signature }' results | node "$TESTS/crash-stats/tab.js" tree
}

compare() {
	shown found nothing | known none >tab.txt
	known '(too few|unknown:) ' <text.txt >expected
	diff expected tab.txt
}

@test "the sample looks the same in the tab and as text" {
	gzip -dc "$TESTS/data/crashes.ndjson.gz" >rows
	mine rows
	compare
	[ "$(grep -c '^(' tab.txt)" -ge 100 ]
	[ "$(grep -c '^nothing distinctive$' tab.txt)" -ge 1 ]
	[ "$(grep -c '^Top words: [a-z]*, [a-z]*, ' tab.txt)" -ge 4 ]
}

@test "the same in compat, whose findings only the reader sorts" {
	gzip -dc "$TESTS/data/crashes.ndjson.gz" >rows
	mine --compat rows
	shown found | known none >tab.txt
	known '(too few|unknown:|nothing distinctive)' <text.txt >expected
	diff expected tab.txt
	[ "$(grep -c '^(' tab.txt)" -ge 100 ]
}

@test "a gzipped tree looks as it did before" {
	gzip -dc "$TESTS/data/crashes.ndjson.gz" >rows
	mine --top 5 rows
	find tree -type f -exec gzip -n {} +
	compare
	[ "$(grep -c '^(' tab.txt)" -ge 10 ]
}

@test "shares on the edge of rounding, values of every type, hostile text" {
	jq -nc 'range(800) | . as $i | {
		release_channel: "release",
		signature: (if $i < 80 then "\u202e\\s\n\u0000" else "t" end),
		platform: (if $i < 97 then "a" else "b" end),
		number: (if $i < 99 then 1.5 else null end),
		truth: ($i < 101),
		"\u001bcolumn": (if $i < 103 then "C:\\x\u2028 \u007f" else "" end)
	}' >rows
	mine rows
	compare
	cat >lines <<-'END'
		(100.0% in signature vs 12.13% overall) platform = a
		(100.0% in signature vs 12.38% overall) number = 1.5
		(100.0% in signature vs 12.63% overall) truth = true
		(100.0% in signature vs 12.88% overall) \x1bcolumn = C:\\x\u{2028} \x7f
	END
	grep -A 4 '^release: \\u{202e}\\\\s\\x0a\\x00 (80 of 800 crash' tab.txt |
		tail -n +2 | diff lines -
}

@test "groups without enough crash reports have no file" {
	jq -nc 'range(40) | {
		release_channel: "beta",
		signature: (if . < 4 then "few" else "many" end)
	}' >rows
	printf '%s\n' few many none >signatures
	mine --signatures signatures rows
	shown too_few unknown >tab.txt
	printf 'beta: %s\nno data\n\n' few none | sed '$d' | diff - tab.txt
	shown nothing >tab.txt
	printf 'beta: many (36 of 40 crash reports)\nnothing distinctive\n' |
		diff - tab.txt
}
