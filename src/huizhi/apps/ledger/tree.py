"""The RFC 6962 tree over the acts in order, grown one act at a time. Pure: whoever calls reads and writes the rows.

A *subtree* is complete: 2**level leaves from `position` * 2**level on. The act that completes it keeps its hash, so act
`(position + 1) << level` has it at `level` of its list. The *peaks* of a tree are the complete subtrees it is made of,
largest first: one for each bit of its size.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce

from huizhi.apps.ledger import hashing
from huizhi.apps.ledger.hashing import Hashed

Subtree = tuple[int, int]
"""Level and position."""
Read = Callable[[Iterable[Subtree]], Mapping[Subtree, bytes]]
"""Reads the hashes of complete subtrees, all in one query."""


@dataclass
class Growing:
    """A tree to which leaves are added: its size and its peaks."""

    hashed: Hashed
    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def add(self, content: bytes) -> list[bytes]:
        """Add a leaf; the hashes of the subtrees it completes, the leaf itself first. Amortised two hashes."""
        found = hashing.leaf(content, self.hashed)
        completed, size = [found], self.size
        while size & 1:
            found, size = hashing.node(self.peaks.pop(), found, self.hashed), size >> 1
            completed.append(found)
        self.peaks.append(found)
        self.size += 1
        return completed

    def root(self) -> bytes:
        """The root of the tree as it is; of no leaves at all, the hash of nothing."""
        return joined(self.peaks, self.hashed)


def joined(peaks: Sequence[bytes], hashed: Hashed) -> bytes:
    """The root over complete subtrees given from the largest to the smallest."""
    if not peaks:
        return hashed(b"")
    return reduce(lambda right, left: hashing.node(left, right, hashed), reversed(peaks[:-1]), peaks[-1])


def completed_by(subtree: Subtree) -> int:
    """The number of the act that completes a subtree."""
    level, position = subtree
    return (position + 1) << level


def cover(low: int, high: int) -> list[Subtree]:
    """The complete subtrees that leaves `low` to `high` (excluded) are made of; `low` is where RFC 6962 splits."""
    found = []
    while low < high:
        level = (high - low).bit_length() - 1
        found.append((level, low >> level))
        low += 1 << level
    return found


def root(size: int, read: Read, hashed: Hashed) -> bytes:
    """The root of the first `size` leaves, from as many reads as the size has bits."""
    return _hashes([(0, size)], read, hashed)[0]


def inclusion(index: int, size: int, read: Read, hashed: Hashed) -> list[bytes]:
    """The audit path of leaf `index` among the first `size`, from the leaf upwards. IndexError outside them."""
    if not 0 <= index < size:
        raise IndexError(index)
    siblings, low, high = [], 0, size
    while high - low > 1:
        middle = low + _split(high - low)
        siblings.append((middle, high) if index < middle else (low, middle))
        low, high = (low, middle) if index < middle else (middle, high)
    return _hashes(siblings[::-1], read, hashed)


def consistency(first: int, second: int, read: Read, hashed: Hashed) -> list[bytes]:
    """The proof that the tree of `second` leaves begins with that of `first`. IndexError unless 0 < first <= second."""
    if not 0 < first <= second:
        raise IndexError(first)
    parts, low, high, whole = [], 0, second, True
    while first != high:
        middle = low + _split(high - low)
        if first <= middle:
            parts.append((middle, high))
            high = middle
        else:
            parts.append((low, middle))
            low, whole = middle, False
    known = [] if whole else [(low, high)]
    return _hashes(known + parts[::-1], read, hashed)


def _split(leaves: int) -> int:
    """The largest power of two below a number of leaves above 1."""
    return 1 << ((leaves - 1).bit_length() - 1)


def _hashes(ranges: list[tuple[int, int]], read: Read, hashed: Hashed) -> list[bytes]:
    covers = [cover(low, high) for low, high in ranges]
    found = read(subtree for parts in covers for subtree in parts)
    return [joined([found[subtree] for subtree in parts], hashed) for parts in covers]
