"""What each contract type accepts, what it becomes, and why the rest is not accepted."""

from datetime import date, datetime

import polars as pl
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from huizhi.feeds.casting import Circumstances, typed
from huizhi.feeds.cleaning import cleaned
from huizhi.feeds.contract import Column
from huizhi.feeds.credit import credit_flags, sound
from huizhi.vocabulary.credit_code import ALPHABET, CreditCode
from tests.feeds.deliveries import DELIVERED, DIVISIONS

DAY = Column("day", "date", formats=("%Y-%m-%d", "%Y/%m/%d", "%Y年%m月%d日", "%Y%m%d"), not_after_delivery=True)
MOMENT = Column("moment", "timestamp", formats=("%Y-%m-%d %H:%M:%S", "%Y/%m/%d %H:%M"), not_after_delivery=True)
COUNT = Column("count", "integer", minimum=0, maximum=9999)
YUAN = Column("yuan", "money", unit_yuan=1)
WAN = Column("wan", "money", unit_yuan=10000, minimum=0)
KIND = Column("kind", "code", codes={"企业": "enterprise", "A（一）": "a1"})
KINDS = Column("kinds", "codes", codes={"警告": "warning", "罚款": "fine"}, separator="、")
PUBLIC = Column("public", "boolean", codes={"是": True, "否": False})
PLACE = Column("place", "division")
NAME = Column("name", "text", max_length=4)
NUMBER = Column("number", "text", pattern=r"^[A-T]\d{2}$", identifier=True)


def one(column: Column, text: str | None, native: bool = False, controls: bool = True):
    """The typed value of one cell, or the reasons why it has none."""
    known = Circumstances(DELIVERED, DIVISIONS, native, controls)
    result = typed(cleaned(pl.Series([text], dtype=pl.String), column), column, known)
    found = [reason for reason, mask in result.problems if mask[0]]
    return found or result.values[0]


@pytest.mark.parametrize(
    "column, text, expected",
    [
        (DAY, "2026-10-31", date(2026, 10, 31)),
        (DAY, " 2026-1-5 ", date(2026, 1, 5)),
        (DAY, "2026/01/05", date(2026, 1, 5)),
        (DAY, "2026年1月5日", date(2026, 1, 5)),
        (DAY, "20260105", date(2026, 1, 5)),
        (DAY, "２０２６－０１－０５", date(2026, 1, 5)),
        (DAY, "2026015", ["bad_date"]),
        (DAY, "2026-02-29", ["bad_date"]),
        (DAY, "2024-02-29", date(2024, 2, 29)),
        (DAY, "2026-13-01", ["bad_date"]),
        (DAY, "12026-01-01", ["bad_date"]),
        (DAY, "2026-01-05 00:00:00", ["bad_date"]),
        (DAY, "46000", ["bad_date"]),
        (DAY, "2026-11-01", ["after_delivery"]),
        (DAY, "0204-01-01", ["out_of_range"]),
        (DAY, "", None),
        (DAY, "\u3000", None),
        (MOMENT, "2026-10-31 23:59:59", datetime.fromisoformat("2026-10-31T23:59:59")),
        (MOMENT, "2026/1/5 9:03", datetime.fromisoformat("2026-01-05T09:03")),
        (MOMENT, "2026-01-05 23:59:60", ["bad_date"]),
        (MOMENT, "2026-11-01 00:00:00", ["after_delivery"]),
        (COUNT, "12", 12),
        (COUNT, "12.0", 12),
        (COUNT, "1,234", 1234),
        (COUNT, "１２", 12),
        (COUNT, "007", 7),
        (COUNT, "12.5", ["bad_number"]),
        (COUNT, "1,23", ["bad_number"]),
        (COUNT, "12个", ["bad_number"]),
        (COUNT, "99999999999999999999", ["bad_number"]),
        (COUNT, "-1", ["out_of_range"]),
        (COUNT, "10000", ["out_of_range"]),
        (YUAN, "12.34", 1234),
        (YUAN, "-0.05", -5),
        (YUAN, ".5", 50),
        (YUAN, "1,234,567.8", 123456780),
        (YUAN, "¥12", 1200),
        (YUAN, "￥１２．３０", 1230),
        (YUAN, "12.340", 1234),
        (YUAN, "12.345", ["bad_number"]),
        (YUAN, "12万", ["bad_number"]),
        (YUAN, "1.5E+06", ["bad_number"]),
        (YUAN, "1,2345", ["bad_number"]),
        (YUAN, "92233720368547758.08", ["bad_number"]),
        (WAN, "1,234.56", 1234560000),
        (WAN, "0.000001", 1),
        (WAN, "0.0000001", ["bad_number"]),
        (WAN, "-1", ["out_of_range"]),
        (KIND, "企业", "enterprise"),
        (KIND, "A(一)", "a1"),
        (KIND, "公司", ["unknown_code"]),
        (KINDS, "警告、罚款", "warning;fine"),
        (KINDS, "罚款", "fine"),
        (KINDS, "罚款、罚款、", "fine"),
        (KINDS, "罚款、拘留", ["unknown_code"]),
        (KINDS, "、", ["unknown_code"]),
        (PUBLIC, "是", True),
        (PUBLIC, "TRUE", True),
        (PUBLIC, "大概", ["unknown_code"]),
        (PLACE, "环翠区", "371002"),
        (PLACE, "371082", "371082"),
        (PLACE, "山东省威海市荣成市", "371082"),
        (PLACE, "371081", "371003"),
        (PLACE, "火炬高新区", "371002"),
        (PLACE, "威海市", "371000"),
        (PLACE, "青岛市", ["bad_division"]),
        (NAME, " 好渔家 ", "好渔家"),
        (NAME, "好渔家饭店", ["too_long"]),
        (NAME, "１号", "１号"),
        (NAME, "坏\x00字", ["control_character"]),
        (NAME, "两\n行", "两\n行"),
        (NUMBER, "Ａ０１", "A01"),
        (NUMBER, "A1", ["pattern"]),
    ],
)
def test_a_cell_becomes(column, text, expected):
    assert one(column, text) == expected


