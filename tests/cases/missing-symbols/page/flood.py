"""Counted rows: more and longer than any report can hold; or shown ones."""

import json
import re
import sys

HOSTILE = "<\"'&\u202e\u0000>" * 40


def rows(count, length, name):
    for i in range(count):
        text = HOSTILE[:length]
        yield {"name": name.replace("%d", str(i)) + text, "version": text, "debug_file": text,
               "debug_id": "%x" % i + text, "crash_count": 1 + i % 977}


def number(shown):
    """What a number is whose thousands stand apart."""
    digits = shown.replace("\u202f", "")
    assert f"{int(digits):,}".replace(",", "\u202f") == shown, shown
    return int(digits)


def count(path):
    """Every module is in the page, or in the number of those that are not."""
    with open(path, encoding="utf-8") as file:
        page = file.read()
    for part in page.split("<h2>")[1:]:
        all_of, = re.findall(r"^[^<]*\(([0-9\u202f]+)\)</h2>", part)
        more = re.findall(r"<b>and ([0-9\u202f]+) more</b>", part)
        shown = len(re.findall(r'<th scope="row">', part))
        hidden = number(more[0]) if more else 0
        assert shown + hidden == number(all_of), part[:60]
        assert shown >= 3, shown


if sys.argv[1] == "many":
    for some in (rows(2000, 240, "xul.dll"), rows(1000, 3, "libx.so.%d"),
                 rows(1000, 30, "nv%dum.dll"), rows(500, 60, "f%d")):
        for row in some:
            print(json.dumps(row))
    for i in range(20):
        print(json.dumps({"name": "xul.dll", "version": str(i),
                          "debug_id": str(1 + i), "crash_count": 1}))
elif sys.argv[1] == "few":
    with open("vendors.tsv", "w", encoding="utf-8") as vendors:
        for i in range(3000):
            vendors.write("v%d.dll\tVendor \"<%d>\" & Sons, %s\n"
                          % (i, i, "long " * 30))
    for i in range(3000):
        print(json.dumps({"name": "v%d.dll" % i, "crash_count": 1}))
else:
    count(sys.argv[2])
