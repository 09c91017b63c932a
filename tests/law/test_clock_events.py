"""What a clock refuses and what it tells of itself, beyond the case tables."""

from datetime import date

import pytest

from huizhi.law.clock_events import Extension, Restart, Suspension
from huizhi.law.clocks import deadline, earliest
from huizhi.law.complaints import MEASURES_ON, decision_due
from huizhi.law.parameters import in_force
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.refused import Refused

CALENDAR = WorkCalendar.load()
FILED = date(2026, 8, 3)


@pytest.mark.parametrize(
    ("events", "code"),
    [
        ({"suspensions": [Suspension(FILED, FILED, "testing", " ")]}, "suspension_undocumented"),
        ({"suspensions": [Suspension(FILED, FILED, "weather", "文1")]}, "suspension_not_allowed"),
        ({"extensions": [Extension("penalty.case_extension", "head", FILED, "")]}, "extension_undocumented"),
        ({"extensions": [Extension("penalty.case_extension", "head", FILED, "文1", 10)]}, "extension_days"),
        ({"extensions": [Extension("decided", "head", FILED, "文1", 10)]}, "extension_approver"),
        ({"restarts": [Restart(FILED, "merged_report", "文1")]}, "restart_not_allowed"),
    ],
)
def test_an_event_the_clock_does_not_allow_is_refused_and_the_deadline_stands(events, code):
    with pytest.raises(Refused) as refusal:
        deadline("penalty.case", FILED, CALENDAR, **events)
    assert refusal.value.code == code
    assert "unchanged" in refusal.value.say("en")
    assert refusal.value.context == {"key": "penalty.case"}


def test_a_restart_needs_its_document():
    with pytest.raises(Refused, match="restart_not_allowed"):
        deadline("report.decision_wd", FILED, CALENDAR, restarts=[Restart(date(2026, 8, 10), "merged_report", "")])


def test_a_value_without_a_clock_stops_extends_and_restarts_for_nothing():
    for events in (
        {"suspensions": [Suspension(FILED, FILED, "testing", "文1")]},
        {"extensions": [Extension("decided", "head", FILED, "文1", 1)]},
        {"restarts": [Restart(FILED, "transfer", "文1")]},
    ):
        with pytest.raises(Refused, match="not_allowed"):
            deadline("penalty.case_extension", FILED, CALENDAR, **events)


def test_a_deadline_tells_what_it_rests_on():
    approved = Extension("penalty.case_extension", "head", date(2026, 10, 30), "文1")
    found = deadline("penalty.case", FILED, CALENDAR, extensions=[approved])
    assert (found.basis.key, [each.key for each in found.extended_by]) == ("penalty.case", ["penalty.case_extension"])
    assert (found.started_on, found.days) == (FILED, 120)
    assert found.overdue(date(2026, 12, 2))
    assert not found.overdue(date(2026, 12, 1))


def test_an_extension_to_be_confirmed_makes_the_deadline_provisional():
    first, longer = (decision_due(date(2020, 3, 2), CALENDAR, extended) for extended in (False, True))
    assert not first.provisional
    assert not longer.provisional
    assert len(longer.extended_by) == 1


def test_the_earliest_needs_its_first_limit_in_force():
    with pytest.raises(Refused, match="no_value_in_force"):
        earliest(("complaint.regulation_limit", "complaint.mediation_limit"), date(2024, 6, 30), CALENDAR)


def test_the_day_of_the_measures_is_that_of_their_values():
    assert in_force("complaint.mediation_limit", MEASURES_ON).in_force_from == MEASURES_ON
    with pytest.raises(ValueError, match="roll must be"):
        deadline("penalty.case", FILED, CALENDAR, "sometimes")
