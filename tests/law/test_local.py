"""A province's or city's own values win for the days they cover, by the same files, and say where they come from."""

from datetime import date, datetime

import pytest

from huizhi.law import parameters as room
from huizhi.law.clock_events import Suspension
from huizhi.law.clocks import deadline, earliest, hour_deadline
from huizhi.law.complaints import mediation_due
from huizhi.law.parameters import BUILT_IN, LOCAL, Parameters, adopt, in_force, parameters
from huizhi.law.reference import changes_since
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.refused import Refused

OWN = """
title = { zh = "听证罚款额（自然人）", en = "Fine from which a natural person may ask for a hearing" }
unit = "yuan"
[[values]]
from = 2026-06-01
to = 2026-08-31
value = 5000
[values.citation]
instrument = "山东省的规定"
support = "local"
"""
KEY = "penalty.hearing_person"


@pytest.fixture
def own(tmp_path):
    folder = tmp_path / "weihai"
    (folder / "penalty").mkdir(parents=True)
    (folder / "penalty" / "hearing_person.toml").write_text(OWN, encoding="utf-8")
    yield folder
    adopt(None)


@pytest.mark.parametrize(
    ("on", "value", "layer"),
    [
        (date(2026, 5, 31), 10000, "national"),
        (date(2026, 6, 1), 5000, "weihai"),
        (date(2026, 8, 31), 5000, "weihai"),
        (date(2026, 9, 1), 10000, "national"),
    ],
)
def test_the_local_value_wins_for_the_days_it_covers(own, on, value, layer):
    found = Parameters.load(BUILT_IN, LOCAL, own).in_force(KEY, on)
    assert (found.value, found.layer) == (value, layer)


def test_every_period_is_listed_the_national_ones_first(own):
    assert [value.layer for value in Parameters.load(BUILT_IN, LOCAL, own).periods(KEY)] == ["national", "weihai"]


def test_a_folder_adopted_holds_for_every_rule_until_it_is_put_down(own):
    adopt(own)
    assert in_force(KEY, date(2026, 6, 1)).value == 5000
    adopt(None)
    assert in_force(KEY, date(2026, 6, 1)).value == 10000


def test_a_folder_that_cannot_stand_is_not_adopted(own):
    before = parameters()
    (own / "penalty" / "hearing_person.toml").write_text(OWN.replace("support", "mark"), encoding="utf-8")
    with pytest.raises(Refused, match="no citation"):
        adopt(own)
    assert parameters() is before
    assert room._adopted == []


def test_a_named_value_of_before_and_its_local_successor_run_on():
    national, local = (
        in_force("report.named_notice", date(2026, 4, 14)),
        in_force("report.named_notice", date(2026, 4, 15)),
    )
    assert (national.layer, national.basis.support) == ("national", "text")
    assert (local.layer, local.basis.support) == ("local", "local")


def test_another_set_of_values_can_be_given_to_a_clock(own):
    (own / "complaint").mkdir()
    text = OWN.replace("yuan", "WD").replace("5000", "3")
    (own / "complaint" / "acceptance_wd.toml").write_text(text, encoding="utf-8")
    law = Parameters.load(BUILT_IN, LOCAL, own)
    found = deadline("complaint.acceptance_wd", date(2026, 6, 1), WorkCalendar.load(), law=law)
    assert (found.due, found.basis.layer) == (date(2026, 6, 4), "weihai")


def test_names_are_found_with_and_without_their_suffix():
    law = parameters()
    assert law.named("complaint.acceptance") == "complaint.acceptance_wd"
    assert law.named("penalty.case") == "penalty.case"
    assert "penalty.case" in law
    with pytest.raises(Refused, match="unknown_legal_value"):
        law.named("reward.rate")
    with pytest.raises(Refused, match=r"reward\.cap") as refusal:
        law.named("reward.rat")
    assert "penalty.case" not in refusal.value.what_to_do


def test_values_as_they_stood_before_a_day_have_gone_on():
    law = parameters().unchanged_since(date(2026, 4, 15))
    old = law.in_force("complaint.mediation_limit", date(2026, 6, 1))
    assert (old.value, old.unit, old.in_force_to, old.transitions) == (45, "WD", None, ())
    assert law.find("report.named_notice", date(2026, 6, 1)).layer == "national"
    assert "complaint.representatives" not in law
    assert law.find("report.decision_wd", date(2021, 7, 14)).basis.support == "known"
    assert law.find("report.decision_wd", date(2021, 7, 14)).in_force_to == date(2021, 7, 14)


def test_a_number_is_a_number_and_a_list_a_list():
    assert in_force("equipment.elevator_years", date(2026, 1, 1)).numbers[0] == 1
    with pytest.raises(ValueError, match="no list"):
        _ = in_force(KEY, date(2026, 1, 1)).numbers
    with pytest.raises(ValueError, match="no number"):
        _ = in_force("annual_report.due", date(2026, 1, 1)).number
    assert parameters().first_day("complaint.mediation_limit") == date(2020, 1, 1)


SWITCH = """
title = { zh = "决定回避期间是否扣除调解时限", en = "Whether deciding a recusal stops the mediation clock" }
unit = "switch"
[[values]]
from = 2026-04-15
value = 1
[values.citation]
instrument = "法规科意见"
support = "local"
"""


