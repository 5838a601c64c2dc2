"""Windows machines: system files, drivers and what others load."""

import functools

import modules
from machines import CPUS, Machines, cpu, loaded
from modules import EXPIRED, FIREFOX_ID, FIREFOX_NO_ID, KNOWN, OTHER, SYSTEM

# name, pages, how often it is loaded
FIREFOX_FILES = [
    ("firefox.exe", 0xA6, 1.0),
    ("mozglue.dll", 0xF2, 1.0),
    ("xul.dll", 0x9D40, 1.0),
    ("nss3.dll", 0x262, 1.0),
    ("lgpllibs.dll", 0x2D, 0.9),
    ("softokn3.dll", 0x54, 0.7),
    ("freebl3.dll", 0xC1, 0.7),
    ("mozavutil.dll", 0x4B, 0.4),
    ("mozavcodec.dll", 0x2C2, 0.4),
    ("gkcodecs.dll", 0x141, 0.5),
    ("osclientcerts.dll", 0x6A, 0.3),
]
NOT_LISTED = {"gkcodecs.dll", "osclientcerts.dll"}

SYSTEM_FILES = [
    ("ntdll.dll", 0x264, 1.0),
    ("kernel32.dll", 0xC9, 1.0),
    ("KERNELBASE.dll", 0x3ED, 1.0),
    ("ucrtbase.dll", 0x14B, 1.0),
    ("user32.dll", 0x1CC, 0.97),
    ("win32u.dll", 0x27, 0.97),
    ("gdi32.dll", 0x2B, 0.9),
    ("gdi32full.dll", 0x137, 0.9),
    ("msvcp_win.dll", 0xA3, 0.9),
    ("advapi32.dll", 0xB1, 0.9),
    ("msvcrt.dll", 0xA9, 0.9),
    ("sechost.dll", 0xA6, 0.8),
    ("rpcrt4.dll", 0x118, 0.9),
    ("combase.dll", 0x380, 0.8),
    ("ole32.dll", 0x1A0, 0.6),
    ("oleaut32.dll", 0xD7, 0.4),
    ("shell32.dll", 0x760, 0.5),
    ("shlwapi.dll", 0x5E, 0.4),
    ("SHCore.dll", 0xF1, 0.4),
    ("bcrypt.dll", 0x26, 0.7),
    ("bcryptPrimitives.dll", 0x9B, 0.7),
    ("crypt32.dll", 0x177, 0.5),
    ("ws2_32.dll", 0x74, 0.6),
    ("mswsock.dll", 0x6A, 0.4),
    ("dnsapi.dll", 0xF7, 0.2),
    ("IPHLPAPI.DLL", 0x34, 0.3),
    ("dwmapi.dll", 0x34, 0.5),
    ("uxtheme.dll", 0xB2, 0.4),
    ("d3d11.dll", 0x261, 0.3),
    ("dxgi.dll", 0x128, 0.3),
    ("dcomp.dll", 0x21E, 0.25),
    ("DWrite.dll", 0x287, 0.4),
    ("CoreMessaging.dll", 0x125, 0.3),
    ("CoreUIComponents.dll", 0x301, 0.2),
    ("TextInputFramework.dll", 0x142, 0.25),
    ("WinTypes.dll", 0x16A, 0.25),
    ("winmm.dll", 0x35, 0.5),
    ("version.dll", 0xB, 0.6),
    ("cryptbase.dll", 0xC, 0.5),
    ("kernel.appcore.dll", 0x18, 0.5),
    ("powrprof.dll", 0x5E, 0.3),
    ("dbghelp.dll", 0x23A, 0.3),
    ("wintrust.dll", 0x8D, 0.3),
    ("msctf.dll", 0x160, 0.4),
]
# Loaded by this one build of Windows and by no other.
ONLY_19045 = ("edgegdi.dll", 0x5, 1.0)

# weight, platform_version, pretty name, version of its files, missing
SYSTEMS = [
    (30, "10.0.26200", "Windows 11", "10.0.26100.7309", True),
    (24, "10.0.26100", "Windows 11", "10.0.26100.7171", False),
    (9, "10.0.22631", "Windows 11", "10.0.22621.6199", False),
    (21, "10.0.19045", "Windows 10", "10.0.19041.6575", False),
    (8, "10.0.19044", "Windows 10", "10.0.19041.6456", False),
    (5, "10.0.17763", "Windows 10", "10.0.17763.8027", False),
    (3, "10.0.14393", "Windows 10", "10.0.14393.8594", False),
]
OLD_SYSTEMS = [
    (60, "6.1.7601 Service Pack 1", "Windows 7", "6.1.7601.24545", False),
    (25, "6.3.9600", "Windows 8.1", "6.3.9600.20520", False),
    (15, "10.0.19045", "Windows 10", "10.0.19041.6575", False),
]
# Of the newest system the scraped symbols lag behind, for these files.
NOT_SCRAPED = {
    "ntdll.dll": 0.98,
    "kernel32.dll": 0.98,
    "KERNELBASE.dll": 0.95,
    "ucrtbase.dll": 0.8,
    "user32.dll": 0.6,
    "win32u.dll": 0.6,
    "rpcrt4.dll": 0.3,
    "combase.dll": 0.5,
    "d3d11.dll": 0.9,
    "dxgi.dll": 0.4,
    "CoreMessaging.dll": 0.95,
    "TextInputFramework.dll": 0.9,
}

