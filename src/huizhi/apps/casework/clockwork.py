"""The clocks of one matter while an act is being made: changed in memory, written with the act's number."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from huizhi.apps.casework.lifecycle import ClockRule
from huizhi.apps.casework.models import (
    EXTENSION,
    MET,
    MET_LATE,
    OPEN_CLOCK,
    PAUSED,
    RELEASED,
    RESTART,
    RUNNING,
    SUSPENSION,
    Clock,
    ClockEvent,
    Matter,
)  # fmt: skip
from huizhi.apps.casework.reckoning import NEVER, History, allows, civil_day, reckon
from huizhi.apps.casework.refusals import clock_not_running, clock_over, clock_runs, not_stopped
from huizhi.law.clock_events import Extension, Restart, Suspension
from huizhi.law.parameters import Parameters
from huizhi.vocabulary.calendar import WorkCalendar


def history_of(clock: Clock, events: list[ClockEvent]) -> History:
    """A clock's row and events as `law` reads them."""
    kept = {kind: [each for each in events if each.kind == kind] for kind in (SUSPENSION, EXTENSION, RESTART)}
    return History(
        tuple(clock.keys.split()),
        clock.started_at,
        tuple(Suspension(each.on, each.to_on, each.reason, each.document) for each in kept[SUSPENSION]),
        tuple(Extension(each.reason, each.approver, each.on, each.document, each.days) for each in kept[EXTENSION]),
        tuple(Restart(each.on, each.reason, each.document) for each in kept[RESTART]),
    )


