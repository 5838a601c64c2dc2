"""What becomes of single items, worked out slowly from ALGORITHM.md."""

import fractions
import json
import math
import os

LEFT_OUT = set(
    """total_physical_memory available_virtual_memory available_physical_memory
    oom_allocation_size date crash_date user_comments uuid additional_minidumps
    classifications crash_id java_stack_trace last_crash install_age
    memory_measures memory_report uptime winsock_lsp version topmost_filenames
    proto_signature processor_notes product productid signature app_notes
    graphics_critical_error addons json_dump modules total_virtual_memory
    cpu_info dom_ipc_enabled""".split()
)
LISTS = {"addons", "json_dump", "modules"}
NULL = ("null", "")
TRUE = ("true", "")
FALSE = ("false", "")


class Number(str):
    """A JSON number, as text: whole ones without a point."""


def number(text):
    x = float(text)
    if x == int(x) and abs(x) < 1e15:
        return Number(int(x))
    return Number("%r" % x)


def loads(line):
    return json.loads(
        line.decode(), parse_int=Number, parse_float=number
    )


def text_of(string):
    """Lone surrogates become U+FFFD."""
    return "".join(
        "\ufffd" if 0xD800 <= ord(c) < 0xE000 else c for c in string
    )


def value_of(value):
    """(type, text); None for lists and objects."""
    if value is None:
        return NULL
    if value is True or value is False:
        return TRUE if value else FALSE
    if isinstance(value, Number):
        return ("number", str(value))
    if isinstance(value, str):
        return ("string", text_of(value))
    return None


def vis(text):
    """A stranger's text, made fit for a terminal."""
    out = ""
    for c in text:
        code = ord(c)
        if code < 0x20 or code == 0x7F:
            out += "\\x%02x" % code
        elif (
            0x80 <= code < 0xA0
            or code in (0x61C, 0xFEFF)
            or 0x200B <= code <= 0x200F
            or 0x2028 <= code <= 0x202E
            or 0x2060 <= code <= 0x206F
            or 0xFFF9 <= code <= 0xFFFB
        ):
            out += "\\u{%x}" % code
        else:
            out += "\\\\" if c == "\\" else c
    return out


def value_text(value):
    kind, text = value
    return vis(text) if kind in ("number", "string") else kind


def item_text(label, value):
    """Of an item as the expected results have it."""
    if isinstance(value, float) or isinstance(value, int):
        value = value if isinstance(value, bool) else number(str(value))
    return "%s = %s" % (vis(label), value_text(value_of(value)))


def share(count, total):
    """As JavaScript's toFixed(2) rounds it: ties go up."""
    percent = fractions.Fraction(int(count) / int(total) * 100)
    hundredths = math.floor(percent * 100 + fractions.Fraction(1, 2))
    text = "%02d.%02d%%" % divmod(hundredths, 100)
    return "100.0%" if text == "100.00%" else text


def cell(count, total):
    if count is None:
        return "-"
    return "%d %s" % (count, share(count, total))


# Statistics of a table a, b / c, d


def chi_squared(a, b, c, d, yates):
    n = a + b + c + d
    rows, columns = (a + b, c + d), (a + c, b + d)
    if 0 in rows + columns:
        return 0.0
    total = fractions.Fraction(0)
    for cell_, row, column in (
        (a, 0, 0), (b, 0, 1), (c, 1, 0), (d, 1, 1),
    ):  # fmt: skip
        expected = fractions.Fraction(rows[row] * columns[column], n)
        off = abs(cell_ - expected)
        if yates:
            off -= min(fractions.Fraction(1, 2), off)
        total += off * off / expected
    return float(total)


def chi_squared_p(chi2):
    return math.erfc(math.sqrt(chi2 / 2))


def expected_min(a, b, c, d):
    return min(a + b, c + d) * min(a + c, b + d) / (a + b + c + d)


def fisher_p(a, b, c, d):
    row, column, n = a + b, a + c, a + b + c + d

    def ways(k):
        return math.comb(row, k) * math.comb(n - row, column - k)

    low, high = max(0, row + column - n), min(row, column)
    observed = ways(a)
    # no two numbers of ways are so near and not equal, for tables this small
    return float(
        fractions.Fraction(
            sum(w for w in map(ways, range(low, high + 1)) if w <= observed),
            math.comb(n, column),
        )
    )


