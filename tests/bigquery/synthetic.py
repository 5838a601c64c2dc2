#!/usr/bin/env python3
"""A table of any size whose row i follows from i alone.

    usage: synthetic.py ROWS [PAD]

prints the same rows as plain NDJSON, members in column order: what a client should make of them.
The columns of row i:

    id     INTEGER     i
    uuid   STRING      i * 0x9E3779B97F4A7C15 mod 2^64, 16 hexadecimal digits
    name   STRING      module-K.dll with K = i mod 1000
    ts     TIMESTAMP   2026-11-22T00:00:00Z + i * 1000003 microseconds
    ratio  FLOAT       (i mod 1000) / 8
    ok     BOOLEAN     i mod 3 is 0
    note   STRING      null when i mod 7 is 0, else: n "i"
    tags   STRING[]    the first i mod 4 of a, b, c
    module RECORD      null when i mod 50 is 49, else {file: lib(i mod 97).so, size: 4096 * i}
    pad    STRING      only with PAD: that many x
"""

import datetime
import json
import sys

import cells

MASK = 2**64 - 1
START = 1795305600 * 10**6  # 2026-11-22T00:00:00Z in microseconds
STEP = 1000003

FIELDS = [
    {"name": "id", "type": "INTEGER", "mode": "REQUIRED"},
    {"name": "uuid", "type": "STRING", "mode": "NULLABLE"},
    {"name": "name", "type": "STRING", "mode": "NULLABLE"},
    {"name": "ts", "type": "TIMESTAMP", "mode": "NULLABLE"},
    {"name": "ratio", "type": "FLOAT", "mode": "NULLABLE"},
    {"name": "ok", "type": "BOOLEAN", "mode": "NULLABLE"},
    {"name": "note", "type": "STRING", "mode": "NULLABLE"},
    {"name": "tags", "type": "STRING", "mode": "REPEATED"},
    {
        "name": "module",
        "type": "RECORD",
        "mode": "NULLABLE",
        "fields": [
            {"name": "file", "type": "STRING", "mode": "NULLABLE"},
            {"name": "size", "type": "INTEGER", "mode": "NULLABLE"},
        ],
    },
]
PAD_FIELD = {"name": "pad", "type": "STRING", "mode": "NULLABLE"}

RATIO = [cells.java_double(k / 8) for k in range(1000)]
TAGS = [",".join('{"v":"%s"}' % tag for tag in "abc"[:k]) for k in range(4)]


class Synthetic:
    """The source of such a table; encoding the whole row with integer timestamps is fast."""

    def __init__(self, rows, pad=0):
        self.count = rows
        self.pad = "x" * pad
        self.fields = FIELDS + [PAD_FIELD] if pad else FIELDS

    def __len__(self):
        return self.count

    def row(self, i):
        """Row i as a plain object."""
        ts = datetime.datetime.fromtimestamp(START // 10**6, datetime.timezone.utc)
        ts += datetime.timedelta(microseconds=i * STEP)
        row = {
            "id": i,
            "uuid": f"{i * 0x9E3779B97F4A7C15 & MASK:016x}",
            "name": f"module-{i % 1000}.dll",
            "ts": ts.isoformat().replace("+00:00", "Z"),
            "ratio": (i % 1000) / 8,
            "ok": i % 3 == 0,
            "note": None if i % 7 == 0 else f'n "{i}"',
            "tags": list("abc"[: i % 4]),
            "module": None if i % 50 == 49 else {"file": f"lib{i % 97}.so", "size": 4096 * i},
        }
        if self.pad:
            row["pad"] = self.pad
        return row

    def encode(self, start, end, form, chosen):
        """The encoded rows start to end, as a list of byte strings."""
        if chosen is None and form.timestamp == "INT64" and form.escape != "html":
            return [self.fast(i) for i in range(start, end)]
        encode = cells.row_encoder(self.fields, form, chosen)
        return [encode(self.row(i)).encode() for i in range(start, end)]

    def fast(self, i):
        """Row i straight to its cells: what the general encoder makes of row(i), but faster."""
        note = "null" if i % 7 == 0 else f'"n \\"{i}\\""'
        if i % 50 == 49:
            module = "null"
        else:
            module = f'{{"f":[{{"v":"lib{i % 97}.so"}},{{"v":"{4096 * i}"}}]}}'
        pad = f',{{"v":"{self.pad}"}}' if self.pad else ""
        return (
            f'{{"f":[{{"v":"{i}"}},{{"v":"{i * 0x9E3779B97F4A7C15 & MASK:016x}"}},'
            f'{{"v":"module-{i % 1000}.dll"}},{{"v":"{START + i * STEP}"}},'
            f'{{"v":"{RATIO[i % 1000]}"}},{{"v":"{"false" if i % 3 else "true"}"}},'
            f'{{"v":{note}}},{{"v":[{TAGS[i % 4]}]}},{{"v":{module}}}{pad}]}}'
        ).encode()


def main():
    if not 2 <= len(sys.argv) <= 3 or not all(arg.isdigit() for arg in sys.argv[1:]):
        print("usage: synthetic.py ROWS [PAD]", file=sys.stderr)
        return 2
    table = Synthetic(*map(int, sys.argv[1:]))
    for i in range(len(table)):
        print(json.dumps(table.row(i), separators=(",", ":")))
    return 0


if __name__ == "__main__":
    sys.exit(main())
