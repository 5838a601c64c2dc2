#!/usr/bin/env python3
"""What missing-symbols.sql returns for crash rows, written without it.

    counted.py report|mapping MIN_CRASH_COUNT <rows >counted
"""

import collections
import json
import sys

KEY = ("filename", "version", "debug_id", "debug_file")
SUMS = ("unnamed", "deleted", "rare")


def modules_of(row):
    """The modules of a row of the table, and only of that shape."""
    dump = row.get("json_dump") or {}
    elements = (dump.get("modules") or {}).get("list") or []
    return [entry["element"] for entry in elements if entry["element"]]


def left_out(key, count, minimum):
    """Why a module is no row of the result; None when it is one."""
    name, _, debug_id, debug_file = key
    if not name and not debug_file and not (debug_id or "").strip("0"):
        return "unnamed"
    if "(deleted)" in (name or "").lower():
        return "deleted"
    return "rare" if count <= minimum else None


def order(item):
    key, counted = item
    texts = [(text is not None, (text or "").encode()) for text in key]
    return -len(counted), texts


def main():
    by, minimum = sys.argv[1], int(sys.argv[2])
    reports, dates = set(), set()
    counted = collections.defaultdict(set)
    code_ids = collections.defaultdict(set)
    for number, line in enumerate(sys.stdin):
        row = json.loads(line)
        if row.get("product") not in (None, "Firefox"):
            continue
        report = row.get("uuid") or number
        reports.add(report)
        dates.add(row.get("crash_date") or "")
        for module in modules_of(row):
            if module["missing_symbols"] is not True:
                continue
            key = tuple(module[field] for field in KEY)
            place = ("base_addr", "end_addr", "code_id")
            unit = (report, *(module[field] for field in place))
            counted[key].add(report if by == "report" else unit)
            if module["code_id"]:
                code_ids[key].add(module["code_id"].encode())
    rows = []
    sums = {f"{why}_{what}": 0
            for why in SUMS for what in ("modules", "crash_count")}
    for key, found in sorted(counted.items(), key=order):
        why = left_out(key, len(found), minimum)
        if why:
            sums[f"{why}_modules"] += 1
            sums[f"{why}_crash_count"] += len(found)
            continue
        row = dict(zip(("name", *KEY[1:]), key))
        code_id = min(code_ids[key], default=None)
        row["code_id"] = code_id and code_id.decode()
        row["crash_count"] = len(found)
        rows.append(row)
    totals = {"total_reports": len(reports), "crash_date": max(dates),
              "product": "Firefox", "count_by": by,
              "min_crash_count": minimum, **sums}
    columns = [*rows[0], *totals]
    for row in [totals, *rows]:
        print(json.dumps({name: row.get(name) for name in columns}))


if __name__ == "__main__":
    main()
