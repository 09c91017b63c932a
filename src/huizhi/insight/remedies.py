"""What a business can do about its records: which act on which record, from which day, leaving what behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from huizhi.insight.judging import Fact, full_points, line_reading, weight_on
from huizhi.insight.scorecard import Indicator, Remedy, Scorecard
from huizhi.insight.terms import repair_from
from huizhi.vocabulary.calendar import WorkCalendar


@dataclass(frozen=True)
class Act:
    """One thing the business can do about a record: from when at the earliest, and what it leaves behind."""

    remedy: Remedy
    fact: Fact
    line: Indicator
    from_on: date
    leaves: Fact | None

    @property
    def weight(self) -> int:
        """What the record weighed on the day it happened."""
        return full_points(self.fact, self.line)

    def done(self, facts: Sequence[Fact]) -> list[Fact]:
        """The facts once this is done."""
        kept = [fact for fact in facts if not (self.remedy.takes_away and fact == self.fact)]
        return kept + ([self.leaves] if self.leaves else [])


def acts_open(
    facts: Sequence[Fact], as_of: date, card: Scorecard, calendar: WorkCalendar | None = None
) -> list[Act]:  # fmt: skip
    """What can be done about the records that count on a day; the night after `as_of` is the first to know of it.

    A record counts that weighs on its line, or that a rule of the card's adjustments may still look at.
    """
    tomorrow, found = as_of + timedelta(1), []
    settled = {(fact.source, fact.source_id) for fact in facts if fact.kind == "correction"}
    for fact in facts:
        n = line_reading(fact, card)
        line = None if n is None else card.indicators[n]
        if line is None or not line.remedy or fact.kind not in line.kinds:
            continue
        if not weight_on(fact, line, as_of, card) and not _looked_at(fact, as_of, card):
            continue
        remedy = card.remedies[line.remedy]
        if remedy.leaves == "correction" and (fact.source, fact.source_id) in settled:
            continue
        from_on = tomorrow
        if remedy.repairs:
            kind = remedy.repairs[min(max(fact.severity, 1), len(remedy.repairs)) - 1]
            from_on = max(tomorrow, repair_from(kind, fact.occurred_on, calendar or _calendar()))
        trace = (fact.source, fact.source_id, fact.file_digest, fact.row_number)
        leaves = Fact(remedy.leaves, from_on, 1, None, fact.detail, *trace) if remedy.leaves else None
        found.append(Act(remedy, fact, line, from_on, leaves))
    return found


def _looked_at(fact: Fact, as_of: date, card: Scorecard) -> bool:
    return any(fact.kind in rule.reads and rule.begins(as_of) <= fact.occurred_on <= as_of for rule in card.adjustments)


def after(facts: Sequence[Fact], acts: Sequence[Act]) -> list[Fact]:
    """The facts once all these acts are done."""
    gone = {act.fact for act in acts if act.remedy.takes_away}
    return [*(fact for fact in facts if fact not in gone), *(act.leaves for act in acts if act.leaves)]


@lru_cache(maxsize=1)
def _calendar() -> WorkCalendar:
    return WorkCalendar.load()
