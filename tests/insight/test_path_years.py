"""Paths under a card that moves classes by the year: what is said comes true when judged again, and no day earlier."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import chain, combinations
from random import Random

import pytest

from huizhi.insight.entities import SCHEMA as ENTITIES
from huizhi.insight.events import SCHEMA as EVENTS
from huizhi.insight.judging import Fact, Subject, judge, weight_on
from huizhi.insight.path import path_up, turns
from huizhi.insight.remedies import acts_open, after
from huizhi.insight.scorecard import Scorecard
from tests.insight.lake_double import MemoryLake
from tests.insight.steps import regrade
from tests.insight.test_judging import CALENDAR, a_business, fact, subject

TODAY = date(2026, 10, 31)
NEW_YEAR = date(2027, 1, 1)
FOOD = Scorecard.in_force(TODAY, code="food")
CLEAN = "three_clean_years"
READS = sorted({kind for each in (*FOOD.indicators, *FOOD.adjustments) for kind in each.reads} - {"food_tier"})
OLD = Subject({}, date(2015, 5, 5))


def a_food_business(chance, code):
    """(register's row, event rows): a tier and people at work, and anything the card reads in the last five years."""
    row = {"entity_id": code, "status": "active", "source": "registry", "source_id": code, "file_digest": "f",
           "row_number": 2, "established_on": TODAY - timedelta(days=chance.randrange(3000))}  # fmt: skip
    happened = [("food_tier", TODAY - timedelta(2000), chance.choice([1, 2, 3, 4, 4])),
                ("food_staff", TODAY - timedelta(100), chance.choice([3, 8, 15, 30, 80]))]  # fmt: skip
    for _ in range(chance.choice([0, 1, 1, 2, 3, 5, 8])):
        kind = chance.choice([*READS, *["inspection_clean"] * 4, *["sample_undisposed", "penalty"] * 3])
        happened.append((kind, TODAY - timedelta(days=chance.randrange(1800)), chance.randrange(1, 5)))
    events = [
        {"entity_id": code, "kind": kind, "occurred_on": day, "known_on": day, "severity": severity,
         "amount_fen": chance.choice([None, chance.randrange(3_000_000)]), "detail": "", "source": "inspections",
         "source_id": f"R{number}", "file_digest": "f", "row_number": number}
        for number, (kind, day, severity) in enumerate(happened)
    ]  # fmt: skip
    return dict.fromkeys(ENTITIES.names) | row, events


@pytest.fixture(scope="module")
def city():
    """{code: (register's row, event rows, who, facts, its path)} of 600 businesses."""
    chance, found = Random(11), {}
    for code in (f"E{n:03}" for n in range(600)):
        row, events = a_food_business(chance, code)
        facts = [fact(event) for event in events]
        found[code] = row, events, subject(row), facts, path_up(facts, subject(row), TODAY, FOOD, CALENDAR)
    return found


def place(facts, who, on):
    return FOOD.grades.index(judge(facts, who, on, FOOD).grade)


def test_the_night_gives_the_class_that_a_path_states(city):
    """Each path's records as they would be, graded by the night's own tables on the first day it names."""
    paths = {code: made for code, made in city.items() if made[4]}
    days = [made[4].on for made in paths.values()]
    walked = set()
    for day in sorted(set(days), key=lambda day: (-days.count(day), day))[:8]:
        lake, then = MemoryLake(), {code: made for code, made in paths.items() if made[4].on == day}
        rows = []
        for code, (_, events, _, facts, path) in then.items():
            gone = [f for f in facts if f not in after(facts, path.acts)]
            rows += [event for event in events if fact(event) not in gone]
            rows += [vars(act.leaves) | {"entity_id": code, "known_on": day} for act in path.acts if act.leaves]
        lake.given("entities", [made[0] for made in then.values()], ENTITIES)
        lake.given("events", rows, EVENTS)
        graded, _ = regrade(lake, day, FOOD)
        for code, (_, _, who, facts, path) in then.items():
            told = path.judgement
            assert (graded[code]["score"], graded[code]["grade"]) == (told.score, told.grade)
            assert FOOD.grades.index(told.grade) < place(facts, who, TODAY)
            walked.add((path.on == NEW_YEAR, bool(path.acts), bool(told.moves)))
    assert len(paths) > 150 and {True, False} == {turned for turned, _, _ in walked}
    assert (True, True, False) in walked or (True, True, True) in walked, "something put right and the year turned"


def test_no_act_of_a_path_is_idle_and_what_fades_and_moves_is_what_it_says(city):
    seen = set()
    for _, _, who, facts, path in city.values():
        if path is None:
            continue
        now = judge(facts, who, TODAY, FOOD)
        for act in path.acts:
            rest = [other for other in path.acts if other is not act]
            assert act.from_on <= path.on and place(after(facts, rest), who, path.on) >= FOOD.grades.index(now.grade)
        for each in path.fading:
            left = {g.fact: g.points for g in path.judgement.grounds}.get(each.ground.fact, 0)
            assert left == each.points_then < each.ground.points
        if path.adjusted:
            assert path.adjusted[0].moves == now.moves and path.adjusted[-1].moves == path.judgement.moves
            assert [each.on for each in path.adjusted] == sorted({each.on for each in path.adjusted})
            seen |= {move.rule.code for each in path.adjusted for move in each.moves}
        else:
            assert not now.moves and not path.judgement.moves
        alone = path_up(facts, who, TODAY, FOOD, CALENDAR, acting=False)
        assert alone is None or alone.on >= path.on
    assert seen == {rule.code for rule in FOOD.adjustments}


def test_no_earlier_day_does_whatever_is_done(city):
    """Every day before, with every choice of what can be done by then, of those a day's judging has time for."""
    tried = {True: 0, False: 0}
    for _, _, who, facts, path in city.values():
        grade = place(facts, who, TODAY)
        acts = acts_open(facts, TODAY, FOOD, CALENDAR)
        if not grade or len(acts) > 2 or tried[path is None] >= (120, 20)[path is None]:
            continue
        last = path.on if path else date(TODAY.year + 5, 1, 2)
        if (last - TODAY).days > 1600:
            continue
        tried[path is None] += 1
        for some in chain.from_iterable(combinations(acts, n) for n in range(len(acts) + 1)):
            known = after(facts, some)
            for ahead in range(1, (last - TODAY).days):
                day = TODAY + timedelta(ahead)
                if all(act.from_on <= day for act in some):
                    assert place(known, who, day) >= grade, (day, path)
    assert tried == {False: 120, True: 20}


def test_a_reason_taken_away_leaves_the_sum_less_by_its_points(city):
    exact = 0
    for _, _, who, facts, _ in city.values():
        now = judge(facts, who, TODAY, FOOD)
        assert sum(ground.points for ground in now.grounds) == now.score
        for gone in now.grounds:
            line = FOOD.indicator(gone.indicator)
            whole = [f for f in facts if f.kind in line.reads and line.severity_from <= f.severity <= line.severity_to]
            if sum(weight_on(f, line, TODAY, FOOD) for f in whole) <= line.cap:
                without = [f for f in facts if f != gone.fact]
                assert judge(without, who, TODAY, FOOD).score == now.score - gone.points
                exact += 1
    assert exact > 1000


def test_what_would_make_it_worse_does_on_the_day_it_names(city):
    at_once, next_year = 0, set()
    lines = {line.code: line for line in FOOD.indicators}
    rules = {rule.code: rule for rule in FOOD.adjustments}
    for _, _, who, facts, _ in city.values():
        now = place(facts, who, TODAY)
        for turn in turns(facts, who, TODAY, FOOD, FOOD.grades[now + 1]) if now < 3 else ():
            reads = rules[turn.indicator] if turn.year_on else lines[turn.indicator]
            fen = reads.amount_from if turn.year_on else None
            new = [Fact(reads.kinds[0], TODAY, max(reads.severity_from, 1), fen, source_id=f"n{n}")
                   for n in range(turn.count)]  # fmt: skip
            then = judge([*facts, *new], who, turn.year_on or TODAY, FOOD)
            assert (then.grade, then.score) == (turn.grade, turn.score)
            assert FOOD.grades.index(then.grade) > now
            assert "tier" not in turn.indicator and "scale" not in turn.indicator, "a business has one of them"
            if turn.year_on:
                next_year.add(turn.indicator)
                assert place(facts, who, turn.year_on) <= now
            else:
                at_once += 1
    assert at_once > 100 and next_year == set(rules) - {CLEAN}


def a_canteen(*more):
    """Kind and scale give 32, a B without any adjustment."""
    return [Fact("food_tier", date(2020, 1, 1), 4), Fact("food_staff", date(2026, 5, 1), 3), *more]


def test_waiting_for_the_year_to_turn_by_hand():
    """A fine of 2025 moves 2026 alone; one of this year moves the next as well, and is stated so."""
    fined = Fact("penalty", date(2025, 6, 1), 2, 1_200_000, source_id="1")
    again = Fact("penalty", date(2026, 2, 1), 2, 1_200_000, source_id="2")
    path = path_up(a_canteen(fined), OLD, TODAY, FOOD)
    assert (path.on, path.acts, path.judgement.grade, path.fading) == (NEW_YEAR, (), "B", ())
    assert [(each.on, [m.rule.code for m in each.moves]) for each in path.adjusted] == [
        (TODAY, ["fined"]), (NEW_YEAR, [])]  # fmt: skip
    path = path_up(a_canteen(fined, again), OLD, TODAY, FOOD)
    assert (path.on, path.judgement.grade) == (date(2028, 1, 1), "B")
    assert [[f.source_id for m in each.moves for f in m.facts] for each in path.adjusted] == [["1"], ["2"], []]


def test_putting_right_and_waiting_by_hand():
    """Food of this year not disposed of would move 2027 too: disposed of, the class of 2027 is better, not before."""
    fined = Fact("penalty", date(2025, 6, 1), 2, 1_200_000, source_id="1")
    left = Fact("sample_undisposed", date(2026, 8, 1), 1, source_id="2")
    path = path_up(a_canteen(fined, left), OLD, TODAY, FOOD)
    assert (path.on, [act.fact.source_id for act in path.acts]) == (NEW_YEAR, ["2"])
    assert path.acts[0].from_on == TODAY + timedelta(1)
    alone = path_up(a_canteen(fined, left), OLD, TODAY, FOOD, acting=False)
    assert (alone.on, alone.judgement.grade) == (date(2028, 1, 1), "B")


def test_what_no_line_weighs_any_more_can_still_keep_a_rule_silent():
    """A finding not put right since January 2024 counts no points after two years, but bars three clean years."""
    open_ = Fact("correction_overdue", date(2024, 1, 20), 1, source_id="1")
    clean = Fact("inspection_clean", date(2025, 5, 1), 1, source_id="2")
    path = path_up(a_canteen(open_, clean), OLD, TODAY, FOOD)
    assert (path.on, path.judgement.grade, len(path.acts)) == (TODAY + timedelta(1), "A", 1)
    alone = path_up(a_canteen(open_, clean), OLD, TODAY, FOOD, acting=False)
    assert (alone.on, [m.rule.code for m in alone.judgement.moves]) == (date(2028, 1, 1), [CLEAN])


def test_a_class_that_a_vote_forces_no_year_moves():
    """The rules move nothing where one line decides alone: the path is the line's, whatever the year."""
    lines = [replace(line, one_vote=line.code == "complaints") for line in FOOD.indicators]
    voting = replace(FOOD, indicators=tuple(lines))
    facts = a_canteen(Fact("complaint_unsettled", date(2026, 5, 1), 1), Fact("inspection_clean", date(2025, 1, 1), 1))
    assert judge(facts, OLD, TODAY, voting).grade == "D"
    path = path_up(facts, OLD, TODAY, voting)
    assert (path.on, path.judgement.grade) == (date(2027, 5, 1), "A")


@pytest.mark.parametrize("code", ["equipment", "food", "online", "pharmacy", "product_quality"])
def test_only_the_kinds_a_card_names_change_what_it_says(code):
    """The pages leave the other facts of a business out."""
    chance, card, fewer = Random(5), Scorecard.in_force(TODAY, code=code), 0
    for number in range(60):
        row, events = a_business(chance, f"E{number}")
        who, facts = subject(row), [fact(event) for event in events]
        read = [each for each in facts if each.kind in card.kinds]
        fewer += len(read) < len(facts)
        assert judge(read, who, TODAY, card) == judge(facts, who, TODAY, card)
        assert path_up(read, who, TODAY, card, CALENDAR) == path_up(facts, who, TODAY, card, CALENDAR)
        assert turns(read, who, TODAY, card, card.worst) == turns(facts, who, TODAY, card, card.worst)
    assert fewer > 30
