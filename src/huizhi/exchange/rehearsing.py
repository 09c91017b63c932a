"""A draft card on the past year: who would have stood in another class than under the card then in force."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from huizhi.exchange.pack import Pack
from huizhi.insight.entities import entities
from huizhi.insight.events import events
from huizhi.insight.grades import grades
from huizhi.insight.links import links
from huizhi.insight.reasons import reasons
from huizhi.insight.scorecard import Scorecard
from huizhi.lake.engines import execute
from huizhi.lake.stage import Stage
from huizhi.lake.store import LakeStore

EXAMPLES = 3
"""Businesses named for each move from one class to another."""


@dataclass(frozen=True)
class Move:
    """From one class to another: how many, and a few of them as (entity, score before, score under the draft)."""

    before: str
    after: str
    count: int
    examples: tuple[tuple[str, int, int], ...]


@dataclass(frozen=True)
class Rehearsed:
    """One day: the card then in force, how many in each class under both cards, and every move, the largest first."""

    on: date
    card: str
    before: dict[str, int]
    after: dict[str, int]
    moves: tuple[Move, ...]

    @property
    def moved(self) -> int:
        """How many would have stood in another class."""
        return sum(move.count for move in self.moves)


def days_back(until: date, times: int) -> list[date]:
    """The last days of so many quarters before a day, and the day itself: the oldest first."""
    found, day = [until], until
    while len(found) < times:
        day = (day.replace(day=1) - timedelta(62)).replace(day=28)
        day = (day + timedelta(4)).replace(day=1) - timedelta(1)
        found.append(day)
    return found[::-1]


def rehearse(
    store: LakeStore, pack: Pack, draft: Scorecard, days: Sequence[date], tell: Callable[[str], None]
) -> list[Rehearsed]:  # fmt: skip
    """Grade every entity of each day by the card of that day and by the draft, from what was known that day."""
    found = []
    for day in days:
        tell(f"{day}")
        with store.stage(day) as stage:
            stage.keep("entities", entities(stage, day), "entity_id")
            stage.keep("links", links(stage, day))
            stage.keep("events", events(stage, day), "entity_id")
            card = pack.scorecard(day)
            found.append(_compared(day, card, _graded(stage, day, card, "then"), _graded(stage, day, draft, "draft")))
    return found


Graded = dict[str, tuple[int, str]]


def _graded(stage: Stage, day: date, card: Scorecard, name: str) -> Graded:
    """{entity: (score, class)} under a card."""
    kept = f"reasons_{name}"
    stage.keep(kept, partial(_reasons, day=day, card=card), "entity_id")
    rows = execute(grades(_Renamed(stage, kept), day, scorecard=card)).to_pylist()
    return {row["entity_id"]: (row["score"], row["grade"]) for row in rows}


def _reasons(lake, day: date, card: Scorecard):
    return reasons(lake, day, scorecard=card)


class _Renamed:
    """A stage whose reasons are those of one of the two cards."""

    def __init__(self, stage: Stage, kept: str) -> None:
        self.stage, self.kept = stage, kept

    def table(self, name: str, as_of: date):
        """The stage's table; for the reasons, this card's."""
        return self.stage.table(self.kept if name == "reasons" else name, as_of)


def _compared(day: date, card: Scorecard, then: Graded, drafted: Graded) -> Rehearsed:
    moved: dict[tuple[str, str], list[tuple[str, int, int]]] = {}
    for entity in sorted(then):
        (score, grade), (new_score, new_grade) = then[entity], drafted[entity]
        if grade != new_grade:
            moved.setdefault((grade, new_grade), []).append((entity, score, new_score))
    moves = [Move(*pair, len(some), tuple(some[:EXAMPLES])) for pair, some in moved.items()]
    before, after = (dict(sorted(Counter(grade for _, grade in each.values()).items())) for each in (then, drafted))
    moves.sort(key=lambda move: (-move.count, move.before, move.after))
    return Rehearsed(day, card.version, before, after, tuple(moves))
