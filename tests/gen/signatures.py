"""The signatures of the sample, and the causes planted in some of them."""

import annotations
import oddities
import windows
from annotations import DARK, DUAL
from modules import NULL_DEBUG_ID

WIN, LINUX, MAC = "Windows NT", "Linux", "Mac OS X"
CHANNELS = ("release", "beta", "nightly", "esr")

SEARCHME = "searchme@mybrowserbar.com"
UBLOCK = "uBlock0@raymondhill.net"
DEVICE_LOST = "RenderDXGITextureHost device is not available"
STRETCHER = "MOZ_RELEASE_ASSERT(mTimeStretcher->Init())"
HOSTILE = "<script>alert(document.cookie)</script> | \"quoted\" & 'quoted'"


class Signature:
    """One signature: reports by channel, platform, and what it brings.

    want: what the machine must have; see Machines.machine
    plant(rng, draft, turn): changes the draft of the turn-th report
    """

    def __init__(self, name, counts, platform=None, want=None, plant=None):
        self.name = name
        self.counts = dict(zip(CHANNELS, counts))
        self.platform = platform
        self.want = want or {}
        self.plant = plant


def _module(rng, draft, turn):
    draft.files = [f for f in draft.files if f.name != windows.NIMBUS.name]
    if turn % 25:
        draft.files.append(windows.NIMBUS)


def _addon(rng, draft, turn):
    if turn % 10:
        _install(draft, SEARCHME, "1.9" if turn % 3 else "1.8.2")


def _addon_version(rng, draft, turn):
    _remove(draft, UBLOCK)
    if turn % 20 < 11:
        _install(draft, UBLOCK, "1.67.0")
    elif turn % 20 < 14:
        _install(draft, UBLOCK, "1.66.4")


def _remove(draft, guid):
    draft.addons = [
        a for a in draft.addons or [] if a is None or not a.startswith(guid)
    ]


def _install(draft, guid, version):
    _remove(draft, guid)
    draft.addons.append(guid + ":" + version)


def _startup(rng, draft, turn):
    draft.columns["startup_crash"] = "0" if turn % 12 == 0 else "1"
    draft.columns["uptime"] = turn % 4
    draft.columns["process_type"] = "parent"


def _pair(rng, draft, turn):
    both = turn % 20
    locale = draft.columns["useragent_locale"]
    draft.columns["theme"] = DARK if both < 10 else "default-theme@mozilla.org"
    if both < 9 or both == 10:
        draft.columns["useragent_locale"] = "en-US"
    elif locale == "en-US":
        draft.columns["useragent_locale"] = ("de", "fr", "pl", "ru")[turn % 4]


def _graphics_error(rng, draft, turn):
    draft.columns["process_type"] = ("gpu", "parent")[turn % 2]
    if turn % 10:
        draft.columns["graphics_critical_error"] = annotations.graphics_error(
            rng, DEVICE_LOST
        )


def _note(rng, draft, turn):
    notes = draft.columns["app_notes"] or ""
    notes = notes.replace("WebGL? WebGL+ ", "").replace("WebGL? WebGL- ", "")
    if turn % 8:
        notes += "WebGL? WebGL- "
    draft.columns["app_notes"] = notes


def _dual(rng, draft, turn):
    notes = (draft.columns["app_notes"] or "").replace(DUAL, "")
    draft.columns["app_notes"] = notes + (DUAL if turn % 9 else "")


def _locale(rng, draft, turn):
    if turn % 8:
        draft.columns["useragent_locale"] = "ru"


def _stretcher(rng, draft, turn):
    draft.columns["moz_crash_reason"] = STRETCHER
    draft.columns["process_type"] = "content"


def _one_core(rng, draft, turn):
    if turn % 5 < 3:
        model = draft.columns["cpu_info"].split(" | ")[0]
        draft.columns["cpu_info"] = model + " | 1"


def _memory(rng, draft, turn):
    draft.columns["oom_allocation_size"] = str(16 << (turn % 8))
    build = draft.build
    whole = [f for f in draft.files if f.name != "xul.dll"]
    if turn % 10 < 9:
        draft.files = whole + [windows.nameless(build, "", NULL_DEBUG_ID)]
    elif build.version == "153.0.1":
        draft.files = whole + [windows.nameless(build, None, None)]


def _hostile(rng, draft, turn):
    draft.files.append(oddities.HOSTILE[0])
    draft.columns["moz_crash_reason"] = "</td> \"to\" break\n'out' &amp;"


def _nothing(rng, draft, turn):
    """A report whose minidump could not be read."""
    draft.files = None
    draft.dump = turn % 3 > 0
    for name in ("address", "reason", "cpu_info", "cpu_microcode_version"):
        draft.columns[name] = None


