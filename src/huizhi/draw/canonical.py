"""Canonical JSON (RFC 8785): one value, one sequence of bytes, in every language."""

import hashlib
import json
import math
from typing import Any

SAFE_INTEGER = 2**53 - 1
DEEPEST = 64
_quoted = json.JSONEncoder(ensure_ascii=False).encode


class NotCanonical(ValueError):
    """A value or text that has no canonical JSON form; the message says which rule it breaks."""


def canonical(value: Any) -> bytes:
    """The RFC 8785 bytes of a JSON value (dict, list, str, int, float, bool, None)."""
    parts: list[str] = []
    _write(value, parts, 0)
    try:
        return "".join(parts).encode("utf-8")
    except UnicodeEncodeError as error:
        raise NotCanonical("a string holds half of a surrogate pair") from error


def digest(value: Any) -> str:
    """SHA-256 of the canonical JSON, 64 lower-case hex digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def parse(text: str) -> Any:
    """Read JSON as ECMAScript does: integers past 2**53 become doubles. NotCanonical for no JSON or a repeated key."""
    try:
        return json.loads(text, parse_int=_integer, parse_constant=_constant, object_pairs_hook=_no_twins)
    except RecursionError as error:
        raise NotCanonical("nested too deep") from error
    except json.JSONDecodeError as error:
        raise NotCanonical("not JSON") from error


def number_text(value: float) -> str:
    """A double as ECMAScript's Number::toString prints it: the shortest digits that read back the same."""
    if not math.isfinite(value):
        raise NotCanonical("a number is not finite")
    if value == 0:
        return "0"
    mantissa, _, exponent = repr(abs(value)).partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or "0") - (len(whole + fraction) - len(digits))
    return ("-" if value < 0 else "") + _place_point(digits.rstrip("0"), point)


def _place_point(digits: str, point: int) -> str:
    """Print 0.DIGITS x 10**point in the form ECMA-262 chooses for it."""
    size = len(digits)
    if size <= point <= 21:
        return digits + "0" * (point - size)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    tail = f".{digits[1:]}" if size > 1 else ""
    return f"{digits[0]}{tail}e{point - 1:+d}"


def _write(value: Any, parts: list[str], depth: int) -> None:
    if depth > DEEPEST:
        raise NotCanonical("nested too deep")
    if isinstance(value, str):
        parts.append(_quoted(value))
    elif value is None or isinstance(value, bool):
        parts.append({None: "null", True: "true", False: "false"}[value])
    elif isinstance(value, int):
        parts.append(_integer_text(value))
    elif isinstance(value, float):
        parts.append(number_text(value))
    elif isinstance(value, dict):
        _write_members(value, parts, depth)
    elif isinstance(value, (list, tuple)):
        for position, item in enumerate(value):
            parts.append("," if position else "[")
            _write(item, parts, depth + 1)
        parts.append("]" if value else "[]")
    else:
        raise NotCanonical(f"JSON has no {type(value).__name__}")


def _write_members(value: dict[Any, Any], parts: list[str], depth: int) -> None:
    if not all(isinstance(key, str) for key in value):
        raise NotCanonical("a key is not a string")
    parts.append("{")
    for position, key in enumerate(sorted(value, key=_utf16)):
        parts.append("," if position else "")
        parts.append(_quoted(key) + ":")
        _write(value[key], parts, depth + 1)
    parts.append("}")


def _utf16(key: str) -> bytes:
    return key.encode("utf-16-be", "surrogatepass")


def _integer_text(value: int) -> str:
    if abs(value) <= SAFE_INTEGER:
        return str(value)
    try:
        same = int(float(value)) == value
    except OverflowError:
        same = False
    if not same:
        raise NotCanonical("an integer is too large for a JSON number; write it as a string")
    return number_text(float(value))


def _integer(text: str) -> int | float:
    return int(text) if len(text) < 16 or (len(text) < 20 and abs(int(text)) <= SAFE_INTEGER) else float(text)


def _constant(text: str) -> float:
    raise NotCanonical(f"{text} is not JSON")


def _no_twins(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) != len(pairs):
        raise NotCanonical("a key is written twice in one object")
    return members
