"""The RFC 6962 tree over the frame's rows, so that one business can prove its row was in the frame."""

import hashlib
from collections.abc import Callable, Sequence

_sha256 = hashlib.sha256


def sha256(content: bytes) -> bytes:
    """The SHA-256 digest, 32 bytes."""
    return _sha256(content).digest()


def root(rows: Sequence[bytes]) -> bytes:
    """The Merkle tree hash (32 bytes) over `rows`; of no rows at all, SHA-256 of nothing."""
    level = _leaves(rows)
    while len(level) > 1:
        level = _above(level)
    return level[0] if level else _sha256(b"").digest()


def path(rows: Sequence[bytes], index: int) -> list[bytes]:
    """The audit path of row `index` (from 0), sibling hashes from the leaf upwards; IndexError outside the rows."""
    if not 0 <= index < len(rows):
        raise IndexError(index)
    level, siblings = _leaves(rows), []
    while len(level) > 1:
        if index ^ 1 < len(level):
            siblings.append(level[index ^ 1])
        level, index = _above(level), index >> 1
    return siblings


def root_from_path(
    row: bytes, index: int, size: int, siblings: Sequence[bytes], hashed: Callable[[bytes], bytes] = sha256
) -> bytes | None:
    """The root that `siblings` lead to from `row` at `index` of `size` rows; None if the path has the wrong length."""
    if not 0 <= index < size:
        return None
    found, remaining = hashed(b"\0" + row), list(siblings)
    while size > 1:
        if index ^ 1 < size:
            if not remaining:
                return None
            other = remaining.pop(0)
            found = hashed(b"\1" + (other + found if index & 1 else found + other))
        index, size = index >> 1, (size + 1) >> 1
    return None if remaining else found


def _leaves(rows: Sequence[bytes]) -> list[bytes]:
    return [_sha256(b"\0" + row).digest() for row in rows]


def _above(level: list[bytes]) -> list[bytes]:
    """The next level; a last node without a partner rises unchanged, which is RFC 6962's split at a power of two."""
    paired = iter(level)
    above = [_sha256(b"\1" + left + right).digest() for left, right in zip(paired, paired, strict=False)]
    return above + level[-1:] if len(level) & 1 else above
