"""What users write when Firefox asks them about a crash."""

# Of each signature that people write of: lines, and what they are about.
TOPICS = {
    "mozilla::layers::DCSurfaceVideo::PresentVideo": (
        ("Watching a video in fullscreen", "video fullscreen watching"),
        ("I watched videos on the second monitor", "video monitor watching"),
        (
            "Fullscreen video, then the monitor went BLACK",
            "video fullscreen monitor",
        ),
        ("videos stutter. crashed watching the third one", "video watching"),
    ),
    "mozilla::extensions::StreamFilterParent::FinishDisconnect": (
        ("The toolbar is back, I removed it twice!", "toolbar"),
        ("searching with the toolbar", "toolbar searching"),
        ("this toolbar hijacks every search", "toolbar searching"),
    ),
    "mozilla::scache::StartupCache::LoadArchive": (
        ("Crashes at startup after the update", "startup update"),
        ("updated yesterday, will not start", "update"),
        ("startup crash since updating", "startup update"),
    ),
    "mozilla::AudioDecoderInputTrack::EnsureTimeStretcher": (
        ("playing a podcast at double speed", "podcast speed"),
        ("Podcasts stop when I change the speed", "podcast speed"),
        ("changed playback speeds", "speed"),
    ),
    "mozilla::widget::GfxInfo::GetAdapterDescription2": (
        ("after docking the laptop", "docking laptop"),
        ("docked my laptop, screen stayed dark", "docking laptop"),
        ("Laptop wakes up in the docking station", "docking laptop"),
    ),
}

# The forms that a topic is written in.
FORMS = {
    "docking": ("docking", "docked"),
    "fullscreen": ("fullscreen",),
    "laptop": ("laptop",),
    "monitor": ("monitor",),
    "podcast": ("podcast", "podcasts"),
    "searching": ("searching", "search"),
    "speed": ("speed", "speeds"),
    "startup": ("startup",),
    "toolbar": ("toolbar",),
    "update": ("update", "updated", "updating"),
    "video": ("video", "videos"),
    "watching": ("watching", "watched"),
}

# Written everywhere.
COMMON = (
    "Firefox crashed again",
    "It crashes all the time, please fix it",
    "no idea what happened, I was reading mail",
    "Firefox closed when I opened a new tab",
    "opened a page with many pictures",
    "was not even using the browser",
)

# In more than a few reports, and nobody's business.
ADDRESSES = (
    "see https://intranet.example.invalid/quaggamere/7?user=quaggamere",
    "mail quaggamere@example.invalid or www.quaggamere.invalid",
    "it was C:\\Users\\quaggamere\\video.mp4, /home/quaggamere/video.mp4",
    "ask quaggamere_7 or 7quaggamere",
)

# In two reports of a signature, as by one person who crashed twice.
PERSONAL = "Ottoline Wobbleton here, it crashed twice today"

# Words of these must never be among the top words.
PRIVATE = (
    "example",
    "home",
    "intranet",
    "invalid",
    "ottoline",
    "quaggamere",
    "users",
    "wobbleton",
)


def remark(signature, turn):
    """The comment of the turn-th report of a signature: (text, topics)."""
    lines = TOPICS.get(signature)
    if lines and turn in (20, 40):
        return PERSONAL, ""
    if lines and turn % 2 == 0:
        text, topics = lines[turn // 2 % len(lines)]
        return text + ("" if turn % 4 else "."), topics
    if turn % 10 == 3:
        return ADDRESSES[turn // 10 % len(ADDRESSES)], ""
    if turn % 10 == 7:
        return COMMON[turn // 10 % len(COMMON)], ""
    return None, ""
