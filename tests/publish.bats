#!/usr/bin/env bats
# publish: readers find every file at any time, and nothing is put there that
# is not whole.

# shellcheck source=tests/delivery/delivery.bash
. "$TESTS/delivery/delivery.bash"

# A store with an old run, for the tests that begin with one.
setup_file() {
	mkdir "$BATS_FILE_TMPDIR/seed"
	BATS_TEST_TMPDIR=$BATS_FILE_TMPDIR/seed delivery_setup
	cd "$BATS_FILE_TMPDIR/seed" || return
	store_start
	make_tree old 1 60 old
	publish old s3://b/data
	delivery_stop
}

setup() {
	delivery_setup
}

# old_run: the folder old, and the store that has it.
old_run() {
	cp -R "$BATS_FILE_TMPDIR/seed/old" "$BATS_FILE_TMPDIR/seed/s3" .
	store_start
}

teardown() {
	delivery_stop
}

# make_tree FOLDER FIRST LAST [MARK]: what crashcorr -o writes, with signatures
# of these numbers in two channels.
make_tree() {
	python3 - "$@" <<-'END'
		import hashlib, json, os, sys

		folder, first, last, mark = (sys.argv[1:] + [""])[:4]
		files = {
		    "addon_related_signatures": {"release": [], "esr": []},
		}
		files["all"] = {"date": "2026-11-22", "release": 900, "esr": 50}
		for channel in "release", "esr":
		    for n in range(int(first), int(last) + 1):
		        name = hashlib.sha1(b"%s%d" % (channel.encode(), n)).hexdigest()
		        files[channel + "/" + name] = {"total": n, "results": [mark]}
		for name, value in files.items():
		    path = os.path.join(folder, name + ".json")
		    os.makedirs(os.path.dirname(path), exist_ok=True)
		    with open(path, "w") as file:
		        json.dump(value, file)
	END
}

# names FOLDER: of its files, as they are published.
names() {
	(cd "$1" && find . -type f -printf '%P.gz\n') | LC_ALL=C sort
}

# same_in_store FOLDER PREFIX: the objects are those of the folder, compressed.
same_in_store() {
	local name
	diff <(names "$1" | sed "s|^|$2|") <(objects)
	names "$1" | sed "s|.*|url = $S3/$2&|" >urls
	curl -sS --fail --config urls | gzip -dc >fetched
	while IFS= read -r name; do
		cat "$1/${name%.gz}"
	done < <(names "$1") | cmp - fetched
}

# The same for a folder.
same_in_folder() {
	diff <(names "$1") <(cd "$2" && find . -type f -printf '%P\n' | LC_ALL=C sort)
	names "$1" | while IFS= read -r name; do
		gzip -dc "$2/$name" | cmp - "$1/${name%.gz}"
	done
}

# refused WORDS...: the last run failed with them, and said them last.
refused() {
	[ "$status" -eq 1 ]
	[ -z "$output" ]
	[ "$(last_line)" = "publish: $*" ]
}

@test "S3 gets every file with its headers, in an order without holes" {
	store_start
	make_tree tree 1 20
	run --separate-stderr publish --cache-control 'max-age=60' tree s3://b/x/data/
	[ "$status" -eq 0 ]
	[ -z "$output" ]
	[ "$stderr" = 'publish: put into s3://b/x/data: 42 files, 0 deleted' ]
	same_in_store tree x/data/
	sed "s|^url = \(.*\)|&\noutput = /dev/null|" urls >heads
	curl -sS --fail --config heads --dump-header - | tr -d '\r' >headers
	[ "$(grep -ci '^content-type: application/json' headers)" -eq 42 ]
	[ "$(grep -ci '^content-encoding: gzip' headers)" -eq 42 ]
	[ "$(grep -ci '^cache-control: max-age=60' headers)" -eq 42 ]
	rm tree/esr/*[0-4].json
	run publish tree s3://b/x/data
	[ "$status" -eq 0 ]
	same_in_store tree x/data/
	# As the store saw it, the second time: signatures, index, deletes.
	sed -nE 's/.*(Stored|Deleted) object "([^"]*)".*/\1 \2/p' s3-*.log |
		tail -n +43 | sed -E 's|Stored .*/all.json.gz|index|
			s|Stored .*|put|; s|Deleted .*|delete|' | uniq >order
	diff order - <<-'END'
		put
		index
		delete
	END
}

@test "what is there of others stays, and what is older goes" {
	old_run
	make_tree new 3 62
	echo other | aws s3 cp --quiet --endpoint-url "$S3_ENDPOINT_URL" - \
		s3://b/data/release/index.html
	run --separate-stderr publish new s3://b/data
	[ "$status" -eq 0 ]
	[ "$stderr" = 'publish: put into s3://b/data: 122 files, 4 deleted' ]
	[ "$(curl -sS "$S3/data/release/index.html")" = other ]
	rm s3/b/data/release/index.html*
	same_in_store new data/
}

