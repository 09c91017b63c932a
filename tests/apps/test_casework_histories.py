"""No clock passes silently: random legal histories, and what the rows say is what ledger and law make of them.

The recomputation here reads the ledger's acts and asks `huizhi.law` itself; it shares no line with the app's reckoning.
"""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from django.db import transaction
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from huizhi.apps.casework import acting, actions, inbox
from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.models import Clock, Entry, Matter
from huizhi.apps.ledger.models import Act
from huizhi.law.clock_events import Extension, Restart, Suspension
from huizhi.law.clocks import deadline, earliest, hour_deadline
from huizhi.law.parameters import parameters
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.calendar_rows import CalendarRow
from huizhi.vocabulary.refused import Refused
from tests.apps import sample_kinds

CHINA = timezone(timedelta(hours=8))
DAY, INSTANT = timedelta(days=1), timedelta(microseconds=1)
NOW_KNOWN = WorkCalendar.load()


def day(year, month, number):
    return date(year, month, number)


def with_2027(shift: int) -> WorkCalendar:
    """The calendar once a notice for 2027 is read: a made-up one, breaks `shift` days later than usual."""
    off = [
        (day(2027, 1, 1), 3),
        (day(2027, 2, 5), 8),
        (day(2027, 4, 3), 3),
        (day(2027, 5, 1), 5),
        (day(2027, 10, 1), 7),
    ]
    breaks = [
        CalendarRow(2027, "holiday", first + shift * DAY, first + (shift + days - 1) * DAY, "放假")
        for first, days in off
    ]
    worked = [
        CalendarRow(2027, "working", day(2027, 2, 20), day(2027, 2, 20)),
        CalendarRow(2027, "working", day(2026, 12, 26), day(2026, 12, 26)),
    ]
    return WorkCalendar(
        [*NOW_KNOWN.rows, CalendarRow(2027, "published", day(2027, 1, 1), day(2027, 12, 31)), *breaks, *worked]
    )


def told_by_the_ledger(number: str) -> list[dict]:
    """Every run of a clock as the acts tell it, oldest first."""
    runs: list[dict] = []
    for act in Act.objects.filter(object_kind="matter", object_id=number).order_by("seq"):
        for each in act.payload["clocks"]:
            if each["change"] == "started":
                runs.append(
                    {
                        "name": each["clock"],
                        "keys": each["keys"],
                        "at": each["started_at"],
                        "stops": [],
                        "more": [],
                        "again": [],
                        "ended": "",
                    }
                )
            run = [other for other in runs if other["name"] == each["clock"]][-1]
            if each["change"] == "paused":
                run["stops"].append([each["from"], None, each["reason"], each["document"]])
            elif each["change"] == "resumed":
                run["stops"][-1][1] = each["to"]
            elif each["change"] == "extended":
                run["more"].append(
                    Extension(
                        each["key"], each["approver"], date.fromisoformat(each["on"]), each["document"], each["days"]
                    )
                )
            elif each["change"] == "restarted":
                run["again"].append(Restart(date.fromisoformat(each["on"]), each["reason"], each["document"]))
            elif each["change"] in ("met", "met_late", "released"):
                run["ended"] = each["change"]
                if run["stops"] and run["stops"][-1][1] is None:
                    run["stops"][-1][1] = max(act.at.astimezone(CHINA).date().isoformat(), run["stops"][-1][0])
    return runs


def by_law(run: dict, calendar: WorkCalendar):
    """The deadline and its instant, from what the ledger told."""
    started, keys = datetime.fromisoformat(run["at"]).astimezone(CHINA), tuple(run["keys"])
    stops = [
        Suspension(date.fromisoformat(a), b and date.fromisoformat(b), why, paper) for a, b, why, paper in run["stops"]
    ]
    if parameters().in_force(keys[0], started.date()).unit == "H":
        found = hour_deadline(keys[0], started)
        return found, found.due_at
    if len(keys) > 1:
        found = earliest(keys, started.date(), calendar, suspensions=stops)
    else:
        found = deadline(
            keys[0], started.date(), calendar, suspensions=stops, extensions=run["more"], restarts=run["again"]
        )
    next_day = found.due + DAY
    return found, datetime(next_day.year, next_day.month, next_day.day, tzinfo=CHINA)


