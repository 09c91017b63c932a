"""Working days: make-up Saturdays are worked, breaks are not, and the unknown future is said to be unknown."""

from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.calendar_rows import CalendarRow, read_rows, write_rows
from huizhi.vocabulary.refused import Refused

CALENDAR = WorkCalendar.load()
days = st.dates(date(2004, 1, 1), date(2027, 12, 31))


@pytest.mark.parametrize(
    ("on", "worked", "why"),
    [
        (date(2026, 9, 18), True, "an ordinary Friday"),
        (date(2026, 9, 19), False, "an ordinary Saturday"),
        (date(2026, 9, 20), True, "a make-up Sunday"),
        (date(2026, 10, 1), False, "National Day, a Thursday"),
        (date(2026, 10, 10), True, "a make-up Saturday"),
        (date(2026, 2, 23), False, "the last day of the Spring Festival break"),
        (date(2026, 2, 24), True, "the day after it"),
        (date(2020, 2, 1), False, "the extended break of 2020"),
        (date(2015, 9, 3), False, "the 2015 anniversary, by its own notice"),
        (date(2018, 12, 29), True, "a December Saturday moved by the next year's notice"),
    ],
)
def test_single_days(on, worked, why):
    assert CALENDAR.is_working(on) is worked, why


@pytest.mark.parametrize(("year", "count"), [(2025, 248), (2026, 248), (2024, 251), (2023, 249)])
def test_working_days_in_a_year(year, count):
    assert CALENDAR.working_days_between(date(year - 1, 12, 31), date(year, 12, 31))[0] == count


@pytest.mark.parametrize(
    ("start", "count", "due"),
    [
        (date(2026, 9, 18), 0, date(2026, 9, 18)),
        (date(2026, 9, 18), 1, date(2026, 9, 20)),
        (date(2026, 9, 18), 5, date(2026, 9, 24)),
        (date(2026, 9, 18), 6, date(2026, 9, 28)),
        (date(2026, 9, 18), 7, date(2026, 9, 29)),
    ],
)
def test_seven_working_days_over_a_make_up_sunday_and_a_break(start, count, due):
    assert CALENDAR.add_working_days(start, count) == (due, False)


@pytest.mark.parametrize(
    ("start", "count", "roll", "due"),
    [
        (date(2026, 4, 20), 60, "none", date(2026, 6, 19)),  # Dragon Boat Festival
        (date(2026, 4, 20), 60, "holiday", date(2026, 6, 22)),
        (date(2026, 4, 20), 60, "rest", date(2026, 6, 22)),
        (date(2026, 8, 3), 90, "none", date(2026, 11, 1)),  # a plain Sunday
        (date(2026, 8, 3), 90, "holiday", date(2026, 11, 1)),
        (date(2026, 8, 3), 90, "rest", date(2026, 11, 2)),
    ],
)
def test_calendar_days_and_the_three_ways_a_last_day_rolls(start, count, roll, due):
    assert CALENDAR.add_days(start, count, roll) == (due, False)


@pytest.mark.parametrize(
    ("start", "months", "due"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 15), 3, date(2026, 6, 15)),
        (date(2025, 11, 30), 12, date(2026, 11, 30)),
        (date(2025, 12, 5), 1, date(2026, 1, 5)),
    ],
)
def test_months_end_on_the_same_day_or_the_last(start, months, due):
    assert CALENDAR.add_months(start, months).on == due


@pytest.mark.parametrize(
    ("start", "count", "provisional"),
    [
        (date(2026, 12, 18), 6, False),  # 28 December
        (date(2026, 12, 18), 7, True),  # 29 December: the notice for 2027 may still move it
        (date(2026, 12, 31), 1, True),
        (date(2027, 6, 1), 1, True),
        (date(2003, 12, 1), 40, True),  # before the first notice in the table
    ],
)
def test_answers_beyond_the_known_notices_are_provisional(start, count, provisional):
    assert CALENDAR.add_working_days(start, count).provisional is provisional


