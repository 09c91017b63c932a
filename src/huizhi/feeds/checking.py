"""Checks one chunk of rows against a contract: good rows as facts, every problem of every bad row."""

from dataclasses import dataclass, field

import polars as pl

from huizhi.feeds.casting import Circumstances, Typed, typed
from huizhi.feeds.cleaning import cleaned
from huizhi.feeds.contract import Column, Contract
from huizhi.feeds.facts import GoodRows, happened, source_ids
from huizhi.feeds.reading.chunks import Chunk
from huizhi.feeds.reading.opening import header_key
from huizhi.feeds.repeats import SeenKeys


@dataclass(frozen=True)
class Problem:
    """One thing wrong with one row: the column as the source calls it, the reason code, the text found there."""

    column: str
    reason: str
    value: str | None


@dataclass
class Checked:
    """A chunk's outcome: its good rows, and for each bad row (by its index in the chunk) all its problems."""

    left_out: int
    good: GoodRows
    bad: dict[int, list[Problem]] = field(default_factory=dict)


@dataclass
class Checker:
    """Checks the chunks of one file in order; remembers the keys seen so far."""

    contract: Contract
    places: dict[str, int]
    known: Circumstances
    seen: SeenKeys = field(default_factory=SeenKeys)

    def check(self, chunk: Chunk) -> tuple[Chunk, Checked]:
        """The chunk without blank rows and rows of other contracts, and what became of the rest."""
        chunk = _without(chunk, _blank(chunk.cells))
        filled = chunk.cells.height
        if self.contract.where:
            chunk = _without(chunk, ~self._taken(chunk.cells))
        rows, problems, flags = self._typed(chunk.cells)
        bad = _gather(problems, chunk.cells.height)
        keys = source_ids(rows, self.contract)
        if self.contract.repeats == "quarantine":
            repeated = self.seen.repeats(keys, ~bad)
            problems.append((self._key_header(), "repeated_key", repeated, keys))
            bad = bad | repeated
        columns = [flags, keys, chunk.row_numbers]
        if bad.any():
            rows, columns = rows.filter(~bad), [s.filter(~bad) for s in columns]
        good = GoodRows(rows, *columns, controls=chunk.controls)
        return chunk, Checked(filled - chunk.cells.height, good, _listed(problems, bad))

    def _typed(self, cells: pl.DataFrame) -> tuple[pl.DataFrame, list, pl.Series]:
        """Every column typed, every check's outcome, and the flags of what is kept."""
        results: dict[str, Typed] = {}
        texts: dict[str, pl.Series] = {}
        for column in self.contract.columns:
            raw = self._raw(cells, column)
            texts[column.name] = raw
            results[column.name] = typed(cleaned(raw, column), column, self.known)
        problems = [
            (c.header, reason, mask, texts[c.name])
            for c in self.contract.columns
            for reason, mask in results[c.name].problems
        ]
        rows = pl.DataFrame([pl.Series(n, r.values) for n, r in results.items()])
        problems += self._between(rows, texts)
        return rows, problems, _joined([r.flags for r in results.values() if r.flags is not None], cells.height)

    def _between(self, rows: pl.DataFrame, texts: dict[str, pl.Series]) -> list:
        """Checks of one column against another."""
        found = []
        for column in self.contract.columns:
            if column.not_before:
                moments = rows[column.name].cast(pl.Datetime("us")), rows[column.not_before].cast(pl.Datetime("us"))
                mask = (moments[0] < moments[1]).fill_null(False)
                found.append((column.header, "before_other", mask, texts[column.name]))
        first = self.contract.occurred_at[0]
        when = happened(rows, self.contract, self.known.delivered_on)
        if when.null_count() and first != "delivery" and not self.contract.column(first).required:
            unsaid = when.is_null() & texts[first].is_null()
            found.append((self.contract.column(first).header, "missing", unsaid, texts[first]))
        return found

    def _raw(self, cells: pl.DataFrame, column: Column) -> pl.Series:
        """The column's text as delivered; null where the file does not have it."""
        if column.value is not None:
            return pl.Series([column.value], dtype=pl.String).new_from_index(0, cells.height)
        if column.parts:
            parts = [self._at(cells, header).fill_null("").str.strip_chars() for header in column.parts]
            joined = cells.select(pl.concat_str(parts, separator=column.joined_by)).to_series()
            nothing = cells.select(pl.all_horizontal([p == "" for p in parts])).to_series()
            return joined.set(nothing, None)
        found = next((h for h in column.headers if header_key(h) in self.places), "")
        return self._at(cells, found)

    def _at(self, cells: pl.DataFrame, header: str) -> pl.Series:
        place = self.places.get(header_key(header))
        if place is None:
            return pl.Series([None], dtype=pl.String).new_from_index(0, cells.height)
        return cells[str(place)]

    def _taken(self, cells: pl.DataFrame) -> pl.Series:
        where = self.contract.where
        return self._at(cells, where.header).str.strip_chars().is_in(list(where.equals)).fill_null(False)

    def _key_header(self) -> str:
        return self.contract.column(self.contract.key[0]).header


def _blank(cells: pl.DataFrame) -> pl.Series:
    """Rows in which nothing stands."""
    if not cells.width:
        return pl.Series([], dtype=pl.Boolean)
    maybe = cells.select(pl.all_horizontal(pl.all().str.len_bytes().fill_null(0) <= 3)).to_series()
    if not maybe.any():
        return maybe
    return cells.select(pl.all_horizontal(pl.all().fill_null("").str.strip_chars() == "")).to_series()


def _without(chunk: Chunk, mask: pl.Series) -> Chunk:
    if not mask.any():
        return chunk
    kept = ~mask
    places = kept.arg_true().to_list()
    raw = chunk.raw and (lambda i: chunk.raw(places[i]))
    return Chunk(chunk.cells.filter(kept), chunk.row_numbers.filter(kept), chunk.broken, raw, chunk.controls)


def _gather(problems: list, height: int) -> pl.Series:
    bad = pl.Series([False]).new_from_index(0, height)
    for _, _, mask, _ in problems:
        bad = bad | mask
    return bad


def _listed(problems: list, bad: pl.Series) -> dict[int, list[Problem]]:
    """Problems by row, in the contract's order of columns."""
    rows: dict[int, list[Problem]] = {i: [] for i in bad.arg_true().to_list()}
    for column, reason, mask, text in problems:
        if not mask.any():
            continue
        for index, value in zip(mask.arg_true().to_list(), text.filter(mask).to_list(), strict=True):
            rows[index].append(Problem(column, reason, value or None))
    return rows


def _joined(flags: list[pl.Series], height: int) -> pl.Series:
    some = [f for f in flags if f.null_count() < height]
    if not some:
        return pl.Series([None], dtype=pl.String).new_from_index(0, height)
    joined = pl.select(pl.concat_str(some, separator=";", ignore_nulls=True)).to_series()
    return joined.set(joined == "", None)
