"""Answers: their JSON with the rows in the middle, fields= masks, indenting, gzip."""

import collections
import gzip
import json
import re
import threading

from errors import invalid


TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|\{\}|\[\]|[{}\[\],:]|[^"{}\[\],:]+')


class Reply:
    """An answer before it becomes bytes.

    head, tail  members before and after "rows"
    page        (rows, pieces of encoded rows, cache key), or None
    text        a body that is not JSON, with its content type
    """

    def __init__(self, head=None, tail=None, page=None, status=200, text=None, headers=None):
        self.head = head or {}
        self.tail = tail or {}
        self.page = page
        self.status = status
        self.text = text
        self.headers = dict(headers or {})
        self.start = None

    @classmethod
    def error(cls, why, headers=None):
        return cls(why.body(), status=why.status, headers=headers)


def parse_mask(text):
    """fields= to a tree of names: a,b/c,d(e,f); an empty tree keeps everything below."""
    tokens = re.findall(r"[^,/()]+|[,/()]", text)
    tokens.reverse()
    try:
        tree = parse_names(tokens)
    except (ValueError, IndexError):
        tokens = ["malformed"]
    if tokens:
        raise invalid("Invalid field selection " + text, "fields")
    return tree


def parse_names(tokens):
    """One comma list off the end of the reversed tokens."""
    tree = {}
    while True:
        below = tree
        while True:
            name = tokens.pop()
            if name in ",/()":
                raise ValueError(name)
            below = below.setdefault(name, {})
            if tokens[-1:] != ["/"]:
                break
            tokens.pop()
        if tokens[-1:] == ["("]:
            tokens.pop()
            below.update(parse_names(tokens))
            if tokens.pop() != ")":
                raise ValueError("unbalanced")
        if tokens[-1:] != [","]:
            return tree
        tokens.pop()


def masked(value, tree):
    """What a mask leaves of a value."""
    if not tree or "*" in tree:
        return value
    if isinstance(value, list):
        return [masked(item, tree) for item in value]
    if isinstance(value, dict):
        return {name: masked(below, tree[name]) for name, below in value.items() if name in tree}
    return value


def indented(text):
    """Compact JSON over many lines; the strings keep their very text."""
    out, depth = [], 0
    for token in TOKEN.findall(text):
        if token in ("{", "["):
            depth += 1
            out.append(token + "\n" + "  " * depth)
        elif token in ("}", "]"):
            depth -= 1
            out.append("\n" + "  " * depth + token)
        elif token == ",":
            out.append(",\n" + "  " * depth)
        else:
            out.append(": " if token == ":" else token)
    return "".join(out) + "\n"


class Renderer:
    """Replies to bytes. Large gzipped or indented bodies are kept for the next who asks."""

    MOST_KEPT = 256 << 20  # bytes of all bodies kept
    WORTH_KEEPING = 1 << 14

    def __init__(self, escape="utf8", rows_at="middle"):
        self.escape = escape
        self.rows_at = rows_at
        self.cache = collections.OrderedDict()
        self.cached = 0
        self.lock = threading.Lock()

    def dump(self, value):
        ascii_only = self.escape == "ascii"
        return json.dumps(value, ensure_ascii=ascii_only, separators=(",", ":")).encode()

    def body(self, reply, query, zipped):
        """The pieces of the body, for the query string's fields and prettyPrint."""
        if reply.text is not None:
            return [reply.text.encode()]
        head, tail, page = reply.head, reply.tail, reply.page
        if query.get("fields") and reply.status == 200:
            mask = parse_mask(query["fields"])
            head, tail = masked(head, mask), masked(tail, mask)
            page = page if "rows" in mask or "*" in mask else None
        if page and page[0]:
            pieces, key = self.around(head, page[1], tail), page[2]
        else:
            pieces, key = [self.dump({**head, **tail})], None
        pretty = query.get("prettyPrint", "true").lower() != "false"
        if not pretty and not zipped:
            return pieces
        return [self.kept((key, pretty, zipped, pieces[0], pieces[-1]), pieces, pretty, zipped)]

    def around(self, head, rows, tail):
        """Compact JSON of head, rows and tail as a list of buffers."""
        if self.rows_at == "first":
            head, tail = {}, {**head, **tail}
        elif self.rows_at == "last":
            head, tail = {**head, **tail}, {}
        before = self.dump(head)[:-1] + (b"," if head else b"") + b'"rows":['
        after = b"]" + (b"," if tail else b"") + self.dump(tail)[1:]
        return [before, *rows, after]

    def kept(self, key, pieces, pretty, zipped):
        with self.lock:
            if key in self.cache:
                self.cache.move_to_end(key)
                return self.cache[key]
        body = b"".join(pieces)
        if pretty:
            body = indented(body.decode()).encode()
        if zipped:
            body = gzip.compress(body, 1)
        if len(body) < self.WORTH_KEEPING:
            return body
        with self.lock:
            if key not in self.cache:
                self.cache[key] = body
                self.cached += len(body)
            while self.cached > self.MOST_KEPT:
                self.cached -= len(self.cache.popitem(last=False)[1])
        return body
