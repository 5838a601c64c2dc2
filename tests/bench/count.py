#!/usr/bin/env python3
"""Counts what missing-symbols counts: of the modules with missing symbols in
more than 70 crash reports of Firefox, how many, and in how many reports. What
has no name is no module, nor is a file that was deleted."""

import json
import sys

reports = {}
for line in sys.stdin.buffer:
    row = json.loads(line)
    if row["product"] != "Firefox":
        continue
    for entry in row["json_dump"]["modules"]["list"]:
        module = entry["element"]
        name = module["filename"]
        if module["missing_symbols"] and name and "(deleted)" not in name:
            key = tuple(
                module[field]
                for field in ("filename", "version", "debug_id", "debug_file")
            )
            reports.setdefault(key, set()).add(row["uuid"])
counts = [len(uuids) for uuids in reports.values() if len(uuids) > 70]
print(len(counts), sum(counts))
