"""Rows to the f/v cells of reference section 2.

A row is a plain JSON object by column name. A column type decides how its value is written there:

    INTEGER INT64             integer, or its decimal text
    FLOAT FLOAT64             number, or "NaN", "Infinity", "-Infinity"
    BOOLEAN BOOL              true, false
    TIMESTAMP                 RFC 3339 text with up to 12 decimals, or integer microseconds
    DATE DATETIME TIME        the service's own text
    NUMERIC BIGNUMERIC        decimal text
    STRING GEOGRAPHY INTERVAL text
    BYTES                     standard base64
    JSON                      any JSON value; it is sent as its compact text
    RANGE                     {"start": X, "end": Y}, null or absent for an open side
    RECORD STRUCT             object

A REPEATED column takes an array (null counts as empty). {"$v": X} in place of a value puts X into
"v" as it stands, for cells no honest service would send.
"""

import base64
import binascii
import datetime
import decimal
import json
import math
import re

from errors import ScenarioError

EPOCH = datetime.date(1970, 1, 1).toordinal()
PICO = 10**12

TIMESTAMP = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d{1,12}))?"
    r"(?:Z| ?UTC|([+-])(\d\d):?(\d\d))"
)
DATE = re.compile(r"\d{4}-\d\d-\d\d")
TIME = re.compile(r"\d\d:\d\d:\d\d(\.\d{6})?")
DATETIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?")
INTERVAL = re.compile(r"-?\d+-\d+ -?\d+ -?\d+:\d+:\d+(\.\d{1,9})?")

STANDARD = {"INTEGER": "INT64", "FLOAT": "FLOAT64", "BOOLEAN": "BOOL", "RECORD": "STRUCT"}


class Form:
    """How a reply wants its cells: timestamp output format and JSON escapes."""

    def __init__(self, timestamp="FLOAT64", escape="utf8"):
        self.timestamp = timestamp
        self.escape = escape

    def key(self):
        return (self.timestamp, self.escape)

    def quote(self, text):
        """A JSON string of text, with the escapes this form asks for."""
        quoted = json.dumps(text, ensure_ascii=self.escape == "ascii")
        if self.escape == "html":
            for char in "<>&'=":
                quoted = quoted.replace(char, "\\u%04x" % ord(char))
        return quoted


def kind_of(field):
    """The standard name of a field's type, upper case."""
    kind = str(field["type"]).upper()
    return STANDARD.get(kind, kind)


