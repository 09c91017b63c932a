"""Read one file of legal values; what a lawyer could not stand behind is refused, naming the file and why."""

import tomllib
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any

from huizhi.law.units import PERIODS, UNITS, fits
from huizhi.law.values import APPROVERS, RESTARTS, STOPS, ClockTerms, ExtensionTerm, LegalValue, Transition
from huizhi.vocabulary.citation import Citation
from huizhi.vocabulary.refused import Refused

_FILE_FIELDS = {"title", "unit", "values", "clock", "transitions"}
_VALUE_FIELDS = {"from", "to", "value", "unit", "citation", "note"}
_CITATION_FIELDS = {"instrument", "article", "from", "to", "support", "quote"}
_CLOCK_FIELDS = {"start", "extensions", "stops", "restarts", "consequence", "rolls"}


def read_file(key: str, path: Path, layer: str = "national") -> tuple[LegalValue, ...]:
    """Every period of one value, oldest first; Refused when the file cannot stand."""
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise bad_file(path, str(error)) from error
    _only(path, content, _FILE_FIELDS)
    _two_languages(path, content, "title", required=True)
    entries = content.get("values", [])
    values = sorted((_value(key, path, content, entry, layer) for entry in entries), key=lambda v: v.in_force_from)
    if not values:
        raise bad_file(path, "it holds no values")
    for earlier, later in pairwise(values):
        if earlier.in_force_to is None or earlier.in_force_to >= later.in_force_from:
            raise bad_file(path, f"the periods from {earlier.in_force_from} and {later.in_force_from} overlap")
    for transition in values[0].transitions:
        if transition.on not in {value.in_force_from for value in values[1:]}:
            raise bad_file(path, f"nothing commences on the day of the transition {transition.on}")
    return tuple(values)


def _value(key: str, path: Path, content: dict[str, Any], entry: dict[str, Any], layer: str) -> LegalValue:
    _only(path, entry, _VALUE_FIELDS)
    first, last = _day(path, entry, "from"), _day(path, entry, "to")
    unit: Any = entry.get("unit", content.get("unit"))
    value: Any = entry.get("value")
    if first is None or (last is not None and last < first):
        raise bad_file(path, f"a period needs a first day, not after its last: {first} to {last}")
    if unit not in UNITS:
        raise bad_file(path, f"unknown unit {unit!r}; known: {', '.join(UNITS)}")
    if not fits(value, unit):
        raise bad_file(path, f"{value!r} is no value in {unit}")
    note, title = _two_languages(path, entry, "note"), content["title"]
    return LegalValue(
        key, tuple(value) if isinstance(value, list) else value, unit, _citation(path, entry, first, last),
        title["zh"], title["en"], first, last, *note, _clock(path, content, unit),
        tuple(_transition(path, each) for each in content.get("transitions", [])), layer,
    )  # fmt: skip


def _clock(path: Path, content: dict[str, Any], unit: str) -> ClockTerms | None:
    given = content.get("clock")
    if given is None:
        return None
    _only(path, given, _CLOCK_FIELDS)
    start, consequence = _two_languages(path, given, "start", required=True), _two_languages(path, given, "consequence")
    if unit not in (*PERIODS, "H"):
        raise bad_file(path, f"a clock cannot run in {unit}")
    for field, known in (("stops", STOPS), ("restarts", RESTARTS)):
        if unknown := set(given.get(field, [])) - set(known):
            raise bad_file(path, f"unknown {field}: {', '.join(sorted(unknown))}; known: {', '.join(known)}")
    terms = []
    for each in given.get("extensions", []):
        _only(path, each, {"key", "approver"})
        if not each.get("key") or each.get("approver") not in APPROVERS:
            raise bad_file(path, f"an extension needs its key and an approver of {', '.join(APPROVERS)}")
        terms.append(ExtensionTerm(each["key"], each["approver"]))
    stops, restarts = tuple(given.get("stops", [])), tuple(given.get("restarts", []))
    rolls = given.get("rolls", True)
    if type(rolls) is not bool:
        raise bad_file(path, f"rolls is true or false, got {rolls!r}")
    return ClockTerms(*start, tuple(terms), stops, restarts, *consequence, rolls)


def _transition(path: Path, entry: dict[str, Any]) -> Transition:
    _only(path, entry, {"on", "citation"})
    on = _day(path, entry, "on")
    if on is None:
        raise bad_file(path, "a transition needs the day it applies on")
    return Transition(on, _citation(path, entry, on, None))


def _citation(path: Path, entry: dict[str, Any], first: date, last: date | None) -> Citation:
    cited = entry.get("citation")
    if not isinstance(cited, dict) or not cited.get("instrument") or "support" not in cited:
        raise bad_file(path, f"the value from {first} has no citation with an instrument and its support")
    _only(path, cited, _CITATION_FIELDS)
    begins, ends = _day(path, cited, "from") or first, _day(path, cited, "to") or (None if "from" in cited else last)
    try:
        basis = Citation(
            cited["instrument"], cited.get("article", ""), begins, ends, cited["support"], cited.get("quote", "")
        )
    except ValueError as error:
        raise bad_file(path, str(error)) from error
    if not basis.in_force(first) or (ends is not None and (last is None or last > ends)):
        raise bad_file(path, f"the value from {first} outlives its citation, in force {begins} to {ends}")
    return basis


def _two_languages(path: Path, entry: dict[str, Any], field: str, required: bool = False) -> tuple[str, str]:
    given = entry.get(field)
    if given is None and not required:
        return "", ""
    if not isinstance(given, dict) or not given.get("zh") or not given.get("en"):
        raise bad_file(path, f"the {field} needs zh and en")
    return given["zh"], given["en"]


def _day(path: Path, entry: dict[str, Any], field: str) -> date | None:
    found = entry.get(field)
    if found is None or type(found) is date:
        return found
    raise bad_file(path, f"{field} must be a date, got {found!r}")


def _only(path: Path, entry: Mapping[str, Any], known: set[str]) -> None:
    if unknown := set(entry) - known:
        raise bad_file(path, f"unknown fields: {', '.join(sorted(unknown))}")


def bad_file(path: Path, why: str) -> Refused:
    """The refusal of a file of legal values."""
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
