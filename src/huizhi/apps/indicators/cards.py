"""What pages receive about indicators and feeds: frozen, free of the database."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal


@dataclass(frozen=True)
class IndicatorHead:
    """One indicator of the plan, as configured."""

    number: int
    code: str
    chapter: str
    chapter_zh: str
    chapter_en: str
    zh: str
    en: str
    unit_zh: str
    unit_en: str
    scale: int
    is_count: bool
    decimals: int
    target: Decimal | None
    province_target: Decimal | None
    near_within: Decimal | None
    higher_is_better: bool
    period: str
    source: str
    version: str
    proposed: bool
    owner_zh: str
    owner_en: str
    formula_zh: str
    formula_en: str
    awaits: str


@dataclass(frozen=True)
class Figure:
    """One figure with what it was made of; `value` is rounded for showing, None over nothing ("awaiting", never 0)."""

    numerator: int
    denominator: int
    value: Decimal | None
    state: str


@dataclass(frozen=True)
class Point:
    """One month of a trend."""

    month: str
    figure: Figure


@dataclass(frozen=True)
class Place:
    """One division's figure, for the same months as the line's own."""

    division: str
    figure: Figure


@dataclass(frozen=True)
class BoardLine:
    """One row of the scoreboard: the year so far for one division, its trend, and every county-level division's."""

    head: IndicatorHead
    division: str
    figure: Figure
    trend: tuple[Point, ...]
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Board:
    """The scoreboard of a division up to a month ("2026-10"); `months` are the months the figures add up."""

    division: str
    month: str
    months: tuple[str, ...]
    lines: tuple[BoardLine, ...]
    states: dict[str, int]


@dataclass(frozen=True)
class RecordLine:
    """One record an indicator counts; `weight` of `base` was achieved. `file_name` is the landed file's."""

    indicator: str
    source: str
    source_id: str
    entity_id: str | None
    division: str | None
    zone: str | None
    occurred_on: date | None
    month: str
    weight: int
    base: int
    label: str | None
    file_digest: str | None
    row_number: int | None
    file_name: str


@dataclass(frozen=True)
class RecordPage:
    """Records of an indicator. `numerator` and `denominator` are the sums over all of them, not just this page."""

    lines: tuple[RecordLine, ...]
    next_after: int | None
    total: int
    numerator: int
    denominator: int


@dataclass(frozen=True)
class FeedLine:
    """How one source stands. `state`: "fresh", "late" (older than its freshness), "missing" (never delivered)."""

    source: str
    zh: str
    en: str
    owner_zh: str
    owner_en: str
    delivered_on: date | None
    rows_in: int
    stored: int
    unchanged: int
    quarantined: int
    freshness_days: int
    state: str


@dataclass(frozen=True)
class FileLine:
    """One landed file."""

    digest: str
    source: str
    name: str
    delivered_on: date
    size: int
    rows_in: int
    stored: int
    unchanged: int
    quarantined: int


@dataclass(frozen=True)
class QuarantineLine:
    """Rows kept out of a file for one reason in one column, with one example."""

    source: str
    file_digest: str
    column: str
    reason: str
    reason_zh: str
    reason_en: str
    rows: int
    example_row: int | None
    example_value: str | None