def picoseconds(value):
    """TIMESTAMP text, or integer microseconds, to picoseconds since the epoch."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value * 10**6
    match = TIMESTAMP.fullmatch(value) if isinstance(value, str) else None
    if not match:
        raise ValueError("expected a timestamp")
    year, month, day, hour, minute, second = (int(part) for part in match.groups()[:6])
    datetime.time(hour, minute, second)
    days = datetime.date(year, month, day).toordinal() - EPOCH
    seconds = days * 86400 + hour * 3600 + minute * 60 + second
    if match[8]:
        shift = int(match[9]) * 3600 + int(match[10]) * 60
        seconds += -shift if match[8] == "+" else shift
    return seconds * PICO + int((match[7] or "").ljust(12, "0"))


def timestamp_text(pico, output):
    """Picoseconds to one of the three output formats of formatOptions."""
    if output == "INT64":
        return str(pico // 10**6)
    if output == "FLOAT64":
        return java_double(pico // 10**6 / 10**6)
    seconds, fraction = divmod(pico, PICO)
    days, seconds = divmod(seconds, 86400)
    day = datetime.date.fromordinal(days + EPOCH).isoformat()
    hour, seconds = divmod(seconds, 3600)
    minute, seconds = divmod(seconds, 60)
    return f"{day}T{hour:02d}:{minute:02d}:{seconds:02d}.{fraction:012d}Z"


def java_double(number):
    """A double the way the service prints it: 1.5, 1.0E-5, 1.7953092E9, NaN."""
    if math.isnan(number):
        return "NaN"
    if math.isinf(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == 0:
        return "-0.0" if math.copysign(1, number) < 0 else "0.0"
    sign, digits, exponent = decimal.Decimal(repr(number)).as_tuple()
    point = len(digits) + exponent
    text = "".join(map(str, digits)).rstrip("0")
    if -3 < point <= 0:
        text = "0." + "0" * -point + text
    elif 0 < point <= 7:
        text = text.ljust(point, "0")
        text = text[:point] + "." + (text[point:] or "0")
    else:
        text = f"{text[0]}.{text[1:] or '0'}E{point - 1}"
    return "-" + text if sign else text


def integer_text(value):
    if isinstance(value, bool) or not isinstance(value, (int, str)):
        raise ValueError("expected an integer")
    number = int(value)
    if not -(2**63) <= number < 2**63:
        raise ValueError("integer out of range")
    return str(number)


def float_text(value):
    if value in ("NaN", "Infinity", "-Infinity"):
        return value
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise ValueError("expected a number")
    return java_double(float(value))


def bool_text(value):
    if not isinstance(value, bool):
        raise ValueError("expected true or false")
    return "true" if value else "false"


def numeric_text(value):
    """Decimal text without exponent or trailing zeros."""
    if isinstance(value, (bool, float)):
        raise ValueError("expected decimal text")
    try:
        number = decimal.Decimal(value)
    except (decimal.InvalidOperation, TypeError):
        raise ValueError("expected decimal text") from None
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def bytes_text(value):
    try:
        base64.b64decode(value, validate=True)
    except (binascii.Error, TypeError):
        raise ValueError("expected standard base64") from None
    return value


def matching(pattern, check=None):
    """A converter that passes text of a given shape through."""

    def convert(value):
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise ValueError(f"expected text like {pattern.pattern}")
        if check:
            check(value)
        return value

    return convert


def plain_text(value):
    if not isinstance(value, str):
        raise ValueError("expected a string")
    return value


def json_text(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


TEXT_OF = {
    "INT64": integer_text,
    "FLOAT64": float_text,
    "BOOL": bool_text,
    "NUMERIC": numeric_text,
    "BIGNUMERIC": numeric_text,
    "BYTES": bytes_text,
    "DATE": matching(DATE, datetime.date.fromisoformat),
    "TIME": matching(TIME, datetime.time.fromisoformat),
    "DATETIME": matching(DATETIME, datetime.datetime.fromisoformat),
    "INTERVAL": matching(INTERVAL),
    "STRING": plain_text,
    "GEOGRAPHY": plain_text,
    "JSON": json_text,
}

# Types whose text is plain ASCII without anything a JSON string would escape, in any form.
BARE = {"INT64", "FLOAT64", "BOOL", "NUMERIC", "BIGNUMERIC", "DATE", "TIME", "DATETIME"}


def scalar_text(field, form):
    """A function from a value of this column to its text in "v"."""
    kind = kind_of(field)
    if kind == "TIMESTAMP":
        return lambda value: timestamp_text(picoseconds(value), form.timestamp)
    if kind == "RANGE":
        bound = scalar_text(field["rangeElementType"], form)

        def convert(value):
            sides = [value.get("start"), value.get("end")]
            low, high = ("UNBOUNDED" if side is None else bound(side) for side in sides)
            return f"[{low}, {high})"

        return convert
    if kind not in TEXT_OF:
        raise ScenarioError(f"{field.get('name')}: unknown type {field['type']!r}")
    return TEXT_OF[kind]


def value_encoder(field, form, chosen):
    """A function from one non-NULL value to the JSON of its "v"."""
    kind = kind_of(field)
    if kind == "STRUCT":
        return row_encoder(field["fields"], form, chosen)
    text = scalar_text(field, form)
    if kind in BARE:
        return lambda value: f'"{text(value)}"'
    quote = form.quote
    return lambda value: quote(text(value))


def cell_encoder(field, form, chosen):
    """A function from a column's value, NULL and arrays included, to the JSON of its cell."""
    encode = value_encoder(field, form, chosen)
    mode = field.get("mode", "NULLABLE").upper()
    name = field["name"]

    def cell(value):
        if isinstance(value, dict) and list(value) == ["$v"]:
            return '{"v":' + json.dumps(value["$v"]) + "}"
        try:
            if mode == "REPEATED":
                if value is not None and not isinstance(value, list):
                    raise ValueError("expected an array")
                items = ['{"v":' + encode(item) + "}" for item in value or []]
                return '{"v":[' + ",".join(items) + "]}"
            if value is None:
                if mode == "REQUIRED":
                    raise ValueError("required, but null")
                return '{"v":null}'
            return '{"v":' + encode(value) + "}"
        except (ValueError, TypeError, AttributeError) as why:
            raise ScenarioError(f"{name}: {why}, got {value!r:.60}") from None

    return cell


def row_encoder(fields, form, chosen=None):
    """A function from a row to its {"f":[...]} text.

    chosen is a tree of selected names from selection(), or None for every column.
    """
    known = {field["name"] for field in fields}
    columns = []
    for field in fields:
        name = field["name"]
        if chosen is None or name in chosen:
            below = None if chosen is None else chosen[name]
            columns.append((name, cell_encoder(field, form, below)))

    def encode(row):
        if not isinstance(row, dict):
            raise ScenarioError(f"expected an object, got {row!r:.60}")
        if not row.keys() <= known:
            raise ScenarioError(f"no column named {sorted(row.keys() - known)[0]!r}")
        return '{"f":[' + ",".join([cell(row.get(name)) for name, cell in columns]) + "]}"

    return encode


def selection(fields, text):
    """selectedFields to a tree {name: None for all, or the tree below}.

    Raises KeyError with the path of an unknown column.
    """
    chosen = {}
    for path in filter(None, text.split(",")):
        below, node = fields, chosen
        steps = path.strip().split(".")
        for depth, step in enumerate(steps):
            found = [f for f in below or [] if f["name"].lower() == step.lower()]
            if not found:
                raise KeyError(path)
            name = found[0]["name"]
            if depth == len(steps) - 1:
                node[name] = None
            elif node.setdefault(name, {}) is None:
                break
            node, below = node[name], found[0].get("fields")
    return chosen
