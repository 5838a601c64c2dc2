#!/usr/bin/env bats
# Who bqfetch says it is: credentials, tokens, and that they stay secret.

# shellcheck disable=SC2016 # $url is for jq

load bqfetch

one='"tables": {"p.d.t": {"schema": [{"name": "x", "type": "INTEGER"}], "rows": [{"x": 1}]}}'

# guarded AUTH [MEMBERS]: the table p.d.t behind a service that wants a token.
guarded() {
	scenario "{\"auth\": {\"required\": true${1:+, $1}}, ${2:-$one}}"
}

# login [STATUS] ARG...: as fetch, but with a token.
login() {
	local want=0
	if [[ $1 =~ ^[0-9]+$ ]]; then
		want=$1
		shift
	fi
	status=0
	timeout 60 bqfetch --endpoint "$BQ_URL" --project p --retry-wait 1 \
		--table p.d.t "$@" >out 2>err || status=$?
	[ "$status" = "$want" ] || { tail -n 5 out err && return 1; }
}

# key_make: a key pair, once a run of this file.
key_make() {
	[ -f "$HOME/key.pem" ] ||
		openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 \
			-out "$HOME/key.pem" 2>/dev/null
	[ -f public.pem ] ||
		openssl pkey -in "$HOME/key.pem" -pubout -out public.pem
}

# service_account [FILTER]: the file of one, changed by a filter of jq.
service_account() {
	key_make
	jq -n --rawfile key "$HOME/key.pem" --arg url "$BQ_URL/token" '{
		type: "service_account", project_id: "of-key", private_key_id: "kid1",
		private_key: $key, client_email: "a@b.example", client_id: "1", token_uri: $url
		}' | jq "${1:-.}"
}

# user, external: files of the other kinds, changed by a filter of jq.
user() {
	jq -n --arg url "$BQ_URL/token" '{type: "authorized_user", client_id: "id",
		client_secret: "secret&=", refresh_token: "1//refresh+", token_uri: $url}' |
		jq "${1:-.}"
}

external() {
	jq -n --arg url "$BQ_URL" '{type: "external_account", audience: "//iam/x",
		subject_token_type: "urn:ietf:params:oauth:token-type:jwt",
		token_url: ($url + "/v1/token"), credential_source: {file: "subject"}}' |
		jq --arg url "$BQ_URL" "${1:-.}"
}

# asked_token MEMBER: what the last request for a token had there.
asked_token() {
	bq_requests token | tail -n 1 | jq -r ".body.$1"
}

# good: the row came, and nobody complained.
good() {
	is out <<<'{"x":1}'
	is err </dev/null
}

# lacks FILE TEXT: it is not in there.
lacks() {
	if grep -aqF -- "$2" "$1"; then
		echo "$2 is in $1"
		return 1
	fi
}

