#!/usr/bin/env python3
"""The top words of comments: an independent computation over the sample and
over made-up rows, what was planted in the sample, what must stay private."""

import collections
import json
import math
import os
import random
import re
import sys
import unicodedata

import crashcorr

ROOT = os.path.join(crashcorr.HERE, "..", "..")
with open(
    os.path.join(ROOT, "correlations", "lists", "stop-words.txt"),
    encoding="utf-8",
) as file:
    STOP_WORDS = file.read().split("\n")[:-1]
with open(
    os.path.join(os.path.dirname(crashcorr.SAMPLE), "crashes.truth.json"),
    encoding="utf-8",
) as file:
    TRUTH = json.load(file)
SAMPLE = crashcorr.read_gz(crashcorr.SAMPLE)

LETTERS = "a-z\u00df-\u00f6\u00f8-\u017f"
ADDRESS = re.compile(r"://|[@\\=]|^www\.|/.*\.|\..*/|/.*/", re.S | re.I)


def lines_of(rows):
    return b"".join(json.dumps(row).encode() + b"\n" for row in rows)


def made(rows, *args):
    """What crashcorr prints as text; with rows or their bytes."""
    if not isinstance(rows, bytes):
        rows = lines_of(rows)
    status, out, err = crashcorr.run(list(args), rows)
    if status != 0:
        raise RuntimeError("status %d: %s" % (status, err.decode()))
    return out.decode(), err.decode()


def top_words(rows, *args):
    """The words by channel and group, of groups that were mined."""
    out, _ = made(rows, "-q", *args)
    groups = map(json.loads, out.splitlines())
    return {
        (group["channel"], group["signature"]): group.get("top_words", [])
        for group in groups
        if group["status"] in ("found", "nothing")
    }


def stemmed():
    """Was crashcorr built with libstemmer?"""
    row = {"signature": "s", "release_channel": "c", "user_comments": "word"}
    _, err = made([row] * 5, "-v")
    said = [line for line in err.splitlines() if "comments" in line]
    stem = "crashcorr: c: words of 5 comments, counted by stem"
    plain = (
        "crashcorr: c: words of 5 comments, counted as written: built "
        "without libstemmer"
    )
    crashcorr.ok(said in ([stem], [plain]), "--verbose tells how", said)
    return said == [stem]


def stemmer():
    """A function from a word to its stem; None if there is none here."""
    if not STEMMED:
        return lambda word: word
    # where Debian puts it, should another python3 come first
    sys.path.append("/usr/lib/python3/dist-packages")
    try:
        import snowballstemmer
    except ImportError:
        return None
    return snowballstemmer.stemmer("english").stemWord


def lower(letter):
    return {"\u0130": "i", "\u0149": "\u0149"}.get(letter) or {
        "\u017f": "s"
    }.get(letter, letter.lower())


def runs(chunk):
    """A chunk at its punctuation and symbols."""
    run = ""
    for char in chunk:
        if char != "_" and unicodedata.category(char)[0] in "PS":
            yield run
            run = ""
        elif unicodedata.category(char) == "Cf":
            yield run
            run = ""
        else:
            run += lower(char)
    yield run


def words_of(comment):
    comment = re.sub("[\ud800-\udfff]", "\ufffe", comment)
    found = []
    for chunk in re.split(r"[\s\x00-\x20\x7f-\xa0]+", comment):
        if ADDRESS.search(chunk):
            continue
        for run in runs(chunk):
            if re.fullmatch("[%s]{3,24}" % LETTERS, run):
                found.append(run)
    return {word for word in found[:1000] if word not in STOP_WORDS}


def reports_of(rows, by="signature"):
    """(channel, group, comment in English) of each report, once a uuid."""
    seen = set()
    for row in rows:
        if row.get("product", "Firefox") not in ("Firefox", None):
            continue
        channel, uuid = row.get("release_channel"), row.get("uuid")
        if channel is None or (uuid and (channel, uuid) in seen):
            continue
        seen.add((channel, uuid))
        locale = (row.get("useragent_locale") or "en").lower()
        comment = row.get("user_comments")
        if not isinstance(comment, str):
            comment = ""
        if locale != "en" and not locale.startswith("en-"):
            comment = ""
        yield channel, row.get(by) or "", comment


