"""The cards for some trades only, followed for a year: how many businesses each class holds, and what visits found.

Each card is the one in force on the last day, asked about the first day with what was known then. A card of users of
special equipment is followed by its devices' next inspections too.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from huizhi.exchange import devices_due, outcomes
from huizhi.exchange.counted import counted
from huizhi.exchange.following import Night, Tell
from huizhi.insight.entities import entities
from huizhi.insight.events import events
from huizhi.insight.links import links
from huizhi.insight.scorecard import Scorecard
from huizhi.insight.scores import scores
from huizhi.insight.visits_made import visits_made
from huizhi.lake.store import LakeStore


def follow(store: LakeStore, on: date, until: date, tell: Tell = lambda step: None) -> list[dict[str, Any]]:
    """Per card: code, version, active businesses it covers, and `outcomes.classes`; codes in order.

    `devices`: the same of each business's first device due, for the card of users of devices; None for the others.
    """
    cards = Scorecard.of_trades(until)
    with store.stage(until) as stage:
        tell(f"{until} visits 检查")
        stage.keep("entities", entities(stage, until), "entity_id")
        stage.keep("links", links(stage, until))
        made = visits_made(stage, until).to_polars().sort("inspected_on", "inspection_no")
        used, checked = devices_due.in_use(stage, until), devices_due.checks(stage, until)
    with store.stage(on) as stage:
        tell(f"{on} facts 事实")
        stage.keep("entities", entities(stage, on), "entity_id")
        stage.keep("links", links(stage, on))
        stage.keep("events", events(stage, on), "entity_id")
        due = devices_due.fell_due(devices_due.in_use(stage, on), used, checked, on, until)
        return [_followed(stage, on, card, made, due) for card in cards if not tell(card.code)]


def _followed(stage: Any, on: date, card: Scorecard, made: pl.DataFrame, due: pl.DataFrame) -> dict[str, Any]:
    happened = stage.table("events", on)
    covered = happened.filter(happened.kind.isin(card.covers)).select("entity_id").distinct().to_polars()
    graded = scores(stage, on, scorecard=card).select("entity_id", "score", "grade").to_polars()
    register = stage.table("entities", on).select("entity_id", "division", "status").to_polars()
    placed = {grade: f"{place:02}" for place, grade in enumerate(card.grades)}
    known = register.join(covered, on="entity_id", how="semi").join(graded, on="entity_id").sort("entity_id")
    known = known.with_columns(pl.col("grade").replace_strict(placed))
    then = Night(on, card.version, known, pl.DataFrame(), made)
    after = outcomes.followed(then, then).filter(pl.col("grade").is_not_null())
    told = outcomes.classes(counted(then, after))
    own = outcomes.classes(counted(then, due))["all"] if devices_due.COVERED in card.covers else None
    for part in (*told.values(), *([own] if own else [])):
        for row in part["rows"]:
            row["grade"] = card.grades[int(row["grade"])]
    return {
        "card": card.code, "version": card.version, "title": {"zh": card.zh, "en": card.en},
        "businesses": len(then.active), "classes": told, "devices": own,
    }  # fmt: skip
