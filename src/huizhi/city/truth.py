"""What was planted, kept apart from the deliveries: only tests and benches read it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import polars as pl

TABLES = {
    "entities": (
        "entity", "credit_code", "name", "old_name", "renamed_on", "split_from", "kind", "industry_code", "division",
        "risk", "established_on", "ended_on", "ending", "code_flawed",
    ),
    "links": ("file", "row", "source", "key", "method", "credit_code"),
    "wrong_rows": ("file", "row", "source", "key", "kind", "column", "value", "expected"),
    "late_rows": ("file", "row", "source", "key", "occurred", "days_late"),
    "corrections": ("file", "row", "source", "key", "column", "value", "state"),
    "rows_by_file": ("file", "source", "delivered_on", "rows", "wrong", "to_quarantine", "to_flag", "copy_of"),
    "inspectors": ("name", "town", "severity"),
    "outbreaks": ("number", "producer_code", "producer", "product", "batch", "division", "starts_on", "ends_on"),
    "price_spikes": ("goods", "division", "starts_on", "ends_on", "factor"),
    "price_collusion": ("group", "seller_code", "seller", "goods", "division", "starts_on", "ends_on"),
}  # fmt: skip
"""Truth tables and their columns; each is one CSV file in UTF-8."""


class Truth:
    """The truth folder; tables grow row by row."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True)
        self._folder = folder
        self._files = {name: (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") for name in TABLES}
        self._writers = {name: csv.writer(file, lineterminator="\n") for name, file in self._files.items()}
        for name, columns in TABLES.items():
            self._writers[name].writerow(columns)

    def note(self, table: str, *values: Any) -> None:
        """Add one row to a table, values in the order of `TABLES`."""
        if len(values) != len(TABLES[table]):
            raise ValueError(f"{table} has {len(TABLES[table])} columns, not {len(values)}")
        self._writers[table].writerow(values)

    def note_all(self, table: str, frame: pl.DataFrame) -> None:
        """Add a frame whose columns are the table's."""
        self._files[table].write(frame.select(TABLES[table]).write_csv(include_header=False))

    def close(self, summary: dict[str, Any]) -> None:
        """Write the summary and finish all tables."""
        for file in self._files.values():
            file.close()
        text = json.dumps(summary, ensure_ascii=False, indent=1, sort_keys=True)
        (self._folder / "city.json").write_text(text + "\n", encoding="utf-8")
