"""Finds keys that stand twice in one file, chunk after chunk, in eight bytes per row."""

import numpy as np
import polars as pl


class SeenKeys:
    """The keys of a file's good rows so far, as 64-bit hashes: two of ten million collide once in 400,000 files."""

    def __init__(self) -> None:
        self._seen = np.empty(0, np.uint64)

    def repeats(self, keys: pl.Series, good: pl.Series) -> pl.Series:
        """Which good rows repeat the key of an earlier good row; the others are remembered."""
        hashes = keys.filter(good).hash(seed=1)
        again = ~hashes.is_first_distinct().to_numpy()
        own = hashes.to_numpy()
        new = np.sort(own[~again])
        if self._knows(new).any():
            again |= self._knows(own)
            new = np.sort(own[~again])
        self._seen = np.sort(np.concatenate([self._seen, new]), kind="stable")
        result = good.to_numpy(writable=True)
        result[result] = again
        return pl.Series(result)

    def _knows(self, hashes: np.ndarray) -> np.ndarray:
        at = np.searchsorted(self._seen, hashes)
        inside = at < len(self._seen)
        found = np.zeros(len(hashes), bool)
        found[inside] = self._seen[at[inside]] == hashes[inside]
        return found
