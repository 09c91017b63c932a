"""A draft tried on matters already known: which deadlines it moves, who becomes late, who would have been on time."""

from dataclasses import replace
from datetime import date

import pytest

from huizhi.law.parameters import in_force, parameters
from huizhi.law.rehearsal import rehearse_draft
from huizhi.law.retiming import Matter, retimed_since
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.refused import Refused

CALENDAR = WorkCalendar.load()
KEY = "complaint.acceptance_wd"
SEVEN = in_force(KEY, date(2026, 9, 18))
AS_OF = date(2026, 10, 31)


def draft(value, **more):
    """The value of acceptance as somebody proposes it, from 2027 on."""
    return replace(SEVEN, value=value, in_force_from=date(2027, 1, 1), layer="draft", **more)


# Received on Friday 18 September 2026: five working days end on the 24th, seven on the 29th, ten on 9 October
# (30 September, 8 and 9 October after the National Day break).
@pytest.mark.parametrize(
    ("value", "ended", "due", "late"),
    [
        (5, date(2026, 9, 24), date(2026, 9, 24), (False, False)),
        (5, date(2026, 9, 28), date(2026, 9, 24), (False, True)),
        (5, date(2026, 9, 30), date(2026, 9, 24), (True, True)),
        (10, date(2026, 10, 9), date(2026, 10, 9), (True, False)),
        (10, date(2026, 10, 10), date(2026, 10, 9), (True, True)),
        (10, None, date(2026, 10, 9), (True, True)),
        (7, date(2026, 9, 30), date(2026, 9, 29), (True, True)),
    ],
)
def test_one_matter_under_a_draft(value, ended, due, late):
    found = rehearse_draft([Matter("1", KEY, date(2026, 9, 18), ended_on=ended)], draft(value), CALENDAR, AS_OF, LAW)
    (outcome,) = found.outcomes
    assert outcome.before.due == date(2026, 9, 29)
    assert outcome.after.due == due
    assert (outcome.late_before, outcome.late_after) == late
    assert outcome.moved is (value != 7)
    assert found.moved == ((outcome,) if value != 7 else ())
    assert found.newly_late == ((outcome,) if late == (False, True) else ())
    assert found.newly_on_time == ((outcome,) if late == (True, False) else ())


LAW = parameters()


def test_an_open_matter_is_judged_on_the_day_asked_about():
    matter = Matter("1", KEY, date(2026, 9, 18))
    (outcome,) = rehearse_draft([matter], draft(10), CALENDAR, date(2026, 9, 28), LAW).outcomes
    assert (outcome.done_on, outcome.late_before, outcome.late_after) == (date(2026, 9, 28), False, False)


def test_matters_of_other_values_and_of_before_any_value_are_left_out():
    others = [Matter("2", "penalty.case", date(2026, 9, 18)), Matter("3", KEY, date(2019, 12, 31))]
    found = rehearse_draft([*others, Matter("1", KEY, date(2020, 1, 2))], draft(5), CALENDAR, AS_OF, LAW)
    assert found.left_out == tuple(others)
    assert [each.matter.number for each in found.outcomes] == ["1"]
    assert found.draft.value == 5


def test_a_draft_holds_for_every_day_and_keeps_the_terms_of_what_it_replaces():
    drafted = LAW.with_draft(draft(5, clock=None))
    for on in (date(2020, 1, 1), date(2026, 4, 14), date(2030, 1, 1)):
        assert (drafted.in_force(KEY, on).value, drafted.in_force(KEY, on).layer) == (5, "draft")
    assert drafted.in_force(KEY, date(2020, 1, 1)).clock == SEVEN.clock
    assert drafted.find(KEY, date(2019, 12, 31)) is None
    assert drafted.in_force("penalty.case", date(2026, 1, 1)) == LAW.in_force("penalty.case", date(2026, 1, 1))
    earlier = LAW.with_draft(replace(draft(5), in_force_from=date(2019, 1, 1)))
    assert earlier.in_force(KEY, date(2019, 1, 1)).value == 5
    own = replace(SEVEN.clock, consequence_en="another")
    assert LAW.with_draft(draft(5, clock=own)).in_force(KEY, AS_OF).clock == own
    with pytest.raises(Refused, match="unknown_legal_value"):
        LAW.with_draft(replace(draft(5), key="no.such"))


def test_open_matters_may_come_from_anywhere_that_can_be_walked():
    matters = (Matter(str(n), "complaint.mediation_limit", date(2026, 3, n)) for n in (2, 3))
    moved = retimed_since(date(2026, 4, 15), matters, CALENDAR)
    assert [each.matter.number for each in moved] == ["2", "3"]
    assert retimed_since(date(2026, 4, 16), [Matter("1", KEY, date(2026, 9, 18))], CALENDAR, LAW) == []


def test_before_is_the_law_given_and_not_the_one_in_this_version():
    ours = LAW.with_draft(draft(10))
    (outcome,) = rehearse_draft([Matter("1", KEY, date(2026, 9, 18))], draft(5), CALENDAR, AS_OF, ours).outcomes
    assert (outcome.before.due, outcome.after.due) == (date(2026, 10, 9), date(2026, 9, 24))
