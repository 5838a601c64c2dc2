"""Tables: rows from a scenario, encoded in blocks when first asked for, cut into pages."""

import array
import bisect
import gzip
import json
import os
import threading
import time

import cells
from errors import ApiError, ScenarioError, invalid, take
from synthetic import Synthetic

BLOCK = 1024  # rows encoded at once


def now_ms():
    return int(time.time() * 1000)


class Inline:
    """Rows written in the scenario itself."""

    def __init__(self, fields, rows):
        self.fields = fields
        self.rows = rows

    def __len__(self):
        return len(self.rows)

    def row(self, i):
        return self.rows[i]

    def encode(self, start, end, form, chosen):
        """The encoded rows start to end, as a list of byte strings."""
        encode = cells.row_encoder(self.fields, form, chosen)
        out = []
        for i in range(start, end):
            try:
                out.append(encode(self.row(i)).encode())
            except ScenarioError as why:
                raise ScenarioError(f"row {i}: {why}") from None
        return out


class Lines(Inline):
    """Rows of an NDJSON file (.gz too), parsed only when a page needs them."""

    def __init__(self, fields, path):
        opener = gzip.open if path.endswith(".gz") else open
        with opener(path, "rb") as file:
            lines = [line for line in file.read().split(b"\n") if line.strip()]
        super().__init__(fields, lines)

    def row(self, i):
        return json.loads(self.rows[i])


