"""Parquet: rows of an already typed file, handed on as text so that one set of rules checks every source."""

from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from huizhi.feeds.reading.chunks import Chunk, Source, unreadable
from huizhi.feeds.reading.spreadsheet import number_text

ROWS = 100_000


def open_parquet(path: Path, name: str) -> Source:
    """Open a Parquet file; the first record is row 1."""
    try:
        file = pq.ParquetFile(path)
        headers = list(file.schema_arrow.names)
    except (pa.ArrowException, OSError) as error:
        raise unreadable(name, f"不是完好的 Parquet（{error}）", f"not a sound Parquet ({error})") from error
    return Source(headers, _chunks(file, name), native=True)


def _chunks(file: pq.ParquetFile, name: str) -> Iterator[Chunk]:
    row = 1
    try:
        for batch in file.iter_batches(batch_size=ROWS):
            columns = [pl.Series(str(i), _text(pl.from_arrow(c))) for i, c in enumerate(batch.columns)]
            yield Chunk(pl.DataFrame(columns), pl.Series(range(row, row + batch.num_rows), dtype=pl.Int64))
            row += batch.num_rows
    except (pa.ArrowException, OSError, pl.exceptions.PolarsError) as error:
        raise unreadable(name, f"Parquet 已损坏（{error}）", f"the Parquet is damaged ({error})") from error


def _text(values: pl.Series) -> pl.Series:
    """A column as text: dates in ISO form, midnight without a time, whole numbers without a point."""
    kind = values.dtype
    if isinstance(kind, pl.Datetime):
        plain = values.dt.replace_time_zone(None)
        days = plain.dt.strftime("%Y-%m-%d")
        return pl.select(
            pl.when(plain.dt.time() == pl.time(0, 0, 0)).then(days).otherwise(plain.dt.strftime("%Y-%m-%d %H:%M:%S"))
        ).to_series()
    if kind.is_float():
        distinct = values.filter(values.is_finite()).unique()
        shown = pl.Series([number_text(v) for v in distinct], dtype=pl.String)
        return values.replace_strict(distinct, shown, default=None, return_dtype=pl.String)
    if kind == pl.Boolean:
        return pl.select(pl.when(values).then(pl.lit("true")).when(~values).then(pl.lit("false"))).to_series()
    if kind.is_nested() or kind == pl.Binary:
        return pl.Series([None if v is None else str(v) for v in values.to_list()], dtype=pl.String)
    return values.cast(pl.String)
