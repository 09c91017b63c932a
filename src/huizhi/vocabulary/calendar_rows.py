"""The rows of the calendar table: reading, writing, and adding a year's notice to a bureau's own file."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import astuple, dataclass, fields
from datetime import date, timedelta
from pathlib import Path

from huizhi.vocabulary.refused import Refused

KINDS = ("published", "holiday", "working", "ordinary")
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class CalendarRow:
    """One line of the table: a kind of KINDS from `first_on` through `last_on`, of the notice for `year`.

    "published": the year's notice is in the table; "holiday": days off; "working": make-up working days; "ordinary":
    strikes out what an earlier row said of these days.
    """

    year: int
    kind: str
    first_on: date
    last_on: date
    name: str = ""
    notice: str = ""
    source: str = ""

    def days(self) -> Iterator[date]:
        """Every day of the row."""
        for n in range((self.last_on - self.first_on).days + 1):
            yield self.first_on + n * _DAY


COLUMNS = tuple(f.name for f in fields(CalendarRow))


def read_rows(path: Path | str) -> list[CalendarRow]:
    """The rows of a calendar CSV (UTF-8; lines starting with # are remarks); Refused when a row cannot be right."""
    with Path(path).open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(line for line in file if not line.startswith("#"))
        missing = [c for c in COLUMNS[:4] if c not in (reader.fieldnames or ())]
        if missing:
            raise bad_table(f"{path}: missing columns {missing}", f"{path} 缺少列：{missing}")
        return [_row(path, number, record) for number, record in enumerate(reader, start=1)]


def write_rows(path: Path | str, rows: Iterable[CalendarRow]) -> None:
    """Write a calendar CSV in table order, replacing the file at once so that a reader never sees half of it."""
    target = Path(path)
    target.parent.mkdir(parents=True, exist_ok=True)
    written = target.with_suffix(".csv.new")
    with written.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(astuple(row) for row in rows)
    written.replace(target)


def add_year(path: Path | str, rows: Iterable[CalendarRow]) -> None:
    """Put one year's rows into a bureau's own file, in place of what the file said of that year before."""
    rows = tuple(rows)
    years = {row.year for row in rows}
    kept = read_rows(path) if Path(path).exists() else []
    write_rows(path, [*(row for row in kept if row.year not in years), *rows])


def _row(path: Path | str, number: int, record: dict[str, str | None]) -> CalendarRow:
    cells = {column: (record.get(column) or "").strip() for column in COLUMNS}
    try:
        first_on, last_on = date.fromisoformat(cells["first_on"]), date.fromisoformat(cells["last_on"])
        year = int(cells["year"])
    except ValueError as error:
        raise bad_table(f"{path}, row {number}: {error}", f"{path} 第 {number} 行日期或年份有误") from error
    if cells["kind"] not in KINDS or last_on < first_on:
        raise bad_table(
            f"{path}, row {number}: kind must be one of {KINDS} and the last day not before the first",
            f"{path} 第 {number} 行：类型须为 {'、'.join(KINDS)} 之一，且止日不得早于起日",
        )
    return CalendarRow(year, cells["kind"], first_on, last_on, cells["name"], cells["notice"], cells["source"])


def bad_table(why_en: str, why_zh: str) -> Refused:
    """The refusal of a table that cannot be right."""
    return Refused(
        "calendar_table",
        f"工作日历表不能使用：{why_zh}",
        f"the calendar table cannot be used: {why_en}",
        "没有写入任何内容，已计算的期限不受影响。",
        "请改正日历表后重试；`huizhi calendar show --year 2026` 可查看现有内容。",
        what_is_safe_en="Nothing was written; deadlines already reckoned stand.",
        what_to_do_en="Correct the table and try again; `huizhi calendar show --year 2026` prints what is there.",
    )
