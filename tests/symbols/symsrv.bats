#!/usr/bin/env bats
# missing-symbols --check-symbols and --upstream against the stand-in server.

ID=44E4EC8C2F41492B9369D6B9A059577C2

# Serve as the script on standard input says; its port is in $port.
serve() {
	local tries=0

	cat >script
	mkfifo hold
	"$TESTS/symbols/server.py" script log <hold >port 2>server.err 3>&- &
	server=$!
	exec 4>hold
	until [ -s port ]; do
		[ "$((tries += 1))" -le 200 ] || return 1
		sleep 0.1
	done
	port=$(cat port)
}

# Wait for the server to end, which it does when nobody holds its input.
teardown() {
	local tries=0

	exec 4>&-
	while [ -n "${server:-}" ] && kill -0 "$server" 2>/dev/null; do
		[ "$((tries += 1))" -le 100 ] || kill -KILL "$server"
		sleep 0.1
	done
}

setup() {
	cd "$BATS_TEST_TMPDIR" || return
	server=
	unset http_proxy no_proxy NO_PROXY all_proxy ALL_PROXY
}

# A counted row: name, code ID, debug file, debug ID, version.
row() {
	jq -cn '$ARGS.positional as [$name, $code_id, $file, $id, $version] |
		{ $name, $version, $code_id, debug_file: $file, debug_id: $id,
		  crash_count: 100 }' --args -- "$@"
}

# Run the tool on the rows in the file rows; what it says is in out and err.
report() {
	status=0
	missing-symbols --format json "$@" rows >out 2>err || status=$?
}

# "NAME ANSWER" of each module, of the symbol server or of the Nth upstream; of
# what no server can be asked for, the answer is null.
answers() {
	jq -r --argjson n "${1:-null}" '.modules[] | [.name, if $n == null
		then .symbols else (.upstream | to_entries)[$n].value end] |
		map(. // "null") | join(" ")' out
}

# The paths asked for, one a line, sorted by bytes.
asked() {
	jq -r .path log | LC_ALL=C sort
}

@test "every answer reaches the report, in its order" {
	{
		echo '{"total_reports": 1000}'
		row a.dll 1A a.pdb "$ID" 1
		row b.dll 2A B.PDB "$ID" 1
		row c.so '' c.so "$ID" 1
		row d.so '' d.so "$ID" 1
		row d2.so '' d2.so "$ID" 1
		row e.so '' e.so "$ID" 1
		row f.so '' 'f"<b>.so' "$ID" 1
		row g.so '' g.so 000000000000000000000000000000000 1
		row h.dll 5cf2591c6859000 h.pdb '' 1
		row i.so '' i.so "$ID" 1
		row i.so '' i.so "$ID" 2
	} >rows
	serve <<-END
		/try/a.pdb/$ID/a.sym 200
		/try/B.PDB/$ID/B.sym 302
		/try/c.so/$ID/c.so.sym 404
		/try/d.so/$ID/d.so.sym 403
		/try/d2.so/$ID/d2.so.sym 401
		/try/e.so/$ID/e.so.sym 500 200
		/try/h.dll/5CF2591C6859000/h.sym 302,header=Location:/h.pdb
		/try/i.so/$ID/i.so.sym 200,slow=0.3
	END
	report --check-symbols --symbol-server "http://127.0.0.1:$port/try/"
	[ "$status" -eq 0 ]
	diff - err <<-END
		missing-symbols: http://127.0.0.1:$port/try/: ask for symbols: no answer for 2 files: HTTP 403
	END
	answers | diff - /dev/fd/5 5<<-END
		a.dll found
		b.dll found
		c.so absent
		d.so unknown
		d2.so unknown
		e.so found
		f.so null
		g.so null
		h.dll found
		i.so found
		i.so found
	END
	asked | diff - /dev/fd/5 5<<-END
		/try/B.PDB/$ID/B.sym
		/try/a.pdb/$ID/a.sym
		/try/c.so/$ID/c.so.sym
		/try/d.so/$ID/d.so.sym
		/try/d2.so/$ID/d2.so.sym
		/try/e.so/$ID/e.so.sym
		/try/e.so/$ID/e.so.sym
		/try/h.dll/5CF2591C6859000/h.sym
		/try/i.so/$ID/i.so.sym
	END
}

