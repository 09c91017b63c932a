"""The one write of this room: a night's results take the place of the last one's, all or nothing."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime

from django.db import connection

from huizhi.apps.ledger.facade import Actor, record, require_atomic
from huizhi.apps.people.facade import require
from huizhi.apps.registers.bulk import batches, empty, insert, replace_rows, tidy_after_commit
from huizhi.apps.registers.cards import Published, ReleaseInfo
from huizhi.apps.registers.columns import COLUMNS
from huizhi.apps.registers.models import (
    Device,
    Entity,
    Grade,
    Licence,
    Matter,
    NameKey,
    PeerScore,
    PlaceCount,
    Reason,
    Release,
    TimelineEvent,
)
from huizhi.apps.registers.queries import is_published
from huizhi.vocabulary.refused import Refused
from huizhi.vocabulary.text import normalise_name

TABLES = {"reasons": Reason, "events": TimelineEvent, "licences": Licence, "devices": Device, "matters": Matter}
PREVIOUS = ("previous_grade", "previous_score", "previous_as_of")
NAME_COLUMNS = ("key", "entity_id", "former", "division", "zone", "station")
SEVERAL_NAMES = re.compile("[;；|]")


def publish(release: ReleaseInfo, rows: Mapping[str, Iterable[tuple]], *, by: Actor | str, at: datetime) -> Published:
    """Replace every published row by these: `rows` gives row tuples per table, ordered as in COLUMNS.

    Inside the caller's transaction; readers see the old release until it commits. The release that is already shown is
    left alone. Refused outside a transaction, when a table is missing or unknown, when a row belongs to no entity, or
    when an entity's reasons do not add up to its score.
    """
    require(by, "publish_night")
    require_atomic()
    if is_published(release.digest):
        return Published(False, {})
    if set(rows) != set(COLUMNS):
        raise _refused_tables(set(COLUMNS) - set(rows), set(rows) - set(COLUMNS))
    shown = Release.objects.select_for_update().filter(is_current=True).first()
    before = _grades_before(shown, release.as_of)
    counts = {"entities": _fill_entities(rows["entities"])}
    counts["grades"] = replace_rows(Grade, (*COLUMNS["grades"], *PREVIOUS), _with_previous(rows["grades"], before))
    for table, model in TABLES.items():
        counts[table] = replace_rows(model, COLUMNS[table], rows[table])
    _check_belonging()
    _check_sums()
    _count_peers_and_places()
    _show(release, at)
    record(
        verb="night_published",
        by=by,
        at=at,
        object_kind="release",
        object_id=release.digest,
        payload={
            "as_of": release.as_of.isoformat(),
            "code_digest": release.code_digest,
            "digests": release.digests,
            "rows": counts,
        },
    )
    tidy_after_commit()
    return Published(True, counts)


def _show(release: ReleaseInfo, at: datetime) -> None:
    Release.objects.filter(is_current=True).update(is_current=False)
    Release.objects.create(
        as_of=release.as_of,
        digest=release.digest,
        code_digest=release.code_digest,
        scorecard=release.scorecard,
        published_at=at,
        is_current=True,
    )


def _grades_before(shown: Release | None, as_of: date) -> dict[str, tuple[str | None, int | None, date | None]]:
    """Entity -> (class, score, day) to compare with: the shown release's where it is earlier, else what that one had.

    A later release than the new one says nothing about the time before it: no comparison then.
    """
    if shown is None or shown.as_of > as_of:
        return {}
    rows = Grade.objects.all()
    if shown.as_of == as_of:
        return {i: (g, s, on) for i, g, s, on in rows.values_list("entity_id", *PREVIOUS).iterator()}
    return {i: (g, s, shown.as_of) for i, g, s in rows.values_list("entity_id", "grade", "score").iterator()}


def _with_previous(rows: Iterable[tuple], before: dict[str, tuple]) -> Iterator[tuple]:
    nothing = (None, None, None)
    return ((*row, *before.get(row[0], nothing)) for row in rows)


def _fill_entities(rows: Iterable[tuple]) -> int:
    columns = COLUMNS["entities"]
    at = [columns.index(name) for name in ("entity_id", "name", "former_name", "division", "zone", "station")]
    empty(Entity)
    empty(NameKey)
    count = 0
    for batch in batches(rows):
        insert(Entity, columns, batch)
        insert(NameKey, NAME_COLUMNS, [key for row in batch for key in _name_keys(*(row[i] for i in at))])
        count += len(batch)
    return count


def _name_keys(entity_id, name, former_name, division, zone, station) -> Iterator[tuple]:
    now = normalise_name(name or "")
    if now:
        yield now, entity_id, False, division, zone, station
    for former in {normalise_name(text) for text in SEVERAL_NAMES.split(former_name or "")} - {"", now}:
        yield former, entity_id, True, division, zone, station


def _check_belonging() -> None:
    with connection.cursor() as cursor:
        for model in (Grade, *TABLES.values()):
            table = model._meta.db_table
            cursor.execute(
                f"SELECT t.entity_id FROM {table} t WHERE NOT EXISTS "
                "(SELECT 1 FROM registers_entity e WHERE e.entity_id = t.entity_id) LIMIT 1"
            )
            if orphan := cursor.fetchone():
                raise _refused_rows(
                    "row_of_no_entity", "有记录不属于任何主体", "a row belongs to no entity", table, orphan
                )


def _check_sums() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT g.entity_id FROM registers_grade g LEFT JOIN "
            "(SELECT entity_id, SUM(points) AS points, COUNT(*) AS reasons FROM registers_reason GROUP BY entity_id) r "
            "ON r.entity_id = g.entity_id "
            "WHERE g.score <> COALESCE(r.points, 0) OR g.reason_count <> COALESCE(r.reasons, 0) LIMIT 1"
        )
        if wrong := cursor.fetchone():
            said = ("有主体的依据分数之和不等于总分", "an entity's reasons do not add up to its score")
            raise _refused_rows("reasons_do_not_add_up", *said, "registers_reason", wrong)


def _count_peers_and_places() -> None:
    empty(PeerScore)
    empty(PlaceCount)
    joined = "FROM registers_grade g JOIN registers_entity e ON e.entity_id = g.entity_id WHERE e.status = 'active'"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO registers_peerscore (industry, score, grade, entities) "
            f"SELECT SUBSTR(e.industry_code, 1, 3), g.score, g.grade, COUNT(*) {joined} "
            "AND e.industry_code IS NOT NULL GROUP BY 1, 2, 3"
        )
        cursor.execute(
            "INSERT INTO registers_placecount (division, zone, station, grade, previous_grade, entities) "
            "SELECT COALESCE(e.division, ''), COALESCE(e.zone, ''), COALESCE(e.station, ''), g.grade, "
            f"COALESCE(g.previous_grade, ''), COUNT(*) {joined} GROUP BY 1, 2, 3, 4, 5"
        )


def _refused_tables(missing: set[str], unknown: set[str]) -> Refused:
    said = ", ".join([*(f"-{t}" for t in sorted(missing)), *(f"+{t}" for t in sorted(unknown))])
    return Refused(
        "publication_incomplete",
        f"发布的表不完整或有未知的表：{said}",
        f"the publication lacks tables (-) or has unknown ones (+): {said}",
        "仍显示上一次发布的结果",
        "按 COLUMNS 列出的表逐一提供，没有记录的表给空列表",
        what_is_safe_en="the last release is still shown",
        what_to_do_en="give every table of COLUMNS, an empty list where there are no rows",
    )


def _refused_rows(code: str, zh: str, en: str, table: str, entity: tuple) -> Refused:
    return Refused(
        code,
        f"{zh}：{table}，主体 {entity[0]}",
        f"{en}: {table}, entity {entity[0]}",
        "仍显示上一次发布的结果",
        "检查当夜计算的结果表后重新发布",
        {"table": table, "entity_id": entity[0]},
        what_is_safe_en="the last release is still shown",
        what_to_do_en="check the night's tables and publish again",
    )
