"""Validation: the good rows are in, every bad row says why it is not, and the counts add up."""

import json
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from huizhi.feeds import feed
from huizhi.feeds.reading import delimited
from huizhi.feeds.reasons import REASONS
from huizhi.lake.schemas import columns_of
from huizhi.vocabulary.divisions import DivisionTable
from tests.feeds.deliveries import (
    COMPLAINT,
    CONTRACTS,
    DIVISIONS,
    REGISTRY,
    code,
    csv_text,
    deliver,
    outcome,
    problems,
    reasons,
    registry,
)

TEN_KINDS = [
    ({"主体名称": ""}, "主体名称", "missing", ""),
    ({"成立日期": "2020-02-30"}, "成立日期", "bad_date", "2020-02-30"),
    ({"注册资本(万元)": "五十"}, "注册资本(万元)", "bad_number", "五十"),
    ({"登记状态": "正常"}, "登记状态", "unknown_code", "正常"),
    ({"行政区划": "青岛市"}, "行政区划", "bad_division", "青岛市"),
    ({"注册资本(万元)": "-1"}, "注册资本(万元)", "out_of_range", "-1"),
    ({"行业代码": "6210"}, "行业代码", "pattern", "6210"),
    ({"主体名称": "长" * 201}, "主体名称", "too_long", "长" * 201),
    ({"状态日期": "2026-11-01"}, "状态日期", "after_delivery", "2026-11-01"),
    ({"统一社会信用代码": code(0)}, "统一社会信用代码", "repeated_key", code(0)),
]


def test_five_in_a_hundred_rows_broken_in_ten_kinds(tmp_path):
    """190 good rows and ten bad ones: the good are in, each bad one is in quarantine with its reason."""
    changes: list[dict] = [{} for _ in range(200)]
    for place, (change, *_) in enumerate(TEN_KINDS):
        changes[19 + 20 * place] = change
    found = deliver(tmp_path, "registry_1.csv", csv_text(registry(*changes)).encode(), "registry")
    assert (found.counts.rows_in, found.counts.typed, found.counts.quarantined) == (200, 190, 10)
    assert found.counts.reasons == dict.fromkeys(sorted(reason for _, _, reason, _ in TEN_KINDS), 1)
    for place, (_, column, reason, value) in enumerate(TEN_KINDS):
        row = found.quarantine[place]
        assert (row["row_number"], row["column"], row["reason"], row["value"]) == (
            21 + 20 * place,
            column,
            reason,
            value or None,
        )
        assert (row["reason_zh"], row["reason_en"]) == REASONS[reason]
        assert json.loads(row["raw"])[column] == value
        assert (row["source"], row["file_name"], row["file_digest"]) == (
            "registry", "registry_1.csv", found.receipt.digest,
        )  # fmt: skip
    bad = {21 + 20 * place for place in range(10)}
    assert [r["row_number"] for r in found.typed] == [n for n in range(2, 202) if n not in bad]


def test_several_problems_of_one_row_are_all_listed(tmp_path):
    rows = registry({"主体名称": "", "成立日期": "昨天", "行政区划": "火星", "状态日期": "2027-01-01"})
    found = deliver(tmp_path, "registry_1.csv", csv_text(rows).encode(), "registry")
    assert problems(found.quarantine[0]) == [
        ("主体名称", "missing", None), ("行政区划", "bad_division", "火星"), ("成立日期", "bad_date", "昨天"),
        ("状态日期", "after_delivery", "2027-01-01"),
    ]  # fmt: skip


def test_a_date_before_the_one_it_must_follow(tmp_path):
    row = {
        "保单号": "P1",
        "设备代码": "D1",
        "投保单位代码": "",
        "保险公司": "",
        "保险起期": "2026-03-09",
        "保险止期": "2026-03-08",
    }
    found = deliver(tmp_path, "elevator_insurance.csv", csv_text([row]).encode(), "elevator_insurance")
    assert reasons(found) == [(2, "保险止期", "before_other")]


