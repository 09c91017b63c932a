"""What grades a business beside its credit class: the cards of its trades, judged from its own published facts."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from huizhi.apps.registers.facade import EntityHead, EventLine
from huizhi.insight.adjustments import Move
from huizhi.insight.judging import Ground, judge
from huizhi.insight.scorecard import Scorecard
from huizhi.web import charts, labels
from huizhi.web.presenters.drilldown import evidence_href
from huizhi.web.presenters.paths import explained, facts_from, move_words, subject_of

MOST_SHOWN = 12
"""Reasons of a card on the page; the rest is counted."""


def cards(head: EntityHead, lines: Iterable[EventLine], on: date) -> list[dict[str, object]]:
    """One part of the page for each card of a trade that covers the business; what its rules ask is the law of `on`."""
    facts, who = facts_from(lines), subject_of(head)
    kinds = {fact.kind for fact in facts}
    found = []
    for card in Scorecard.of_trades(on):
        if kinds & set(card.covers):
            read = [fact for fact in facts if fact.kind in card.kinds]
            now = judge(read, who, on, card)
            worse = card.grades[min(card.grades.index(now.grade) + 1, len(card.grades) - 1)]
            way = explained(read, who, on, card, now.grade, worse, head.entity_id)
            found.append(_card(card, now, head.entity_id) | {"way": way})
    return found


def _card(card: Scorecard, found: object, entity_id: str) -> dict[str, object]:
    lines = {line.code: line for line in card.indicators}
    largest = max((abs(ground.points) for ground in found.grounds), default=1)
    shown = found.grounds[:MOST_SHOWN]
    forced = lines[found.forced_by] if found.forced_by else None
    return {
        "anchor": f"card-{card.code}",
        "title": card.en if labels.english() else card.zh,
        "version": card.version,
        "basis": card.basis,
        "grade": found.grade,
        "look": ("ok", "", "warn", "bad")[min(card.grades.index(found.grade), 3)] if len(card.grades) < 5 else "",
        "words": _("%(grade)s级　%(score)s分") % {"grade": found.grade, "score": found.score},
        "bands": _bands(card),
        "forced": _("命中“%(line)s”，直接定为%(grade)s级。") % {"line": _name(forced), "grade": found.grade}
        if forced else "",
        "moves": [_move(move, found.forced_by is not None) for move in found.moves],
        "rows": [_row(ground, lines, largest, entity_id) for ground in shown],
        "more": len(found.grounds) - len(shown),
        "total": found.score,
    }  # fmt: skip


def _row(ground: Ground, lines: dict, largest: int, entity_id: str) -> dict[str, object]:
    fact = ground.fact
    line = lines[ground.indicator]
    source = f"{labels.coded(fact.source, 'source')} {fact.source_id}"
    return {
        "points": ground.points,
        "bar": charts.reason_bar(ground.points, largest),
        "cause": _name(line),
        "detail": labels.detail(fact.kind, fact.detail),
        "evidence": source if fact.file_digest else labels.coded(fact.source, "source"),
        "href": evidence_href(fact.source, fact.source_id, entity=entity_id) if fact.file_digest else "",
        "occurred_on": fact.occurred_on,
        "lapses_on": None if line.until_fixed else ground.lapses_on,
    }


def _bands(card: Scorecard) -> str:
    """Where each class begins, the best first."""
    return _("；").join(_("%(grade)s级%(floor)s分起") % {"grade": g, "floor": floor} for g, floor in card.bands)


def _move(move: Move, forced: bool) -> str:
    """Why the class is another than the score's, and that nothing comes of it when the class is forced."""
    return move_words(move) + (_("；一票定级，不再调整") if forced else "")


def _name(line: object) -> str:
    return line.en if labels.english() else line.zh
