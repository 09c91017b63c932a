"""Scorecards: dated, versioned declarations of what counts, how much, and for how long. Integers only.

A card is a TOML file in `scorecards/`; its text is its definition and its digest its identity. Points lie in whole
numbers, decay in 1/1024 by 30-day steps, so every engine and every order of summation gives the same score.
"""

import tomllib
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property, lru_cache
from hashlib import sha256
from pathlib import Path

from huizhi.insight.adjustments import Adjustment, wrong
from huizhi.insight.event_kinds.rulings import REPAIRABLE, deed_of, repaired
from huizhi.insight.events import KINDS
from huizhi.law.repairs import CLASSES
from huizhi.vocabulary.refused import Refused

ENTERPRISE_CREDIT = "enterprise_credit"
"""The code of the card a night grades by."""
FOLDER = Path(__file__).with_name("scorecards")
DECAY_ONE = 1024
ALWAYS_DAYS = 36_500
"""A window from this length on means: as long as the state lasts. Such evidence names no day on which it lapses."""
MOST = 1_000_000
"""The largest number of a line: 64 bits then hold the sum of more evidence than any business can have."""
COLUMNS = ("entity_kind", "industry_code", "division", "zone", "status")
"""The register's columns an attribute may read."""


@dataclass(frozen=True)
class Remedy:
    """What a business can do about a record, and on what basis.

    `takes_away`: the record no longer counts once it is done; `leaves`: the kind of event doing it leaves behind, if
    any; `repairs`: for a credit repair, open only after the legal least time, the class of dishonesty by severity.
    """

    zh: str
    en: str
    basis: str
    takes_away: bool = True
    leaves: str = ""
    repairs: tuple[str, ...] = ()


@dataclass(frozen=True)
class Indicator:
    """One line of a card: reads events of `kinds`, or (an attribute) a register column starting with one of `starts`.

    Points are per piece of evidence: `points` + `per_severity` for each step of severity above the first, up to
    `severity_most`, + what `amount_tiers` [(fen, points)] add; decayed by age; together at most `cap`. Negative points
    are credits. Evidence counts for `window_days` from the day it happened (0 = as long as the register says so).
    `repaired_kinds` is not declared: it follows from the remedies what a line still counts of repaired records.
    """

    code: str
    zh: str
    en: str
    dimension: str
    kinds: tuple[str, ...]
    points: int
    cap: int
    window_days: int
    decay: str = "none"
    severity_from: int = 0
    severity_to: int = 1_000_000
    per_severity: int = 0
    severity_most: int = 1
    amount_tiers: tuple[tuple[int, int], ...] = ()
    one_vote: bool = False
    until_fixed: bool = False
    column: str = ""
    starts: tuple[str, ...] = ()
    remedy: str = ""
    group: str = ""
    support: str = "local"
    note: str = ""

    repaired_kinds: tuple[str, ...] = ()

    @property
    def is_credit(self) -> bool:
        """True when the evidence speaks for the business."""
        return self.points < 0

    @property
    def reads(self) -> tuple[str, ...]:
        """Every kind it counts: its own, and of repaired records those the card lets it count."""
        return self.kinds + self.repaired_kinds


