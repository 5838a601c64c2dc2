#!/usr/bin/env python3
"""Rows of the table in another shape that is accepted.

    shapes.py natural   json_dump.modules is an array, nulls are left out
    shapes.py top       the modules stand at the top, before an empty json_dump
    shapes.py list      the same, as the table has them
    shapes.py shuffled  in another order
"""

import json
import random
import sys


def without_nulls(value):
    if isinstance(value, dict):
        return {k: without_nulls(v) for k, v in value.items()
                if v is not None or k == "filename"}
    if isinstance(value, list):
        return [without_nulls(v) for v in value]
    return value


def reshape(row, shape):
    dump = row.get("json_dump") or {}
    modules = dump.get("modules")
    if modules is None:
        return row
    array = [entry["element"] for entry in modules["list"]]
    if shape == "natural":
        dump["modules"] = array
        return without_nulls(row)
    dump["modules"] = {"list": []}
    return {"modules": array if shape == "top" else modules, **row}


def main():
    shape = sys.argv[1]
    lines = sys.stdin.readlines()
    if shape == "shuffled":
        random.Random(20261122).shuffle(lines)
        sys.stdout.writelines(lines)
        return
    for line in lines:
        print(json.dumps(reshape(json.loads(line), shape)))


if __name__ == "__main__":
    main()
