"""The sample of crash reports that the tests and the demo read."""

import annotations
import oddities
import remarks
import unix
import windows
from modules import MISSING
from rand import Rand
from releases import Build
from report import Loaded, Report
from signatures import (
    CHANNELS,
    LINUX,
    MAC,
    SIGNATURES,
    TAIL,
    UNSIGNED,
    WIN,
    Signature,
    tail,
)

DATES = ["2026-11-%d" % day for day in range(17, 22)]

# channel: weight, platform
PLATFORMS = {
    "release": [(77, WIN), (11, LINUX), (12, MAC)],
    "beta": [(75, WIN), (12, LINUX), (13, MAC)],
    "nightly": [(55, WIN), (28, LINUX), (17, MAC)],
    "esr": [(72, WIN), (22, LINUX), (6, MAC)],
}
# channel: weight, version, is it on Windows only
VERSIONS = {
    "release": [
        (54, "153.0.2", False),
        (22, "153.0.1", False),
        (10, "121.0", True),
        (12, "132.0.2", True),
        (9, "133.0", True),
    ],
    "beta": [
        (1, "154.0b5", False),
        (2, "154.0b6", False),
        (4, "154.0b7", False),
        (9, "154.0b8", False),
    ],
    "esr": [
        (33, "140.14.0esr", False),
        (8, "140.13.0esr", False),
        (31, "115.38.0esr", True),
        (33, "115.9.0esr", True),
    ],
}
FENIX = 80
THUNDERBIRD = 16
NO_PRODUCT = 8
COPIES = 26
VARIANTS = 16


class Draft:
    """A report in the making: files are not mapped yet."""

    def __init__(self, build, columns, files, addons):
        self.build = build
        self.columns = columns
        self.files = files
        self.addons = addons
        self.dump = True
        self.topics = ""


class Maker:
    """Makes the rows from one seed."""

    def __init__(self, seed):
        self.rng = Rand(seed)
        self.machines = {
            WIN: windows.Windows(),
            LINUX: unix.Linux(),
            MAC: unix.MacOS(),
            "Android": unix.Android(),
        }
        self.builds = {}
        self.turn = 0

    def reports(self):
        """The reports of all products, in the order of the table."""
        found = []
        for channel in CHANNELS:
            found += self._channel(channel)
        found += self._others()
        # Rows that lie together in the table are much alike; this also
        # lets gzip see the same debug IDs again.
        self.rng.shuffle(found)
        found.sort(key=_place)
        return self._repeated(found)

    def _channel(self, channel):
        found = []
        for signature in SIGNATURES:
            for turn in range(signature.counts[channel]):
                found.append(self.report(channel, signature, turn))
        for turn in range(TAIL[channel]):
            one = Signature(tail(self.rng), ())
            found.append(self.report(channel, one, turn))
        for turn in range(UNSIGNED[channel]):
            one = Signature((None, "")[turn % 2], ())
            found.append(self.report(channel, one, turn))
        return found

    def report(self, channel, signature, turn, platform=None):
        """One report of the signature, the turn-th of the channel."""
        rng = self.rng
        date = rng.pick(DATES)
        platform = platform or signature.platform
        if platform is None:
            platform = rng.weighted(PLATFORMS[channel])[1]
        build = self.build(channel, platform, date)
        machine = self.machines[platform]
        about, files = machine.machine(rng, build, signature.want)
        draft = Draft(
            build,
            annotations.columns(rng, build, about, date),
            files,
            annotations.addons(rng, channel),
        )
        draft.columns["signature"] = signature.name
        if signature.plant:
            signature.plant(rng, draft, turn)
        remark, topics = remarks.remark(signature.name, turn)
        draft.columns["user_comments"] = remark
        draft.topics = topics
        oddities.spoil(rng, draft, self.turn)
        self.turn += 1
        return self._finished(draft, machine)

    def build(self, channel, platform, date):
        """The build a user of the channel runs on that day."""
        built = None
        if channel == "nightly":
            version = "155.0a1"
            days = [d for d in ["2026-11-16"] + DATES if d <= date]
            built = days[-1 - (len(days) > 1 and self.rng.below(2))]
        else:
            rows = [
                row
                for row in VERSIONS[channel]
                if platform == WIN or not row[2]
            ]
            version = self.rng.weighted(rows)[1]
        key = (version, built)
        if key not in self.builds:
            self.builds[key] = Build(version, channel, built)
        return self.builds[key]

    def _finished(self, draft, machine):
        report = Report(draft.columns)
        report.addons = draft.addons
        report.dump = draft.dump
        report.topics = draft.topics
        report.wide = draft.columns["cpu_arch"] != "x86"
        report.frames = _frames(draft)
        report.modules = None
        if draft.files is not None and draft.dump:
            report.modules = self._mapped(draft.files, machine, report.wide)
        return report

    def _mapped(self, files, machine, wide):
        """The files at addresses of their own, as a loader would."""
        rng = self.rng
        base, align = machine.bases(rng)
        if not wide:
            base = 0x10000000 + (rng.bits(8) << 20)
        found = []
        for module in files:
            answer = module.answer(rng)
            for _ in range(module.mappings):
                one = Loaded(module, base, answer, rng.bits(1) == 1)
                found.append(one)
                base = ((one.end >> align) + 1) << align
        return found

    def _others(self):
        """Reports of other products, and of none."""
        found = []
        crash = Signature("libxul.so | mozilla::ipc::FatalError", ())
        for turn in range(FENIX):
            one = self.report("release", crash, turn, "Android")
            one.columns["product"] = "Fenix"
            one.columns["java_stack_trace"] = "java.lang.Error: \u26a0\n\tat a"
            found.append(one)
        for turn in range(THUNDERBIRD):
            one = self.report("esr", crash, turn, WIN)
            one.columns["product"] = "Thunderbird"
            if turn == 0:
                one.columns["uuid"] = None
            found.append(one)
        for turn in range(NO_PRODUCT):
            one = self.report("release", crash, turn, LINUX)
            one.columns["product"] = None
            found.append(one)
        return found

    def _repeated(self, reports):
        """The reports, and some of them again, further down the table."""
        rng = self.rng
        again = []
        firefox = [
            i
            for i, r in enumerate(reports)
            if r.columns["product"] == "Firefox" and r.modules
        ]
        for turn in range(COPIES + VARIANTS):
            at = firefox[rng.below(len(firefox))]
            copy = reports[at].copy()
            if turn >= COPIES:
                self._vary(copy, turn)
            again.append((at + 1 + rng.below(len(reports) - at), copy))
        again.sort(key=lambda pair: pair[0])
        for at, copy in reversed(again):
            reports.insert(at, copy)
        return reports

    def _vary(self, copy, turn):
        """The same crash report processed again: its modules differ."""
        moved = copy.modules[-1]
        copy.modules = copy.modules[:-1] + [
            Loaded(moved.module, moved.base + 0x40000, moved.answer),
            Loaded(oddities.HOSTILE[turn % 3], 0x5A0000, MISSING),
        ]


def _place(report):
    columns = report.columns
    return (
        columns["crash_date"],
        columns["platform"],
        columns["platform_version"],
        columns["version"],
        columns.get("adapter_driver_version") or "",
    )


def _frames(draft):
    """Three frames; the functions are parts of the signature."""
    files = [f.name for f in draft.files or []][:3]
    parts = (draft.columns["signature"] or "").split(" | ")
    return [
        (
            parts[i % len(parts)],
            name,
            "git:github.com/mozilla-firefox/firefox:xpcom/base/a%d.cpp" % i,
            100 + i,
        )
        for i, name in enumerate(files)
    ]
