"""Spreadsheets, JSON, JSON Lines and Parquet give the rows that CSV would, and none of them can hurt the platform."""

import io
import json
import zipfile
from datetime import date, datetime

import openpyxl
import polars as pl
import pytest

from huizhi.feeds.contract import Contract
from huizhi.feeds.reading.spreadsheet import number_text
from tests.feeds.deliveries import code, deliver, reasons

LICENCE = [
    "许可证编号", "许可类别", "统一社会信用代码", "持证人名称", "行政区划", "经营场所", "许可范围", "发证日期",
    "有效期至", "证照状态", "发证机关",
]  # fmt: skip


def workbook(rows: list[list], title: str | None = "行政许可信息") -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    for row in ([[title]] if title else []) + rows:
        sheet.append(row)
    if title:
        sheet.merge_cells("A1:K1")
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def licence(number: str, **cells) -> list:
    row = dict.fromkeys(LICENCE) | {
        "许可证编号": number, "许可类别": "食品经营许可", "持证人名称": "好渔家饭店", "行政区划": "文登市",
        "发证日期": date(2026, 1, 5),
    } | cells  # fmt: skip
    return [row[h] for h in LICENCE]


def test_a_spreadsheet_below_a_merged_title(tmp_path):
    rows = [
        licence("JY1", 有效期至="2031.1.4", 统一社会信用代码=code(1)),
        licence("JY2", 发证日期=datetime.fromisoformat("2026-01-06T00:00")),
        licence("JY3", 发证日期="2026.13.1"),
        [],
        licence("JY4", 发证日期="2026-01-07"),
    ]
    found = deliver(tmp_path, "licences.xlsx", workbook([LICENCE, *rows]), "licences")
    assert [(r["licence_no"], r["issued_on"], r["row_number"]) for r in found.typed] == [
        ("JY1", date(2026, 1, 5), 3), ("JY2", date(2026, 1, 6), 4), ("JY4", date(2026, 1, 7), 7),
    ]  # fmt: skip
    assert found.typed[0]["valid_until"] == date(2031, 1, 4)
    assert found.typed[0]["division"] == "371003"
    assert reasons(found) == [(5, "发证日期", "bad_date")]
    assert json.loads(found.quarantine[0]["raw"])["许可证编号"] == "JY3"


