"""Sources the credit card of 2027 reads: good rows are in, each mistake such a source makes is named in quarantine."""

import pytest

from tests.feeds.deliveries import code, csv_text, deliver, reasons
from tests.feeds.test_formats import workbook

CERTIFICATE = {
    "证书编号": "00000000001H", "认证类型": "HACCP", "统一社会信用代码": code(0), "获证组织": "威海好渔家食品有限公司",
    "行政区划": "荣成市", "规模以上": "是", "发证日期": "2025-03-01", "有效期至": "2028-02-29", "证书状态": "有效",
    "认证机构": "方圆标志认证集团",
}  # fmt: skip
CHANGE = {
    "变更编号": "BG2026-1", "统一社会信用代码": code(0), "主体名称": "威海好渔家食品有限公司", "行政区划": "荣成市",
    "变更事项": "注册资本", "核准日期": "2026-10-01", "变更前资本(万元)": "500", "变更后资本(万元)": "100",
}  # fmt: skip
LISTING = {
    "列入决定书号": "威市监异列〔2026〕1号", "名录类别": "经营异常名录", "列入事由": "住所无法联系",
    "统一社会信用代码": code(0), "主体名称": "威海好渔家食品有限公司", "行政区划": "荣成市", "列入日期": "2026-09-01",
    "移出日期": "2026-10-01", "决定机关": "荣成市市场监督管理局",
}  # fmt: skip
ACCOUNT = {
    "年报年度": "2025", "统一社会信用代码": code(0), "企业名称": "威海好渔家食品有限公司", "报送日期": "2026-05-01",
    "经营状态": "开业", "资产总额(万元)": "120.5", "负债总额(万元)": "130", "净利润(万元)": "-3.25", "参保人数": "4",
}  # fmt: skip
SOURCES = {
    "certificates": (CERTIFICATE, "certificates.xlsx", [
        ({"证书编号": ""}, "证书编号", "missing"),
        ({"认证类型": "绿色食品"}, "认证类型", "unknown_code"),
        ({"发证日期": "2026-11-01"}, "发证日期", "after_delivery"),
        ({"有效期至": "2025-02-28"}, "有效期至", "before_other"),
        ({"规模以上": "不详"}, "规模以上", "unknown_code"),
    ]),
    "register_changes": (CHANGE, "register_changes.csv", [
        ({"变更事项": "章程"}, "变更事项", "unknown_code"),
        ({"核准日期": "2026-11-01"}, "核准日期", "after_delivery"),
        ({"核准日期": ""}, "核准日期", "missing"),
        ({"变更后资本(万元)": "-1"}, "变更后资本(万元)", "out_of_range"),
        ({"变更前资本(万元)": "伍佰"}, "变更前资本(万元)", "bad_number"),
    ]),
    "listings": (LISTING, "listings.csv", [
        ({"名录类别": "红名单"}, "名录类别", "unknown_code"),
        ({"列入事由": "其他"}, "列入事由", "unknown_code"),
        ({"列入日期": "2026-02-30"}, "列入日期", "bad_date"),
        ({"移出日期": "2026-08-31"}, "移出日期", "before_other"),
        ({"主体名称": ""}, "主体名称", "missing"),
    ]),
    "annual_accounts": (ACCOUNT, "annual_accounts.csv", [
        ({"统一社会信用代码": ""}, "统一社会信用代码", "missing"),
        ({"经营状态": "不明"}, "经营状态", "unknown_code"),
        ({"资产总额(万元)": "-1"}, "资产总额(万元)", "out_of_range"),
        ({"净利润(万元)": "亏损"}, "净利润(万元)", "bad_number"),
        ({"参保人数": "1.5"}, "参保人数", "bad_number"),
    ]),
}  # fmt: skip
"""Source -> (a good row, file name, [(what is wrong in another, column, reason)])."""
DELIMITERS = {"annual_accounts": "\t"}


@pytest.mark.parametrize("source", SOURCES)
def test_the_good_row_is_in_and_each_bad_one_says_why(tmp_path, source):
    good, name, mistakes = SOURCES[source]
    key = next(iter(good))
    rows = [good, *(good | {key: _another(good[key], n)} | change for n, (change, *_) in enumerate(mistakes, 1)), good]
    if name.endswith("xlsx"):
        content = workbook([list(good), *([row[header] for header in good] for row in rows)], None)
    else:
        content = csv_text(rows, DELIMITERS.get(source, ",")).encode()
    found = deliver(tmp_path, name, content, source)
    expected = [(n, column, reason) for n, (_, column, reason) in enumerate(mistakes, 3)]
    assert [each for each in reasons(found) if each[2] != "repeated_key"] == expected
    assert [(n, reason) for n, _, reason in reasons(found)][-1] == (len(rows) + 1, "repeated_key")
    assert (found.counts.rows_in, found.counts.typed) == (len(rows), 1)
    assert found.typed[0]["subject"] == f"code:{code(0)}"


def _another(key: str, n: int) -> str:
    """A key of its own: another year, another number."""
    return str(int(key) - n) if key.isdigit() and len(key) == 4 else f"{key}{n}"


def test_a_loss_is_a_negative_amount_in_fen(tmp_path):
    found = deliver(tmp_path, "annual_accounts.csv", csv_text([ACCOUNT], "\t").encode(), "annual_accounts")
    assert (found.typed[0]["net_profit_fen"], found.typed[0]["assets_fen"]) == (-3_250_000, 120_500_000)
