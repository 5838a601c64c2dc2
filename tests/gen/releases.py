#!/usr/bin/env python3
"""Firefox releases: their dates, build IDs and the versions of their files.

Dates up to March 2025 follow product-details; later ones are made up.
"""

import datetime
import json

# The day of the report: the one after the last day of the sample.
REPORT_DATE = "2026-11-22"
SYMBOLS_KEPT_DAYS = 730

# (key in firefox.json, category, date)
RELEASES = [
    ("1.0", "major", "2004-11-09"),
    ("12.0", "major", "2012-04-24"),
    ("115.0", "major", "2023-07-04"),
    ("115.0.2", "stability", "2023-07-11"),
    ("115.0esr", "esr", "2023-07-04"),
    ("115.9.0esr", "esr", "2024-03-19"),
    ("115.21.0esr", "esr", "2025-03-04"),
    ("115.38.0esr", "esr", "2026-10-27"),
    ("121.0", "major", "2023-12-19"),
    ("121.0.1", "stability", "2024-01-09"),
    ("128.0", "major", "2024-07-09"),
    ("128.8.0esr", "esr", "2025-03-04"),
    ("132.0", "major", "2024-10-29"),
    ("132.0.2", "stability", "2024-11-12"),
    ("133.0", "major", "2024-11-26"),
    ("136.0", "major", "2025-03-04"),
    ("140.0", "major", "2025-06-24"),
    ("140.0esr", "esr", "2025-06-24"),
    ("140.13.0esr", "esr", "2026-09-29"),
    ("140.14.0esr", "esr", "2026-10-27"),
    ("152.0", "major", "2026-09-29"),
    ("153.0", "major", "2026-10-27"),
    ("153.0.1", "stability", "2026-11-03"),
    ("153.0.2", "stability", "2026-11-10"),
    ("154.0b1", "dev", "2026-10-28"),
    ("154.0b2", "dev", "2026-10-30"),
    ("154.0b3", "dev", "2026-11-02"),
    ("154.0b4", "dev", "2026-11-04"),
    ("154.0b5", "dev", "2026-11-06"),
    ("154.0b6", "dev", "2026-11-09"),
    ("154.0b7", "dev", "2026-11-11"),
    ("154.0b8", "dev", "2026-11-13"),
]

_DATES = {key: date for key, _, date in RELEASES}


class Build:
    """One build of Firefox: version as reported, build ID, file version."""

    def __init__(self, version, channel, built=None):
        self.version = version
        self.channel = channel
        day = datetime.date.fromisoformat(built or _DATES[version])
        if built is None:
            day -= datetime.timedelta(days=2)
        self.build_id = day.strftime("%Y%m%d") + "%06d" % (
            90000 + 1531 * len(version)
        )
        # Windows files carry three numbers of the version and the days
        # between 2000-01-01 and the build.
        days = (day - datetime.date(2000, 1, 1)).days
        numbers = version.replace("esr", "").split("b")[0].split("a")[0]
        parts = numbers.split(".") + ["0"]
        self.file_version = ".".join(parts[:3]) + ".%d" % days
        self.expired = is_old(_DATES.get(version))
        # What the production job does: by the date of the major release.
        self.compat_expired = is_old(_DATES.get(parts[0] + ".0"))


def is_old(date):
    if date is None:
        return False
    age = datetime.date.fromisoformat(
        REPORT_DATE
    ) - datetime.date.fromisoformat(date)
    return age.days > SYMBOLS_KEPT_DAYS


def product_details():
    """The text of firefox.json with the releases above."""
    releases = {}
    for key, category, date in RELEASES:
        releases["firefox-" + key] = {
            "build_number": 1,
            "category": category,
            "date": date,
            "description": None,
            "is_security_driven": False,
            "product": "firefox",
            "version": key.replace("esr", ""),
        }
    return json.dumps({"releases": releases}, indent=4, sort_keys=True) + "\n"


if __name__ == "__main__":
    print(product_details(), end="")
