"""Eighteen kinds of files look exactly as their contracts say; the others are no contract's business."""

import re
from datetime import datetime
from pathlib import Path

import polars as pl
import pytest

from tests.city.reading import City, contracts, contracts_for, read

NAMES = tuple(contracts())


def test_there_are_eighteen_contracts():
    assert len(NAMES) == 18


@pytest.mark.parametrize("name", NAMES)
def test_headers_and_rows_are_the_contract_s(town: City, name: str):
    files = [path for path in town.files if contracts_for(path.name) == [name]]
    assert files
    for path in files:
        rows = read(path)
        assert rows.headers == [column["header"] for column in contracts()[name]["columns"]]
        assert rows.cells


def test_a_file_is_named_for_the_source_that_sent_it(town: City):
    for file, source in town.truth("rows_by_file").select("file", "source").rows():
        assert contracts_for(Path(file).name) == ([source] if source in NAMES else []), file


def test_names_are_chinese_and_latin_in_turn(town: City):
    for name in NAMES:
        stems = {path.name for path in town.files if contracts_for(path.name) == [name]}
        latin = {stem for stem in stems if stem.isascii()}
        # each delivery falls on the same turn
        seldom = ("population", "platform_operators", "product_sampling", "certificates")
        if len(stems) > 2 and name not in seldom:  # a yearly list comes too seldom to have had its turn
            assert latin
            assert latin != stems


def bad_rows(town: City) -> set[tuple[str, str]]:
    return set(town.truth("wrong_rows").select("file", "row").rows())


@pytest.mark.parametrize("name", NAMES)
def test_every_value_fits_its_column_except_in_the_planted_rows(town: City, name: str):
    planted = bad_rows(town)
    columns = contracts()[name]["columns"]
    for file, rows in town.rows.items():
        if contracts_for(file.split("/")[1]) != [name] or "补报" in file:
            continue
        for number, cells in zip(rows.numbers, rows.cells, strict=True):
            if (file, str(number)) not in planted:
                assert len(cells) == len(columns), (file, number)
                wrong = [c["header"] for c, value in zip(columns, cells, strict=True) if not fits(c, value)]
                assert wrong == [], (file, number, cells)


def fits(column: dict, value: str) -> bool:
    """Whether a cell is what its column's contract allows."""
    if value == "":
        return not column.get("required", False)
    kind = column["type"]
    if kind in ("code", "boolean"):
        return value in column["codes"]
    if kind == "codes":
        return all(part in column["codes"] for part in value.split(column["separator"]))
    if kind in ("date", "timestamp"):
        return any(parses(value, pattern) for pattern in column["formats"])
    if kind == "integer":
        return value.isdigit() and column.get("minimum", 0) <= int(value) <= column.get("maximum", 10**9)
    if kind == "money":
        signed = "" if "minimum" in column else "-?"
        return re.fullmatch(signed + r"\d+(\.\d+)?", value) is not None
    if kind == "division":
        return re.fullmatch(r"(威海市)?(环翠区|文登区|荣成市|乳山市)|3710(02|03|82|83)", value) is not None
    if kind == "credit_code":
        return re.fullmatch(r"[0-9A-HJ-NPQRTUWXY]{18}", value) is not None
    return re.search(column.get("pattern", ""), value) is not None


def parses(value: str, pattern: str) -> bool:
    try:
        datetime.strptime(value, pattern)  # noqa: DTZ007 - civil dates
    except ValueError:
        return False
    return True


def test_the_register_comes_once_in_gb18030(town: City):
    own = [p for p in town.files if contracts_for(p.name) == ["registry"]]
    undecodable = []
    for path in own:
        try:
            path.read_bytes().decode("utf-8")
        except UnicodeDecodeError:
            undecodable.append(path)
    assert len(undecodable) == 1
    assert "统一社会信用代码" in undecodable[0].read_bytes().decode("gb18030")


def test_food_sampling_is_mostly_gb18030(town: City):
    own = [p for p in town.files if contracts_for(p.name) == ["food_sampling"]]
    gb = [p for p in own if not p.read_bytes().startswith(b"\xef\xbb\xbf")]
    assert len(gb) > len(own) / 2


def test_dates_in_a_spreadsheet_are_partly_real_and_partly_text(town: City):
    path = next(p for p in town.files if contracts_for(p.name) == ["licences"])
    content = path.read_bytes()
    assert b'" s="1"><v>' in content
    assert re.search(rb'preserve">20\d\d-\d\d-\d\d<', content)


def test_fines_are_partly_numbers_and_partly_text(town: City):
    text = "".join(p.read_text(encoding="utf-8") for p in town.files if contracts_for(p.name) == ["penalties"])
    assert re.search(r'"cf_fkje":"[\d.]+"', text)
    assert re.search(r'"cf_fkje":[\d.]+', text)


@pytest.mark.parametrize("name", NAMES)
def test_a_key_stands_once_in_a_file(town: City, name: str):
    contract = contracts()[name]
    header = {column["name"]: column["header"] for column in contract["columns"]}
    key = [header[column] for column in contract["key"]]
    for file in {f for f, s in town.truth("rows_by_file").select("file", "source").rows() if s == name}:
        frame = town.rows[file].frame().drop_nulls(key)
        repeated = len(frame) - frame.select(key).n_unique()
        wrong = town.truth("wrong_rows").filter((pl.col("file") == file) & (pl.col("kind") == "repeated_key"))
        assert repeated <= len(wrong)