def test_numbers_from_a_spreadsheet_are_read_as_it_shows_them(tmp_path):
    rows = [licence(2026000000123.0), licence("JY5", 许可范围=12.0), licence("JY6", 许可范围=0.1 + 0.2)]
    found = deliver(tmp_path, "licences.xlsx", workbook([LICENCE, *rows]), "licences")
    assert [(r["licence_no"], r["scope"]) for r in found.typed] == [
        ("2026000000123", None), ("JY5", "12"), ("JY6", "0.3"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "number, text",
    [(12.0, "12"), (-0.5, "-0.5"), (0.1 + 0.2, "0.3"), (1e22, "1" + "0" * 22), (1.5e-7, "0.00000015"), (-0.0, "-0")],
)
def test_a_number_as_text(number, text):
    assert number_text(number) == text


def test_columns_in_another_order_and_extra_columns_are_no_matter(tmp_path):
    rows = [["序号", *reversed(LICENCE), "备注"], [1, *reversed(licence("JY1")), "x"]]
    found = deliver(tmp_path, "licences.xlsx", workbook(rows), "licences")
    assert found.counts.extra_columns == ("序号", "备注")
    assert found.typed[0]["licence_no"] == "JY1"


@pytest.mark.parametrize(
    "title, content, code",
    [
        ("empty file", b"", "empty_file"),
        ("not a spreadsheet", b"PK\x03\x04 nothing", "unreadable"),
        ("a text file", "许可证编号".encode(), "unreadable"),
        ("an empty sheet", workbook([], None), "empty_file"),
        ("a title and nothing else", workbook([]), "empty_file"),
        ("other headers", workbook([["甲", "乙"], ["1", "2"]]), "missing_headers"),
        ("cut off", workbook([LICENCE, licence("JY1")])[:-200], "unreadable"),
    ],
)
def test_a_spreadsheet_that_cannot_be_used_is_refused_and_kept(tmp_path, title, content, code):
    found = deliver(tmp_path, "licences.xlsx", content, "licences")
    assert found.refused and found.refused.code == code, title
    assert found.receipt.path(tmp_path).read_bytes() == content
    assert found.typed == []
    assert len(found.quarantine) == (code == "missing_headers")


def test_a_spreadsheet_that_unpacks_to_too_much_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("HUIZHI_XLSX_MAX_MB", "1")
    file = io.BytesIO(workbook([LICENCE, licence("JY1")]))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/bomb.bin", bytes(3 << 20))
    found = deliver(tmp_path, "licences.xlsx", file.getvalue(), "licences")
    assert found.refused and found.refused.code == "too_large"


def test_a_spreadsheet_with_one_cell_at_the_far_corner_is_refused(tmp_path):
    """A few bytes that would make a reader allocate seventeen billion cells."""
    book = openpyxl.load_workbook(io.BytesIO(workbook([LICENCE, licence("JY1")])))
    book.active["XFD1048576"] = "x"
    file = io.BytesIO()
    book.save(file)
    assert len(file.getvalue()) < 10_000
    found = deliver(tmp_path, "licences.xlsx", file.getvalue(), "licences")
    assert found.refused and found.refused.code == "too_large"


PENALTY = {
    "cf_wsh": "威市监处罚〔2026〕1号", "cf_xdr_mc": "好渔家饭店", "cf_wfxw_dm": "02",
    "cf_cflb": "警告、罚款", "cf_fkje": 0.5, "cf_jdrq": "2026/09/01", "cf_xzqh": "371082",
}  # fmt: skip


def penalties(*changes) -> bytes:
    records = [{**PENALTY, "cf_wsh": f"{i}号", **c} if isinstance(c, dict) else c for i, c in enumerate(changes, 1)]
    return json.dumps({"code": 0, "data": {"list": records}}).encode()


def test_json_records_at_a_path(tmp_path):
    content = penalties(
        {}, {"cf_fkje": "1,000.5"}, {"cf_fkje": 0.0000001}, "no record", {"cf_jdrq": None},
        {"cf_cflb": ["警告", "罚款"]}, {"cf_xdr_mc": "\ud800"}, {"cf_fkje": 1e400},
    )  # fmt: skip
    found = deliver(tmp_path, "penalties_1.json", content, "penalties")
    assert [(r["row_number"], r["fine_fen"], r["penalty_kinds"]) for r in found.typed] == [
        (1, 500_000, "warning;fine"), (2, 1_000_500_000, "warning;fine"), (6, 500_000, "warning;fine"),
    ]  # fmt: skip
    assert sorted(reasons(found)) == [
        (3, "cf_fkje", "bad_number"), (4, "", "not_a_record"), (5, "cf_jdrq", "missing"), (7, "", "undecodable"),
        (8, "cf_fkje", "bad_number"),
    ]  # fmt: skip
    raw = next(r["raw"] for r in found.quarantine if r["row_number"] == 3)
    assert '"cf_fkje": 1e-07' in raw and json.loads(raw)["cf_wsh"] == "3号"


@pytest.mark.parametrize(
    "content, code",
    [
        (b"", "empty_file"),
        (b'{"data": {"list": [{"a": 1}', "unreadable"),
        (b'{"data": {"rows": []}}', "unreadable"),
        (b"[" * 100_000, "unreadable"),
        (b'{"data": {"list": [{"a": 1}]}}', "missing_headers"),
    ],
)
def test_json_that_cannot_be_used_is_refused(tmp_path, content, code):
    found = deliver(tmp_path, "penalties_1.json", content, "penalties")
    assert found.refused and found.refused.code == code
    assert found.counts.rows_in == (code == "missing_headers")


def test_json_without_records_is_a_delivery_of_nothing(tmp_path):
    found = deliver(tmp_path, "penalties_1.json", b'{"data": {"list": []}}', "penalties")
    assert found.refused is None and found.counts.rows_in == 0


def contract(tmp_path, form: str, **top) -> dict[str, Contract]:
    lines = {
        "name": '"shops"', "title": '{ zh = "店", en = "Shops" }', "table": '"registry"', "legal_basis": '"x"',
        "owner": '{ zh = "局", en = "B" }', "sharing": '"internal"', "freshness_days": "7", "files": '["shops*"]',
        "key": '["registration_no"]', "occurred_at": '["delivery"]', **top,
    }  # fmt: skip
    text = "\n".join(f"{k} = {v}" for k, v in lines.items())
    text += f"""
[format]
kind = "{form}"
[[subject]]
scheme = "licence"
columns = ["registration_no"]
[[columns]]
name = "registration_no"
header = "License"
type = "text"
required = true
[[columns]]
name = "name"
header = "DBA"
aliases = ["DBA_Name"]
type = "text"
[[columns]]
name = "status"
value = "active"
type = "code"
codes = {{ "active" = "active" }}
[[columns]]
name = "address"
from = ["Street", "Zip"]
joined_by = ", "
type = "text"
[[columns]]
name = "established_on"
header = "Opened"
type = "date"
formats = ["%m/%d/%Y"]
"""
    path = tmp_path / "shops.toml"
    path.write_text(text, encoding="utf-8")
    return {"shops": Contract.load(path)}


SHOPS = pl.DataFrame(
    {
        "License": [1, 2, 2, None],
        "DBA_Name": ["A", "B", "C", "D"],
        "Zip": [60601.0, None, 60603.0, 60604.0],
        "Street": ["1 Main", None, "3 Main", "4 Main"],
        "Opened": [date(2012, 1, 1), None, date(2013, 1, 1), None],
        "Kind": [True, False, True, True],
    },
    schema_overrides={"License": pl.Int32, "Opened": pl.Datetime("us")},
)


def parquet(frame: pl.DataFrame) -> bytes:
    file = io.BytesIO()
    frame.write_parquet(file)
    return file.getvalue()


def test_parquet_with_derived_columns_and_header_variants(tmp_path):
    known = contract(tmp_path, "parquet")
    found = deliver(tmp_path, "shops.parquet", parquet(SHOPS), "shops", known)
    assert [(r["source_id"], r["name"], r["status"], r["address"], r["established_on"]) for r in found.typed] == [
        ("1", "A", "active", "1 Main, 60601", date(2012, 1, 1)), ("2", "B", "active", None, None),
    ]  # fmt: skip
    assert found.typed[0]["subject"] == "licence:1"
    assert found.typed[0]["occurred_at"] == datetime.fromisoformat("2026-10-31T00:00")
    assert reasons(found) == [(3, "License", "repeated_key"), (4, "License", "missing")]


@pytest.mark.parametrize("repeats, kept", [("first", "B"), ("last", "C")])
def test_a_repeated_key_may_be_folded_into_one_row(tmp_path, repeats, kept):
    known = contract(tmp_path, "parquet", repeats=f'"{repeats}"')
    found = deliver(tmp_path, "shops.parquet", parquet(SHOPS), "shops", known)
    assert [r["name"] for r in found.typed] == ["A", kept]
    assert (found.counts.rows_in, found.counts.left_out, found.counts.quarantined) == (3, 1, 1)


@pytest.mark.parametrize("equals, names", [("true", ["A", "C"]), ("[true, false]", ["A", "B"]), ('"x"', [])])
def test_a_contract_may_take_only_some_rows(tmp_path, equals, names):
    known = contract(tmp_path, "parquet", where=f'{{ column = "Kind", equals = {equals} }}')
    found = deliver(tmp_path, "shops.parquet", parquet(SHOPS), "shops", known)
    assert [r["name"] for r in found.typed] == names
    assert found.counts.rows_in + found.counts.left_out == 4


def test_json_lines(tmp_path):
    lines = ['{"License": "1", "Opened": "12/31/2020"}', "", "{broken", '["no record"]', '{"License": 2, "DBA": "B"}']
    found = deliver(
        tmp_path, "shops.jsonl", "\n".join(lines).encode() + b"\n\xff", "shops", contract(tmp_path, "jsonl")
    )
    assert [(r["source_id"], r["row_number"], r["established_on"]) for r in found.typed] == [
        ("1", 1, date(2020, 12, 31)), ("2", 5, None),
    ]  # fmt: skip
    assert sorted(reasons(found)) == [(3, "", "not_a_record"), (4, "", "not_a_record"), (6, "", "undecodable")]


def test_a_damaged_parquet_is_refused(tmp_path):
    content = parquet(SHOPS)
    damaged = content[:40] + bytes(60) + content[100:]
    for bad in (b"", content[:-10], damaged):
        found = deliver(tmp_path, "shops.parquet", bad, "shops", contract(tmp_path, "parquet"))
        assert found.refused and found.refused.code == "unreadable"