@pytest.mark.parametrize(
    ("accepted", "due"), [(date(2026, 5, 6), date(2026, 7, 8)), (date(2026, 4, 10), date(2026, 6, 12))]
)
def test_the_legal_office_may_let_a_recusal_stop_the_mediation(own, accepted, due):
    (own / "complaint").mkdir()
    (own / "complaint" / "recusal_stops.toml").write_text(SWITCH, encoding="utf-8")
    recusal = Suspension(date(2026, 5, 11), date(2026, 5, 13), "recusal", "文1")
    adopt(own)
    assert mediation_due(accepted, WorkCalendar.load(), suspensions=[recusal]).due == due


def test_the_earliest_of_limits_and_hours_go_by_the_values_given(own):
    (own / "complaint").mkdir()
    (own / "response").mkdir()
    limit = OWN.replace("yuan", "D").replace("5000", "30")
    (own / "complaint" / "regulation_limit.toml").write_text(limit, encoding="utf-8")
    (own / "response" / "hours.toml").write_text(OWN.replace("yuan", "H").replace("5000", "2"), encoding="utf-8")
    law = Parameters.load(BUILT_IN, LOCAL, own)
    keys = ("complaint.mediation_limit", "complaint.regulation_limit")
    found = earliest(keys, date(2026, 6, 1), WorkCalendar.load(), law=law)
    assert (found.due, found.alarm_due, found.rights_due) == (date(2026, 7, 1),) * 3
    assert (found.basis.layer, found.awaits_notice, found.provisional) == ("weihai", False, False)
    # Sixty days of the measures come first again where the local limit is not in force.
    assert earliest(keys, date(2026, 9, 1), WorkCalendar.load(), law=law).due == date(2026, 10, 31)
    assert hour_deadline("response.hours", datetime.fromisoformat("2026-06-01T08:00"), law).due_at.hour == 10


def test_a_value_that_ends_without_a_successor_is_a_change(tmp_path):
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "fee.toml").write_text(OWN, encoding="utf-8")
    first, second = changes_since(date(2026, 6, 1), Parameters.load(folder))
    assert (first.on, first.before, first.after.value, first.key) == (date(2026, 6, 1), None, 5000, "fee")
    assert (second.on, second.before.value, second.after, second.key) == (date(2026, 9, 1), 5000, None, "fee")
    assert changes_since(date(2026, 6, 2), Parameters.load(folder)) == [second]
    assert Parameters.load(folder).unchanged_since(date(2026, 9, 1)).find("fee", date(2027, 1, 1)).value == 5000
    assert Parameters.load(folder).unchanged_since(date(2026, 9, 2)).find("fee", date(2027, 1, 1)) is None


TERM = """
title = { zh = "期限", en = "term" }
unit = "D"
[clock]
start = { zh = "起算", en = "start" }
rolls = ROLLS
[[values]]
from = 2026-01-01
value = DAYS
[values.citation]
instrument = "规定"
support = "local"
"""


@pytest.mark.parametrize(
    ("start", "days", "due", "alarm", "rights", "awaits"),
    [
        # 31 October 2026 is a Saturday: the first term rolls for rights only, the second ends on Sunday for all.
        (date(2026, 10, 21), (10, 11), date(2026, 10, 31), date(2026, 10, 31), date(2026, 11, 1), False),
        # 1 October: the first rolls past the break, the second ends inside it and before it.
        (date(2026, 9, 21), (10, 11), date(2026, 10, 2), date(2026, 10, 2), date(2026, 10, 2), False),
        # 4 October is a moved rest day: it stands for the alarm of the first, whose last day is after the break.
        (date(2026, 9, 24), (10, 11), date(2026, 10, 5), date(2026, 10, 4), date(2026, 10, 5), False),
        # The second simply ends; the first, a day later, awaits the notice.
        (date(2026, 12, 18), (12, 11), date(2026, 12, 29), date(2026, 12, 29), date(2026, 12, 29), True),
        # 28 December is settled, 29 December may still be moved by the next notice.
        (date(2026, 12, 18), (10, 11), date(2026, 12, 28), date(2026, 12, 28), date(2026, 12, 28), False),
        (date(2026, 12, 19), (10, 11), date(2026, 12, 29), date(2026, 12, 29), date(2026, 12, 29), True),
    ],
)
def test_each_day_of_the_earliest_is_the_earliest_of_them_all(tmp_path, start, days, due, alarm, rights, awaits):
    for name, count, rolls in zip(("one", "two"), days, ("true", "false"), strict=True):
        text = TERM.replace("DAYS", str(count)).replace("ROLLS", rolls)
        (tmp_path / f"{name}.toml").write_text(text, encoding="utf-8")
    law = Parameters.load(tmp_path)
    found = earliest(("one", "two"), start, WorkCalendar.load(), law=law)
    assert (found.due, found.alarm_due, found.rights_due) == (due, alarm, rights)
    assert (found.awaits_notice, found.provisional) == (awaits, awaits)


def test_a_value_that_held_for_a_single_day_is_a_change_from_it(tmp_path):
    text = OWN.replace("to = 2026-08-31", "to = 2026-06-01")
    later = text.split("[[values]]")[1].replace("2026-06-01\nto = 2026-06-01", "2026-06-02").replace("5000", "6000")
    (tmp_path / "fee.toml").write_text(f"{text}[[values]]{later}", encoding="utf-8")
    changes = changes_since(date(2026, 6, 1), Parameters.load(tmp_path))
    assert [(each.on, each.before and each.before.value, each.after.value) for each in changes] == [
        (date(2026, 6, 1), None, 5000),
        (date(2026, 6, 2), 5000, 6000),
    ]
