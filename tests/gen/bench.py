"""Crash reports by the million: a pool of reports turned into formats.

A row of a benchmark is a format of the pool filled with an address, a
crash ID, a signature, a hash and either the places of its modules or,
projected, a list of file names that its signature is fond of.
"""

import modules
from jsontext import text
from rand import Rand
from report import Loaded, Report
from sample import Maker
from signatures import Signature, tail

POOL = 1200
FREQUENT = 2000
THREADS = 18
TAIL_SHARE = 0.25
TAIL_SIGNATURES = 20000
# Marks that stand for JSON text, not for what is in a string.
BARE = ("@S", "@M")
# What the pool's reports have in modules before any are added.
OWN_MODULES = 34


class Pooled(Report):
    """A report with marks where its rows differ.

    @A address, @I crash ID, @S signature, @H hash, @M modules
    """

    MARKS = {"address": "@A", "crash_id": "@I", "uuid": "@I"}
    MARKS.update({"signature": "@S", "minidump_sha256_hash": "@H"})

    def __init__(self, report):
        super().__init__({**report.columns, **self.MARKS})
        self.addons = report.addons
        self.modules = []
        self.frames = report.frames
        self.threads = THREADS

    def _dump(self, shape):
        return self._dump_text(shape, "@M")

    def format(self, shape):
        """The row as a format, and the marks in their order."""
        row = self.row(shape).replace("%", "%%")
        if shape == "projected":
            row = row[: -len("[]}")] + "@M}"
        marks = sorted(
            (at, mark)
            for mark in ("@A", "@I", "@S", "@H", "@M")
            for at in _places(row, mark)
        )
        for _, mark in marks:
            row = row.replace('"%s"' % mark, mark)
            row = row.replace(mark, "%s" if mark in BARE else '"%s"')
        return row, [mark for _, mark in marks]


def _places(row, mark):
    """Where the mark stands as a value."""
    at = row.find(mark)
    while at >= 0:
        if row[at - 1] in '":':
            yield at
        at = row.find(mark, at + 1)


class Bench:
    """Rows of one profile; rows() yields them as text."""

    def __init__(self, seed, shape, channels, nsignatures, nmodules):
        self.rng = Rand(seed)
        self.shape = shape
        self.nmodules = nmodules
        self.files = [
            modules.windows(
                "frequent%04d.dll" % i, "1.%d.0.7" % i, 0x30000, missing=0.3
            )
            for i in range(FREQUENT)
        ]
        maker = Maker(seed)
        self.pool = []
        for i in range(POOL):
            one = Signature(None, ())
            report = maker.report(channels[i % len(channels)], one, i)
            self.pool.append(self._pooled(report))
        self.signatures = [
            self._signature(i, nsignatures) for i in range(nsignatures)
        ]

    def rows(self, count):
        pick = self.rng.below
        bounds = self._bounds()
        for _ in range(count):
            if self.rng.random() < TAIL_SHARE:
                name = '"tail::Signature%d"' % pick(TAIL_SIGNATURES)
                fond, machines = (), range(POOL)
            else:
                name, fond, machines = self.signatures[
                    bounds[pick(len(bounds))]
                ]
            if self.rng.random() < 0.5:
                entry = self.pool[machines[pick(len(machines))]]
            else:
                entry = self.pool[pick(POOL)]
            yield self._row(entry, name, fond)

    def _bounds(self):
        """A table to draw signatures from: frequent ones come often."""
        table = []
        for i in range(len(self.signatures)):
            table += [i] * (1 + 40000 // (i + 20))
        return table

    def _row(self, entry, name, fond):
        rng = self.rng
        row, names, loaded, places, start = entry
        uuid = rng.uuid("2026-11-17")
        address = "0x0000000000000000"
        if rng.random() < 0.5:
            address = "0x%016x" % rng.bits(47)
        digest = "%064x" % rng.bits(256)
        if self.shape == "projected":
            chance = rng.random
            extra = [file for share, file in fond if chance() < share]
            listed = "[" + ",".join(names + extra) + "]"
            return row % (address, name, uuid, digest, listed)
        start += rng.bits(15) << 20
        listed = loaded % tuple([start + place for place in places])
        return row % (address, uuid, address, listed, name, uuid, digest)

    def _pooled(self, report):
        """(format, names, format of modules, their places, first address)."""
        pooled = Pooled(report)
        row, marks = pooled.format(self.shape)
        if self.shape == "projected":
            assert marks == ["@A", "@S", "@I", "@H", "@M"], marks
            names = list(map(text, report.module_names()))
            return row, names, None, None, None
        assert marks == ["@A", "@I", "@A", "@M", "@S", "@I", "@H"], marks
        found = list(report.modules or [])
        base = found[-1].end if found else 0x10000000
        for _ in range(max(0, self.nmodules - OWN_MODULES)):
            file = self.rng.pick(self.files)
            base += 0x100000
            found.append(Loaded(file, base, file.answer(self.rng)))
        start = found[0].base if found else 0
        places = []
        for one in found:
            places += [one.base - start, one.end - start]
        loaded = pooled._list(
            [
                one.module.template(one.answer, one.ascii, "0x%016x")
                for one in found
            ],
            self.shape,
        )
        return row, None, loaded, places, start

    def _signature(self, i, count):
        """(name, [(share, file)] it is fond of, machines it is often on)."""
        rng = self.rng
        home = range(i % FREQUENT, FREQUENT, count)
        fond = {n: 0.5 + 0.4 * rng.random() for n in home}
        wanted = max(0, self.nmodules - OWN_MODULES)
        while sum(fond.values()) < wanted:
            fond[rng.below(FREQUENT)] = 0.05 + 0.5 * rng.random()
        files = [(s, text(self.files[n].name)) for n, s in fond.items()]
        machines = [rng.below(POOL) for _ in range(30)]
        return text("%s#%d" % (tail(rng), i)), files, machines
