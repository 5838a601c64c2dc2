#!/usr/bin/env python3
"""shapes.py table|natural|projected|shuffled: crash reports, each uuid once, from
rows of the table on standard input, in another shape or order."""

import json
import random
import sys


def unwrap(wrapped):
    """The elements of a list as the table has it, None if it has none."""
    return wrapped and [entry["element"] for entry in wrapped["list"]]


def natural(row):
    row["addons"] = unwrap(row["addons"])
    if row["json_dump"]:
        row["json_dump"]["modules"] = unwrap(row["json_dump"]["modules"])
    return row


def projected(row):
    row = natural(row)
    modules = (row.pop("json_dump") or {}).get("modules") or []
    names = {module["filename"] for module in modules}
    row["modules"] = sorted(names - {None}, reverse=True)
    return row


def main():
    rows = {}
    for line in sys.stdin:
        row = json.loads(line)
        rows.setdefault(row["uuid"] or len(rows), row)
    rows = list(rows.values())
    shape = sys.argv[1]
    if shape == "shuffled":
        random.Random(1).shuffle(rows)
    change = {"natural": natural, "projected": projected}.get(shape, dict)
    for row in rows:
        print(json.dumps(change(row)))


main()
