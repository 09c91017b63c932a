"""Does it hold? Classes and the prediction as known on a past day, against what the visits of the year after found.

Everything is counted from records of the home; kept are the result, `validation/grades.json`, and the rows that its
classes are counted from. Visits are not random samples: who is thought risky is visited more. So every figure is given
for all visits and for those alone that a double-random draw decided, and the share over all businesses is put together
from the classes' own.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import polars as pl
from django.db import transaction

from huizhi.apps.ledger.facade import record
from huizhi.exchange import counted, outcomes
from huizhi.exchange.contest import contest
from huizhi.exchange.following import (
    Night,
    before_visits,
    first_known,
    night,
    records_begin,
    taught_by,
    today,
    usual_rate,
)
from huizhi.exchange.pack import Pack
from huizhi.insight.prediction import Taught, teach
from huizhi.lake.durable import canonical_json, replace_file
from huizhi.lake.store import LakeStore
from huizhi.vocabulary.refused import Refused

RESULT = Path("validation") / "grades.json"
EDITION = 4
"""Counts up when the result's shape changes; one of another edition is as if there were none."""
LEAST_VISITS, LEAST_FINDINGS, LEAST_DAYS, FOLLOWED_DAYS = 200, 20, 90, 365
EVERY_DAYS = 28
Tell = Callable[[str], None]


def result(home: Path) -> dict[str, Any] | None:
    """What was measured last on a home; None before the first time in this edition."""
    path = home / RESULT
    found = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found if found.get("edition") == EDITION else None


def keep(home: Path, measured: dict[str, Any], rows: pl.DataFrame, *, by: str, at: datetime) -> None:
    """Put a result and the rows it counts where the page finds them, its model in use from now on; an act of it."""
    counted_by = counted.keep(home, rows)
    content = canonical_json(measured | {"counted": counted_by})
    digest = sha256(content).hexdigest()
    with transaction.atomic():
        record(
            verb="grades.measured", by=by, at=at, object_kind="measurement", object_id=digest[:16],
            payload={"sha256": digest, "on": measured["on"], "until": measured["until"]},
        )  # fmt: skip
        replace_file(home / RESULT, content)
    counted.tidy(home, counted_by)


def measure_when_due(home: Path, pack: Pack, as_of: date, *, by: str, at: datetime) -> bool:
    """Measure again and keep it when the last result is a month old; False when nothing was done, or too little known.

    Classes are renewed monthly, and so is what is said about them.
    """
    last = result(home)
    if last and (as_of - date.fromisoformat(last["until"])).days < EVERY_DAYS:
        return False
    try:
        measured, _, rows = measure(home, pack, as_of, at=at)
    except Refused:
        return False
    keep(home, measured, rows, by=by, at=at)
    return True


@dataclass(frozen=True)
class Nights:
    """The day whose classes are followed, the night a month before the last one, and the last one."""

    then: Night
    before: Night
    now: Night


def measure(
    home: Path, pack: Pack, until: date, *, on: date | None = None, at: datetime, tell: Tell = lambda step: None
) -> tuple[dict[str, Any], Taught, pl.DataFrame]:  # fmt: skip
    """Follow the classes of a day (a year before `until` when none is given) and the prediction taught up to it.

    Returns the result; the model taught up to the day with its officers, who are not in the result; and the rows that
    the classes are counted from. Refused when the home knows too little to say anything.
    """
    return weigh(look(home, pack, until, on=on, tell=tell), at=at, tell=tell)


def look(home: Path, pack: Pack, until: date, *, on: date | None = None, tell: Tell = lambda step: None) -> Nights:
    """What is needed, each as it was known on its day and classed by the card of the day (of the last for both last).

    Refused when the lake knew of no inspection on the day, or of too short a time after it.
    """
    store = LakeStore.open(home)
    on = _start(store, on, until)
    return Nights(*(
        night(store, day, pack.scorecard(card_of), tell)
        for day, card_of in ((on, on), (until - timedelta(30), until), (until, until))
    ))  # fmt: skip