def test_only_a_day_that_depends_on_a_notice_is_provisional():
    assert CALENDAR.add_days(date(2026, 12, 1), 60) == (date(2027, 1, 30), False)
    assert CALENDAR.add_days(date(2026, 12, 1), 60, "rest").provisional


@given(days, st.integers(1, 80))
def test_a_counted_day_is_worked_and_the_count_agrees(start, count):
    due = CALENDAR.add_working_days(start, count).on
    assert CALENDAR.is_working(due)
    assert CALENDAR.working_days_between(start, due)[0] == count


@given(days, st.integers(0, 80), st.sampled_from(["holiday", "rest"]))
def test_a_rolled_day_is_never_early_and_never_on_what_it_rolls_over(start, count, roll):
    due = CALENDAR.add_days(start, count, roll).on
    assert due >= start + timedelta(days=count)
    assert not CALENDAR.is_holiday(due)
    assert roll == "holiday" or CALENDAR.is_working(due)


def test_every_make_up_day_is_on_a_weekend_and_no_day_is_said_twice():
    seen = set()
    for row in CALENDAR.rows:
        for on in row.days() if row.kind != "published" else ():
            assert on not in seen
            seen.add(on)
            assert row.kind != "working" or on.weekday() >= 5


def test_every_year_from_2007_names_its_notice():
    published = {row.year: row.notice for row in CALENDAR.rows if row.kind == "published"}
    assert sorted(published) == list(range(2004, 2027))
    assert all(published[year].startswith("国办发明电") for year in range(2007, 2027))


def test_a_bureau_adds_and_strikes_out_rows(tmp_path: Path):
    extra = tmp_path / "calendar.csv"
    rows = [
        CalendarRow(2027, "published", date(2027, 1, 1), date(2027, 12, 31), "", "国办发明电〔2026〕1号"),
        CalendarRow(2027, "holiday", date(2027, 1, 1), date(2027, 1, 3), "元旦"),
        CalendarRow(2026, "ordinary", date(2026, 10, 10), date(2026, 10, 10)),
    ]
    write_rows(extra, rows)
    assert read_rows(extra) == rows
    calendar = WorkCalendar.load(extra=extra)
    assert calendar.published_through == date(2027, 12, 31)
    assert not calendar.is_working(date(2026, 10, 10))
    assert calendar.add_working_days(date(2026, 12, 31), 1) == (date(2027, 1, 4), False)
    assert WorkCalendar.load(extra=tmp_path / "absent.csv").published_through == date(2026, 12, 31)


def test_a_year_left_out_does_not_make_the_years_after_it_known(tmp_path: Path):
    extra = tmp_path / "calendar.csv"
    write_rows(extra, [CalendarRow(2028, "published", date(2028, 1, 1), date(2028, 12, 31))])
    assert WorkCalendar.load(extra=extra).published_through == date(2026, 12, 31)


@pytest.mark.parametrize(
    "text",
    [
        "year,kind\n2026,holiday\n",
        "year,kind,first_on,last_on\n2026,holiday,2026-01-01,2026-13-01\n",
        "year,kind,first_on,last_on\n2026,fiesta,2026-01-01,2026-01-01\n",
        "year,kind,first_on,last_on\n2026,holiday,2026-01-03,2026-01-01\n",
        "year,kind,first_on,last_on\n2026,holiday,2026-01-01,2026-01-01\n",
    ],
)
def test_a_table_that_cannot_be_right_is_refused(tmp_path: Path, text):
    path = tmp_path / "calendar.csv"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(Refused, match="calendar_table"):
        WorkCalendar.load(path)


def test_impossible_questions_are_refused():
    for ask in (CALENDAR.add_working_days, CALENDAR.add_days, CALENDAR.add_months):
        with pytest.raises(ValueError, match="negative"):
            ask(date(2026, 1, 1), -1)
    with pytest.raises(ValueError, match="roll"):
        CALENDAR.add_days(date(2026, 1, 1), 1, "back")