class Fate:
    """A row of the table. kind: 0 an item, 1 other values, 2 a column."""

    def __init__(self, word, text, kind=0, count=None, total=None):
        self.word = word
        self.text = text
        self.kind = kind
        self.count = count
        self.total = total
        self.n_group = self.n_reference = None
        self.difference = 0.0
        self.p_value = self.phi = self.prior = None
        self.in_pair = False
        self.flags = None

    def given(self, prior):
        """Its shares where another item holds, and how they differ."""
        if self.flags is None or prior.flags is None or not prior.count:
            return None, 1.0
        both = [a and b for a, b in zip(self.flags, prior.flags)]
        total = sum(both)
        count = sum(b and g for b, g in zip(both, self.in_group))
        shares = "%s vs %s" % (
            share(count, prior.count),
            share(total, prior.total),
        )
        return shares, abs(total / prior.total - count / prior.count)


class Column:
    """An attribute: label, kind of entry or "scalar", a value for each row."""

    def __init__(self, kind, name, label, values):
        self.kind = kind
        self.name = name
        self.label = label
        self.values = values

    def is_entry(self):
        return self.kind not in ("scalar", "version")


def lines_of(path):
    with open(path, encoding="utf-8") as file:
        lines = file.read().split("\n")
    return list(dict.fromkeys(line for line in lines if line))


def modules_of(row):
    found = row.get("modules")
    if found is None:
        found = (row.get("json_dump") or {}).get("modules") or []
        if isinstance(found, dict):
            found = [m["element"] for m in found.get("list") or []]
    names = [m.get("filename") if isinstance(m, dict) else m for m in found]
    return {text_of(name) for name in names if name is not None}


def addons_of(row, compat):
    """Name to version; None without a list."""
    found = row.get("addons")
    if found is None:
        return None
    if isinstance(found, dict):
        found = [a["element"] for a in found.get("list") or []]
    versions = {}
    for entry in found:
        if entry is not None and ":" in entry:
            name, version = text_of(entry).split(":", 1)
            if compat:
                version = version.split(":")[0]
            versions.setdefault(name, version)
    return versions


def scalar_text(value):
    """A scalar's text; None for null, lists and objects."""
    value = value_of(value)
    if value is None or value == NULL:
        return None
    return value[0] if value in (TRUE, FALSE) else value[1]


def os_arch(row):
    memory = scalar_text(row.get("total_virtual_memory"))
    if memory:
        digits = memory.strip(" \t\n\v\f\r")
        sign = digits[:1] in ("+", "-")
        body = digits[sign:]
        try:
            if "_" in body or not body[:1].isalnum() or not body.isascii():
                raise ValueError
            size = int(body, 16 if body[:2].lower() == "0x" else 10)
        except ValueError:
            return ("string", "unknown")
        size = -size if digits[:1] == "-" else size
        if not -(2**63) <= size < 2**63:
            return ("string", "unknown")
        return ("string", "x86" if size < 2684354560 else "amd64")
    if scalar_text(row.get("platform")) == "Mac OS X":
        return ("string", "amd64")
    version = scalar_text(row.get("platform_version")) or ""
    if "i686" in version:
        return ("string", "x86")
    return ("string", "amd64") if "x86_64" in version else NULL


def driver_clean(row):
    driver = scalar_text(row.get("adapter_driver_version"))
    vendor = scalar_text(row.get("adapter_vendor_id"))
    if driver is None:
        return NULL
    if vendor in ("0x8086", "8086"):
        driver = driver.rsplit(".", 1)[-1]
    elif vendor in ("0x10de", "10de") and len(driver) >= 6:
        driver = driver[-6] + driver[-4:-2] + "." + driver[-2:]
    return ("string", driver)


def cpu_part(row, which):
    info = scalar_text(row.get("cpu_info"))
    if info is None:
        return NULL
    parts = info.split(" | ")
    if which == 0:
        return ("string", parts[0])
    return FALSE if parts[-1] == "1" else TRUE


def has_dual(row):
    notes = scalar_text(row.get("app_notes"))
    if notes is None:
        return NULL
    return TRUE if "Has dual GPUs" in notes else FALSE


def plugin(row):
    return FALSE if scalar_text(row.get("plugin_version")) is None else TRUE


