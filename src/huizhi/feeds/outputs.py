"""The two files a validation writes, typed rows and quarantine, and the counts of what went into them."""

from collections import Counter
from pathlib import Path

import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from huizhi.feeds import quarantine
from huizhi.feeds.contract import Contract
from huizhi.feeds.facts import GoodRows, as_facts, empty_facts
from huizhi.feeds.landing import Receipt
from huizhi.feeds.overlap import OneBehind
from huizhi.feeds.reading.chunks import Source
from huizhi.feeds.reading.opening import header_key
from huizhi.feeds.writing import part_of, put_in_place
from huizhi.lake.schemas import columns_of

ARROW = {
    "string": pa.string_view(), "int64": pa.int64(), "date": pa.date32(), "boolean": pa.bool_(),
    "timestamp(6)": pa.timestamp("us"),
}  # fmt: skip

FEW = ("source", "file_digest", "known_at", "flags")
FEW_TYPES = ("code", "codes", "boolean", "division", "date")
"""Columns and contract types whose values repeat: worth a dictionary in the file."""


def typed_path(home: Path | str, receipt: Receipt, contract: Contract) -> Path:
    """Where a file's typed rows stand."""
    return Path(home) / "typed" / contract.digest / f"{receipt.digest}.parquet"


def quarantine_path(home: Path | str, receipt: Receipt, contract: Contract) -> Path:
    """Where a file's bad rows stand; the counts stand beside them with the suffix .json."""
    return Path(home) / "quarantine" / contract.digest / f"{receipt.digest}.parquet"


class Outputs:
    """The two files of one validation, written under temporary names until `finish`."""

    def __init__(self, home: Path, receipt: Receipt, contract: Contract) -> None:
        self.receipt, self.contract, self.left_out = receipt, contract, 0
        self.reasons: Counter[str] = Counter()
        self.flagged: Counter[str] = Counter()
        self.typed = self.quarantined = 0
        self.held: list[pl.DataFrame] = []
        schema = pa.schema([(n, ARROW[t]) for n, t in columns_of(contract.table).items()])
        few = [*FEW, *(c.name for c in contract.columns if c.type in FEW_TYPES)]
        self._facts = _Writer(typed_path(home, receipt, contract), schema, few)
        self._refused = _Writer(quarantine_path(home, receipt, contract), quarantine.SCHEMA, quarantine.FEW)

    def write_good(self, good: GoodRows) -> None:
        """Write good rows; where later rows may replace earlier ones they are held until the end."""
        if self.contract.repeats != "quarantine":
            self.held.append(self._as_facts(good))
        elif good.rows.height:
            self.typed += good.rows.height
            self._facts.behind.run(lambda: self._store(self._as_facts(good)))

    def _as_facts(self, good: GoodRows) -> pl.DataFrame:
        return as_facts(good, self.contract, self.receipt.digest, self.receipt.delivered_on)

    def _store(self, facts: pl.DataFrame) -> None:
        flags = facts["flags"].drop_nulls()
        if len(flags):
            self.flagged.update(flag for row in flags.to_list() for flag in row.split(";"))
        self._facts.write(facts.to_arrow(compat_level=pl.CompatLevel.newest()))

    def write_refused(self, rows: list[dict]) -> None:
        """Write bad rows."""
        if not rows:
            return
        self.quarantined += len(rows)
        self.reasons.update(row["reason"] for row in rows)
        table = quarantine.as_table(rows, self.contract.name, self.receipt.digest, self.receipt.name)
        self._refused.behind.run(self._refused.write, table)

    def finish(self, source: Source | None, contract: Contract) -> dict:
        """Give both files their names and count."""
        if self.held:
            facts = pl.concat([empty_facts(contract), *self.held])
            kept = facts.unique("source_id", keep=contract.repeats, maintain_order=True)
            self.left_out += facts.height - kept.height
            self.typed = kept.height
            self._store(kept)
        self._refused.finish()
        self._facts.finish()
        headers = source.headers if source else []
        wanted = {header_key(h) for c in contract.columns for h in (*c.headers, *c.parts)}
        found = {header_key(h) for h in headers}
        lacking = [c.header for c in contract.columns if c.headers and not found & set(map(header_key, c.headers))]
        return {
            "rows_in": self.typed + self.quarantined,
            "quarantined": self.quarantined,
            "typed": self.typed,
            "left_out": self.left_out,
            "reasons": dict(sorted(self.reasons.items())),
            "flagged": dict(sorted(self.flagged.items())),
            "extra_columns": [h for h in headers if header_key(h) not in wanted],
            "absent_columns": lacking if source else [],
            "encoding": source.encoding if source else "",
        }


class _Writer:
    """One Parquet file that appears whole."""

    def __init__(self, path: Path, schema: pa.Schema, constant: list[str]) -> None:
        self.path, self.schema, self.part = path, schema, part_of(path)
        self.writer = pq.ParquetWriter(
            self.part, schema, compression="snappy", use_dictionary=constant, write_statistics=False, store_schema=False
        )
        self.behind = OneBehind()

    def write(self, table: pa.Table) -> None:
        self.writer.write_table(table.cast(self.schema))

    def finish(self) -> None:
        self.behind.finish()
        self.writer.close()
        put_in_place(self.part, self.path)