@test "the same results are the same bytes, again and in a folder" {
	make_tree tree 1 5
	publish tree one
	touch -d 2020-01-01 tree/*.json tree/*/*.json
	publish tree two
	run --separate-stderr publish tree two
	[ "$stderr" = 'publish: put into two: 12 files, 0 deleted' ]
	diff -r one two
	same_in_folder tree one
}

@test "a folder of an earlier run is replaced file by file" {
	make_tree old 1 10 old
	make_tree new 3 12 new
	publish old out
	echo other >out/index.html
	run --separate-stderr publish new out
	[ "$stderr" = 'publish: put into out: 22 files, 4 deleted' ]
	[ "$(cat out/index.html)" = other ]
	rm out/index.html
	same_in_folder new out
}

# read_on FILE: ask for the objects in urls over and over, and note which are not
# there. Nothing more: s3rver writes objects in place, so that a body may be
# half of one, and an answer 500.
read_on() {
	while [[ ! -e stop_reading ]]; do
		curl -sS --head --config urls --write-out '%{stderr}%{http_code}\n' \
			2>&1 >/dev/null | grep '^4' >>"$1" || :
		echo round >>"$1.rounds"
	done
}

@test "readers find every file during a publish" {
	old_run
	make_tree new 6 65 new
	# what both runs have
	comm -12 <(names old) <(names new) | sed "s|.*|url = $S3/data/&|" >urls
	[ "$(wc -l <urls)" -eq 112 ]
	read_on answers 3>&- &
	reader=$!
	publish new s3://b/data
	touch stop_reading
	wait "$reader"
	[ ! -s answers ] || { sort answers | uniq -c && return 1; }
	[ "$(wc -l <answers.rounds)" -ge 3 ]
	same_in_store new data/
}

# No object of the old run is missing.
no_hole() {
	comm -23 <(names old | sed 's|^|data/|') <(objects) >missing
	[ ! -s missing ]
}

@test "a store that dies half way leaves no hole, and again mends it" {
	old_run
	make_tree new 41 100 new
	begin publish --force new s3://b/data
	until_true objects_above 150
	server_stop "$S3_PID"
	# s3rver can't list an object that it was noting down when it died
	find s3 -name '*._S3rver_*' ! -name '*_object' -empty -delete
	finish
	[ "$status" -eq 3 ]
	[[ $(tail -n 1 err) =~ ^publish:\ put\ signatures:.*onnect ]]
	store_start
	no_hole
	curl -sS "$S3/data/all.json.gz" | gzip -dc | cmp - old/all.json
	[ "$(objects | wc -l)" -lt 202 ]
	publish --force new s3://b/data
	same_in_store new data/
}

