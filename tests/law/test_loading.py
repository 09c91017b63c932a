"""A file of legal values that a lawyer could not stand behind is refused as it is read."""

from pathlib import Path

import pytest

from huizhi.law.parameters import Parameters
from huizhi.vocabulary.refused import Refused

GOOD = """
title = { zh = "时限", en = "limit" }
unit = "WD"
[[values]]
from = 2020-01-01
to = 2020-12-31
value = 7
[values.citation]
instrument = "办法"
article = "第一条"
support = "text"
[[values]]
from = 2021-01-01
value = 60
unit = "D"
note = { zh = "注", en = "note" }
[values.citation]
instrument = "新办法"
support = "known"
quote = "六十日"
"""


def load(folder: Path, text: str) -> Parameters:
    (folder / "subject").mkdir(exist_ok=True)
    (folder / "subject" / "key.toml").write_text(text, encoding="utf-8")
    return Parameters.load(folder)


def test_a_good_file_is_read_whole(tmp_path):
    found = load(tmp_path, GOOD)
    assert found.keys() == ("subject.key",)
    first, second = found.periods("subject.key")
    assert (first.value, first.unit, first.basis.article) == (7, "WD", "第一条")
    assert (second.value, second.unit, second.note_en, second.basis.quote) == (60, "D", "note", "六十日")


def test_values_are_ordered_by_their_first_day_whatever_the_file_says(tmp_path):
    head, first, second = GOOD.split("[[values]]")
    found = load(tmp_path, head + "[[values]]" + second + "[[values]]" + first)
    assert [v.value for v in found.periods("subject.key")] == [7, 60]


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('[values.citation]\ninstrument = "办法"\narticle = "第一条"\nsupport = "text"\n', "", "no citation"),
        ('instrument = "办法"', 'instrument = ""', "no citation"),
        ('support = "text"\n', "", "no citation"),
        ('support = "text"', 'support = "certain"', "support must be one of"),
        ("to = 2020-12-31", "to = 2021-01-01", "overlap"),
        ("to = 2020-12-31\n", "", "overlap"),
        ("to = 2020-12-31", "to = 2019-12-31", "first day"),
        ("from = 2020-01-01\n", "", "first day"),
        ('unit = "WD"\n', "", "unknown unit"),
        ('unit = "WD"', 'unit = "weeks"', "unknown unit"),
        ("value = 7", "value = -7", "no value in WD"),
        ("value = 7", "value = true", "no value in WD"),
        ("value = 7", "value = 7.5", "no value in WD"),
        ("value = 7", 'value = "7"', "no value in WD"),
        ("value = 7\n", "", "no value in WD"),
        ("from = 2020-01-01", 'from = "2020-01-01"', "must be a date"),
        ("from = 2020-01-01", "from = 2020-01-01T00:00:00", "must be a date"),
        ("value = 7", "value = 7\nvalid = true", "unknown fields: valid"),
        ('support = "text"', 'support = "text"\npage = 3', "unknown fields: page"),
        ('unit = "WD"', 'unit = "WD"\nauthor = "x"', "unknown fields: author"),
        ('support = "text"', 'support = "text"\nfrom = 2020-02-01', "outlives"),
        ('support = "text"', 'support = "text"\nto = 2020-11-30', "outlives"),
        ('en = "limit"', 'en = ""', "title"),
        ('zh = "时限"', 'zh = ""', "title"),
        ('en = "note"', 'en = ""', "note"),
        ("title", "title = ", "subject|Invalid|Expected|key.toml"),
    ],
)
def test_a_file_that_cannot_stand_is_refused(tmp_path, old, new, why):
    assert old in GOOD
    with pytest.raises(Refused, match=why) as refusal:
        load(tmp_path, GOOD.replace(old, new, 1))
    assert refusal.value.code == "legal_value_file"


def test_a_file_without_values_is_refused(tmp_path):
    with pytest.raises(Refused, match="no values"):
        load(tmp_path, GOOD.split("[[values]]")[0])


@pytest.mark.parametrize(("value", "good"), [("06-30", True), ("6-30", False), ("13-01", False), ("02-32", False)])
def test_a_month_day_must_be_one(tmp_path, value, good):
    text = GOOD.replace('unit = "WD"', 'unit = "month-day"', 1).replace("value = 7", f'value = "{value}"')
    if good:
        assert load(tmp_path, text).periods("subject.key")[0].value == value
    else:
        with pytest.raises(Refused, match="no value in month-day"):
            load(tmp_path, text)


def test_a_citation_may_be_older_and_longer_than_the_value(tmp_path):
    text = GOOD.replace('support = "text"', 'support = "text"\nfrom = 2015-01-01', 1)
    basis = load(tmp_path, text).periods("subject.key")[0].basis
    assert (basis.in_force_from.year, basis.in_force_to) == (2015, None)


CLOCK = """
[clock]
start = { zh = "收到", en = "receipt" }
stops = ["testing"]
restarts = ["transfer"]
extensions = [{ key = "decided", approver = "head" }]
consequence = { zh = "失效", en = "it lapses" }
rolls = false
"""


def with_clock(old: str = "", new: str = "") -> str:
    assert old in CLOCK
    head, *values = GOOD.split("[[values]]")
    return head + CLOCK.replace(old, new, 1) + "".join("[[values]]" + value for value in values)


