"""Files that grow chunk by chunk: CSV, XLSX, JSON, JSON lines. Same rows, same bytes, on every machine."""

from __future__ import annotations

import string
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
import polars as pl

XLSX_ROWS = 1_048_576
_FIXED = (2000, 1, 1, 0, 0, 0)


class CsvFile:
    """A delimited text file with a header row."""

    def __init__(self, path: Path, headers: tuple[str, ...], delimiter: str, encoding: str, newline: str) -> None:
        self._delimiter, self._newline = delimiter, newline
        self._encoding = "utf-8" if encoding == "utf-8-sig" else encoding
        self._file = path.open("wb")
        self._file.write(b"\xef\xbb\xbf" if encoding == "utf-8-sig" else b"")
        self._file.write((delimiter.join(headers) + newline).encode(self._encoding))
        self._line = 1

    def append(self, rows: pl.DataFrame, line_edits: dict[int, tuple[str, int]]) -> np.ndarray:
        """Write rows of text; `line_edits` deforms single lines. Returns the physical line where each row starts."""
        cells = [self._quoted(column) for column in rows.iter_columns()]
        lines = pl.select(pl.concat_str(cells, separator=self._delimiter)).to_series()
        if line_edits:
            deformed = [self._deform(lines[at], *edit) for at, edit in line_edits.items()]
            lines = lines.scatter(list(line_edits), deformed)
        breaks = lines.str.count_matches("\n", literal=True).to_numpy().astype(np.int64)
        starts = self._line + 1 + np.arange(len(lines)) + np.cumsum(breaks) - breaks
        self._line += len(lines) + int(breaks.sum())
        self._file.write((self._newline.join(lines.to_list()) + self._newline).encode(self._encoding))
        return starts

    def _quoted(self, column: pl.Series) -> pl.Series:
        """Cells quoted where they hold the delimiter, a quote or a line break."""
        column = column.fill_null("")
        special = column.str.contains('["\\n' + ("\\t" if self._delimiter == "\t" else self._delimiter) + "]")
        if not special.any():
            return column
        marked = pl.concat_str([pl.lit('"'), column.str.replace_all('"', '""', literal=True), pl.lit('"')])
        return pl.select(pl.when(special).then(marked).otherwise(column)).to_series()

    def _deform(self, line: str, kind: str, chance: int) -> str:
        """A line with one field too few, one too many, or a delimiter at its end."""
        if kind == "trailing_delimiter":
            return line + self._delimiter
        if kind == "extra_field":
            return line + self._delimiter + "备注"
        head, _, _ = line.rpartition(self._delimiter)
        return head

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


class XlsxFile:
    """A workbook of one sheet, written as it grows; past the row limit it goes on in a numbered second file."""

    def __init__(
        self,
        path: Path,
        headers: tuple[str, ...],
        title: str | None,
        real_dates: tuple[str, ...],
        limit: int = XLSX_ROWS,
    ) -> None:
        self._path, self._headers, self._title = path, headers, title
        self._real, self._limit = real_dates, limit
        self._part = 0
        self._open()

    @property
    def name(self) -> str:
        """Name of the file now being written."""
        return self._path.name if self._part == 1 else f"{self._path.stem}_{self._part}{self._path.suffix}"

    @property
    def room(self) -> int:
        """Rows that still fit into the file now being written."""
        return self._limit - self._row

    def _open(self) -> None:
        self._part += 1
        self._zip = zipfile.ZipFile(self._path.with_name(self.name), "w", zipfile.ZIP_STORED)
        for name, text in _parts().items():
            self._zip.writestr(_entry(name), text)
        self._sheet = self._zip.open(_entry("xl/worksheets/sheet1.xml"), "w", force_zip64=True)
        self._sheet.write(_SHEET_START.encode())
        self._row = 0
        for line in ([self._title], self._headers) if self._title else (self._headers,):
            self._row += 1
            cells = "".join(
                f'<c r="{c}{self._row}" t="inlineStr"><is><t>{escape(v)}</t></is></c>'
                for c, v in zip(_LETTERS, line, strict=False)
            )
            self._sheet.write(f'<row r="{self._row}">{cells}</row>\n'.encode())

    def append(self, rows: pl.DataFrame, line_edits: dict[int, tuple[str, int]]) -> np.ndarray:
        """Write rows of text (at most `room` of them). Returns their row numbers."""
        numbers = self._row + 1 + np.arange(len(rows))
        number = pl.Series(numbers).cast(pl.String)
        parts: list[pl.Series | pl.Expr] = [pl.lit('<row r="'), number, pl.lit('">')]
        for letter, column in zip(_LETTERS, rows.iter_columns(), strict=False):
            parts.append(_cells(letter, number, column, column.name in self._real))
        lines = pl.select(pl.concat_str([*parts, pl.lit("</row>")])).to_series()
        self._sheet.write(("\n".join(lines.to_list()) + "\n").encode())
        self._row += len(rows)
        return numbers

    def next_file(self) -> None:
        """Go on in a new numbered file."""
        self.close()
        self._open()

    def close(self) -> None:
        """Finish the file."""
        merged = f'<mergeCells count="1"><mergeCell ref="A1:{_LETTERS[len(self._headers) - 1]}1"/></mergeCells>'
        self._sheet.write(("</sheetData>" + (merged if self._title else "") + "</worksheet>").encode())
        self._sheet.close()
        self._zip.close()


