"""What an inspection looks at, item by item with its article, and the standard codes of its result."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from huizhi.vocabulary.citation import Citation

FOLDER = Path(__file__).with_name("checklists")
RESULTS = "results.toml"
OTHERWISE = "registered-particulars"
"""The checklist of a visit for which no other one is declared."""
FOLLOWS = ("", "correction", "case")
OUTCOMES = ("violation", "clean", "not_visited", "gone")
"""What a result tells about an item, for estimates."""
SETTLED = "D"
"""The code of an object whose records answered every item, so that nobody went."""


@dataclass(frozen=True)
class Item:
    """One point to look at. `settled_by` names the record that answers it without a visit, or is empty."""

    code: str
    zh: str
    en: str
    basis: Citation
    settled_by: str = ""


@dataclass(frozen=True)
class Checklist:
    """The points of one kind of visit, in the order they are asked."""

    code: str
    zh: str
    en: str
    items: tuple[Item, ...]


@dataclass(frozen=True)
class Result:
    """One standard result. `after` is what follows from it: "correction", "case" or nothing.

    `needs_finding`: it rests on a finding with evidence. `absent`: nobody of the business need sign. `outcome` is one
    of OUTCOMES; where the checklist is one of `violates`, the result is itself a violation.
    """

    code: str
    zh: str
    en: str
    basis: Citation
    needs_finding: bool = False
    absent: bool = False
    after: str = ""
    ground: str = ""
    outcome: str = "not_visited"
    violates: tuple[str, ...] = ()

    def tells(self, checklist: str) -> str:
        """What the result tells about an item of a checklist, one of OUTCOMES."""
        return OUTCOMES[0] if checklist in self.violates else self.outcome


@cache
def checklists() -> dict[str, Checklist]:
    """Every checklist by its code. ValueError for a file that says the same code twice or lacks an article."""
    found = {}
    for path in sorted(FOLDER.glob("*.toml")):
        if path.name != RESULTS:
            said = tomllib.loads(path.read_text(encoding="utf-8"))
            items = tuple(_item(said, each) for each in said["items"])
            if len({item.code for item in items}) < len(items):
                raise ValueError(f"{path.name}: a code stands twice")
            found[path.stem] = Checklist(path.stem, said["title"]["zh"], said["title"]["en"], items)
    return found


def checklist_for(item: str) -> Checklist:
    """The checklist of an inspection item's code; the one of registered particulars where it has none of its own."""
    known = checklists()
    return known.get(item, known[OTHERWISE])


@cache
def results() -> dict[str, Result]:
    """The standard results by code, in order."""
    return _results("results")


@cache
def without_visit() -> dict[str, Result]:
    """What can become of a drawn object that nobody visits, by code, in order."""
    return _results("without_visit")


def result_words(code: str) -> tuple[str, str]:
    """Any result's words (Chinese, English). KeyError for a code that is none."""
    found = {**results(), **without_visit()}[code]
    return found.zh, found.en


def _results(kind: str) -> dict[str, Result]:
    said = tomllib.loads((FOLDER / RESULTS).read_text(encoding="utf-8"))
    found = {
        each["code"]: Result(**{**each, "basis": _citation(said, ""), "violates": tuple(each.get("violates", ()))})
        for each in said[kind]
    }
    if any(each.after not in FOLLOWS or each.outcome not in OUTCOMES for each in found.values()):
        raise ValueError(f"{RESULTS}: `after` is one of {FOLLOWS}, `outcome` one of {OUTCOMES}")
    return found


def _item(said: dict[str, object], each: dict[str, str]) -> Item:
    if not each["article"].strip():
        raise ValueError(f"{each['code']} names no article")
    known = {name: value for name, value in each.items() if name not in ("article", "support")}
    return Item(**known, basis=_citation({**said, **each}, each["article"]))


def _citation(said: dict[str, object], article: str) -> Citation:
    begins = said["from"]
    if not isinstance(begins, date):
        raise ValueError(f"{said['instrument']}: `from` is a day")
    return Citation(str(said["instrument"]), article, begins, None, str(said["support"]))
