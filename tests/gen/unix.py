"""Linux, macOS and Android machines."""

import modules
from machines import CPUS, Machines, cpu, loaded
from modules import DELETED, FIREFOX_ID, FIREFOX_NO_ID, OTHER

LINUX_FIREFOX = [
    ("firefox", 0xB8, 1.0),
    ("libxul.so", 0x9A10, 1.0),
    ("libmozgtk.so", 0x3, 0.6),
    ("libmozsqlite3.so", 0x161, 0.9),
    ("libmozwayland.so", 0x4, 0.6),
    ("liblgpllibs.so", 0x15, 0.9),
    ("libmozsandbox.so", 0x43, 0.9),
    ("libnss3.so", 0x139, 1.0),
    ("libnspr4.so", 0x3F, 1.0),
    ("libsmime3.so", 0x2A, 0.6),
    ("libssl3.so", 0x66, 0.6),
    ("libsoftokn3.so", 0x52, 0.5),
    ("libfreeblpriv3.so", 0x9C, 0.5),
]
LINUX_LISTED = {"libxul.so", "firefox", "firefox-esr", "libnspr4.so"}
# name, version as in the path of the file, pages, present
LINUX_FILES = [
    ("ld-linux-x86-64.so.2", None, 0x38, 1.0),
    ("libc.so.6", None, 0x211, 1.0),
    ("libm.so.6", None, 0xE9, 1.0),
    ("libstdc++.so.6", "6.0.34.0", 0x29C, 1.0),
    ("libgcc_s.so.1", None, 0x2E, 1.0),
    ("libpthread.so.0", None, 0x5, 0.4),
    ("libglib-2.0.so.0", "0.8600.0.0", 0x153, 0.9),
    ("libgobject-2.0.so.0", "0.8600.0.0", 0x64, 0.9),
    ("libgio-2.0.so.0", "0.8600.0.0", 0x1DD, 0.9),
    ("libgtk-3.so.0", "0.2418.32.0", 0x7F3, 0.8),
    ("libgdk-3.so.0", "0.2418.32.0", 0x108, 0.8),
    ("libcairo.so.2", "2.11804.4.0", 0x12E, 0.7),
    ("libpango-1.0.so.0", "0.5700.0.0", 0x6B, 0.6),
    ("libpixman-1.so.0", "0.46.4.0", 0xAE, 0.5),
    ("libX11.so.6", "6.4.0.0", 0x144, 0.7),
    ("libxcb.so.1", "1.1.0.0", 0x2C, 0.7),
    ("libwayland-client.so.0", "0.24.0.0", 0x12, 0.6),
    ("libfontconfig.so.1", "1.16.1.0", 0x55, 0.7),
    ("libfreetype.so.6", "6.20.4.0", 0xD1, 0.7),
    ("libdbus-1.so.3", "3.38.3.0", 0x57, 0.8),
    ("libz.so.1", "1.3.1.0", 0x1D, 0.8),
    ("libevent-2.1.so.7", "7.0.1.0", 0x59, 0.5),
    ("libgallium-25.2.so", None, 0x2B1A, 0.5),
    ("libEGL_mesa.so.0", "0.0.0.0", 0x66, 0.5),
    ("libdrm.so.2", "2.4.0.0", 0x1B, 0.5),
]
# No library sees to the symbols of these, whatever the distribution.
LINUX_DATA = [
    modules.mapped("omni.ja", None, missing=0.9, present=0.45),
    modules.mapped("icon-theme.cache", "", missing=0.92, present=0.5),
    modules.mapped("DejaVuSans.ttf", missing=0.9, present=0.4),
    modules.mapped("locale-archive", missing=0.9, present=0.4),
    modules.mapped("gschemas.compiled", missing=0.9, present=0.3),
    modules.mapped("gschemas.compiled", version="", missing=1, present=0.12),
    modules.mapped("nvidiactl", missing=1, present=0.28, mappings=14),
    modules.mapped("iHD_drv_video.so", missing=0.9, present=0.05),
]
_GONE = {"missing": 0.95, "fate": DELETED}
LINUX_DELETED = [
    modules.mapped(
        "memfd:mozilla-ipc (deleted)", present=0.6, mappings=5, **_GONE
    ),
    modules.mapped("SYSV00000000 (deleted)", present=0.12, **_GONE),
    modules.mapped(
        "libxul.so (deleted)", present=0.25, size=0x9A10000, **_GONE
    ),
    modules.mapped("omni.ja (Deleted)", present=0.04, **_GONE),
    modules.mapped("swrast_dri.so (DELETED).old", present=0.03, **_GONE),
]

