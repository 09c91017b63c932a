"""A city of 20,000 has the rates of a real one."""

import polars as pl
import pytest

from tests.city.reading import City

SIZE, YEARS, RESIDENTS = 20_000, 4, 6.4 * 20_000


def lived(city: City) -> float:
    """Entity-years within the history."""
    frame = city.truth("entities").select(
        pl.col("established_on").str.to_date().clip(pl.date(2022, 10, 31)).alias("first"),
        pl.col("ended_on")
        .str.to_date()
        .fill_null(pl.date(2026, 10, 31))
        .clip(None, pl.date(2026, 10, 31))
        .alias("last"),
    )
    return float((frame["last"] - frame["first"]).dt.total_days().clip(0).sum()) / 365.25


def test_complaints_and_reports_come_at_the_national_rate(city: City):
    """17.8 million a year for 188 million entities."""
    matters = len(city.latest("complaints", "登记编号"))
    assert 0.080 < matters / lived(city) < 0.108


def test_one_to_two_in_a_hundred_matters_are_closed_late(city: City):
    frame = city.latest("complaints", "登记编号").filter(pl.col("应办结日期").is_not_null())
    assert 0.008 < (frame["办结日期"] > frame["应办结日期"]).mean() < 0.025


def test_nearly_all_matters_are_answered_within_a_day(city: City):
    frame = city.latest("complaints", "登记编号").filter(pl.col("登记时间").str.len_chars() == 19)
    seconds = [
        frame[c].str.to_datetime("%Y-%m-%d %H:%M:%S", strict=False).dt.epoch("s") for c in ("登记时间", "首次响应时间")
    ]
    wait = (seconds[1] - seconds[0]).drop_nulls()
    assert (wait > 0).mean() > 0.999
    assert 0.975 < (wait <= 86_400).mean() < 0.998


def test_nothing_is_told_of_a_matter_before_it_happened(city: City):
    """An export of 31 October knows no acceptance of 3 November."""
    frame = city.source("complaints")
    for column in ("登记时间", "首次响应时间", "受理日期", "办结日期"):
        day = frame[column].str.slice(0, 10).str.replace_all("/", "-")
        bad = frame.filter((day > frame["delivered"]) & day.str.contains(r"^[0-9-]{10}$"))
        planted = city.truth("wrong_rows").filter(pl.col("kind") == "after_delivery")["key"].implode()
        assert bad.filter(~pl.col("登记编号").is_in(planted)).is_empty(), column


def test_complaints_follow_the_law_s_clock(city: City):
    """Accepted in the morning of 12 January 2026: mediation ends sixty days later, on 13 March."""
    frame = city.latest("complaints", "登记编号").filter(
        (pl.col("类型") == "投诉") & (pl.col("受理日期") == "2026-01-12")
    )
    assert set(frame["应办结日期"].drop_nulls()) <= {"2026-03-13"}


def test_food_is_sampled_at_eight_batches_a_thousand_residents(city: City):
    batches = city.source("food_sampling")["抽样编号"].n_unique()
    assert 7.2 < batches / YEARS / RESIDENTS * 1000 < 9.0


def test_food_samples_have_about_three_items(city: City):
    frame = city.latest("food_sampling", "抽样编号", "检验项目序号")
    assert 2.4 < len(frame) / frame["抽样编号"].n_unique() < 3.4


@pytest.mark.parametrize(
    ("where", "low", "high"),
    [
        (pl.lit(True), 0.020, 0.036),
        (pl.col("食品大类") == "食用农产品", 0.022, 0.050),
        (pl.col("食品大类") == "餐饮具", 0.12, 0.28),
        (pl.col("食品大类").is_in(["粮食加工品", "食用油、油脂及其制品", "乳制品", "蛋制品"]), 0.0, 0.016),
    ],
)
def test_food_fails_as_it_does_nationally(city: City, where: pl.Expr, low: float, high: float):
    """2.73 % of all, 3.5 % of farm produce, 19 % of tableware, under 1 % of cereals, oils, milk and eggs in 2023."""
    samples = city.latest("food_sampling", "抽样编号").filter(where)
    assert low < (samples["综合判定"] == "不合格").mean() < high


def test_a_failing_sample_has_a_failing_item(city: City):
    frame = city.latest("food_sampling", "抽样编号", "检验项目序号")
    planted = set(
        city.truth("wrong_rows").filter(pl.col("source") == "food_sampling")["key"].str.split("|").list.first()
    )
    samples = frame.group_by("抽样编号").agg((pl.col("单项判定") == "不合格").any(), pl.col("综合判定").first())
    samples = samples.filter(~pl.col("抽样编号").is_in(planted))
    assert (samples["单项判定"] == (samples["综合判定"] == "不合格")).mean() > 0.999