@dataclass
class Clockwork:
    """A matter's open clocks. `told` gathers what the act says of them; `write` saves rows with the act's number."""

    matter: Matter
    calendar: WorkCalendar
    law: Parameters
    open: dict[str, Clock] = field(default_factory=dict)
    events: dict[str, list[ClockEvent]] = field(default_factory=dict)
    told: list[dict] = field(default_factory=list)
    _touched: list[Clock] = field(default_factory=list)
    _ended: list[Clock] = field(default_factory=list)

    @classmethod
    def of(cls, matter: Matter, calendar: WorkCalendar, law: Parameters) -> "Clockwork":
        """The open clocks of a matter that is locked (none for one not saved yet)."""
        found = cls(matter, calendar, law)
        if matter.pk:
            for clock in Clock.objects.filter(matter=matter, state__in=OPEN_CLOCK).prefetch_related("events"):
                found.open[clock.name], found.events[clock.name] = clock, list(clock.events.all())
        return found

    def start(self, name: str, rule: ClockRule, at: datetime) -> None:
        """Start a declared clock at an instant; refused while one of that name is open."""
        if name in self.open:
            raise clock_runs(rule)
        clock = Clock(matter=self.matter, name=name, keys=" ".join(rule.keys), started_at=at, state=RUNNING)
        self.open[name], self.events[name] = clock, []
        self._again(clock, "started", keys=list(rule.keys), started_at=at.isoformat())

    def meet(self, name: str, at: datetime) -> None:
        """What it limits is done: met, or met late. A clock that is not open has nothing to be met."""
        if clock := self.open.get(name):
            self._end(clock, MET_LATE if self._due(clock, at) <= at else MET, at)

    def release(self, name: str, at: datetime) -> None:
        """It no longer applies."""
        if clock := self.open.get(name):
            self._end(clock, RELEASED, at)

    def release_all(self, at: datetime) -> None:
        """Close every open clock: the matter is closed."""
        for name in list(self.open):
            self.release(name, at)

    def pause(self, name: str, rule: ClockRule, on: date, reason: str, document: str) -> None:
        """Stand still from a day on, for a reason its terms allow; a clock that is over cannot be stopped."""
        clock = self._open(name, rule)
        if clock.state == PAUSED:
            raise clock_not_running(rule)
        switch = dict(rule.switches).get(reason)
        if switch and self.law.in_force(switch, max(on, self.law.first_day(switch))).number != 1:
            raise not_stopped(rule, reason)
        if on > clock.due_on:
            raise clock_over(rule, clock.due_on)
        self.events[name].append(ClockEvent(kind=SUSPENSION, on=on, reason=reason, document=document))
        clock.state = PAUSED
        self._again(clock, "paused", **{"from": on.isoformat(), "reason": reason, "document": document})

    def resume(self, name: str, rule: ClockRule, on: date) -> None:
        """Run on after a day, the last it stood still."""
        clock = self._open(name, rule)
        if clock.state != PAUSED:
            raise clock_not_running(rule)
        last = self._close_suspension(name, on)
        clock.state = RUNNING
        self._again(clock, "resumed", to=last.isoformat())

    def extend(self, name: str, rule: ClockRule, given: Extension) -> None:
        """Lengthen by an extension; `law` refuses one it does not know, of another approver, or that came too late."""
        clock = self._open(name, rule)
        self.events[name].append(
            ClockEvent(
                kind=EXTENSION, on=given.approved_on, reason=given.key, document=given.document,
                approver=given.approver, days=given.days,
            )
        )  # fmt: skip
        told = {"key": given.key, "approver": given.approver, "on": given.approved_on.isoformat()}
        self._again(clock, "extended", **told, document=given.document, days=given.days)

    def restart(self, reason: str, on: date, document: str, at: datetime) -> None:
        """Start again every running clock whose terms name the reason."""
        for name, clock in self.open.items():
            history = history_of(clock, self.events[name])
            if clock.state == RUNNING and allows(history.keys, history.started_on, self.law, restart=reason):
                late = clock.due_at <= at
                self.events[name].append(ClockEvent(kind=RESTART, on=on, reason=reason, document=document))
                self._again(clock, "restarted", on=on.isoformat(), reason=reason, document=document, was_late=late)

    def retime(self) -> bool:
        """Reckon every open clock again; whether anything moved or became firm."""
        for clock in self.open.values():
            days = ("due_at", "alarm_at", "rights_on", "provisional", "awaits_notice")
            before = [getattr(clock, day) for day in days]
            self._reckon(clock)
            if before != [getattr(clock, day) for day in days]:
                self._tell(clock, "retimed", before_due_at=before[0].isoformat())
        return bool(self.told)

    def ring(self, rules: Mapping[str, ClockRule]) -> tuple[datetime, datetime]:
        """The earliest alarm and the earliest end of the officers' clocks that run; NEVER without one."""
        theirs = {name for name, rule in rules.items() if rule.party}
        running = [clock for name, clock in self.open.items() if clock.state == RUNNING and name not in theirs]
        alarm = min((clock.alarm_at for clock in running), default=NEVER)
        return alarm, min((clock.due_at for clock in running), default=NEVER)

    def write(self, seq: int) -> None:
        """Save what changed, under the number of the act that changed it."""
        for clock in self._touched:
            if clock in self._ended:
                clock.ended_seq = seq
            clock.matter = self.matter
            clock.save()
        for name, events in self._all_events():
            for event in events:
                event.clock = name
                if event.pk is None:
                    event.seq = seq
                event.save()

    def _all_events(self) -> Iterator[tuple[Clock, list[ClockEvent]]]:
        for clock in self._touched:
            yield clock, self.events[clock.name]

    def _open(self, name: str, rule: ClockRule) -> Clock:
        if name not in self.open:
            raise clock_not_running(rule)
        return self.open[name]

    def _close_suspension(self, name: str, on: date) -> date:
        """End the stop that lasts, and say on what day: it stands still for its first day at least."""
        lasting = next(each for each in self.events[name] if each.kind == SUSPENSION and each.to_on is None)
        lasting.to_on = max(on, lasting.on)
        return lasting.to_on

    def _due(self, clock: Clock, at: datetime) -> datetime:
        """When a clock that ends now was due: one that stands still stops standing still today."""
        if clock.state == PAUSED:
            self._close_suspension(clock.name, civil_day(at))
            clock.state = RUNNING
            self._reckon(clock)
        return clock.due_at

    def _end(self, clock: Clock, state: str, at: datetime) -> None:
        self._due(clock, at)
        clock.state, clock.ended_at = state, at
        self._ended.append(clock)
        del self.open[clock.name]
        self._tell(clock, state)

    def _again(self, clock: Clock, change: str, **told: object) -> None:
        self._reckon(clock)
        self._tell(clock, change, **told)

    def _reckon(self, clock: Clock) -> None:
        found = reckon(history_of(clock, self.events[clock.name]), self.calendar, self.law)
        clock.due_on, clock.alarm_on, clock.rights_on = (
            found.deadline.due, found.deadline.alarm_due, found.deadline.rights_due,
        )  # fmt: skip
        clock.due_at, clock.alarm_at = found.due_at, found.alarm_at
        clock.provisional, clock.awaits_notice = found.deadline.provisional, found.deadline.awaits_notice

    def _tell(self, clock: Clock, change: str, **told: object) -> None:
        if clock not in self._touched:
            self._touched.append(clock)
        days = {"due_at": clock.due_at.isoformat(), "alarm_at": clock.alarm_at.isoformat()}
        self.told.append(
            {"clock": clock.name, "change": change, **told, **days, "rights_on": clock.rights_on.isoformat()}
        )
