"""Legal values as dated files: one TOML per value, each period with the citation it rests on.

A file without a citation, with overlapping periods, an unknown unit or an unknown field is refused as it is read.
"""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

from huizhi.vocabulary.citation import SUPPORTS, Citation
from huizhi.vocabulary.refused import Refused

BUILT_IN = Path(__file__).with_name("parameters")
UNITS = {
    "WD": ("个工作日", "working days"),
    "D": ("日", "calendar days"),
    "H": ("小时", "hours"),
    "M": ("个月", "months"),
    "Y": ("年", "years"),
    "percent": ("%", "per cent"),
    "month-day": ("（月-日）", "(month-day)"),
}
_MONTH_DAY = re.compile(r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_FILE_FIELDS = {"title", "unit", "values"}
_VALUE_FIELDS = {"from", "to", "value", "unit", "citation", "note"}
_CITATION_FIELDS = {"instrument", "article", "from", "to", "support", "quote"}


@dataclass(frozen=True)
class LegalValue:
    """A value of one legal parameter during one period; `unit` is a key of UNITS, `basis` what it rests on."""

    key: str
    value: int | str
    unit: str
    basis: Citation
    title_zh: str
    title_en: str
    in_force_from: date
    in_force_to: date | None
    note_zh: str = ""
    note_en: str = ""

    @property
    def provisional(self) -> bool:
        """True when the legal office has yet to confirm it; pages mark it “to be confirmed”."""
        return self.basis.to_be_confirmed

    def covers(self, on: date) -> bool:
        """True from its first day through its last, both included."""
        return self.in_force_from <= on and (self.in_force_to is None or on <= self.in_force_to)

    def say(self, language: str = "zh") -> str:
        """The value with its unit, basis and support in "zh" or "en"."""
        zh, en = UNITS[self.unit]
        support_zh, support_en = SUPPORTS[self.basis.support]
        if language == "en":
            return f"{self.title_en}: {self.value} {en} ({self.basis}; {support_en})"
        return f"{self.title_zh}：{self.value}{zh}（{self.basis}；{support_zh}）"


class Parameters:
    """Every legal value of a folder, by key ("complaint.acceptance_wd" is complaint/acceptance_wd.toml)."""

    def __init__(self, values: Mapping[str, tuple[LegalValue, ...]]) -> None:
        self._values = dict(sorted(values.items()))

    @classmethod
    def load(cls, folder: Path | str | None = None) -> "Parameters":
        """Read every file of a folder, by default the one in this room; Refused at the first that cannot stand."""
        root = Path(folder or BUILT_IN)
        found = {}
        for path in sorted(root.rglob("*.toml")):
            key = ".".join(path.relative_to(root).with_suffix("").parts)
            found[key] = _read(key, path)
        return cls(found)

    def keys(self) -> tuple[str, ...]:
        """Every key, in order."""
        return tuple(self._values)

    def periods(self, key: str) -> tuple[LegalValue, ...]:
        """Every period of one value, oldest first; Refused for an unknown key."""
        if key not in self._values:
            raise Refused(
                "unknown_legal_value",
                f"没有“{key}”这项法定数值",
                f"there is no legal value {key!r}",
                "没有计算任何期限。",
                f"现有：{'、'.join(self._values)}",
                {"key": key},
                what_is_safe_en="No deadline was reckoned.",
                what_to_do_en=f"Known values: {', '.join(self._values)}",
            )
        return self._values[key]

    def find(self, key: str, on: date) -> LegalValue | None:
        """The value in force on a day, or None when nothing is; Refused for an unknown key."""
        return next((value for value in self.periods(key) if value.covers(on)), None)

    def in_force(self, key: str, on: date) -> LegalValue:
        """The value in force on a day; Refused when the key is unknown or nothing is in force that day."""
        if found := self.find(key, on):
            return found
        raise Refused(
            "no_value_in_force",
            f"{on} 没有有效的“{key}”",
            f"no value of {key!r} is in force on {on}",
            "没有计算任何期限。",
            "请法规科补充该时期的数值和依据。",
            {"key": key, "on": on.isoformat()},
            what_is_safe_en="No deadline was reckoned.",
            what_to_do_en="Ask the legal office for the value of that time and its citation.",
        )


@cache
def parameters() -> Parameters:
    """The values kept in this room, read once."""
    return Parameters.load()


def in_force(key: str, on: date) -> LegalValue:
    """The value of `key` in force on a day: pick the day the clock's start event happened. Refused as in Parameters."""
    return parameters().in_force(key, on)


def _read(key: str, path: Path) -> tuple[LegalValue, ...]:
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise _bad_file(path, str(error)) from error
    _only(path, content, _FILE_FIELDS)
    title = content.get("title", {})
    if not title.get("zh") or not title.get("en"):
        raise _bad_file(path, "the title needs zh and en")
    values = sorted((_value(key, path, title, content, entry) for entry in content.get("values", [])), key=_first_day)
    if not values:
        raise _bad_file(path, "it holds no values")
    for earlier, later in pairwise(values):
        if earlier.in_force_to is None or earlier.in_force_to >= later.in_force_from:
            raise _bad_file(path, f"the periods from {earlier.in_force_from} and {later.in_force_from} overlap")
    return tuple(values)


def _value(key: str, path: Path, title: dict[str, str], content: dict[str, Any], entry: dict[str, Any]) -> LegalValue:
    _only(path, entry, _VALUE_FIELDS)
    first, last = _day(path, entry, "from"), _day(path, entry, "to")
    unit, value = entry.get("unit", content.get("unit")), entry.get("value")
    if first is None or (last is not None and last < first):
        raise _bad_file(path, f"a period needs a first day, not after its last: {first} to {last}")
    if unit not in UNITS:
        raise _bad_file(path, f"unknown unit {unit!r}; known: {', '.join(UNITS)}")
    if not isinstance(value, int | str) or not _fits(value, unit):
        raise _bad_file(path, f"{value!r} is no value in {unit}")
    note = entry.get("note", {})
    return LegalValue(
        key, value, unit, _citation(path, entry, first, last), title["zh"], title["en"], first, last,
        note.get("zh", ""), note.get("en", ""),
    )  # fmt: skip


def _citation(path: Path, entry: dict[str, Any], first: date, last: date | None) -> Citation:
    cited = entry.get("citation")
    if not isinstance(cited, dict) or not cited.get("instrument") or "support" not in cited:
        raise _bad_file(path, f"the value from {first} has no citation with an instrument and its support")
    _only(path, cited, _CITATION_FIELDS)
    begins, ends = _day(path, cited, "from") or first, _day(path, cited, "to") or (None if "from" in cited else last)
    try:
        basis = Citation(
            cited["instrument"], cited.get("article", ""), begins, ends, cited["support"], cited.get("quote", "")
        )
    except ValueError as error:
        raise _bad_file(path, str(error)) from error
    if not basis.in_force(first) or (ends is not None and (last is None or last > ends)):
        raise _bad_file(path, f"the value from {first} outlives its citation, in force {begins} to {ends}")
    return basis


def _fits(value: int | str, unit: str) -> bool:
    if unit == "month-day":
        return isinstance(value, str) and _MONTH_DAY.fullmatch(value) is not None
    return type(value) is int and value >= 0


def _day(path: Path, entry: dict[str, Any], field: str) -> date | None:
    found = entry.get(field)
    if found is None or type(found) is date:
        return found
    raise _bad_file(path, f"{field} must be a date, got {found!r}")


def _only(path: Path, entry: Mapping[str, Any], known: set[str]) -> None:
    if unknown := set(entry) - known:
        raise _bad_file(path, f"unknown fields: {', '.join(sorted(unknown))}")


def _first_day(value: LegalValue) -> date:
    return value.in_force_from


def _bad_file(path: Path, why: str) -> Refused:
    return Refused(
        "legal_value_file",
        f"法定数值文件 {path.name} 不能使用：{why}",
        f"the legal value file {path.name} cannot be used: {why}",
        "没有计算任何期限，已有期限不受影响。",
        "请法规科改正该文件：每个数值都要有起止日期、单位和依据。",
        {"file": str(path)},
        what_is_safe_en="No deadline was reckoned; earlier ones stand.",
        what_to_do_en="Correct the file: every value needs its dates, its unit and its citation.",
    )
