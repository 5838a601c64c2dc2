"""What Firefox itself writes into a crash report, at the usual rates."""

LOCALES = [
    (42, "en-US"),
    (12, "de"),
    (9, "fr"),
    (7, "es-ES"),
    (6, "pl"),
    (6, "ru"),
    (5, "pt-BR"),
    (4, "zh-CN"),
    (4, "ja"),
    (3, "it"),
    (2, "hu"),
]
DARK = "firefox-compact-dark@mozilla.org"
THEMES = [
    (44, "default-theme@mozilla.org"),
    (42, DARK),
    (9, "firefox-compact-light@mozilla.org"),
    (5, "{a6dbd3b8-02aa-4f4c-b6e3-1d8d9f3e6d51}"),
]
PROCESSES = [
    (55, "parent"),
    (34, "content"),
    (5, "gpu"),
    (3, "rdd"),
    (3, "utility"),
]
REASONS = {
    "Windows NT": [
        (60, "EXCEPTION_ACCESS_VIOLATION_READ"),
        (20, "EXCEPTION_ACCESS_VIOLATION_WRITE"),
        (10, "EXCEPTION_BREAKPOINT"),
        (10, "0xc0000409 / 0x0000000a"),
    ],
    "Mac OS X": [
        (70, "EXC_BAD_ACCESS / KERN_INVALID_ADDRESS"),
        (30, "EXC_BREAKPOINT / 0x00000001"),
    ],
    "Linux": [(75, "SIGSEGV / SEGV_MAPERR"), (25, "SIGABRT / 0x00000000")],
    "Android": [(75, "SIGSEGV / SEGV_MAPERR"), (25, "SIGABRT / SI_TKILL")],
}
ADDRESSES = [
    (35, "0x0000000000000000"),
    (8, "0x0000000000000008"),
    (7, "0xffffffffffffffff"),
    (5, "0xe5e5e5e5e5e5e5e5"),
    (45, None),
]
# guid, share of profiles, versions
ADDONS = [
    ("formautofill@mozilla.org", 0.99, [(1, "1.0.1")]),
    ("pictureinpicture@mozilla.org", 0.99, [(1, "1.0.0")]),
    ("screenshots@mozilla.org", 0.9, [(1, "39.0.1")]),
    ("default-theme@mozilla.org", 0.97, [(1, "1.4.1")]),
    ("addons-search-detection@mozilla.com", 0.99, [(1, "2.0.0")]),
    (
        "uBlock0@raymondhill.net",
        0.6,
        [(7, "1.66.4"), (1, "1.67.0"), (2, "1.65.0")],
    ),
    (
        "{446900e4-71c2-419f-a6a7-df9c091e268b}",
        0.12,
        [(4, "2026.10.1"), (1, "2026.9.0")],
    ),
    ("addon@darkreader.org", 0.1, [(1, "4.9.112")]),
    (
        "{d10d0bf8-f5b5-c8b4-a8b2-2b9879e08c5d}",
        0.1,
        [(3, "4.30"), (1, "4.29")],
    ),
    ("firefox@mega.co.nz", 0.02, [(1, "6.5.1")]),
    ("helper-sig@savefrom.net", 0.03, [(1, "9.9")]),
    ("wrc@avast.com", 0.04, [(3, "22.11.173"), (1, "22.9.130")]),
    ("{4ED1F68A-5463-4931-9384-8FFF5ED91D92}", 0.03, [(1, "8.1.0.5")]),
    ("cpmanager@mozillaonline.com", 0.02, [(1, "2.3.4")]),
    ("searchme@mybrowserbar.com", 0.03, [(2, "1.9"), (1, "1.8.2")]),
    ("odd@example.org", 0.004, [(1, "1:2:3")]),
]
MEASURES = (
    "explicit gfx_textures ghost_windows heap_allocated heap_overhead "
    "heap_unclassified host_object_urls images js_main_runtime private "
    "resident resident_unique system_heap_allocated top_none_detached "
    "vsize vsize_max_contiguous"
).split()
# critical errors that happen anywhere, and what follows them
GRAPHICS_ERRORS = [
    (5, "Failed to create EGLSurface. ", "EGL_BAD_ALLOC"),
    (4, "Could not get a DXGI adapter", ""),
    (3, "Failed to initialize CompositorD3D11 for SWGL: ", "FEATURE_FAILURE"),
    (2, "Wayland protocol error: ", "wl_surface#31: error 4"),
    (2, "Timeout on the D3D11 sync lock", ""),
]


