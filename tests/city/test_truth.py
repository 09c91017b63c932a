"""What was planted is told apart from what was delivered, and the counts add up."""

import hashlib

import polars as pl
import pytest

from huizhi.city.mistakes import EXPECTED
from huizhi.vocabulary.credit_code import CreditCode
from tests.city.reading import City, contracts


def test_every_file_has_as_many_rows_as_the_truth_says(town: City):
    told = {file: int(rows) for file, rows in town.truth("rows_by_file").select("file", "rows").rows()}
    assert told == {file: len(rows.cells) for file, rows in town.rows.items()}


def test_wrong_rows_add_up_file_by_file(town: City):
    wrong = town.truth("wrong_rows").group_by("file").agg(
        pl.len().alias("wrong"),
        (pl.col("expected") == "quarantine").sum().alias("to_quarantine"),
        (pl.col("expected") == "flag").sum().alias("to_flag"),
    )  # fmt: skip
    told = town.truth("rows_by_file").filter(pl.col("copy_of").is_null()).join(wrong, on="file", how="left")
    for column in ("wrong", "to_quarantine", "to_flag"):
        assert (told[column].cast(int) == told[f"{column}_right"].fill_null(0)).all()


def test_a_row_goes_wrong_at_most_once(town: City):
    wrong = town.truth("wrong_rows")
    assert wrong.select("file", "row").n_unique() == len(wrong)


def test_about_three_rows_in_a_thousand_go_wrong_in_every_way(city: City):
    wrong, rows = city.truth("wrong_rows"), city.truth("rows_by_file")["rows"].cast(int).sum()
    assert 0.0022 < len(wrong) / rows < 0.0038
    assert set(wrong["kind"]) == set(EXPECTED)


def at(city: City, wrong: dict) -> dict[str, str]:
    return city.rows[wrong["file"]].at(int(wrong["row"]))


def test_wrong_rows_are_where_the_truth_says(city: City):
    for row in city.truth("wrong_rows").iter_rows(named=True):
        cells = at(city, row)
        if row["kind"] in ("wrong_field_count", "trailing_delimiter"):
            assert int(row["row"]) in city.rows[row["file"]].ragged
        elif row["kind"] == "repeated_key":
            rows = city.rows[row["file"]]
            assert cells == rows.at(rows.numbers[rows.numbers.index(int(row["row"])) - 1])
        else:
            assert (cells[row["column"]] or "") == (row["value"] or "")


def test_only_the_planted_rows_are_ragged(city: City):
    planted = city.truth("wrong_rows").filter(pl.col("kind").is_in(["wrong_field_count", "trailing_delimiter"]))
    told = set(planted.select("file", pl.col("row").cast(int)).rows())
    found = {(file, number) for file, rows in city.rows.items() for number in rows.ragged}
    copied = {(file, number) for file, number in found if "补报" in file}
    assert found - copied == told


def test_official_slips_stay_readable(city: City):
    wrong = city.truth("wrong_rows").filter(pl.col("kind") == "wrong_check")
    flawed = set(city.truth("entities").filter(pl.col("code_flawed") == "true")["credit_code"])
    for row in wrong.iter_rows(named=True):
        problems = CreditCode(at(city, row)[row["column"]]).problems
        assert problems == ("check_character",) or row["value"] in flawed or problems == ()
    assert len(wrong) > 10


def test_one_file_is_delivered_twice_under_another_name(town: City):
    copies = town.truth("rows_by_file").filter(pl.col("copy_of").is_not_null())
    assert len(copies) == 1
    pair = [town.out / "deliveries" / copies[column][0] for column in ("file", "copy_of")]
    digests = {hashlib.sha256(path.read_bytes()).hexdigest() for path in pair}
    assert len(digests) == 1
    assert pair[0].name != pair[1].name
    others = [hashlib.sha256(path.read_bytes()).hexdigest() for path in town.files]
    assert len(others) == len(set(others)) + 1


def test_late_rows_come_months_after_they_happened(city: City):
    late = city.truth("late_rows")
    wrong = set(city.truth("wrong_rows").select("file", "row").rows())
    assert len(late) > 80
    checked = 0
    for row in late.iter_rows(named=True):
        happened = "".join(c for c in row["occurred"] or "" if c.isdigit())[:8]
        if (row["file"], row["row"]) in wrong or len(happened) != 8:
            continue
        delivered = row["file"][:10].replace("-", "")
        assert delivered > happened
        checked += 1
        if not row["file"].startswith("2025-10-31"):
            assert months(delivered) - months(happened) >= 1
    assert checked > 70