# How often modules of drivers that nobody publishes symbols for are missing.
GONE = {"missing": 0.93}
KNOWN_GONE = {"missing": 0.93, "fate": KNOWN}


def _driver(version, *files):
    return [
        modules.windows(name, version, size << 12, pdb, **more)
        for name, size, pdb, more in files
    ]


def _intel(version):
    return _driver(
        version,
        ("igd10iumd64.dll", 0xC1A, None, KNOWN_GONE),
        ("igc64.dll", 0x4B07, "igc64.pdb", GONE),
        ("igdgmm64.dll", 0x1C, "igdgmm_w10.pdb", GONE),
        ("IntelControlLib.dll", 0x2D, None, {"missing": 0.9, "present": 0.4}),
    )


def _nvidia(version):
    return _driver(
        version,
        ("nvwgf2umx.dll", 0x5F30, None, KNOWN_GONE),
        ("nvldumdx.dll", 0xE5, None, GONE),
        ("nvgpucomp64.dll", 0x2A14, None, GONE),
        ("NvMessageBus.dll", 0x6E, "MessageBus.pdb", {"present": 0.5}),
    )


def _amd(version):
    return _driver(
        version,
        ("atidxx64.dll", 0x2E05, "atidxx64.pdb", KNOWN_GONE),
        ("amdxx64.dll", 0x3117, None, GONE),
        ("aticfx64.dll", 0x1A1, None, {"missing": 0.9, "present": 0.8}),
        ("amdihk64.dll", 0x33, None, KNOWN_GONE),
    )


def _basic(version):
    return _driver(version, ("d3d10warp.dll", 0x88A, None, {"missing": 0.0}))


# weight, vendor, devices, drivers (weight, version), modules of a driver
ADAPTERS = [
    (
        46,
        "0x8086",
        ["0x46a6", "0x9a49", "0xa7a0", "0x5916", "0x3e92", "0x7d55"],
        [(5, "32.0.101.7082"), (3, "31.0.101.2135"), (2, "27.20.100.9664")],
        _intel,
    ),
    (
        30,
        "0x10de",
        ["0x2504", "0x1c82", "0x2684", "0x1f82", "0x2882"],
        [(4, "32.0.15.7688"), (3, "31.0.15.5222"), (2, "32.0.15.8142")],
        _nvidia,
    ),
    (
        18,
        "0x1002",
        ["0x1638", "0x15d8", "0x744c", "0x73ff"],
        [(5, "32.0.21037.1004"), (4, "31.0.24027.1012")],
        _amd,
    ),
    (6, "0x1414", ["0x008c"], [(1, "10.0.26100.1")], _basic),
]
SUBSYSTEMS = ["0b8c1028", "87b8103c", "3fa817aa", "85341043", "00000000"]
# The driver that comes with this device three times of four.
BOUND_DEVICE = "0x15d8"
BOUND_DRIVER = "30.0.13002.1001"

MAKERS = [
    (20, "American Megatrends International, LLC."),
    (16, "LENOVO"),
    (14, "HP"),
    (13, "Dell Inc."),
    (8, "INSYDE Corp."),
    (1, None),
]


def _third(chance, name, version, pages, **more):
    pdb = more.pop("pdb", None)
    more.setdefault("missing", 0.93)
    return (chance, modules.windows(name, version, pages << 12, pdb, **more))


# The module planted in signatures.py.
NIMBUS = modules.windows("nmbshld64.dll", "4.2.11.830", 0x57000, missing=0.93)

# Programs that load something into Firefox: chance of each.
THIRD_PARTIES = [
    _third(0.07, "aswhook.dll", "25.9.9980.0", 0x2F, fate=KNOWN),
    _third(0.05, "SNXHK64.DLL", "18.8.4084.0", 0x43, fate=KNOWN),
    _third(0.05, "com_antivirus.dll", "30.1388.0.5", 0x9C),
    _third(0.04, "klsihk64.dll", "30.1388.0.5", 0x6B, fate=KNOWN),
    _third(0.06, "atcuf64.dll", "3.12.64.0", 0xC4, pdb="atcuf64.pdb"),
    _third(0.05, "bdhkm64.dll", "27.0.1.90", 0x51),
    _third(0.05, "IPSEng64.dll", "17.3.4.64", 0xD1, fate=KNOWN),
    _third(0.05, "eOppBrowser.dll", "1.0.96.0", 0x1E),
    _third(0.04, "WRusr.dll", "9.0.36.40", 0x48, fate=KNOWN),
    _third(0.05, "umppc19706.dll", "7.29.19706.0", 0x2A),
    _third(0.06, "RTSSHooks64.dll", "7.3.7.28550", 0x3E),
    _third(0.05, "gameoverlayrenderer64.dll", "9.86.20.46", 0x198),
    _third(0.05, "Nahimic2DevProps.dll", "2.5.33.0", 0x41),
    _third(0.03, "DropboxExt64.82.0.dll", "1.0.82.0", 0x51),
    _third(0.03, "IntelIHVRouter08.dll", "22.250.0.4", 0x33),
    # No version resource, no debug information at all.
    (
        0.05,
        modules.Module(
            "hookloader.dll",
            "",
            ("", modules.NULL_DEBUG_ID, "5fc1a2d813000"),
            0x13000,
            missing=0.95,
        ),
    ),
    (0.06, NIMBUS),
]


