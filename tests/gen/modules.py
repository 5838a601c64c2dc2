"""Modules: a loaded file with its identity, and its JSON in a row."""

import hashlib

from jsontext import escaped, text

NULL_DEBUG_ID = "0" * 33
SERVER = "https://symbols.mozilla.org/"

# What the stackwalker says of symbols: looked up and found in its cache,
# found on the server, not found, never looked up, or nothing at all.
CACHED, FETCHED, MISSING, UNSEEN, SILENT = range(5)
_ANSWERS = [
    '"loaded_symbols":true,"missing_symbols":false,'
    '"symbol_disk_cache_hit":true,"symbol_url":%s,',
    '"loaded_symbols":true,"missing_symbols":false,'
    '"symbol_disk_cache_hit":false,"symbol_url":%s,',
    '"loaded_symbols":false,"missing_symbols":true,'
    '"symbol_disk_cache_hit":false,"symbol_url":null,',
    '"loaded_symbols":false,"missing_symbols":false,'
    '"symbol_disk_cache_hit":null,"symbol_url":null,',
    '"loaded_symbols":null,"missing_symbols":null,'
    '"symbol_disk_cache_hit":null,"symbol_url":null,',
]

# Where a module with missing symbols ends in the report, counts aside.
FIREFOX_ID = "firefox with debug id"
FIREFOX_NO_ID = "firefox without debug id"
SYSTEM = "operating system"
OTHER = "other"
KNOWN = "known"
EXPIRED = "expired"
DELETED = "deleted"


def digest(*parts):
    """64 hexadecimal digits that depend on nothing but the parts."""
    return hashlib.sha256("\0".join(map(str, parts)).encode()).hexdigest()


class Module:
    """One file. `missing` is how often its symbols are wanted and absent."""

    def __init__(self, name, version, identity, size, **more):
        self.name = name
        self.version = version
        self.debug_file, self.debug_id, self.code_id = identity
        self.size = size
        self.missing = more.get("missing", 0.0)
        self.fate = more.get("fate", OTHER)
        self.compat_fate = more.get("compat_fate", self.fate)
        self.present = more.get("present", 1.0)
        self.mappings = more.get("mappings", 1)
        self._texts = {}

    def key(self):
        """What the report counts by."""
        return (self.name, self.version, self.debug_id, self.debug_file)

    def spelling(self, ascii_only):
        """The name in JSON, as UTF-8 or with escapes."""
        if ascii_only and self.name is not None:
            return escaped(self.name)
        return text(self.name)

    def answer(self, rng):
        """One of the five answers above."""
        point = rng.random()
        if self.missing > 0:
            return MISSING if point < self.missing else UNSEEN
        if point < 0.9:
            return UNSEEN
        return (CACHED, CACHED, FETCHED, SILENT)[int((point - 0.9) * 40)]

    def template(self, answer, ascii_only=False, slot="%s"):
        """JSON of the module as a format; slots for base and end address."""
        key = (answer, ascii_only, slot)
        found = self._texts.get(key)
        if found is None:
            found = self._template(answer, ascii_only).replace("%", "%%")
            found = self._texts[key] = found.replace("\1", slot)
        return found

    def _template(self, answer, ascii_only):
        symbols = _ANSWERS[answer]
        if "%s" in symbols:
            symbols = symbols % text(self.url())
        return (
            '{"base_addr":"\1","code_id":%s,"debug_file":%s,"debug_id":%s,'
            '"end_addr":"\1","filename":%s,%s"version":%s}'
        ) % (
            text(self.code_id),
            text(self.debug_file),
            text(self.debug_id),
            self.spelling(ascii_only),
            symbols,
            text(self.version),
        )

    def url(self):
        file = self.debug_file or self.name
        stem = file[:-4] if file.endswith(".pdb") else file
        return "%s%s/%s/%s.sym" % (SERVER, file, self.debug_id, stem)


def windows(name, version, size, pdb=None, mozilla=False, **more):
    """A Windows file; `pdb` is the debug file when not the obvious one."""
    seed = digest(name, version)
    guid = seed[:16] + ("4c4c44205044422e" if mozilla else seed[16:32])
    if pdb is None:
        pdb = name.rsplit(".", 1)[0] + ".pdb"
    # Time stamp and size of image, without leading zeros.
    code_id = "%x%x" % (0x66000000 + int(seed[32:38], 16), size)
    identity = (pdb, guid.upper() + "1", code_id)
    return Module(name, version, identity, size, **more)


def elf(name, version, size, seed, **more):
    """A Linux or Android library; the seed names who built it."""
    build_id = digest(name, seed)[:40]
    first = bytes.fromhex(build_id[:32])
    guid = first[3::-1] + first[5:3:-1] + first[7:5:-1] + first[8:]
    identity = (name, guid.hex().upper() + "0", build_id)
    return Module(name, version, identity, size, **more)


def macho(name, version, size, seed, **more):
    """A macOS image: debug ID and code ID are the same UUID."""
    uuid = digest(name, version, seed)[:32]
    identity = (name, uuid.upper() + "0", uuid)
    return Module(name, version, identity, size, **more)


def mapped(name, debug_id=NULL_DEBUG_ID, version=None, **more):
    """A mapped file that is no library: it has no debug ID."""
    size = more.pop("size", 0x21000)
    return Module(name, version, (name, debug_id, ""), size, **more)
