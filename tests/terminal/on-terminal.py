#!/usr/bin/env python3
"""on-terminal.py [--all] SECONDS COMMAND...

Run COMMAND with standard error on a terminal, and print what that gets;
standard output goes into the file "out", or with --all to the terminal, too.
What stands on standard input comes in three parts, SECONDS apart. Ends with
the status of COMMAND.
"""

import os
import pty
import subprocess
import sys
import threading
import time


def feed(pipe, lines, seconds):
    third = len(lines) // 3 + 1
    try:
        for i in range(0, len(lines), third):
            pipe.write(b"".join(lines[i : i + third]))
            pipe.flush()
            time.sleep(seconds)
        pipe.close()
    except BrokenPipeError:
        pass


def said(terminal):
    while True:
        try:
            data = os.read(terminal, 4096)
        except OSError:  # EIO: nobody has the other side any more
            return
        if not data:
            return
        sys.stdout.buffer.write(data)


def main(args):
    everything = args[0] == "--all"
    seconds, *command = args[everything:]
    terminal, side = pty.openpty()
    with open("out", "wb") as out:
        run = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=side if everything else out,
            stderr=side,
        )
    os.close(side)
    lines = sys.stdin.buffer.readlines()
    feeder = threading.Thread(target=feed, args=(run.stdin, lines, float(seconds)))
    feeder.start()
    said(terminal)
    status = run.wait(60)
    feeder.join()
    return status


sys.exit(main(sys.argv[1:]))
