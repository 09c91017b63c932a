"""CSV: fast where the text is well formed, careful where it is not; the same rows either way."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv

from huizhi.feeds.contract import Format
from huizhi.feeds.reading.chunks import Broken, Chunk, Source, raw_text, unreadable
from huizhi.feeds.reading.encoding import as_text, as_utf8, choose_encoding, shown
from huizhi.feeds.reading.lines import Record, split_lines, split_record

BOM = b"\xef\xbb\xbf"
CHUNK = 1 << 25
"""Bytes read at a time; tests make it small."""
LONGEST_LINE = 1 << 27
PLAIN = bytes([9, 10, 13, *range(32, 127), *range(128, 256)])


def open_csv(path: Path, name: str, form: Format, header_fits: Callable[[list[str]], bool]) -> Source:
    """Open a delimited file. Refused when it is empty or decodes under none of the declared encodings.

    `header_fits` says whether a header row is the contract's.
    """
    head = _head(path, form.title_rows)
    if head is None:
        raise unreadable(name, "文件是空的，没有表头", "it is empty, without a header", "empty_file")

    def fits(encoding: str) -> bool:
        return header_fits(_header(head[0], encoding, form.delimiter))

    encoding = choose_encoding(path, form.encodings, fits)
    if encoding is None:
        encoding = next((e for e in form.encodings if "\udc80" not in as_text(head[0], e)), form.encodings[0])
    headers = _header(head[0], encoding, form.delimiter)
    return Source(headers, _chunks(path, head, encoding, form.delimiter, len(headers)), encoding)


def _head(path: Path, title_rows: int) -> tuple[bytes, int, int] | None:
    """The header record's bytes, its end in the file, and the number of the line after it; None without a header."""
    with path.open("rb") as file:
        first = file.read(CHUNK)
    if b"\n" not in first and b"\r" in first:
        first = first.replace(b"\r", b"\n")
    start = len(BOM) if first.startswith(BOM) else 0
    at, line = start, 1
    for _ in range(title_rows):
        at, line = first.find(b"\n", at) + 1 or len(first), line + 1
    while at < len(first):
        end = at
        while True:
            end = first.find(b"\n", end) + 1 or len(first)
            if first.count(b'"', at, end) % 2 == 0 or end == len(first):
                break
        record = first[at:end]
        if record.strip():
            return record, end, line + record.count(b"\n")
        at, line = end, line + 1
    return None


def _header(record: bytes, encoding: str, delimiter: str) -> list[str]:
    """The header's cells, trimmed."""
    cells, _ = split_record(as_text(record, encoding), delimiter)
    return [shown(c).strip().lstrip("\ufeff") for c in cells]


def _chunks(path: Path, head: tuple[bytes, int, int], encoding: str, delimiter: str, width: int) -> Iterator[Chunk]:
    """The file's rows, CHUNK bytes at a time."""
    _, start, line = head
    carry = b""
    with path.open("rb") as file:
        old_mac = b"\n" not in (first := file.read(CHUNK)) and b"\r" in first
        file.seek(start)
        while True:
            read = file.read(CHUNK)
            block = carry + (read.replace(b"\r", b"\n") if old_mac else read)
            final = len(read) < CHUNK
            chunk, used = _take(block, final, line, encoding, delimiter, width)
            yield chunk
            line += block.count(b"\n", 0, used)
            carry = block[used:]
            if final:
                return
            if len(carry) > LONGEST_LINE:
                raise unreadable(path.name, "有一行长得不像是文本", f"a line is longer than {LONGEST_LINE} bytes")


def _take(block: bytes, final: bool, line: int, encoding: str, delimiter: str, width: int) -> tuple[Chunk, int]:
    """Rows from the front of a block, and how many of its bytes they took (all of them when it is the file's last)."""
    cut = len(block) if final else _record_end(block)
    if cut > 0 and width > 1:
        chunk = _fast(block[:cut], line, encoding, delimiter, width)
        if chunk is not None:
            return chunk, cut
    return _careful(block, final, line, encoding, delimiter, width)


def _record_end(block: bytes) -> int:
    """The end of the last line that ends outside quotes; 0 when there is none."""
    if b'"' not in block:
        return block.rfind(b"\n") + 1
    bytes_ = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(bytes_ == 10)
    inside = np.searchsorted(np.flatnonzero(bytes_ == 34), ends) % 2
    outside = ends[inside == 0]
    return int(outside[-1]) + 1 if len(outside) else 0


