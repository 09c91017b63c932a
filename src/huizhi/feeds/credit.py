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

NONE = 255
_VALUE = np.full(256, NONE, np.uint8)
_VALUE[list(ALPHABET.encode())] = range(len(ALPHABET))
_ORGANISATION = np.full(256, NONE, np.uint8)
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
    """Texts of equal byte length as a matrix of bytes, one row each."""
    array = texts.to_arrow()
    start = array.offset and np.frombuffer(array.buffers()[1], np.int64)[array.offset]
    return np.frombuffer(array.buffers()[2], np.uint8, len(texts) * LENGTH, start).reshape(len(texts), LENGTH)


def _sound(letters: np.ndarray) -> np.ndarray:
    values = _VALUE[letters]
    known = (values != NONE).all(axis=1)
    digits = (values[:, 2:8] < 10).all(axis=1)
    total = (values[:, :17].astype(np.int32) * np.array(WEIGHTS, np.int32)).sum(axis=1)
    check = (-total) % 31 == values[:, 17]
    body = _ORGANISATION[letters[:, 8:16]].astype(np.int32) * np.array(ORGANISATION_WEIGHTS, np.int32)
    inner = _ORGANISATION_CHECK[(-body.sum(axis=1)) % 11] == letters[:, 16]
    return known & digits & check & inner