class Windows(Machines):
    """Machines drawn by the tables above."""

    platform = "Windows NT"

    def __init__(self):
        super().__init__()
        self._bound = 0

    def machine(self, rng, build, want):
        old = build.version.startswith("115.")
        system = rng.weighted(OLD_SYSTEMS if old else SYSTEMS)
        if "platform_version" in want:
            rows = [s for s in SYSTEMS if s[1] == want["platform_version"]]
            system = rows[0]
        columns = {
            "platform": self.platform,
            "platform_version": system[1],
            "platform_pretty_version": system[2],
            "bios_manufacturer": rng.weighted(MAKERS)[1],
        }
        columns.update(cpu(rng, CPUS, want))
        graphics = self._adapter(rng, columns, want)
        amd64 = columns["cpu_arch"] == "amd64"
        columns["total_virtual_memory"] = (
            "140737488224256"
            if amd64
            else rng.pick(["4294836224", "2147352576"])
        )
        files = self.once(build, lambda: _firefox(build))
        files = files + self.once(system, lambda: _system(system)) + graphics
        found = loaded(rng, files)
        found += [m for chance, m in THIRD_PARTIES if rng.chance(chance)]
        return columns, found

    def _adapter(self, rng, columns, want):
        adapter = rng.weighted(ADAPTERS)
        if "device" in want:
            adapter = [a for a in ADAPTERS if want["device"] in a[2]][0]
        _, vendor, devices, drivers, make = adapter
        device = want.get("device") or rng.pick(devices)
        driver = want.get("driver") or rng.weighted(drivers)[1]
        if device == BOUND_DEVICE:
            self._bound += 1
            if self._bound % 4:
                driver = BOUND_DRIVER
        columns["adapter_vendor_id"] = vendor
        columns["adapter_device_id"] = device
        columns["adapter_driver_version"] = driver
        columns["adapter_subsys_id"] = rng.pick(SUBSYSTEMS)
        if rng.chance(0.25):
            return []
        return self.once((make, driver), lambda: make(driver))

    def bases(self, rng):
        return 0x7FF800000000 + (rng.bits(15) << 20), 16


def _firefox(build):
    files = []
    for name, pages, present in FIREFOX_FILES:
        more = {"present": present}
        if name in NOT_LISTED:
            more["fate"] = OTHER
        else:
            more["fate"] = EXPIRED if build.expired else FIREFOX_ID
            more["compat_fate"] = (
                EXPIRED if build.compat_expired else FIREFOX_ID
            )
        more["missing"] = _firefox_missing(build, name)
        files.append(
            modules.windows(
                name, build.file_version, pages << 12, mozilla=True, **more
            )
        )
    return files


def _firefox_missing(build, name):
    if build.expired:
        rate = {"xul.dll": 0.98, "firefox.exe": 0.95, "mozglue.dll": 0.95}
        return rate.get(name, 0.3 if name == "nss3.dll" else 0.0)
    if build.version == "115.38.0esr":
        rate = {"xul.dll": 0.98, "firefox.exe": 0.9, "mozglue.dll": 0.9}
        return rate.get(name, 0.8 if name == "nss3.dll" else 0.0)
    if build.version == "133.0":
        return {"xul.dll": 0.98, "firefox.exe": 0.95}.get(name, 0.0)
    return 0.0


@functools.lru_cache(maxsize=None)
def nameless(build, debug_file, debug_id):
    """xul.dll where memory ran out: nobody knows its debug ID."""
    whole = [m for m in _firefox(build) if m.name == "xul.dll"][0]
    expired = EXPIRED if build.expired else FIREFOX_NO_ID
    compat = EXPIRED if build.compat_expired else FIREFOX_NO_ID
    return modules.Module(
        "xul.dll",
        build.file_version,
        (debug_file, debug_id, whole.code_id),
        whole.size,
        missing=1.0,
        fate=expired,
        compat_fate=compat,
    )


def _system(system):
    _, number, _, version, missing = system
    files = list(SYSTEM_FILES)
    if number == "10.0.19045":
        files.append(ONLY_19045)
    made = []
    for name, pages, present in files:
        rate = NOT_SCRAPED.get(name, 0.0) if missing else 0.0
        pdb = {"IPHLPAPI.DLL": "iphlpapi.pdb"}.get(name)
        made.append(
            modules.windows(
                name,
                version,
                pages << 12,
                pdb,
                missing=rate,
                present=present,
                fate=SYSTEM,
            )
        )
    return made
