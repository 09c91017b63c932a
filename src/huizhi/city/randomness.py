"""Random numbers that depend only on (seed, stream, index, draw): no state, so no order and no chunk can change them.

Only integer steps and the exact floating operations + - * / are used, so every machine gives the same bits.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import cache

import numpy as np
import polars as pl

_GOLDEN = np.uint64(0x9E3779B97F4A7C15)
_STEP = np.uint64(0xD1B54A32D192ED03)
_M1 = np.uint64(0xBF58476D1CE4E5B9)
_M2 = np.uint64(0x94D049BB133111EB)


def _mix(x: np.ndarray) -> np.ndarray:
    """The finaliser of SplitMix64 on an array of uint64, in place."""
    x ^= x >> np.uint64(30)
    x *= _M1
    x ^= x >> np.uint64(27)
    x *= _M2
    x ^= x >> np.uint64(31)
    return x


class Dice:
    """Draws for any array of indices; `stream` names what is drawn, `k` tells several draws of one stream apart."""

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self._key = cache(self._make_key)

    def _make_key(self, stream: str) -> np.uint64:
        digest = hashlib.blake2b(f"{self.seed}:{stream}".encode(), digest_size=8).digest()
        return np.uint64(int.from_bytes(digest, "little"))

    def bits(self, stream: str, ids: np.ndarray, k: int | np.ndarray = 0) -> np.ndarray:
        """64 random bits for each index (uint64; `k` may be an array that broadcasts against `ids`)."""
        x = np.asarray(ids).astype(np.uint64) * _GOLDEN + self._key(stream)
        x = _mix(np.atleast_1d(x))
        return _mix(x + np.asarray(k).astype(np.uint64) * _STEP + _GOLDEN)

    def unit(self, stream: str, ids: np.ndarray, k: int | np.ndarray = 0) -> np.ndarray:
        """Uniform in [0, 1) with 53 bits."""
        return (self.bits(stream, ids, k) >> np.uint64(11)).astype(np.float64) * 2.0**-53

    def below(self, stream: str, ids: np.ndarray, n: int | np.ndarray, k: int | np.ndarray = 0) -> np.ndarray:
        """Whole numbers 0..n-1 (int64; `n` below 2**31, may be an array)."""
        high = self.bits(stream, ids, k) >> np.uint64(32)
        return ((high * np.asarray(n).astype(np.uint64)) >> np.uint64(32)).astype(np.int64)

    def pick(self, stream: str, ids: np.ndarray, weights: Sequence[float], k: int | np.ndarray = 0) -> np.ndarray:
        """Index of a weighted choice for each index (int64)."""
        total = float(sum(weights))
        edges, running = [], 0.0
        for weight in weights[:-1]:
            running += weight
            edges.append(running / total)
        return np.searchsorted(np.array(edges), self.unit(stream, ids, k), side="right")

    def serial(self, stream: str, n: np.ndarray, width: int) -> np.ndarray:
        """A one-to-one scramble of the whole numbers 0..10**width-1 (width at most 11), to number documents."""
        key = int(self._key("serial:" + stream))
        factor = 1_000_000 + key % 9_000_000
        while factor % 2 == 0 or factor % 5 == 0:
            factor += 1
        shift = (key >> 24) % 10**width
        return (np.asarray(n).astype(np.int64) * factor + shift) % 10**width

    def document(self, stream: str, n: np.ndarray, width: int) -> pl.Series:
        """Document numbers as text of fixed width: `serial` with zeros in front."""
        return pl.Series(self.serial(stream, n, width)).cast(pl.String).str.zfill(width)


def width_for(slots: int) -> int:
    """Digits needed to number `slots` things, at least five."""
    return max(5, len(str(slots)))
