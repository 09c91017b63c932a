"""A round of the public randomness network drand as a draw's beacon: the BLS signature over the round is checked.

The beacon's value is `CHAIN ROUND SIGNATURE`, or `CHAIN ROUND SIGNATURE PREVIOUS` on a chained network, in hex: whoever
holds the record can check it without asking the network. A plan that names such a round has the beacon kind "drand" and
the format `CHAIN ROUND {h96}`, so that no other round fits.
"""

from __future__ import annotations

import hashlib
import sys
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

_DEPTH = sys.getrecursionlimit()  # the curve's library raises it so far that a hostile JSON would overrun the stack

from py_ecc.bls.g2_primitives import subgroup_check  # noqa: E402
from py_ecc.bls.hash_to_curve import hash_to_G1, hash_to_G2  # noqa: E402
from py_ecc.bls.point_compression import decompress_G1, decompress_G2  # noqa: E402
from py_ecc.optimized_bls12_381 import G1, G2, is_inf, pairing  # noqa: E402

from huizhi.vocabulary.refused import Refused  # noqa: E402

sys.setrecursionlimit(_DEPTH)

CHAINED, UNCHAINED_G1 = "pedersen-bls-chained", "bls-unchained-g1-rfc9380"
_TAG = "BLS_SIG_BLS12381{}_XMD:SHA-256_SSWU_RO_NUL_"


@dataclass(frozen=True)
class Chain:
    """One network: its scheme, and its public key (48 bytes on G1, or 96 on G2)."""

    name: str
    hash: str
    scheme: str
    public_key: bytes


@cache
def chains() -> dict[str, Chain]:
    """Name -> network."""
    told = tomllib.loads(Path(__file__).with_name("drand_chains.toml").read_text(encoding="utf-8"))
    return {
        name: Chain(name, one["hash"], one["scheme"], bytes.fromhex(one["public_key"])) for name, one in told.items()
    }


def check_value(value: str) -> bytes:
    """The 32 random bytes of a signed beacon value. Refused: drand_form, drand_chain, drand_forged."""
    parts = value.split(" ")
    if len(parts) < 3 or parts[0] not in chains():
        raise _refused("drand_chain", "没有这个随机数网络", "no such network is known", value)
    chain = chains()[parts[0]]
    try:
        number = int(parts[1])
        given = [bytes.fromhex(part) for part in parts[2:]]
        if len(given) != (2 if chain.scheme == CHAINED else 1) or not 0 < number < 2**64:
            raise ValueError(value)
    except ValueError:
        raise _refused("drand_form", "应为“网络 轮次 签名”", "it should read CHAIN ROUND SIGNATURE", value) from None
    if not verifies(chain, number, given[0], *given[1:]):
        raise _refused("drand_forged", "签名与该轮次不符", "the signature is not that of this round", value)
    return hashlib.sha256(given[0]).digest()


def verifies(chain: Chain, number: int, signature: bytes, previous: bytes = b"") -> bool:
    """Whether the network signed this round; False for anything that is no point of the right group."""
    message = hashlib.sha256(previous + number.to_bytes(8, "big")).digest()
    try:
        if chain.scheme == CHAINED:
            signed, key = _g2(signature), _g1(chain.public_key)
            hashed = hash_to_G2(message, _TAG.format("G2").encode(), hashlib.sha256)
            return bool(pairing(signed, G1) == pairing(hashed, key))
        signed, key = _g1(signature), _g2(chain.public_key)
        hashed = hash_to_G1(message, _TAG.format("G1").encode(), hashlib.sha256)
        return bool(pairing(G2, signed) == pairing(key, hashed))
    except ValueError:
        return False


def _g1(compressed: bytes) -> Any:
    if len(compressed) != 48:
        raise ValueError(len(compressed))
    return _proper(decompress_G1(int.from_bytes(compressed, "big")))


def _g2(compressed: bytes) -> Any:
    if len(compressed) != 96:
        raise ValueError(len(compressed))
    halves = int.from_bytes(compressed[:48], "big"), int.from_bytes(compressed[48:], "big")
    return _proper(decompress_G2(halves))


def _proper(point: Any) -> Any:
    """A point of the prime-order group other than its zero; ValueError otherwise."""
    if is_inf(point) or not subgroup_check(point):
        raise ValueError("no point of the group")
    return point


def _refused(code: str, zh: str, en: str, value: str) -> Refused:
    return Refused(
        code,
        f"公开随机值不能用：{zh}",
        f"the beacon's value cannot be used: {en}",
        "没有抽取任何对象。",
        "请从该网络公布的页面重新抄录该轮次的签名。",
        {"value": value[:80]},
        what_is_safe_en="Nothing has been drawn.",
        what_to_do_en="Copy the round's signature again from where the network publishes it.",
    )
