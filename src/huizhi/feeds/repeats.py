"""Finds keys that stand twice in one file, chunk after chunk, in eight bytes per row."""

import numpy as np
import polars as pl


class SeenKeys:
    """The keys of a file's good rows so far, as 64-bit hashes: two of ten million collide once in 400,000 files."""

    def __init__(self) -> None:
        self._seen = np.empty(0, np.uint64)

    def repeats(self, keys: pl.Series, good: pl.Series) -> pl.Series:
        """Which good rows repeat the key of an earlier good row; the others are remembered."""
        hashes = keys.hash(seed=1).to_numpy()
        candidates = np.flatnonzero(good.to_numpy())
        own = hashes[candidates]
        order = np.argsort(own, kind="stable")
        ranked = own[order]
        again = np.zeros(len(own), bool)
        again[order[1:]] = ranked[1:] == ranked[:-1]
        again |= self._knows(own)
        self._seen = np.sort(np.concatenate([self._seen, np.unique(own[~again])]), kind="stable")
        result = np.zeros(len(keys), bool)
        result[candidates] = again
        return pl.Series(result)

    def _knows(self, hashes: np.ndarray) -> np.ndarray:
        at = np.searchsorted(self._seen, hashes)
        inside = at < len(self._seen)
        found = np.zeros(len(hashes), bool)
        found[inside] = self._seen[at[inside]] == hashes[inside]
        return found