# unbase64 <TEXT: decode base64url without padding.
unbase64() {
	local text
	text=$(cat)
	while [ $((${#text} % 4)) != 0 ]; do
		text+='='
	done
	printf %s "$text" | tr -- -_ +/ | base64 -d
}

@test "a service account: the JWT is whole, and signed by its key" {
	local now
	guarded '"service_account": {"client_email": "a@b.example", "private_key_id": "kid1"}'
	service_account >key.json
	now=$(date +%s)
	login --credentials key.json
	good
	[ "$(asked_token grant_type)" = urn:ietf:params:oauth:grant-type:jwt-bearer ]
	asked_token assertion | tr -d '\n' >jwt
	[ "$(cut -d. -f1 jwt | unbase64 | jq -cS .)" = '{"alg":"RS256","kid":"kid1","typ":"JWT"}' ]
	cut -d. -f2 jwt | unbase64 >claims
	[ "$(jq -r '[.iss, .aud, .scope] | join(" ")' claims)" = \
		"a@b.example $BQ_URL/token https://www.googleapis.com/auth/bigquery" ]
	[ "$(jq '.exp - .iat' claims)" = 3600 ]
	# back-dated a little, for a clock that is ahead
	[ "$(jq --argjson now "$now" '.iat <= $now - 5 and .iat >= $now - 15' claims)" = true ]
	cut -d. -f3 jwt | unbase64 >signature
	cut -d. -f1,2 jwt | tr -d '\n' >signed
	openssl dgst -sha256 -verify public.pem -signature signature signed | grep -qx 'Verified OK'
	# and the check can fail
	tr A B <signed >forged
	run openssl dgst -sha256 -verify public.pem -signature signature forged
	[ "$status" != 0 ]
}

@test "one token serves the whole run, on every call" {
	guarded '' "$(synthetic 20000), \"page_bytes\": 100000"
	service_account >key.json
	timeout 60 bqfetch --endpoint "$BQ_URL" --credentials key.json --project p \
		"SELECT * FROM \`p.d.t\`" >out 2>err
	whole 20000
	[ "$(asked token)" = 1 ]
	[ "$(bq_requests | jq -r 'select(.op != "token").auth' | sort -u)" = valid ]
}

@test "the key tells the project" {
	scenario '{"auth": {"required": true}, "queries": [{"schema": [{"name": "x", "type": "INTEGER"}],
		"rows": [{"x": 1}]}]}'
	service_account >key.json
	bqfetch --endpoint "$BQ_URL" --credentials key.json 'SELECT 1' >out 2>err
	good
	[ "$(bq_requests jobs.insert | jq -r .path)" = /bigquery/v2/projects/of-key/jobs ]
}

@test "an authorized user, and the project that pays for the calls" {
	guarded '"authorized_user": {"client_id": "id", "client_secret": "secret&=", "refresh_token": "1//refresh+"}'
	user '.quota_project_id = "payer"' >user.json
	login --credentials user.json
	good
	[ "$(asked_token grant_type)" = refresh_token ]
	[ "$(bq_requests tabledata.list | jq -r '.headers["x-goog-user-project"]')" = payer ]
	GOOGLE_CLOUD_QUOTA_PROJECT=other login --credentials user.json
	[ "$(bq_requests tabledata.list | tail -n 1 | jq -r '.headers["x-goog-user-project"]')" = other ]
}

@test "an external account with its token in a file" {
	guarded '"subject_token": "from.elsewhere", "external_account": {"audience": "//iam/x",
		"subject_token_type": "urn:ietf:params:oauth:token-type:jwt"}'
	echo from.elsewhere >subject
	external >external.json
	login --credentials external.json
	good
	[ "$(asked_token grant_type)" = urn:ietf:params:oauth:grant-type:token-exchange ]
	[ "$(asked_token scope)" = https://www.googleapis.com/auth/bigquery ]
	echo '{"id": "from.elsewhere"}' >subject
	external '.credential_source.format = {type: "json", subject_token_field_name: "id"}' >external.json
	login --credentials external.json
	good
}

@test "an external account with its token at a URL" {
	guarded '"subject_token": "from.elsewhere", "subject_headers": {"X-Key": "open sesame"}'
	external '.credential_source = {url: ($url + "/subject-token"), headers: {"X-Key": "open sesame"}}' >e.json
	login --credentials e.json
	good
	external '.credential_source = {url: ($url + "/subject-token.json"), headers: {"X-Key": "open sesame"},
		format: {type: "json", subject_token_field_name: "id_token"}}' >e.json
	login --credentials e.json
	good
	external '.credential_source = {url: ($url + "/subject-token")}' >e.json
	login 1 --credentials e.json
	grep -q '^bqfetch: p.d.t: look up table: get subject token: HTTP 403' err
}

