"""Changes of the register, lists and accounts: how often they come, and that they sit with the risky and the late."""

import polars as pl

from tests.city.reading import City


def risks(city: City) -> pl.DataFrame:
    return city.truth("entities").select("credit_code", "kind", pl.col("risk").cast(float))


def test_one_enterprise_in_ten_changes_something_each_year_and_few_reduce_their_capital(city: City):
    changes = city.latest("register_changes", "变更编号").with_columns(year=pl.col("核准日期").str.slice(0, 4))
    enterprises = risks(city).filter(pl.col("kind") == "enterprise")
    mine = changes.filter(pl.col("统一社会信用代码").is_in(enterprises["credit_code"].implode()))
    assert 0.06 < len(mine.filter(pl.col("year") == "2025")) / len(enterprises) < 0.16
    capital = mine.filter(pl.col("变更后资本(万元)").is_not_null())
    before, after = (pl.col(f"变更{when}资本(万元)").cast(float, strict=False) for when in ("前", "后"))
    assert 0.05 < capital.select((after < before).mean()).item() < 0.25


def test_the_risky_change_who_represents_them_more_often(city: City):
    changes = city.latest("register_changes", "变更编号").filter(pl.col("变更事项") == "法定代表人")
    enterprises = risks(city).filter(pl.col("kind") == "enterprise")
    mine = enterprises.filter(pl.col("credit_code").is_in(changes["统一社会信用代码"].drop_nulls().implode()))
    assert len(mine) > 200 and mine["risk"].mean() > 1.2 * enterprises["risk"].mean()


def test_who_is_listed_for_a_missing_report_had_not_reported_by_then(city: City):
    reports = city.latest("annual_reports", "统一社会信用代码", "年报年度")
    day = pl.col("报送日期").str.replace_all("-", "")
    told = reports.select("统一社会信用代码", year=pl.col("年报年度"), on=day)
    listings = city.latest("listings", "列入决定书号").filter(pl.col("列入事由") == "未公示年度报告")
    year = (pl.col("列入日期").str.slice(0, 4).cast(int, strict=False) - 1).cast(str)
    listed = listings.with_columns(year=year, day=pl.col("列入日期").str.replace_all("-", ""))
    both = listed.join(told, on=["统一社会信用代码", "year"], how="left")
    in_time = both.filter(pl.col("on") < pl.col("day"))
    assert len(both) > 400 and len(in_time) < 0.01 * len(both)  # but for planted mistakes
    late = both.filter(pl.col("on").is_not_null() & (pl.col("on") < "20260801"))
    assert late["移出日期"].is_not_null().mean() > 0.95


def test_serious_dishonesty_is_rare_and_sits_with_the_risky(city: City):
    listings = city.latest("listings", "列入决定书号").filter(pl.col("名录类别") == "严重违法失信名单")
    every = risks(city)
    mine = every.filter(pl.col("credit_code").is_in(listings["统一社会信用代码"].drop_nulls().implode()))
    assert 3 <= len(mine) < 40 and mine["risk"].mean() > 1.5 * every["risk"].mean()


def test_one_enterprise_in_thirty_owes_more_than_it_has_and_one_in_five_loses(city: City):
    accounts = city.latest("annual_accounts", "统一社会信用代码", "年报年度").filter(pl.col("年报年度") == "2025")
    numbers = accounts.select(
        pl.col("统一社会信用代码").alias("credit_code"),
        *(pl.col(f"{name}(万元)").cast(float, strict=False).alias(short)
          for name, short in (("资产总额", "assets"), ("负债总额", "debts"), ("净利润", "profit"))),
    ).drop_nulls()  # fmt: skip
    insolvent = numbers.filter(pl.col("debts") > pl.col("assets"))
    assert 0.01 < len(insolvent) / len(numbers) < 0.06
    assert 0.08 < (numbers["profit"] < 0).mean() < 0.30
    risk = numbers.join(risks(city), on="credit_code")
    poor = risk.filter(pl.col("credit_code").is_in(insolvent["credit_code"].implode()))
    assert poor["risk"].mean() > 1.15 * risk["risk"].mean()
