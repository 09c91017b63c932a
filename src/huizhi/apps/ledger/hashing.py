"""The hash functions a tree may be made with: SHA-256, or SM3 (GB/T 32905) where the office must use it. Pure."""

import hashlib
from collections.abc import Callable

from huizhi.draw.merkle import sha256
from huizhi.vocabulary.refused import Refused

Hashed = Callable[[bytes], bytes]
SHA256, SM3 = "sha256", "sm3"
ALGORITHMS = (SHA256, SM3)


def hasher(algorithm: str) -> Hashed:
    """The function bytes -> 32 bytes of that name. Refused for another name, and where Python's OpenSSL lacks SM3."""
    if algorithm == SHA256:
        return sha256
    if algorithm == SM3 and SM3 in hashlib.algorithms_available:
        return _sm3
    raise Refused(
        "hash_unknown",
        f"这里不能计算摘要算法 {algorithm}",
        f"the hash function {algorithm} cannot be computed here",
        "没有写入任何内容",
        f"改用 {SHA256} 或 {SM3}；{SM3} 需要 Python 所用的 OpenSSL 支持",
        what_is_safe_en="nothing was written",
        what_to_do_en=f"use {SHA256} or {SM3}; {SM3} needs an OpenSSL that has it",
    )


def _sm3(content: bytes) -> bytes:
    return hashlib.new(SM3, content).digest()


def leaf(content: bytes, hashed: Hashed) -> bytes:
    """The hash of a leaf: H(0x00 || content)."""
    return hashed(b"\0" + content)


def node(left: bytes, right: bytes, hashed: Hashed) -> bytes:
    """The hash of an inner node: H(0x01 || left || right)."""
    return hashed(b"\1" + left + right)
