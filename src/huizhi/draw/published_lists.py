"""RFC 3797: the older public lottery by MD5 over published numbers, for offices that draw that way already.

`key_string` is also how several beacons are combined into one value: each source's numbers sorted, a point after each
number and a slash after each source, as in `9319./2.5.8.10.12./9.18.26.34.41.45./`.
"""

import hashlib
from collections.abc import Iterable, Sequence


def key_string(sources: Iterable[Sequence[int]]) -> str:
    """The published numbers of all sources as one line; the order of the sources counts, that of their numbers not."""
    return "".join("".join(f"{number}." for number in sorted(source)) + "/" for source in sources)


def order(key: str, pool: int) -> list[int]:
    """Places 1..pool in the order drawn (RFC 3797, section 3 and its reference code). ValueError beyond 65,535."""
    if not 0 < pool < 2**16:
        raise ValueError(pool)
    left, drawn = list(range(1, pool + 1)), []
    for turn in range(pool):
        affix = turn.to_bytes(2, "big")
        number = int.from_bytes(hashlib.md5(affix + key.encode("ascii") + affix, usedforsecurity=False).digest(), "big")
        drawn.append(left.pop(number % len(left)))
    return drawn
