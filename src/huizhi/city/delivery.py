"""The departments' desk: sorts rows into delivery days, makes the mistakes, writes the files and notes the truth."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path

import numpy as np
import polars as pl

from huizhi.city.mistakes import EXPECTED, Wrong, spoil
from huizhi.city.sheets import HIDDEN, Sheet
from huizhi.city.timeline import NEVER
from huizhi.city.truth import Truth
from huizhi.city.world import World
from huizhi.city.writers import CsvFile, JsonFile, XlsxFile

_CORRECTED = 0.002
_COPIED = ("complaints", 4)


class OpenFile:
    """One file being written, with its counts; an XLSX past its row limit becomes several files."""

    def __init__(self, sheet: Sheet, folder: Path, name: str, encoding: str) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder, self._name, self.source = folder, name, sheet.source
        self.counts: dict[str, Counter[str]] = {}
        path = folder / name
        if sheet.kind == "xlsx":
            self._file: XlsxFile | CsvFile | JsonFile = XlsxFile(path, sheet.headers, sheet.title, sheet.real_dates)
        elif sheet.kind == "csv":
            self._file = CsvFile(path, sheet.headers, sheet.delimiter, encoding, sheet.newline)
        else:
            self._file = JsonFile(path, sheet.kind == "jsonl", sheet.bare_numbers)

    @property
    def name(self) -> str:
        """Name of the file that takes the next row."""
        return self._file.name if isinstance(self._file, XlsxFile) else self._name

    def append(self, rows: pl.DataFrame, line_edits: dict[int, tuple[str, int]]) -> tuple[list[str], np.ndarray]:
        """Write rows; returns the file name and the row number of each."""
        names: list[str] = []
        numbers: list[np.ndarray] = []
        while len(rows):
            fits = len(rows)
            if isinstance(self._file, XlsxFile):
                if self._file.room == 0:
                    self._file.next_file()
                fits = min(fits, self._file.room)
            names += [self.name] * fits
            numbers.append(self._file.append(rows.head(fits), line_edits))
            self.counts.setdefault(self.name, Counter())["rows"] += fits
            rows = rows.slice(fits)
        return names, np.concatenate(numbers) if numbers else np.zeros(0, dtype=np.int64)

    def close(self) -> None:
        """Finish the file."""
        self._file.close()


class Desk:
    """Takes frames of text columns (and the hidden ones of `sheets.HIDDEN`) and delivers them."""

    def __init__(self, world: World, out: Path, truth: Truth) -> None:
        self.world = world
        self._out, self._truth = out / "deliveries", truth
        self._open: dict[tuple[str, int], OpenFile] = {}

    def deliver(self, sheet: Sheet, frame: pl.DataFrame, codes: pl.Series, first: int) -> None:
        """Deliver one chunk's rows; `codes` are the credit codes of entities first, first+1, …"""
        frame = frame.filter(pl.col("_d") <= 12)
        if sheet.corrected:
            frame = self._correct(sheet, frame)
        frame = frame.sort("_id", maintain_order=True)
        for delivery in frame["_d"].unique().sort().to_list():
            part = frame.filter(pl.col("_d") == delivery)
            self._write(sheet, part, delivery, codes, first)

    def _write(self, sheet: Sheet, part: pl.DataFrame, delivery: int, codes: pl.Series, first: int) -> None:
        """One part of one file, with its mistakes and its truth."""
        day = self.world.timeline.dates[delivery]
        file = self._file(sheet, delivery)
        spoilt = spoil(self.world.dice, sheet, part, delivery, day)
        names, numbers = file.append(spoilt.rows.select(sheet.headers), spoilt.line_edits)
        rows = spoilt.rows.with_columns(
            file=pl.Series([f"{day.isoformat()}/{n}" for n in names], dtype=pl.String),
            row=pl.Series(numbers),
            source=pl.lit(sheet.source),
            key=pl.concat_str([pl.col(c).fill_null("") for c in sheet.key], separator="|") if sheet.key else pl.lit(""),
        )
        self._note_wrong(sheet, rows, spoilt.wrong, file)
        self._note_rows(sheet, rows, codes, first)

    def _file(self, sheet: Sheet, delivery: int) -> OpenFile:
        """The open file of a sheet and delivery."""
        found = self._open.get((sheet.source, delivery))
        if found is None:
            day = self.world.timeline.dates[delivery]
            name = sheet.file_name(delivery, day)
            found = OpenFile(sheet, self._out / day.isoformat(), name, sheet.encoding_of(delivery))
            self._open[(sheet.source, delivery)] = found
        return found

    def _correct(self, sheet: Sheet, frame: pl.DataFrame) -> pl.DataFrame:
        """A few last states are first delivered with a wrong value, and months later again with the right one."""
        uid = frame["_uid"].to_numpy()
        chance = self.world.dice.unit(f"correction:{sheet.source}", uid) < _CORRECTED
        value = frame[str(sheet.corrected)]
        fixable = chance & frame["_final"].to_numpy() & (frame["_d"].to_numpy() <= 9) & value.is_not_null().to_numpy()
        wrong = blunder(value, sheet.corrected in sheet.counts + sheet.money)
        fixable &= (wrong != value).fill_null(False).to_numpy()
        state = pl.Series(fixable)
        first = frame.with_columns(
            pl.when(state).then(wrong).otherwise(value).alias(str(sheet.corrected)),
            pl.when(state).then(pl.lit("wrong")).otherwise(None).alias("_fix"),
        )
        later = frame.filter(state).with_columns(pl.col("_d") + max(2, sheet.every), pl.lit("right").alias("_fix"))
        return pl.concat([first, later])

    def _note_wrong(self, sheet: Sheet, rows: pl.DataFrame, wrong: list[Wrong], file: OpenFile) -> None:
        for item in wrong:
            name, number, key = (rows[column][item.at] for column in ("file", "row", "key"))
            expected = EXPECTED[item.kind]
            counts = file.counts[name.split("/")[1]]
            counts["wrong"] += 1
            counts[expected] += 1
            self._truth.note(
                "wrong_rows", name, number, sheet.source, key, item.kind, item.column, item.value, expected
            )

    def _note_rows(self, sheet: Sheet, rows: pl.DataFrame, codes: pl.Series, first: int) -> None:
        """Links, late rows and corrections of a written part."""
        linked = rows.filter(pl.col("_link").is_not_null())
        if len(linked):
            owner = codes.gather((linked["_id"] - first).cast(pl.UInt32))
            self._truth.note_all("links", linked.with_columns(method=pl.col("_link"), credit_code=owner))
        late = rows.filter(pl.col("_late") > 0)
        if len(late):
            self._truth.note_all(
                "late_rows", late.with_columns(occurred=pl.col(sheet.dates[0]), days_late=pl.col("_late"))
            )
        if "_fix" in rows.columns and len(fixed := rows.filter(pl.col("_fix").is_not_null())):
            column = str(sheet.corrected)
            self._truth.note_all(
                "corrections", fixed.with_columns(column=pl.lit(column), value=pl.col(column), state=pl.col("_fix"))
            )

    def close(self) -> int:
        """Finish all files, deliver one of them a second time under another name; returns the number of files."""
        total = 0
        for (source, delivery), file in sorted(self._open.items(), key=lambda item: (item[0][1], item[0][0])):
            file.close()
            day = self.world.timeline.dates[delivery].isoformat()
            for name, counts in file.counts.items():
                total += 1
                self._count(day, name, source, counts, "")
                if (source, delivery) == _COPIED:
                    total += 1
                    self._copy(file.folder, day, name, source, counts)
        return total

    def _copy(self, folder: Path, day: str, name: str, source: str, counts: Counter[str]) -> None:
        """The same bytes once more, in the next month's folder and under another name."""
        later = self.world.timeline.dates[_COPIED[1] + 1].isoformat()
        (self._out / later).mkdir(exist_ok=True)
        shutil.copyfile(folder / name, self._out / later / "12315导出_补报.csv")
        self._count(later, "12315导出_补报.csv", source, counts, f"{day}/{name}")

    def _count(self, day: str, name: str, source: str, counts: Counter[str], copy_of: str) -> None:
        kinds = [counts[k] for k in ("rows", "wrong", "quarantine", "flag")]
        self._truth.note("rows_by_file", f"{day}/{name}", source, day, *kinds, copy_of)


