# For each finding of $found on modules, or on columns as they stand in the rows
# on input: the finding with its counts in the signature and in the channel, as
# they are told and as they are counted here.

# Columns that crashcorr makes of others.
def derived: IN("os_arch", "e10s_enabled", "plugin",
	"adapter_driver_version_clean");
def countable: keys
	| all(test("^([a-z0-9_]+|Module \".*\")$") and (derived | not));
# Does the row have each attribute of the item, with its value?
def has_item($item):
	. as $row | $item | to_entries | all(.value ==
		(if .key | startswith("Module ")
		then $row.modules[.key[8:-1]] // false else $row[.key] end));

# Of the rows of a channel with the same uuid the first one counts.
[inputs | select((.product // "Firefox") == "Firefox")
	| .modules = ([.json_dump.modules.list[]?.element.filename // empty
		| {(.): true}] | add // {})
	| del(.json_dump)]
| group_by(.release_channel)
| map({(.[0].release_channel): group_by(.uuid) | map(.[0])})
| add as $channels
| $found[] | . as $of | .results[] | select(.item | countable)
| .item as $item | [.count_group, .count_reference] as $told
| [$channels[$of.channel][] | select(has_item($item))]
| [(map(select(.signature == $of.signature)) | length), length] as $counted
| $told, $counted | [$of.channel, $of.signature, $item] + .
