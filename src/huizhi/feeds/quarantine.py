"""Keeps every row that could not enter the lake: where it stood, what is wrong with it, and its own text."""

from collections.abc import Iterable, Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from huizhi.feeds.checking import Problem
from huizhi.feeds.reading.chunks import Broken, Chunk, as_json, raw_rows
from huizhi.feeds.reasons import explain

SCHEMA = pa.schema(
    [
        ("source", pa.string()),
        ("file_digest", pa.string()),
        ("file_name", pa.string()),
        ("row_number", pa.int64()),
        ("column", pa.string()),
        ("reason", pa.string()),
        ("reason_zh", pa.string()),
        ("reason_en", pa.string()),
        ("value", pa.string()),
        ("raw", pa.string()),
        ("problems", pa.string()),
    ]
)
"""One row per row in quarantine. The first problem stands in columns of its own, all of them in `problems` (JSON list).

`raw` is a JSON object of the original cells by header; a row that was no row has its text under the empty header.
"""

FEW = ["source", "file_digest", "file_name", "column", "reason", "reason_zh", "reason_en"]
"""Columns whose values repeat: worth a dictionary in the file."""


def refused_rows(chunk: Chunk, bad: dict[int, list[Problem]], headers: list[str]) -> list[dict]:
    """A chunk's bad and broken rows in file order, as quarantine rows without the file's own columns."""
    rows = [_broken_row(b) for b in chunk.broken]
    if bad:
        indexes = list(bad)
        numbers = chunk.row_numbers.gather(indexes).to_list()
        raws = _raws(chunk, indexes, headers)
        rows += [_row(n, bad[i], raw) for i, n, raw in zip(indexes, numbers, raws, strict=True)]
    return sorted(rows, key=lambda r: r["row_number"])


def as_table(rows: list[dict], source: str, file_digest: str, file_name: str) -> pa.Table:
    """Quarantine rows of one file as a table of SCHEMA."""
    known = {"source": source, "file_digest": file_digest, "file_name": file_name}
    columns = [[known[n]] * len(rows) if n in known else [row[n] for row in rows] for n in SCHEMA.names]
    arrays = [pa.array(values, kind) for values, kind in zip(columns, SCHEMA.types, strict=True)]
    return pa.Table.from_arrays(arrays, schema=SCHEMA)


def rows_of(paths: Iterable[Path]) -> Iterator[dict]:
    """The rows of quarantine files, one dictionary each."""
    for path in paths:
        for batch in pq.ParquetFile(path).iter_batches():
            yield from batch.to_pylist()


def _row(row_number: int, problems: list[Problem], raw: str) -> dict:
    zh, en = explain(problems[0].reason)
    listed = [{"column": p.column, "reason": p.reason, "value": p.value} for p in problems]
    return {
        "row_number": row_number,
        "column": problems[0].column,
        "reason": problems[0].reason,
        "reason_zh": zh,
        "reason_en": en,
        "value": problems[0].value,
        "raw": raw,
        "problems": as_json(listed),
    }


def _broken_row(broken: Broken) -> dict:
    return _row(broken.row_number, [Problem("", broken.reason, broken.value)], broken.raw)


def _raws(chunk: Chunk, indexes: list[int], headers: list[str]) -> list[str]:
    if chunk.raw:
        return [chunk.raw(i) for i in indexes]
    return raw_rows(headers, chunk.cells[indexes])