def blunder(column: pl.Series, number: bool) -> pl.Series:
    """A wrong value for each cell: a number ten times too big, a date one year off, or another word's ending."""
    if number:
        return pl.select(
            pl.when(column.str.contains(r"^[1-9][0-9]*$")).then(pl.concat_str([column, pl.lit("0")])).otherwise(column)
        ).to_series()
    year = column.str.slice(0, 4).cast(pl.Int64, strict=False)
    moved = pl.concat_str([(year + 1).cast(pl.String), column.str.slice(4)])
    return pl.select(pl.when(year.is_not_null()).then(moved).otherwise(column)).to_series()


def hidden(
    delivery: np.ndarray,
    ids: np.ndarray,
    uid: np.ndarray,
    link: pl.Series | None = None,
    late: np.ndarray | None = None,
    final: np.ndarray | None = None,
) -> dict[str, pl.Series]:
    """The hidden columns of a frame, in one call."""
    n = len(ids)
    return dict(zip(HIDDEN, (
        pl.Series(np.asarray(delivery, dtype=np.int64)), pl.Series(np.asarray(ids, dtype=np.int64)),
        pl.Series(np.asarray(uid, dtype=np.int64)),
        link if link is not None else pl.Series([None] * n, dtype=pl.String),
        pl.Series(late if late is not None else np.zeros(n, dtype=np.int64)),
        pl.Series(final if final is not None else np.ones(n, dtype=bool)),
    ), strict=True))  # fmt: skip


def multiplied(rows: np.ndarray, count: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each row repeated `count` times, and the number 0, 1, … of each repetition."""
    repeated = np.repeat(rows, count)
    return repeated, np.arange(len(repeated)) - np.repeat(np.cumsum(count) - count, count)


def stages(
    world: World, first_known: np.ndarray, last_known: np.ndarray, every: int = 1
) -> tuple[np.ndarray, np.ndarray]:
    """Deliveries of a record's first and last state; 99 for a state that is not delivered.

    A first state is not delivered when the last one goes out with the same delivery.
    """
    first = world.timeline.delivery_of(first_known, every)
    last = world.timeline.delivery_of(np.maximum(last_known, first_known), every)
    last = np.where(last_known >= NEVER, 99, np.maximum(last, first))
    return np.where(first == last, 99, first), last
