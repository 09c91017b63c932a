"""One business in plain Python is judged exactly as the night judges it, and its stated path really moves its class."""

from dataclasses import fields
from datetime import date, timedelta
from random import Random
from time import perf_counter

import pytest

from huizhi.insight.entities import SCHEMA as ENTITIES
from huizhi.insight.events import KINDS
from huizhi.insight.events import SCHEMA as EVENTS
from huizhi.insight.judging import Fact, Subject, judge
from huizhi.insight.path import path_up, turns
from huizhi.insight.remedies import acts_open
from huizhi.insight.scorecard import COLUMNS, Scorecard
from huizhi.vocabulary.calendar import WorkCalendar
from tests.insight.lake_double import MemoryLake
from tests.insight.steps import regrade

TODAY = date(2026, 10, 31)
CALENDAR = WorkCalendar.load()
TRACE = ("source", "source_id", "file_digest", "row_number")


def a_business(chance, code, number=0):
    """(register's row, event rows): anything that can happen, in any combination."""
    made = {"entity_id": code, "status": "active", "source": "registry", "source_id": code, "file_digest": "f",
            "row_number": 2, "established_on": TODAY - timedelta(days=chance.randrange(4000)),
            "industry_code": chance.choice(["C14", "F52", "H62", None])}  # fmt: skip
    events = []
    for number in range(chance.choice([0, 1, 2, 3, 5, 8, 20])):
        day = TODAY - timedelta(days=chance.randrange(1500))
        events.append({
            "entity_id": code, "kind": chance.choice(KINDS), "occurred_on": day, "known_on": day,
            "severity": chance.randrange(1, 7), "amount_fen": chance.choice([None, chance.randrange(30_000_000)]),
            "detail": "", "source": chance.choice(["penalties", "inspections"]), "source_id": f"R{number}",
            "file_digest": "f", "row_number": number,
        })  # fmt: skip
    return dict.fromkeys(ENTITIES.names) | made, events


def fact(row):
    return Fact(**{field.name: row[field.name] for field in fields(Fact)})


def subject(row):
    columns = {name: row[name] for name in COLUMNS}
    return Subject(columns, row["established_on"], *(row[name] for name in TRACE))


@pytest.fixture(scope="module")
def city():
    """{code: (subject, facts)} of 400 businesses, and what the night says of them."""
    chance = Random(7)
    made = {f"E{n:03}": a_business(chance, f"E{n:03}") for n in range(400)}
    lake = MemoryLake()
    lake.given("entities", [row for row, _ in made.values()], ENTITIES)
    lake.given("events", [event for _, events in made.values() for event in events], EVENTS)
    graded, why = regrade(lake, TODAY, Scorecard.in_force(TODAY))
    return {code: (subject(row), [fact(e) for e in events]) for code, (row, events) in made.items()}, graded, why


def test_one_business_is_judged_as_the_night_judges_it(city):
    businesses, graded, why = city
    card = Scorecard.in_force(TODAY)
    for code, (who, facts) in businesses.items():
        mine = judge(facts, who, TODAY, card)
        row = graded[code]
        assert (mine.score, mine.grade, mine.forced_by) == (row["score"], row["grade"], row["forced_by"])
        told = [(g.position, g.indicator, g.points, g.lapses_on, *(getattr(g.fact, name) for name in TRACE))
                for g in mine.grounds]  # fmt: skip
        asked = ("position", "indicator", "points", "lapses_on", *TRACE)
        assert told == [tuple(r[name] for name in asked) for r in why[code]]


def test_the_stated_path_moves_the_class_and_no_act_is_idle(city):
    card = Scorecard.in_force(TODAY)
    order = [grade for grade, _ in card.bands]
    walked = waited = 0
    for who, facts in city[0].values():
        now, path = judge(facts, who, TODAY, card), path_up(facts, who, TODAY, card, CALENDAR)
        if path is None:
            continue
        walked += 1
        waited += not path.acts

        def grade(acts, day, facts=facts, who=who):
            kept = facts
            for act in acts:
                assert act.from_on <= day
                kept = act.done(kept)
            return order.index(judge(kept, who, day, card).grade)

        assert grade(path.acts, path.on) == order.index(path.judgement.grade) < order.index(now.grade)
        for act in path.acts:
            assert grade([a for a in path.acts if a is not act], path.on) >= order.index(now.grade)
        eve = path.on - timedelta(1)
        ready = [a for a in acts_open(facts, TODAY, card, CALENDAR) if a.from_on <= eve]
        heavier = [a for a in ready if not (a.leaves and a.leaves.kind == "annual_report_late")]
        for some in (ready, heavier):
            assert eve == TODAY or grade(some, eve) >= order.index(now.grade), "a day earlier would have done"
        alone = path_up(facts, who, TODAY, card, CALENDAR, acting=False)
        assert alone is None or alone.on >= path.on
    assert walked > 100 and 0 < waited < walked