# weight, distribution, kernel, missing: files nobody scraped yet
DISTRIBUTIONS = [
    (
        34,
        "Ubuntu 24.04.3 LTS",
        "6.14.0-35-generic #35~24.04.1-Ubuntu SMP PREEMPT_DYNAMIC x86_64",
        {},
    ),
    (
        24,
        "Fedora Linux 43 (Workstation Edition)",
        "6.17.8-300.fc43.x86_64 #1 SMP PREEMPT_DYNAMIC x86_64",
        {"libgallium-25.2.so": 0.9, "libevent-2.1.so.7": 0.9},
    ),
    (
        30,
        "Arch Linux",
        "6.17.8-arch1-1 #1 SMP PREEMPT_DYNAMIC x86_64",
        {
            "libxul.so": 0.97,
            "firefox": 0.95,
            "libc.so.6": 0.95,
            "libglib-2.0.so.0": 0.9,
            "libgtk-3.so.0": 0.95,
            "libstdc++.so.6": 0.7,
        },
    ),
    (
        12,
        "Debian GNU/Linux 13 (trixie)",
        "6.12.57+deb13-amd64 #1 SMP PREEMPT_DYNAMIC x86_64",
        {"firefox-esr": 0.95, "libxul.so": 0.95},
    ),
]
MESA = [
    (5, "0x8086", ["0x46a6", "0x5916", "0x9a49"], "mesa/iris", "25.2.7.0"),
    (3, "0x1002", ["0x1638", "0x73ff"], "mesa/radeonsi", "25.2.7.0"),
    (2, "0x10de", ["0x2504", "0x1c82"], "nvidia/unknown", "580.105.8.0"),
]


class Linux(Machines):
    """Machines of four distributions; data files are mapped beside code."""

    platform = "Linux"

    def machine(self, rng, build, want):
        row = rng.weighted(DISTRIBUTIONS)
        _, pretty, kernel, missing = row
        _, vendor, devices, _, driver = rng.weighted(MESA)
        columns = {
            "platform": self.platform,
            "platform_version": kernel,
            "platform_pretty_version": pretty,
            "bios_manufacturer": None,
            "total_virtual_memory": None,
            "adapter_vendor_id": vendor,
            "adapter_device_id": rng.pick(devices),
            "adapter_driver_version": driver,
            "adapter_subsys_id": None,
        }
        columns.update(cpu(rng, CPUS, want))
        columns["cpu_arch"] = "amd64"
        debian = pretty.startswith("Debian")
        files = self.once(
            ("firefox", pretty, build.build_id),
            lambda: _linux_firefox(build, pretty, missing, debian),
        )
        files = files + self.once(
            ("system", pretty), lambda: _linux_system(pretty, missing)
        )
        files = files + LINUX_DATA + LINUX_DELETED
        if not missing and rng.chance(0.7):
            files = files + [NAMELESS_LIBXUL]
        return columns, loaded(rng, files)

    def bases(self, rng):
        return 0x7F0000000000 + (rng.bits(24) << 16), 12


# What a snap's minidump writer could not read.
NAMELESS_LIBXUL = modules.mapped(
    "libxul.so", size=0x9A10000, missing=0.96, fate=FIREFOX_NO_ID
)


def _linux_firefox(build, seed, missing, debian):
    made = []
    for name, pages, present in LINUX_FIREFOX:
        if debian and name == "firefox" and build.channel == "esr":
            name = "firefox-esr"
        made.append(
            modules.elf(
                name,
                None,
                pages << 12,
                seed if missing else build.build_id,
                missing=missing.get(name, 0.0),
                present=present,
                fate=FIREFOX_ID if name in LINUX_LISTED else OTHER,
            )
        )
    return made


def _linux_system(seed, missing):
    return [
        modules.elf(
            name,
            version,
            pages << 12,
            seed,
            missing=missing.get(name, 0.0),
            present=present,
        )
        for name, version, pages, present in LINUX_FILES
    ]


