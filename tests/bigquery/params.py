"""Query parameters, held to reference section 1.2: every scalar value travels as a string."""

import datetime
import json
import re

import cells
from errors import ApiError, invalid

NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
INTEGER = re.compile(r"[+-]?\d+")
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,127}")
TOKENS = re.compile(
    r"""
    '''(?:\\.|.)*?''' | \"\"\"(?:\\.|.)*?\"\"\"
    | '(?:\\.|[^'\\])*' | "(?:\\.|[^"\\])*" | `(?:\\.|[^`\\])*`
    | --[^\n]* | \#[^\n]* | /\*.*?\*/
    | @@[\w.]+ | @(?P<name>[A-Za-z_]\w*) | (?P<mark>\?)
    """,
    re.VERBOSE | re.DOTALL,
)


def used_in(sql):
    """(names of @parameters in order, number of ? marks), outside literals and comments."""
    names, marks = [], 0
    for token in TOKENS.finditer(sql):
        if token["name"] and token["name"].lower() not in names:
            names.append(token["name"].lower())
        marks += token["mark"] is not None
    return names, marks


def check_integer(text):
    if not INTEGER.fullmatch(text) or not -(2**63) <= int(text) < 2**63:
        raise ValueError


def check_float(text):
    if not NUMBER.fullmatch(text) and text.lstrip("+-").lower() not in ("nan", "inf", "infinity"):
        raise ValueError


def check_decimal(text):
    if not NUMBER.fullmatch(text):
        raise ValueError


def check_bool(text):
    if text.lower() not in ("true", "false"):
        raise ValueError


def check_datetime(text):
    datetime.datetime.fromisoformat(text)


CHECK = {
    "INT64": check_integer,
    "FLOAT64": check_float,
    "NUMERIC": check_decimal,
    "BIGNUMERIC": check_decimal,
    "BOOL": check_bool,
    "DATE": datetime.date.fromisoformat,
    "DATETIME": check_datetime,
    "TIME": datetime.time.fromisoformat,
    "TIMESTAMP": cells.picoseconds,
    "BYTES": cells.bytes_text,
    "JSON": json.loads,
    "INTERVAL": cells.matching(cells.INTERVAL),
    "STRING": str,
    "GEOGRAPHY": str,
}


def check_members(spec, known, where):
    if not isinstance(spec, dict):
        raise invalid(f"{where} must be an object", where)
    for name in spec:
        if name not in known:
            raise invalid(f'Unknown name "{name}" at "{where}"', where)


def check_type(spec, where):
    """A QueryParameterType: known type, and the members it needs and no others."""
    needs = {"ARRAY": "arrayType", "STRUCT": "structTypes", "RANGE": "rangeElementType"}
    if not isinstance(spec, dict) or not isinstance(spec.get("type"), str):
        raise ApiError("required", f"{where}.type is required", location=where)
    kind = spec["type"]
    check_members(spec, {"type", needs.get(kind)}, where)
    if kind in needs:
        below = spec.get(needs[kind])
        if not below:
            raise ApiError("required", f"{where}.{needs[kind]} is required", location=where)
        if kind == "STRUCT":
            for i, member in enumerate(below):
                check_members(member, {"name", "type", "description"}, f"{where}.structTypes[{i}]")
                check_type(member.get("type"), f"{where}.structTypes[{i}].type")
        else:
            check_type(below, f"{where}.{needs[kind]}")
            if kind == "ARRAY" and below["type"] == "ARRAY":
                raise invalid("An array of arrays is not supported", where)
            if kind == "RANGE" and below["type"] not in ("DATE", "DATETIME", "TIMESTAMP"):
                raise invalid(f"Invalid range element type {below['type']}", where)
    elif kind not in CHECK:
        raise invalid(f"Invalid value for type: {kind} is not a valid value", where)


def check_value(kind, spec, where):
    """A QueryParameterValue against its type; a missing value is NULL."""
    if kind["type"] == "ARRAY":
        check_members(spec, {"arrayValues"}, where)
        for i, item in enumerate(spec.get("arrayValues", [])):
            check_value(kind["arrayType"], item, f"{where}.arrayValues[{i}]")
    elif kind["type"] == "STRUCT":
        check_members(spec, {"structValues"}, where)
        types = {member.get("name"): member["type"] for member in kind["structTypes"]}
        for name, item in spec.get("structValues", {}).items():
            if name not in types:
                raise invalid(f"No struct member named {name}", where)
            check_value(types[name], item, f"{where}.structValues.{name}")
    elif kind["type"] == "RANGE":
        check_members(spec, {"rangeValue"}, where)
        sides = spec.get("rangeValue") or {}
        check_members(sides, {"start", "end"}, f"{where}.rangeValue")
        for name, item in sides.items():
            check_value(kind["rangeElementType"], item, f"{where}.rangeValue.{name}")
    else:
        check_scalar(kind["type"], spec, where)


def check_scalar(kind, spec, where):
    check_members(spec, {"value"}, where)
    text = spec.get("value")
    if text is None:
        return
    if not isinstance(text, str):
        raise invalid(f"{where}.value must be a string", where)
    try:
        CHECK[kind](text)
    except (ValueError, OverflowError):
        raise invalid(f"Could not cast literal {text!r} to type {kind}", where) from None


def check_parameters(request):
    """Validate parameterMode and queryParameters of a query request against its SQL."""
    given = request.get("queryParameters") or []
    mode = request.get("parameterMode")
    names, marks = used_in(request["query"])
    if mode not in (None, "NAMED", "POSITIONAL"):
        raise invalid(f"Invalid value for parameterMode: {mode}", "parameterMode")
    if given and mode is None:
        raise ApiError("required", "parameterMode is required", location="parameterMode")
    seen = set()
    for i, parameter in enumerate(given):
        where = f"queryParameters[{i}]"
        check_members(parameter, {"name", "parameterType", "parameterValue"}, where)
        name = parameter.get("name")
        if mode == "POSITIONAL" and name:
            raise invalid(f"{where}: a positional parameter has no name", where)
        if mode == "NAMED":
            if not isinstance(name, str) or not IDENTIFIER.fullmatch(name):
                raise invalid(f"{where}: invalid parameter name {name!r}", where)
            if name.lower() in seen:
                raise invalid(f"Duplicate query parameter {name}", where)
            seen.add(name.lower())
        check_type(parameter.get("parameterType"), f"{where}.parameterType")
        value = parameter.get("parameterValue", {})
        check_value(parameter["parameterType"], value, f"{where}.parameterValue")
    for name in names:
        if name not in seen:
            raise ApiError("invalidQuery", f"Query parameter '{name}' not found", location="query")
    if mode == "POSITIONAL" and marks != len(given):
        message = f"Query has {marks} positional parameters, {len(given)} given"
        raise ApiError("invalidQuery", message, location="query")
    if marks and mode != "POSITIONAL":
        raise ApiError("invalidQuery", "Positional parameters are not supported", location="query")
