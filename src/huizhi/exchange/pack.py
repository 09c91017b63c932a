"""A pack: everything Huizhi must be told about one city: its divisions, its sources, its scorecard, its indicators.

The city's own pack is built in. Another is a folder with a `pack.toml`; see docs/how-to/add-a-pack.md. A home belongs
to one pack: the night notes in `pack.json` which, and another pack is refused there.
"""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from huizhi.exchange.office_matters import office_contracts
from huizhi.feeds.contract import Contract, Names, load_contracts
from huizhi.insight.plan import Plan
from huizhi.insight.scorecard import Scorecard
from huizhi.lake.durable import canonical_json, replace_file
from huizhi.vocabulary.divisions import DivisionTable
from huizhi.vocabulary.refused import Refused

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"
BUILT_IN = "weihai"
NOTE = "pack.json"
"""The file of a home that says which pack it belongs to."""


@dataclass(frozen=True)
class Pack:
    """One city's declarations. `as_of` is the day of its night when none is given; `words`: family -> code -> names.

    `folder` is where the declarations were read, None for the built-in pack.
    """

    name: str
    title: Names
    contracts: dict[str, Contract]
    divisions: DivisionTable
    plan: Plan
    card: Scorecard | None = None
    as_of: date | None = None
    draw: dict[str, Any] = field(default_factory=dict)
    words: dict[str, dict[str, Names]] = field(default_factory=dict)
    folder: Path | None = None

    def scorecard(self, on: date) -> Scorecard:
        """The card in force on a day: the pack's own, else the national one of that day."""
        return self.card or Scorecard.in_force(on)

    @classmethod
    def built_in(cls) -> Pack:
        """The model city's pack."""
        return cls(
            BUILT_IN,
            Names("威海市", "Weihai"),
            load_contracts() | office_contracts(),
            DivisionTable.load(),
            Plan.load(),
            draw=DRAW,
        )

    @classmethod
    def find(cls, name: str) -> Pack:
        """The built-in pack for "", else the folder of that path, else the example of that name. Refused if none."""
        if not name:
            return cls.built_in()
        for folder in (Path(name), Path("examples") / name, EXAMPLES / name):
            if (folder / "pack.toml").is_file():
                return cls.load(folder)
        raise _unknown(name)

    @classmethod
    def of_home(cls, home: Path) -> Pack:
        """The pack a home belongs to, the built-in one before its first night. Refused when its folder is gone."""
        note = _noted(home)
        if not note["folder"]:
            return cls.built_in()
        folder = Path(note["folder"])
        return cls.load(folder) if (folder / "pack.toml").is_file() else cls.find(note["name"])

    @classmethod
    def for_home(cls, home: Path, name: str) -> Pack:
        """The pack of that name for a home, the home's own for "". Refused when there is none or it is another's."""
        if not name:
            return cls.of_home(home)
        found = cls.find(name)
        found.require(home)
        return found

    def require(self, home: Path) -> None:
        """Refused when the home belongs to another pack; nothing is written."""
        held = _noted(home)["name"] if (home / NOTE).exists() else self.name
        if held != self.name:
            raise _another(home, held, self.name)

    def settle(self, home: Path) -> None:
        """Note that the home belongs to this pack. Each night does, so that readers take up changed declarations."""
        self.require(home)
        folder = str(self.folder.resolve()) if self.folder else ""
        replace_file(home / NOTE, canonical_json({"name": self.name, "folder": folder}))

    @classmethod
    def load(cls, folder: Path) -> Pack:
        """Read a pack's folder. KeyError when pack.toml lacks a part; the parts raise as their own loaders do."""
        raw = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))
        contracts = load_contracts(folder / raw["contracts"])
        families = {family: _names(words) for family, words in raw.get("words", {}).items()}
        return cls(
            name=raw["name"],
            title=Names(**raw["title"]),
            contracts=contracts,
            divisions=_of_a_city(DivisionTable.load(folder / raw["divisions"]), folder / raw["divisions"]),
            plan=Plan.load(folder / raw["indicators"]),
            card=Scorecard.load(folder / raw["scorecard"]),
            as_of=raw["as_of"],
            draw=raw["draw"],
            words={"source": {name: contract.title for name, contract in contracts.items()}, **families},
            folder=folder,
        )


DRAW: dict[str, Any] = {
    "id": "WH-SSJ-2026-041",
    "title": {"zh": "2026年第四季度双随机抽查", "en": "Double-random draw, fourth quarter 2026"},
    "item": {
        "code": "registration",
        "title": "登记事项和公示信息检查",
        "basis": "《企业公示信息抽查办法》",
        "skills": [],
    },
    "rates_per_thousand": {"S1": 10, "S2": 30, "S3": 100, "S4": 200, "S5": 300},
}
"""What the model city's draws say; rates are local configuration (statutes leave them to the province)."""


def _names(words: dict[str, dict[str, str]]) -> dict[str, Names]:
    return {code: Names(**both) for code, both in words.items()}


def _of_a_city(divisions: DivisionTable, path: Path) -> DivisionTable:
    if divisions.city is None:
        raise Refused(
            "pack.no_city",
            f"{path} 没有列出城市本身（kind 为 city 的一行）。",
            f"{path} does not list the city itself (a row of kind city).",
            "没有写入任何内容。",
            "补上城市一行后重试。",
            what_is_safe_en="Nothing was written.",
            what_to_do_en="Add the city's row and try again.",
        )
    return divisions


def _noted(home: Path) -> dict[str, str]:
    """{"name", "folder"} of a home's note; the built-in pack's where there is none yet."""
    note = home / NOTE
    return json.loads(note.read_text(encoding="utf-8")) if note.exists() else {"name": BUILT_IN, "folder": ""}


def _unknown(name: str) -> Refused:
    return Refused(
        "pack.unknown",
        f"找不到名为 {name} 的配置包。",
        f"There is no pack called {name}.",
        "没有写入任何内容。",
        "给出含有 pack.toml 的文件夹，或 examples/ 下的名称。",
        what_is_safe_en="Nothing was written.",
        what_to_do_en="Name a folder that has a pack.toml, or one under examples/.",
    )


def _another(home: Path, held: str, asked: str) -> Refused:
    return Refused(
        "pack.another",
        f"{home} 属于配置包 {held}，不能用于 {asked}。",
        f"{home} belongs to the pack {held} and cannot be used for {asked}.",
        "原有数据没有改动，没有写入任何内容。",
        "以 HUIZHI_HOME 为另一个城市指定另一个文件夹。",
        what_is_safe_en="What is there is unchanged; nothing was written.",
        what_to_do_en="Name another folder with HUIZHI_HOME for another city.",
    )
