"""Rulings about records: a record that is not theirs or annulled counts no more, a repaired one as the card says."""

from datetime import date, timedelta

import pytest

from huizhi.insight.scorecard import Scorecard
from huizhi.insight.scores import schema, scores
from tests.insight.lake_double import MemoryLake
from tests.insight.steps import grade, happen

TODAY = date(2026, 10, 31)
CARD = Scorecard.in_force(TODAY)
SHOP, OTHER = "91371000MA3TEST01X", "91371000MA3TEST02X"


def a_lake(*companies):
    """Businesses of a day long past, by code."""
    lake = MemoryLake()
    for code in companies or (SHOP,):
        lake.add("registry", credit_code=code, name=f"商店{code[-3:]}", entity_kind="enterprise", status="active",
                 division="371002", industry_code="F52", established_on=date(2015, 1, 1))  # fmt: skip
    return lake


def penalise(lake, code=SHOP, on=date(2026, 5, 1), record="P1", kinds="fine"):
    lake.add("penalties", credit_code=code, document_no=record, penalty_kinds=kinds, fine_fen=100_000, decided_on=on,
             violation_text="", source="penalties", source_id=record)  # fmt: skip


def rule(lake, ruling, on, *, code=SHOP, source="penalties", record="P1", kind=None, day=None, no=None, known=None):
    lake.add("rulings", subject=f"code:{code}", entity_id=code, record_source=source, record_id=record, ruling=ruling,
             event_kind=kind, event_on=day, decided_on=on, unit="环翠区局", basis="依据", known_at=known or on,
             ruling_no=no or f"R{on:%m%d}", source="office_rulings", source_id=no or f"R{on:%m%d}")  # fmt: skip


def kinds_of(lake, on, code=SHOP):
    return sorted(e["kind"] for e in happen(lake, on) if e["entity_id"] == code and e["kind"] != "registered")


@pytest.mark.parametrize("ruling", ["not_theirs", "annulled"])
def test_a_record_ruled_away_counts_no_more_from_the_day_the_ruling_is_known(ruling):
    lake = a_lake(SHOP, OTHER)
    penalise(lake)
    penalise(lake, OTHER, record="P2")
    before = grade(lake, date(2026, 9, 3))
    rule(lake, ruling, date(2026, 9, 1), known=date(2026, 9, 3))
    assert kinds_of(lake, date(2026, 9, 2)) == ["penalty"], "decided but not known yet"
    graded, why = grade(lake, date(2026, 9, 3))
    assert before[0][SHOP]["score"] > 0 and graded[SHOP]["score"] == 0 and why[SHOP] == []
    assert (graded[OTHER], why[OTHER]) == (before[0][OTHER], before[1][OTHER])


def test_a_past_day_is_made_again_bit_for_bit_whatever_was_ruled_later():
    lake = a_lake(SHOP, OTHER)
    penalise(lake)
    penalise(lake, OTHER, record="P2", kinds="warning")
    rule(lake, "repaired", date(2026, 8, 20), code=OTHER, record="P2", kind="penalty", no="R1")
    days = [date(2026, 8, 19), date(2026, 8, 31)]
    then = [grade(lake, day) for day in days]
    rule(lake, "annulled", date(2026, 8, 10), known=date(2026, 9, 1), no="R2")
    rule(lake, "restored", date(2026, 9, 5), code=OTHER, record="P2", kind="penalty", no="R3")
    assert [grade(lake, day) for day in days] == then
    graded, _ = grade(lake, TODAY)
    assert graded[SHOP]["score"] == 0 and graded[OTHER]["score"] > 0, "the repair was taken back"


def test_a_repaired_penalty_weighs_nothing_where_the_remedy_takes_it_away_and_all_where_there_is_no_remedy():
    lake = a_lake(SHOP, OTHER)
    penalise(lake)
    penalise(lake, OTHER, record="P2", kinds="suspension")
    before, _ = grade(lake, TODAY)
    rule(lake, "repaired", date(2026, 8, 20), kind="penalty", no="R1")
    rule(lake, "repaired", date(2026, 8, 20), code=OTHER, record="P2", kind="penalty", no="R2")
    assert kinds_of(lake, TODAY) == ["penalty_repair", "penalty_repaired"]
    after, _ = grade(lake, TODAY)
    assert before[SHOP]["score"] > 0 and after[SHOP]["score"] == 0
    assert after[OTHER]["score"] == before[OTHER]["score"] > 0


