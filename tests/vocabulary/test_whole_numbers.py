"""What counts as a whole number in an address, and what does not."""

import pytest

from huizhi.vocabulary.whole_numbers import whole_number


@pytest.mark.parametrize(("text", "number"), [("0", 0), ("-12", -12), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_plain_digits_are_numbers(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize("text", ["", "-", "--1", "+1", "1.0", "1e3", " 1", "1\n", "²", "٣", "１", "1_000", "9" * 19])
def test_anything_else_is_none(text):
    assert whole_number(text) is None