def weigh(
    nights: Nights, *, at: datetime, tell: Tell = lambda step: None
) -> tuple[dict[str, Any], Taught, pl.DataFrame]:
    """What `measure` returns, from the nights. Refused when too few visits are known."""
    then, now = nights.then, nights.now
    tell("prediction 预测")
    usual = usual_rate(then)
    learnt_from = taught_by(then, usual)
    asked = before_visits(now, then.day, now.day, usual, then.known)
    if min(len(learnt_from.rows), len(asked.rows)) < LEAST_VISITS:
        raise _too_few(len(learnt_from.rows), len(asked.rows))
    if any(not LEAST_FINDINGS <= each.found.sum() < len(each.rows) for each in (learnt_from, asked)):
        raise _too_few(int(learnt_from.found.sum()), int(asked.found.sum()), findings=True)
    taught = teach(learnt_from.lessons, usual)
    chance = taught.model.chance(taught.model.points(asked.numbers, asked.choices), asked.directed)
    tell("comparison 对照")
    followed, drawn = outcomes.followed(then, now), int((~learnt_from.directed).sum())
    rows = counted.counted(then, followed)
    in_use = teach(taught_by(now, usual_rate(now)).lessons, usual_rate(now))
    return {
        "edition": EDITION, "on": str(then.day), "until": str(now.day), "measured_at": at.isoformat(),
        "since": str(date(1970, 1, 1) + timedelta(records_begin(now.facts))),
        "businesses": len(then.active), "cards": {"then": then.card, "now": now.card},
        "classes": outcomes.classes(rows), "stability": outcomes.stability(nights.before, now),
        "fairness": outcomes.fairness(then, followed, outcomes.random_chances(asked, chance), drawn),
        "models": contest(learnt_from, asked, chance, then),
        "reliability": outcomes.reliabilities(learnt_from, asked, chance),
        "quarters": outcomes.quarters(asked, chance), "feedback": outcomes.feedback(asked, followed, chance),
        "drift": outcomes.drift(today(then, usual), today(now, usual)), "severities": outcomes.spread(taught),
        "card": outcomes.card(learnt_from, asked, in_use), "model": in_use.model.to_json(),
    }, taught, rows  # fmt: skip


def _start(store: LakeStore, on: date | None, until: date) -> date:
    first = first_known(store)
    start = on or max(until - timedelta(FOLLOWED_DAYS), first or until)
    if first is None or start < first or (until - start).days < LEAST_DAYS:
        raise Refused(
            "grades.no_past",
            f"数据湖在{start}还没有检查记录，或其后不足{LEAST_DAYS}天，无法验证。",
            f"The lake knew of no inspection on {start}, or knows fewer than {LEAST_DAYS} days after it.",
            "没有写入任何内容。", "累积更多夜间数据，或用 --on 指定别的日期。",
            what_is_safe_en="Nothing was written.",
            what_to_do_en="Let more nights pass, or name another day with --on.",
        )  # fmt: skip
    made = store.table("inspections", until)
    before, after = (made.filter(made.inspected_on <= start), made.filter(made.inspected_on > start))
    counts = [int(each.count().to_pyarrow().as_py()) for each in (before, after)]
    if min(counts) < LEAST_VISITS:  # before anything is worked out: a small city need not wait to be refused
        raise _too_few(*counts)
    return start


def _too_few(before: int, after: int, *, findings: bool = False) -> Refused:
    zh, en, least = ("发现问题", "findings", LEAST_FINDINGS) if findings else ("检查", "visits", LEAST_VISITS)
    return Refused(
        "grades.too_few_visits",
        f"{zh}次数太少：此前{before}次，此后{after}次，各需{least}次，且不能次次都发现。",
        f"Too few {en}: {before} before, {after} after the day; {least} of each are needed, not all with findings.",
        "没有写入任何内容。", "用更大的样例城市，或累积更多检查记录。",
        what_is_safe_en="Nothing was written.", what_to_do_en="Use a larger sample city, or let more visits come in.",
    )  # fmt: skip
