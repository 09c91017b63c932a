"""The legal values as a page for the legal office, as rows for tables, and what changed since a day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from huizhi.law.case_tables import cases_of
from huizhi.law.holidays import is_break, is_statutory, is_worked
from huizhi.law.parameters import Parameters, parameters
from huizhi.law.units import said
from huizhi.law.values import LegalValue
from huizhi.law.wording import in_words
from huizhi.vocabulary.calendar import WorkCalendar
from huizhi.vocabulary.citation import SUPPORTS

ROW_COLUMNS = (
    "key", "layer", "in_force_from", "in_force_to", "value", "unit", "title_zh", "title_en", "instrument", "article",
    "support", "to_be_confirmed", "number", "rolls",
)  # fmt: skip
"""Columns of `value_rows`, in order; `number` only for whole numbers, `rolls` for clocks whose last day moves on."""
DAY_COLUMNS = ("on", "worked", "in_break", "statutory_holiday", "awaits_notice")
"""Columns of `day_rows`, in order."""


@dataclass(frozen=True)
class Change:
    """A value that commenced or ended on a day; `before` and `after` are None at the beginning and the end."""

    on: date
    before: LegalValue | None
    after: LegalValue | None

    @property
    def key(self) -> str:
        """The value that changed."""
        found = self.after or self.before
        return found.key if found else ""


def changes_since(since: date, law: Parameters | None = None) -> list[Change]:
    """Every change that took effect on or after a day, oldest first, with what held the day before."""
    law = law or parameters()
    found = []
    for key in law:
        periods = law.periods(key)
        days = {value.in_force_from for value in periods}
        days |= {date.fromordinal(value.in_force_to.toordinal() + 1) for value in periods if value.in_force_to}
        for on in sorted(day for day in days if day >= since):
            before, after = law.find(key, date.fromordinal(on.toordinal() - 1)), law.find(key, on)
            if before != after:
                found.append(Change(on, before, after))
    return sorted(found, key=lambda change: (change.on, change.key))


def value_rows(law: Parameters | None = None) -> list[tuple[str | date | int | bool | None, ...]]:
    """One row per period of every value, in the order of ROW_COLUMNS, for a table analysis can join by day."""
    law = law or parameters()
    return [
        (
            value.key, value.layer, value.in_force_from, value.in_force_to, plain(value), value.unit, value.title_zh,
            value.title_en, value.basis.instrument, value.basis.article, value.basis.support, value.provisional,
            value.value if isinstance(value.value, int) else None, value.clock is None or value.clock.rolls,
        )
        for key in law
        for value in law.periods(key)
    ]  # fmt: skip


def day_rows(calendar: WorkCalendar, first: date, last: date) -> list[tuple[date, bool, bool, bool, bool]]:
    """One row per day, in the order of DAY_COLUMNS, for a table analysis can count days by."""
    days = (date.fromordinal(n) for n in range(first.toordinal(), last.toordinal() + 1))
    return [
        (on, is_worked(calendar, on), is_break(calendar, on), is_statutory(calendar, on), calendar.is_provisional(on))
        for on in days
    ]


def plain(value: LegalValue) -> str:
    """A value as text without its unit; lists with commas."""
    return ",".join(str(n) for n in value.value) if isinstance(value.value, tuple) else str(value.value)


def reference_markdown(law: Parameters | None = None) -> str:
    """Every legal value as one Markdown page, by subject: title, clock, periods with citation, support and note."""
    law = law or parameters()
    lines = ["# Legal values 法定数值", ""]
    unsure = [key for key in law if any(value.provisional for value in law.periods(key))]
    lines += [
        f"{len(tuple(law))} values; {len(unsure)} have a period **to be confirmed 待确认** by the legal office.",
        "",
    ]
    lines += ["| mark | 依据 | basis |", "|---|---|---|"]
    lines += [f"| `{mark}` | {zh} | {en} |" for mark, (zh, en) in SUPPORTS.items()] + [""]
    subject = ""
    for key in law:
        if key.split(".")[0] != subject:
            subject = key.split(".")[0]
            lines += [f"## {subject}", ""]
        lines += _section(key, law.periods(key), law)
    return "\n".join(lines)


def _section(key: str, periods: tuple[LegalValue, ...], law: Parameters) -> Iterator[str]:
    yield f"### `{key}` {periods[-1].title_zh} · {periods[-1].title_en}"
    yield ""
    yield from (f"> {in_words(periods[-1], 'zh', law)}  ", f"> {in_words(periods[-1], 'en', law)}", "")
    yield "| from | to | value | instrument and article | support | note |"
    yield "|---|---|---|---|---|---|"
    for value in periods:
        to = value.in_force_to.isoformat() if value.in_force_to else ""
        number = f"{said(value.value, value.unit)} · {said(value.value, value.unit, 'en')}"
        support = f"`{value.basis.support}`" + (" **待确认**" if value.provisional else "")
        layer = "" if value.layer == "national" else f" ({value.layer})"
        note = f"{value.note_zh} {value.note_en}".strip()
        yield f"| {value.in_force_from} | {to} | {number} | {value.basis}{layer} | {support} | {note} |"
    yield ""
    if cases := cases_of(key):
        yield from (f"<details><summary>案例 cases ({len(cases)})</summary>", "")
        yield from ("| function | given | answer | 理由 | why |", "|---|---|---|---|---|")
        for case in cases:
            yield f"| `{case.function}` | {case.inputs} | {case.expected} | {case.why_zh} | {case.why} |"
        yield from ("", "</details>", "")
