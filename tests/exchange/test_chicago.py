"""Chicago scores: on a planted city of the same shape, and that nothing of the plan's own period leaks into them."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from sklearn.ensemble import HistGradientBoostingClassifier

from huizhi.exchange import chicago
from huizhi.insight.blind import MOST_COUNTED, Blind, Settings
from huizhi.insight.schedules import Visits, auc, auc_within, judge
from huizhi.vocabulary.refused import Refused

REAL = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "chicago_food"
QUICK = Settings(trees=20, rounds=20, boosters=1)
OFFICERS = np.array(["blue", "brown", "green"])
SEVERITY = np.array([1.2, -1.5, 0.0])
BUSINESSES, VISITS, BEGUN = 500, 7, date(2012, 5, 1)
RNG_SEED = 11


def plant(folder: Path) -> dict[int, bool]:
    """The five files with planted risk by business and severity by officer; returns the test rows' outcomes."""
    rng = np.random.default_rng(RNG_SEED)
    risk = rng.normal(-1.8, 1.1, BUSINESSES)
    north, east = 41.7 + 0.25 * rng.random(BUSINESSES), -87.8 + 0.25 * rng.random(BUSINESSES)
    district = np.clip(((north - 41.7) / 0.0834).astype(int), 0, 2)
    rows, truth, number = [], {}, 1
    for business in range(BUSINESSES):
        last = None
        for visit in range(VISITS):
            on = BEGUN + timedelta(days=int(120 * visit + rng.integers(0, 110)))
            if visit == VISITS - 1:
                on = chicago.PLANNED_ON + timedelta(days=int(rng.integers(0, 59)))
            elif on >= chicago.TRAINED_UNTIL:
                continue
            officer = district[business] if rng.random() < 0.8 else int(rng.integers(0, 3))
            found = rng.random() < 1 / (1 + np.exp(-risk[business] - SEVERITY[officer]))
            row = _row(number, business, on, officer, found, last, north[business], east[business])
            rows.append(row)
            if visit == VISITS - 1:
                truth[number] = bool(found)
            last, number = (on, row), number + 1
    _write(folder, pl.DataFrame(rows))
    return truth