@dataclass(frozen=True)
class Scorecard:
    """A whole card; `version` is what a grade quotes: code, edition and the first eight digits of the digest.

    `covers`: the card is for entities that have an event of one of these kinds; for all when it names none.
    """

    code: str
    edition: str
    in_force_from: date
    zh: str
    en: str
    basis: str
    dimensions: dict[str, dict[str, str]]
    indicators: tuple[Indicator, ...]
    decays: dict[str, tuple[int, ...]]
    bands: tuple[tuple[str, int], ...]
    remedies: dict[str, Remedy]
    groups: dict[str, dict[str, str]]
    covers: tuple[str, ...]
    digest: str
    adjustments: tuple[Adjustment, ...] = ()

    @property
    def version(self) -> str:
        """E.g. "enterprise_credit 2026.1 (1f2e3d4c)"."""
        return f"{self.code} {self.edition} ({self.digest[:8]})"

    @cached_property
    def readers(self) -> dict[str, tuple[tuple[int, Indicator], ...]]:
        """The lines that may count each kind of event, with their numbers, in the card's order."""
        kinds = {kind for line in self.indicators for kind in line.reads}
        return {
            kind: tuple((n, line) for n, line in enumerate(self.indicators) if kind in line.reads) for kind in kinds
        }

    @cached_property
    def kinds(self) -> frozenset[str]:
        """Every kind of event that can change what it says: of a class, of a path, of what may be done."""
        ruled = {kind for rule in self.adjustments for kind in rule.reads}
        return frozenset(self.readers.keys() | ruled | {remedy.leaves for remedy in self.remedies.values()})

    @property
    def grades(self) -> tuple[str, ...]:
        """Its classes, the best first."""
        return tuple(grade for grade, _ in self.bands)

    @property
    def worst(self) -> str:
        """The class of the highest band, which a one-vote indicator forces."""
        return self.bands[-1][0]

    def indicator(self, code: str) -> Indicator:
        """The indicator of that code; KeyError when there is none."""
        return {i.code: i for i in self.indicators}[code]

    @classmethod
    def load(cls, path: Path | str) -> "Scorecard":
        """Read one card. Raises Refused when a part is missing, ambiguous or could not be computed exactly."""
        try:
            texts = _texts(Path(path))
            parts = [tomllib.loads(text.decode("utf-8")) for text in texts]
            merged = _merged(parts)
            return _checked(_card(merged, sha256(b"".join(texts)).hexdigest()))
        except (tomllib.TOMLDecodeError, KeyError, TypeError, ValueError, OSError) as why:
            raise _unusable(Path(path).name, str(why)) from why

    @classmethod
    def in_force(cls, on: date, folder: Path | str | None = None, code: str = "") -> "Scorecard":
        """The card of a code in force on a day (of enterprise credit when none is named): the one that commenced last.

        Raises Refused when none had commenced.
        """
        wanted = code or ENTERPRISE_CREDIT if folder is None else code
        begun = [card for card in cls.every(folder) if card.in_force_from <= on and wanted in ("", card.code)]
        if not begun:
            raise _unusable(str(on), "no scorecard was in force on that day")
        return max(begun, key=lambda card: card.in_force_from)

    @classmethod
    def of_trades(cls, on: date) -> list["Scorecard"]:
        """The cards in force on a day that are for some businesses only, one of each code."""
        begun = [card for card in cls.every() if card.covers and card.in_force_from <= on]
        latest = {card.code: card for card in sorted(begun, key=lambda card: card.in_force_from)}
        return [latest[code] for code in sorted(latest)]

    @classmethod
    def every(cls, folder: Path | str | None = None) -> list["Scorecard"]:
        """Every card there is, versions side by side, by file name."""
        paths = sorted(Path(folder or FOLDER).glob("*.toml"))
        return list(_loaded(tuple((path, path.stat().st_mtime_ns) for path in paths)))


@lru_cache(maxsize=4)
def _loaded(files: tuple[tuple[Path, int], ...]) -> tuple[Scorecard, ...]:
    """The cards of these files; read once while none of them changes."""
    return tuple(Scorecard.load(path) for path, _ in files)


def _texts(path: Path) -> list[bytes]:
    """The card's text, then that of the card it extends, if any: what it does not say itself is said there."""
    own = path.read_bytes()
    base = tomllib.loads(own.decode("utf-8")).get("extends")
    return [own, *(_texts(path.with_name(base)) if base else ())]


def _merged(parts: list[dict]) -> dict:
    """One declaration from the card's own and those it extends; what it has `more` of is added to theirs."""
    merged: dict = {}
    for part in reversed(parts):
        merged |= part
        for name, more in part.get("more", {}).items():
            merged[name] = [*merged[name], *more] if isinstance(more, list) else merged[name] | more
    return merged


def _card(raw: dict, digest: str) -> Scorecard:
    """The card as declared, unchecked. KeyError or TypeError when a part is missing or unknown."""
    indicators = []
    for line in raw["indicators"]:
        line = dict(line, kinds=tuple(line.get("kinds", ())), starts=tuple(line.get("starts", ())))
        line["amount_tiers"] = tuple((fen, points) for fen, points in line.get("amount_tiers", ()))
        indicators.append(Indicator(**line))
    return Scorecard(
        code=raw["code"],
        edition=raw["edition"],
        in_force_from=raw["in_force_from"],
        zh=raw["title"]["zh"],
        en=raw["title"]["en"],
        basis=raw["basis"],
        dimensions=raw["dimensions"],
        indicators=_with_repaired(indicators, raw.get("remedies", {})),
        decays={"none": (DECAY_ONE,)} | {name: tuple(steps) for name, steps in raw["decays"].items()},
        bands=tuple((band["grade"], band["from_score"]) for band in raw["bands"]),
        remedies={name: _remedy(remedy) for name, remedy in raw.get("remedies", {}).items()},
        groups=raw.get("groups", {}),
        covers=tuple(raw.get("covers", ())),
        digest=digest,
        adjustments=tuple(_adjustment(rule) for rule in raw.get("adjustments", ())),
    )


def _with_repaired(lines: list[Indicator], remedies: dict[str, dict]) -> tuple[Indicator, ...]:
    """The lines, each with what it counts of repaired records.

    A repaired record goes on counting on its line unless the line's remedy takes it away (no remedy: it stays); the
    repair counts on the line that reads, at the least severity, what the remedy leaves behind.
    """
    named = {name: _remedy(remedy) for name, remedy in remedies.items()}
    left: dict[str, set[str]] = {}
    for line in lines:
        remedy = named.get(line.remedy)
        if remedy and remedy.leaves:
            left.setdefault(remedy.leaves, set()).update(line.kinds)
    return tuple(
        replace(line, repaired_kinds=(
            *(repaired(kind) for kind in line.kinds if kind in REPAIRABLE and not _taken_away(line, named)),
            *(deed_of(kind) for own in line.kinds if line.severity_from <= 1 <= line.severity_to
              for kind in sorted(left.get(own, ()))),
        ))
        for line in lines
    )  # fmt: skip


