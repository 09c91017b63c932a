"""Published complaints in words, and their counts as bars that are also a table."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from huizhi.apps.complaints.facade import OUTCOMES, TOPICS, Published, PublishedCounts
from huizhi.ui.lines import in_words

PAGE = 20
BAR = 200
PERIOD_DAYS = {"30": 30, "90": 90, "365": 365}


@dataclass(frozen=True)
class Bar:
    """One row of a count: its name, how many, and the bar that shows it."""

    name: str
    count: int
    bar: SafeString


def since(period: str, today: date) -> date | None:
    """The first day of a period; None for all."""
    return today - timedelta(days=PERIOD_DAYS[period]) if period in PERIOD_DAYS else None


def periods() -> list[tuple[str, str]]:
    """The periods one may ask for."""
    return [("", _("全部时间")), ("30", _("近30天")), ("90", _("近90天")), ("365", _("近一年"))]


def topics() -> list[tuple[str, str]]:
    """The categories one may ask for."""
    return [("", _("全部类别")), *((code, in_words(*names)) for code, names in TOPICS.items())]


def lines(rows: Iterable[tuple[int, Published]]) -> list[dict[str, object]]:
    """The complaints, in words."""
    return [
        {
            "name": each.respondent_name, "entity": each.respondent_entity_id, "on": each.closed_on,
            "topic": in_words(*TOPICS.get(each.topic, (each.topic, ""))),
            "outcome": in_words(*OUTCOMES.get(each.outcome, (each.outcome, ""))),
        }
        for _place, each in rows
    ]  # fmt: skip


def tables(counts: PublishedCounts) -> list[tuple[str, list[Bar]]]:
    """Counts by outcome, by topic and by business, each with its bars."""
    outcomes = [(in_words(*OUTCOMES.get(code, (code, ""))), count) for code, count in counts.by_outcome]
    by_topic = [(in_words(*TOPICS.get(code, (code, ""))), count) for code, count in counts.by_topic]
    return [
        (_("按结果"), _bars(outcomes)),
        (_("按类别"), _bars(by_topic)),
        (_("最多的商家"), _bars(counts.by_business)),
    ]


def _bars(counted: Sequence[tuple[str, int]]) -> list[Bar]:
    most = max((count for _name, count in counted), default=1)
    return [Bar(name, count, _bar(count, most)) for name, count in counted]


def _bar(count: int, most: int) -> SafeString:
    """A bar from zero; the number stands beside it."""
    return format_html(
        '<svg viewBox="0 0 {} 12" width="{}" height="12" aria-hidden="true">'
        '<rect width="{}" height="12" rx="2" fill="var(--chart-1)"/></svg>',
        BAR, BAR, max(2, round(BAR * count / most)),
    )  # fmt: skip
