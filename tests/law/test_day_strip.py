"""Every day of a clock, drawn as the page draws it: S start, digits counted, - skipped, x stopped, > rolled, ! due."""

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huizhi.law.clock_events import Suspension
from huizhi.law.clocks import deadline
from huizhi.law.day_strip import day_kind, day_strip
from huizhi.law.parameters import parameters
from huizhi.law.units import PERIODS
from huizhi.vocabulary.calendar import WorkCalendar

CALENDAR = WorkCalendar.load()
SIGNS = {"start": "S", "skipped": "-", "stopped": "x", "rolled": ">", "due": "!"}


def drawn(key, start, *suspensions, roll="holiday"):
    found = deadline(key, start, CALENDAR, roll, suspensions=suspensions)
    marks = day_strip(found, CALENDAR, suspensions)
    return "".join(SIGNS.get(mark.state, str(mark.number % 10)) for mark in marks), marks


@pytest.mark.parametrize(
    ("key", "start", "roll", "expected"),
    [
        # 18 September 2026 is a Friday: 19 rest, 20 made up, 21-24, break 25-27, 28, 29 due.
        ("complaint.acceptance_wd", date(2026, 9, 18), "holiday", "S-12345---6!"),
        # Fifteen days from 4 September reach the 19th, a plain Saturday: it stands for `due`.
        ("penalty.payment", date(2026, 9, 4), "holiday", "S12345678901234!"),
        # From 10 September they reach the 25th, Mid-Autumn: three days are passed over.
        ("penalty.payment", date(2026, 9, 10), "holiday", "S123456789012345>>!"),
        ("penalty.payment", date(2026, 9, 10), "none", "S12345678901234!"),
        # From 13 September they reach the 28th by themselves: the break before it is counted.
        ("penalty.payment", date(2026, 9, 13), "holiday", "S12345678901234!"),
        # A seizure ends where it ends.
        ("penalty.seizure_drug", date(2026, 9, 18), "holiday", "S123456!"),
    ],
)
def test_a_strip(key, start, roll, expected):
    assert drawn(key, start, roll=roll)[0] == expected


def test_days_that_stand_still_are_neither_counted_nor_rolled():
    testing = Suspension(date(2026, 9, 21), date(2026, 9, 22), "testing", "文1")
    text, _ = drawn("penalty.filing", date(2026, 9, 18), testing)
    assert text[:8] == "S-1xx23-"
    stay = Suspension(date(2026, 8, 5), date(2026, 8, 6), "stay", "文1")
    assert drawn("penalty.case", date(2026, 8, 3), stay)[0][:6] == "S1xx23"


def test_a_mark_says_what_the_calendar_says():
    _, marks = drawn("complaint.acceptance_wd", date(2026, 9, 18))
    kinds = [mark.kind for mark in marks]
    assert kinds == ["worked", "rest", "makeup", *["worked"] * 4, *["holiday"] * 3, "worked", "worked"]
    assert [mark.on for mark in marks] == [date(2026, 9, 18) + timedelta(n) for n in range(12)]
    assert [mark.number for mark in marks] == [0, 0, 1, 2, 3, 4, 5, 0, 0, 0, 6, 7]
    assert not any(mark.awaits for mark in marks)
    assert day_strip(deadline("complaint.acceptance_wd", date(2026, 12, 24), CALENDAR), CALENDAR)[-1].awaits
    assert day_kind(CALENDAR, date(2027, 1, 1)) == "holiday"
    assert day_kind(CALENDAR, date(2026, 10, 10)) == "makeup"
    assert {mark.state for mark in marks} == {"start", "skipped", "counted", "due"}


KEYS = [
    key
    for key in parameters()
    for value in [parameters().find(key, date(2026, 5, 1))]
    if value and value.clock and value.unit in PERIODS and value.unit != "Y"
]


@given(key=st.sampled_from(KEYS), start=st.dates(date(2026, 4, 15), date(2026, 12, 31)), data=st.data())
@settings(max_examples=80, deadline=None)
def test_as_many_days_are_counted_as_the_law_names(key, start, data):
    stops = parameters().in_force(key, start).clock.stops
    suspensions = []
    if stops and data.draw(st.booleans()):
        first = start + timedelta(days=data.draw(st.integers(0, 12)))
        last = first + timedelta(days=data.draw(st.integers(0, 8)))
        suspensions = [Suspension(first, last, data.draw(st.sampled_from(stops)), "文1")]
    found = deadline(key, start, CALENDAR, suspensions=suspensions)
    marks = day_strip(found, CALENDAR, suspensions)
    assert (marks[0].state, marks[-1].state, marks[-1].on) == ("start", "due", found.due)
    counted = [mark.number for mark in marks if mark.number]
    assert counted == list(range(1, len(counted) + 1))
    if found.basis.unit in ("WD", "D"):
        assert counted[-1] == found.basis.number
