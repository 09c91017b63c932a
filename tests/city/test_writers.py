"""Files that grow chunk by chunk are whole files at the end."""

import json

import openpyxl
import polars as pl

from huizhi.city.writers import CsvFile, JsonFile, XlsxFile
from tests.city.reading import read_csv, read_xlsx

ROWS = pl.DataFrame({"名称": ["甲,乙", '说"好"', "两\n行", "普通"], "日期": ["2026-01-02", "2026-01-03", None, "不详"]})


def test_csv_quotes_what_must_be_quoted_and_numbers_physical_lines(tmp_path):
    file = CsvFile(tmp_path / "a.csv", ("名称", "日期"), ",", "gb18030", "\r\n")
    numbers = [*file.append(ROWS, {}), *file.append(ROWS, {})]
    file.close()
    rows = read_csv(tmp_path / "a.csv", ",", ["gb18030"])
    assert [row[0] for row in rows.cells[:4]] == ROWS["名称"].to_list()
    assert rows.numbers == numbers == [2, 3, 4, 6, 7, 8, 9, 11]


def test_a_line_can_be_deformed(tmp_path):
    file = CsvFile(tmp_path / "a.csv", ("名称", "日期"), "|", "utf-8-sig", "\n")
    file.append(ROWS, {0: ("short", 1), 1: ("extra_field", 0), 3: ("trailing_delimiter", 0)})
    file.close()
    rows = read_csv(tmp_path / "a.csv", "|", ["utf-8-sig"])
    assert [len(row) for row in rows.cells] == [1, 3, 2, 3]
    assert rows.ragged == [2, 3, 6]


def test_xlsx_opens_in_two_readers_and_mixes_dates(tmp_path):
    file = XlsxFile(tmp_path / "a.xlsx", ("名称", "日期"), "标题 & 说明", ("日期",))
    file.append(ROWS, {})
    file.close()
    rows = read_xlsx(tmp_path / "a.xlsx", 1)
    assert rows.headers == ["名称", "日期"]
    assert [row[1] for row in rows.cells] == ["2026-01-02", "2026-01-03", "", "不详"]
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet["A1"].value == "标题 & 说明"
    assert {sheet["B3"].is_date, sheet["B4"].is_date} == {True, False}
    assert [str(r) for r in sheet.merged_cells.ranges] == ["A1:B1"]


def test_xlsx_goes_on_in_a_second_file_past_the_limit(tmp_path):
    file = XlsxFile(tmp_path / "a.xlsx", ("名称", "日期"), None, (), limit=4)
    assert file.room == 3
    file.append(ROWS.head(3), {})
    assert file.room == 0
    file.next_file()
    assert file.append(ROWS.tail(1), {}).tolist() == [2]
    file.close()
    assert file.name == "a_2.xlsx"
    assert len(read_xlsx(tmp_path / "a.xlsx", 0).cells) == 3
    assert read_xlsx(tmp_path / "a_2.xlsx", 0).cells == [["普通", "不详"]]


def test_json_counts_its_records_and_an_empty_file_is_json_too(tmp_path):
    for name, chunks in (("a", [ROWS, ROWS.head(0), ROWS]), ("b", [])):
        file = JsonFile(tmp_path / f"{name}.json", False, ())
        numbers = [int(n) for chunk in chunks for n in file.append(chunk, {})]
        file.close()
        found = json.loads((tmp_path / f"{name}.json").read_text(encoding="utf-8"))["data"]
        assert len(found["list"]) == found["total"] == len(numbers)
        assert numbers == list(range(1, len(numbers) + 1))


def test_bare_numbers_keep_their_digits(tmp_path):
    file = JsonFile(tmp_path / "a.json", False, ("元",))
    file.append(pl.DataFrame({"元": ["0.5", "12", "120.75", None, "约三千"]}), {})
    file.close()
    text = (tmp_path / "a.json").read_text(encoding="utf-8")
    assert [str(r["元"]) for r in json.loads(text)["data"]["list"]] == ["0.5", "12", "120.75", "None", "约三千"]
    assert '"元":0.5' in text
    assert '"元":"12"' in text