def _taken_away(line: Indicator, remedies: dict[str, Remedy]) -> bool:
    remedy = remedies.get(line.remedy)
    return remedy is not None and remedy.takes_away


def _adjustment(raw: dict) -> Adjustment:
    return Adjustment(**raw | {name: tuple(raw.get(name, ())) for name in ("kinds", "without")})


def _remedy(raw: dict) -> Remedy:
    return Remedy(**dict(raw, repairs=tuple(raw.get("repairs", ()))))


def _checked(card: Scorecard) -> Scorecard:
    """The card, when every part can be computed. ValueError names the first that cannot."""
    floors = [floor for _, floor in card.bands]
    _demand(floors[0] == 0 and floors == sorted(set(floors)), "bands start at 0 and rise")
    for name, steps in card.decays.items():
        whole = all(isinstance(s, int) and 0 < s <= DECAY_ONE for s in steps)
        _demand(whole and list(steps) == sorted(steps, reverse=True), f"decay {name}: falling integers of 1..1024")
    for name, remedy in card.remedies.items():
        _demand(set(remedy.repairs) <= set(CLASSES), f"remedy {name}: repairs is one of {CLASSES}")
        _demand(remedy.leaves in ("", *KINDS), f"remedy {name}: unknown kind {remedy.leaves}")
        _demand(remedy.takes_away or bool(remedy.leaves), f"remedy {name}: changes nothing")
    _demand(set(card.covers) <= set(KINDS), f"covers unknown kinds {sorted(set(card.covers) - set(KINDS))}")
    _demand(not (why := wrong(card.adjustments, KINDS)), why)
    codes = [i.code for i in card.indicators]
    _demand(len(codes) == len(set(codes)), "every indicator has a code of its own")
    taken: dict[str, list[Indicator]] = {}
    for line in card.indicators:
        _check_indicator(line, card)
        for kind in line.reads:
            for other in taken.setdefault(kind, []):
                apart = line.severity_to < other.severity_from or other.severity_to < line.severity_from
                _demand(apart, f"{line.code} and {other.code} would count the same {kind} twice")
            taken[kind].append(line)
    return card


def _check_indicator(line: Indicator, card: Scorecard) -> None:
    """ValueError when the line cannot be computed."""
    numbers = (line.points, line.cap, line.window_days, line.per_severity, line.severity_most)
    _demand(all(type(n) is int for n in numbers), f"{line.code}: integers only")
    _demand(max(map(abs, numbers)) <= MOST, f"{line.code}: a number beyond {MOST:,} could overflow a sum")
    tiers = [number for tier in line.amount_tiers for number in tier]
    _demand(all(type(n) is int and n >= 0 for n in tiers), f"{line.code}: amount tiers are whole and not negative")
    _demand(sum(points for _, points in line.amount_tiers) <= MOST, f"{line.code}: its tiers could overflow a sum")
    _demand(line.points != 0 and line.points * line.cap > 0, f"{line.code}: points and cap share a sign")
    _demand(line.points * line.per_severity >= 0, f"{line.code}: per_severity has the sign of points")
    _demand(line.dimension in card.dimensions, f"{line.code}: unknown dimension {line.dimension}")
    grouped = card.groups.get(line.group, {}).get("dimension") if line.group else None
    _demand(grouped == (line.dimension if card.groups else None), f"{line.code}: no group of its dimension")
    _demand(line.decay in card.decays, f"{line.code}: unknown decay {line.decay}")
    _demand(not (line.one_vote and line.is_credit), f"{line.code}: a credit cannot be a one-vote indicator")
    _demand(not line.remedy or (line.remedy in card.remedies and bool(line.kinds)), f"{line.code}: unknown remedy")
    beyond = set(line.kinds) - set(REPAIRABLE) if line.remedy else ()
    _demand(not beyond, f"{line.code}: no ruling can repair {sorted(beyond)}")
    unknown = set(line.kinds) - set(KINDS)
    _demand(not unknown, f"{line.code}: unknown kinds {sorted(unknown)}")
    by_event = bool(line.kinds) and line.window_days > 0 and not line.column
    by_register = not line.kinds and line.column in COLUMNS and bool(line.starts) and line.window_days == 0
    _demand(by_event or by_register, f"{line.code}: either kinds and window_days, or column and starts")


def _demand(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)


def _unusable(what: str, why: str) -> Refused:
    return Refused(
        "scorecard",
        f"评分卡 {what} 不能使用：{why}",
        f"the scorecard {what} cannot be used: {why}",
        "没有计算或改动任何分类。",
        "请改正评分卡文件后重试。",
        what_is_safe_en="No class was computed or changed.",
        what_to_do_en="Correct the scorecard file and try again.",
    )