@pytest.mark.parametrize(
    "text, expected",
    [("2026-01-05", date(2026, 1, 5)), ("2026-01-05 13:00:00", date(2026, 1, 5)), ("5.1.26", ["bad_date"])],
)
def test_a_real_spreadsheet_date_is_accepted_beside_the_declared_formats(text, expected):
    assert one(Column("d", "date", formats=("%Y.%m.%d",)), text, native=True) == expected


def test_a_required_value_must_be_there_and_an_empty_word_counts_as_empty():
    assert one(Column("n", "text", required=True, empties=("无",)), " 无 ") == ["missing"]
    assert one(Column("n", "text", empties=("无",)), "无") is None


@pytest.mark.parametrize(
    "text, kept, flags",
    [
        (CreditCode.make("9", "1", "371002", "00000001").text, None, None),
        ("９１３７１００２", "91371002", "c:length"),
        ("91371002 0000000019", None, None),
        ("91371002000000001o", "91371002000000001O", "c:alphabet"),
    ],
)
def test_bad_credit_codes_are_kept_and_flagged(text, kept, flags):
    known = Circumstances(DELIVERED, DIVISIONS)
    column = Column("c", "credit_code", required=True)
    result = typed(cleaned(pl.Series([text]), column), column, known)
    assert not any(mask[0] for _, mask in result.problems)
    assert result.values[0] == (kept or CreditCode(text).text)
    if kept:
        assert result.flags[0] == flags


near_codes = st.builds(
    lambda code, at, letter: code[:at] + letter + code[at + 1 :],
    st.integers(0, 99999999).map(lambda n: CreditCode.make("9", "2", "371082", f"{n:08d}").text),
    st.integers(0, 17),
    st.sampled_from([*ALPHABET, "", "I", "o", "中", " "]),
)


@given(st.lists(near_codes | st.text(max_size=20) | st.none(), max_size=20))
@example(["0000000000000000A\u00b4"])
def test_the_column_check_of_credit_codes_agrees_with_the_vocabulary(codes):
    series = pl.Series([c and CreditCode(c).text for c in codes], dtype=pl.String)
    expected = [CreditCode(c).problems if c is not None else () for c in codes]
    assert [not e for e in expected] == sound(series).to_list() or not len(codes)
    flags = credit_flags(series, "c").to_list()
    assert [f.split(";") if f else [] for f in flags] == [[f"c:{p}" for p in e] for e in expected]


@given(st.lists(st.sampled_from(["2026-01-05", "2026年1月5日", "x", "", None]) | st.dates().map(str), max_size=3000))
def test_typing_repeated_values_once_changes_nothing(texts):
    known = Circumstances(DELIVERED, DIVISIONS)
    many = (texts * 2000)[: 1500 if texts else 0]
    values = typed(cleaned(pl.Series(many, dtype=pl.String), DAY), DAY, known).values.to_list()
    single = {t: typed(cleaned(pl.Series([t], dtype=pl.String), DAY), DAY, known).values[0] for t in set(texts)}
    assert values == [single[t] for t in many]
