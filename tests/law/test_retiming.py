"""A rehearsal: whom another set of values would have moved, and from when to when."""

from datetime import date

from huizhi.law.clock_events import Extension, Suspension
from huizhi.law.parameters import parameters
from huizhi.law.retiming import Matter, reckon, rehearse
from huizhi.vocabulary.calendar import WorkCalendar

CALENDAR = WorkCalendar.load()
LAW = parameters()
BEFORE = LAW.unchanged_since(date(2026, 4, 15))


def test_a_matter_carries_its_suspensions_and_extensions():
    matter = Matter(
        "1", "penalty.case", date(2026, 8, 3),
        (Suspension(date(2026, 8, 10), date(2026, 8, 19), "testing", "文1"),),
        (Extension("penalty.case_extension", "head", date(2026, 10, 30), "文2"),),
    )  # fmt: skip
    assert reckon(matter, CALENDAR).due == date(2026, 12, 11)


def test_the_new_limit_moves_what_is_open_or_later_and_nothing_else():
    matters = [
        Matter("closed", "complaint.mediation_limit", date(2026, 2, 2)),
        Matter("open", "complaint.mediation_limit", date(2026, 3, 2)),
        Matter("later", "complaint.mediation_limit", date(2026, 4, 20)),
        Matter("same", "complaint.acceptance_wd", date(2026, 4, 20)),
        Matter("new value", "complaint.publication", date(2026, 4, 20)),
        Matter("before any law", "complaint.mediation_limit", date(2019, 1, 2)),
    ]
    moved = {each.matter.number: each for each in rehearse(matters, CALENDAR, BEFORE, LAW)}
    assert moved.keys() == {"open", "later"}
    assert (moved["open"].before.due, moved["open"].after.due) == (date(2026, 5, 8), date(2026, 5, 8))
    assert (moved["open"].before.alarm_due, moved["open"].after.alarm_due) == (date(2026, 5, 8), date(2026, 5, 3))
    # 12 working days by 9 May (worked), 32 by 5 June, 41 by 18 June, then 22-25 June: 45. Sixty days roll to 22 June.
    assert (moved["later"].before.due, moved["later"].after.due) == (date(2026, 6, 25), date(2026, 6, 22))