class Encoded:
    """The rows of a source in one form: blocks of comma-separated JSON and where rows begin."""

    def __init__(self, source, form, chosen):
        self.source = source
        self.form = form
        self.chosen = chosen
        self.blocks = {}
        self.lock = threading.Lock()

    def block(self, k):
        """(bytes, offsets): row j of the block is bytes[offsets[j]:offsets[j + 1] - 1]."""
        with self.lock:
            if k not in self.blocks:
                start = k * BLOCK
                end = min(start + BLOCK, len(self.source))
                rows = self.source.encode(start, end, self.form, self.chosen)
                offsets = array.array("Q", [0])
                at = 0
                for row in rows:
                    at += len(row) + 1
                    offsets.append(at)
                self.blocks[k] = (b",".join(rows), offsets)
            return self.blocks[k]

    def page(self, start, max_rows, max_bytes):
        """(rows, pieces): whole rows from start on, at most max_rows and max_bytes, at least one.

        A single row larger than max_bytes is sent alone, as the service does.
        """
        end = min(len(self.source), start + max_rows)
        at, room, pieces = start, max_bytes, []
        while at < end:
            data, offsets = self.block(at // BLOCK)
            first = at % BLOCK
            last = min(first + end - at, len(offsets) - 1)
            fits = bisect.bisect_right(offsets, offsets[first] + room, first, last + 1) - 1
            if fits == first:
                if at > start:
                    break
                fits = first + 1
            pieces += [b","] if pieces else []
            pieces.append(memoryview(data)[offsets[first] : offsets[fits] - 1])
            room -= offsets[fits] - offsets[first]
            at += fits - first
            if fits < last or room <= 0:
                break
        return at - start, pieces


class Rows:
    """What a table holds at one moment, or what a query returned."""

    def __init__(self, fields, source):
        self.fields = fields
        self.source = source
        self.encodings = {}
        self.lock = threading.Lock()

    def __len__(self):
        return len(self.source)

    def encoded(self, form, chosen=None):
        key = (form.key(), json.dumps(chosen, sort_keys=True))
        with self.lock:
            if key not in self.encodings:
                self.encodings[key] = Encoded(self.source, form, chosen)
            return self.encodings[key]


ROWS_MEMBERS = {"schema", "schema_file", "rows", "rows_file", "synthetic"}
TABLE_MEMBERS = ROWS_MEMBERS | {"location", "type", "streaming_rows"}


def load_rows(spec, base, where):
    """The Rows that a scenario object describes; base is the folder of relative paths."""
    given = [name for name in ("rows", "rows_file", "synthetic") if name in spec]
    if len(given) != 1:
        raise ScenarioError(f"{where}: expected one of rows, rows_file, synthetic")
    if given == ["synthetic"]:
        source = Synthetic(**take(spec["synthetic"], {"rows", "pad"}, where))
        return Rows(source.fields, source)
    if "schema_file" in spec:
        with open(os.path.join(base, spec["schema_file"]), encoding="utf-8") as file:
            schema = json.load(file)
    else:
        schema = spec.get("schema")
    fields = schema.get("fields") if isinstance(schema, dict) else schema
    if not isinstance(fields, list):
        raise ScenarioError(f"{where}: no schema")
    if given == ["rows_file"]:
        return Rows(fields, Lines(fields, os.path.join(base, spec["rows_file"])))
    rows = Rows(fields, Inline(fields, spec["rows"]))
    try:
        rows.source.encode(0, len(rows), cells.Form(), None)
    except ScenarioError as why:
        raise ScenarioError(f"{where}: {why}") from None
    return rows


class Table:
    """A table and its history: snapshot decorators see the rows of their moment."""

    def __init__(self, ref, rows, location="US", kind="TABLE", streaming_rows=0):
        self.ref = ref
        self.location = location
        self.kind = kind
        self.streaming_rows = streaming_rows
        self.versions = [(0, rows)]
        self.lock = threading.Lock()

    @classmethod
    def load(cls, name, spec, base):
        take(spec, TABLE_MEMBERS, name)
        rows = load_rows(spec, base, name)
        return cls(
            split_name(name),
            rows,
            spec.get("location", "US"),
            spec.get("type", "TABLE"),
            spec.get("streaming_rows", 0),
        )

    @property
    def rows(self):
        return self.versions[-1][1]

    def version(self, moment):
        """The rows as of a moment in milliseconds since the epoch."""
        return [rows for since, rows in self.versions if since <= moment][-1]

    def moment(self, decorator):
        """The moment of table@decorator: milliseconds, back from now when negative."""
        if not decorator.lstrip("-").isdigit():
            raise invalid(f"Invalid table decorator @{decorator}")
        moment, now = int(decorator), now_ms()
        if moment < 0:
            moment += now
        if moment > now:
            raise invalid(f"Invalid time travel timestamp {moment}: it is in the future")
        return moment

    def change(self, spec):
        """Rewrite the live table: drop_first N, prepend and append rows. Snapshots stay."""
        take(spec, {"table", "drop_first", "prepend", "append"}, "change")
        with self.lock:
            old = self.rows
            kept = [old.source.row(i) for i in range(spec.get("drop_first", 0), len(old))]
            rows = spec.get("prepend", []) + kept + spec.get("append", [])
            since = max(now_ms(), self.versions[-1][0]) + 1
            self.versions.append((since, Rows(old.fields, Inline(old.fields, rows))))

    def resource(self, rows):
        """The answer of tables.get for one version of the rows."""
        project, dataset, table = self.ref
        info = {
            "kind": "bigquery#table",
            "etag": "dGFibGU=",
            "id": f"{project}:{dataset}.{table}",
            "tableReference": {"projectId": project, "datasetId": dataset, "tableId": table},
            "schema": {"fields": rows.fields},
            "numRows": str(len(rows)),
            "numBytes": str(100 * len(rows)),
            "creationTime": "1700000000000",
            "lastModifiedTime": str(self.versions[-1][0] or 1700000000000),
            "type": self.kind,
            "location": self.location,
        }
        if self.streaming_rows:
            info["streamingBuffer"] = {"estimatedRows": str(self.streaming_rows)}
        return info


def split_name(name):
    """PROJECT.DATASET.TABLE to its parts; a domain-scoped project may hold dots."""
    parts = name.rsplit(".", 2)
    if len(parts) != 3:
        raise ScenarioError(f"{name}: expected PROJECT.DATASET.TABLE")
    return tuple(parts)


class Catalog:
    """Every table by its reference."""

    def __init__(self):
        self.tables = {}

    def add(self, table):
        self.tables[table.ref] = table

    def find(self, project, dataset, name):
        """(table, moment, rows) of a name that may carry a snapshot decorator."""
        name, _, decorator = name.partition("@")
        table = self.tables.get((project, dataset, name))
        if table is None:
            raise ApiError("notFound", f"Not found: Table {project}:{dataset}.{name}")
        moment = table.moment(decorator) if decorator else table.versions[-1][0]
        return table, moment, table.version(moment)

    def change(self, spec):
        """Rewrite a live table; spec names it and says how, see Table.change."""
        table, _, _ = self.find(*split_name(spec.get("table", "")))
        table.change(spec)
