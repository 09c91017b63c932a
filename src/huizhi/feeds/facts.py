"""Fills the columns that all facts share: whom a row is about, when it happened, its source's key and its digest."""

from binascii import hexlify
from dataclasses import dataclass
from datetime import date, datetime, time
from hashlib import sha256

import numpy as np
import polars as pl
import pyarrow as pa

from huizhi.feeds.cleaning import by_value
from huizhi.feeds.contract import FOLDED_SCHEMES, Contract
from huizhi.lake.schemas import FACT_COLUMNS, TABLES, columns_of
from huizhi.vocabulary.text import normalise_name

BETWEEN, ESCAPE = "\x1f", "\x1e"
POLARS = {
    "string": pl.String, "int64": pl.Int64, "date": pl.Date, "boolean": pl.Boolean, "timestamp(6)": pl.Datetime("us"),
}  # fmt: skip
"""Lake type -> the type a typed column has here."""


@dataclass(frozen=True)
class GoodRows:
    """Rows that passed every check: typed values by column name, flags, keys, and row numbers in the file.

    `controls` says whether control characters may stand in their text.
    """

    rows: pl.DataFrame
    flags: pl.Series
    keys: pl.Series
    numbers: pl.Series
    controls: bool


def as_facts(good: GoodRows, contract: Contract, file_digest: str, delivered: date) -> pl.DataFrame:
    """Good rows as facts: exactly `columns_of(table)`, in that order."""
    rows, keys = good.rows, good.keys
    own = {n: rows[n] if n in rows.columns else _nothing(rows.height, t) for n, t in TABLES[contract.table].items()}
    known = datetime.combine(delivered, time.min)
    subject, unknown = _subjects(rows, contract, keys)
    shared = {
        "subject": subject,
        "occurred_at": happened(rows, contract, delivered),
        "known_at": pl.Series([known], dtype=pl.Datetime("us")).new_from_index(0, rows.height),
        "source": pl.Series([contract.name]).new_from_index(0, rows.height),
        "source_id": keys,
        "file_digest": pl.Series([file_digest]).new_from_index(0, rows.height),
        "row_number": good.numbers,
        "row_digest": row_digests(own, good.controls),
        "flags": _with_unknown(good.flags, unknown),
    }
    return pl.DataFrame([pl.Series(n, {**shared, **own}[n]) for n in (*FACT_COLUMNS, *own)])


def empty_facts(contract: Contract) -> pl.DataFrame:
    """No rows of a contract's table."""
    return pl.DataFrame(schema={n: POLARS[t] for n, t in columns_of(contract.table).items()})


def source_ids(rows: pl.DataFrame, contract: Contract) -> pl.Series:
    """The source's own record key: key values as text, joined by "|"; null where one is missing."""
    return rows.select(pl.concat_str([_as_text(rows[k]) for k in contract.key], separator="|")).to_series()


def happened(rows: pl.DataFrame, contract: Contract, delivered: date) -> pl.Series:
    """When each row happened: the first declared column that has a value ("delivery" = the day of delivery)."""
    midnight = pl.lit(datetime.combine(delivered, time.min))
    named = [midnight if n == "delivery" else pl.col(n).cast(pl.Datetime("us")) for n in contract.occurred_at]
    moments = rows.select(pl.coalesce(named)).to_series()
    return moments if len(moments) == rows.height else moments.new_from_index(0, rows.height)


def row_digests(own: dict[str, pl.Series], controls: bool = True) -> pl.Series:
    """SHA-256 of the row's own columns as text, null as nothing, one separator between columns."""
    texts = pl.DataFrame([_as_text(s).alias(n) for n, s in own.items()])
    if controls:
        texts = pl.DataFrame([_escaped(s) for s in texts])
    filled = [s.fill_null("") if s.null_count() else s for s in texts]
    joined = texts.select(pl.concat_str(filled, separator=BETWEEN)).to_series()
    digests = b"".join([sha256(text).digest() for text in joined.cast(pl.Binary).to_list()])
    ends = np.arange(0, 64 * len(joined) + 1, 64, dtype=np.int64)
    hexadecimal = pa.LargeStringArray.from_buffers(len(joined), pa.py_buffer(ends), pa.py_buffer(hexlify(digests)))
    return pl.Series(pl.from_arrow(hexadecimal), dtype=pl.String)


def _subjects(rows: pl.DataFrame, contract: Contract, keys: pl.Series) -> tuple[pl.Series, pl.Series | None]:
    """The subject by the first scheme whose columns are all there; else the record itself (and a mask of those)."""
    result = pl.Series([None], dtype=pl.String).new_from_index(0, rows.height)
    for way in contract.subject:
        open_ = result.is_null()
        if not open_.any():
            return result, None
        columns = [_as_text(rows[c]) for c in way.columns]
        if way.scheme in FOLDED_SCHEMES:
            names = columns[-1].set(~open_, None)
            columns[-1] = by_value(names, lambda name: normalise_name(name) or None, pl.String)
        found = pl.select(pl.concat_str([pl.lit(way.scheme), *columns], separator=":")).to_series()
        result = found if open_.all() else result.zip_with(~open_, found)
    unknown = result.is_null()
    if not unknown.any():
        return result, None
    return result.zip_with(~unknown, f"record:{contract.name}:" + keys), unknown


def _with_unknown(flags: pl.Series, unknown: pl.Series | None) -> pl.Series:
    if unknown is None:
        return flags
    mark = pl.select(pl.when(unknown).then(pl.lit("subject:unknown"))).to_series()
    return pl.select(
        pl.when(unknown & flags.is_not_null()).then(flags + ";" + mark).otherwise(pl.coalesce(flags, mark))
    ).to_series()


def _as_text(values: pl.Series) -> pl.Series:
    """Typed values as canonical text: ISO dates, plain integers, true/false."""
    if values.dtype == pl.String:
        return values
    if values.dtype == pl.Date:
        return values.dt.strftime("%Y-%m-%d")
    if values.dtype == pl.Datetime("us"):
        return values.dt.strftime("%Y-%m-%d %H:%M:%S")
    return values.cast(pl.String)


def _escaped(text: pl.Series) -> pl.Series:
    """Text in which the separator cannot stand, so that different rows never read the same."""
    if not text.str.contains(f"[{ESCAPE}{BETWEEN}]").any():
        return text
    return text.str.replace_all(ESCAPE, ESCAPE + "0").str.replace_all(BETWEEN, ESCAPE + "1")


def _nothing(height: int, kind: str) -> pl.Series:
    return pl.Series([None], dtype=POLARS[kind]).new_from_index(0, height)
