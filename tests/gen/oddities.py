"""What strangers' memory holds: hostile names, broken text, odd numbers."""

import modules
from modules import NULL_DEBUG_ID, Module

# Each is in one report of this many, so that it reaches the default report.
HOSTILE_EVERY = 26


def _hostile(name, version="1.0.0.1", debug_file="x.pdb", debug_id=None):
    seed = modules.digest("hostile", name)
    debug_id = debug_id or seed[:32].upper() + "1"
    identity = (debug_file, debug_id, seed[32:45])
    return Module(name, version, identity, 0x1B000, missing=0.97)


HOSTILE = [
    _hostile("<img src=x onerror=alert(1)>.dll"),
    _hostile('</script><script>alert("2")</script>.dll', "</td></table>"),
    _hostile("\"double\" and 'single' `quotes`.dll", "\"1\",'2'"),
    _hostile("line\nfeed\r\nand\ttab.dll", "1.0\n2.0"),
    _hostile("invoice\u202egpj.exe\u202c.dll"),
    _hostile("long" + "-and-longer" * 40 + ".dll", debug_file=""),
    _hostile("\U0001f4a5 \U0001f469\u200d\U0001f4bb caf\u00e9.dll"),
    _hostile("&lt;b&gt; &amp; &#x3c;.dll", debug_id='"><b onclick="x">'),
    _hostile('=HYPERLINK("http://example.invalid","now").dll'),
    _hostile("one,two;three.dll", "1,0;1"),
    _hostile("\u001b[31mred\u001b[0m\u0007\u009b1m.dll"),
    _hostile("..\\..\\C:\\Windows\\hook.dll", debug_file="../a/b#c?.pdb"),
    _hostile("nul\u0000byte.dll", "\u0000"),
    _hostile("%s%n%2e%00 100%.dll", "%d"),
    _hostile(" ", " ", debug_file=" "),
    # A module without a name counts nowhere.
    _hostile(None, None, debug_file="", debug_id=NULL_DEBUG_ID),
]

COMMENTS = [
    "it crashed again \u2639 \u00fcberall, jeden Tag",
    'He said: "why?"\n\n\t- C:\\Users\\me\\Desktop\n/home/me',
    "<b>bold</b><script>alert('comment')</script>",
    "half a pair \ud83d and the other \ude00, \ud83d\ud83d",
    "nul \u0000\u0000 bytes, \u0001\u001f\u007f controls \u2028\u2029",
    "!bqfetch: incomplete: not really",
    "\u202eright to left\u202c, \u05e9\u05dc\u05d5\u05dd, \ufeff mark",
    "\U0001f525" * 60,
    "very long " * 400,
    "{\"json\": [1, 2, {\"in\": \"a string\"}]}",
]

# A difference of two clocks that a user set back.
HUGE_AGE = -18446744071923804046


def spoil(rng, draft, turn):
    """Adds oddities to the turn-th draft of all."""
    if draft.files is not None and draft.columns["platform"] != "Android":
        index = turn % HOSTILE_EVERY
        if index < len(HOSTILE) and HOSTILE[index] not in draft.files:
            draft.files.append(HOSTILE[index])
    if turn % 13 == 6:
        draft.columns["user_comments"] = COMMENTS[
            turn // 13 % len(COMMENTS)
        ]
        draft.topics = ""
    if turn % 701 == 300:
        draft.columns["install_age"] = HUGE_AGE
    if turn % 211 == 100:
        draft.columns["app_init_dlls"] = "C:\\PROGRA~1\\hook\\\u00e9.dll"
    if turn % 307 == 5:
        draft.columns["abort_message"] = "###!!! ABORT: \ud800 lone\u0000"
    if turn % 97 == 50 and draft.files is not None:
        draft.files = []
    elif turn % 131 == 70:
        draft.files = None
