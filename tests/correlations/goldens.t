#!/usr/bin/env python3
"""Every case of cases/ in both rule sets: all rules, counts and priors.

The expected results were made by programs that share no code with crashcorr
(cases/README.md).
"""

import json
import os

import crashcorr

# valgrind takes about fifty times as long: it gets the small cases only
INPUT_MAX = 500 if os.environ.get("VALGRIND") else None

EXACT = ("item", "count_reference", "count_group", "prior")


def arguments(folder, mode):
    with open(os.path.join(folder, "cmd.json"), encoding="utf-8") as file:
        case = json.load(file)
    channel = case["channel"]
    if case["versions"]:
        channel += "=" + ",".join(case["versions"])
    names = {
        "signatures": "signatures.txt",
        "app-notes": "app-notes.txt",
        "gfx-errors": "gfx-errors.txt",
        "addon-names": "addon-names.json",
    }
    args = ["--channel", channel, "--product", case["product"]]
    for option in ("min_support_diff", "min_corr"):
        args += ["--" + option.replace("_", "-"), str(case[option])]
    for option, name in names.items():
        args += ["--" + option, os.path.join(folder, name)]
    return args + (["--compat"] if mode == "compat" else [])


def exact(finding):
    """As text, so that the order of keys and 1 against 1.0 count as well."""
    return json.dumps({key: finding[key] for key in EXACT})


def is_near(a, b, relative, absolute):
    return a == b or abs(a - b) <= max(relative * max(abs(a), abs(b)), absolute)


def numbers_differ(got, expected):
    if not is_near(got["p_value"], expected["p_value"], 1e-9, 0):
        return "p_value"
    if not is_near(got["phi"], expected["phi"], 0, 1e-9):
        return "phi"
    for a, b in zip(got["difference_ci"], expected["difference_ci"]):
        if not is_near(a, b, 0, 1e-9):
            return "difference_ci"
    return None


def compare_findings(signature, got, expected, mode):
    problems = []
    if [exact(f) for f in got] != [exact(f) for f in expected]:
        return [
            "%r: got" % signature,
            *[exact(f) for f in got],
            "expected",
            *[exact(f) for f in expected],
        ]
    for a, b in zip(got, expected):
        wrong = numbers_differ(a, b) if mode == "default" else None
        if wrong:
            problems.append("%r: %s of %s" % (signature, wrong, exact(a)))
    return problems


def related_exact(related):
    """addon_related_signatures.json without what may differ in last digits."""
    return [
        (entry["signature"], entry["total"], [exact(f) for f in entry["addons"]])
        for entry in related
    ]


def compare(got, golden, mode):
    problems = []
    mined = [g for g in got if g["status"] in ("found", "nothing")]
    for group in got:
        if group["total_reference"] != golden["total_reference"]:
            problems.append("total_reference %d" % group["total_reference"])
    totals = {g["signature"]: g["total"] for g in mined}
    if totals != golden["totals"]:
        problems.append("totals %s, expected %s" % (totals, golden["totals"]))
    found = {g["signature"]: g["results"] for g in mined}
    for signature in sorted(set(found) | set(golden["results"])):
        problems += compare_findings(
            signature,
            found.get(signature, []),
            golden["results"].get(signature, []),
            mode,
        )
    return problems


def addon_related(folder, mode, args, rows):
    """The file of that name, of the tree that crashcorr writes."""
    out = os.path.join(os.environ.get("TMPDIR", "/tmp"), "tree.%d" % os.getpid())
    status, _, err = crashcorr.run(["-q", "-o", out, *args], rows)
    if status != 0:
        raise RuntimeError("status %d: %s" % (status, err.decode()))
    files = crashcorr.tree(out)
    for name in files:
        os.unlink(os.path.join(out, name))
    for name, _, _ in os.walk(out, topdown=False):
        os.rmdir(name)
    related = json.loads(files["addon_related_signatures.json"])
    return list(related.values())[0] if related else []


def duplicates(stderr):
    """The number that crashcorr reports, 0 when it reports none."""
    for line in stderr.decode().split("\n"):
        if "with the uuid of another one" in line:
            return int(line.split(": ")[2].split()[0])
    return 0


def check(name, mode):
    folder = os.path.join(crashcorr.CASES, name)
    with open(
        os.path.join(folder, "golden-%s.json" % mode), encoding="utf-8"
    ) as file:
        golden = json.load(file)
    rows = crashcorr.read_gz(os.path.join(folder, "input.ndjson.gz"))
    args = arguments(folder, mode)
    status, out, err = crashcorr.run(["--format", "json", *args], rows)
    if status != 0:
        return ["status %d: %s" % (status, err.decode())]
    problems = compare(json.loads(out), golden, mode)
    related = addon_related(folder, mode, args, rows)
    if related_exact(related) != related_exact(golden["addon_related"]):
        problems.append("addon_related: %s" % related)
    ignored = duplicates(err)
    if ignored != golden.get("duplicates_ignored", 0):
        problems.append("%d duplicates ignored" % ignored)
    return problems


def cases():
    for case in sorted(os.listdir(crashcorr.CASES)):
        path = os.path.join(crashcorr.CASES, case, "input.ndjson.gz")
        if not os.path.exists(path):
            continue
        if INPUT_MAX is None or os.path.getsize(path) <= INPUT_MAX:
            yield case


for case in cases():
    for mode in ("default", "compat"):
        problems = check(case, mode)
        crashcorr.ok(not problems, "%s, %s" % (case, mode), problems)
crashcorr.done()
