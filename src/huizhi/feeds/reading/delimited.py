"""CSV: fast where the text is well formed, careful where it is not; the same rows either way."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import polars as pl

from huizhi.feeds.contract import Format
from huizhi.feeds.reading.chunks import Broken, Chunk, Source, raw_text, unreadable
from huizhi.feeds.reading.encoding import as_text, as_utf8, choose_encoding, shown
from huizhi.feeds.reading.lines import Record, split_lines, split_record
from huizhi.feeds.reading.wellformed import BOM, broken_width, parse_well_formed

CHUNK = 1 << 23
"""Bytes read at a time: less costs per chunk, more leaves the processor's cache. Tests make it small."""
MOST_LINES = 1 << 17
"""Lines taken at a time: a file of millions of tiny broken lines would otherwise need gigabytes for its quarantine."""
LONGEST_LINE = 1 << 27


class Undecodable(Exception):
    """Bytes that the presumed encoding cannot read: the whole file must be looked at before it is read again."""


def open_csv(
    path: Path, name: str, form: Format, header_fits: Callable[[list[str]], bool], presume: bool = False
) -> Source:
    """Open a delimited file. Refused when it is empty.

    With `presume`, the first encoding that fits the header is taken at its word, and reading raises `Undecodable`
    where it breaks it; without, the encoding is chosen over the whole file and undecodable rows are set aside.

    `header_fits` says whether a header row is the contract's.
    """
    head = _head(path, form.title_rows)
    if head is None:
        raise unreadable(name, "文件是空的，没有表头", "it is empty, without a header", "empty_file")

    def fits(encoding: str) -> bool:
        return header_fits(_header(head[0], encoding, form.delimiter))

    encoding = next(filter(fits, form.encodings), None) if presume else choose_encoding(path, form.encodings, fits)
    if encoding is None:
        encoding = next((e for e in form.encodings if "\udc80" not in as_text(head[0], e)), form.encodings[0])
    headers = _header(head[0], encoding, form.delimiter)
    return Source(headers, _chunks(path, name, head, encoding, form.delimiter, len(headers), presume), encoding)


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
        end, quotes = at, 0
        while True:
            begun, end = end, first.find(b"\n", end) + 1 or len(first)
            quotes += first.count(b'"', begun, end)
            if quotes % 2 == 0 or end == len(first):
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


def _chunks(
    path: Path, name: str, head: tuple[bytes, int, int], encoding: str, delimiter: str, width: int, presume: bool
) -> Iterator[Chunk]:
    """The file's rows, CHUNK bytes or MOST_LINES lines at a time, whichever is less."""
    _, start, line = head
    block, ended, most = b"", False, MOST_LINES
    with path.open("rb") as file:
        old_mac = b"\n" not in (first := file.read(CHUNK)) and b"\r" in first
        file.seek(start)
        while True:
            if not ended and block.count(b"\n") < most:
                read = file.read(CHUNK)
                block += read.replace(b"\r", b"\n") if old_mac else read
                ended = len(read) < CHUNK
            size = _size_of_lines(block, most)
            final = ended and size == len(block)
            chunk, used = _take(block[:size], final, line, encoding, delimiter, width)
            if presume and any(b.reason == "undecodable" for b in chunk.broken):
                raise Undecodable(encoding)
            yield chunk
            if final:
                return
            line += block.count(b"\n", 0, used)
            block, most = block[used:], MOST_LINES if used else 2 * most
            if len(block) > LONGEST_LINE and block.count(b"\n") < most:
                raise unreadable(name, "有一行长得不像是文本", f"a line is longer than {LONGEST_LINE} bytes")


def _size_of_lines(block: bytes, most: int) -> int:
    """How many bytes the first `most` lines of a block take; all of them when it has no more lines than that."""
    if block.count(b"\n") <= most:
        return len(block)
    return int(np.flatnonzero(np.frombuffer(block, np.uint8) == 10)[most - 1]) + 1


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
    last = block.rfind(b"\n") + 1
    if block.count(b'"', 0, last) % 2 == 0:
        return last
    bytes_ = np.frombuffer(block, np.uint8)
    ends = np.flatnonzero(bytes_ == 10)
    inside = np.searchsorted(np.flatnonzero(bytes_ == 34), ends) % 2
    outside = ends[inside == 0]
    return int(outside[-1]) + 1 if len(outside) else 0


def _fast(block: bytes, line: int, encoding: str, delimiter: str, width: int) -> Chunk | None:
    """Parse a block of whole records at once; None when it must be read carefully."""
    try:
        text = as_utf8(block, encoding)
    except UnicodeDecodeError:
        return None
    return parse_well_formed(text, line, delimiter, width)


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
        return broken_width(row_number, len(record.cells), record.text)
    return Broken(
        row_number, record.reason, shown(record.cells[-1] if record.cells else ""), raw_text(shown(record.text))
    )
