"""Builds deliveries for the tests: files as departments send them, landed and validated in one call."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import polars as pl

from huizhi.feeds import feed
from huizhi.vocabulary.credit_code import CreditCode
from huizhi.vocabulary.divisions import DivisionTable
from huizhi.vocabulary.refused import Refused

DELIVERED = date(2026, 10, 31)
CONTRACTS = feed.load_contracts()
DIVISIONS = DivisionTable.load()

REGISTRY = {
    "统一社会信用代码": "913710020000000019", "注册号": "", "主体名称": "威海好渔家饭店", "曾用名": "",
    "主体类型": "企业", "行业代码": "H6210", "行政区划": "环翠区", "功能区": "", "管辖所": "鲸园所",
    "住所": "世昌大道1号", "法定代表人": "王海", "注册资本(万元)": "50", "成立日期": "2020-03-01",
    "登记状态": "存续", "状态日期": "", "经营范围": "餐饮服务", "联系电话": "",
}  # fmt: skip
COMPLAINT = {
    "登记编号": "T1", "类型": "投诉", "来源渠道": "全国12315平台", "登记时间": "2026-10-05 09:30:00",
    "被投诉举报方": "好渔家饭店", "主体代码": "", "经营地址": "", "行政区划": "荣成市", "问题类别": "食品",
    "诉求内容": "", "涉及金额(元)": "", "首次响应时间": "", "受理日期": "", "应办结日期": "", "办结日期": "",
    "处理结果": "", "承办单位": "", "客体类别": "", "处理部门": "",
}  # fmt: skip


@dataclass
class Outcome:
    """What validation made of one delivery."""

    counts: feed.Counts
    typed: list[dict]
    quarantine: list[dict]
    refused: Refused | None
    receipt: feed.Receipt
    contract: feed.Contract


def deliver(home: Path, name: str, content: bytes, source: str, contracts=CONTRACTS, on: date = DELIVERED) -> Outcome:
    """Write a file as a department would, land it and validate it under one contract."""
    path = home / "inbox" / on.isoformat() / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    receipt = feed.land(home, path, feed.delivered_on(path), contracts)
    return outcome(home, receipt, contracts[source])


def outcome(home: Path, receipt: feed.Receipt, contract: feed.Contract) -> Outcome:
    """Validate and read both outputs; the counts always add up."""
    refused = None
    try:
        counts = feed.validate(home, receipt, contract, DIVISIONS)
    except Refused as error:
        refused, counts = error, error.context["counts"]
    typed = pl.read_parquet(feed.typed_path(home, receipt, contract)).to_dicts()
    quarantine = pl.read_parquet(feed.quarantine_path(home, receipt, contract)).to_dicts()
    assert counts.rows_in == counts.quarantined + counts.typed
    assert (counts.quarantined, counts.typed) == (len(quarantine), len(typed))
    return Outcome(counts, typed, quarantine, refused, receipt, contract)


def csv_text(rows: list[dict], delimiter: str = ",") -> str:
    """Rows as delimited text under the headers of the first; nothing is quoted."""
    return "\n".join(delimiter.join(line) for line in [list(rows[0]), *(list(r.values()) for r in rows)]) + "\n"


def registry(*changes: dict) -> list[dict]:
    """Registry rows, each a good one with some cells changed and a code of its own."""
    return [{**REGISTRY, "统一社会信用代码": code(i), **change} for i, change in enumerate(changes)]


def code(number: int) -> str:
    """The number-th valid credit code."""
    return CreditCode.make("9", "1", "371002", f"{number:08d}").text


def reasons(found: Outcome) -> list[tuple[int, str, str]]:
    """Row number, column and reason of every row in quarantine."""
    return [(row["row_number"], row["column"], row["reason"]) for row in found.quarantine]


def problems(row: dict) -> list[tuple[str, str, str | None]]:
    """Everything that is wrong with one row in quarantine."""
    return [(p["column"], p["reason"], p["value"]) for p in json.loads(row["problems"])]
