"""Risk, severity, outbreaks, spikes and rings can be found in the deliveries by whoever looks well."""

import polars as pl

from tests.city.reading import City

FOUND = ["发现问题已责令改正", "发现问题待后续处理"]


def visits(city: City) -> pl.DataFrame:
    """Inspections with the entity's latent risk; day as YYYYMMDD."""
    risk = city.truth("entities").select("credit_code", pl.col("risk").cast(float))
    frame = city.latest("inspections", "检查编号").filter(pl.col("检查方式") != "复查")
    frame = frame.with_columns(day=pl.col("检查日期").str.replace_all("-", ""), found=pl.col("检查结果").is_in(FOUND))
    return frame.join(risk, left_on="被检查人代码", right_on="credit_code")


def test_the_riskier_half_has_twice_the_findings(city: City):
    frame = visits(city)
    high = frame["risk"] > frame["risk"].median()
    assert frame.filter(high)["found"].mean() > 2 * frame.filter(~high)["found"].mean()


def test_serious_findings_sit_with_the_risky(city: City):
    frame = visits(city).with_columns(pl.col("严重问题数").cast(int, strict=False))
    serious = frame.filter(pl.col("严重问题数") > 0)
    assert serious["risk"].mean() > 1.8 * frame["risk"].mean()


def test_trouble_in_one_year_foretells_findings_in_the_next(city: City):
    """Entities penalised or complained about before November 2025 are found at fault far more often afterwards."""
    before = city.latest("penalties", "cf_wsh").filter(pl.col("cf_jdrq").str.replace_all("[-/]", "") < "20251101")
    troubled = set(before["cf_xdr_shxym"]) - {None}
    after = visits(city).filter(pl.col("day") >= "20251101")
    mine = after["被检查人代码"].is_in(list(troubled))
    assert mine.sum() > 60
    assert after.filter(mine)["found"].mean() > 1.5 * after.filter(~mine)["found"].mean()


def test_severe_inspectors_find_more(city: City):
    severity = dict(city.truth("inspectors").select("name", pl.col("severity").cast(float)).rows())
    each = pl.element().replace_strict(severity, default=None)
    pair = pl.col("检查人员").str.split("、").list.eval(each).list.mean()
    frame = visits(city).with_columns(severity=pair).drop_nulls("severity")
    high = frame["severity"] > frame["severity"].median()
    assert frame.filter(high)["found"].mean() > 1.25 * frame.filter(~high)["found"].mean()
    assert abs(frame.filter(high)["risk"].mean() / frame.filter(~high)["risk"].mean() - 1) < 0.08


def test_an_outbreak_is_a_cluster_of_complaints_and_failures(city: City):
    complaints, samples = city.latest("complaints", "登记编号"), city.latest("food_sampling", "抽样编号")
    for row in city.truth("outbreaks").iter_rows(named=True):
        about = complaints.filter(pl.col("诉求内容").str.contains(row["product"], literal=True))
        assert len(about) >= 18
        days = about["登记时间"].str.slice(0, 10).str.replace_all("/", "-")
        assert ((days >= row["starts_on"]) & (days <= row["ends_on"])).mean() > 0.9
        failed = samples.filter((pl.col("样品名称") == row["product"]) & (pl.col("生产日期/批号") == row["batch"]))
        assert len(failed) >= 10
        assert set(failed["综合判定"]) == {"不合格"}
        assert failed["生产企业信用代码"].drop_nulls().unique().to_list() == [row["producer_code"]]


def quotes(city: City) -> pl.DataFrame:
    """Quotes with the week and the price as a number."""
    frame = city.latest("price_quotes", "采价编号").with_columns(price=pl.col("单价(元)").cast(float, strict=False))
    return frame.drop_nulls(["price", "采价日期"])


def test_a_spike_lifts_every_seller_of_a_place(city: City):
    frame = quotes(city)
    for row in city.truth("price_spikes").iter_rows(named=True):
        mine = frame.filter((pl.col("商品") == row["goods"]) & (pl.col("行政区划") == row["division"]))
        inside = pl.col("采价日期").is_between(pl.lit(row["starts_on"]), pl.lit(row["ends_on"]))
        ratio = mine.filter(inside)["price"].median() / mine.filter(~inside)["price"].median()
        assert abs(ratio / float(row["factor"]) - 1) < 0.25


def test_a_ring_asks_one_price(city: City):
    frame, rings = quotes(city), city.truth("price_collusion")
    assert len(rings) >= 3
    for (_, goods, first, last), members in rings.group_by("group", "goods", "starts_on", "ends_on"):
        mine = frame.filter(pl.col("采价点").is_in(members["seller"].implode()) & (pl.col("商品") == goods))
        inside = pl.col("采价日期").is_between(pl.lit(first), pl.lit(last))
        same = mine.filter(inside).group_by("采价日期").agg(pl.col("price").n_unique())
        usual = mine.filter(~inside).group_by("采价日期").agg(pl.col("price").n_unique())
        assert (same["price"] == 1).mean() > 0.9
        assert (usual["price"] == 1).mean() < 0.2