def test_the_terms_of_a_clock_are_read_whole(tmp_path):
    clock = load(tmp_path, with_clock()).periods("subject.key")[0].clock
    assert (clock.start_zh, clock.start_en, clock.stops, clock.restarts) == (
        "收到",
        "receipt",
        ("testing",),
        ("transfer",),
    )
    assert [(term.key, term.approver) for term in clock.extensions] == [("decided", "head")]
    assert (clock.consequence_zh, clock.consequence_en, clock.rolls) == ("失效", "it lapses", False)


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ('start = { zh = "收到", en = "receipt" }\n', "", "start needs zh and en"),
        ('en = "receipt"', 'en = ""', "start needs zh and en"),
        ('"testing"', '"weather"', "unknown stops: weather"),
        ('"transfer"', '"weather"', "unknown restarts: weather"),
        ('approver = "head"', 'approver = "anybody"', "an extension needs"),
        ('key = "decided"', 'key = ""', "an extension needs"),
        ('key = "decided"', 'key = "decided", days = 3', "unknown fields: days"),
        ('key = "decided"', 'key = "no.such"', "is no legal value"),
        ('en = "it lapses"', 'en = ""', "consequence needs zh and en"),
        ("rolls = false", "rolls = 0", "rolls is true or false"),
        ("[clock]", "[clock]\nalarm = 3", "unknown fields: alarm"),
    ],
)
def test_a_clock_that_cannot_stand_is_refused(tmp_path, old, new, why):
    with pytest.raises(Refused, match=why):
        load(tmp_path, with_clock(old, new))


def test_a_clock_cannot_run_in_what_is_no_time(tmp_path):
    with pytest.raises(Refused, match="cannot run in percent"):
        load(tmp_path, with_clock().replace('unit = "WD"', 'unit = "percent"', 1))


@pytest.mark.parametrize(
    ("unit", "value", "good"),
    [
        ("switch", "1", True),
        ("switch", "2", False),
        ("word", '"paid"', True),
        ("word", '"A-D"', True),
        ("word", '"Two words"', False),
        ("word", "3", False),
        ("years-of-use", "[1, 4, 7]", True),
        ("years-of-use", "[4, 1]", False),
        ("years-of-use", "[1, 1]", False),
        ("years-of-use", "[0, 1]", False),
        ("years-of-use", "[]", False),
        ("years-of-use", "7", False),
        ("years-of-use", '["1"]', False),
        ("yuan", "0", True),
        ("yuan", "[1]", False),
    ],
)
def test_a_value_must_be_one_of_its_unit(tmp_path, unit, value, good):
    text = GOOD.replace('unit = "WD"', f'unit = "{unit}"', 1).replace("value = 7", f"value = {value}")
    if good:
        assert load(tmp_path, text).periods("subject.key")[0].unit == unit
    else:
        with pytest.raises(Refused, match="no value in"):
            load(tmp_path, text)


TRANSITION = """
[[transitions]]
on = 2021-01-01
[transitions.citation]
instrument = "新办法"
support = "unsure"
"""


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("on = 2021-01-01", "on = 2021-01-02", "nothing commences"),
        ("on = 2021-01-01\n", "", "needs the day"),
        ('instrument = "新办法"\n', "", "no citation"),
        ("on = 2021-01-01", "on = 2021-01-01\nrule = 1", "unknown fields: rule"),
    ],
)
def test_a_transition_that_cannot_stand_is_refused(tmp_path, old, new, why):
    assert load(tmp_path, GOOD + TRANSITION).periods("subject.key")[0].transitions[0].basis.to_be_confirmed
    with pytest.raises(Refused, match=why):
        load(tmp_path, GOOD + TRANSITION.replace(old, new, 1))


def test_a_file_that_is_no_text_is_refused(tmp_path):
    (tmp_path / "key.toml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refused, match=r"key\.toml"):
        Parameters.load(tmp_path)


def test_what_a_file_leaves_out_has_its_plain_meaning(tmp_path):
    clock = load(tmp_path, with_clock("rolls = false\n", "")).periods("subject.key")[0].clock
    assert clock.rolls is True
    bare = load(tmp_path, GOOD.replace('article = "第一条"\n', "")).periods("subject.key")[0]
    assert (bare.basis.article, bare.basis.quote, bare.note_zh, bare.note_en, bare.clock) == ("", "", "", "", None)
    assert (bare.basis.in_force_from, bare.basis.in_force_to) == (bare.in_force_from, bare.in_force_to)


def test_a_period_may_be_one_day_and_a_list_one_number_long(tmp_path):
    one_day = load(tmp_path, GOOD.replace("to = 2020-12-31", "to = 2020-01-01")).periods("subject.key")[0]
    assert one_day.in_force_from == one_day.in_force_to
    text = GOOD.replace('unit = "WD"', 'unit = "years-of-use"', 1).replace("value = 7", "value = [7]")
    assert load(tmp_path, text).periods("subject.key")[0].value == (7,)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("to = 2020-12-31", 'to = "soon"'),
        ('support = "text"', 'support = "text"\nfrom = "soon"'),
        ('support = "text"', 'support = "text"\nto = "soon"'),
    ],
)
def test_a_day_that_is_none_is_refused_by_the_name_of_its_file(tmp_path, old, new):
    with pytest.raises(Refused, match=r"key\.toml.*must be a date"):
        load(tmp_path, GOOD.replace(old, new, 1))
