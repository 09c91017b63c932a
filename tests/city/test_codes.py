"""Numbers made in bulk are the numbers the vocabulary knows."""

import numpy as np
import polars as pl
import pytest

from huizhi.city import codes
from huizhi.vocabulary.credit_code import CreditCode
from huizhi.vocabulary.licences import check_digit

SERIALS = np.array([0, 1, 31, 99_999_999, 12_345_678, 50_000_000])


def made(newer: bool) -> pl.Series:
    n = len(SERIALS)
    return codes.credit_codes(SERIALS, np.arange(n) % 3 + 1, np.full(n, 371082), np.full(n, newer))


@pytest.mark.parametrize("newer", [True, False])
def test_codes_are_what_the_vocabulary_would_make(newer):
    for index, code in enumerate(made(newer)):
        again = CreditCode.make("9", str(index % 3 + 1), "371082", code[8:16])
        assert again.text == code
        assert again.ok


def test_older_bodies_are_digits_and_newer_ones_start_with_ma():
    assert made(False).str.slice(8, 8).str.contains(r"^\d{8}$").all()
    assert made(True).str.slice(8, 2).unique().to_list() == ["MA"]


def test_a_slip_of_the_registrar_fails_only_the_check_character():
    for code in made(True):
        assert CreditCode(codes.wrong_check(code)).problems == ("check_character",)


def test_licence_numbers_end_in_the_check_digit_of_the_standard():
    digits = np.array([1_371_002_000_001, 2_371_083_123_456, 13_710_02])
    for number in codes.licence_numbers("JY", digits):
        assert number[:2] == "JY"
        assert len(number) == 16
        assert check_digit(number[2:-1]) == number[-1]


def test_numbers_keep_their_zeros():
    assert codes.numbers(np.array([7, 1234]), 6).to_list() == ["000007", "001234"]


def test_an_entity_s_number_differs_from_every_other_s(city):
    assert city.truth("entities")["credit_code"].n_unique() == 20_000


def test_every_code_is_sound_unless_planted(city):
    entities = city.truth("entities")
    for code, flawed in entities.select("credit_code", "code_flawed").rows():
        assert CreditCode(code).problems == (("check_character",) if flawed == "true" else ())
    assert 0 < (entities["code_flawed"] == "true").sum() < 40
