# shellcheck shell=bash
# For the tests of the jobs: read it with ".", delivery_setup, start what the
# test needs, delivery_stop. See README.md.

bats_require_minimum_version 1.5.0
DELIVERY=$TESTS/delivery
# as run sets them
status='' output='' stderr=''

# A place without anybody's settings, with the scripts in PATH.
delivery_setup() {
	cd "$BATS_TEST_TMPDIR" || return
	mkdir bin home tmp
	# Debian's aws, though there may be another one before it
	[[ ! -x /usr/bin/aws ]] || ln -s /usr/bin/aws bin/aws
	export PATH=$PWD/bin:${TESTS%/*}/scripts:$PATH
	export HOME=$PWD/home TMPDIR=$PWD/tmp CRASH_FILTERS_CACHE=$PWD/cache
	export AWS_ACCESS_KEY_ID=S3RVER AWS_SECRET_ACCESS_KEY=S3RVER
	export AWS_REGION=us-west-2 AWS_EC2_METADATA_DISABLED=true AWS_PAGER=
	export AWS_MAX_ATTEMPTS=1
	export no_proxy=127.0.0.1 NO_PROXY=127.0.0.1
	unset http_proxy https_proxy HTTP_PROXY HTTPS_PROXY AWS_PROFILE
	servers=()
}

# server_start FILE COMMAND...: run a server whose words go to FILE, and wait
# until there is a port in them. Sets $port and $pid.
server_start() {
	local file=$1 i
	shift
	: >"$file"
	"$@" </dev/null >"$file" 2>&1 3>&- &
	pid=$!
	servers+=("$pid")
	for ((i = 0; i < 200; i++)); do
		port=$(sed -nE 's/^([0-9]+)$|^.*:([0-9]+)$/\1\2/p' "$file")
		[[ -z $port ]] || return 0
		kill -0 "$pid" || break
		sleep 0.05
	done
	cat "$file" >&2
	return 1
}

# server_stop PID: dead when this returns.
server_stop() {
	kill -KILL "$1" 2>/dev/null || :
	wait "$1" 2>/dev/null || :
}

delivery_stop() {
	for pid in "${servers[@]}"; do
		server_stop "$pid"
	done
}

# The mail service. Sets MAIL, its URL.
mail_start() {
	server_start mail.log node \
		"$DELIVERY/node_modules/aws-ses-v2-local/dist/cli.js" \
		--host 127.0.0.1 --port 0
	MAIL=http://127.0.0.1:$port
	export SES_ENDPOINT_URL=$MAIL
}

# mails FILTER: put what the mail service has got through jq.
mails() {
	curl -sS --fail --output mails.json "$MAIL/store" && [ -s mails.json ] &&
		jq "$@" mails.json
}

# The object store, with a bucket "b" in the folder s3. Sets S3, the URL of that
# bucket, and S3_PID.
store_start() {
	server_start "s3-$RANDOM.log" node \
		"$DELIVERY/node_modules/s3rver/bin/s3rver.js" \
		--directory s3 --address 127.0.0.1 --port 0 \
		--no-vhost-buckets --configure-bucket b
	S3_PID=$pid
	export S3_ENDPOINT_URL=http://127.0.0.1:$port
	S3=$S3_ENDPOINT_URL/b
}

# objects: print the keys in the bucket, sorted.
objects() {
	[[ -d s3/b ]] || return 0
	find s3/b -name '*._S3rver_object' -printf '%P\n' |
		sed 's/[.]_S3rver_object$//' | LC_ALL=C sort
}

objects_above() {
	(($(objects | wc -l) > $1))
}

# The web servers that are asked for lists, with their files in the folder web.
# Sets WEB, their URL.
web_start() {
	mkdir -p web
	server_start web.port python3 "$DELIVERY/web.py" "$PWD/web" "$PWD/web.log"
	WEB=http://127.0.0.1:$port
	export PRODUCT_DETAILS_URL=$WEB/product-details SEARCHFOX_URL=$WEB
	export ADDONS_URL=$WEB/api MISSING_SYMBOLS_REPOSITORY=file://$PWD/repo
}

# small_disk_needed: skip the test where there can be none.
small_disk_needed() {
	"$DELIVERY/small-disk" tmp 4 true || skip 'no disk can be mounted here'
}

# last_line: what the command of run said last on standard error.
last_line() {
	tail -n 1 <<<"$stderr"
}

# begin COMMAND...: run it in the background; its words go to out and err.
begin() {
	"$@" >out 2>err 3>&- &
	job=$!
}

# interrupt SIGNAL: send it to what was begun.
interrupt() {
	kill "-$1" "$job"
}

# finish: wait for it; its status is $status.
finish() {
	status=0
	wait "$job" || status=$?
}

# until_true COMMAND...: within 20 seconds.
until_true() {
	local i
	for ((i = 0; i < 400; i++)); do
		"$@" >/dev/null 2>&1 && return
		sleep 0.05
	done
	return 1
}

# make_lists: what the lists are made of: in web, and in the repository repo.
make_lists() {
	local n
	mkdir -p web/product-details web/api/addons repo/known_modules
	cp "$TESTS/data/firefox.json" web/product-details
	cat >web/product-details/firefox_versions.json <<-'END'
		{"FIREFOX_ESR": "140.14.0esr", "FIREFOX_NIGHTLY": "155.0a1",
		 "LAST_MERGE_DATE": "2026-10-26", "LATEST_FIREFOX_VERSION": "153.0.2"}
	END
	searchfox_answer ScopedGfxFeatureReporter_ \
		'ScopedGfxFeatureReporter reporter("WR")' 'D2D' 'TEST1' 'TEST2' \
		'#include "gfxCrashReporterUtils.h"' 'A\"B'
	for n in gfxCriticalError_ gfxCriticalErrorOnce_ gfxCriticalNote___ \
		gfxCriticalNoteOnce___; do
		# shellcheck disable=SC2046 # words
		searchfox_answer "$n" "$n << \"Failed $n\\n\" << x << \", \"" \
			', ' $(seq -f 'no.%g' 60)
	done
	for n in 1 2; do
		jq -n --arg n "$n" '{count: 4, next: (if $n == "1" then "x" else
			null end), results: [
			{guid: "text\($n)@x", name: "Text \($n)"},
			{guid: "{many-\($n)}", name: {"en-US": "Many \($n)"}},
			{guid: "other\($n)@x",
				name: {_default: "fr", "en-US": null, fr: "Autre \($n)"}},
			{guid: "none\($n)@x", name: null}]}' >"web/api/addons/search@$n"
	done
	cp "${TESTS%/*}"/missing-symbols/lists/{firefox,windows}_modules.txt repo
	cut -f 1 "${TESTS%/*}/missing-symbols/lists/known_modules.tsv" |
		while IFS= read -r n; do
			printf 'Vendor of %s\r\nmore words\n' "$n" >"repo/known_modules/$n.txt"
		done
	: >repo/known_modules/quiet.dll.txt
	printf 'a\tb' >repo/known_modules/WITHOUT
	(
		cd repo && git init -q -b main && git add . &&
			git -c user.name=x -c user.email=x@example.org commit -qm x
	)
}

# searchfox_answer NAME LINE...: a LINE without quotes becomes a string.
searchfox_answer() {
	local name=$1
	shift
	printf '%s\n' "$@" | jq -R 'if test("[^\\\\]\"") then .
		else "x << \"" + . + "\";" end | {lno: 1, line: .}' |
		jq -s '{"*title*": "x", normal: {"Textual Occurrences": [
			{path: "a.cpp", lines: .}, {path: "b.cpp", lines: .}]},
			generated: {}}' >"web/search@$name"
}

# bigquery_start: a stand-in BigQuery with the scenario on standard input, that
# wants a token, and credentials for it.
bigquery_start() {
	# shellcheck source=tests/bigquery/server.bash
	. "$TESTS/bigquery/server.bash"
	jq '.auth = {required: true}' >scenario
	bq_start scenario
	jq -n --arg url "$BQ_URL/token" '{type: "authorized_user",
		client_id: "id", client_secret: "hush-hush-hush",
		refresh_token: "hush-hush-hush", token_uri: $url}' >credentials
	export BIGQUERY_EMULATOR_HOST=127.0.0.1:$BQ_PORT
	export GOOGLE_APPLICATION_CREDENTIALS=$PWD/credentials
	unset GOOGLE_CLOUD_PROJECT GOOGLE_CLOUD_QUOTA_PROJECT CLOUDSDK_CONFIG
}

# quiet_end: the job that was begun is over, said WORDS last, and has left
# nothing behind: no file, no process, no query.
quiet_end() {
	[ "$(tail -n 1 err)" = "$*" ] || { cat err && return 1; }
	[ -z "$(ls -A tmp)" ] || { find tmp && return 1; }
	[ -z "$(pgrep -P "$job")" ] || { ps -ef && return 1; }
}