SIGNATURES = [
    Signature("OOM | small", (180, 30, 20, 90), WIN, plant=_memory),
    Signature(
        "shutdownhang | mozilla::SpinEventLoopUntil | "
        "mozilla::AppShutdown::AdvanceShutdownPhaseInternal",
        (95, 35, 35, 60),
    ),
    Signature("IPCError-browser | ShutDownKill", (75, 40, 40, 45)),
    Signature(
        "mozilla::net::nsHttpConnection::OnSocketWritable",
        (75, 6, 0, 0),
        WIN,
        plant=_module,
    ),
    Signature(
        "mozilla::extensions::StreamFilterParent::FinishDisconnect",
        (60, 0, 4, 0),
        plant=_addon,
    ),
    Signature(
        "mozilla::scache::StartupCache::LoadArchive",
        (55, 5, 5, 0),
        plant=_startup,
    ),
    Signature(
        "static RtlpWaitOnCriticalSection | mozilla::widget::AltTab::Hide",
        (60, 0, 0, 4),
        WIN,
        want={"platform_version": "10.0.19045"},
    ),
    Signature(
        "amdxx64.dll | CDevice::CreateShaderResourceView",
        (64, 3, 0, 0),
        WIN,
        want={"device": windows.BOUND_DEVICE},
    ),
    Signature(
        "mozilla::layers::DCSurfaceVideo::PresentVideo",
        (60, 0, 0, 0),
        WIN,
        want={"device": "0x2504", "driver": "32.0.15.8142"},
    ),
    Signature(
        "mozilla::intl::LocaleService::GetWebExposedLocales",
        (170, 0, 0, 0),
        plant=_pair,
    ),
    Signature("-[NSApplication _crashOnException:]", (48, 6, 14, 0), MAC),
    Signature(
        "mozilla::wr::RenderThread::HandleDeviceReset",
        (0, 62, 5, 0),
        WIN,
        plant=_graphics_error,
    ),
    Signature(
        "js::jit::InlinableNativeIRGenerator::tryAttachStub",
        (5, 70, 0, 0),
        plant=_addon_version,
    ),
    Signature(
        "mozilla::WebGLContext::PresentInto",
        (4, 0, 64, 0),
        plant=_note,
    ),
    Signature(
        "js::gc::TenuringTracer::traceSlots",
        (0, 0, 66, 0),
        WIN,
        want={"cpu": "family 6 model 183 stepping 1", "microcode": "0x12b"},
    ),
    Signature(
        "mozilla::AudioDecoderInputTrack::EnsureTimeStretcher",
        (3, 3, 50, 0),
        plant=_stretcher,
    ),
    Signature(
        "mozilla::widget::GfxInfo::GetAdapterDescription2",
        (0, 0, 0, 62),
        WIN,
        plant=_dual,
    ),
    Signature(
        "mozilla::dom::Document::AddPendingFrameStaticClone",
        (6, 0, 0, 64),
        plant=_locale,
    ),
    Signature(
        "mozilla::TaskController::RunPoolThread",
        (0, 0, 0, 60),
        WIN,
        plant=_one_core,
    ),
    Signature(
        "libc.so.6 | __GI_abort | libgallium-25.2.so",
        (50, 10, 25, 0),
        LINUX,
    ),
    Signature("wl_abort | wl_proxy_marshal_array", (22, 0, 20, 0), LINUX),
    Signature("js::gc::Cell::storeBuffer", (55, 30, 30, 35)),
    Signature("nsFrameLoader::LoadURI", (45, 20, 20, 30)),
    Signature("mozilla::dom::quota::QuotaManager::Shutdown", (30, 12, 14, 16)),
    Signature("arena_t::DallocSmall | BaseAllocator::free", (28, 12, 10, 12)),
    Signature("core::option::expect_failed | style::stylist", (16, 8, 9, 4)),
    Signature("@0x0", (18, 6, 5, 12)),
    Signature(
        "EMPTY: no crashing thread identified; ERROR_NO_MINIDUMP_HEADER",
        (14, 5, 5, 4),
        WIN,
        plant=_nothing,
    ),
    Signature(HOSTILE, (44, 3, 0, 0), WIN, plant=_hostile),
    Signature(
        "\u65e5\u672c\u8a9e::\u30af\u30e9\u30c3\u30b7\u30e5 | \U0001f4a5",
        (9, 0, 8, 0),
    ),
]

# How many reports have signatures of their own, few or none at all.
TAIL = dict(zip(CHANNELS, (110, 35, 40, 45)))
UNSIGNED = dict(zip(CHANNELS, (6, 3, 2, 2)))
_WORDS = (
    "nsDocShell nsWindow HTMLMediaElement ServiceWorkerManager IDBDatabase "
    "WebRenderBridgeChild PresShell CycleCollector CompositorBridgeChild"
).split()
_VERBS = "Init Destroy Notify Flush Release OnDataAvailable Run".split()


def tail(rng):
    """A signature seen once or a few times."""
    return "mozilla::%s::%s%d" % (
        rng.pick(_WORDS),
        rng.pick(_VERBS),
        rng.below(9),
    )
