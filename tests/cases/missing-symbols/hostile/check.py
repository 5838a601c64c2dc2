"""What each format makes of the names in hostile.ndjson."""

import csv
import html.parser
import json
import re
import unicodedata

OURS = set("""html head meta title style body h1 h2 p b i dl dt dd div table
thead tbody tr th td br small code span pre""".split())
PAGE = {"link", "main", "script"}
PAGE_ATTRIBUTES = {"data-sort", "href", "http-equiv", "rel", "type"}


def visible(name):
    """As eyes may have it: nothing that acts, turns or hides."""
    shown = ""
    for char in name:
        if char == "\\":
            shown += "\\\\"
        elif char < " " or char == "\x7f":
            shown += "\\x%02x" % ord(char)
        elif unicodedata.category(char) in ("Cc", "Cf"):
            shown += "\\u{%x}" % ord(char)
        else:
            shown += char
    return shown


class Page(html.parser.HTMLParser):
    """The texts of the elements that hold names; no tag but ours."""

    def __init__(self, path, holder):
        super().__init__()
        self.holder, self.depth, self.texts = holder, 0, []
        self.more = PAGE if path.endswith("page") else set()
        self.attributes = PAGE_ATTRIBUTES if self.more else set()
        self.scripts = 0
        with open(path, encoding="utf-8") as file:
            self.feed(file.read())

    def handle_starttag(self, tag, attrs):
        assert tag in OURS | self.more, tag
        self.scripts += tag == "script"
        for name, value in attrs:
            assert name in ("class", "scope", "colspan", "id", "lang", "name",
                            "charset", "content", "style",
                            *self.attributes), name
            assert name != "style" or re.fullmatch(
                "border(-collapse:collapse|: 1px solid black);", value)
        self.depth = (tag, attrs) == self.holder
        if self.depth:
            self.texts.append("")

    def handle_endtag(self, tag):
        self.depth = False

    def handle_data(self, data):
        if self.depth:
            self.texts[-1] += data


def cut(text, size):
    return text if len(text) < size else text[:size - 4] + "..."


def main():
    with open("hostile.ndjson", encoding="utf-8") as file:
        rows = [json.loads(line) for line in file]
    names = [row["name"] for row in rows if "name" in row]

    with open("report.json", encoding="utf-8") as file:
        assert [m["name"] for m in json.load(file)["modules"]] == names

    shown = [visible(name) for name in names]
    blank = names.index(" ")
    for path, scripts in (("report.html", 0), ("report.page", 1)):
        page = Page(path, ("b", []))
        assert page.scripts == scripts
        bold = [text for text in page.texts
                if not re.fullmatch("[0-9\u202f]+", text)]
        assert bold.pop(blank) == ""
        assert bold == [cut(s, 120) for s in shown if s != " "], bold

    border = ("td", [("style", "border: 1px solid black;")])
    assert Page("report.compat", border).texts[::4] == [cut(s, 256) for s in shown]

    with open("report.csv", encoding="utf-8", newline="") as file:
        table = list(csv.reader(file))
    assert table[0] == ["debug_file", "debug_id", "code_file", "code_id"]
    for name, fields in zip(shown, table[1:], strict=True):
        assert fields[2] == ("'" if name[0] in "=+-@" else "") + name
        assert fields[0] == fields[2]

    with open("report.text", encoding="utf-8") as file:
        lines = file.read().split("-----\n")[1].splitlines()[4:]
    shown[blank] = "(blank)"
    for name, line in zip(shown, lines[::2], strict=True):
        assert line[18:].startswith(name if len(name) < 40 else name[:50])
    print(len(names), "names")


main()
