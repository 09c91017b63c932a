"""A pack: everything Huizhi must be told about one city: its divisions, its sources, its scorecard, its indicators.

The city's own pack is built in. Another is a folder with a `pack.toml`; see examples/.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from huizhi.feeds.contract import Contract, Names, load_contracts
from huizhi.insight.plan import Plan
from huizhi.insight.scorecard import Scorecard
from huizhi.vocabulary.divisions import DivisionTable
from huizhi.vocabulary.refused import Refused

EXAMPLES = Path(__file__).resolve().parents[3] / "examples"


@dataclass(frozen=True)
class Pack:
    """One city's declarations. `as_of` is the day of its night when none is given."""

    name: str
    title: Names
    contracts: dict[str, Contract]
    divisions: DivisionTable
    plan: Plan
    card: Scorecard | None = None
    as_of: date | None = None
    draw: dict[str, Any] = field(default_factory=dict)

    def scorecard(self, on: date) -> Scorecard:
        """The card in force on a day: the pack's own, else the national one of that day."""
        return self.card or Scorecard.in_force(on)

    @classmethod
    def built_in(cls) -> Pack:
        """The model city's pack."""
        return cls("weihai", Names("威海市", "Weihai"), load_contracts(), DivisionTable.load(), Plan.load(), draw=DRAW)

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
    def load(cls, folder: Path) -> Pack:
        """Read a pack's folder. KeyError when pack.toml lacks a part; the parts raise as their own loaders do."""
        raw = tomllib.loads((folder / "pack.toml").read_text(encoding="utf-8"))
        return cls(
            name=raw["name"],
            title=Names(**raw["title"]),
            contracts=load_contracts(folder / raw["contracts"]),
            divisions=DivisionTable.load(folder / raw["divisions"]),
            plan=Plan.load(folder / raw["indicators"]),
            card=Scorecard.load(folder / raw["scorecard"]),
            as_of=raw["as_of"],
            draw=raw["draw"],
        )


DRAW: dict[str, Any] = {
    "id": "WH-SSJ-2026-041",
    "title": {"zh": "2026年第四季度双随机抽查", "en": "Double-random draw, fourth quarter 2026"},
    "item": {"code": "370000-MR-01", "basis": "《企业公示信息抽查办法》", "skills": []},
    "rates_per_thousand": {"S1": 10, "S2": 30, "S3": 100, "S4": 200},
}
"""What the model city's draws say; rates are local configuration (statutes leave them to the province)."""


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