def _cells(letter: str, number: pl.Series, column: pl.Series, real: bool) -> pl.Series:
    """One column's cells as XML; null cells are left out, of dates about half become real dates."""
    text = column.str.replace_all("&", "&amp;", literal=True).str.replace_all("<", "&lt;", literal=True)
    head = pl.concat_str([pl.lit(f'<c r="{letter}'), number])
    made = pl.concat_str([head, pl.lit('" t="inlineStr"><is><t xml:space="preserve">'), text, pl.lit("</t></is></c>")])
    if real:
        day = column.str.to_date("%Y-%m-%d", strict=False).cast(pl.Int32) + 25569
        genuine = (day % 2 == 0).fill_null(False) & (column.str.len_chars() == 10)
        dated = pl.concat_str([head, pl.lit('" s="1"><v>'), day.cast(pl.String), pl.lit("</v></c>")])
        made = pl.when(genuine).then(dated).otherwise(made)
    return pl.select(pl.when(column.is_null()).then(pl.lit("")).otherwise(made)).to_series()


class JsonFile:
    """Records under data.list of one JSON object (`lines` false), or one record a line (`lines` true)."""

    def __init__(self, path: Path, lines: bool, bare_numbers: tuple[str, ...]) -> None:
        self._file = path.open("wb")
        self._lines, self._bare, self._count = lines, bare_numbers, 0
        self._file.write(b"" if lines else b'{"code": 200, "msg": "success", "data": {"list": [\n')

    def append(self, rows: pl.DataFrame, line_edits: dict[int, tuple[str, int]]) -> np.ndarray:
        """Write rows of text. Returns record numbers, the first is 1."""
        if rows.is_empty():
            return np.zeros(0, dtype=np.int64)
        made = pl.select(pl.struct(list(rows.iter_columns())).struct.json_encode()).to_series()
        for column in self._bare:
            bare = made.str.replace(f'"{column}":"([1-9][0-9]*\\.?[0-9]*|0\\.[0-9]+)"', f'"{column}":$1')
            odd = rows[column].str.len_chars().fill_null(0) % 2 == 1
            made = pl.select(pl.when(odd).then(bare).otherwise(made)).to_series()
        numbers = self._count + 1 + np.arange(len(rows))
        separator = "\n" if self._lines else ",\n"
        start = separator if self._count and not self._lines else ""
        end = "\n" if self._lines else ""
        self._file.write((start + separator.join(made.to_list()) + end).encode())
        self._count += len(rows)
        return numbers

    def close(self) -> None:
        """Finish the file."""
        self._file.write(b"" if self._lines else f'\n], "total": {self._count}}}}}\n'.encode())
        self._file.close()


_LETTERS = tuple(string.ascii_uppercase)
_NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_SHEET_START = f'{_XML}<worksheet xmlns="{_NAMESPACE}"><sheetData>\n'


def _entry(name: str) -> zipfile.ZipInfo:
    """A zip entry with a fixed time and fixed permissions."""
    entry = zipfile.ZipInfo(name, _FIXED)
    entry.compress_type = zipfile.ZIP_STORED
    entry.create_system = 0
    return entry


def _parts() -> dict[str, str]:
    """The fixed parts of a workbook with one sheet and one date style."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": f'{_XML}<Types xmlns="{_PACKAGE}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/>'
        f'<Override PartName="/xl/styles.xml" ContentType="{kind}.styles+xml"/>'
        f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{kind}.worksheet+xml"/></Types>',
        "_rels/.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'{_XML}<workbook xmlns="{_NAMESPACE}" xmlns:r="{_OFFICE}">'
        '<sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'{_XML}<Relationships xmlns="{_PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
        f'<Relationship Id="rId2" Type="{_OFFICE}/styles" Target="styles.xml"/></Relationships>',
        "xl/styles.xml": f'{_XML}<styleSheet xmlns="{_NAMESPACE}">'
        '<fonts count="1"><font><sz val="11"/><name val="宋体"/></font></fonts>'
        '<fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="2"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/>'
        '<xf numFmtId="14" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1"/></cellXfs>'
        '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>',
    }
