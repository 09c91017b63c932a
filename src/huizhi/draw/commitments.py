"""Commit and reveal: parties bind themselves to secrets, and the secrets with a public beacon make the seed."""

import hashlib
import hmac
import re
from collections.abc import Sequence

from huizhi.draw.refusals import refused, shown

DOMAIN = b"huizhi-draw-v1"
SECRET_BYTES = 32
_HEX = re.compile(r"[0-9a-f]{64}", re.ASCII)
_PLACEHOLDER = re.compile(r"\{([dh])(\d{0,3})\}", re.ASCII)
_LETTERS = {"d": "0123456789", "h": "0123456789abcdef"}
_LONGEST_BEACON = 512


def is_digest(value: object) -> bool:
    """Whether `value` is 64 lower-case hex digits."""
    return isinstance(value, str) and _HEX.fullmatch(value) is not None


def commit(secret: bytes) -> str:
    """The commitment to a 32-byte secret: its SHA-256 in lower-case hex. Refused: reveal_form."""
    if len(secret) != SECRET_BYTES:
        raise refused("reveal_form", f"{len(secret)} bytes")
    return hashlib.sha256(secret).hexdigest()


def check_reveals(commitments: Sequence[str], reveals: Sequence[bytes]) -> None:
    """Every party revealed, in the plan's order, what it committed to. Refused: reveal_count, reveal_mismatch."""
    if len(reveals) != len(commitments):
        raise refused("reveal_count", f"{len(reveals)} / {len(commitments)}")
    for number, (commitment, secret) in enumerate(zip(commitments, reveals, strict=True), start=1):
        if not hmac.compare_digest(commit(secret), commitment):
            raise refused("reveal_mismatch", f"party {number}")


def check_beacon(value: object, template: str | None) -> bytes:
    """The beacon's ASCII bytes, once it is canonical and of the plan's form. Refused: beacon_form, beacon_not_named."""
    if not isinstance(value, str) or not 0 < len(value) <= _LONGEST_BEACON:
        raise refused("beacon_form", shown(value))
    if any(not " " <= character <= "~" for character in value) or value.strip(" ") != value or "  " in value:
        raise refused("beacon_form", shown(value))
    if template is not None and not _of_form(value, template):
        raise refused("beacon_not_named", f"{shown(value)} / {shown(template)}")
    return value.encode("ascii")


def _of_form(value: str, template: str) -> bool:
    """Match a template such as "{d2}-{d2}" ({d}: digits, {h64}: 64 hex digits); everything else stands for itself.

    Follows every place the template can have reached at once, so that no template takes longer than it is long.
    """
    places, end = {0}, 0
    for found in _PLACEHOLDER.finditer(template):
        places = _past_text(value, places, template[end : found.start()])
        letters = _LETTERS[found.group(1)]
        many = found.group(2)
        places = _past_some(value, places, letters) if not many else _past_count(value, places, letters, int(many))
        end = found.end()
    return len(value) in _past_text(value, places, template[end:])


def _past_text(value: str, places: set[int], text: str) -> set[int]:
    return {place + len(text) for place in places if value.startswith(text, place)}


def _past_count(value: str, places: set[int], letters: str, count: int) -> set[int]:
    ends = {place + count for place in places if place + count <= len(value)}
    return {end for end in ends if all(one in letters for one in value[end - count : end])}


def _past_some(value: str, places: set[int], letters: str) -> set[int]:
    found: set[int] = set()
    for place, one in enumerate(value):
        if one in letters and (place in places or place in found):
            found.add(place + 1)
    return found


def seed_of(plan_digest: str, reveals: Sequence[bytes], beacon: bytes) -> bytes:
    """SHA-256("huizhi-draw-v1" || plan digest || secrets in the plan's order || beacon), 32 bytes."""
    return hashlib.sha256(DOMAIN + bytes.fromhex(plan_digest) + b"".join(reveals) + beacon).digest()
