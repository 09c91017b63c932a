"""Reads of the scoreboard, its records, and the feeds."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import fields
from datetime import date

from django.db.models import F, Q, Sum

from huizhi.apps.indicators.cards import (
    Board,
    BoardLine,
    FeedLine,
    Figure,
    FileLine,
    IndicatorHead,
    Place,
    Point,
    QuarantineLine,
    RecordLine,
    RecordPage,
)
from huizhi.apps.indicators.lifecycle import Rule, figure, rounded, state_of
from huizhi.apps.indicators.models import (
    FeedFile,
    FeedStatus,
    IndicatorRecord,
    IndicatorValue,
    PlanIndicator,
    QuarantineCount,
)
from huizhi.apps.people.facade import require, scope_of
from huizhi.apps.registers.facade import ids_in

CITY = "city"
"""The whole city among the divisions, whatever its code."""
TREND_MONTHS = 12


def _card(card, row, **extra):
    names = {field.name for field in fields(card)} - set(extra)
    return card(**{name: getattr(row, name) for name in names}, **extra)


def months_before(month: str, count: int) -> tuple[str, ...]:
    """The `count` months that end with "2026-10", oldest first."""
    last = int(month[:4]) * 12 + int(month[5:7]) - 1
    return tuple(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(last - count + 1, last + 1))


def year_so_far(month: str) -> tuple[str, ...]:
    """January to the month, oldest first: what a yearly target is measured on."""
    return months_before(month, int(month[5:7]))


def latest_month() -> str:
    """The last month any indicator has a value for; "" before the first night."""
    return IndicatorValue.objects.order_by("-month").values_list("month", flat=True).first() or ""


def _rule(head) -> Rule:
    return Rule(head.scale, head.is_count, head.target, head.near_within, head.higher_is_better)


def _figure(head, counts: tuple[int, int] | None) -> Figure:
    numerator, denominator = counts or (0, 0)
    value = figure(numerator, denominator, _rule(head)) if counts else None
    return Figure(numerator, denominator, rounded(value, head.decimals), state_of(value, _rule(head)))


def _added(values: dict, indicator: str, division: str, months: tuple[str, ...]) -> tuple[int, int] | None:
    found = [values[indicator, division, month] for month in months if (indicator, division, month) in values]
    return (sum(n for n, _d in found), sum(d for _n, d in found)) if found else None


def _line(head: PlanIndicator, division: str, month: str, values: dict, divisions: Iterable[str] = ()) -> BoardLine:
    months = year_so_far(month)
    return BoardLine(
        head=_card(IndicatorHead, head),
        division=division,
        figure=_figure(head, _added(values, head.code, division, months)),
        trend=tuple(
            Point(m, _figure(head, values.get((head.code, division, m)))) for m in months_before(month, TREND_MONTHS)
        ),
        places=tuple(Place(d, _figure(head, _added(values, head.code, d, months))) for d in divisions),
    )


def _values(month: str, **asked) -> dict[tuple[str, str, str], tuple[int, int]]:
    rows = IndicatorValue.objects.filter(month__in=months_before(month, TREND_MONTHS), **asked)
    names = ("indicator", "division", "month", "numerator", "denominator")
    return {(i, d, m): (n, over) for i, d, m, n, over in rows.values_list(*names)}


def board(*, viewer, division: str = CITY, month: str = "") -> Board:
    """The whole scoreboard: the year so far of one division, month by month, beside every other division's.

    Figures by division carry no entity and are shown to everybody with `see_scoreboard`; without values an indicator is
    "awaiting". `month` defaults to the latest.
    """
    require(viewer, "see_scoreboard")
    month = month or latest_month() or "0001-01"
    values = _values(month)
    divisions = sorted({d for _i, d, _m in values} - {CITY})
    lines = tuple(_line(head, division, month, values, divisions) for head in PlanIndicator.objects.all())
    states: dict[str, int] = defaultdict(int)
    for line in lines:
        states[line.figure.state] += 1
    return Board(division, month, year_so_far(month), lines, dict(states))


def board_line(code: str, *, viewer, division: str = CITY, month: str = "") -> BoardLine | None:
    """One indicator of the scoreboard; None when there is no such indicator."""
    require(viewer, "see_scoreboard")
    head = PlanIndicator.objects.filter(code=code).first()
    if head is None:
        return None
    month = month or latest_month() or "0001-01"
    values = _values(month, indicator=code)
    return _line(head, division, month, values, sorted({d for _i, d, _m in values} - {CITY}))


def board_lines(code: str, *, viewer, divisions: Iterable[str], month: str = "") -> dict[str, BoardLine]:
    """One indicator for each of these divisions, without the others beside it; {} when there is no such indicator."""
    require(viewer, "see_scoreboard")
    head = PlanIndicator.objects.filter(code=code).first()
    if head is None:
        return {}
    month = month or latest_month() or "0001-01"
    values = _values(month, indicator=code)
    return {division: _line(head, division, month, values) for division in divisions}


def records(
    code: str,
    *,
    viewer,
    months: tuple[str, ...],
    division: str = CITY,
    only: str = "",
    after: int | None = None,
    limit: int = 50,
) -> RecordPage:
    """The records behind an indicator's figure that lie in the viewer's area, with their sums.

    `only`: "" for all, "achieved" (weight reaches base), "missed" (weight below base). `after` is `next_after` of the
    page before.
    """
    require(viewer, "see_records")
    rows = IndicatorRecord.objects.filter(_in_scope(scope_of(viewer)), indicator=code, month__in=months)
    if division != CITY:
        rows = rows.filter(division=division)
    if only:
        within = Q(weight__lt=F("base")) if only == "missed" else Q(weight__gte=F("base"))
        rows = rows.filter(within)
    sums = rows.aggregate(numerator=Sum("weight"), denominator=Sum("base"))
    page = rows.order_by("id") if after is None else rows.filter(id__gt=after).order_by("id")
    found = list(page[: limit + 1])
    names = dict(
        FeedFile.objects.filter(digest__in={r.file_digest for r in found if r.file_digest}).values_list(
            "digest", "name"
        )
    )
    return RecordPage(
        tuple(_card(RecordLine, r, file_name=names.get(r.file_digest, "")) for r in found[:limit]),
        found[limit - 1].pk if len(found) > limit else None,
        rows.count(),
        sums["numerator"] or 0,
        sums["denominator"] or 0,
    )


def _in_scope(scope) -> Q:
    """Records have division and zone but no station: a station sees the records of its own entities."""
    if scope.everything:
        return Q()
    seen = Q(pk__in=[])
    if scope.divisions:
        seen |= Q(division__in=scope.divisions)
    if scope.zones:
        seen |= Q(zone__in=scope.zones)
    if scope.stations:
        seen |= Q(entity_id__in=ids_in(scope))
    return seen


def feeds(*, viewer, as_of: date) -> tuple[FeedLine, ...]:
    """Every source and how it stands at the end of a day."""
    require(viewer, "see_feeds")
    return tuple(_card(FeedLine, row, state=_feed_state(row, as_of)) for row in FeedStatus.objects.all())


def _feed_state(row: FeedStatus, as_of: date) -> str:
    if row.delivered_on is None:
        return "missing"
    return "late" if (as_of - row.delivered_on).days > row.freshness_days else "fresh"


def feed_files(source: str, *, viewer) -> tuple[FileLine, ...]:
    """The landed files of a source, newest first."""
    require(viewer, "see_feeds")
    rows = FeedFile.objects.filter(source=source).order_by("-delivered_on", "digest")
    return tuple(_card(FileLine, row) for row in rows[:500])


def feed_file(digest: str, *, viewer) -> FileLine | None:
    """One landed file by its SHA-256: where an evidence pointer leads."""
    require(viewer, "see_feeds")
    row = FeedFile.objects.filter(digest=digest).order_by("source").first()
    return _card(FileLine, row) if row else None


def quarantine(source: str, *, viewer) -> tuple[QuarantineLine, ...]:
    """What was kept out of a source's files and why, most rows first."""
    require(viewer, "see_feeds")
    rows = QuarantineCount.objects.filter(source=source).order_by("-rows", "file_digest", "column", "reason")
    return tuple(_card(QuarantineLine, row) for row in rows[:500])