def test_what_would_make_it_worst_really_does(city):
    card = Scorecard.in_force(TODAY)
    turned = 0
    for who, facts in list(city[0].values())[:80]:
        for turn in turns(facts, who, TODAY, card, card.worst):
            line, turned = card.indicator(turn.indicator), turned + 1
            new = [Fact(line.kinds[0], TODAY, max(line.severity_from, 1), source_id=f"n{n}") for n in range(turn.count)]
            assert judge([*facts, *new], who, TODAY, card).grade == card.worst
            assert turn.count == 1 or judge([*facts, *new[1:]], who, TODAY, card).grade != card.worst
    assert turned > 100


def test_a_reason_taken_away_leaves_the_sum_less_by_its_points(city):
    """Exactly, wherever neither a cap nor the floor had cut anything; never by more."""
    card, exact = Scorecard.in_force(TODAY), 0
    for who, facts in city[0].values():
        now = judge(facts, who, TODAY, card)
        assert sum(g.points for g in now.grounds) == now.score
        for gone in now.grounds:
            if gone.fact not in facts or gone.points < 0:
                continue
            then = judge([f for f in facts if f != gone.fact], who, TODAY, card)
            line = card.indicator(gone.indicator)
            cut = sum(g.points for g in now.grounds if g.indicator == line.code) >= line.cap
            credits = sum(g.points for g in now.grounds if g.points < 0)
            if cut or now.score - gone.points <= 0 or credits != sum(g.points for g in then.grounds if g.points < 0):
                assert now.score - then.score <= gone.points
                continue
            exact += 1
            assert then.score == now.score - gone.points
            assert {g.fact: g.points for g in then.grounds} == {
                g.fact: g.points for g in now.grounds if g is not gone}  # fmt: skip
    assert exact > 200


def test_a_repair_waits_for_its_legal_time_and_a_late_report_leaves_its_trace():
    card, who = Scorecard.in_force(TODAY), Subject({}, date(2015, 1, 1))
    fined = Fact("penalty", date(2026, 9, 1), 2, 2_000_000, source="penalties", source_id="1")
    warned = Fact("penalty", date(2026, 9, 1), 1, source="penalties", source_id="2")
    old = Fact("penalty", date(2025, 12, 1), 2, source="penalties", source_id="3")
    missing = Fact("annual_report_missing", date(2026, 7, 1), source="registry", source_id="4")
    acts = {act.fact: act for act in acts_open([fined, warned, old, missing], TODAY, card, CALENDAR)}
    assert acts[fined].from_on == date(2026, 12, 1)
    assert acts[warned].from_on == acts[missing].from_on == date(2026, 11, 1)
    assert acts[old].from_on == date(2026, 11, 1)
    assert acts[missing].leaves.kind == "annual_report_late" and acts[fined].leaves is None
    path = path_up([missing], who, TODAY, card, CALENDAR)
    assert (path.on, path.judgement.score, path.judgement.grade) == (date(2026, 12, 1), 19, "A")
    assert [act.remedy.basis for act in path.acts] == ["《企业信息公示暂行条例》第八条"]


def test_one_business_is_explained_in_time():
    """Fifty records, the worst class: judged, its path and what would make it worse, in at most 50 ms."""
    chance, card, who = Random(3), Scorecard.in_force(TODAY), Subject({"industry_code": "C14"}, date(2025, 1, 1))
    facts = [Fact(chance.choice(KINDS), TODAY - timedelta(days=chance.randrange(1000)), chance.randrange(1, 5),
                  source_id=str(n)) for n in range(50)]  # fmt: skip
    path_up(facts, who, TODAY, card)
    best = 9.0
    for _ in range(5):
        begun = perf_counter()
        judge(facts, who, TODAY, card)
        path_up(facts, who, TODAY, card)
        path_up(facts, who, TODAY, card, acting=False)
        turns(facts, who, TODAY, card, card.worst)
        best = min(best, perf_counter() - begun)
    assert best <= 0.05