@pytest.mark.long
def test_a_finding_put_right_by_ruling_stays_and_the_correction_speaks_for_the_business():
    lake = a_lake()
    lake.add("inspections", credit_code=SHOP, inspection_no="I1", result="ordered_correction", finding_count=2,
             inspected_on=date(2026, 10, 1), source_id="I1")  # fmt: skip
    before, _ = grade(lake, TODAY)
    rule(lake, "repaired", date(2026, 10, 20), source="inspections", record="I1", kind="inspection_finding")
    after, why = grade(lake, TODAY)
    assert after[SHOP]["score"] == before[SHOP]["score"] - 4
    assert [(r["indicator"], r["points"]) for r in why[SHOP]][1:] == [("findings_corrected", -4)]


def test_one_missing_report_of_several_is_ruled_away_by_its_day():
    lake = a_lake(SHOP, OTHER)
    for year in (2023, 2024, 2025):
        lake.add("annual_reports", credit_code=OTHER, report_year=year, reported_on=date(year + 1, 3, 1))
    lake.add("annual_reports", credit_code=OTHER, report_year=2014, reported_on=date(2026, 9, 1))
    missing = [e for e in happen(lake, TODAY) if e["kind"] == "annual_report_missing" and e["entity_id"] == SHOP]
    assert len(missing) > 1 and len({(e["source"], e["source_id"]) for e in missing}) == 1
    one = missing[0]
    rule(lake, "annulled", date(2026, 10, 1), source=one["source"], record=one["source_id"],
         kind="annual_report_missing", day=one["occurred_on"])  # fmt: skip
    left = [e for e in happen(lake, TODAY) if e["kind"] == "annual_report_missing" and e["entity_id"] == SHOP]
    assert left == missing[1:]


@pytest.mark.long
def test_a_ruling_about_one_business_leaves_the_record_of_another_alone():
    lake = a_lake(SHOP, OTHER)
    lake.add("food_sampling", credit_code=SHOP, producer_code=OTHER, sample_no="S1", item_no=1, item_verdict="fail",
             sample_verdict="fail", sampled_on=date(2026, 9, 1), disposed_on=date(2026, 9, 9), product="饼干",
             test_item="菌落总数", source_id="S1")  # fmt: skip
    assert (kinds_of(lake, TODAY), kinds_of(lake, TODAY, OTHER)) == (["sample_fail"], ["product_fail"])
    rule(lake, "not_theirs", date(2026, 9, 20), code=OTHER, source="food_sampling", record="S1")
    assert (kinds_of(lake, TODAY), kinds_of(lake, TODAY, OTHER)) == (["sample_fail"], [])


def test_the_fast_plan_gives_the_same_classes_where_much_was_ruled():
    codes = [f"91371000MA3T{n:05d}X" for n in range(60)]
    lake = a_lake(*codes)
    for n, code in enumerate(codes):
        for k in range(n % 4 + 1):
            penalise(lake, code, TODAY - timedelta(20 * k + n), f"P{n}-{k}", ("warning", "fine", "suspension")[n % 3])
            ruling = (None, "repaired", "not_theirs", "annulled", "restored")[(n + k) % 5]
            if ruling:
                rule(lake, ruling, TODAY, code=code, record=f"P{n}-{k}", no=f"R{n}-{k}",
                     kind="penalty" if ruling in ("repaired", "restored") else None)  # fmt: skip
    graded, _ = grade(lake, TODAY)
    fast = {row["entity_id"]: row for row in lake.keep("scores", scores(lake, TODAY, scorecard=CARD), schema(CARD))}
    assert {e: (row["score"], row["grade"]) for e, row in fast.items()} == {
        e: (row["score"], row["grade"]) for e, row in graded.items()
    }
    assert len({row["grade"] for row in graded.values()}) >= 2
