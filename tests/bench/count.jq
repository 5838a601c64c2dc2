# What count.py counts, for jq -n and rows as inputs.
reduce (inputs | select(.product == "Firefox")) as $row ({};
	reduce ($row.json_dump.modules.list[].element
		| select(.missing_symbols and (.filename // "" != ""))
		| select(.filename | contains("(deleted)") | not)
		| [.filename, .version, .debug_id, .debug_file]
		| tojson) as $key (.; .[$key][$row.uuid] = true))
| map(length | select(. > 70))
| "\(length) \(add)"