def test_facts_carry_whom_when_whence_and_what(tmp_path):
    rows = registry(
        {"注册资本(万元)": '"1,234.56"', "状态日期": "2026年10月1日"}, {"统一社会信用代码": code(1)[:17] + "?"}
    )
    found = deliver(tmp_path, "registry_1.csv", csv_text(rows).encode(), "registry")
    first, second = found.typed
    assert list(first) == list(columns_of("registry"))
    assert first["subject"] == "code:" + code(0) and first["source_id"] == code(0)
    assert first["occurred_at"] == datetime.fromisoformat("2026-10-01T00:00")
    assert second["occurred_at"] == datetime.fromisoformat("2020-03-01T00:00")
    assert first["known_at"] == datetime.fromisoformat("2026-10-31T00:00")
    assert (first["source"], first["file_digest"], first["row_number"]) == ("registry", found.receipt.digest, 2)
    assert (first["capital_fen"], first["zone"], first["phone"], first["flags"]) == (1234560000, None, None, None)
    assert second["flags"] == "credit_code:alphabet" and second["credit_code"] == code(1)[:17] + "?"
    assert found.counts.flagged == {"credit_code:alphabet": 1}
    own = [first[c] for c in columns_of("registry")][9:]
    text = "\x1f".join("" if v is None else str(v) for v in own)
    assert first["row_digest"] == sha256(text.encode()).hexdigest()


def test_the_row_digest_tells_a_correction_from_a_repeat(tmp_path):
    first = deliver(tmp_path, "registry_1.csv", csv_text(registry({"联系电话": "1"}, {})).encode(), "registry")
    again = deliver(
        tmp_path,
        "registry_2.csv",
        csv_text(registry({"联系电话": "2"}, {})).encode(),
        "registry",
        on=date(2026, 11, 30),
    )
    digests = [[r["row_digest"] for r in f.typed] for f in (first, again)]
    assert digests[0][0] != digests[1][0] and digests[0][1] == digests[1][1]


@pytest.mark.parametrize(
    "change, subject, flags",
    [
        ({"主体代码": code(7)}, "code:" + code(7), None),
        ({"主体代码": "", "被投诉举报方": "好渔家（石岛）饭店"}, "name:371082:好渔家石岛饭店", None),
        ({"主体代码": "", "行政区划": ""}, "record:complaints:T1", "subject:unknown"),
        ({"主体代码": "", "被投诉举报方": "？？"}, "record:complaints:T1", "subject:unknown"),
    ],
)
def test_the_subject_is_the_first_that_the_row_names(tmp_path, change, subject, flags):
    found = deliver(tmp_path, "complaints.csv", csv_text([{**COMPLAINT, **change}]).encode(), "complaints")
    assert (found.typed[0]["subject"], found.typed[0]["flags"]) == (subject, flags)


def test_what_happened_on_the_day_of_delivery_is_not_after_it(tmp_path):
    rows = [
        {**COMPLAINT, "登记时间": "2026-10-31 23:59:00"},
        {**COMPLAINT, "登记编号": "T2", "登记时间": "2026-11-01 00:00:00"},
    ]
    found = deliver(tmp_path, "complaints.csv", csv_text(rows).encode(), "complaints")
    assert [r["source_id"] for r in found.typed] == ["T1"]
    assert reasons(found) == [(3, "登记时间", "after_delivery")]


def test_only_good_rows_count_as_earlier_bearers_of_a_key(tmp_path):
    rows = registry({"主体名称": ""}, {"统一社会信用代码": code(0)}, {"统一社会信用代码": code(0)})
    found = deliver(tmp_path, "registry_1.csv", csv_text(rows).encode(), "registry")
    assert [r["row_number"] for r in found.typed] == [3]
    assert reasons(found) == [(2, "主体名称", "missing"), (4, "统一社会信用代码", "repeated_key")]


