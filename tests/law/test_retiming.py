"""A rehearsal: whom another set of values would have moved, and from when to when."""

from dataclasses import replace
from datetime import date

from huizhi.law.clock_events import Extension, Suspension
from huizhi.law.parameters import parameters
from huizhi.law.retiming import Matter, load_notice, reckon, rehearse
from huizhi.vocabulary.calendar import WorkCalendar
from tests.law.reading import LATER

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


def test_the_notice_makes_a_deadline_firm_and_moves_it():
    matters = [
        Matter("1", "complaint.acceptance_wd", date(2027, 2, 2)),
        Matter("2", "complaint.acceptance_wd", date(2026, 12, 30)),
        Matter("3", "complaint.acceptance_wd", date(2026, 9, 18)),
    ]
    first, second = load_notice(matters, CALENDAR, LATER)
    # The statutory days 5-8 February are off before the notice says so; the notice adds 9-11 and the make-up days.
    assert (first.before.due, first.after.due, first.moved) == (date(2027, 2, 15), date(2027, 2, 17), True)
    assert (second.before.due, second.after.due, second.moved) == (date(2027, 1, 11), date(2027, 1, 11), False)
    assert (second.before.awaits_notice, second.after.awaits_notice) == (True, False)


def test_the_second_set_of_values_is_the_one_rehearsed():
    shorter = replace(LAW.in_force("complaint.acceptance_wd", date(2026, 9, 18)), value=5)
    matter = Matter("1", "complaint.acceptance_wd", date(2026, 9, 18))
    (moved,) = rehearse([matter], CALENDAR, LAW, LAW.with_draft(shorter))
    assert (moved.before.due, moved.after.due) == (date(2026, 9, 29), date(2026, 9, 24))
    (back,) = rehearse([matter], CALENDAR, LAW.with_draft(shorter), LAW)
    assert (back.before.due, back.after.due) == (date(2026, 9, 24), date(2026, 9, 29))


def test_a_notice_is_read_by_the_values_given():
    shorter = replace(LAW.in_force("complaint.acceptance_wd", date(2026, 9, 18)), value=2)
    matter = Matter("1", "complaint.acceptance_wd", date(2027, 2, 2))
    (moved,) = load_notice([matter], CALENDAR, LATER, LAW.with_draft(shorter))
    assert (moved.before.due, moved.after.due, moved.moved) == (date(2027, 2, 4), date(2027, 2, 4), False)
