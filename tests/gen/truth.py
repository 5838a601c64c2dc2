"""What must come out of the sample, kept by the generator as it writes."""

import json

from causes import CAUSES, QUIET
from modules import MISSING
from releases import REPORT_DATE
from remarks import FORMS, PRIVATE, TOPICS
from report import COLUMNS
from signatures import CHANNELS

NOTE = (
    "Made with crashes.ndjson.gz from the same objects, not by reading it. "
    "modules: one line a key, reports and mappings of product Firefox where "
    "missing_symbols is true. findings: counts as in default mode. words: "
    "how many crash reports have a comment in English with one of the forms."
)


class Truth:
    """Counts of rows as they are written; text() is the truth file."""

    def __init__(self, seed):
        self.seed = seed
        self.rows = 0
        self.products = {}
        self.seen = set()
        self.firsts = []
        self.modules = {}

    def add(self, report):
        """Counts the next row of the sample."""
        uuid = report.columns["uuid"]
        product = report.columns["product"]
        self.rows += 1
        self.products.setdefault(product, set()).add(uuid or self.rows)
        if not uuid or uuid not in self.seen:
            self.firsts.append(report)
        self.seen.add(uuid)
        if product != "Firefox":
            return
        for loaded in report.modules or []:
            if loaded.answer == MISSING and loaded.module.name is not None:
                self._add_module(uuid, loaded)

    def _add_module(self, uuid, loaded):
        module = loaded.module
        entry = self.modules.setdefault(
            module.key(), (module, set(), set())
        )
        entry[1].add(uuid)
        entry[2].add((uuid, loaded.base, loaded.end, module.code_id))

    def text(self):
        """The truth as JSON, a line a module and a line a finding."""
        head = {
            "note": NOTE,
            "seed": self.seed,
            "report_date": REPORT_DATE,
            "rows": self.rows,
            "columns": len(COLUMNS),
            "total_reports": len(self.products["Firefox"]),
            "products": {
                "none" if name is None else name: len(found)
                for name, found in sorted(
                    self.products.items(), key=lambda item: item[0] or ""
                )
            },
            "channels": {name: len(self.reference(name)) for name in CHANNELS},
        }
        lists = [
            ("modules", self._modules()),
            ("findings", [self._finding(c) for c in CAUSES]),
            ("quiet", [{"channel": c, "signature": s} for c, s in QUIET]),
            ("words", self._words()),
            ("private", PRIVATE),
        ]
        lines = [json.dumps(head, indent=1)[:-2] + ","]
        for name, values in lists:
            lines.append(' "%s": [' % name)
            lines.append(",\n".join("  " + json.dumps(v) for v in values))
            lines.append(" ],")
        lines[-1] = " ]"
        return "\n".join(lines) + "\n}\n"

    def reference(self, channel):
        """Reports that belong to a run over the channel."""
        return [
            r
            for r in self.firsts
            if r.columns["product"] in ("Firefox", None)
            and r.columns["release_channel"] == channel
        ]

    def _modules(self):
        found = []
        for key, (module, reports, mappings) in self.modules.items():
            name, version, debug_id, debug_file = key
            found.append(
                {
                    "name": name,
                    "version": version,
                    "debug_id": debug_id,
                    "debug_file": debug_file,
                    "reports": len(reports),
                    "mappings": len(mappings),
                    "fate": module.fate,
                    "compat_fate": module.compat_fate,
                }
            )
        found.sort(key=lambda m: (-m["reports"], json.dumps(m)))
        return found

    def _words(self):
        found = []
        for channel in CHANNELS:
            for signature, lines in TOPICS.items():
                topics = " ".join(topics for _, topics in lines).split()
                for topic in sorted(set(topics)):
                    group = [
                        r
                        for r in self.reference(channel)
                        if r.columns["signature"] == signature
                        and topic in r.topics.split()
                        and r.is_english()
                    ]
                    if group:
                        found.append(
                            {
                                "channel": channel,
                                "signature": signature,
                                "forms": FORMS[topic],
                                "reports": len(group),
                            }
                        )
        return found

    def _finding(self, cause):
        reference = self.reference(cause.channel)
        group = [
            r for r in reference if r.columns["signature"] == cause.signature
        ]
        return {
            "cause": cause.name,
            "channel": cause.channel,
            "signature": cause.signature,
            "item": cause.item,
            "count_group": sum(map(cause.holds, group)),
            "total_group": len(group),
            "count_reference": sum(map(cause.holds, reference)),
            "total_reference": len(reference),
            "explained_by": cause.by,
        }
