"""Sources the credit card of 2027 reads: good rows are in, each mistake such a source makes is named in quarantine."""

import pytest

from tests.feeds.deliveries import code, csv_text, deliver, reasons
from tests.feeds.test_formats import workbook

CERTIFICATE = {
    "证书编号": "00000000001H", "认证类型": "HACCP", "统一社会信用代码": code(0), "获证组织": "威海好渔家食品有限公司",
    "行政区划": "荣成市", "规模以上": "是", "发证日期": "2025-03-01", "有效期至": "2028-02-29", "证书状态": "有效",
    "认证机构": "方圆标志认证集团",
}  # fmt: skip
SOURCES = {
    "certificates": (CERTIFICATE, "certificates.xlsx", [
        ({"证书编号": ""}, "证书编号", "missing"),
        ({"认证类型": "绿色食品"}, "认证类型", "unknown_code"),
        ({"发证日期": "2026-11-01"}, "发证日期", "after_delivery"),
        ({"有效期至": "2025-02-28"}, "有效期至", "before_other"),
        ({"规模以上": "不详"}, "规模以上", "unknown_code"),
    ]),
}  # fmt: skip
"""Source -> (a good row, file name, [(what is wrong in another, column, reason)])."""


@pytest.mark.parametrize("source", SOURCES)
def test_the_good_row_is_in_and_each_bad_one_says_why(tmp_path, source):
    good, name, mistakes = SOURCES[source]
    key = next(iter(good))
    rows = [good, *(good | {key: f"{good[key]}{n}"} | change for n, (change, *_) in enumerate(mistakes))]
    rows.append(good)
    sheet = [list(good), *([row[header] for header in good] for row in rows)]
    content = workbook(sheet, None) if name.endswith("xlsx") else csv_text(rows).encode()
    found = deliver(tmp_path, name, content, source)
    expected = [(n, column, reason) for n, (_, column, reason) in enumerate(mistakes, 3)]
    repeated = (len(rows) + 1, key, "repeated_key")
    assert reasons(found) == [*expected, repeated]
    assert (found.counts.rows_in, found.counts.typed) == (len(rows), 1)
    assert found.typed[0]["subject"] == f"code:{code(0)}"
