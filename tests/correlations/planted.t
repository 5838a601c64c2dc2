#!/usr/bin/env python3
"""What was planted in the sample is found, with its counts, and nothing else
where nothing was planted. The truth was written down while the sample was
made (tests/data/README.md)."""

import json
import os

import crashcorr

with open(
    os.path.join(os.path.dirname(crashcorr.SAMPLE), "crashes.truth.json"),
    encoding="utf-8",
) as file:
    TRUTH = json.load(file)

groups = {
    (group["channel"], group["signature"]): group
    for group in crashcorr.results(
        ["--quiet"], crashcorr.read_gz(crashcorr.SAMPLE)
    )
}


def totals_differ(group, cause):
    return (
        group["total"] != cause["total_group"]
        or group["total_reference"] != cause["total_reference"]
    )


def check(cause):
    group = groups[cause["channel"], cause["signature"]]
    if totals_differ(group, cause):
        return "total %(total)d of %(total_reference)d" % group
    found = [f for f in group["results"] if f["item"] == cause["item"]]
    if cause["explained_by"]:
        return "told of, though explained" if found else None
    if not found:
        return "not found"
    for count in ("count_group", "count_reference"):
        if found[0][count] != cause[count]:
            return "%s %d" % (count, found[0][count])
    return None


for cause in TRUTH["findings"]:
    problem = check(cause)
    crashcorr.ok(
        problem is None,
        "%s: %s" % (cause["channel"], cause["cause"]),
        [problem, json.dumps(cause)],
    )
for quiet in TRUTH["quiet"]:
    group = groups[quiet["channel"], quiet["signature"]]
    crashcorr.ok(
        group["status"] == "nothing" and group["results"] == [],
        "%s: nothing is distinctive" % quiet["channel"],
        [group],
    )
crashcorr.done()
