"""Checking proofs as RFC 9162 says, with nothing but the standard library: what an outsider runs."""

from collections.abc import Sequence

from huizhi.apps.ledger import hashing
from huizhi.apps.ledger.hashing import SHA256, hasher
from huizhi.draw.merkle import root_from_path


def verify_inclusion(
    content: bytes, index: int, size: int, root: bytes, path: Sequence[bytes], algorithm: str = SHA256
) -> bool:
    """Whether `content` is leaf `index` of the tree of `size` leaves with this root."""
    return root_from_path(content, index, size, path, hasher(algorithm)) == root


def verify_consistency(
    first: int, first_root: bytes, second: int, second_root: bytes, proof: Sequence[bytes], algorithm: str = SHA256
) -> bool:
    """Whether the tree of `second` leaves begins with the tree of `first`, unchanged (RFC 9162, 2.1.4.2)."""
    if first == second:
        return not proof and first_root == second_root
    if not 0 < first < second or not proof:
        return False
    hashed, steps = hasher(algorithm), list(proof)
    if first & (first - 1) == 0:
        steps.insert(0, first_root)
    inner, last = first - 1, second - 1
    while inner & 1:
        inner, last = inner >> 1, last >> 1
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return False
        if inner & 1 or inner == last:
            old, new = hashing.node(step, old, hashed), hashing.node(step, new, hashed)
            while inner and not inner & 1:
                inner, last = inner >> 1, last >> 1
        else:
            new = hashing.node(new, step, hashed)
        inner, last = inner >> 1, last >> 1
    return last == 0 and old == first_root and new == second_root
