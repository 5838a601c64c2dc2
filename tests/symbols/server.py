#!/usr/bin/env python3
"""A stand-in web server on the loopback interface, doing as a script says.

    server.py [--tls PEM] SCRIPT LOG

Prints its port, then serves until standard input ends or SIGTERM comes, so it
never outlives the test that started it. Each line of SCRIPT is a path, as the
client sends it, and the steps of its answers, one a request; the last one
stays. A path that is not there is answered 404.

    /xul.pdb/44E4EC8C2F41492B9369D6B9A059577C2/xul.sym  503,after=1 200

A step is "never" (no answer), "reset" (the connection is reset before the
answer), or a status with any of these:

    after=SECONDS    Retry-After, in seconds; after=@SECONDS as a date
    header=NAME:TEXT one more header
    slow=SECONDS     wait before the answer
    size=BYTES       a body: 0123456789 over and over
    gzip             compress the body
    echo             a body that tells what was asked, as JSON
    chunked          send the body in chunks, without its length
    cut=BYTES        close the connection after so much of the body
    trickle=SECONDS  wait before each byte of the body

LOG gets a line of JSON a request: method, path, step, headers, body, and
in_flight, the requests not yet answered at that time, itself among them.
"""

import argparse
import contextlib
import gzip
import http.server
import itertools
import json
import os
import signal
import socket
import ssl
import struct
import sys
import threading
import time
from email.utils import formatdate

NEVER_S = 60  # more than any test waits
DIGITS = b"0123456789"


class Script:
    """What to answer: the steps of each path, taken one by one."""

    def __init__(self, lines):
        self.steps = {}
        for line in lines:
            if line.strip():
                path, *steps = line.split()
                self.steps[path] = itertools.chain(
                    steps, itertools.repeat(steps[-1])
                )

    def next(self, path):
        return next(self.steps.get(path, itertools.repeat("404")))


class Step:
    def __init__(self, text):
        self.text = text
        word, *options = text.split(",")
        self.status = int(word) if word.isdigit() else word
        self.options = dict(o.partition("=")[::2] for o in options)

    def seconds(self, name):
        return float(self.options.get(name, 0))

    def headers(self):
        after = self.options.get("after")
        if after is not None and after.startswith("@"):
            yield "Retry-After", formatdate(time.time() + float(after[1:]), usegmt=True)
        elif after is not None:
            yield "Retry-After", after
        if "header" in self.options:
            name, _, value = self.options["header"].partition(":")
            yield name, value
        if "gzip" in self.options:
            yield "Content-Encoding", "gzip"
        if "chunked" in self.options:
            yield "Transfer-Encoding", "chunked"

    def body(self, request):
        if "echo" in self.options:
            body = json.dumps(request).encode()
        else:
            size = int(self.options.get("size", 0))
            body = (DIGITS * (size // 10 + 1))[:size]
        return gzip.compress(body, mtime=0) if "gzip" in self.options else body


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "stand-in"
    sys_version = ""
    disable_nagle_algorithm = True
    timeout = NEVER_S

    def handle_one_request(self):
        try:
            super().handle_one_request()
        except ConnectionError:
            self.close_connection = True  # the client gave up: part of the tests

    def log_message(self, format, *args):
        """Nothing on standard error: the log is a file."""

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        request = {
            "method": self.command,
            "path": self.path,
            "headers": dict(self.headers),
            "body": body.decode(),
        }
        step = self.server.begin(request)
        if step.status in ("never", "reset"):
            if step.status == "never":
                self.wait_for_leave()
            self.server.end()
            self.reset()
            return
        time.sleep(step.seconds("slow"))
        self.server.end()
        self.answer(step, step.body(request))

    do_HEAD = do_POST = do_PUT = do_GET

    def answer(self, step, body):
        self.send_response(step.status)
        for name, value in step.headers():
            self.send_header(name, value)
        chunked = "chunked" in step.options
        if not chunked:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command == "HEAD":
            return
        part = body[: int(step.options.get("cut", len(body)))]
        size = 1 if "trickle" in step.options else 4096
        for i in range(0, len(part), size):
            time.sleep(step.seconds("trickle"))
            self.send(part[i : i + size], chunked)
        if len(part) < len(body):
            self.close_connection = True
        elif chunked:
            self.send(b"", chunked)

    def send(self, data, chunked):
        self.wfile.write(b"%x\r\n%b\r\n" % (len(data), data) if chunked else data)

    def wait_for_leave(self):
        with contextlib.suppress(OSError):
            self.rfile.read(1)

    def reset(self):
        """Close the connection so that the client sees it reset (RST)."""
        self.close_connection = True
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        os.close(self.connection.detach())


class Server(http.server.ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128

    def __init__(self, script, log, tls):
        super().__init__(("127.0.0.1", 0), Handler)
        self.script = script
        self.log = log
        self.lock = threading.Lock()
        self.in_flight = 0
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tls)
            self.socket = context.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )

    def handle_error(self, request, client_address):
        """A client that does not like the certificate is part of the tests."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, ssl.SSLError)):
            super().handle_error(request, client_address)

    def begin(self, request):
        with self.lock:
            self.in_flight += 1
            step = Step(self.script.next(request["path"]))
            line = dict(request, step=step.text, in_flight=self.in_flight)
            self.log.write(json.dumps(line) + "\n")
            self.log.flush()
        return step

    def end(self):
        with self.lock:
            self.in_flight -= 1


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--tls", help="file with a certificate and its key")
    parser.add_argument("script")
    parser.add_argument("log")
    args = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    with open(args.script) as lines, open(args.log, "w") as log:
        server = Server(Script(lines), log, args.tls)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        print(server.server_address[1], flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main()
