"""Checks credit codes a column at a time; only those that fail are asked, one by one, what is wrong with them."""

import numpy as np
import polars as pl

from huizhi.vocabulary.credit_code import (
    ALPHABET,
    LENGTH,
    ORGANISATION_ALPHABET,
    ORGANISATION_WEIGHTS,
    WEIGHTS,
    CreditCode,
)

NONE = 1 << 20
"""The value of a character outside the alphabet: no sum of a sound code comes near it."""
_VALUE = np.full(256, NONE, np.int32)
_VALUE[list(ALPHABET.encode())] = range(len(ALPHABET))
_ORGANISATION = np.zeros(256, np.int32)
_ORGANISATION[list(ORGANISATION_ALPHABET.encode())] = range(len(ORGANISATION_ALPHABET))
_ORGANISATION_CHECK = np.frombuffer(b"0123456789X", np.uint8)


def credit_flags(codes: pl.Series, column: str) -> pl.Series:
    """For each code null when it is sound, else its problems as "column:problem;column:problem"."""
    suspects = codes.filter(~sound(codes)).drop_nulls().unique(maintain_order=True)
    flags = {c: ";".join(f"{column}:{p}" for p in CreditCode(c).problems) or None for c in suspects}
    if not flags:
        return pl.Series(codes.name, [None], dtype=pl.String).new_from_index(0, len(codes))
    return codes.replace_strict(list(flags), list(flags.values()), default=None, return_dtype=pl.String)


def sound(codes: pl.Series) -> pl.Series:
    """Whether each code is certainly without problems; null counts as sound."""
    right_length = (codes.str.len_bytes() == LENGTH).fill_null(False)
    texts = codes.filter(right_length)
    result = codes.is_null().to_numpy(writable=True)
    if len(texts):
        result[right_length.to_numpy()] = _sound(_letters(texts))
    return pl.Series(result)


def _letters(texts: pl.Series) -> np.ndarray:
    """Texts of equal byte length as a matrix of bytes, one column each."""
    array = texts.to_arrow()
    start = array.offset and np.frombuffer(array.buffers()[1], np.int64)[array.offset]
    letters = np.frombuffer(array.buffers()[2], np.uint8, len(texts) * LENGTH, start)
    return np.ascontiguousarray(letters.reshape(len(texts), LENGTH).T)


def _sound(letters: np.ndarray) -> np.ndarray:
    total = np.zeros(letters.shape[1], np.int32)
    digits = np.ones(letters.shape[1], bool)
    for place, weight in enumerate(WEIGHTS):
        value = _VALUE[letters[place]]
        total += value * np.int32(weight)
        if 2 <= place < 8:
            digits &= value < 10
    body = np.zeros(letters.shape[1], np.int32)
    for place, weight in enumerate(ORGANISATION_WEIGHTS, 8):
        body += _ORGANISATION[letters[place]] * np.int32(weight)
    check = -total % 31 == _VALUE[letters[17]]
    inner = _ORGANISATION_CHECK[-body % 11] == letters[16]
    return (total < NONE) & digits & check & inner