class Histories(RuleBasedStateMachine):
    """An office at work: matters are opened, moved, stopped, extended, handed over, while time and calendars go on."""

    numbers = Bundle("numbers")
    officers: dict = {}
    calendars: dict = {}

    def __init__(self):
        super().__init__()
        self.undo = transaction.atomic()
        self.undo.__enter__()

    def teardown(self):
        transaction.set_rollback(True)
        self.undo.__exit__(None, None, None)

    @initialize(start=st.integers(0, 60 * 24 * 910))
    def begin(self, start):
        self.now = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(minutes=start)
        self.calendars["now"] = NOW_KNOWN

    def attempt(self, verb, *args, **given):
        """A refusal is legal and changes nothing."""
        before = (
            Act.objects.count(),
            list(Matter.objects.order_by("pk").values()),
            list(Clock.objects.order_by("pk").values()),
        )
        try:
            with transaction.atomic():
                verb(*args, **given, at=self.now)
        except Refused:
            after = (
                Act.objects.count(),
                list(Matter.objects.order_by("pk").values()),
                list(Clock.objects.order_by("pk").values()),
            )
            assert after == before

    def who(self, number: str, role: str):
        """The officer of a role in the unit that holds the matter."""
        holder = Matter.objects.values_list("holder_id", flat=True).get(number=number)
        return self.officers[holder, role]

    @rule(
        target=numbers,
        kind=st.sampled_from(["dispute", "dispute", "tip"]),
        unit=st.sampled_from(["huancui", "rongcheng"]),
    )
    def open(self, kind, unit):
        number = sample_kinds.opened(kind, unit, at=self.now)
        head, handler = self.officers[unit, "head"], self.officers[unit, "handler"]
        casework.assign(number=number, to=handler.username, by=head, at=self.now)
        return number

    @rule(minutes=st.one_of(st.integers(1, 90), st.integers(60, 60 * 24 * 3), st.integers(60 * 24, 60 * 24 * 40)))
    def time_goes_on(self, minutes):
        self.now += timedelta(minutes=minutes)

    @rule(number=numbers, verb=st.sampled_from(["answer", "accept", "end", "tell", "refuse", "decide"]))
    def move(self, number, verb):
        fields = {"outcome": "N1"}
        self.attempt(casework.move, number, verb, by=self.who(number, "handler"), version=None, fields=fields)

    @rule(number=numbers, reason=st.sampled_from(["testing", "rights_holder", "recusal", "hearing"]))
    def stop(self, number, reason):
        for name in ("mediation", "decision"):
            self.attempt(
                casework.pause, number=number, clock=name, reason=reason, document="鉴1", by=self.who(number, "handler")
            )

    @rule(number=numbers, ago=st.integers(0, 5))
    def run_on(self, number, ago):
        on = (self.now - ago * DAY).astimezone(CHINA).date()
        for name in ("mediation", "decision"):
            self.attempt(casework.resume, number=number, clock=name, on=on, by=self.who(number, "handler"))

    @rule(number=numbers)
    def extend(self, number):
        given = {"clock": "decision", "key": "report.extension_wd", "approver": "head", "document": "延1"}
        self.attempt(casework.extend, number=number, by=self.who(number, "leader"), **given)

    @rule(number=numbers, competence=st.booleans())
    def offer(self, number, competence):
        to = "rongcheng" if Matter.objects.get(number=number).holder_id == "huancui" else "huancui"
        given = {"to": to, "reason": "经营地", "for_competence": competence}
        self.attempt(casework.hand_over, number=number, by=self.who(number, "head"), **given)

    @rule(number=numbers, accepts=st.booleans())
    def answer_offer(self, number, accepts):
        unit = "rongcheng" if Matter.objects.get(number=number).holder_id == "huancui" else "huancui"
        head = self.officers[unit, "head"]
        if accepts:
            self.attempt(casework.accept_hand_over, number=number, by=head)
            if Matter.objects.get(number=number).holder_id == unit:
                self.attempt(casework.assign, number=number, to=self.officers[unit, "handler"].username, by=head)
        else:
            self.attempt(casework.refuse_hand_over, number=number, reason="不属本辖区", by=head)

    @rule(number=numbers)
    def give_back(self, number):
        self.attempt(casework.return_to_intake, number=number, reason="误转", by=self.who(number, "head"))

    @rule(number=numbers)
    def again(self, number):
        self.attempt(casework.move, number, "reopen", by=self.who(number, "head"), version=None)

    @rule(shift=st.integers(0, 2))
    def a_notice_is_published(self, shift):
        self.calendars["now"] = with_2027(shift)
        casework.retime(calendar=self.calendars["now"], law=parameters(), by="calendar", at=self.now)

    @invariant()
    def rows_are_what_ledger_and_law_make_of_them(self):
        for matter in Matter.objects.all():
            rows, runs = list(matter.clocks.order_by("id")), told_by_the_ledger(matter.number)
            assert [row.name for row in rows] == [run["name"] for run in runs]
            for row, run in zip(rows, runs, strict=True):
                if run["ended"]:
                    assert row.state == run["ended"] and row.ended_seq
                    assert (row.state == "met_late") == (row.state != "released" and row.ended_at >= row.due_at)
                    continue  # as it ended: later calendars change nothing
                found, due_at = by_law(run, self.calendars["now"])
                assert (row.due_on, row.alarm_on, row.rights_on) == (found.due, found.alarm_due, found.rights_due)
                assert row.due_at == due_at
                assert row.state == ("paused" if any(stop[1] is None for stop in run["stops"]) else "running")

    @invariant()
    def every_deadline_is_met_stopped_released_or_on_the_late_list_that_minute(self):
        for matter in Matter.objects.all():
            running = [row for row in matter.clocks.all() if row.state == "running"]
            for row in running:
                others = [each for each in running if each.due_at < row.due_at]
                assert self.is_late(matter, row.due_at)
                assert self.is_late(matter, row.due_at - INSTANT) == bool(others)
            assert self.is_late(matter, self.now) == any(row.due_at <= self.now for row in running)
            if matter.closed_at:
                assert not matter.clocks.filter(state__in=("running", "paused")).exists()

    def is_late(self, matter, at) -> bool:
        """Whether the head of the unit that holds it finds it on the late list at an instant."""
        asked = casework.Asked(show="overdue")
        page = casework.inbox(asked, viewer=self.officers[matter.holder_id, "head"], at=at, limit=1000)
        return matter.number in {line.card.number for line in page.lines}

    @invariant()
    def every_change_has_exactly_one_act(self):
        for matter in Matter.objects.all():
            acts = list(Act.objects.filter(object_kind="matter", object_id=matter.number).order_by("seq"))
            assert [act.payload["version"] for act in acts] == list(range(1, matter.version + 1))
            assert list(Entry.objects.filter(matter=matter).values_list("seq", flat=True)) == [act.seq for act in acts]
            assert acts[-1].payload["state"] == matter.state
            assert acts[-1].payload["holder"] == matter.holder_id


@pytest.fixture
def office(officer, monkeypatch):
    """Two bureaus with a head, a handler and a leader each, whose calendar the machine changes."""
    sample_kinds.declare()
    roles = {"head": ["station_head"], "handler": ["handler", "case_officer"], "leader": ["leader"]}
    Histories.officers = {
        (unit, name): officer(unit, *held, username=f"{unit}.{name}")
        for unit in ("huancui", "rongcheng")
        for name, held in roles.items()
    }
    Histories.calendars = {"now": NOW_KNOWN}
    for module in (acting, actions, inbox):
        monkeypatch.setattr(module, "office_calendar", lambda: Histories.calendars["now"])


CALM = {"deadline": None, "suppress_health_check": list(HealthCheck)}


@pytest.mark.django_db
def test_random_histories(office):
    run_state_machine_as_test(Histories, settings=settings(max_examples=12, stateful_step_count=16, **CALM))


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.django_db
def test_many_random_histories(office):
    run_state_machine_as_test(Histories, settings=settings(max_examples=250, stateful_step_count=40, **CALM))
