#!/usr/bin/env bats
# fetch-lists and channel-versions: lists are replaced by good ones only.

# shellcheck disable=SC2030,SC2031 # each test is a subshell
# shellcheck source=tests/delivery/delivery.bash
. "$TESTS/delivery/delivery.bash"

setup() {
	delivery_setup
	make_lists
	web_start
}

teardown() {
	delivery_stop
}

fetch() {
	run --separate-stderr fetch-lists "$@"
}

@test "every list is fetched, and is what the tools read" {
	fetch
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ "$stderr" = 'fetch-lists: fetched modules product-details gfx addons' ]
	cd cache/lists
	cmp firefox.json ../../web/product-details/firefox.json
	cmp firefox_versions.json ../../web/product-details/firefox_versions.json
	lists=${TESTS%/*}/missing-symbols/lists
	cmp firefox_modules.txt "$lists/firefox_modules.txt"
	cat "$lists/windows_modules.txt" "$lists/unix_modules.txt" |
		grep -v '^$' | diff - <(grep -v '^$' os_modules.txt)
	{
		cut -f 1 "$lists/known_modules.tsv" |
			sed 's/.*/&\tVendor of & /'
		printf 'WITHOUT\ta b\nquiet.dll\t\n'
	} | LC_ALL=C sort | diff - <(LC_ALL=C sort known_modules.tsv)
	lists=${TESTS%/*}/correlations/lists
	{
		printf '%s\n' 'A"B' D2D TEST1 TEST2 WR
		cat "$lists/gfx-app-notes.txt"
	} | LC_ALL=C sort -u | diff - gfx-app-notes.txt
	{
		seq -f 'no.%g' 60
		printf 'Failed gfxCritical%s\n' Error_ ErrorOnce_ Note___ NoteOnce___
		cat "$lists/gfx-critical-errors.txt"
	} | LC_ALL=C sort -u | diff - gfx-critical-errors.txt
	python3 - "$lists/addon-names.json" <<-'END'
		import json, sys

		expected = json.load(open(sys.argv[1]))
		for n in "1", "2":
		    expected["text%s@x" % n] = "Text " + n
		    expected["{many-%s}" % n] = "Many " + n
		    expected["other%s@x" % n] = "Autre " + n
		assert json.load(open("addon-names.json")) == expected
	END
	crashcorr -q --app-notes gfx-app-notes.txt \
		--gfx-errors gfx-critical-errors.txt \
		--addon-names addon-names.json </dev/null
	missing-symbols --known-modules known_modules.tsv \
		--firefox-modules firefox_modules.txt --os-modules os_modules.txt \
		--releases firefox.json --format json </dev/null >/dev/null
}

@test "one list, and into another folder" {
	fetch --lists here product-details
	[ "$status" -eq 0 ]
	[ "$(ls -A here)" = "firefox.json
firefox_versions.json" ]
	[ ! -e cache/lists ]
	[ "$(jq -r .path web.log | sort -u)" = "/product-details/firefox.json
/product-details/firefox_versions.json" ]
	[ "$(jq -r '.headers["user-agent"]' web.log | sort -u)" = crash-filters ]
}

# spoil LIST FILE CONTENT WORDS: with this content, the list is refused with
# these words, and stays as it was.
spoil() {
	cp -R cache before
	mkdir -p "${2%/*}"
	mv "$2" saved
	printf '%s' "$3" >"$2"
	fetch "$1"
	rm "$2"
	mv saved "$2"
	[ "$status" -eq 3 ]
	echo "$stderr" | tail -n 2 | diff - <(echo "$4")
	diff -r before cache
	rm -r before
}

@test "an error page, or half of a list, replaces nothing" {
	fetch
	touch -d 2026-11-20T12:00Z cache/lists/*
	kept='keeps the one of 2026-11-20'
	page='<html><body>500</body></html>'
	for file in firefox.json firefox_versions.json; do
		case $file in
		firefox.json) what=builds ;;
		*) what=versions ;;
		esac
		for content in "$page" '' '{}' '{"releases": {}}' '[1' 'null'; do
			spoil product-details "web/product-details/$file" "$content" \
				"fetch-lists: product-details: $file: not a list of $what; $kept
fetch-lists: not fetched: product-details"
		done
	done
	jq '.releases |= with_entries(select(.key | test("esr|-1.0$")))' \
		web/product-details/firefox.json >half
	spoil product-details web/product-details/firefox.json "$(<half)" \
		"fetch-lists: product-details: firefox.json: lost more than half of its length; $kept
fetch-lists: not fetched: product-details"
	spoil gfx 'web/search@gfxCriticalError_' "$page" \
		"fetch-lists: gfx: gfx-critical-errors.txt: not an answer of Searchfox; $kept
fetch-lists: not fetched: gfx"
	spoil gfx 'web/search@ScopedGfxFeatureReporter_' '{"normal": {}}' \
		"fetch-lists: gfx: gfx-app-notes.txt: only 0 strings; $kept
fetch-lists: not fetched: gfx"
	spoil addons 'web/api/addons/search@2' "$page" \
		"fetch-lists: addons: not an answer of the add-ons API; $kept
fetch-lists: not fetched: addons"
	spoil addons 'web/api/addons/search@1' '{"results": []}' \
		"fetch-lists: addons: no names of add-ons in the answer; $kept
fetch-lists: not fetched: addons"
}

@test "a bad repository replaces nothing" {
	fetch modules
	cp -R cache before
	for file in firefox_modules.txt windows_modules.txt; do
		cp "repo/$file" saved
		echo '<html>' >"repo/$file"
		git -C repo -c user.name=x -c user.email=x commit -qam x
		fetch modules
		cp saved "repo/$file"
		[ "$status" -eq 3 ]
		[[ $stderr == "fetch-lists: modules: $file: not a list of modules; keeps the one of "* ]]
	done
	git -C repo -c user.name=x -c user.email=x commit -qam x
	# a link would be read as the file it names, on this machine
	ln -sf /etc/passwd repo/known_modules/link.txt
	git -C repo add .
	git -C repo -c user.name=x -c user.email=x commit -qm x
	fetch modules
	[ "$status" -eq 0 ]
	run ! grep -q root: cache/lists/known_modules.tsv
	ln -sf /etc/passwd repo/firefox_modules.txt
	git -C repo -c user.name=x -c user.email=x commit -qam x
	fetch modules
	[ "$status" -eq 3 ]
	[[ $stderr == 'fetch-lists: modules: firefox_modules.txt: not a list of modules; '* ]]
	rm -r cache
	cp -R before cache
	MISSING_SYMBOLS_REPOSITORY=$WEB/page fetch modules
	[ "$status" -eq 3 ]
	[[ $stderr == *'fetch-lists: modules: '*"$WEB/page"*'keeps the one of'* ]]
	diff -r before cache
}

@test "a source that is down or silent: the others are fetched" {
	for fault in '{"status": 503}' '{"seconds": 30}' '{"reset": true}'; do
		rm -rf cache
		echo "$fault" >web/product-details/firefox.json.fault
		fetch --timeout 1 product-details addons
		[ "$status" -eq 3 ]
		[[ $stderr == *'fetch-lists: product-details: curl: ('*'; there is none yet
fetch-lists: not fetched: product-details' ]]
		[ "$(ls -A cache/lists)" = addon-names.json ]
	done
}

@test "a full disk, and a folder that cannot be written" {
	small_disk_needed
	run --separate-stderr "$DELIVERY/small-disk" tmp 4 \
		fetch-lists product-details
	[ "$status" -eq 3 ]
	[[ $stderr == 'fetch-lists: product-details: '*'there is none yet
fetch-lists: not fetched: product-details' ]]
	: >file
	fetch --lists file/x product-details
	[ "$status" -eq 1 ]
	[ "$stderr" = 'fetch-lists: file/x: cannot be written' ]
}

@test "SIGTERM ends it, and replaces nothing" {
	echo '{"seconds": 30}' >web/product-details/firefox_versions.json.fault
	begin fetch-lists
	until_true grep -q versions web.log
	interrupt TERM
	finish
	[ "$status" -eq 143 ]
	[ "$(tail -n 1 err)" = 'fetch-lists: stopped by SIGTERM' ]
	[ -z "$(ls -A tmp)" ]
	[ ! -e cache/lists/firefox.json ]
}

@test "what is asked for is checked first" {
	fetch everything
	[ "$status" -eq 2 ]
	[[ $stderr == 'fetch-lists: everything: not a list of modules '* ]]
	fetch --timeout 0
	[ "$status" -eq 2 ]
	fetch --help
	[ "$status" -eq 0 ]
	[[ $output == 'usage: fetch-lists '* ]]
	[ ! -e web.log ]
}

# versions DATE EXPECTED
versions() {
	channel-versions --lists web/product-details --date "$1" |
		diff - <(echo "$2")
}

@test "the versions of each channel, as of a day" {
	versions 2026-11-22 'release=153.0,153.0.1,153.0.2
beta=154.0b1,154.0b2,154.0b3,154.0b4,154.0b5,154.0b6,154.0b7,154.0b8
nightly=155.0a1
esr=140.0esr,140.13.0esr,140.14.0esr'
	versions 2026-11-09 'release=153.0,153.0.1
beta=154.0b1,154.0b2,154.0b3,154.0b4,154.0b5,154.0b6
nightly=155.0a1
esr=140.0esr,140.13.0esr,140.14.0esr'
	versions 2026-10-28 'release=153.0
beta=154.0b1
nightly=155.0a1
esr=140.0esr,140.13.0esr,140.14.0esr'
}

@test "versions of a day before the last merge" {
	# years later, what is current has changed, what was has not
	jq '.FIREFOX_NIGHTLY = "170.0a1" | .LAST_MERGE_DATE = "2028-06-05"' \
		web/product-details/firefox_versions.json >v
	mv v web/product-details/firefox_versions.json
	versions 2026-11-09 'release=153.0,153.0.1
beta=154.0b1,154.0b2,154.0b3,154.0b4,154.0b5,154.0b6
nightly=155.0a1
esr=140.0esr,140.13.0esr,140.14.0esr'
}

@test "an ESR and a release of the same number are kept apart" {
	jq '.releases["firefox-140.0.4"] = {category: "stability",
			date: "2025-07-08", version: "140.0.4"}
		| .releases["firefox-140.1.0esr"] = {category: "esr",
			date: "2025-07-22", version: "140.1.0"}' \
		web/product-details/firefox.json >f
	mv f web/product-details/firefox.json
	run channel-versions --lists web/product-details --date 2025-08-01 esr release
	[ "$output" = 'esr=140.0esr,140.1.0esr
release=140.0,140.0.4' ]
}

@test "no version, no lists, no day" {
	run --separate-stderr channel-versions --lists web/product-details \
		--date 2004-11-08 release
	[ "$status" -eq 1 ]
	[ "$stderr" = 'channel-versions: release: no version was out on 2004-11-08' ]
	run --separate-stderr channel-versions --date 2026-11-22
	[ "$status" -eq 1 ]
	[[ $stderr == "channel-versions: $PWD/cache/lists/firefox.json: not there "* ]]
	echo '<html>' >web/product-details/firefox.json
	run --separate-stderr channel-versions --lists web/product-details esr
	[ "$status" -eq 1 ]
	[ "$(last_line)" = 'channel-versions: web/product-details: not product-details' ]
	for day in 2026-02-29 2026-13-01 26-1-1 20261122 '' yesterday \
		2026-11-22T00:00 '2026-11-22 '; do
		run --separate-stderr channel-versions --date "$day"
		[ "$status" -eq 2 ]
		[[ $stderr == "channel-versions: --date: $day: not a day, "* ]]
	done
	run --separate-stderr channel-versions aurora
	[ "$status" -eq 2 ]
}
