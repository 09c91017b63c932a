"""XLSX: the first visible sheet (or a named one), refused before it is unpacked when it is a bomb."""

import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import python_calamine as calamine

from huizhi.feeds.contract import Format
from huizhi.feeds.reading.chunks import Chunk, Source, unreadable
from huizhi.vocabulary.refused import Refused

ROWS = 50_000
CELL = re.compile(rb'<c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
VISIBLE = calamine.SheetVisibleEnum.Visible


def limit_bytes() -> int:
    """How many bytes a spreadsheet may unpack to: HUIZHI_XLSX_MAX_MB, 512 MB unless told."""
    return int(os.environ.get("HUIZHI_XLSX_MAX_MB", "512")) << 20


def limit_cells() -> int:
    """How many cells the rectangle around a sheet's content may have: HUIZHI_XLSX_MAX_CELLS, 30 million unless told."""
    return int(os.environ.get("HUIZHI_XLSX_MAX_CELLS", "30000000"))


def open_xlsx(path: Path, name: str, form: Format) -> Source:
    """Open a workbook. Refused when it is no workbook, locked, without the sheet, empty, or larger than the limits."""
    if path.stat().st_size == 0:
        raise unreadable(name, "文件是空的", "it is empty", "empty_file")
    _refuse_bombs(path, name)
    rows = _rows(path, name, form)
    top = next((i for i, row in enumerate(rows[form.title_rows :], form.title_rows) if any(c != "" for c in row)), None)
    if top is None:
        raise unreadable(name, "工作表是空的，没有表头", "the sheet is empty, without a header", "empty_file")
    headers = [(cell_text(c) or "").strip() for c in rows[top]]
    while headers and not headers[-1] and all(row[len(headers) - 1] == "" for row in rows[top:]):
        headers.pop()
    return Source(headers, _chunks(rows, top + 1, len(headers)), native=True)


def _rows(path: Path, name: str, form: Format) -> list[list]:
    """All rows of the sheet, from its first row and column on."""
    try:
        with path.open("rb") as file, calamine.load_workbook(file) as book:
            return book.get_sheet_by_name(_sheet(book, form, name)).to_python(skip_empty_area=False)
    except Refused:
        raise
    except BaseException as error:  # the reader's own panics are no Exception
        if not isinstance(error, Exception) and type(error).__name__ != "PanicException":
            raise
        raise unreadable(name, f"不是完好的 XLSX（{error}）", f"not a sound XLSX ({error})") from error


def _sheet(book: calamine.CalamineWorkbook, form: Format, name: str) -> str:
    if form.sheet:
        if form.sheet not in book.sheet_names:
            raise unreadable(name, f"没有工作表 {form.sheet}", f"it has no sheet {form.sheet}")
        return form.sheet
    visible = [m.name for m in book.sheets_metadata if m.visible == VISIBLE]
    if not visible:
        raise unreadable(name, "没有可见的工作表", "it has no visible sheet")
    return visible[0]


def _chunks(rows: list[list], top: int, width: int) -> Iterator[Chunk]:
    for start in range(top, len(rows), ROWS):
        part = rows[start : start + ROWS]
        cells = {str(i): pl.Series([cell_text(row[i]) for row in part], dtype=pl.String) for i in range(width)}
        yield Chunk(pl.DataFrame(cells), pl.Series(range(start + 1, start + 1 + len(part)), dtype=pl.Int64))


def cell_text(value: object) -> str | None:
    """A spreadsheet's value as text: numbers as the sheet shows them, dates and times in ISO form."""
    if isinstance(value, str):
        return value or None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return number_text(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S") if value.time() != time.min else value.strftime("%Y-%m-%d")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return None if value is None else str(value)


def number_text(value: float) -> str:
    """A binary number with the 15 digits a spreadsheet keeps, without exponent: 12.0 -> "12", 0.1 + 0.2 -> "0.3"."""
    return format(Decimal(f"{value:.15g}"), "f")


def _refuse_bombs(path: Path, name: str) -> None:
    """Add up what the archive says it unpacks to, then unpack it piece by piece to see that it is true."""
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(m.file_size for m in archive.infolist()) > limit_bytes():
                raise _too_large(name, f"{limit_bytes() >> 20} MB")
            for member in archive.infolist():
                rows, columns = _extent(archive, member)
                if rows * columns > limit_cells():
                    raise _too_large(name, f"{limit_cells()} cells")
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise unreadable(name, f"不是完好的 XLSX（{error}）", f"not a sound XLSX ({error})") from error


def _extent(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[int, int]:
    """The last row and column a sheet's cells stand in; reading to the end also checks length and checksum."""
    is_sheet = member.filename.startswith("xl/worksheets/")
    rows, columns, carry = 0, 0, b""
    with archive.open(member) as file:
        while block := file.read(1 << 20):
            if not is_sheet:
                continue
            found = CELL.findall(carry + block)
            if found:
                rows = max(rows, max(int(row) for _, row in found))
                columns = max(columns, max(map(_column_number, {letters for letters, _ in found})))
            carry = block[-64:]
    return rows, columns


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _too_large(name: str, limit: str) -> Refused:
    return unreadable(name, f"展开后超过上限 {limit}", f"unpacked it is larger than the limit of {limit}", "too_large")
