"""The list of items that may be inspected: no inspection outside it. One TOML file, with its source inside."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from huizhi.vocabulary.citation import Citation

LIST = Path(__file__).with_name("joint_items.toml")


@dataclass(frozen=True)
class JointItem:
    """One item of the list. Pairs are (Chinese, English); `checklist` is empty where the phone has none of its own."""

    code: str
    field: tuple[str, str]
    title: tuple[str, str]
    objects: tuple[str, str]
    lead: str
    joined_by: tuple[str, ...]
    basis: str
    checklist: str
    source: Citation


@cache
def joint_items() -> dict[str, JointItem]:
    """Every item by its code, in the list's order. ValueError for a code that stands twice or an item without basis."""
    said = tomllib.loads(LIST.read_text(encoding="utf-8"))
    begins = said["from"]
    if not isinstance(begins, date):
        raise ValueError(f"{LIST.name}: `from` is a day")
    source = Citation(said["instrument"], "", begins, None, said["support"])
    found = {each["code"]: _item(each, source) for each in said["items"]}
    if len(found) < len(said["items"]) or any(not each.basis.strip() for each in found.values()):
        raise ValueError(f"{LIST.name}: a code stands twice, or an item has no basis")
    return found


def _item(said: dict[str, Any], source: Citation) -> JointItem:
    field, title, objects = ((said[name]["zh"], said[name]["en"]) for name in ("field", "title", "objects"))
    return JointItem(
        said["code"], field, title, objects, said["lead"], tuple(said["with"]), said["basis"],
        said.get("checklist", ""), source,
    )  # fmt: skip