def months(day: str) -> int:
    return int(day[:4]) * 12 + int(day[4:6])


def test_corrections_come_again_with_the_right_value(city: City):
    corrections = city.truth("corrections")
    wrong = dict(corrections.filter(pl.col("state") == "wrong").select("key", "value").rows())
    right = corrections.filter(pl.col("state") == "right")
    assert len(right) > 40
    for row in right.iter_rows(named=True):
        if row["key"] in wrong:
            assert wrong[row["key"]] != row["value"]
    assert set(right["source"]) >= {"complaints", "annual_reports", "elevator_insurance"}


KEYS = {
    "complaints": ("被投诉举报方", "主体代码"), "inspections": ("被检查人名称", "被检查人代码"),
    "food_sampling": ("被抽样单位名称", "被抽样单位信用代码"), "equipment": ("使用单位", "使用单位代码"),
    "licences": ("持证人名称", "统一社会信用代码"), "penalties": ("cf_xdr_mc", "cf_xdr_shxym"),
}  # fmt: skip


def test_records_without_a_code_are_told_whose_they_are(city: City):
    links = city.truth("links").filter(pl.col("source").is_in(list(KEYS)))
    wrong = set(city.truth("wrong_rows").select("file", "row").rows())
    entities = {row["credit_code"]: row for row in city.truth("entities").iter_rows(named=True)}
    methods = set()
    former = links.filter(pl.col("method") == "former_name")
    for row in pl.concat([former, links.sample(1500, seed=1)]).iter_rows(named=True):
        if (row["file"], row["row"]) in wrong:
            continue
        cells, owner = at(city, row), entities[row["credit_code"]]
        name, code = KEYS[row["source"]]
        assert cells[code] in ("", "None")
        names = {owner["name"], owner["old_name"]}
        if row["method"] == "name":
            assert cells[name] in names
        elif row["method"] == "former_name":
            assert cells[name] == owner["old_name"]
        elif row["method"] == "name_variant":
            assert cells[name] != owner["name"] or not owner["name"].startswith(("威海", "山东"))
        methods.add(row["method"])
    assert methods == {"name", "name_variant", "licence", "former_name"}


def test_renames_and_splits_show_in_the_register(city: City):
    entities, register = city.truth("entities"), city.source("registry").filter(pl.col("delivered") == "2026-10-31")
    renamed = entities.filter(pl.col("renamed_on").is_not_null())
    assert len(renamed) > 100
    shown = register.join(renamed, left_on="统一社会信用代码", right_on="credit_code")
    told = shown.filter(pl.col("renamed_on") <= "2026-10-31")
    assert ((told["曾用名"] == told["old_name"]) | (told["主体名称"] != told["name"])).mean() > 0.98
    splits = entities.filter(pl.col("split_from").is_not_null())
    assert len(splits) > 10
    pairs = splits.join(register, left_on="credit_code", right_on="统一社会信用代码").join(
        register, left_on="split_from", right_on="统一社会信用代码", suffix="_parent"
    )
    assert (pairs["住所"] == pairs["住所_parent"]).mean() > 0.95
    assert (pairs["法定代表人"] == pairs["法定代表人_parent"]).mean() > 0.95


@pytest.mark.parametrize("word", ["risk", "severity", "split_from", "outbreak", "expected", "code_flawed"])
def test_nothing_of_the_truth_is_delivered(town: City, word: str):
    for path in town.files:
        content = path.read_bytes()
        if path.suffix != ".xlsx":
            assert word.encode() not in content.split(b"\n", 2)[0]
    assert not any("truth" in path.name for path in town.files)
    headers = {header for rows in town.rows.values() for header in rows.headers}
    assert word not in headers


def test_document_numbers_do_not_give_the_entity_away(city: City):
    """Numbers are scrambled: neighbours in the truth are no neighbours in the numbering."""
    frame = city.latest("complaints", "登记编号").filter(pl.col("主体代码").is_not_null())
    entity = {code: int(e) for e, code in city.truth("entities").select("entity", "credit_code").rows()}
    pairs = [
        (entity[c], int(n[-11:])) for c, n in frame.select("主体代码", "登记编号").drop_nulls().rows() if c in entity
    ]
    found = pl.DataFrame(pairs, schema=["entity", "number"], orient="row")
    assert abs(found.select(pl.corr("entity", "number")).item()) < 0.06


def test_every_contract_has_a_file_in_the_first_load(town: City):
    sources = town.truth("rows_by_file").filter(pl.col("delivered_on") == "2025-10-31")["source"]
    assert set(contracts()) <= set(sources)
