#!/usr/bin/env python3
"""A stand-in for BigQuery on the loopback interface, for tests: see README.md beside it."""

import argparse
import contextlib
import gzip
import http.server
import os
import signal
import ssl
import sys
import threading
import time
import traceback

import api
import control
import faults
import wire
import world as worlds
from errors import UNREADABLE, ApiError
from reply import Renderer, Reply
from request import Request

MAX_BODY = 64 << 20
IDLE_S = 300  # a connection nobody uses is closed


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server_version = "stand-in"
    sys_version = ""
    disable_nagle_algorithm = True
    timeout = IDLE_S

    def do_GET(self):
        self.serve()

    def do_POST(self):
        self.serve()

    def log_message(self, format, *args):
        """Nothing on standard error: the log is a file."""

    def read_body(self):
        """The request body, or None when a POST does not say how long it is."""
        if "chunked" in self.headers.get("Transfer-Encoding", "").lower():
            body = self.read_chunks()
        elif "Content-Length" in self.headers:
            body = self.rfile.read(min(int(self.headers["Content-Length"]), MAX_BODY))
        elif self.command == "POST":
            return None
        else:
            body = b""
        if self.headers.get("Content-Encoding") == "gzip":
            body = gzip.decompress(body)
        return body

    def read_chunks(self):
        body = b""
        while True:
            size = int(self.rfile.readline().split(b";")[0], 16)
            if size == 0:
                break
            body += self.rfile.read(size)
            self.rfile.readline()
        while self.rfile.readline().strip():
            pass
        return body

    def serve(self):
        body = self.read_body()
        headers = {name.lower(): value for name, value in self.headers.items()}
        request = Request(self.command, self.path, headers, body or b"")
        if body is None:
            self.send_plain(html_error(411))
        elif request.path.startswith("/_control/"):
            self.send_plain(control.answer(self.server, request))
        else:
            with self.server.counting() as active:
                self.serve_request(request, active)

    def send_plain(self, reply):
        """An answer outside the scenario: compact, uncompressed, unrecorded."""
        pieces = Renderer().body(reply, {"prettyPrint": "false"}, False)
        self.send(reply, pieces, {}, False)

    def serve_request(self, request, active):
        """Answer a request of the scenario: fault, endpoint, rendering, log, wire."""
        world = self.server.world
        began = time.monotonic()
        verdict, reply, fault = respond(request, active, world)
        zipped = world.gzip and request.wants_gzip() and reply.text is None
        try:
            pieces = world.renderer.body(reply, request.query, zipped)
        except ApiError as why:
            reply = Reply.error(why)
            pieces = world.renderer.body(reply, {}, zipped)
        if zipped:
            reply.headers["Content-Encoding"] = "gzip"
        record = request.record(verdict)
        record |= {
            "status": reply.status,
            "start": reply.start,
            "rows": reply.page[0] if reply.page else None,
            "bytes": sum(map(len, pieces)),
            "gzip": zipped,
            "fault": fault.label if fault else None,
            "active": active,
            "connection": self.client_address[1],
            "time_ms": int(time.time() * 1000),
            "took_ms": round((time.monotonic() - began) * 1000),
        }
        self.server.log.add(record)
        self.send(reply, pieces, fault.spec if fault else {}, world.chunked)

    def send(self, reply, pieces, damage, chunked):
        stall = damage.get("stall")
        if stall and "after" not in stall:
            time.sleep(stall["seconds"])
        if damage.get("reset") == "before":
            self.close_connection = True
            wire.reset(self.connection)
            return
        delivery = wire.Delivery(sum(map(len, pieces)), damage, chunked)
        self.send_response(reply.status)
        headers = {"Content-Type": "application/json; charset=UTF-8", **reply.headers}
        for name, value in {**headers, **delivery.headers()}.items():
            self.send_header(name, value)
        self.end_headers()
        if not delivery.send(pieces, self.wfile):
            self.close_connection = True
        if delivery.reset:
            wire.reset(self.connection)


def respond(request, active, world):
    """(verdict on the token, reply, the fault that struck or None)."""
    fault = world.faults.match(request, active)
    if fault:
        fault.prepare(request, world)
    spend = request.op in api.ENDPOINTS
    verdict, token = world.auth.judge(request.headers.get("authorization"), spend)
    reply = None
    if fault is None or fault.executes():
        reply = execute(request, world, verdict, token)
    if fault is None and reply.page:
        page = range(reply.start, reply.start + reply.page[0])
        fault = world.faults.match(request, active, page)
    if fault:
        reply = fault.reply() if fault.answers() else reply
        fault.alter(reply)
    return verdict, reply, fault


