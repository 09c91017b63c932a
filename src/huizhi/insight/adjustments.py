"""The class of the next year: moved up or down by what the calendar years before held, as a card says.

A rule looks back from a day's year over whole calendar years, with what is known on that day. The largest move up wins;
only without one does a move down count. A class never leaves the card's bands, and one a one-vote line forced stays.
`moves_on` says it of one business in plain Python, `moved` of all; tests hold the two equal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import ibis
import ibis.expr.types as ir

if TYPE_CHECKING:
    from huizhi.insight.judging import Fact

MOST_STEPS, MOST_YEARS = 3, 10


@dataclass(frozen=True)
class Adjustment:
    """One rule: `steps` worse, or better when negative, after `years` with `least` events of `kinds`.

    Events count from `severity_from` and `amount_from` (fen) on; with one of `without` in those years it is silent.
    A move down needs a business that stood throughout the years.
    """

    code: str
    zh: str
    en: str
    steps: int
    kinds: tuple[str, ...]
    years: int = 1
    least: int = 1
    severity_from: int = 0
    amount_from: int = 0
    without: tuple[str, ...] = ()
    support: str = "local"
    note: str = ""

    @property
    def reads(self) -> tuple[str, ...]:
        """Every kind it looks at."""
        return self.kinds + self.without

    def begins(self, on: date) -> date:
        """The first of the days looked back over."""
        return date(on.year - self.years, 1, 1)


def ends(on: date) -> date:
    """The last of the days every rule looks back over."""
    return date(on.year - 1, 12, 31)


@dataclass(frozen=True)
class Move:
    """A rule that speaks and the facts it speaks from, the newest first."""

    rule: Adjustment
    facts: "tuple[Fact, ...]"


def moves_on(
    facts: "Iterable[Fact]", established_on: date | None, on: date, rules: Sequence[Adjustment]
) -> tuple[Move, ...]:
    """The rules that decide the year's move: those up, or without any those down; none when nothing moves."""
    last, known = ends(on), list(facts) if rules else []
    found = []
    for rule in rules:
        first = rule.begins(on)
        then = [fact for fact in known if first <= fact.occurred_on <= last]
        hits = [fact for fact in then if fact.kind in rule.kinds and fact.severity >= rule.severity_from
                and (fact.amount_fen or 0) >= rule.amount_from]  # fmt: skip
        stood = rule.steps > 0 or (established_on is not None and established_on <= first)
        if len(hits) >= rule.least and stood and not any(fact.kind in rule.without for fact in then):
            hits.sort(key=lambda fact: (-fact.occurred_on.toordinal(), fact.source, fact.source_id, fact.row_number))
            found.append(Move(rule, tuple(hits)))
    up = tuple(move for move in found if move.rule.steps > 0)
    return up or tuple(found)


def steps_of(moves: Sequence[Move]) -> int:
    """How far they move a class together: the furthest of them."""
    return max((move.rule.steps for move in moves), key=abs, default=0)


def moved(events: ir.Table, entities: ir.Table, as_of: date, rules: Sequence[Adjustment]) -> ir.Table:
    """(moved, steps): entities with any event of the years looked at, and how far their class moves."""
    last = ibis.date(ends(as_of).isoformat())
    first = ibis.date(min(rule.begins(as_of) for rule in rules).isoformat())
    kinds = sorted({kind for rule in rules for kind in rule.reads})
    then = events.filter(events.occurred_on.between(first, last), events.kind.isin(kinds))
    counts = {}
    for n, rule in enumerate(rules):
        within = then.occurred_on >= ibis.date(rule.begins(as_of).isoformat())
        hit = within & then.kind.isin(rule.kinds) & (then.severity >= rule.severity_from)
        if rule.amount_from:
            hit &= then.amount_fen.fill_null(0) >= rule.amount_from
        counts[f"hits_{n}"] = _count(hit)
        if rule.without:
            counts[f"bars_{n}"] = _count(within & then.kind.isin(rule.without))
    sums = then.group_by(moved=then.entity_id).aggregate(**counts)
    both = sums.inner_join(entities, sums.moved == entities.entity_id).select(
        *sums.columns, since=entities.established_on
    )
    speaks = {rule.code: _speaks(both, n, rule, as_of) for n, rule in enumerate(rules)}
    nothing = ibis.literal(0, type="int64")
    far = {rule.code: ibis.ifelse(speaks[rule.code], ibis.literal(rule.steps, type="int64"), nothing) for rule in rules}
    up = ibis.greatest(nothing, *[far[rule.code] for rule in rules if rule.steps > 0])
    down = ibis.least(nothing, *[far[rule.code] for rule in rules if rule.steps < 0])
    return both.select("moved", steps=ibis.ifelse(up > 0, up, down))


def _speaks(both: ir.Table, n: int, rule: Adjustment, as_of: date) -> ir.BooleanValue:
    enough = both[f"hits_{n}"] >= rule.least
    if rule.without:
        enough &= both[f"bars_{n}"] == 0
    if rule.steps > 0:
        return enough
    return enough & (both.since <= ibis.date(rule.begins(as_of).isoformat())).fill_null(False)


def _count(holds: ir.BooleanValue) -> ir.IntegerValue:
    return ibis.ifelse(holds, 1, 0).sum().cast("int64")


def wrong(rules: Sequence[Adjustment], kinds: Iterable[str]) -> str:
    """What is wrong with a card's rules, "" when nothing is; `kinds` are all there are."""
    known, codes = set(kinds), [rule.code for rule in rules]
    if len(codes) != len(set(codes)):
        return "every adjustment has a code of its own"
    for rule in rules:
        numbers = (rule.steps, rule.years, rule.least, rule.severity_from, rule.amount_from)
        if not all(type(n) is int for n in numbers):
            return f"{rule.code}: integers only"
        if not (0 < abs(rule.steps) <= MOST_STEPS and 0 < rule.years <= MOST_YEARS and rule.least > 0):
            return f"{rule.code}: 1 to {MOST_STEPS} steps, 1 to {MOST_YEARS} years, at least one event"
        if not rule.kinds or (unknown := set(rule.reads) - known):
            return f"{rule.code}: unknown kinds {sorted(unknown) if rule.kinds else 'none'}"
    return ""
