"""计时依据: why a clock ends when it does, step by step, as a page and a court can follow it."""

from dataclasses import dataclass
from datetime import date, timedelta

from huizhi.apps.casework.cards import ClockCard
from huizhi.apps.casework.clockwork import history_of
from huizhi.apps.casework.lifecycle import ClockRule
from huizhi.apps.casework.models import Clock
from huizhi.apps.casework.queries import clocks_of
from huizhi.apps.casework.reckoning import History, civil_day, until
from huizhi.law.holidays import is_break, is_worked
from huizhi.law.parameters import Parameters, parameters
from huizhi.law.units import said
from huizhi.law.values import APPROVERS, RESTARTS, STOPS, ClockTerms, LegalValue
from huizhi.vocabulary.calendar import WorkCalendar

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Words:
    """The same in both languages."""

    zh: str
    en: str


@dataclass(frozen=True)
class Happening:
    """A stop, an extension or a restart, with its document."""

    what: Words
    from_on: date
    to_on: date | None
    document: str


@dataclass(frozen=True)
class ClockBasis:
    """Everything a deadline rests on. `skipped` are named breaks within it, `rest_days` the days not worked in all."""

    clock: ClockCard
    rule: ClockRule
    length: Words
    article: str
    support: str
    to_be_confirmed: bool
    start: Words
    started_on: date
    consequence: Words
    skipped: tuple[tuple[str, date, date], ...]
    rest_days: int
    in_working_days: bool
    happenings: tuple[Happening, ...]

    @property
    def until(self) -> str:
        """When it ends, as people write it."""
        return until(self.clock.due_at)


def bases_of(number: str, rules: dict[str, ClockRule], calendar: WorkCalendar) -> tuple[ClockBasis, ...]:
    """The basis of every clock of a matter already seen, in the order they were started."""
    rows = Clock.objects.filter(matter__number=number).prefetch_related("events").order_by("id")
    shown = zip(clocks_of([number]).get(number, ()), rows, strict=True)
    law = parameters()
    return tuple(
        _basis(card, history_of(row, list(row.events.all())), rules[card.name], calendar, law) for card, row in shown
    )


def _basis(card: ClockCard, history: History, rule: ClockRule, calendar: WorkCalendar, law: Parameters) -> ClockBasis:
    start = max([history.started_on, *(each.on for each in history.restarts)])
    value = law.in_force(card.keys[0], history.started_on)
    span = [start + n * _DAY for n in range(1, (card.due_on - start).days + 1)]
    terms = value.clock
    return ClockBasis(
        card, rule, Words(said(value.value, value.unit), said(value.value, value.unit, "en")), str(value.basis),
        value.basis.support, value.provisional,
        Words(terms.start_zh, terms.start_en) if terms else Words("", ""), start,
        Words(terms.consequence_zh, terms.consequence_en) if terms else Words("", ""),
        _breaks(span, calendar), sum(not is_worked(calendar, on) for on in span), value.unit == "WD",
        tuple(_happenings(history, value, law)),
    )  # fmt: skip


def terms_of(clock: ClockCard) -> ClockTerms | None:
    """The terms of a clock's legal value: what stops, extends and restarts it, and what follows when it is missed."""
    return parameters().in_force(clock.keys[0], civil_day(clock.started_at)).clock


def _breaks(span: list[date], calendar: WorkCalendar) -> tuple[tuple[str, date, date], ...]:
    """Runs of holiday within the span, by the name the notice gives them."""
    runs: list[list] = []
    for on in span:
        if not is_break(calendar, on):
            continue
        mark = calendar.mark(on)
        name = mark.name if mark else ""
        if runs and runs[-1][0] == name and runs[-1][2] == on - _DAY:
            runs[-1][2] = on
        else:
            runs.append([name, on, on])
    return tuple((name, first, last) for name, first, last in runs)


def _happenings(history: History, value: LegalValue, law: Parameters):
    for stop in history.suspensions:
        yield Happening(Words(*STOPS[stop.reason]), stop.from_on, stop.to_on, stop.document)
    for given in history.extensions:
        more = law.find(given.key, history.started_on) if given.key in law else None
        by_zh, by_en = APPROVERS[given.approver]
        zh = f"{by_zh}延长{said(more.value, more.unit) if more else f'{given.days}日'}"
        en = f"extended by {said(more.value, more.unit, 'en') if more else f'{given.days} days'}: {by_en}"
        yield Happening(Words(zh, en), given.approved_on, None, given.document)
    for again in history.restarts:
        zh, en = RESTARTS[again.reason]
        yield Happening(Words(f"重新起算：{zh}", f"starts again: {en}"), again.on, None, again.document)
