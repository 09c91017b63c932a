"""The city's divisions and functional zones, found by code, by name, or by a code or name since retired.

A functional zone is its own dimension: it lies in a county-level unit but has no code of the national standard
(the codes 3710 71-73 are statistical only), so it never stands where a standard code is required.
"""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from huizhi.vocabulary.refused import Refused
from huizhi.vocabulary.text import normalise_name

BUILT_IN = Path(__file__).with_name("divisions.csv")
KINDS = ("city", "county", "zone")
COLUMNS = ("code", "zh", "short_zh", "en", "kind", "lies_in", "retired_codes", "other_names", "support")


@dataclass(frozen=True)
class Division:
    """One unit: its code, names, kind ("city", "county" or "zone") and the code of the unit it lies in ("" = none)."""

    code: str
    zh: str
    en: str
    kind: str
    short_zh: str = ""
    lies_in: str = ""
    retired_codes: tuple[str, ...] = ()
    other_names: tuple[str, ...] = ()

    def names(self) -> tuple[str, ...]:
        """Everything this unit is written as, codes included."""
        return (self.code, self.zh, self.en, self.short_zh, *self.retired_codes, *self.other_names)


class DivisionTable:
    """All units of a city; Refused when two units claim the same name or a unit lies in an unknown one."""

    def __init__(self, divisions: Iterable[Division]) -> None:
        self._all = tuple(divisions)
        by_code = {d.code: d for d in self._all}
        self.city = next((d for d in self._all if d.kind == "city"), None)
        self._by_name: dict[str, Division] = {}
        for division in self._all:
            if division.lies_in and division.lies_in not in by_code:
                raise _bad_table(f"{division.code} lies in unknown {division.lies_in}")
            for name in filter(None, map(normalise_name, division.names())):
                if self._by_name.setdefault(name, division) is not division:
                    raise _bad_table(f"{name} is both {self._by_name[name].code} and {division.code}")

    @classmethod
    def load(cls, path: Path | str | None = None) -> "DivisionTable":
        """Read a table (UTF-8 CSV with the columns COLUMNS); without a path, the one kept in this room."""
        with Path(path or BUILT_IN).open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            missing = [c for c in COLUMNS[:5] if c not in (reader.fieldnames or ())]
            if missing:
                raise _bad_table(f"missing columns: {', '.join(missing)}")
            return cls([_division(row) for row in reader])

    def __iter__(self) -> Iterator[Division]:
        return iter(self._all)

    def find(self, text: str) -> Division | None:
        """The unit written as `text`: a code, a name long or short, with or without province and city before it."""
        name = normalise_name(text)
        for rest in self._without_prefixes(name):
            if found := self._by_name.get(rest):
                return found
        return None

    def county_of(self, division: Division) -> Division | None:
        """The county-level unit a division is or lies in; None for the city itself."""
        if division.kind == "zone":
            return self.find(division.lies_in) if division.lies_in else None
        return division if division.kind == "county" else None

    def counties(self) -> tuple[Division, ...]:
        """The county-level units, in table order."""
        return tuple(d for d in self._all if d.kind == "county")

    def zones(self) -> tuple[Division, ...]:
        """The functional zones, in table order."""
        return tuple(d for d in self._all if d.kind == "zone")

    def _without_prefixes(self, name: str) -> Iterator[str]:
        yield name
        if name.startswith("山东省"):
            name = name.removeprefix("山东省")
            yield name
        if self.city and name != self.city.zh and name.startswith(self.city.zh):
            yield name.removeprefix(self.city.zh)


def _division(row: dict[str, str]) -> Division:
    if row["kind"] not in KINDS or not row["code"] or not row["zh"]:
        raise _bad_table(f"code, name and a kind of {KINDS} are required: {row}")
    return Division(
        code=row["code"].strip(),
        zh=row["zh"].strip(),
        en=row["en"].strip(),
        kind=row["kind"],
        short_zh=(row["short_zh"] or "").strip(),
        lies_in=(row.get("lies_in") or "").strip(),
        retired_codes=tuple(filter(None, (row.get("retired_codes") or "").split(";"))),
        other_names=tuple(filter(None, (row.get("other_names") or "").split(";"))),
    )


def _bad_table(why: str) -> Refused:
    return Refused(
        "division_table",
        f"行政区划表不能使用：{why}",
        f"the table of divisions cannot be used: {why}",
        "没有写入任何内容。",
        "请改正区划表后重试。",
        what_is_safe_en="Nothing was written.",
        what_to_do_en="Correct the table and try again.",
    )
