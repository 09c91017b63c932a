"""The nose smells every hiding place, and nothing where there is nothing."""

import base64
import csv
import gzip
import io
import json
import zipfile
import zlib
from datetime import UTC, datetime
from urllib.parse import quote

import openpyxl
import pyarrow as pa
import pyarrow.parquet as parquet
import pytest

from huizhi.apps.identities.facade import mask
from huizhi.apps.papers import facade as papers
from tests.privacy.canary import CANARY, leaks, where

AT = datetime(2026, 11, 2, 1, 30, tzinfo=UTC)
AROUND = "办理过程记录如下：{}，以上。"


def zipped(content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a/b.txt", content)
    return out.getvalue()


def sheet(text):
    book, out = openpyxl.Workbook(), io.BytesIO()
    book.active["B7"] = text
    book.save(out)
    return out.getvalue()


def table(text):
    out = io.BytesIO()
    parquet.write_table(pa.table({"note": [text] * 3}), out, compression="zstd")
    return out.getvalue()


def comma(text):
    out = io.StringIO()
    csv.writer(out).writerow(["x", text])
    return out.getvalue().encode("gb18030")


def document(text):
    return papers.render("papers:letter", {"title": "通知书", "text": text, "signer": "威海市市场监督管理局"}, AT)


HIDING = {
    "plain": lambda text: text.encode(),
    "gb18030": lambda text: text.encode("gb18030"),
    "utf-16": lambda text: text.encode("utf-16"),
    "percent": lambda text: quote(text).encode(),
    "percent of gb18030": lambda text: quote(text.encode("gb18030")).encode(),
    "json": lambda text: json.dumps({"a": text}).encode(),
    "json in json": lambda text: json.dumps(json.dumps({"a": text})).encode(),
    "html numbers": lambda text: "".join(f"&#{ord(c)};" for c in text).encode(),
    "repr": lambda text: repr(text.encode()).encode(),
    "hex": lambda text: text.encode().hex().encode(),
    **{f"base64 +{n}": lambda text, n=n: base64.b64encode(b"x" * n + text.encode()) for n in range(3)},
    "url-safe base64": lambda text: base64.urlsafe_b64encode(text.encode("gb18030")),
    "gzip": lambda text: gzip.compress(text.encode()),
    "zlib": lambda text: zlib.compress(text.encode("gb18030")),
    "zip": lambda text: zipped(text.encode()),
    "gzip in zip": lambda text: zipped(gzip.compress(text.encode())),
    "base64 of gzip": lambda text: base64.b64encode(gzip.compress(text.encode() + bytes(range(60)))),
    "spreadsheet": sheet,
    "lake table": table,
    "csv of gb18030": comma,
    "pdf": document,
    "pdf in zip": lambda text: zipped(document(text)),
}


@pytest.mark.parametrize("secret", CANARY.secrets())
@pytest.mark.parametrize("how", HIDING)
def test_the_canary_is_found_wherever_it_hides(how, secret):
    assert leaks(HIDING[how](AROUND.format(secret)))


@pytest.mark.parametrize("how", HIDING)
def test_nothing_is_found_where_nothing_is(how):
    masks = "，".join(mask(field, value) for field, value in CANARY.fields().items())
    assert where(HIDING[how](AROUND.format(f"赵铁柱 13800196141 {masks} 371002198711302248"))) == []


@pytest.mark.parametrize("written", ["138 0049 6741", "138-0049-6741", "１３８００４９６７４１", "冼 翥 翯"])
def test_numbers_and_names_written_apart_are_found(written):
    assert leaks(f"电话 {written}。")
    assert leaks(f"电话 {written}。".encode("gb18030"))


def test_it_says_where():
    assert where(zipped(gzip.compress(CANARY.name.encode())))[0].startswith("zip a/b.txt > gzip > ")
