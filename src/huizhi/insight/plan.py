"""The plan's indicators: dated configuration with its source, a target each, and the formula that counts it, if any.

A plan is a TOML file in `plans/`. An indicator without a formula awaits data and says which. Targets are decimal text:
a figure is counted exactly and never rounded before it is compared.
"""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from pathlib import Path

from huizhi.insight.formulas import FORMULAS
from huizhi.vocabulary.refused import Refused

FOLDER = Path(__file__).with_name("plans")


@dataclass(frozen=True)
class PlanIndicator:
    """One line of the plan. The figure is numerator × scale ÷ denominator, or the numerator alone if `is_count`."""

    number: int
    code: str
    chapter: str
    zh: str
    en: str
    unit_zh: str
    unit_en: str
    owner_zh: str
    owner_en: str
    formula_zh: str
    formula_en: str
    scale: int = 100
    is_count: bool = False
    decimals: int = 1
    target: str | None = None
    province_target: str | None = None
    near_within: str | None = None
    higher_is_better: bool = True
    proposed: bool = False
    formula: str | None = None
    awaits: str = ""


@dataclass(frozen=True)
class Plan:
    """A whole plan; `version` is its code, edition and the first eight digits of its digest."""

    code: str
    edition: str
    in_force_from: date
    zh: str
    en: str
    period: str
    source: str
    proposed_source: str
    chapters: dict[str, dict[str, str]]
    indicators: tuple[PlanIndicator, ...]
    digest: str

    @property
    def version(self) -> str:
        """E.g. "weihai 2026.1 (1f2e3d4c)"."""
        return f"{self.code} {self.edition} ({self.digest[:8]})"

    @classmethod
    def load(cls, path: Path | str | None = None) -> "Plan":
        """Read a plan; without a path, the newest of those in this room. Refused when a part cannot be used."""
        chosen = Path(path) if path else max(FOLDER.glob("*.toml"), key=lambda p: p.name)
        content = chosen.read_bytes()
        try:
            return _checked(_plan(tomllib.loads(content.decode("utf-8")), sha256(content).hexdigest()))
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, InvalidOperation) as why:
            raise _unusable(chosen.name, str(why)) from why

    def rows(self) -> list[dict[str, object]]:
        """The indicators as pages take them: a line's fields, its chapter's names, period, source, version."""
        return [self._row(line) for line in self.indicators]

    def _row(self, line: PlanIndicator) -> dict[str, object]:
        chapter = self.chapters[line.chapter]
        told = {name: getattr(line, name) for name in line.__dataclass_fields__ if name != "formula"}
        return told | {
            "chapter_zh": chapter["zh"],
            "chapter_en": chapter["en"],
            "period": self.period,
            "source": self.proposed_source if line.proposed else self.source,
            "version": self.version,
        }


def _plan(raw: dict, digest: str) -> Plan:
    """The plan as declared, unchecked. KeyError or TypeError when a part is missing or unknown."""
    return Plan(
        code=raw["code"],
        edition=raw["edition"],
        in_force_from=raw["in_force_from"],
        zh=raw["title"]["zh"],
        en=raw["title"]["en"],
        period=raw["period"],
        source=raw["source"],
        proposed_source=raw["proposed_source"],
        chapters=raw["chapters"],
        indicators=tuple(_indicator(line) for line in raw["indicators"]),
        digest=digest,
    )


def _indicator(line: dict) -> PlanIndicator:
    """A line with its {zh, en} pairs taken apart."""
    flat = dict(line)
    for pair, names in {"title": ("zh", "en"), "unit": ("unit_zh", "unit_en"), "owner": ("owner_zh", "owner_en"),
                        "definition": ("formula_zh", "formula_en")}.items():  # fmt: skip
        words = flat.pop(pair)
        flat |= {name: words[language] for name, language in zip(names, ("zh", "en"), strict=True)}
    return PlanIndicator(**flat)


def _checked(plan: Plan) -> Plan:
    """The plan, when pages and tables can use it. ValueError names the first part they cannot."""
    numbers = [line.number for line in plan.indicators]
    _demand(numbers == list(range(1, len(numbers) + 1)), "indicators are numbered from 1 without gaps, in order")
    codes = [line.code for line in plan.indicators]
    _demand(len(codes) == len(set(codes)), "every indicator has a code of its own")
    for line in plan.indicators:
        _demand(re.fullmatch(r"[a-z][a-z0-9_]*", line.code) is not None, f"{line.code}: not a plain code")
        _demand(line.chapter in plan.chapters, f"{line.code}: unknown chapter {line.chapter}")
        _demand(line.formula is None or line.formula in FORMULAS, f"{line.code}: unknown formula {line.formula}")
        _demand(bool(line.formula) != bool(line.awaits), f"{line.code}: either a formula or what it awaits")
        _demand(type(line.scale) is int and line.scale > 0, f"{line.code}: the scale is a positive integer")
        for number in (line.target, line.province_target, line.near_within):
            _demand(number is None or (isinstance(number, str) and Decimal(number) >= 0), f"{line.code}: decimal text")
    return plan


def _demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)


def _unusable(what: str, why: str) -> Refused:
    return Refused(
        "plan",
        f"指标计划 {what} 不能使用：{why}",
        f"the plan {what} cannot be used: {why}",
        "没有计算或改动任何指标。",
        "请改正计划文件后重试。",
        what_is_safe_en="No indicator was counted or changed.",
        what_to_do_en="Correct the plan's file and try again.",
    )
