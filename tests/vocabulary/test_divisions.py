"""Departments write one place in many ways; all of them find the same unit, and nothing else does."""

from pathlib import Path

import pytest

from huizhi.vocabulary.divisions import BUILT_IN, DivisionTable
from huizhi.vocabulary.refused import Refused


@pytest.fixture(scope="module")
def table():
    return DivisionTable.load()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("371000", "371000"), ("威海市", "371000"), ("山东省威海市", "371000"),
        ("371002", "371002"), ("环翠区", "371002"), ("环翠", "371002"),
        ("威海市环翠区", "371002"), ("山东省威海市环翠区", "371002"),
        ("371003", "371003"), ("371081", "371003"), ("文登市", "371003"), ("威海市文登区", "371003"),
        ("荣成市", "371082"), ("荣成", "371082"), ("乳山市", "371083"), (" 乳山 市 ", "371083"),
        ("３７１０８３", "371083"),
        ("高区", "371071"), ("火炬高新区", "371071"), ("威海火炬高技术产业开发区", "371071"),
        ("经开区", "371072"), ("经济技术开发区", "371072"), ("临港经济技术开发区", "371073"), ("临港区", "371073"),
        ("南海新区", "nanhai"), ("NANHAI", "nanhai"), ("huancui district", "371002"),
    ],
)  # fmt: skip
def test_one_place_is_found_however_it_is_written(table, text, code):
    assert table.find(text).code == code


@pytest.mark.parametrize("text", ["", " ", "青岛市", "370200", "3710020", "环翠区文登区", "山东省"])
def test_anything_else_is_not_found(table, text):
    assert table.find(text) is None


def test_zones_are_their_own_dimension(table):
    assert [d.code for d in table.counties()] == ["371002", "371003", "371082", "371083"]
    assert [d.code for d in table.zones()] == ["371071", "371072", "371073", "nanhai"]
    assert table.county_of(table.find("南海新区")).code == "371003"
    assert table.county_of(table.find("荣成市")).code == "371082"
    assert table.county_of(table.find("威海市")) is None
    assert table.city.code == "371000"


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("371099,环翠,环翠,Other,county,,,,text", "371002"),
        ("371099,新区,,New,zone,999999,,,text", "999999"),
        ("371099,新区,,New,village,,,,text", "kind"),
    ],
)
def test_a_table_that_contradicts_itself_is_refused(tmp_path: Path, row, why):
    path = tmp_path / "divisions.csv"
    path.write_text(BUILT_IN.read_text(encoding="utf-8") + row + "\n", encoding="utf-8")
    with pytest.raises(Refused, match=why):
        DivisionTable.load(path)


def test_a_table_without_its_columns_is_refused(tmp_path: Path):
    path = tmp_path / "divisions.csv"
    path.write_text("code,zh\n1,2\n", encoding="utf-8")
    with pytest.raises(Refused, match="short_zh"):
        DivisionTable.load(path)