# The version of a dylib is its current version; that of Mozilla's is 1.
MAC_FIREFOX = [
    ("firefox", None, 0x9, 1.0),
    ("XUL", "0.1.0.0", 0x8D00, 1.0),
    ("libmozglue.dylib", "0.1.0.0", 0x55, 1.0),
    ("libnss3.dylib", "0.1.0.0", 0x1A9, 1.0),
    ("liblgpllibs.dylib", "0.1.0.0", 0xC, 0.7),
    ("libgkcodecs.dylib", "0.1.0.0", 0x175, 0.6),
    ("libfreebl3.dylib", "0.1.0.0", 0x92, 0.6),
    ("libsoftokn3.dylib", "0.1.0.0", 0x39, 0.6),
]
MAC_LISTED = {"firefox", "XUL", "libmozglue.dylib", "libnss3.dylib"}
MAC_FILES = [
    ("dyld", None, 0x9C, 1.0),
    ("libsystem_kernel.dylib", "0.12377.41.6", 0x3C, 1.0),
    ("libsystem_pthread.dylib", "0.539.0.0", 0xD, 1.0),
    ("libsystem_malloc.dylib", "0.792.41.1", 0x4A, 0.9),
    ("libsystem_c.dylib", "0.1725.40.4", 0x81, 0.9),
    ("libobjc.A.dylib", "0.228.0.0", 0x51, 0.9),
    ("libdispatch.dylib", "0.1542.40.3", 0x47, 0.9),
    ("CoreFoundation", "0.4109.1.401", 0x545, 1.0),
    ("Foundation", "0.4109.1.401", 0xF3E, 0.9),
    ("AppKit", "0.2685.20.119", 0x1490, 0.9),
    ("HIToolbox", "0.2.1.1", 0x306, 0.8),
    ("CoreGraphics", "0.1965.2.1", 0x9C8, 0.7),
    ("QuartzCore", "0.1195.23.5", 0x4D5, 0.7),
    ("IOKit", "0.275.0.0", 0x17A, 0.6),
    ("CoreText", "0.1.0.0", 0x218, 0.6),
    ("Metal", "0.370.64.1", 0x296, 0.5),
    ("IOSurface", "0.376.0.0", 0x26, 0.5),
    ("CFNetwork", "0.3860.100.1", 0x3E9, 0.4),
    ("Security", "0.61901.41.0", 0x3A1, 0.5),
    ("libc++.1.dylib", "0.2000.67.0", 0x8C, 0.8),
    ("AGXMetalG13X", "0.342.17.0", 0x62B, 0.85),
    ("AppleMetalOpenGLRenderer", "0.1.0.0", 0x2C5, 0.8),
    ("caulk", "0.1.0.0", 0x27, 0.4),
]
MACS = [
    (8, "26.1.0 25B78", "macOS 26"),
    (3, "15.7.2 24G325", "macOS 15"),
    (1, "14.8.2 23J126", "macOS 14"),
]
MAC_MISSING = {
    "macOS 26": {
        "AGXMetalG13X": 0.95,
        "AppleMetalOpenGLRenderer": 0.95,
        "caulk": 0.5,
        "dyld": 0.8,
    },
    "macOS 15": {"AppleMetalOpenGLRenderer": 0.9},
}
MAC_CPUS = [
    (3, "family 6 model 158 stepping 10", [(1, None)]),
    (15, "", [(1, None)]),
]


class MacOS(Machines):
    """Intel and Apple processors; graphics are not told apart."""

    platform = "Mac OS X"

    def machine(self, rng, build, want):
        _, number, pretty = rng.weighted(MACS)
        columns = {
            "platform": self.platform,
            "platform_version": number,
            "platform_pretty_version": pretty,
            "bios_manufacturer": None,
            "total_virtual_memory": None,
            "adapter_vendor_id": "0x106b",
            "adapter_device_id": None,
            "adapter_driver_version": None,
            "adapter_subsys_id": None,
        }
        columns.update(cpu(rng, MAC_CPUS, {}))
        arm = columns["cpu_info"].startswith(" |")
        columns["cpu_arch"] = "arm64" if arm else "amd64"
        if arm:
            columns["cpu_info"] = " | 8"
        seed = columns["cpu_arch"] + pretty
        files = self.once(
            ("firefox", build.build_id, arm), lambda: _mac_firefox(build, arm)
        )
        files = files + self.once(
            ("system", seed), lambda: _mac_system(seed, pretty)
        )
        return columns, loaded(rng, files)

    def bases(self, rng):
        return 0x180000000 + (rng.bits(14) << 14), 14