def _fast(block: bytes, line: int, encoding: str, delimiter: str, width: int) -> Chunk | None:
    """Parse well-formed text at once; None when there is any doubt. Rows of another width are set aside, not lost."""
    try:
        text = as_utf8(block, encoding).rstrip(b"\r\n")
    except UnicodeDecodeError:
        return None
    if not text:
        return Chunk(pl.DataFrame(schema={str(i): pl.String for i in range(width)}), pl.Series([], dtype=pl.Int64))
    if text.count(b"\r") != text.count(b"\r\n") or ((quoted := b'"' in text) and not _well_quoted(text, delimiter)):
        return None
    text = text.replace(b"\r\n", b"\n")
    skipped: list = []
    try:
        table = _parse(text, delimiter, width, quoted, None)
    except pa.ArrowInvalid:
        try:
            table = _parse(text, delimiter, width, quoted, skipped)
        except pa.ArrowInvalid:
            return None
    cells = pl.from_arrow(table)
    chunk = _numbered(cells, skipped, line, text.count(b"\n") + 1)
    if chunk is not None:
        chunk.controls = bool(text.translate(None, PLAIN))
    return chunk


def _well_quoted(text: bytes, delimiter: str) -> bool:
    """Whether quotes open only after a delimiter, close only before one, and are doubled inside."""
    bytes_ = np.frombuffer(b"\n" + text + b"\n", np.uint8)
    at = np.flatnonzero(bytes_ == 34)
    if len(at) % 2:
        return False
    opening, closing = at[0::2], at[1::2]
    edges = np.zeros(256, bool)
    edges[[10, 13, ord(delimiter)]] = True
    doubled = np.zeros(len(opening), bool)
    doubled[1:] = opening[1:] == closing[:-1] + 1
    opens = edges[bytes_[opening - 1]] | doubled
    closes = edges[bytes_[closing + 1]] | np.append(doubled[1:], False)
    return bool(opens.all() and closes.all())


def _parse(text: bytes, delimiter: str, width: int, quoted: bool, skipped: list | None) -> pa.Table:
    """All cells as text. With a list, rows of another width go there; without, they raise ArrowInvalid."""
    names = [str(i) for i in range(width)]

    def aside(row) -> str:
        skipped.append(row)
        return "skip"

    return pyarrow.csv.read_csv(
        pa.BufferReader(text),
        read_options=pyarrow.csv.ReadOptions(
            column_names=names, use_threads=skipped is None, block_size=len(text) + 1 if quoted else 1 << 22
        ),
        parse_options=pyarrow.csv.ParseOptions(
            delimiter=delimiter,
            quote_char='"' if quoted else False,
            newlines_in_values=quoted,
            invalid_row_handler=None if skipped is None else aside,
        ),
        convert_options=pyarrow.csv.ConvertOptions(
            column_types={n: pa.large_string() for n in names}, strings_can_be_null=False
        ),
    )


def _numbered(cells: pl.DataFrame, skipped: list, line: int, lines: int) -> Chunk | None:
    """Give every row the line it starts on; None when blank lines make that uncertain."""
    records = cells.height + len(skipped)
    if records == lines:
        numbers = np.arange(line, line + lines)
        if not skipped:
            return Chunk(cells, pl.Series(numbers))
        aside = np.array([row.number - 1 for row in skipped])
        kept = np.delete(numbers, aside)
        rows = zip(numbers[aside].tolist(), skipped, strict=True)
        broken = [_broken_width(n, row.actual_columns, row.text) for n, row in rows if row.text.strip()]
        return Chunk(cells, pl.Series(kept), broken)
    if skipped:
        return None
    inner = cells.select(pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True))).to_series()
    if records + inner.sum() != lines:
        return None
    starts = inner.cast(pl.Int64).cum_sum() - inner.cast(pl.Int64) + pl.Series(np.arange(line, line + records))
    return Chunk(cells, starts)


def _broken_width(row_number: int, cells: int, text: str) -> Broken:
    return Broken(row_number, "wrong_field_count", str(cells), raw_text(text))


def _careful(block: bytes, final: bool, line: int, encoding: str, delimiter: str, width: int) -> tuple[Chunk, int]:
    """Cut records one by one, so that a broken row costs only itself."""
    pieces = block.split(b"\n")
    if not final or not pieces[-1]:
        pieces.pop()
    records, done = split_lines([as_text(piece, encoding) for piece in pieces], width, delimiter, final)
    used = len(block) if final else sum(map(len, pieces[:done])) + done
    good = [r for r in records if not r.reason]
    columns = list(zip(*(r.cells for r in good), strict=True)) or [()] * width
    cells = pl.DataFrame({str(i): pl.Series(columns[i], dtype=pl.String) for i in range(width)})
    numbers = pl.Series([line + r.first for r in good], dtype=pl.Int64)
    return Chunk(cells, numbers, [_broken(r, line + r.first) for r in records if r.reason]), used


def _broken(record: Record, row_number: int) -> Broken:
    if record.reason == "wrong_field_count":
        return _broken_width(row_number, len(record.cells), record.text)
    return Broken(
        row_number, record.reason, shown(record.cells[-1] if record.cells else ""), raw_text(shown(record.text))
    )
