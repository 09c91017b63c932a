"""Reads delivered files by what the contracts say, with nothing of the city's own code."""

from __future__ import annotations

import csv
import fnmatch
import io
import json
import tomllib
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import polars as pl
from python_calamine import CalamineWorkbook

CONTRACTS = Path(__file__).resolve().parents[2] / "src" / "huizhi" / "feeds" / "contracts"


@cache
def contracts() -> dict[str, dict]:
    """All contracts by name, as the TOML files say."""
    found = (tomllib.loads(path.read_text(encoding="utf-8")) for path in sorted(CONTRACTS.glob("*.toml")))
    return {contract["name"]: contract for contract in found}


def contracts_for(name: str) -> list[str]:
    """Contracts whose file patterns a file name matches."""
    return [c["name"] for c in contracts().values() if any(fnmatch.fnmatchcase(name, p) for p in c["files"])]


def text_of(path: Path, encodings: list[str]) -> str:
    """A file's text in the first encoding that fits the whole of it."""
    content = path.read_bytes()
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise AssertionError(f"{path} is in none of {encodings}")


@dataclass(frozen=True)
class Rows:
    """Rows of one file as text, with the row number of each; `ragged` rows have another number of cells."""

    headers: list[str]
    cells: list[list[str]]
    numbers: list[int]

    @property
    def ragged(self) -> list[int]:
        """Row numbers of rows whose number of cells is not the header's."""
        pairs = zip(self.numbers, self.cells, strict=True)
        return [number for number, row in pairs if len(row) != len(self.headers)]

    def at(self, number: int) -> dict[str, str]:
        """One row by its number."""
        return dict(zip(self.headers, self.cells[self.numbers.index(number)], strict=False))

    def frame(self) -> pl.DataFrame:
        """The well-formed rows, empty cells as null."""
        good = [row for row in self.cells if len(row) == len(self.headers)]
        columns = {h: [row[i] or None for row in good] for i, h in enumerate(self.headers)}
        return pl.DataFrame(columns, schema=dict.fromkeys(self.headers, pl.String))


def read_csv(path: Path, delimiter: str, encodings: list[str]) -> Rows:
    """A delimited file; a row's number is the physical line on which it starts."""
    reader = csv.reader(io.StringIO(text_of(path, encodings), newline=""), delimiter=delimiter)
    headers = next(reader)
    cells, numbers, line = [], [], reader.line_num
    for row in reader:
        cells.append(row)
        numbers.append(line + 1)
        line = reader.line_num
    return Rows(headers, cells, numbers)


def read_xlsx(path: Path, title_rows: int) -> Rows:
    """The first sheet; real dates become YYYY-MM-DD."""
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    cells = [["" if v is None else str(v) for v in row] for row in rows[title_rows + 1 :]]
    first = title_rows + 2
    return Rows([str(v) for v in rows[title_rows]], cells, list(range(first, first + len(cells))))


def read_records(records: list[dict]) -> Rows:
    """Records with keys; the first is number 1."""
    headers = list(records[0]) if records else []
    cells = [["" if record[h] is None else str(record[h]) for h in headers] for record in records]
    return Rows(headers, cells, list(range(1, len(cells) + 1)))


def read(path: Path) -> Rows:
    """A file by its contract, or by its look when none is meant for it."""
    named = contracts_for(path.name)
    shape = contracts()[named[0]]["format"] if named else {}
    if path.suffix == ".xlsx":
        head = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()[:1]
        titled = 1 if head and not head[0][1] else 0
        return read_xlsx(path, shape.get("title_rows", titled))
    if path.suffix == ".json":
        found = json.loads(path.read_text(encoding="utf-8"), parse_float=str, parse_int=str)
        for step in shape.get("records", "data.list").split("."):
            found = found[step]
        return read_records(found)
    if path.suffix == ".jsonl":
        return read_records(
            [json.loads(line, parse_float=str, parse_int=str) for line in path.read_text(encoding="utf-8").splitlines()]
        )
    encodings = shape.get("encodings", ["utf-8-sig", "gb18030"])
    first = text_of(path, encodings).split("\n", 1)[0]
    return read_csv(path, shape.get("delimiter", "\t" if "\t" in first else ","), encodings)


class City:
    """A built city: its delivered files and its truth tables."""

    def __init__(self, out: Path) -> None:
        self.out = out
        self.files = sorted(p for p in (out / "deliveries").rglob("*") if p.is_file())

    @cached_property
    def rows(self) -> dict[str, Rows]:
        """Rows of every file by "day/name"."""
        return {f"{path.parent.name}/{path.name}": read(path) for path in self.files}

    @cache  # noqa: B019 - a city lives as long as the test run
    def source(self, name: str) -> pl.DataFrame:
        """Good and bad well-formed rows of one source in order of delivery, with the day in `delivered`."""
        by_file = self.truth("rows_by_file").filter((pl.col("source") == name) & pl.col("copy_of").is_null())
        parts = [
            self.rows[file].frame().with_columns(delivered=pl.lit(day), file=pl.lit(file))
            for file, day in by_file.select("file", "delivered_on").rows()
        ]
        return pl.concat(parts)

    def latest(self, name: str, *key: str) -> pl.DataFrame:
        """Each record's last delivered state."""
        return self.source(name).unique(list(key), keep="last", maintain_order=True)

    @cache  # noqa: B019
    def truth(self, table: str) -> pl.DataFrame:
        """A truth table, all text."""
        return pl.read_csv(self.out / "truth" / f"{table}.csv", infer_schema_length=0)