def expected(rows, by="signature"):
    """The top words of all groups, with their scores."""
    tf, df, forms = (collections.Counter() for _ in range(3))
    totals, groups = collections.Counter(), collections.defaultdict(set)
    for channel, group, comment in reports_of(rows, by):
        if not group:
            continue
        totals[channel, group] += 1
        words = words_of(comment)
        if words:
            groups[channel].add(group)
        for word in words:
            forms[channel, STEM(word), word] += 1
        for stem in {STEM(word) for word in words}:
            tf[channel, group, stem] += 1
            df[channel, stem] += tf[channel, group, stem] == 1
    best = {}
    for (channel, stem, form), count in forms.items():
        place = (-count, form.encode())
        best[channel, stem] = min(place, best.get((channel, stem), place))
    top = {key: [] for key, count in totals.items() if count >= 5}
    for (channel, group, stem), count in tf.items():
        uses, form = best[channel, stem]
        score = count * math.log(
            (len(groups[channel]) + 1) / (df[channel, stem] + 1)
        )
        if count >= 3 and -uses >= 3 and score > 0:
            if (channel, group) in top:
                top[channel, group].append((-score, form))
    return {
        key: [form.decode() for _, form in sorted(found)[:10]]
        for key, found in top.items()
    }


def compare(name, got, wanted):
    problems = [
        "%s: %s, expected %s" % (key, got.get(key), wanted.get(key))
        for key in sorted(set(got) | set(wanted))
        if got.get(key) != wanted.get(key)
    ]
    listed = sum(map(len, wanted.values()))
    crashcorr.ok(not problems and listed > 20, name, problems or [listed])


def check_sample():
    if STEM:
        rows = list(map(json.loads, SAMPLE.splitlines()))
        compare("the sample", top_words(SAMPLE), expected(rows))
        compare(
            "the sample by platform",
            top_words(SAMPLE, "--by", "platform"),
            expected(rows, "platform"),
        )


def check_planted():
    found = top_words(SAMPLE)
    problems, n = [], 0
    for topic in TRUTH["words"]:
        if len(topic["forms"]) > 1 and not STEMMED:
            continue
        shown = set(found.get((topic["channel"], topic["signature"]), []))
        shown &= set(topic["forms"])
        if (topic["reports"] < 3 and shown) or (
            topic["reports"] >= 5 and len(shown) != 1
        ):
            problems.append("%s: %s" % (topic, shown))
        n += len(shown)
    enough = 10 if STEMMED else 4
    crashcorr.ok(not problems and n >= enough, "what was planted", problems)
    status, out, _ = crashcorr.run(["-q", "-f", "html"], SAMPLE)
    listed = {word for words in found.values() for word in words}
    crashcorr.ok(
        status == 0
        and not listed & set(TRUTH["private"])
        and not re.search(b"quaggamere|wobbleton|ottoline", out, re.I)
        and b"quaggamere" in SAMPLE
        and b"Wobbleton" in SAMPLE,
        "addresses and single persons' words are not told of",
        [listed & set(TRUTH["private"])],
    )


