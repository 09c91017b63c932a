"""Official numbers, made for whole arrays at once: credit codes, licence numbers, device codes."""

from __future__ import annotations

import numpy as np
import polars as pl

from huizhi.vocabulary.credit_code import ALPHABET as _ALPHABET
from huizhi.vocabulary.credit_code import ORGANISATION_ALPHABET, ORGANISATION_WEIGHTS, WEIGHTS

_SYMBOLS = np.frombuffer(_ALPHABET.encode(), dtype=np.uint8)
_WEIGHTS = np.array(WEIGHTS)
_ORGANISATION_WEIGHTS = np.array(ORGANISATION_WEIGHTS)
_ORGANISATION_VALUE = np.array([ORGANISATION_ALPHABET.index(c) for c in _ALPHABET])
_ORGANISATION_CHECK = np.array([_ALPHABET.index(c) for c in "0123456789X"])

BODIES = 31**6
"""How many bodies of the newer kind ("MA" and six symbols) there are; older ones are eight digits."""


def _digits(numbers: np.ndarray, base: int, places: int) -> np.ndarray:
    """Shape (n, places): the digits of each number, highest first."""
    powers = base ** np.arange(places - 1, -1, -1, dtype=np.int64)
    return (np.asarray(numbers, dtype=np.int64)[:, None] // powers) % base


def credit_codes(
    serials: np.ndarray, category: np.ndarray, division: np.ndarray, newer: np.ndarray, department: int = 9
) -> pl.Series:
    """Valid unified social credit codes (GB 32100), one per serial; `newer` bodies start with MA, older are digits."""
    n = len(serials)
    values = np.zeros((n, 18), dtype=np.int64)
    values[:, 0] = department
    values[:, 1] = category
    values[:, 2:8] = _digits(division, 10, 6)
    letters = np.full((n, 8), _ALPHABET.index("M"))
    letters[:, 1] = _ALPHABET.index("A")
    letters[:, 2:] = _digits(serials % BODIES, 31, 6)
    values[:, 8:16] = np.where(np.asarray(newer)[:, None], letters, _digits(serials % 10**8, 10, 8))
    rest = 11 - (_ORGANISATION_VALUE[values[:, 8:16]] * _ORGANISATION_WEIGHTS).sum(axis=1) % 11
    values[:, 16] = _ORGANISATION_CHECK[rest % 11]
    values[:, 17] = check_values(values)
    return _strings(_SYMBOLS[values])


def check_values(values: np.ndarray) -> np.ndarray:
    """The check symbol's value for each row of 17 (or more) symbol values."""
    return (31 - (values[:, :17] * _WEIGHTS).sum(axis=1) % 31) % 31


def wrong_check(code: str) -> str:
    """The same code with another check character: what a registrar's slip looks like."""
    return code[:17] + _ALPHABET[(_ALPHABET.index(code[17]) + 7) % 31]


def licence_numbers(prefix: str, digits: np.ndarray, places: int = 13) -> pl.Series:
    """Prefix, `places` digits and the check digit of GB/T 17710 (ISO 7064 MOD 11,10)."""
    shown = _digits(digits, 10, places)
    carry = np.full(len(shown), 10)
    for place in range(places):
        step = (carry + shown[:, place]) % 10
        carry = np.where(step == 0, 10, step) * 2 % 11
    check = (11 - carry) % 10
    text = _strings(np.hstack([shown, check[:, None]]).astype(np.uint8) + ord("0"))
    return prefix + text


def numbers(values: np.ndarray, width: int) -> pl.Series:
    """Whole numbers as text of fixed width, zeros in front."""
    return _strings(_digits(values, 10, width).astype(np.uint8) + ord("0"))


def _strings(symbols: np.ndarray) -> pl.Series:
    """Rows of ASCII bytes as a text column."""
    symbols = np.ascontiguousarray(symbols, dtype=np.uint8)
    width = symbols.shape[1]
    return pl.Series(symbols.view(f"S{width}").ravel().astype(f"U{width}").tolist(), dtype=pl.String)
