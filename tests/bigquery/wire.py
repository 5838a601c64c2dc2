"""Bodies onto the connection, whole or as damaged as a fault wants them."""

import os
import socket
import struct
import time

CHUNK = 1 << 16
GRACE_S = 0.05  # between the last bytes of a cut body and the reset, so that they arrive


def place(where, length):
    """A place in a body: bytes from the start, negative from the end, or "N%"."""
    if isinstance(where, str) and where.endswith("%"):
        return int(length * float(where[:-1]) / 100)
    where = int(where)
    return max(0, length + where) if where < 0 else min(where, length)


class Delivery:
    """How one body of a given length travels.

    keep       bytes of it that are sent
    announced  what Content-Length says; None for chunked transfer
    stop_at    where to rest for stop_s seconds, or None
    """

    def __init__(self, length, wire, chunked):
        cut, reset, stall = wire.get("truncate"), wire.get("reset"), wire.get("stall", {})
        self.length = length
        self.reset = reset is not None
        self.keep = length
        if cut:
            self.keep = place(cut["after"], length)
            chunked = cut.get("length") == "chunked"
        elif self.reset:
            self.keep = place(reset, length)
        self.announced = length
        if cut and cut.get("length") == "cut":
            self.announced = self.keep
        if chunked:
            self.announced = None
        self.ends = self.keep == length or self.keep == self.announced
        self.stop_s = stall.get("seconds", 0)
        self.stop_at = min(place(stall["after"], length), self.keep) if "after" in stall else None

    def headers(self):
        if self.announced is None:
            return {"Transfer-Encoding": "chunked"}
        return {"Content-Length": str(self.announced)}

    def slices(self, body):
        """(offset, bytes) of what is sent, parted at the resting place and into chunks."""
        stops = {0, self.keep}
        if self.stop_at is not None:
            stops.add(self.stop_at)
        if self.announced is None:
            stops.update(range(0, self.keep, CHUNK))
        stops = sorted(stops)
        return [(a, body[a:b]) for a, b in zip(stops, stops[1:])]

    def send(self, pieces, out):
        """Write the pieces to out; True when the connection is good for another request."""
        if self.keep == self.length and self.stop_at is None and self.announced is not None:
            for piece in pieces:
                out.write(piece)
            return not self.reset
        for at, part in self.slices(b"".join(pieces)):
            if at == self.stop_at:
                time.sleep(self.stop_s)
            out.write(b"%x\r\n%b\r\n" % (len(part), part) if self.announced is None else part)
        if self.stop_at == self.keep:
            time.sleep(self.stop_s)
        if self.ends and self.announced is None:
            out.write(b"0\r\n\r\n")
        return self.ends and not self.reset


def reset(connection):
    """Close a connection with RST instead of FIN."""
    time.sleep(GRACE_S)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    os.close(connection.detach())