def columns(rng, build, machine, date):
    """The scalar columns of a report of that build, machine and day."""
    platform = machine["platform"]
    uuid = rng.uuid(date)
    memory = (4 << 30) * rng.weighted([(2, 1), (6, 2), (6, 4), (2, 8)])[1]
    address = rng.weighted(ADDRESSES)[1]
    found = {
        "crash_date": date,
        "date": "%sT%02d:%02d:%02d+00:00"
        % (date, rng.below(24), rng.below(60), rng.below(60)),
        "uuid": uuid,
        "crash_id": uuid,
        "product": "Firefox",
        "productid": "{ec8030f7-c20a-464f-9b0e-13a3a9e97384}",
        "version": build.version,
        "build_id": build.build_id,
        "release_channel": build.channel,
        "accessibility": "Active" if rng.chance(0.14) else None,
        "addons_checked": True if rng.chance(0.92) else None,
        "address": address or "0x0000%s" % rng.hex(12),
        "app_init_dlls": None,
        "available_physical_memory": str(rng.below(memory >> 12) << 12),
        "available_virtual_memory": str(
            137438953472 + rng.below(1 << 21) * 65536
        ),
        "contains_memory_report": "1" if rng.chance(0.05) else None,
        "dom_ipc_enabled": "1" if rng.chance(0.97) else None,
        "dom_fission_enabled": "1" if rng.chance(0.96) else "0",
        "gmp_plugin": "gmp-widevinecdm" if rng.chance(0.01) else None,
        "graphics_startup_test": "1" if rng.chance(0.03) else "0",
        "hang_type": 0 if rng.chance(0.5) else None,
        "install_age": rng.below(5000000),
        "is_garbage_collecting": "1" if rng.chance(0.04) else None,
        "last_crash": rng.below(900000) if rng.chance(0.4) else None,
        "memory_measures": None,
        "minidump_sha256_hash": rng.hex(64),
        "process_type": rng.weighted(PROCESSES)[1],
        "processor_notes": ">>> Start processing: %s" % date,
        "reason": rng.weighted(REASONS[platform])[1],
        "safe_mode": "1" if rng.chance(0.01) else "0",
        "startup_crash": "1" if rng.chance(0.04) else "0",
        "submitted_from_infobar": "true" if rng.chance(0.2) else None,
        "theme": rng.weighted(THEMES)[1],
        "total_physical_memory": str(memory - rng.below(200) * 4096),
        "uptime": rng.below(90000),
        "useragent_locale": rng.weighted(LOCALES)[1],
        "app_notes": notes(rng, platform),
        "graphics_critical_error": None,
    }
    found.update(machine)
    if rng.chance(0.03):
        found["memory_measures"] = {
            name: rng.below(1 << 30) for name in MEASURES
        }
    if rng.chance(0.08):
        _, error, rest = rng.weighted(GRAPHICS_ERRORS)
        found["graphics_critical_error"] = graphics_error(rng, error + rest)
    return found


def notes(rng, platform):
    """app_notes: features tried (?), given up (-) or running (+)."""
    if rng.chance(0.05):
        return None
    words = ["FP(D00-L1000-W0000%d00-T%d)" % (rng.below(2), rng.below(2))]
    if platform == "Windows NT":
        words.append("DWrite? DWrite+ WR? WR+")
        if rng.chance(0.5):
            words.append("D3D11 Layers? D3D11 Layers+")
        if rng.chance(0.2):
            words.append("D2D1.1? D2D1.1+")
    elif platform == "Linux":
        words.append("WR? WR+ EGL? EGL+ GL Context? GL Context+")
        if rng.chance(0.2):
            words.append("libGL.so.1? libGL.so.1+")
    else:
        words.append("WR? WR+ GL Context? GL Context+")
    if rng.chance(0.4):
        words.append("WebGL? WebGL+")
    elif rng.chance(0.05):
        words.append("WebGL? WebGL-")
    if rng.chance(0.13):
        words.append(DUAL)
    return " ".join(words) + " "


DUAL = (
    "Has dual GPUs. GPU #2: AdapterVendorID2: 0x10de, "
    "AdapterDeviceID2: 0x1c82, AdapterSubsysID2: 0b8c1028"
)


def graphics_error(rng, message):
    return "|[C0][GFX1-]: %s (t=%d.%03d) " % (
        message,
        rng.below(900),
        rng.below(1000),
    )


def addons(rng, channel):
    """A list of guid:version, or None where none was sent."""
    if rng.chance(0.05):
        return None
    if rng.chance(0.03):
        return []
    found = [
        guid + ":" + rng.weighted(versions)[1]
        for guid, share, versions in ADDONS
        if rng.chance(share)
    ]
    if channel == "nightly":
        found.append("webcompat@mozilla.org:155.3.0")
    if rng.chance(0.005):
        found.append(rng.pick([None, "no-version-given"]))
    return found