@test "SIGTERM ends it and leaves no hole" {
	old_run
	make_tree new 41 100 new
	begin publish --force new s3://b/data
	until_true objects_above 150
	interrupt TERM
	finish
	[ "$status" -eq 143 ]
	[ "$(cat err)" = "publish: would delete 80 of 122 files; goes on, for --force
publish: stopped by SIGTERM" ]
	no_hole
	[ -z "$(ls tmp)" ]
	# nothing goes on in the background
	[ "$(objects | wc -l)" -lt 202 ]
	objects >one
	sleep 1
	objects | cmp - one
}

@test "a folder that is not whole is refused" {
	mkdir tree
	run --separate-stderr publish tree out
	refused 'tree: has no all.json'
	make_tree tree 1 3
	cp -R tree cut
	file=$(find cut/esr -name '*.json' | head -n 1)
	truncate -s 20 "$file"
	run --separate-stderr publish cut out
	refused "$file: cut short"
	: >"$file"
	run --separate-stderr publish cut out
	refused "$file: cut short"
	rm "$file"
	mkdir "$file"
	run --separate-stderr publish cut out
	refused "cut: what is ${file#*/}?"
	rmdir "$file"
	ln -s /etc/passwd "$file"
	run --separate-stderr publish cut out
	refused "cut: what is ${file#*/}?"
	rm "$file"
	echo '{"date": "today", "esr": 1}' >cut/all.json
	run --separate-stderr publish cut out
	refused 'cut/all.json: not a date and totals'
	run --separate-stderr publish nowhere out
	refused 'nowhere: has no all.json'
	[ ! -e out ]
}

@test "a channel without crash reports is refused" {
	make_tree tree 1 3
	publish tree out
	jq -c '.esr = 0' tree/all.json >all && mv all tree/all.json
	run --separate-stderr publish tree out
	refused 'no crash reports of esr; nothing done (--force does it)'
	[ "$(gzip -dc out/all.json.gz | jq .esr)" = 50 ]
	run --separate-stderr publish --force tree out
	[ "$status" -eq 0 ]
	same_in_folder tree out
}

@test "fewer signatures than asked for are refused" {
	make_tree tree 1 3
	run --separate-stderr publish --min-files 7 tree out
	refused 'tree: 6 signatures, fewer than 7'
	publish --min-files 6 tree out
	rm tree/*/*
	run --separate-stderr publish tree out
	refused 'tree: 0 signatures, fewer than 1'
	[ "$(find out -type f | wc -l)" -eq 8 ]
}

@test "to delete most of what is there needs --force" {
	make_tree old 1 10
	make_tree new 10 11
	publish old out
	run --separate-stderr publish new out
	refused 'would delete 18 of 22 files; nothing done (--force does it)'
	same_in_folder old out
	rm -r old/release
	cp old/all.json old/release.json
	run --separate-stderr publish old out
	refused 'old: what is release.json?'
	rm old/release.json
	run --separate-stderr publish old out
	refused 'would delete all of release; nothing done (--force does it)'
	run --separate-stderr publish --force new out
	[ "$status" -eq 0 ]
	same_in_folder new out
}

@test "a dry run says what would be done, and does nothing" {
	store_start
	make_tree tree 1 3
	run --separate-stderr publish --dry-run tree s3://b/data
	[ "$status" -eq 0 ]
	[ "$stderr" = 'publish: would put into s3://b/data: 8 files, 0 deleted' ]
	[ -z "$(objects)" ]
	run publish --dry-run tree out
	[ ! -e out ]
}

@test "gs:// goes through gcloud storage, in the same order" {
	make_tree old 1 10 old
	make_tree new 3 12 new
	cp "$DELIVERY/gcloud" bin
	mkdir gs
	publish old gs://b/data
	run --separate-stderr publish new gs://b/data
	[ "$status" -eq 0 ]
	[ "$stderr" = 'publish: put into gs://b/data: 22 files, 4 deleted' ]
	same_in_folder new gs/b/data
	tail -n 4 gcloud.log >last
	headers='--content-type=application/json --content-encoding=gzip'
	headers+=' --cache-control=public, max-age=3600'
	cut -d ' ' -f 1-3 last >verbs
	diff - verbs <<-'END'
		storage ls gs://b/data/**
		storage cp --recursive
		storage cp --recursive
		storage rm --no-user-output-enabled
	END
	[ "$(grep -c -e "$headers" last)" -eq 2 ]
	[[ $(sed -n 3p last) == *'/index/all.json.gz gs://b/data/' ]]
}

@test "a store out of reach is worth another try, one that refuses is not" {
	make_tree tree 1 3
	S3_ENDPOINT_URL=http://127.0.0.1:1 run --separate-stderr \
		publish tree s3://b/data
	[ "$status" -eq 3 ]
	[[ $(last_line) == 'publish: list s3://b/data: Could not connect to'* ]]
	store_start
	run --separate-stderr publish tree s3://other/data
	[ "$status" -eq 1 ]
	[[ $(last_line) == 'publish: list s3://other/data: '*NoSuchBucket* ]]
	AWS_ACCESS_KEY_ID=stranger run --separate-stderr publish tree s3://b/data
	[ "$status" -eq 1 ]
	[[ $(last_line) == 'publish: list s3://b/data: '*InvalidAccessKeyId* ]]
	[ -z "$(objects)" ]
}

@test "a full disk says so, and puts nothing" {
	small_disk_needed
	make_tree tree 1 40
	run --separate-stderr "$DELIVERY/small-disk" tmp 40 publish tree out
	[ "$status" -eq 1 ]
	[[ $(last_line) == "publish: compress tree: "*': No space left on device' ]]
	[ ! -e out ]
}

@test "two at once: the second says so" {
	make_tree tree 1 3
	name=publish$(tr / _ <<<"$PWD/out")
	mkdir -p cache/lock
	exec 9>"cache/lock/$name"
	flock 9
	echo 4711 >&9
	run --separate-stderr publish tree out
	[ "$status" -eq 3 ]
	[ "$stderr" = "publish: another run, process 4711, is at it: $PWD/cache/lock/$name" ]
	[ ! -e out ]
	exec 9>&-
	run --separate-stderr publish tree out
	[ "$status" -eq 0 ]
}

@test "what is asked for is checked first" {
	for words in '--folder x' 'tree' 'tree out more' 'tree http://b/x' \
		'tree s3://' 'tree s3:b' '--min-files 0 tree out' \
		'--min-files x tree out'; do
		# shellcheck disable=SC2086 # words
		run --separate-stderr publish $words
		[ "$status" -eq 2 ]
		[ -z "$output" ]
	done
	run --separate-stderr publish --help
	[ "$status" -eq 0 ]
	[[ $output == 'usage: publish [options] FOLDER STORE'* ]]
	[ -z "$stderr" ]
}