def _mac_firefox(build, arm):
    rates = {}
    if build.version == "153.0.2" and arm:
        rates = {"libmozglue.dylib": 0.97}
    return [
        modules.macho(
            name,
            version,
            pages << 12,
            "%s %s" % (build.build_id, arm),
            missing=rates.get(name, 0.0),
            present=present,
            fate=FIREFOX_ID if name in MAC_LISTED else OTHER,
        )
        for name, version, pages, present in MAC_FIREFOX
    ]


def _mac_system(seed, pretty):
    rates = MAC_MISSING.get(pretty, {})
    return [
        modules.macho(
            name,
            version,
            pages << 12,
            seed,
            missing=rates.get(name, 0.0),
            present=present,
        )
        for name, version, pages, present in MAC_FILES
    ]


# Fenix runs on these: board, brand, hardware, model, maker, API, graphics
PHONES = [
    ("pineapple", "samsung", "qcom", "SM-S928B", "samsung", "35", "Qualcomm"),
    ("kalama", "Xiaomi", "qcom", "2211133G", "Xiaomi", "34", "Qualcomm"),
    ("k6985v1_64", "OPPO", "mt6985", "CPH2499", "OPPO", "34", "ARM"),
    ("zuma", "google", "zuma", "Pixel 8", "Google", "36", "ARM"),
    ("exynos2100", "samsung", "s5e9840", "SM-G991B", "samsung", "31", "ARM"),
]
ANDROID_FILES = [
    ("app_process64", 0x9, 1.0, 0.0),
    ("linker64", 0x1B5, 1.0, 0.0),
    ("libc.so", 0x1D3, 1.0, 0.9),
    ("libm.so", 0x3C, 0.9, 0.0),
    ("libart.so", 0x801, 1.0, 0.9),
    ("libhwui.so", 0x6B2, 0.9, 0.6),
    ("libutils.so", 0x1E, 0.9, 0.0),
    ("libbinder.so", 0xC1, 0.9, 0.0),
    ("libandroid_runtime.so", 0x219, 0.9, 0.4),
    ("libGLESv2_adreno.so", 0x5F4, 0.4, 0.9),
    ("libGLES_mali.so", 0x2A17, 0.4, 0.9),
    ("boot.oat", 0x3A4, 0.8, 0.0),
    ("boot-framework.oat", 0xA27, 0.8, 0.9),
    ("libmozglue.so", 0x66, 1.0, 0.0),
    ("libxul.so", 0x8B10, 1.0, 0.0),
    ("libnss3.so", 0x1E7, 1.0, 0.0),
    ("liblgpllibs.so", 0x1A, 0.9, 0.0),
    ("libplugin-container.so", 0x6, 0.5, 0.0),
]
ANDROID_DATA = [
    modules.mapped("base.apk", missing=0.9, mappings=3, size=0x5B11000),
    modules.mapped("jit-cache (deleted)", mappings=2, **_GONE),
    modules.mapped("dalvik-main space (deleted)", present=0.5, **_GONE),
]


class Android(Machines):
    """Phones; the graphics vendor is a name, not a number."""

    platform = "Android"

    def machine(self, rng, build, want):
        phone = rng.pick(PHONES)
        board, brand, hardware, model, maker, level, graphics = phone
        columns = {
            "platform": self.platform,
            "platform_version": level,
            "platform_pretty_version": "Android " + level,
            "android_board": board,
            "android_brand": brand,
            "android_cpu_abi": "arm64-v8a",
            "android_cpu_abi2": "",
            "android_device": model.lower(),
            "android_hardware": hardware,
            "android_manufacturer": maker,
            "android_model": model,
            "android_version": "%s (REL)" % level,
            "adapter_vendor_id": graphics,
            "adapter_device_id": (
                "Adreno (TM) 750" if graphics == "Qualcomm" else "Mali-G715"
            ),
            "cpu_arch": "arm64",
            "cpu_info": " | 8",
        }
        files = self.once(
            ("files", board, build.build_id), lambda: _android(board, build)
        )
        return columns, loaded(rng, files + ANDROID_DATA)

    def bases(self, rng):
        return 0x7000000000 + (rng.bits(20) << 12), 12


def _android(board, build):
    return [
        modules.elf(
            name,
            None,
            pages << 12,
            build.build_id if "libxul" in name or "moz" in name else board,
            missing=missing,
            present=present,
        )
        for name, pages, present, missing in ANDROID_FILES
    ]
