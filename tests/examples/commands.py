#!/usr/bin/env python3
"""commands.py FILE FOLDER: write what there is to type in FILE, a manual or
Markdown, into FOLDER/1, FOLDER/2 and so on.

Of a manual that is each literal block under EXAMPLES, of Markdown each block
that is indented by four spaces; of one that begins with "$ " only the command,
not what it prints.
"""

import os
import re
import sys


def manual(text):
    section = re.search(r"^\.Sh EXAMPLES\n(.*?)(?=^\.Sh )", text, re.M | re.S)
    for block in re.findall(
        r"^\.Bd -literal.*?\n(.*?)^\.Ed$", section[1], re.M | re.S
    ):
        for mark, text in ((r"\e", "\\"), (r"\&", ""), (r"\(dq", '"')):
            block = block.replace(mark, text)
        yield block


def markdown(text):
    for block in re.findall(r"(?<=\n\n)(?:    .*\n|\n(?=    ))+", text):
        yield re.sub("^    ", "", block, flags=re.M).lstrip("\n")


def main(file, folder):
    with open(file, encoding="utf-8") as stream:
        text = stream.read()
    commands = markdown(text) if file.endswith(".md") else manual(text)
    for number, command in enumerate(commands, 1):
        if command.startswith("$ "):
            command = re.match(r"\$ ((?:.*\\\n)*.*\n)", command)[1]
        path = os.path.join(folder, str(number))
        with open(path, "w", encoding="utf-8") as out:
            out.write(command)


main(*sys.argv[1:])
