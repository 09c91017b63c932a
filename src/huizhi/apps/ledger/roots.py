"""The roots published by day, as anybody may keep a copy of them. Pure: standard library only.

A copy is a text file, `roots.jsonl`: one line of canonical JSON per day, oldest first.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from datetime import date
from itertools import pairwise

from huizhi.apps.ledger.chain import canonical
from huizhi.apps.ledger.hashing import ALGORITHMS
from huizhi.vocabulary.refused import Refused

HASH_DIGITS = 64


@dataclass(frozen=True)
class DayRoot:
    """What the ledger was on a day: so many acts, and the root over them. `day` and `sealed_at` (UTC) are ISO text."""

    day: str
    size: int
    root: str
    algorithm: str
    sealed_at: str

    def line(self) -> str:
        """The line of `roots.jsonl`, without its line end."""
        return canonical(asdict(self)).decode()


@dataclass(frozen=True)
class Fork:
    """Two roots that cannot both be true of one ledger."""

    one: DayRoot
    other: DayRoot


def is_hash(text: object) -> bool:
    """Whether it is 64 lower-case hex digits."""
    return isinstance(text, str) and len(text) == HASH_DIGITS and set(text) <= set("0123456789abcdef")


def is_count(value: object) -> bool:
    """Whether it is a whole number from 0 on that every reader of JSON keeps exactly."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 2**53


def read_root(value: object) -> DayRoot:
    """A root from parsed JSON. ValueError when it is none."""
    if not isinstance(value, dict) or set(value) != set(DayRoot.__dataclass_fields__):
        raise ValueError("fields")
    found = DayRoot(**value)
    if not (is_count(found.size) and is_hash(found.root) and found.algorithm in ALGORITHMS):
        raise ValueError("size, root or algorithm")
    if not isinstance(found.sealed_at, str) or date.fromisoformat(found.day).isoformat() != found.day:
        raise ValueError("day or sealed_at")
    return found


def read_roots(text: str) -> list[DayRoot]:
    """The roots of a copy, in its order. Refused with the line that is none."""
    found = []
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip():
            try:
                found.append(read_root(json.loads(line)))
            except (ValueError, TypeError) as error:
                raise _unreadable(number, line) from error
    return found


def forks(roots: Iterable[DayRoot]) -> list[Fork]:
    """Every pair that contradicts itself: one day or one size with two roots, or a ledger that shrank."""
    found, known = [], list(dict.fromkeys(roots))
    by_day: dict[str, DayRoot] = {}
    by_size: dict[int, DayRoot] = {}
    for root in known:
        day, size = by_day.setdefault(root.day, root), by_size.setdefault(root.size, root)
        if day is not root:
            found.append(Fork(day, root))
        elif (size.root, size.algorithm) != (root.root, root.algorithm):
            found.append(Fork(size, root))
    ordered = sorted(by_day.values(), key=lambda root: root.day)
    shrunk = pairwise(ordered)
    return found + [Fork(before, after) for before, after in shrunk if after.size < before.size]


def _unreadable(number: int, line: str) -> Refused:
    return Refused(
        "roots_unreadable",
        f"封存根副本第{number}行不是封存根：{line[:80]}",
        f"line {number} of the copy of the roots is not a root: {line[:80]}",
        "没有改动任何内容",
        "重新下载 roots.jsonl，或换一份副本",
        {"line": number},
        what_is_safe_en="nothing was changed",
        what_to_do_en="download roots.jsonl again, or take another copy",
    )
