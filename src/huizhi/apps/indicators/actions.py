"""The one write of this room: the night's scoreboard takes the place of the last one's."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from huizhi.apps.indicators.columns import COLUMNS
from huizhi.apps.indicators.models import (
    FeedFile,
    FeedStatus,
    IndicatorRecord,
    IndicatorValue,
    PlanIndicator,
    QuarantineCount,
)
from huizhi.apps.ledger.facade import Actor, record, require_atomic
from huizhi.apps.people.facade import require
from huizhi.apps.registers.facade import current_release, replace_rows, tidy_after_commit
from huizhi.vocabulary.refused import Refused

TABLES = {
    "indicators": PlanIndicator,
    "values": IndicatorValue,
    "records": IndicatorRecord,
    "feeds": FeedStatus,
    "files": FeedFile,
    "quarantine": QuarantineCount,
}


def publish(rows: Mapping[str, Iterable[tuple]], *, by: Actor | str, at: datetime) -> dict[str, int]:
    """Replace the scoreboard by these row tuples, ordered as in COLUMNS; returns rows per table.

    Inside the caller's transaction, after the registers were published in it: the act names their release. Refused
    outside a transaction or when a table is missing or unknown.
    """
    require(by, "publish_night")
    require_atomic()
    if set(rows) != set(TABLES):
        raise _refused_tables(sorted(set(TABLES) ^ set(rows)))
    counts = {table: replace_rows(model, COLUMNS[table], rows[table]) for table, model in TABLES.items()}
    release = current_release()
    record(
        verb="scoreboard_published",
        by=by,
        at=at,
        object_kind="release",
        object_id=release.digest if release else "",
        payload={"rows": counts},
    )
    tidy_after_commit()
    return counts


def _refused_tables(tables: list[str]) -> Refused:
    said = ", ".join(tables)
    return Refused(
        "publication_incomplete",
        f"指标看板的表缺失或未知：{said}",
        f"tables of the scoreboard are missing or unknown: {said}",
        "仍显示上一次发布的结果",
        "按 COLUMNS 列出的表逐一提供，没有记录的表给空列表",
        what_is_safe_en="the last release is still shown",
        what_to_do_en="give every table of COLUMNS, an empty list where there are no rows",
    )
