"""Opens a landed file by its contract's format."""

import re
import unicodedata
from dataclasses import replace
from pathlib import Path

import polars as pl

from huizhi.feeds.contract import Contract, Format
from huizhi.feeds.landing import Receipt, is_returned
from huizhi.feeds.reading.chunks import Chunk, Source, unreadable
from huizhi.feeds.reading.columnar import open_parquet
from huizhi.feeds.reading.delimited import open_csv
from huizhi.feeds.reading.records import open_json, open_jsonl
from huizhi.feeds.reading.spreadsheet import open_xlsx

RETURNED = Format("csv")
"""How a steward's corrected rows are written: UTF-8 (or GB18030, as spreadsheets save it), comma; ISO dates fit too."""

MARKS = ("隔离_文件摘要", "隔离_行号", "隔离_列", "隔离_原因", "隔离_原值", "隔离_原文")
"""Columns of a file of rows to correct: which file and row, which columns, why, what stood there, the row's text."""
MOST_COLUMNS = 1 << 14
"""Columns a file may have: as many as a spreadsheet has."""
BY_FORMULA = re.compile(r"[=@\t\r]|[+-](?![\d.,]+$)")
"""How a cell begins that a spreadsheet would take for a formula."""


def open_source(home: Path, receipt: Receipt, contract: Contract, presume: bool = False) -> Source:
    """The landed file, ready to be read. Refused when it cannot be read at all; for `presume` see `open_csv`."""
    source = _opened(home, receipt, contract, presume)
    if len(source.headers) > MOST_COLUMNS:
        found = f"{len(source.headers):,}"
        raise unreadable(
            receipt.name, f"列数 {found} 超过 {MOST_COLUMNS:,}", f"{found} columns are too many", "too_wide"
        )
    return source


def _opened(home: Path, receipt: Receipt, contract: Contract, presume: bool) -> Source:
    """The landed file under its format, or as a steward's corrected rows."""
    path, form = receipt.path(home), contract.format
    if is_returned(receipt, contract):
        return _open_returned(path, receipt, contract, presume)
    if form.kind == "csv":
        source = open_csv(path, receipt.name, form, lambda h: not missing_headers(contract, h), presume)
        if missing_headers(contract, source.headers) or MARKS[0] in source.headers:
            back = _open_returned(path, receipt, contract, presume)
            return back if MARKS[0] in back.headers else source
        return source
    if form.kind == "xlsx":
        return open_xlsx(path, receipt.name, form)
    if form.kind == "json":
        return open_json(path, receipt.name, form)
    if form.kind == "jsonl":
        return open_jsonl(path, receipt.name, form)
    return open_parquet(path, receipt.name)


def _open_returned(path: Path, receipt: Receipt, contract: Contract, presume: bool) -> Source:
    """A steward's corrected rows, without the apostrophes that kept cells from being formulas."""
    source = open_csv(path, receipt.name, RETURNED, lambda h: not missing_headers(contract, h), presume)
    return replace(source, native=True, chunks=map(_unguarded, source.chunks))


def _unguarded(chunk: Chunk) -> Chunk:
    return replace(chunk, cells=chunk.cells.with_columns(pl.all().str.replace(r"^'([=@+\t\r-])", "$1")))


def header_key(text: str) -> str:
    """A header as it is compared: full width folded, without spaces and line breaks."""
    return "".join(unicodedata.normalize("NFKC", text).replace("\ufeff", "").split())


def positions(headers: list[str]) -> dict[str, int]:
    """Header key -> the position it stands at, the first where it stands twice."""
    found: dict[str, int] = {}
    for position, header in enumerate(headers):
        found.setdefault(header_key(header), position)
    return found


def missing_headers(contract: Contract, headers: list[str]) -> list[str]:
    """The headers of required columns that a file lacks, as the contract writes them."""
    found = {header_key(h) for h in headers}
    lacking = [
        c.header for c in contract.columns if c.required and c.headers and not found & set(map(header_key, c.headers))
    ]
    parts = [p for c in contract.columns for p in c.parts if c.required and header_key(p) not in found]
    where = [contract.where.header] if contract.where and header_key(contract.where.header) not in found else []
    return [*lacking, *parts, *where]
