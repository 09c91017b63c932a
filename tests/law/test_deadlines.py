"""Deadlines as a table a lawyer can read: what started, when, and the last day."""

from datetime import date

import pytest

from huizhi.law.clocks import deadline
from huizhi.law.complaints import acceptance_due, decision_due, mediation_due
from huizhi.vocabulary.calendar import WorkCalendar

CALENDAR = WorkCalendar.load()


@pytest.mark.parametrize(
    ("received", "due", "why"),
    [
        (date(2026, 9, 18), date(2026, 9, 29), "a make-up Sunday counts, the Mid-Autumn break does not"),
        (date(2026, 3, 2), date(2026, 3, 11), "an ordinary week"),
        (date(2026, 2, 13), date(2026, 3, 2), "over the Spring Festival: 14 and 28 February are worked"),
        (date(2026, 4, 14), date(2026, 4, 23), "the last day of the interim measures"),
        (date(2026, 4, 15), date(2026, 4, 24), "the first day of the measures"),
        (date(2026, 10, 1), date(2026, 10, 15), "received on a holiday; 10 October is worked"),
    ],
)
def test_acceptance(received, due, why):
    assert acceptance_due(received, CALENDAR).due == due, why


@pytest.mark.parametrize(
    ("accepted", "roll", "due", "basis", "provisional", "why"),
    [
        (date(2024, 6, 30), "holiday", date(2024, 8, 30), "第20号", False, "before the regulation: 45 working days"),
        (date(2024, 7, 1), "holiday", date(2024, 8, 30), "第778号", True, "the regulation's 60 days are earlier"),
        (date(2026, 4, 14), "none", date(2026, 6, 13), "第778号", True, "the last day of the interim measures"),
        (date(2026, 4, 15), "none", date(2026, 6, 14), "第121号", False, "60 days by the measures themselves"),
        (date(2026, 4, 20), "none", date(2026, 6, 19), "第121号", False, "the officer's alarm does not roll"),
        (date(2026, 4, 20), "holiday", date(2026, 6, 22), "第121号", False, "the last day is a holiday: after it"),
        (date(2026, 4, 19), "holiday", date(2026, 6, 18), "第121号", False, "the day before the holiday stands"),
        (date(2026, 4, 23), "holiday", date(2026, 6, 22), "第121号", False, "the day after the break stands"),
        (date(2026, 12, 1), "holiday", date(2027, 1, 30), "第121号", True, "no notice for 2027 yet"),
    ],
)
def test_mediation(accepted, roll, due, basis, provisional, why):
    found = mediation_due(accepted, CALENDAR, roll)
    assert (found.due, found.provisional) == (due, provisional), why
    assert basis in found.basis.basis.instrument


@pytest.mark.parametrize(
    ("received", "extended", "due"),
    [
        (date(2026, 3, 2), False, date(2026, 3, 23)),
        (date(2026, 3, 2), True, date(2026, 4, 14)),
        (date(2026, 9, 18), False, date(2026, 10, 15)),
        (date(2021, 7, 14), False, date(2021, 8, 4)),
        (date(2021, 7, 15), False, date(2021, 8, 5)),
    ],
)
def test_verifying_a_report(received, extended, due):
    assert decision_due(received, CALENDAR, extended).due == due


@pytest.mark.parametrize(
    ("key", "started", "due"),
    [
        ("food.disposal_days", date(2026, 8, 3), date(2026, 11, 1)),
        ("food.disposal_days", date(2026, 7, 3), date(2026, 10, 8)),  # 1 October rolls over the break
        ("penalty.publicity_years", date(2024, 2, 29), date(2027, 2, 28)),
        ("penalty.publicity_lower_months", date(2025, 11, 30), date(2026, 2, 28)),
    ],
)
def test_other_periods(key, started, due):
    assert deadline(key, started, CALENDAR).due == due


def test_hours_and_month_days_are_no_period_of_days():
    for key in ("response.hours", "annual_report.due", "draw.minimum_ratio"):
        with pytest.raises(ValueError, match="no period"):
            deadline(key, date(2026, 1, 1), CALENDAR)
