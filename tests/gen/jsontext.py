"""JSON text of strings, kept as it is, with UTF-8 where that is possible."""

import json

_KNOWN = {}


def text(value):
    """JSON text of a value; strings are remembered, most come many times."""
    if isinstance(value, str):
        known = _KNOWN.get(value)
        if known is None:
            known = _string(value)
            if len(_KNOWN) < 100000:
                _KNOWN[value] = known
        return known
    if value is None:
        return "null"
    if value is True:
        return "true"
    if value is False:
        return "false"
    if isinstance(value, int):
        return str(value)
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False)


def escaped(value):
    """The same string spelled with \\u escapes for all that is not ASCII."""
    return json.dumps(value)


def _string(value):
    try:
        value.encode()
    except UnicodeEncodeError:
        return escaped(value)
    return json.dumps(value, ensure_ascii=False)


def members(pairs):
    """An object of (name, JSON text) pairs."""
    return "{" + ",".join('"%s":%s' % pair for pair in pairs) + "}"
