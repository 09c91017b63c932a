"""A credit code from outside is never refused: it is kept, and says what is wrong with it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizhi.vocabulary.credit_code import ALPHABET, CreditCode

REAL = [
    "9144030071526726XG", "914403001922038216", "91330100799655058B",
    "91110108551385082Q", "91440300708461136T", "91310000MA1FL70B67",
]  # fmt: skip

bodies = st.text(ALPHABET, min_size=8, max_size=8)
divisions = st.text("0123456789", min_size=6, max_size=6)


@pytest.mark.parametrize("text", REAL)
def test_published_codes_are_valid(text):
    assert CreditCode(text).problems == ()
    assert CreditCode(text).ok


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", ("length",)),
        ("9144030071526726X", ("length",)),
        ("9144030071526726XGG", ("length",)),
        ("9144030071526726XO", ("alphabet",)),
        ("一二三", ("length", "alphabet")),
        ("91A4030071526726XG", ("division_digits", "check_character")),
        ("9144030071526726XH", ("check_character",)),
        ("91110000100000000X", ("check_character", "organisation_check")),
    ],
)
def test_a_bad_code_says_what_is_wrong(text, problems):
    assert CreditCode(text).problems == problems
    assert not CreditCode(text).ok


def test_full_width_lower_case_and_spaces_are_folded():
    assert CreditCode(" ９144 0300 7152 6726xg ").text == "9144030071526726XG"


def test_the_parts_of_a_code():
    code = CreditCode("91310000MA1FL70B67")
    parts = (code.department, code.category, code.division, code.organisation_code)
    assert parts == ("9", "1", "310000", "MA1FL70B6")


@given(divisions, bodies)
def test_a_made_code_is_valid_and_any_single_change_is_noticed(division, body):
    code = CreditCode.make("9", "2", division, body)
    assert code.ok
    assert code.division == division
    for place in range(18):
        other = ALPHABET[(ALPHABET.index(code.text[place]) + 1) % 31]
        assert not CreditCode(code.text[:place] + other + code.text[place + 1 :]).ok


@pytest.mark.parametrize(
    "parts",
    [
        ("9", "1", "37100", "MA1FL70B"),
        ("9", "1", "371002", "MA1FL70I"),
        ("Z", "1", "371002", "MA1FL70B"),
        ("9", "1", "37100A", "MA1FL70B"),
    ],
)
def test_parts_that_make_no_code_are_refused(parts):
    with pytest.raises(ValueError, match=r"."):
        CreditCode.make(*parts)
