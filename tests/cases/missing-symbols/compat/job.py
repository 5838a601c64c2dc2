"""The production job's table for crash rows, from the facts of its rules."""

import collections
import datetime
import html
import json
import os
import sys

DAY = datetime.date(2026, 11, 22)
CELL = 'style="border: 1px solid black;"'
LISTS = os.path.join(os.environ["TESTS"], "..", "missing-symbols", "lists")


def names(file):
    with open(os.path.join(LISTS, file), encoding="utf-8") as lines:
        return {line.rstrip("\n").split("\t")[0].lower() for line in lines}


def old_majors(path):
    with open(path, encoding="utf-8") as file:
        releases = json.load(file)["releases"].values()
    return tuple({
        release["version"].split(".")[0] + "." for release in releases
        if release["category"] == "major" and
        abs((DAY - datetime.date.fromisoformat(release["date"])).days) > 730
    })


def visible(text):
    """The one difference: what cannot be seen is shown."""
    text = "".join(
        "\\\\" if c == "\\" else "\\x%02x" % ord(c) if c < " " else
        "\\u{%x}" % ord(c) if c in "\x9b\u202e\u202c\u200d" else c
        for c in text or "")
    raw = text.encode()
    return text if len(raw) < 256 else raw[:252].decode() + "..."


def cell(text):
    return f"<td {CELL}>{text}</td>"


def main():
    known, firefox = names("known_modules.tsv"), names("firefox_modules.txt")
    windows, old = names("windows_modules.txt"), old_majors(sys.argv[1])
    counted = collections.defaultdict(set)
    for number, line in enumerate(sys.stdin):
        row = json.loads(line)
        if row["product"] not in (None, "Firefox"):
            continue
        dump = row["json_dump"] or {}
        for entry in (dump.get("modules") or {}).get("list") or []:
            m = entry["element"]
            if m["missing_symbols"] and m["filename"] is not None and \
                    "(deleted)" not in m["filename"].lower():
                counted[m["filename"], m["version"], m["debug_id"],
                        m["debug_file"]].add(
                    (row["uuid"] or number, m["base_addr"], m["end_addr"],
                     m["code_id"]))

    def order(item):
        return -len(item[1]), [
            (text is not None, (text or "").encode()) for text in item[0]]

    out = '<table style="border-collapse:collapse;">  <tr>'
    for title in ("Name", "Version", "Debug ID", "# of crash reports"):
        out += f"  <th {CELL}>{title}</th>"
    out += "</tr>"
    for (name, version, debug_id, _), found in sorted(
            counted.items(), key=order):
        lower = name.lower()
        if len(found) <= 70 or lower in known or (
                lower in firefox and version and version.startswith(old)):
            continue
        text = html.escape(visible(name))
        color = ("red" if debug_id else "orange") if lower in firefox else \
            "blue" if lower in windows else None
        if color:
            text = f'<span style="color:{color};">{text}</span>'
        out += "<tr>" + cell(text) + cell(html.escape(visible(version)))
        out += cell(html.escape(visible(debug_id))) + cell(len(found))
        out += "</tr>"
    print(out + "</table>")


main()