@test "the server is told who asks, with HEAD" {
	row a.so '' a.so "$ID" 1 >rows
	serve <<<''
	report --check-symbols --symbol-server "http://127.0.0.1:$port"
	[ "$status" -eq 0 ]
	jq -r '.method + " " + .headers["User-Agent"]' log >agents
	version=$(missing-symbols --version)
	grep -E "^HEAD missing-symbols/${version##* } \(" agents
	[ "$(wc -l <agents)" -eq 1 ]
}

@test "upstream servers are asked in symstore layout" {
	{
		row a.dll 1A a.pdb "$ID" 1
		row b.dll 2b000 b.pdb "$ID" 1
		row c.dll 3C c.pdb "$ID" 1
		row d.dll 4D d.pdb "$ID" 1
	} >rows
	serve <<-END
		/ms/a.pdb/$ID/a.pdb 302
		/ms/b.dll/2b000/b.dll 200
		/ms/d.pdb/$ID/d.pdb 401
		/other/c.pdb/$ID/c.pdb 200
	END
	report --upstream "Microsoft=http://127.0.0.1:$port/ms" \
		--upstream "other=http://127.0.0.1:$port/other/"
	[ "$status" -eq 0 ]
	diff - err <<-END
		missing-symbols: http://127.0.0.1:$port/ms: ask for symbols: no answer for 1 file: HTTP 401
	END
	answers 0 | diff - /dev/fd/5 5<<-END
		a.dll found
		b.dll found
		c.dll absent
		d.dll unknown
	END
	answers 1 | diff - /dev/fd/5 5<<-END
		a.dll absent
		b.dll absent
		c.dll found
		d.dll absent
	END
	asked | grep -c ^/ms/ | grep -Fx 7
	asked | grep -c ^/other/ | grep -Fx 7
	[ "$(asked | grep -c '\.sym$')" -eq 0 ]
}

@test "at most 4 in flight, same bytes however slow the answers" {
	for i in 1 2 3 4 5 6 7 8; do
		row "$i.so" '' "$i.so" "$ID" 1
	done >rows
	for run in 1 2; do
		for i in 1 2 3 4 5 6 7 8; do
			slow=$((run == 1 ? 9 - i : i))
			echo "/$run/$i.so/$ID/$i.so.sym $((i % 3 ? 200 : 404)),slow=0.$slow"
		done
	done >script.new
	serve <script.new
	report --check-symbols --symbol-server "http://127.0.0.1:$port/1"
	mv out first
	report --check-symbols --symbol-server "http://127.0.0.1:$port/2"
	cmp first out
	[ "$(answers | grep -c absent)" -eq 2 ]
	[ "$(jq -s 'map(.in_flight) | max' log)" -eq 4 ]
}

@test "of the sample, each file is asked for once, by its right name" {
	gzip -dc "$TESTS/data/crashes.ndjson.gz" >rows
	serve <<<''
	report --check-symbols --symbol-server "http://127.0.0.1:$port" \
		--min-count 3
	[ "$status" -eq 0 ]
	[ ! -s err ]
	python3 - out <<-'END' | LC_ALL=C sort -u >expected
		import json, re, sys
		from urllib.parse import quote

		for module in json.load(open(sys.argv[1]))["modules"]:
		    name, id, end = module["debug_file"], module["debug_id"] or "", "pdb"
		    if not id.strip("0"):
		        name, id, end = module["name"], module["code_id"] or "", "dll"
		    digits = "{33,40}" if end == "pdb" else "{1,32}"
		    if not re.fullmatch("[0-9A-Fa-f]" + digits, id):
		        continue
		    if re.search(r"""[\x00-\x1f\x80-\xff\\^`><{}\[\]#%"'|/]""", name or "/"):
		        continue
		    sym = re.sub(r"\." + end + "$", "", name, flags=re.I) + ".sym"
		    print("", quote(name, ""), id.upper(), quote(sym, ""), sep="/")
	END
	[ "$(wc -l <expected)" -ge 20 ]
	asked >paths
	diff expected paths
	[ "$(jq '[.modules[].symbols] | unique - ["absent", null] |
		length' out)" -eq 0 ]
}
