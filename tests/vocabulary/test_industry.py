"""An industry code's letter and digits must say the same section."""

import pytest

from huizhi.vocabulary.industry import SECTIONS, IndustryCode


@pytest.mark.parametrize(
    ("text", "section", "name"),
    [
        ("H6210", "H", "住宿和餐饮业"),
        ("6210", "H", "住宿和餐饮业"),
        ("C13", "C", "制造业"),
        ("F522", "F", "批发和零售业"),
    ],
)
def test_a_good_code_knows_its_section(text, section, name):
    code = IndustryCode(text)
    assert (code.ok, code.section, code.section_name()) == (True, section, name)


@pytest.mark.parametrize(
    ("text", "problem"),
    [("", "format"), ("H", "format"), ("H6", "format"), ("h6210", "format"), ("U9700", "format"), ("H62101", "format"),
     ("00", "unknown_division"), ("98", "unknown_division"), ("C6210", "section")],
)  # fmt: skip
def test_a_bad_code_says_what_is_wrong(text, problem):
    code = IndustryCode(text)
    assert (code.problems, code.section, code.section_name("en")) == ((problem,), "", "")


def test_twenty_sections_share_out_ninety_seven_divisions_without_a_gap():
    ranges = [SECTIONS[letter][:2] for letter in sorted(SECTIONS)]
    assert len(ranges) == 20
    assert [n for first, last in ranges for n in range(first, last + 1)] == list(range(1, 98))
