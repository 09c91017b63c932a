"""A licence number's check digit notices any single wrong digit and any two neighbours swapped."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizhi.vocabulary.licences import FoodLicenceNumber, RegistrationNumber, check_digit


def test_the_example_of_the_standard():
    assert check_digit("0794") == "5"


@pytest.mark.parametrize("text", ["440301103448669", "110108012660422"])
def test_registration_numbers_once_published_are_valid(text):
    assert RegistrationNumber(text).ok


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("", ("length",)),
        ("44030110344866", ("length",)),
        ("44030110344866X", ("digits",)),
        ("440301103448660", ("check_digit",)),
    ],
)
def test_a_bad_registration_number_says_what_is_wrong(text, problems):
    assert RegistrationNumber(text).problems == problems


@given(st.sampled_from(["SC", "JY"]), st.text("0123456789", min_size=13, max_size=13))
def test_a_made_number_is_valid_and_a_single_change_is_noticed(kind, first13):
    text = FoodLicenceNumber.make(kind, first13).text
    assert FoodLicenceNumber(text).ok
    for place in range(2, 16):
        other = str((int(text[place]) + 1) % 10)
        assert FoodLicenceNumber(text[:place] + other + text[place + 1 :]).problems == ("check_digit",)


def test_the_place_is_read_from_where_each_kind_keeps_it():
    assert FoodLicenceNumber.make("SC", "1063710020001").division == "371002"
    assert FoodLicenceNumber.make("JY", "2371002000001").division == "371002"


@pytest.mark.parametrize(
    ("text", "problems"),
    [
        ("XK10637100200018", ("prefix",)),
        ("SC1063710020001", ("length",)),
        ("JY2371002ABC0017", ("digits",)),
        ("", ("prefix", "length")),
    ],
)
def test_a_bad_licence_number_says_what_is_wrong(text, problems):
    number = FoodLicenceNumber(text)
    assert (number.problems, number.division) == (problems, "")


def test_full_width_and_spaces_are_folded():
    made = FoodLicenceNumber.make("SC", "1063710020001")
    assert FoodLicenceNumber(" ｓｃ " + made.text[2:]).text == made.text


def test_parts_that_make_no_number_are_refused():
    with pytest.raises(ValueError, match="digits only"):
        FoodLicenceNumber.make("SC", "")
    with pytest.raises(ValueError, match="prefix"):
        FoodLicenceNumber.make("QS", "1063710020001")
    with pytest.raises(ValueError, match="length"):
        RegistrationNumber.make("123")
