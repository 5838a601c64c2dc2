#!/usr/bin/env python3
"""A stand-in for the web servers that the jobs ask, on the loopback interface.

    web.py ROOT LOG

Prints its port, then serves until SIGTERM. The path of a request names a file
below ROOT, followed by "@" and the value of its q or page, if it has one, with
"_" for all but letters and digits:

    /search?q=gfxCriticalError(&limit=1000    ROOT/search@gfxCriticalError_

A file of that name with .fault behind, a JSON object, goes first:

    status   of the answer (200)
    body     of the answer (empty)
    headers  more of them
    seconds  wait before the answer
    reset    true: end the connection instead

LOG gets a JSON object a request: method, path, query, headers, body.
"""

import http.server
import json
import os
import re
import signal
import socket
import struct
import sys
import threading
import time
import urllib.parse


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    root = log = None
    lock = threading.Lock()

    def do_GET(self):
        url = urllib.parse.urlsplit(self.path)
        query = dict(urllib.parse.parse_qsl(url.query, keep_blank_values=True))
        name = self.root + os.path.normpath(urllib.parse.unquote(url.path))
        for key in ("q", "page"):
            if key in query:
                name += "@" + re.sub("[^A-Za-z0-9]", "_", query[key])
        self.note(url.path, query)
        if os.path.exists(name + ".fault"):
            with open(name + ".fault") as file:
                self.fail(**json.load(file))
        elif os.path.isfile(name):
            with open(name, "rb") as file:
                self.answer(200, file.read(), {})
        else:
            self.answer(404, b"<html>not found</html>\n", {})

    do_HEAD = do_POST = do_PUT = do_GET

    def note(self, path, query):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        record = {
            "method": self.command,
            "path": path,
            "query": query,
            "headers": {k.lower(): v for k, v in self.headers.items()},
            "body": body.decode(errors="replace"),
        }
        with self.lock, open(self.log, "a") as file:
            file.write(json.dumps(record) + "\n")

    def fail(self, status=200, body="", headers=None, seconds=0, reset=False):
        time.sleep(seconds)
        if reset:
            self.close_connection = True
            self.connection.setsockopt(
                socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
            )
            self.connection.close()
        else:
            self.answer(status, body.encode(), headers or {})

    def answer(self, status, body, headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def log_message(self, *_):
        pass


class Server(http.server.ThreadingHTTPServer):
    def handle_error(self, *_):
        pass  # the client has gone, or we have closed the connection


def main():
    Handler.root, Handler.log = sys.argv[1:]
    signal.signal(signal.SIGTERM, lambda *_: os._exit(0))
    server = Server(("127.0.0.1", 0), Handler)
    print(server.server_address[1], flush=True)
    server.serve_forever()


main()