def test_one_in_eight_entities_is_inspected_a_year(city: City):
    visits = city.latest("inspections", "检查编号").filter(pl.col("检查方式") != "复查")
    assert 0.105 < len(visits) / lived(city) < 0.135


def test_one_in_eighty_entities_is_penalised_a_year(city: City):
    assert 0.0095 < city.latest("penalties", "cf_wsh").height / lived(city) < 0.0145


def test_eight_in_a_hundred_entities_use_special_equipment(city: City):
    users = city.latest("equipment", "设备代码")["使用单位代码"].drop_nulls().unique()
    entities = city.truth("entities").filter(pl.col("ended_on").is_null() & (pl.col("established_on") < "2026-10-01"))
    assert 0.06 < entities["credit_code"].is_in(users.implode()).mean() < 0.095


def test_devices_are_inspected_nearly_always_in_time(city: City):
    register = city.source("equipment").filter((pl.col("delivered") == "2026-10-31") & (pl.col("设备状态") == "在用"))
    late = (register["下次检验日期"] < "2026-10-31").mean()
    assert 0.003 < late < 0.035


def test_lifts_are_nearly_all_insured(city: City):
    lifts = city.source("equipment").filter(
        (pl.col("delivered") == "2026-10-31") & (pl.col("设备种类") == "电梯") & (pl.col("设备状态") == "在用")
    )
    policies = city.source("elevator_insurance").filter(pl.col("保险止期") >= "2026-10-31")
    assert 0.90 < lifts["设备代码"].is_in(policies["设备代码"].implode()).mean() < 0.995


def test_annual_reports_are_on_time_for_nineteen_in_twenty(city: City):
    """Of those that should report on 2024, about 93 % do so by 30 June 2025."""
    due = city.truth("entities").filter(
        (pl.col("established_on") < "2025-01-01") & (pl.col("ended_on").is_null() | (pl.col("ended_on") > "2025-06-30"))
    )
    reports = city.latest("annual_reports", "统一社会信用代码", "年报年度").filter(pl.col("年报年度") == "2024")
    on_time = reports.filter(pl.col("报送日期").str.replace_all("-", "") <= "20250630")
    share = due["credit_code"].is_in(on_time["统一社会信用代码"].drop_nulls().implode()).mean()
    assert 0.90 < share < 0.96


def test_as_many_entities_begin_as_end_and_their_ages_stay(city: City):
    """On each 31 October the stock, its mean age and its share younger than a year are those of four years before."""
    lives = city.truth("entities").select(
        pl.col("established_on").str.to_date(), pl.col("ended_on").str.to_date().fill_null(pl.date(2100, 1, 1))
    )
    found = []
    for year in range(2022, 2027):
        day = pl.date(year, 10, 31)
        there = lives.filter((pl.col("established_on") <= day) & (pl.col("ended_on") > day))
        age = there.select(((day - pl.col("established_on")).dt.total_days() / 365).alias("age"))["age"]
        found.append((len(there), age.mean(), (age < 1).mean()))
    first = found[0]
    for stock, age, young in found[1:]:
        assert abs(stock / first[0] - 1) < 0.02 and abs(age / first[1] - 1) < 0.03 and abs(young - first[2]) < 0.01


def test_residents_scale_with_the_city(city: City):
    """6.4 residents for an entity."""
    frame = city.source("population").filter(pl.col("年份") == "2025")
    assert len(frame) == 4
    assert abs(frame["常住人口(人)"].cast(int).sum() - RESIDENTS) < 10


def test_two_thirds_of_entities_have_nothing_against_them(city: City):
    """Four years without a complaint, penalty, finding, failed sample, late or missing annual report."""
    entities = city.truth("entities").filter(pl.col("ended_on").is_null())
    inspections = city.latest("inspections", "检查编号")
    bad = inspections.filter(
        pl.col("检查结果").is_in(["发现问题已责令改正", "发现问题待后续处理", "通过登记的住所无法联系"])
    )
    against = set(bad["被检查人代码"]) | set(city.source("penalties")["cf_xdr_shxym"])
    against |= set(city.source("complaints")["主体代码"])
    against |= set(city.source("food_sampling").filter(pl.col("综合判定") == "不合格")["被抽样单位信用代码"])
    reports = city.latest("annual_reports", "统一社会信用代码", "年报年度").with_columns(
        late=pl.col("报送日期").str.replace_all("-", "").str.slice(4) > "0630"
    )
    against |= set(reports.filter("late")["统一社会信用代码"])
    last = set(reports.filter(pl.col("年报年度") == "2025")["统一社会信用代码"])
    missing = entities.filter(
        (pl.col("established_on") < "2026-01-01") & ~pl.col("credit_code").is_in(list(last - {None}))
    )
    against |= set(missing["credit_code"])
    assert 0.58 < 1 - entities["credit_code"].is_in(list(against - {None})).mean() < 0.76
