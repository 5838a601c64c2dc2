"""What all machines have in common."""

# weight, model, microcodes (weight, version)
CPUS = [
    (14, "family 6 model 142 stepping 12", [(9, "0xf8"), (1, "0xf6")]),
    (13, "family 6 model 154 stepping 3", [(8, "0x437"), (2, "0x436")]),
    (12, "family 6 model 183 stepping 1", [(3, "0x129"), (1, "0x12b")]),
    (10, "family 6 model 158 stepping 10", [(9, "0xfa"), (1, "0xea")]),
    (8, "family 6 model 140 stepping 1", [(9, "0xbc"), (1, "0xb8")]),
    (9, "family 25 model 80 stepping 0", [(9, "0xa500011"), (1, None)]),
    (8, "family 23 model 113 stepping 0", [(9, "0x8701034"), (1, None)]),
    (7, "family 25 model 33 stepping 2", [(9, "0xa20120e"), (1, None)]),
    (4, "family 6 model 42 stepping 7", [(1, "0x2f")]),
]
CORES = [(3, 4), (6, 8), (5, 12), (4, 16), (1, 20), (1, 2)]


class Machines:
    """A platform; its files are made once, then shared by the reports."""

    platform = None

    def __init__(self):
        self._files = {}

    def once(self, key, make):
        if key not in self._files:
            self._files[key] = make()
        return self._files[key]

    def machine(self, rng, build, want):
        """Columns and files of a machine that runs the build.

        want: values that a signature insists on, by name
        """
        raise NotImplementedError

    def bases(self, rng):
        """First address, and the bits by which addresses are aligned."""
        raise NotImplementedError


def loaded(rng, files):
    """Those of the files that happen to be loaded."""
    return [f for f in files if f.present == 1 or rng.chance(f.present)]


def cpu(rng, cpus, want):
    """Columns that describe the processor."""
    row = rng.weighted(cpus)
    if "cpu" in want:
        row = [c for c in cpus if c[1] == want["cpu"]][0]
    microcode = rng.weighted(row[2])[1]
    cores = want.get("cores") or rng.weighted(CORES)[1]
    return {
        "cpu_arch": "x86" if rng.chance(0.04) else "amd64",
        "cpu_info": "%s | %d" % (row[1], cores),
        "cpu_microcode_version": want.get("microcode") or microcode,
    }