def execute(request, world, verdict, token):
    """Run the endpoint and take what it raises for an answer."""
    op = request.op
    time.sleep(world.latency_ms.get(op, 0) / 1000)
    try:
        if op in api.ENDPOINTS:
            world.auth.check(verdict, token)
            return api.ENDPOINTS[op](request, world)
        if op != "unknown":
            return world.auth.endpoint(op, request)
        return html_error(404)
    except ApiError as why:
        challenge = {"WWW-Authenticate": 'Bearer realm="stand-in"'} if why.status == 401 else {}
        return Reply.error(why, challenge)
    except Exception as why:
        traceback.print_exc()
        message = f"The stand-in failed: {type(why).__name__}: {why}"
        return Reply.error(ApiError("notImplemented", message))


def html_error(status):
    headers = {"Content-Type": "text/html; charset=UTF-8"}
    return Reply(status=status, text=faults.HTML.format(status=status), headers=headers)


class Server(http.server.ThreadingHTTPServer):
    """The listening socket, the world it serves and the log it keeps."""

    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, port, tls, log, state):
        super().__init__(("127.0.0.1", port), Handler)
        self.tls = tls
        self.log = log
        self.state = state
        self.world = None
        self.active = 0
        self.lock = threading.Lock()

    @property
    def url(self):
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self.server_address[1]}"

    def get_request(self):
        """Accept; the TLS handshake waits for the connection's own thread."""
        connection, address = super().get_request()
        if self.tls:
            connection = self.tls.wrap_socket(
                connection, server_side=True, do_handshake_on_connect=False
            )
        return connection, address

    def handle_error(self, request, client_address):
        """A client that went away is no error."""
        if not isinstance(sys.exc_info()[1], (ConnectionError, TimeoutError, ssl.SSLError)):
            traceback.print_exc()

    @contextlib.contextmanager
    def counting(self):
        """Count the requests being answered; yields their number, this one included."""
        with self.lock:
            self.active += 1
            active = self.active
        try:
            yield active
        finally:
            with self.lock:
                self.active -= 1

    def replace_world(self, spec):
        """Start over with another scenario: no jobs, no tokens, an empty log."""
        world = worlds.World(spec, os.getcwd(), self.url, worlds.State(None))
        self.state.forget()
        world.state = self.state
        self.world = world
        self.log.clear()


def parse_options():
    parser = argparse.ArgumentParser(prog="server.py", description=__doc__)
    parser.add_argument("--scenario", metavar="FILE", help="what to serve (JSON)")
    parser.add_argument("--port", type=int, default=0, metavar="N", help="default: a free one")
    parser.add_argument("--port-file", metavar="FILE", help="write the port there when ready")
    parser.add_argument("--log", metavar="FILE", help="append every request as a JSON line")
    parser.add_argument("--state", metavar="FILE", help="survive a kill: jobs and tokens")
    parser.add_argument("--tls", nargs=2, metavar=("CERT", "KEY"), help="serve https")
    parser.add_argument(
        "--max-seconds", type=float, default=900, metavar="N", help="end by itself then (900)"
    )
    return parser.parse_args()


def announce(port, path):
    """The port on standard output and, complete or not at all, in a file."""
    print(port, flush=True)
    if path:
        with open(path + ".new", "w", encoding="ascii") as file:
            file.write(f"{port}\n")
        os.rename(path + ".new", path)


def main():
    options = parse_options()
    ending = {signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
    signal.pthread_sigmask(signal.SIG_BLOCK, ending)
    tls = None
    if options.tls:
        tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        tls.load_cert_chain(*options.tls)
    state = worlds.State(options.state)
    server = Server(options.port, tls, control.Log(options.log), state)
    try:
        server.world = worlds.load(options.scenario, server.url, state)
    except UNREADABLE as why:
        print(f"server.py: {options.scenario}: {why}", file=sys.stderr)
        return 1
    threading.Thread(target=server.serve_forever, daemon=True).start()
    announce(server.server_address[1], options.port_file)
    signal.sigtimedwait(ending, options.max_seconds)
    return 0


if __name__ == "__main__":
    sys.exit(main())
