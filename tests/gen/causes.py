"""What a run over the sample must find, in the labels of the output."""

import windows
from annotations import DARK
from signatures import DEVICE_LOST, SEARCHME, SIGNATURES, STRETCHER, UBLOCK


class Cause:
    """An item planted in a signature of a channel.

    holds(report): does the report hold the item
    by: the item that explains it away; None where it is to be found
    """

    def __init__(self, name, channel, signature, item, holds, by=None):
        self.name = name
        self.channel = channel
        self.signature = signature
        self.item = item
        self.holds = holds
        self.by = by


def _column(name, value):
    return lambda report: report.columns.get(name) == value


def _has_module(name):
    return lambda report: name in report.module_names()


def _has_addon(name, version=None):
    def holds(report):
        for entry in report.addons or []:
            if entry is not None and entry.split(":")[0] == name:
                return version in (None, entry.split(":", 1)[1])
        return False

    return holds


def _contains(column, part):
    return lambda report: part in (report.columns.get(column) or "")


def _named(start):
    """The one signature that starts like this."""
    (found,) = [s.name for s in SIGNATURES if s.name.startswith(start)]
    return found


def _many_cores(report):
    info = report.columns.get("cpu_info")
    return info is not None and info.split(" | ")[-1] != "1"


def _both(report):
    return (
        report.columns["theme"] == DARK
        and report.columns["useragent_locale"] == "en-US"
    )


def _device(value):
    return {"adapter_device_id": value}


_NETWORK = _named("mozilla::net::nsHttpConnection")
_ALT_TAB = _named("static RtlpWaitOnCriticalSection")
_AMD = _named("amdxx64.dll")
_VIDEO = _named("mozilla::layers::DCSurfaceVideo")
_TRACER = _named("js::gc::TenuringTracer")

CAUSES = [
    Cause(
        "module",
        "release",
        _NETWORK,
        {'Module "%s"' % windows.NIMBUS.name: True},
        _has_module(windows.NIMBUS.name),
    ),
    Cause(
        "add-on",
        "release",
        _named("mozilla::extensions::StreamFilterParent"),
        {'Addon "SearchMe Toolbar"': True},
        _has_addon(SEARCHME),
    ),
    Cause(
        "add-on version",
        "beta",
        _named("js::jit::InlinableNativeIRGenerator"),
        {'Addon "%s" Version' % UBLOCK: "1.67.0"},
        _has_addon(UBLOCK, "1.67.0"),
    ),
    Cause(
        "startup",
        "release",
        _named("mozilla::scache::StartupCache"),
        {"startup_crash": "1"},
        _column("startup_crash", "1"),
    ),
    Cause(
        "platform version",
        "release",
        _ALT_TAB,
        {"platform_version": "10.0.19045"},
        _column("platform_version", "10.0.19045"),
    ),
    Cause(
        "module explained by platform version",
        "release",
        _ALT_TAB,
        {'Module "edgegdi.dll"': True},
        _has_module("edgegdi.dll"),
        by={"platform_version": "10.0.19045"},
    ),
    Cause(
        "device",
        "release",
        _AMD,
        _device(windows.BOUND_DEVICE),
        _column("adapter_device_id", windows.BOUND_DEVICE),
    ),
    Cause(
        "driver explained by device",
        "release",
        _AMD,
        {"adapter_driver_version": windows.BOUND_DRIVER},
        _column("adapter_driver_version", windows.BOUND_DRIVER),
        by=_device(windows.BOUND_DEVICE),
    ),
    Cause(
        "driver of a device",
        "release",
        _VIDEO,
        {"adapter_driver_version_clean": "581.42"},
        _column("adapter_driver_version", "32.0.15.8142"),
    ),
    Cause(
        "pair",
        "release",
        _named("mozilla::intl::LocaleService"),
        {"theme": DARK, "useragent_locale": "en-US"},
        _both,
    ),
    Cause(
        "platform",
        "release",
        _named("-[NSApplication"),
        {"platform": "Mac OS X"},
        _column("platform", "Mac OS X"),
    ),
    Cause(
        "graphics error",
        "beta",
        _named("mozilla::wr::RenderThread"),
        {'GFX_ERROR "%s"' % DEVICE_LOST: True},
        _contains("graphics_critical_error", DEVICE_LOST),
    ),
    Cause(
        "app note",
        "nightly",
        _named("mozilla::WebGLContext"),
        {'"WebGL-" in app_notes': True},
        _contains("app_notes", "WebGL-"),
    ),
    Cause(
        "microcode of a processor",
        "nightly",
        _TRACER,
        {"cpu_microcode_version": "0x12b"},
        _column("cpu_microcode_version", "0x12b"),
    ),
    Cause(
        "crash reason",
        "nightly",
        _named("mozilla::AudioDecoderInputTrack"),
        {"moz_crash_reason": STRETCHER},
        _column("moz_crash_reason", STRETCHER),
    ),
    Cause(
        "dual GPUs",
        "esr",
        _named("mozilla::widget::GfxInfo"),
        {"has dual GPUs": True},
        _contains("app_notes", "Has dual GPUs"),
    ),
    Cause(
        "locale",
        "esr",
        _named("mozilla::dom::Document::AddPending"),
        {"useragent_locale": "ru"},
        _column("useragent_locale", "ru"),
    ),
    Cause(
        "rarer than elsewhere",
        "esr",
        _named("mozilla::TaskController"),
        {"Is Multicore": True},
        _many_cores,
    ),
]

# Signatures whose reports are drawn like all others of their channel.
QUIET = [
    ("release", _named("js::gc::Cell::storeBuffer")),
    ("beta", _named("js::gc::Cell::storeBuffer")),
    ("nightly", _named("js::gc::Cell::storeBuffer")),
    ("esr", _named("js::gc::Cell::storeBuffer")),
]
