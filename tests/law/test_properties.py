"""What holds of every clock, whatever the dates."""

from datetime import date, timedelta
from functools import cache

from hypothesis import given, settings
from hypothesis import strategies as st

from huizhi.law.clock_events import Extension, Suspension
from huizhi.law.clocks import deadline, earliest, months_before, no_later_than
from huizhi.law.holidays import is_worked
from huizhi.law.parameters import parameters
from huizhi.law.retiming import Matter, load_notice
from huizhi.law.units import PERIODS
from huizhi.vocabulary.calendar import WorkCalendar
from tests.law.reading import LATER

CALENDAR = WorkCalendar.load()
DAYS = st.dates(date(2026, 4, 15), date(2026, 12, 31))
CLOCKS = sorted(
    key
    for key in parameters()
    for value in [parameters().find(key, date(2026, 5, 1))]
    if value and value.clock and value.unit in PERIODS
)
STOPPABLE = [key for key in CLOCKS if parameters().in_force(key, date(2026, 5, 1)).clock.stops]


@cache
def stops(key):
    return parameters().in_force(key, date(2026, 5, 1)).clock.stops


@st.composite
def suspension(draw, key):
    first = draw(st.dates(date(2026, 1, 1), date(2027, 3, 1)))
    last = first + timedelta(days=draw(st.integers(0, 40)))
    return Suspension(first, last, draw(st.sampled_from(stops(key))), "文1")


@given(data=st.data(), key=st.sampled_from(STOPPABLE), start=DAYS)
@settings(max_examples=150, deadline=None)
def test_another_suspension_never_brings_a_deadline_forward(data, key, start):
    given_ = data.draw(st.lists(suspension(key), max_size=3))
    before = deadline(key, start, CALENDAR, suspensions=given_)
    after = deadline(key, start, CALENDAR, suspensions=[*given_, data.draw(suspension(key))])
    assert after.due >= before.due
    assert after.alarm_due >= before.alarm_due
    assert after.rights_due >= before.rights_due


@given(data=st.data(), key=st.sampled_from(STOPPABLE), start=DAYS)
@settings(max_examples=60, deadline=None)
def test_the_order_of_suspensions_does_not_matter(data, key, start):
    given_ = data.draw(st.lists(suspension(key), min_size=2, max_size=4))
    assert deadline(key, start, CALENDAR, suspensions=given_) == deadline(
        key, start, CALENDAR, suspensions=data.draw(st.permutations(given_))
    )


@given(key=st.sampled_from(CLOCKS), start=DAYS)
@settings(max_examples=300, deadline=None)
def test_the_three_readings_are_in_order_and_days_in_working_days_are_worked(key, start):
    found = deadline(key, start, CALENDAR)
    assert start < found.alarm_due <= found.due <= found.rights_due
    assert found.days == (found.due - start).days
    if found.basis.unit == "WD":
        assert is_worked(CALENDAR, found.due)
        assert found.alarm_due == found.due == found.rights_due
    elif found.basis.clock.rolls:
        assert is_worked(CALENDAR, found.rights_due)
    else:
        assert found.alarm_due == found.due == found.rights_due


@given(key=st.sampled_from(CLOCKS), start=DAYS)
@settings(max_examples=150, deadline=None)
def test_a_later_start_never_ends_earlier(key, start):
    assert deadline(key, start, CALENDAR).due <= deadline(key, start + timedelta(days=1), CALENDAR).due


@given(start=st.dates(date(2016, 1, 1), date(2026, 12, 31)))
@settings(max_examples=200, deadline=None)
def test_months_never_escape_their_month(start):
    found = deadline("penalty.suit", start, CALENDAR, "none").due
    month = (start.month - 1 + 6) % 12 + 1
    assert found.month == month
    assert found.day == start.day or (found + timedelta(days=1)).day == 1
    assert found.day <= start.day
    assert months_before(found, 6) <= start


@given(
    start=DAYS,
    days=st.lists(st.integers(1, 60), min_size=1, max_size=3),
    data=st.data(),
)
@settings(max_examples=100, deadline=None)
def test_extensions_come_to_the_same_in_any_order(start, days, data):
    head = Extension("penalty.case_extension", "head", start, "文2")
    in_the_first = start + timedelta(days=100)  # past the ninety days: only the head's extension makes room for it
    collective = [Extension("decided", "collective", in_the_first, "文3", n) for n in days]
    given_ = [head, *collective]
    found = deadline("penalty.case", start, CALENDAR, extensions=given_)
    assert found == deadline("penalty.case", start, CALENDAR, extensions=data.draw(st.permutations(given_)))
    together = [head, Extension("decided", "collective", in_the_first, "文3", sum(days))]
    assert found == deadline("penalty.case", start, CALENDAR, extensions=together)


@given(event=DAYS)
@settings(max_examples=150, deadline=None)
def test_counting_back_leaves_at_least_the_days_asked_for(event):
    found = no_later_than("penalty.hearing_notice", event, CALENDAR).due
    between = [found + timedelta(days=n) for n in range((event - found).days)]
    assert is_worked(CALENDAR, found)
    assert sum(is_worked(CALENDAR, on) for on in between) == 7


@given(accepted=st.dates(date(2024, 7, 1), date(2026, 12, 31)))
@settings(max_examples=100, deadline=None)
def test_the_earliest_of_limits_is_never_later_than_any(accepted):
    keys = ("complaint.mediation_limit", "complaint.regulation_limit")
    found = earliest(keys, accepted, CALENDAR)
    assert found.due == min(deadline(key, accepted, CALENDAR).due for key in keys)


@given(matters=st.lists(st.tuples(st.sampled_from(CLOCKS), DAYS), max_size=30))
@settings(max_examples=60, deadline=None)
def test_a_notice_moves_only_what_awaited_it(matters):
    given_ = [Matter(str(n), key, start) for n, (key, start) in enumerate(matters)]
    for change in load_notice(given_, CALENDAR, LATER):
        assert change.before.awaits_notice
        assert change.before.provisional
    moved = {change.matter.number for change in load_notice(given_, CALENDAR, LATER)}
    for matter in given_:
        if matter.number not in moved:
            before, after = (deadline(matter.key, matter.started_on, each) for each in (CALENDAR, LATER))
            assert (before.due, before.awaits_notice) == (after.due, after.awaits_notice)
