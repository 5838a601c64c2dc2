#!/usr/bin/env python3
"""Examples in the manual that show what is printed show what is printed.

Such an example is a literal block of crashcorr.1 that begins with "$ " and a
command. The command is run on the sample; what follows must be its output, but
for white space, lines being broken to fit a page, and what "[...]" stands for.
"""

import os
import re
import subprocess
import tempfile

import crashcorr

MANUAL = os.path.join(
    crashcorr.HERE, "..", "..", "correlations", "crashcorr.1"
)
CUT = "[...]"


def examples():
    """Command and lines of output of each."""
    with open(MANUAL, encoding="utf-8") as file:
        blocks = re.findall(
            r"^\.Bd -literal.*\n((?:.*\n)*?)\.Ed$", file.read(), re.MULTILINE
        )
    for block in blocks:
        lines = block.replace(r"\e", "\\").replace(r"\&", "").splitlines()
        if lines[0].startswith("$ "):
            command = lines.pop(0)[2:]
            while command.endswith("\\"):
                command = command[:-1] + lines.pop(0)
            yield command, lines


def words(text):
    return " ".join(text.split())


def differ(printed, shown):
    """The first piece of what is shown that is not printed where it should."""
    pieces = [words(piece) for piece in "\n".join(shown).split(CUT)]
    printed = words(printed)
    if not printed.startswith(pieces[0]):
        return pieces[0]
    if not printed.endswith(pieces[-1]):
        return pieces[-1]
    place = 0
    for piece in pieces:
        place = printed.find(piece, place)
        if place == -1:
            return piece
        place += len(piece)
    return None


def check(command, shown, folder):
    run = subprocess.run(
        ["sh", "-c", command],
        cwd=folder,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=600,
    )
    if run.returncode != 0 or run.stderr:
        return ["status %d" % run.returncode, run.stderr.decode()]
    wrong = differ(run.stdout.decode(), shown)
    return ["not printed there: " + wrong] if wrong else []


crashcorr.skip_under_valgrind()
with tempfile.TemporaryDirectory() as folder:
    with open(os.path.join(folder, "crashes.ndjson"), "wb") as file:
        file.write(crashcorr.read_gz(crashcorr.SAMPLE))
    commands = []
    for command, shown in examples():
        commands.append(command)
        problems = check(command, shown, folder)
        crashcorr.ok(not problems, command, problems)
for option in ("--by version", "--by process_type", "--explain"):
    crashcorr.ok(
        any(option in command for command in commands),
        "there is an example of " + option,
    )
crashcorr.done()