@test "an external account that impersonates a service account" {
	guarded '"impersonate": "robot@p.example"'
	echo token >subject
	external '.service_account_impersonation_url = $url + "/v1/projects/-/serviceAccounts/robot@p.example:generateAccessToken"
		| .service_account_impersonation = {token_lifetime_seconds: 1200}' >e.json
	login --credentials e.json
	good
	[ "$(asked_token scope)" = https://www.googleapis.com/auth/cloud-platform ]
	[ "$(bq_requests generateAccessToken | jq -c .body)" = \
		'{"scope":["https://www.googleapis.com/auth/bigquery"],"lifetime":"1200s"}' ]
}

@test "the metadata server, and the project it knows" {
	scenario "{\"auth\": {\"required\": true, \"project_id\": \"machine\"}, \"queries\": [
		{\"schema\": [{\"name\": \"x\", \"type\": \"INTEGER\"}], \"rows\": [{\"x\": 1}]}]}"
	GCE_METADATA_HOST=127.0.0.1:$BQ_PORT bqfetch --endpoint "$BQ_URL" 'SELECT 1' >out 2>err
	good
	[ "$(bq_requests jobs.insert | jq -r .path)" = /bigquery/v2/projects/machine/jobs ]
	[ "$(bq_requests metadata.token | jq -r .query.scopes)" = https://www.googleapis.com/auth/bigquery ]
	guarded '"metadata_flavor": false'
	GCE_METADATA_HOST=127.0.0.1:$BQ_PORT login 1
	is err <<<"bqfetch: p.d.t: look up table: get access token: the reply is not a metadata server's"
	guarded '"metadata": false'
	GCE_METADATA_HOST=127.0.0.1:$BQ_PORT login 1
	grep -q '^bqfetch: p.d.t: look up table: get access token: HTTP 404' err
}

@test "no credentials anywhere: what would help" {
	guarded
	NO_GCE_CHECK=true login 1
	is err <<-'EOT'
		bqfetch: p.d.t: look up table: find credentials: no --credentials, no GOOGLE_APPLICATION_CREDENTIALS, no gcloud auth application-default login, no metadata server
	EOT
}

@test "the search order: option, variable, gcloud's folder, its usual place" {
	local place
	guarded
	for place in option variable config home; do
		user ".client_id = \"$place\"" >$place.json
	done
	mkdir -p config "$HOME/.config/gcloud"
	cp config.json config/application_default_credentials.json
	cp home.json "$HOME/.config/gcloud/application_default_credentials.json"
	export GOOGLE_APPLICATION_CREDENTIALS=variable.json CLOUDSDK_CONFIG=config
	login --credentials option.json
	[ "$(asked_token client_id)" = option ]
	login
	[ "$(asked_token client_id)" = variable ]
	unset GOOGLE_APPLICATION_CREDENTIALS
	login
	[ "$(asked_token client_id)" = config ]
	unset CLOUDSDK_CONFIG
	login
	[ "$(asked_token client_id)" = home ]
	rm -r "$HOME/.config"
	GCE_METADATA_HOST=127.0.0.1:$BQ_PORT login
	good
	[ "$(asked metadata.token)" = 1 ]
}

@test "a variable that names no readable file is an error, not passed over" {
	guarded
	export GCE_METADATA_HOST=127.0.0.1:$BQ_PORT
	GOOGLE_APPLICATION_CREDENTIALS=none.json login 1
	is err <<<'bqfetch: none.json: read credentials: No such file or directory'
	is out <<<'!bqfetch: incomplete: none.json: read credentials: No such file or directory'
	login 1 --credentials .
	is err <<<'bqfetch: .: read credentials: Is a directory'
	[ "$(bq_requests | wc -l)" = 0 ]
}

@test "files that are no good are told by what is wrong, never by what is in them" {
	local filter text
	guarded
	while IFS='|' read -r filter text; do
		service_account "$filter" >bad.json
		login 1 --credentials bad.json
		is err <<<"bqfetch: bad.json: read credentials: $text"
	done <<-'EOT'
		del(.type)|type: missing
		.type = "gdch_service_account"|type: gdch_service_account: not supported
		.type = "a\u001b[m"|type: a\x1b[m: not supported
		.type = 5|type: not a text
		del(.client_email)|client_email: missing
		.private_key = ""|private_key: empty
		.token_uri = "http://elsewhere.example/token"|token_uri: neither https nor on this machine
		.token_uri = "ftp://127.0.0.1/"|token_uri: neither https nor on this machine
		[.]|not a JSON object
	EOT
	while IFS='|' read -r filter text; do
		external "$filter" >bad.json
		login 1 --credentials bad.json
		is err <<<"bqfetch: bad.json: read credentials: $text"
	done <<-'EOT'
		.credential_source = {environment_id: "aws1"}|credential_source: from AWS: not supported
		.credential_source = {executable: {}}|credential_source: from a program: not supported
		.credential_source = {}|credential_source: neither a file nor a url
		del(.credential_source)|credential_source: missing
		.credential_source.format = {type: "xml"}|format: neither json nor text
		.credential_source.format = {type: "json"}|subject_token_field_name: missing
		.credential_source.headers = {a: 1}|headers: not a text
		.service_account_impersonation = {token_lifetime_seconds: 60}|token_lifetime_seconds: not within 600 and 43200
	EOT
	printf '{"type": "service_account",\n "private_key": "-----BEGIN secret' >bad.json
	login 1 --credentials bad.json
	is err <<<'bqfetch: bad.json: read credentials: not JSON at line 2'
}

@test "keys that cannot sign" {
	local bad
	guarded
	openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 >ec.pem 2>/dev/null
	openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:1024 >short.pem 2>/dev/null
	key_make
	openssl pkey -in "$HOME/key.pem" -aes128 -passout pass:x >locked.pem
	for bad in ec short; do
		service_account | jq --rawfile key $bad.pem '.private_key = $key' >bad.json
		login 1 --credentials bad.json
		is err <<<'bqfetch: p.d.t: look up table: sign with private_key: not an RSA key of at least 2048 bits'
	done
	for bad in locked public; do
		service_account | jq --rawfile key $bad.pem '.private_key = $key' >bad.json
		login 1 --credentials bad.json </dev/null
		is err <<<'bqfetch: p.d.t: look up table: sign with private_key: not an unencrypted PEM private key'
	done
	[ "$(asked token)" = 0 ]
}

@test "a token that ends in mid-run is renewed, once for all calls under way" {
	guarded '' "$(synthetic 20000), \"page_bytes\": 50000, \"latency_ms\": 10, \"faults\": [
		{\"on\": \"tabledata.list\", \"nth\": 6, \"expire_tokens\": true}]"
	user >user.json
	login --credentials user.json --jobs 4
	whole 20000
	[ "$(asked token)" = 2 ]
	bq_requests tabledata.list | jq -r .auth | sort -u | tr '\n' ' ' | grep -qx 'expired valid '
}

@test "a token is renewed before it ends" {
	guarded '"expires_in": 227, "token_seconds": 227' "$(synthetic 3000), \"page_bytes\": 50000,
		\"latency_ms\": {\"tabledata.list\": 500}"
	user >user.json
	login --credentials user.json --jobs 2
	whole 3000
	[ "$(asked token)" -ge 2 ]
	[ "$(bq_requests tabledata.list | jq -r .auth | sort -u)" = valid ]
}

@test "a token's life may come as text" {
	guarded '"expires_in": 3600, "expires_in_text": true'
	user >user.json
	login --credentials user.json
	good
}

@test "tokens that are refused again and again end the run" {
	guarded '"token_seconds": -10'
	user >user.json
	login 1 --credentials user.json
	grep -q '^bqfetch: p.d.t: look up table: HTTP 401: Request had invalid authentication credentials' err
	[ "$(asked token)" = 2 ]
	[ "$(asked tables.get)" = 2 ]
}

@test "no token where none was wanted" {
	guarded
	fetch 1 --table p.d.t
	grep -q '^bqfetch: p.d.t: look up table: HTTP 401' err
	[ "$(bq_requests tables.get | jq -r .auth)" = none ]
}

@test "the token endpoint is asked again while that may help" {
	local what
	user >user.json
	for what in '"status": 503, "empty": true' '"status": 429, "empty": true' '"reset": "before"' \
		'"status": 400, "text": "{\"error\": \"server_error\"}"' \
		'"status": 400, "text": "{\"error\": \"temporarily_unavailable\"}"' \
		'"status": 500, "text": "{\"error\": \"internal_failure\"}"'; do
		guarded '' "\"faults\": [{\"on\": \"token\", \"times\": 2, $what}], $one"
		login --credentials user.json
		good
		[ "$(asked token)" = 3 ]
	done
	guarded '' "\"faults\": [{\"on\": \"token\", \"status\": 503, \"html\": true}], $one"
	login 3 --credentials user.json --tries 2
	is err <<<'bqfetch: p.d.t: look up table: get access token: HTTP 503'
}

@test "a grant that is refused is final" {
	guarded '"authorized_user": {"refresh_token": "another"}'
	user >user.json
	login 1 --credentials user.json
	is err <<<'bqfetch: p.d.t: look up table: get access token: HTTP 400: invalid_grant: Bad Request'
	[ "$(asked token)" = 1 ]
}

@test "replies without a token" {
	local text
	user >user.json
	for text in '{}' '{\"access_token\": \"\"}' '{\"access_token\": 5}'; do
		guarded '' "\"faults\": [{\"on\": \"token\", \"status\": 200, \"text\": \"$text\"}], $one"
		login 1 --credentials user.json
		is err <<<'bqfetch: p.d.t: look up table: get access token: there is none in the reply'
	done
	guarded '' "\"faults\": [{\"on\": \"token\", \"status\": 200, \"text\": \"[]\"}], $one"
	login 3 --credentials user.json
	is err <<<'bqfetch: p.d.t: look up table: get access token: the reply is not a JSON object'
}

@test "a token that cannot stand in a header is not sent" {
	guarded '' "\"faults\": [{\"on\": \"token\", \"status\": 200,
		\"text\": \"{\\\"access_token\\\": \\\"a\\\\r\\\\nX-Evil: 1\\\"}\"}], $one"
	user >user.json
	login 1 --credentials user.json
	is err <<<'bqfetch: p.d.t: look up table: control character in a header'
	[ "$(asked tables.get)" = 0 ]
}

@test "no token over plain http but to this machine" {
	local url
	guarded
	user >user.json
	for url in http://bigquery.example http://192.0.2.1:9 http://127.0.0.1.example; do
		status=0
		bqfetch --endpoint $url --credentials user.json --table p.d.t >out 2>err || status=$?
		[ $status = 1 ]
		is err <<<'bqfetch: p.d.t: look up table: secrets go only over https, or to loopback'
	done
	external '.credential_source = {url: "http://192.0.2.1/t", headers: {Authorization: "x"}}' >e.json
	login 1 --credentials e.json
	is err <<<'bqfetch: p.d.t: look up table: get subject token: secrets go only over https, or to loopback'
}

@test "https, with our certificate only when it is named" {
	openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=127.0.0.1 \
		-addext subjectAltName=IP:127.0.0.1 -out cert.pem -keyout tls.pem 2>/dev/null
	(
		export BQ_CACERT=cert.pem
		bq_start - --tls cert.pem tls.pem <<<"{\"auth\": {\"required\": true}, $one}"
		trap bq_stop EXIT
		user >user.json
		login --credentials user.json --cacert cert.pem
		good
		login 1 --credentials user.json
		grep -q '^bqfetch: p.d.t: look up table: get access token: certificate not accepted' err
		login 1 --credentials user.json --cacert none.pem
		grep -q 'certificate' err
		[ "$(asked token)" = 1 ]
	)
}

@test "nothing secret in messages, even told all" {
	local secret
	guarded '' "\"faults\": [{\"on\": \"tabledata.list\", \"nth\": [1, 2], \"status\": 503}], $one"
	service_account >key.json
	login --credentials key.json -v --stats -
	cat err out >told
	user >user.json
	login --credentials user.json -v --stats -
	cat err out >>told
	[ -s told ]
	for secret in 'ya29' 'secret&=' '1//refresh' 'BEGIN' "$(sed -n 2p "$HOME/key.pem")"; do
		lacks told "$secret"
	done
}

@test "nothing secret in memory when the run is over" {
	command -v gdb >/dev/null || skip "gdb is not installed"
	[ -z "${VALGRIND:-}" ] || skip "not under valgrind"
	if grep -q __asan_init "$(command -v bqfetch)"; then
		skip "not with AddressSanitizer"
	fi
	guarded
	user '.refresh_token = "Very-Secret-Refresh-Token-4711"' >user.json
	cat >script <<-EOT
		set debuginfod enabled off
		set pagination off
		catch syscall exit_group
		run --endpoint $BQ_URL --project p --credentials user.json --table p.d.t >out 2>err
		generate-core-file core
		kill
	EOT
	gdb -batch -x script "$(command -v bqfetch)" >gdb.log 2>&1
	good
	[ -s core ]
	grep -aq user.json core
	lacks core Very-Secret-Refresh-Token-4711
	lacks core ya29.c.
}
