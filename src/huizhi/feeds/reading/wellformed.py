"""Parses well-formed delimited text at once, and says so when there is any doubt about it."""

import re

import numpy as np
import polars as pl
import pyarrow as pa
import pyarrow.csv

from huizhi.feeds.reading.chunks import Broken, Chunk, raw_text

BOM = b"\xef\xbb\xbf"
PLAIN = bytes([9, 10, 13, *range(32, 127), *range(128, 256)])
LINE_ENDS = re.compile(rb"\r\n")


def parse_well_formed(text: bytes, line: int, delimiter: str, width: int) -> Chunk | None:
    """Rows of UTF-8 text that begins at `line`; None when it must be read carefully.

    Rows with another number of cells are set aside as broken; every other doubt (a stray quote or carriage return, a
    blank line, an invalid byte) gives None.
    """
    text = text.rstrip(b"\r\n")
    if not text:
        return Chunk(pl.DataFrame(schema={str(i): pl.String for i in range(width)}), pl.Series([], dtype=pl.Int64))
    returns = count(text, 13)
    if returns and returns != len(LINE_ENDS.findall(text)):
        return None
    if returns:
        text = text.replace(b"\r\n", b"\n")
    quoted = b'"' in text
    if text.startswith(BOM) or (quoted and not well_quoted(text, delimiter)):
        return None
    lines = count(text, 10) + 1
    cells = _even(text, delimiter, width, quoted)
    chunk = _numbered(cells, line, lines) if cells is not None else _uneven(text, line, lines, delimiter, width, quoted)
    if chunk is not None:
        chunk.controls = bool(text.translate(None, PLAIN))
    return chunk


def count(text: bytes, letter: int) -> int:
    """How often a byte occurs: several times faster than bytes.count where it occurs often."""
    return int(np.count_nonzero(np.frombuffer(text, np.uint8) == letter))


def well_quoted(text: bytes, delimiter: str) -> bool:
    """Whether quotes open only after a delimiter, close only before one, and are doubled inside."""
    letters = np.frombuffer(text, np.uint8)
    at = np.flatnonzero(letters == 34)
    if len(at) % 2:
        return False
    opening, closing = at[0::2], at[1::2]
    edges = np.zeros(256, bool)
    edges[[10, ord(delimiter)]] = True
    doubled = opening[1:] == closing[:-1] + 1
    opens = edges[letters[opening - 1]]
    opens[0] |= opening[0] == 0
    opens[1:] |= doubled
    closes = edges[letters[np.minimum(closing + 1, len(letters) - 1)]]
    closes[-1] |= closing[-1] == len(letters) - 1
    closes[:-1] |= doubled
    return bool(opens.all() and closes.all())


def _even(text: bytes, delimiter: str, width: int, quoted: bool) -> pl.DataFrame | None:
    """All cells as text when every row has `width` of them; None otherwise.

    A longer row is an error of the parser; a shorter one shows as a delimiter too few in the whole text.
    """
    try:
        cells = pl.read_csv(
            text,
            has_header=False,
            schema={str(i): pl.String for i in range(width)},
            separator=delimiter,
            quote_char='"' if quoted else None,
        )
    except pl.exceptions.PolarsError:
        return None
    expected = cells.height * (width - 1)
    if quoted:
        inside = cells.select(pl.sum_horizontal(pl.all().str.count_matches(delimiter, literal=True).sum())).item()
        expected += inside or 0
    return cells if text.count(delimiter.encode()) == expected else None


def _numbered(cells: pl.DataFrame, line: int, lines: int) -> Chunk | None:
    """Give every row the line it starts on; None when blank lines make that uncertain."""
    numbers = pl.Series(np.arange(line, line + cells.height))
    if cells.height == lines:
        return Chunk(cells, numbers)
    inner = cells.select(pl.sum_horizontal(pl.all().str.count_matches("\n", literal=True).fill_null(0))).to_series()
    inner = inner.cast(pl.Int64)
    if cells.height + inner.sum() != lines:
        return None
    return Chunk(cells, numbers + inner.cum_sum() - inner)


def _uneven(text: bytes, line: int, lines: int, delimiter: str, width: int, quoted: bool) -> Chunk | None:
    """Rows of `width` cells, the others broken; None when records span lines or bytes are invalid."""
    names = [str(i) for i in range(width)]
    aside: list = []

    def set_aside(row: pyarrow.csv.InvalidRow) -> str:
        aside.append(row)
        return "skip"

    try:
        text.decode()
        table = pyarrow.csv.read_csv(
            pa.BufferReader(text),
            read_options=pyarrow.csv.ReadOptions(column_names=names, use_threads=False, block_size=len(text) + 1),
            parse_options=pyarrow.csv.ParseOptions(
                delimiter=delimiter,
                quote_char='"' if quoted else False,
                newlines_in_values=quoted,
                invalid_row_handler=set_aside,
            ),
            convert_options=pyarrow.csv.ConvertOptions(
                column_types={n: pa.large_string() for n in names}, strings_can_be_null=False
            ),
        )
    except (pa.ArrowInvalid, UnicodeDecodeError):
        return None
    if table.num_rows + len(aside) != lines:
        return None
    numbers = np.arange(line, line + lines)
    skipped = np.array([row.number - 1 for row in aside], dtype=np.int64)
    found = zip(numbers[skipped].tolist(), aside, strict=True)
    broken = [broken_width(number, row.actual_columns, row.text) for number, row in found if row.text.strip()]
    return Chunk(pl.from_arrow(table), pl.Series(np.delete(numbers, skipped)), broken)


def broken_width(row_number: int, cells: int, text: str) -> Broken:
    """A row with another number of cells than the header."""
    return Broken(row_number, "wrong_field_count", str(cells), raw_text(text))