def random_rows(seed):
    rng = random.Random(seed)
    plain = "crash video play open browse nation tab page firefox mail".split()
    ends = ["", "s", "ed", "ing", "er", "\u2019s", "'t"]
    odd = (
        "na\u00efve \u00c9COLE \u0160koda stra\u00dfe the and don't WON'T it "
        "a1b2 x264 under_score \u05e9\u05dc\u05d5\u05dd \u0442\u0435\u043a "
        "\U0001f525 \u2014 www.site.org http://site.org/video me@site.org "
        "and/or /home/me C:\\video a=video crash/video.mp4 w\ud83dw \0 "
        "e\u0301toile " + "q" * 24 + " " + "q" * 25
    ).split(" ")
    spaces = [" ", "\n", "\t", ", ", "... ", "\u00a0", "\u3000", "\x1f"]
    locales = [None, "", "en", "EN-us", "en-GB", "de", "eng", "fr", "ast"]
    rows = []
    for i in range(900):
        group = min(int(rng.expovariate(0.25)), 20)
        pick = plain[group % 7 :]
        words = [
            rng.choice(odd)
            if rng.random() < 0.2
            else rng.choice(pick) + rng.choice(ends)
            for _ in range(rng.randrange(9))
        ]
        text = "".join(word + rng.choice(spaces) for word in words)
        if rng.random() < 0.2:
            text = text.title()
        row = {
            "uuid": "u%d" % rng.randrange(850) if i % 3 else None,
            "signature": ["s%d" % group, "", None][i % 50 // 48],
            "release_channel": rng.choice(["release", "release", "beta"]),
            "useragent_locale": rng.choice(locales),
            "user_comments": rng.choice([text] * 9 + [None, 7, ["list"]]),
        }
        if rng.random() < 0.1:
            del row["user_comments"]
        if rng.random() < 0.1:
            del row["useragent_locale"]
        rows.append(row)
    return rows


def once(rows):
    """One row a uuid: which of several counts hangs on their order."""
    return list({row["uuid"] or i: row for i, row in enumerate(rows)}.values())


def check_random(seed):
    rows = random_rows(seed)
    if STEM:
        compare("random, seed %d" % seed, top_words(rows), expected(rows))
    rows = once(rows)
    wanted = made(rows, "-q")
    same = []
    for memory, jobs in (("1K", "1"), ("100K", "3"), ("1G", "2")):
        random.Random(seed + 1).shuffle(rows)
        same.append(made(rows, "-q", "--memory", memory, "--jobs", jobs))
    crashcorr.ok(
        same == [wanted] * 3 and "top_words" in wanted[0],
        "any order, memory and threads, seed %d" % seed,
    )


def row(group, comment, **more):
    return dict(
        {
            "signature": group,
            "release_channel": "c",
            "user_comments": comment,
        },
        **more
    )


def check_letters():
    """Each letter in a word of its own, in a signature of its own."""
    letters = [chr(c) for c in [*range(0xC0, 0x180)] if c not in (0xD7, 0xF7)]
    rows = [row(c, "xx%sww" % c) for c in letters for _ in range(5)]
    found = top_words(rows)
    wanted = {("c", c): ["xx%sww" % lower(c)] for c in letters}
    compare("letters beyond ASCII are folded", found, wanted)


def check_stems():
    """By hand: crash, crashes, crashed and crashing are one word."""
    forms = ["crashes", "Crashing", "crashing", "crashed", "crash crashing"]
    rows = [row("s", form) for form in forms]
    rows += [row("t", "play") for _ in range(5)]
    found = top_words(rows)
    wanted = {("c", "s"): ["crashing"], ("c", "t"): ["play"]}
    crashcorr.ok(found == wanted, "forms of a stem are one word", [found])
    # without a stemmer three reports say "crashing": the same word is shown
    rows[2]["user_comments"] = "crashed"
    found = top_words(rows)
    # both crashed and crashing are in two: neither may be told of
    wanted["c", "s"] = []
    crashcorr.ok(found == wanted, "no form is in three reports", [found])
    rows += [row("t", "crashed playing") for _ in range(2)]
    found = top_words(rows)
    wanted["c", "t"] = ["play"]
    crashcorr.ok(
        found == wanted,
        "a stem that every group has tells nothing",
        [found],
    )
    rows += [row("u", "fresh") for _ in range(5)]
    found = top_words(rows)
    wanted["c", "s"] = ["crashed"] if STEMMED else []
    wanted["c", "u"] = ["fresh"]
    crashcorr.ok(
        found == wanted, "the form is that of the whole channel", [found]
    )


def no_script(made):
    """Without the script of a page, which has words for all that may be."""
    return made[0].split('<script type="module">')[0]


def check_none():
    """Comments that do not count leave no trace, nor do any in compat."""
    none, german, english = [], [], []
    for i in range(60):
        one = row("s%d" % (i % 3), None, useragent_locale="de")
        one["platform"] = "Linux" if i % 3 else "Windows NT"
        none.append(one)
        german.append(dict(one, user_comments="video %d" % (i % 3)))
        english.append(row(one["signature"], "say" + "abc"[i % 3]))
    for form in ("ndjson", "json", "text", "html"):
        wanted = made(none, "-f", form)
        crashcorr.ok(
            made(german, "-f", form) == wanted
            and not re.search("op.words:|video", no_script(wanted)),
            "%s: nothing of comments in other languages" % form,
        )
        compat, _ = made(english, "-f", form, "--compat")
        usual, _ = made(english, "-f", form)
        crashcorr.ok(
            "saya" not in compat and "saya" in usual,
            "%s: nothing in compat" % form,
        )


def check_limits():
    many = " ".join("%s%s" % (chr(97 + i // 26 % 26) * 3, chr(97 + i % 26))
                    for i in range(26 * 26))
    first = " ".join(["early"] + ["the"] * 998 + ["last", "late"])
    rows = [row("s", first + " " + many) for _ in range(5)]
    rows += [row("t", many + " x") for _ in range(5)]
    rows += [row("few", "several words here indeed") for _ in range(4)]
    found = top_words(rows)
    crashcorr.ok(
        found[("c", "s")] == ["early", "last"],
        "the first thousand words of a comment",
        [found],
    )
    crashcorr.ok(
        len(found[("c", "t")]) == 10 and ("c", "few") not in found,
        "ten words, and none of a group too small",
        [found],
    )
    rows = [row("s", "e" * n + " " + "\u00e9" * n) for n in (2, 3, 24, 25)] * 5
    rows += [row("t", "fresh start")] * 5
    found = top_words(rows)[("c", "s")]
    wanted = [c * n for n in (24, 3) for c in "e\u00e9"]
    crashcorr.ok(
        sorted(found) == sorted(wanted), "3 to 24 letters", [found]
    )


STEMMED = stemmed()
STEM = stemmer()
if not os.environ.get("VALGRIND"):
    check_sample()
    check_planted()
    check_letters()
    for seed in range(3):
        check_random(seed)
check_stems()
check_none()
check_limits()
crashcorr.ok(
    STOP_WORDS == sorted(set(STOP_WORDS))
    and all(re.fullmatch("[a-z]{3,24}", word) for word in STOP_WORDS),
    "stop words are words, in order, once each",
)
crashcorr.done()
