"""Features know the day before and no more, and nobody's name."""

from dataclasses import replace
from datetime import date

import grimp
import numpy as np
import pytest
from sqlglot import exp
from sqlglot.optimizer.pushdown_projections import pushdown_projections
from sqlglot.optimizer.qualify import qualify

from huizhi.insight.features import COLUMNS, KINDS, NAMES, NUMBERS, WINDOW_DAYS, Asked, Dated, numbers
from huizhi.insight.frame import frame
from huizhi.insight.grades import grades
from huizhi.insight.indicator_records import indicator_records
from huizhi.insight.indicator_values import indicator_values
from huizhi.insight.plan import Plan
from huizhi.insight.reasons import reasons
from huizhi.insight.scorecard import COLUMNS as CARD_COLUMNS
from huizhi.insight.scorecard import Scorecard
from huizhi.insight.scores import scores
from huizhi.insight.visits_made import visits_made
from huizhi.lake.schemas import TABLES
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.divisions import DivisionTable
from tests.insight.steps import grade
from tests.insight.test_agreement import a_city
from tests.insight.test_past_nights import compile_tree

WHO = {"officers", "authority", "unit", "laboratory"}
TEACHES = {"prediction", "visits_made", "blind", "histories", "schedules"}
"""The modules that may know who went: they teach and test the prediction beside the card."""


def asked(count=1):
    return Asked(
        np.full(count, 20_000.0), np.full(count, 18_000.0), np.full(count, 1e7), np.full(count, "enterprise"),
        np.full(count, "H6210"),
    )  # fmt: skip


def reckoned(kinds, ages, of=None):
    of = np.zeros(len(kinds), dtype=int) if of is None else np.array(of)
    table = numbers(
        asked(int(of.max(initial=0)) + 1), Dated(of, np.array(kinds, dtype=str), np.array(ages, float)), 0.2
    )
    return [dict(zip(NUMBERS, row, strict=True)) for row in table]


def test_what_is_of_the_day_itself_or_later_or_too_old_changes_nothing():
    (nothing,) = reckoned([], [])
    assert reckoned(["penalty"] * 3, [0, -5, WINDOW_DAYS + 1]) == [nothing]
    assert reckoned(["penalty"], [1])[0]["penalties"] > nothing["penalties"]


def test_a_fact_fades_by_half_a_year_and_belongs_to_one_business_only():
    new, old = (reckoned(["complaint"], [age])[0]["complaints"] for age in (1, 366))
    assert np.expm1(old) == pytest.approx(np.expm1(new) / 2, rel=0.01)
    one, other = reckoned(["penalty", "complaint"], [10, 10], of=[0, 1])
    assert one["penalties"] > 0 == one["complaints"]
    assert other["complaints"] > 0 == other["penalties"]


def test_how_much_of_the_window_lies_before_the_records_begin():
    """None after three years; after one, of 1/2 + 1/4 + 1/8 of weight the last two parts; all on the first day."""
    who, nobody = asked(), Dated(np.array([], int), np.array([], str), np.array([]))

    def unseen(days):
        return numbers(replace(who, since=20_000.0 - days), nobody, 0.2)[0, NUMBERS.index("unseen")]

    assert [round(unseen(days), 9) for days in (3 * 365, 5000, 0)] == [0, 0, 1]
    assert unseen(365) == pytest.approx(3 / 7) and unseen(730) == pytest.approx(1 / 7)
    assert reckoned([], [])[0]["unseen"] == 0, "a window that is known whole when nobody says otherwise"


def test_its_own_findings_are_held_against_what_is_usual():
    (nothing,), (clean,), (bad,) = (reckoned(k, [30] * len(k)) for k in (
        [], ["inspection_clean"] * 3, ["inspection_finding", "inspection_serious", "obstruction"]))  # fmt: skip
    assert clean["own_findings"] < nothing["own_findings"] < bad["own_findings"]
    assert nothing["own_findings"] == pytest.approx(np.log(0.2 / 0.8))


def test_every_feature_has_a_name_and_none_reads_a_place_or_a_person():
    assert set(NUMBERS) | {"entity_kind", "industry"} == set(NAMES)
    assert not {"division", "zone", "station", "legal_representative"} & set(COLUMNS)
    assert not WHO & (set(COLUMNS) | set(CARD_COLUMNS))


def test_no_indicator_class_or_draw_reads_who_inspected():
    """By lineage, over everything a night derives; and the one table that does read it is caught by the same net."""
    lake, day = a_city(2), date(2026, 10, 31)
    card, plan, places = Scorecard.in_force(day), Plan.load(), DivisionTable.load()
    grade(lake, day)
    records = indicator_records(lake, day, plan=plan, calendar=WorkCalendar.load(), divisions=places)
    lake.keep("indicator_records", records, records.schema())
    made = {
        "records": records, "values": indicator_values(lake, day, plan=plan, divisions=places),
        "reasons": reasons(lake, day, scorecard=card), "grades": grades(lake, day, scorecard=card),
        "scores": scores(lake, day, scorecard=card), "frame": frame(lake, day),
    }  # fmt: skip
    tables = {name: lake.table(name, day) for name in (*TABLES, *lake.kept)}
    schema = {t.get_name(): dict.fromkeys(t.columns, "text") for t in tables.values()}
    for name, table in made.items():
        own = {"unit"} if name == "frame" else set()  # a frame's unit is the division that draws
        assert not (WHO - own) & columns_read(table, schema), name
    assert "officers" in columns_read(visits_made(lake, day), schema)


def columns_read(table, schema):
    """Columns of anything that the query cannot do without."""
    tree = pushdown_projections(qualify(compile_tree(table), schema=schema))
    return {column.name for column in tree.find_all(exp.Column)}


def test_what_knows_officers_is_out_of_the_night_s_reach():
    """Nothing that grades, counts, draws or makes features imports a module that knows who went."""
    graph = grimp.build_graph("huizhi")
    for module in sorted(TEACHES):
        for importer in ("huizhi.exchange.derive", "huizhi.insight.features", "huizhi.insight.judging"):
            chain = graph.find_shortest_chain(importer=importer, imported=f"huizhi.insight.{module}")
            assert chain is None, chain


def test_kinds_that_vanish_once_put_right_are_no_features():
    """Looked up a year later they would tell what happened in between."""
    vanishing = {"annual_report_missing", "correction_overdue", "sample_undisposed", "equipment_overdue",
                 "licence_expired", "elevator_uninsured"}  # fmt: skip
    assert not vanishing & set(KINDS)
