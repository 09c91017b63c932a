"""The stated path of many businesses, carried out as rulings; and every reason taken away alone."""

from contextlib import nullcontext
from datetime import timedelta
from random import Random

import pytest

from huizhi.city.build import build
from huizhi.exchange.arrivals import receive
from huizhi.exchange.pack import Pack
from huizhi.insight.judging import judge, weight_on
from huizhi.insight.path import path_up
from huizhi.insight.scorecard import Scorecard
from huizhi.lake.engines import execute
from huizhi.lake.schemas import TABLES
from huizhi.lake.store import LakeStore
from tests.insight.lake_double import MemoryLake
from tests.insight.steps import grade
from tests.insight.test_judging import CALENDAR, TODAY, fact, subject

CARD = Scorecard.in_force(TODAY)
TOMORROW = TODAY + timedelta(1)


def people_of(lake, as_of):
    """{business: (subject, facts)} of a night, with its classes."""
    graded, _ = grade(lake, as_of, CARD)
    rows = {row["entity_id"]: row for row in lake.rows(lake.table("entities", as_of))}
    facts = {code: [] for code in rows}
    for event in lake.rows(lake.table("events", as_of)):
        facts[event["entity_id"]].append(fact(event))
    return {code: (subject(rows[code]), facts[code]) for code in rows}, graded


def rule(lake, code, act, on, number):
    lake.add("rulings", subject=f"code:{code}", entity_id=code, record_source=act.fact.source,
             record_id=act.fact.source_id, event_kind=act.fact.kind, event_on=act.fact.occurred_on, ruling="repaired",
             decided_on=on, known_at=on, ruling_no=f"X{number}", unit="u", basis="b", source="office_rulings",
             source_id=f"X{number}")  # fmt: skip


def a_sample_city(folder, count):
    """The facts of a delivered sample city."""
    build(folder, count, 5, TODAY)
    home, lake = folder / "home", MemoryLake()
    arrivals = receive(
        home, TODAY, Pack.built_in(), folder / "deliveries", lambda *said: None, lambda step: nullcontext()
    )
    store = LakeStore.open(home)
    store.commit(arrivals.typed_files())
    with store.stage(TODAY) as stage:
        for name in TABLES:
            lake.facts[name] = execute(stage.table(name, TODAY)).to_pylist()
    return lake


@pytest.mark.parametrize(
    ("count", "least", "reasons"), [(700, 10, 200), pytest.param(3500, 60, 1000, marks=pytest.mark.long)]
)
def test_paths_carried_out_as_rulings_and_reasons_taken_away(tmp_path, count, least, reasons):
    """Every business that can better itself by tomorrow does so on one night, and has the very score said."""
    lake = a_sample_city(tmp_path, count)
    businesses, before = people_of(lake, TODAY)
    chosen = dict(Random(3).sample(sorted(businesses.items()), min(len(businesses), count // 3)))
    paths = {code: path_up(facts, who, TODAY, CARD, CALENDAR) for code, (who, facts) in businesses.items()}
    soon = {code: path for code, path in paths.items() if path and path.on == TOMORROW and path.acts}
    assert len(soon) >= least
    for n, (code, act) in enumerate((code, act) for code, path in soon.items() for act in path.acts):
        rule(lake, code, act, TOMORROW, n)
    after, _ = grade(lake, TOMORROW, CARD)
    order = [each for each, _ in CARD.bands]
    for code, path in soon.items():
        assert order.index(after[code]["grade"]) < order.index(before[code]["grade"]), code
        assert (after[code]["score"], after[code]["grade"]) == (path.judgement.score, path.judgement.grade), code
    assert sum(alone(facts, who) for who, facts in chosen.values()) >= reasons


def alone(facts, who):
    """Each reason whose line is below its cap, in a score no floor cut: taking it away takes exactly its points."""
    now = judge(facts, who, TODAY, CARD)
    if now.score == 0:
        return 0
    seen = 0
    for ground in now.grounds:
        line = CARD.indicator(ground.indicator)
        whole = [other for other in facts if other.kind in line.reads
                 and line.severity_from <= other.severity <= line.severity_to]  # fmt: skip
        if not line.kinds or facts.count(ground.fact) > 1:
            continue
        if sum(weight_on(other, line, TODAY, CARD) for other in whole) > abs(line.cap):
            continue
        without = judge([other for other in facts if other != ground.fact], who, TODAY, CARD)
        if without.score:
            assert without.score == now.score - ground.points, ground
            seen += 1
    return seen