MADE = {
    "CPU Info": (["cpu_info"], lambda row: cpu_part(row, 0)),
    "Is Multicore": (["cpu_info"], lambda row: cpu_part(row, -1)),
    "adapter_driver_version_clean": (["adapter_driver_version"], driver_clean),
    "e10s_enabled": (
        ["dom_ipc_enabled"],
        lambda row: value_of(row.get("dom_ipc_enabled")),
    ),
    "has dual GPUs": (["app_notes"], has_dual),
    "os_arch": (
        ["total_virtual_memory", "platform", "platform_version"],
        os_arch,
    ),
    "plugin": (["plugin_version"], plugin),
}


class Mining:
    """A case: its rows, its columns, and what comes of single items."""

    def __init__(self, folder, mode, data):
        with open(os.path.join(folder, "cmd.json"), encoding="utf-8") as file:
            self.case = json.load(file)
        with open(
            os.path.join(folder, "golden-%s.json" % mode), encoding="utf-8"
        ) as file:
            self.golden = json.load(file)
        self.compat = mode == "compat"
        self.min = self.case["min_support_diff"]
        self.signatures = lines_of(os.path.join(folder, "signatures.txt"))
        self.notes = lines_of(os.path.join(folder, "app-notes.txt"))
        self.errors = lines_of(os.path.join(folder, "gfx-errors.txt"))
        with open(
            os.path.join(folder, "addon-names.json"), encoding="utf-8"
        ) as file:
            self.names = {} if self.compat else json.load(file)
        everything = [loads(line) for line in data.splitlines() if line]
        self.met = {text_of(name) for row in everything for name in row}
        self.rows = self.channel(everything)
        self.groups = [self.signature(row) for row in self.rows]
        self.args = self.arguments(folder)
        self.columns = self.scalars() + self.entries()

    def arguments(self, folder):
        channel = self.case["channel"]
        if self.case["versions"]:
            channel += "=" + ",".join(self.case["versions"])
        args = ["--channel", channel, "--product", self.case["product"]]
        for option in ("min_support_diff", "min_corr"):
            args += ["--" + option.replace("_", "-"), str(self.case[option])]
        for option, name in (
            ("signatures", "signatures.txt"),
            ("app-notes", "app-notes.txt"),
            ("gfx-errors", "gfx-errors.txt"),
            ("addon-names", "addon-names.json"),
        ):
            args += ["--" + option, os.path.join(folder, name)]
        return args + (["--compat"] if self.compat else [])

    @staticmethod
    def signature(row):
        signature = row.get("signature")
        return None if signature is None else text_of(signature)

    def channel(self, rows):
        kept = []
        seen = set()
        for row in rows:
            product = row.get("product")
            if product is not None and product != self.case["product"]:
                continue
            if self.case["versions"]:
                if row.get("version") not in self.case["versions"]:
                    continue
            elif row.get("release_channel") != self.case["channel"]:
                continue
            uuid = row.get("uuid")
            if not self.compat and uuid and uuid in seen:
                continue
            seen.add(uuid)
            kept.append({text_of(key): row[key] for key in row})
        return kept

    # Columns

    def column_word(self, name):
        """None when it exists, or why it does not."""
        if not any(name in row for row in self.rows):
            return "unseen"
        values = [value_of(row.get(name)) for row in self.rows]
        if None in values:
            return "nested"
        return None if self.compat or len(set(values)) > 1 else "constant"

    def scalars(self):
        """Existing ones; self.others gets the fates of the others."""
        self.others = {}
        found = []
        for name in sorted(self.met - LISTS - set(MADE)):
            word = "left-out" if name in LEFT_OUT else self.column_word(name)
            if word:
                self.others[name] = word
                continue
            values = [value_of(row.get(name)) for row in self.rows]
            found.append(Column("scalar", name, name, values))
        for name, (sources, make) in MADE.items():
            words = [self.column_word(source) for source in sources]
            values = [make(row) for row in self.rows]
            if None not in words:
                self.others[name] = min(
                    words, key=["constant", "nested", "unseen"].index
                )
            elif None in values:
                self.others[name] = "nested"
            elif not self.compat and len(set(values)) < 2:
                self.others[name] = "constant"
            else:
                found.append(Column("scalar", name, name, values))
        return found

    def held(self):
        """Each entry that some row has: (kind, name) to a flag for each row."""
        held = {}

        def note(kind, name, i):
            held.setdefault((kind, name), [False] * len(self.rows))[i] = True

        for i, row in enumerate(self.rows):
            for name in modules_of(row):
                note("module", name, i)
            for name in addons_of(row, self.compat) or {}:
                note("addon", name, i)
            notes = scalar_text(row.get("app_notes")) or ""
            for name in self.notes:
                for suffix in "?-+":
                    if name + suffix in notes:
                        note("note", name + suffix, i)
            errors = scalar_text(row.get("graphics_critical_error")) or ""
            for name in self.errors:
                if name in errors:
                    note("error", name, i)
        return held

    def count(self, kind, flags, group=None):
        """Rows that hold it; for compat's modules and add-ons the distinct
        (signature, uuid)."""
        rows = [
            i
            for i, flag in enumerate(flags)
            if flag and (group is None or self.groups[i] == group)
        ]
        if self.compat and kind in ("module", "addon"):
            return len(
                {(self.groups[i], self.rows[i].get("uuid")) for i in rows}
            )
        return len(rows)

    def entry_word(self, kind, flags):
        """None when it becomes a column, or why it does not."""
        least = 0.15 if self.compat else self.min
        total = self.count(kind, flags)
        if total < 5:
            return "few"
        if not self.compat and total == len(self.rows):
            return "constant"
        if kind != "module" and total / len(self.rows) > least:
            return None
        for group in self.signatures:
            count = self.count(kind, flags, group)
            if count >= 5 and count / self.group_size(group) > least:
                return None
        return "uncommon"

    def entries(self):
        """Columns of entries; self.unused gets the others."""
        found = []
        self.unused = []
        for (kind, name), flags in self.held().items():
            word = self.entry_word(kind, flags)
            values = [TRUE if flag else FALSE for flag in flags]
            column = Column(kind, name, None, values)
            if word:
                column.word = word
                self.unused.append(column)
                continue
            found.append(column)
        addons = [c.name for c in found if c.kind == "addon"]
        for column in found + self.unused:
            column.label = self.label(column, addons)
        return found + [
            Column("version", c.name, c.label + " Version", self.versions(c))
            for c in found
            if c.kind == "addon"
        ]

    def label(self, column, addons):
        name = column.name
        if column.kind == "addon":
            name = self.names.get(name, name)
            shared = [self.names.get(a, a) for a in addons if a != column.name]
            if name in shared:
                name = "%s (%s)" % (name, column.name)
        return {
            "module": 'Module "%s"',
            "addon": 'Addon "%s"',
            "note": '"%s" in app_notes',
            "error": 'GFX_ERROR "%s"',
        }[column.kind] % name

    def versions(self, column):
        values = []
        for row in self.rows:
            addons = addons_of(row, self.compat)
            if addons is None:
                values.append(NULL)
            else:
                values.append(
                    ("string", addons.get(column.name, "Not installed"))
                )
        return values

    # Items

    def group_size(self, group):
        return sum(g == group for g in self.groups)

    def heading(self, group):
        return "%s: %s (%d of %d crash reports)" % (
            vis(self.case["channel"]),
            vis(group),
            self.group_size(group),
            len(self.rows),
        )

    def first_mined(self):
        """Those up to the first one that is big enough."""
        for i, signature in enumerate(self.signatures):
            if self.group_size(signature) >= 5:
                return self.signatures[: i + 1]
        return self.signatures

    def item(self, column, value, group, word="candidate"):
        flags = [v == value for v in column.values]
        fate = Fate(
            word,
            "%s = %s" % (vis(column.label), value_text(value)),
            count=self.count(column.kind, flags, group),
            total=self.count(column.kind, flags),
        )
        fate.value = value
        fate.flags = flags
        fate.in_group = [g == group for g in self.groups]
        fate.min = self.min
        fate.n_group = self.group_size(group)
        fate.n_reference = len(self.rows)
        fate.support_group = fate.count / fate.n_group
        fate.support_reference = fate.total / fate.n_reference
        fate.difference = abs(fate.support_reference - fate.support_group)
        return fate

    def pruned(self, fate):
        if fate.total < 5 or fate.count < 5:
            return "few"
        if fate.support_reference < self.min and fate.support_group < self.min:
            return "rare"
        return "candidate"

    def column_items(self, column, group):
        """Fates of its values, as far as pruning; others as one row."""
        if column.is_entry():
            values = [TRUE]
        else:
            values = sorted(
                {v for v, g in zip(column.values, self.groups) if g == group}
            )
        items = []
        others = 0
        for value in values:
            if column.kind == "version" and value in (
                NULL,
                ("string", "Not installed"),
            ):
                continue  # never an item: rule 4
            fate = self.item(column, value, group)
            fate.word = self.pruned(fate)
            if fate.count >= 5 or column.is_entry() or value == NULL:
                items.append(fate)
            elif column.kind == "scalar":
                others += fate.count
        if others:
            rest = Fate("few", vis(column.label) + ": other values", 1, others)
            rest.n_group = self.group_size(group)
            items.append(rest)
        return items

    def redundant(self, column, items, addons):
        """Section 4, rules 1 to 5, for the items of a column that are left."""
        left = [fate for fate in items if fate.word == "candidate"]
        values = {fate.value for fate in left}
        for fate in left:
            if column.kind == "version":
                addon = addons.get(column.name)
                if addon and abs(
                    addon.support_group - fate.support_group
                ) <= 0.01:  # fmt: skip
                    fate.word = "version"
            elif fate.value == FALSE and TRUE in values:
                fate.word = "negated"
            elif fate.value == NULL and values & {
                ("string", "1"),
                ("string", "Active"),
            }:
                fate.word = "absent"
            elif column.kind == "scalar" and (
                column.name == "submitted_from_infobar" and fate.value != TRUE
            ):
                fate.word = "infobar"
        kept = [fate for fate in left if fate.word == "candidate"]
        if (
            not self.compat
            and not column.is_entry()
            and len(left) == len(kept) == 2
            and len(set(column.values)) == 2
        ):
            for fate in kept:
                if fate.support_group <= fate.support_reference:
                    fate.word = "half"

    def tested(self, fate):
        """p-value and phi of a candidate."""
        a, b = fate.count, fate.total - fate.count
        n_rest = fate.n_reference - fate.n_group
        table = (a, b, fate.n_group - a, n_rest - b)
        if self.compat:
            table = (
                a, fate.total, fate.n_group - a,
                fate.n_reference - fate.total,
            )  # fmt: skip
            chi2 = chi_squared(*table, True)
            p_value = chi_squared_p(chi2)
        else:
            chi2 = chi_squared(*table, False)
            if expected_min(*table) < 5:
                p_value = fisher_p(*table)
            else:
                p_value = chi_squared_p(chi_squared(*table, True))
        return p_value, math.sqrt(chi2 / sum(table))

    def judge(self, fate, alpha, findings):
        """Section 6, step 1; whether it is explained is in findings."""
        if not self.compat and fate.n_group == fate.n_reference:
            fate.word = "whole"
            return
        if fate.difference < self.min:
            fate.word = "alike"
            return
        fate.p_value, fate.phi = self.tested(fate)
        if fate.p_value > alpha * (1 + 1e-9):
            fate.word = "chance"
        elif fate.phi < self.case["min_corr"]:
            fate.word = "weak"
        elif fate.text in findings:
            fate.word = "listed"
            fate.prior = findings[fate.text]["prior"]
        else:
            fate.word = "explained"

    def findings(self, group):
        """Single ones by their text; texts of the items of pairs."""
        single = {}
        paired = set()
        for finding in self.golden["results"].get(group, []):
            texts = [item_text(*item) for item in finding["item"].items()]
            if len(texts) == 1:
                single[texts[0]] = finding
            else:
                paired.update(texts)
        return single, paired

    def fates(self, group):
        if self.group_size(group) < 5:
            return []
        columns = [(c, self.column_items(c, group)) for c in self.columns]
        addons = {
            c.name: items[0]
            for c, items in columns
            if c.kind == "addon" and items[0].word == "candidate"
        }
        for column, items in columns:
            self.redundant(column, items, addons)
        fates = [fate for _, items in columns for fate in items]
        candidates = [f for f in fates if f.word == "candidate"]
        findings, paired = self.findings(group)
        for fate in candidates:
            self.judge(fate, 0.05 / 2 / max(1, len(candidates)), findings)
            fate.in_pair = fate.text in paired
        for column in self.unused:
            fate = self.item(column, TRUE, group, column.word)
            if fate.count >= 5:
                fates.append(fate)
        for name, word in self.others.items():
            if word != "unseen":
                fates.append(Fate(word, vis(name), 2))
        return fates