@pytest.mark.parametrize(
    "title, content, refused, rows",
    [
        ("empty file", "", "empty_file", 0),
        ("blank lines only", "\n\n  \n", "empty_file", 0),
        (
            "header missing two columns",
            "统一社会信用代码,主体名称,主体类型,行政区划\n1,2,3,4\n5,6,7,8\n",
            "missing_headers",
            2,
        ),
        ("no header at all", csv_text(registry({}, {})).split("\n", 1)[1], "missing_headers", 1),
        ("a column twice", csv_text(registry({})).replace("曾用名", "主体名称"), "repeated_headers", 1),
        ("another file altogether", "PNG\x00\x01,\n\x02\n", "missing_headers", 1),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_whole_and_nothing_is_lost(tmp_path, title, content, refused, rows):
    found = deliver(tmp_path, "registry_1.csv", content.encode(), "registry")
    assert found.refused and found.refused.code == refused, title
    assert found.counts.rows_in == found.counts.quarantined == rows
    assert found.receipt.path(tmp_path).read_bytes() == content.encode()
    again = outcome(tmp_path, found.receipt, found.contract)
    assert str(again.refused) == str(found.refused)


def test_a_refusal_names_the_missing_headers(tmp_path):
    content = csv_text(registry({})).replace("登记状态", "状态").replace("成立日期", "设立日期")
    found = deliver(tmp_path, "registry_1.csv", content.encode(), "registry")
    assert "成立日期、登记状态" in found.refused.message_zh
    assert {(r["reason"], r["column"]) for r in found.quarantine} == {("missing_header", "成立日期、登记状态")}


def test_a_header_alone_is_a_delivery_of_nothing(tmp_path):
    found = deliver(tmp_path, "registry_1.csv", csv_text(registry({})).split("\n")[0].encode(), "registry")
    assert (found.refused, found.counts.rows_in) == (None, 0)


def test_headers_may_be_full_width_spaced_and_in_any_order_and_optional_ones_absent(tmp_path):
    row = dict(reversed({**REGISTRY, "统一社会信用代码": code(1)}.items()))
    del row["联系电话"]
    content = csv_text([row]).replace("注册资本(万元)", "注册资本（万元）").replace("主体名称", " 主体 名称 ")
    found = deliver(tmp_path, "registry_1.csv", content.encode("gb18030"), "registry")
    assert found.counts.typed == 1 and found.counts.encoding == "gb18030"
    assert found.counts.absent_columns == ("联系电话",) and found.counts.extra_columns == ()


def test_an_undecodable_byte_late_in_a_long_file_costs_one_row(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "CHUNK", 2000)
    content = csv_text(registry(*({} for _ in range(99)))).encode().split(b"\n")
    content[90] = content[90].replace("饭店".encode(), b"\xe9\xa5")
    found = deliver(tmp_path, "registry_1.csv", b"\n".join(content), "registry")
    assert reasons(found) == [(91, "", "undecodable")]
    assert found.counts.typed == 98
    assert "\\xe9\\xa5" in json.loads(found.quarantine[0]["raw"])[""]


def test_keys_are_told_apart_across_chunks(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "CHUNK", 1000)
    rows = registry(*({} for _ in range(60)), {"统一社会信用代码": code(3)})
    found = deliver(tmp_path, "registry_1.csv", csv_text(rows).encode(), "registry")
    assert reasons(found) == [(62, "统一社会信用代码", "repeated_key")]


def outputs(home):
    return {
        str(p.relative_to(home)): p.read_bytes()
        for top in ("typed", "quarantine")
        for p in (home / top).rglob("*")
        if p.is_file()
    }


def test_validating_again_reads_the_counts_and_writes_nothing(tmp_path):
    found = deliver(tmp_path, "registry_1.csv", csv_text(registry({}, {"主体名称": ""})).encode(), "registry")
    written = {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.is_file()}
    assert outcome(tmp_path, found.receipt, found.contract).counts == found.counts
    assert {p: p.stat().st_mtime_ns for p in tmp_path.rglob("*") if p.is_file()} == written


def test_outputs_are_the_same_bytes_in_another_home(tmp_path):
    content = csv_text(registry(*({} for _ in range(50)), {"主体名称": ""})).encode()
    for home in ("a", "b"):
        deliver(tmp_path / home, "registry_1.csv", content, "registry")
    assert outputs(tmp_path / "a") == outputs(tmp_path / "b") and len(outputs(tmp_path / "a")) == 3


@pytest.mark.parametrize("lost", ["*.json", "quarantine/**/*.parquet", "typed/**/*.parquet"])
def test_an_output_that_is_missing_is_made_again(tmp_path, lost):
    found = deliver(tmp_path, "registry_1.csv", csv_text(registry({}, {"主体名称": ""})).encode(), "registry")
    before = outputs(tmp_path)
    for path in [p for p in tmp_path.rglob(lost.split("/")[-1]) if lost.split("/")[0] in (*p.parts, "*.json")]:
        if "landing" not in path.parts:
            path.unlink()
    assert outputs(tmp_path) != before
    outcome(tmp_path, found.receipt, found.contract)
    assert outputs(tmp_path) == before


def test_another_table_of_divisions_is_not_answered_from_old_outputs(tmp_path):
    found = deliver(tmp_path, "registry_1.csv", csv_text(registry({})).encode(), "registry")
    smaller = DivisionTable([d for d in DIVISIONS if d.zh != "环翠区" and d.lies_in != "371002"])
    assert feed.validate(tmp_path, found.receipt, CONTRACTS["registry"], smaller).reasons == {"bad_division": 1}


def test_every_reason_is_in_the_document():
    text = (Path(__file__).parents[2] / "docs" / "feeds.md").read_text(encoding="utf-8")
    assert [r for r, (zh, en) in REASONS.items() if f"| `{r}` | {zh} | {en} |" not in text] == []