def _row(number, business, on, officer, found, last, north, east):
    past = last[1] if last else {}
    gap = min((on - last[0]).days / 365, 2.0) if last else 2.0
    return {
        "Inspection_ID": number, "License": 1000 + business, "Inspection_Date": on, "Facility_Type": "Restaurant",
        "Inspector_Assigned": OFFICERS[officer], "criticalCount": float(found), "seriousCount": float(found),
        "minorCount": 2.0 + found, "fail_flag": float(found), "timeSinceLast": gap, "firstRecord": float(last is None),
        "pastCritical": past.get("criticalCount", 0.0), "pastSerious": past.get("seriousCount", 0.0),
        "pastMinor": past.get("minorCount", 0.0), "pastFail": past.get("fail_flag", 0.0),
        **dict.fromkeys(chicago._TRAITS, 0.0), "heat_burglary": 10.0, "heat_garbage": 10.0, "heat_sanitation": 10.0,
        "DBA_Name": f"SHOP {chr(65 + business % 26)}{chr(65 + business // 26)}", "Address": f"{business} MAIN ST",
        "Risk": "Risk 1 (High)", "Latitude": north, "Longitude": east, "ACCOUNT_NUMBER": float(business // 2),
        "minDate": date(2010, 1, 1), "BUSINESS_ACTIVITY_ID": "775", "Kind": "Restaurant",
    }  # fmt: skip


def _write(folder: Path, rows: pl.DataFrame) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    rows = rows.with_columns(pl.col("Inspection_Date", "minDate").cast(pl.Datetime))
    test = pl.col("Inspection_Date") >= pl.lit(chicago.PLANNED_ON).cast(pl.Datetime)
    register = list(chicago._REGISTER)
    results = ["criticalCount", "seriousCount", "minorCount", "fail_flag"]
    rows.filter(~test).write_parquet(folder / "train_published_1637.parquet")
    rows.filter(test).drop(results).write_parquet(folder / "test_features_published_1637.parquet")
    rows.filter(~test).select(register).write_parquet(folder / "train_repo_1665.parquet")
    rows.filter(test).select(register).write_parquet(folder / "test_features_repo_1665.parquet")
    filed = pl.DataFrame({"Creation_Date": [BEGUN + timedelta(days=n) for n in range(900)]}).with_columns(
        pl.col("Creation_Date").cast(pl.Datetime),
        pl.lit(41.8).alias("Latitude"), pl.lit(-87.7).alias("Longitude"),
    )  # fmt: skip
    filed.write_parquet(folder / "sanitation_complaints_311.parquet")


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    folder = tmp_path_factory.mktemp("chicago")
    truth = plant(folder)
    return folder, truth, chicago.scores(chicago.read(folder), QUICK)


def test_planted_risk_is_found_within_officers_without_knowing_them(planted):
    folder, truth, scored = planted
    assert scored.columns == ["Inspection_ID", "score"]
    assert set(scored["Inspection_ID"]) == set(truth)
    asked = pl.read_parquet(folder / "test_features_published_1637.parquet").join(scored, on="Inspection_ID")
    found = np.array([truth[each] for each in asked["Inspection_ID"]])
    days = asked["Inspection_Date"].cast(pl.Date).to_physical().to_numpy()
    seen = Visits(days, found, asked["Inspector_Assigned"].to_numpy().astype(str))
    judged = judge(seen, asked["score"].to_numpy(), orders=100, resamples=100)
    assert judged.within_auc > 0.6
    assert judged.within.value > judged.random_within.high


def test_nothing_after_the_plan_and_no_officer_changes_a_score(planted, tmp_path):
    """Days, officers, weather, later visits told of by the record, and any result of a test row: all changed."""
    folder, _, scored = planted
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    for name in ("test_features_published_1637.parquet", "test_features_repo_1665.parquet"):
        rows = pl.read_parquet(tmp_path / name)
        changed = {
            "Inspection_Date": pl.lit(date(2014, 10, 31)).cast(pl.Datetime),
            "Inspector_Assigned": pl.lit("purple"), "heat_burglary": pl.lit(99.0), "heat_garbage": pl.lit(99.0),
            "heat_sanitation": pl.lit(99.0), "temperatureMax": pl.lit(99.0),
            "criticalCount": pl.lit(5.0), "ageAtInspection": pl.lit(9.0),
        }  # fmt: skip
        rows.with_columns(*(value.alias(name) for name, value in changed.items())).write_parquet(tmp_path / name)
    filed = pl.read_parquet(tmp_path / "sanitation_complaints_311.parquet")
    later = filed.with_columns(pl.lit(chicago.PLANNED_ON).cast(pl.Datetime).alias("Creation_Date"))
    pl.concat([filed, later]).write_parquet(tmp_path / "sanitation_complaints_311.parquet")
    assert chicago.scores(chicago.read(tmp_path), QUICK).equals(scored)


def test_the_officer_column_of_test_rows_may_be_absent(planted, tmp_path):
    folder, _, scored = planted
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    name = "test_features_published_1637.parquet"
    pl.read_parquet(folder / name).drop("Inspector_Assigned", "Inspection_Date").write_parquet(tmp_path / name)
    assert chicago.scores(chicago.read(tmp_path), QUICK).equals(scored)


def test_a_visit_that_may_lie_inside_the_plan_is_unknown(planted):
    folder, _, _ = planted
    city = chicago.read(folder)
    assert city.asked["past_critical"].null_count() == 0
    rows = pl.read_parquet(folder / "test_features_published_1637.parquet").with_columns(
        pl.lit(30 / 365).alias("timeSinceLast")
    )
    register = pl.read_parquet(folder / "test_features_repo_1665.parquet")
    assert chicago._businesses(rows, register)["past_critical"].null_count() == len(rows)


def test_a_window_inside_training_does_not_see_itself(planted):
    """Results of a window's own visits and of later ones are turned round: its features stay as they were."""
    folder, _, _ = planted
    city = chicago.read(folder)
    opens = chicago._days(chicago._opens(12))
    turned = city.visits.with_columns(
        *(pl.when(pl.col("day") >= opens).then(9.0).otherwise(pl.col(each)).alias(each)
          for each in ("criticals", "seriouses", "minors", "failed")),
        pl.when(pl.col("day") >= opens).then(pl.lit("purple")).otherwise(pl.col("officer")).alias("officer"),
    )  # fmt: skip
    seen = city.visits.filter(pl.col("day") >= opens)
    before = chicago.histories.features(city.visits, seen, city.complaints, opens)
    assert chicago.histories.features(turned, seen, city.complaints, opens).equals(before)


def test_windows_are_planned_strictly_before_and_judged_beside_chance(planted):
    folder, _, _ = planted
    told = []
    made = chicago.windows(chicago.read(folder), QUICK, told.append)
    assert [each.planned_on for each in made] == [chicago._opens(n) for n in range(8, 16)]
    assert made == told
    gains = [each.judged.within.value - each.judged.random_within.value for each in made]
    assert np.mean(gains) > 1


def test_a_gap_before_the_plan_neither_teaches_nor_tells(planted, monkeypatch):
    """What the days before a plan found is turned round: with the gap nothing moves, without it the plan does."""
    folder, _, _ = planted
    monkeypatch.setattr(chicago, "MEASURED", 1)
    city = chicago.read(folder)
    opens, last = chicago._days(chicago._opens(15)), {}
    hidden = pl.col("day").is_between(opens - chicago.GAP_DAYS, opens, closed="left")
    turned = city.visits.with_columns(
        *(pl.when(hidden).then(1 - pl.col(each).clip(0, 1)).otherwise(pl.col(each)).alias(each)
          for each in ("criticals", "failed")),
        pl.when(hidden).then(pl.lit("purple")).otherwise(pl.col("officer")).alias("officer"),
    )  # fmt: skip
    for gap in (chicago.GAP_DAYS, 0):
        pair = (chicago.windows(each, QUICK, gap_days=gap)[-1] for each in (city, replace(city, visits=turned)))
        last[gap] = [window.judged for window in pair]
    assert last[chicago.GAP_DAYS][0] == last[chicago.GAP_DAYS][1]
    assert last[0][0] != last[0][1]


def test_missing_files_and_columns_are_refused(planted, tmp_path):
    folder, _, _ = planted
    with pytest.raises(Refused, match=r"train_published_1637\.parquet"):
        chicago.read(tmp_path)
    for path in folder.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    name = "train_repo_1665.parquet"
    pl.read_parquet(folder / name).drop("DBA_Name", "Risk").write_parquet(tmp_path / name)
    with pytest.raises(Refused, match="DBA_Name, Risk"):
        chicago.read(tmp_path)


def test_severity_is_averaged_out_where_a_place_says_who_goes():
    """A place names the officer almost surely: a model that never sees officers scores by place, this one by risk."""
    rng = np.random.default_rng(2)
    officers = rng.integers(0, 3, 8000)
    place, risk = officers + rng.normal(0, 0.3, 8000), rng.normal(size=8000)
    found = (rng.random(8000) < 1 / (1 + np.exp(2 - SEVERITY[officers] * 1.5 - risk))).astype(float)
    table, severity = np.column_stack([place, risk]), SEVERITY[officers]
    eager = Settings(trees=30, rounds=60, boosters=1, tried_when_boosting=1.0, tried_at_a_split=1.0)
    score = Blind(eager).teach(table[:5000], found[:5000], officers[:5000]).score(table[5000:])
    naive = HistGradientBoostingClassifier(max_iter=60).fit(table[:5000], found[:5000]).decision_function(table[5000:])
    assert np.corrcoef(score, risk[5000:])[0, 1] > 0.85
    assert abs(np.corrcoef(score, severity[5000:])[0, 1]) < 0.2
    assert np.corrcoef(naive, severity[5000:])[0, 1] > 0.6
    assert auc_within(Visits(np.zeros(3000), found[5000:], officers[5000:]), score) > 0.68


def test_a_visit_that_found_more_teaches_more():
    """Both kinds of place are found out equally often; what is found at one is three times as much."""
    rng = np.random.default_rng(3)
    worse, found = rng.integers(0, 2, 4000), rng.random(4000) < 0.2
    table, officers = np.column_stack([worse, rng.normal(size=4000)]), rng.integers(0, 3, 4000)
    score = Blind(QUICK).teach(table, found * (1 + 2 * worse), officers).score(table)
    assert auc(worse, score) > 0.95
    many = Blind(QUICK).teach(table, found * (1 + 2 * worse) * MOST_COUNTED, officers).score(table)
    same = Blind(QUICK).teach(table, found * MOST_COUNTED, officers).score(table)
    assert np.array_equal(many, same), "beyond the most counted, more is not worse"


@pytest.mark.long
@pytest.mark.skipif(not REAL.is_dir(), reason="the published Chicago files are not at ../shared/data/chicago_food")
def test_the_published_rows_are_scored_the_same_twice():
    city = chicago.read(REAL)
    once = chicago.scores(city)
    assert once.shape == (1637, 2)
    assert once["score"].is_finite().all()
    assert once["Inspection_ID"].n_unique() == 1637
    assert chicago.scores(city).equals(once)
