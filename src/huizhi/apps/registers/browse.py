"""Lists of entities by filters, last night's moves between classes, and the published record behind a line."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q

from huizhi.apps.people.facade import OutsideScope, may, require, scope_of
from huizhi.apps.registers.cards import Evidence, LinePage
from huizhi.apps.registers.models import (
    Device,
    Entity,
    Grade,
    Licence,
    Matter,
    NameKey,
    TimelineEvent,
)
from huizhi.apps.registers.queries import MATTER_EVENTS, lines_of
from huizhi.vocabulary.text import normalise_name
from huizhi.vocabulary.whole_numbers import whole_number


@dataclass(frozen=True)
class Move:
    """One entity whose class changed in the current release."""

    entity_id: str
    name: str
    division: str | None
    zone: str | None
    grade: str
    score: int
    previous_grade: str
    previous_score: int | None
    previous_as_of: date | None

    @property
    def worse(self) -> bool:
        """Whether the risk rose."""
        return self.grade > self.previous_grade


@dataclass(frozen=True)
class PublishedRecord:
    """A published row as its fields, in the order of its table, with its origin."""

    table: str
    entity_id: str
    entity_name: str
    fields: tuple[tuple[str, object], ...]
    evidence: Evidence


def browse(
    *, viewer, text: str = "", division: str = "", zone: str = "", grade: str = "", industry: str = "",
    status: str = "", after: str = "", limit: int = 30,
) -> LinePage:  # fmt: skip
    """Entities in the viewer's area that pass every filter given, most points first where the class may be seen.

    `industry` is the beginning of a GB/T 4754 code ("F", "F52"); `text` a fragment of a name, folded as for search.
    A `grade` asked for by somebody without `see_class` raises NotPermitted.
    """
    require(viewer, "see_entities")
    with_class = may(viewer, "see_class")
    if grade:
        require(viewer, "see_class")
    asked = {"division": division, "zone": zone, "status": status, "grade__grade": grade}
    rows = Entity.objects.filter(scope_of(viewer).condition(), **{k: v for k, v in asked.items() if v})
    if industry:
        rows = rows.filter(industry_code__startswith=industry)
    if text:
        rows = rows.filter(pk__in=NameKey.objects.filter(key__contains=normalise_name(text)).values("entity_id"))
    ids, next_after = _by_score(rows, after, limit) if with_class else _by_id(rows, after, limit)
    lines = lines_of(ids, with_class=with_class)
    return LinePage(tuple(lines[i] for i in ids if i in lines), next_after)


def _by_score(rows, after: str, limit: int) -> tuple[list[str], str]:
    """Ids by falling score; entities without one come last. The place is "score.id", an empty score for those."""
    score, _, last_id = after.partition(".")
    points = whole_number(score)
    if points is not None:
        rest = Q(grade__score=points, pk__gt=last_id)
        rows = rows.filter(Q(grade__score__lt=points) | rest | Q(grade__score__isnull=True))
    elif last_id:
        rows = rows.filter(grade__score__isnull=True, pk__gt=last_id)
    ordered = rows.order_by(F("grade__score").desc(nulls_last=True), "pk")
    found = list(ordered.values_list("pk", "grade__score")[: limit + 1])
    more = len(found) > limit
    last = found[limit - 1] if more else ("", None)
    return [pk for pk, _ in found[:limit]], f"{'' if last[1] is None else last[1]}.{last[0]}" if more else ""


def _by_id(rows, after: str, limit: int) -> tuple[list[str], str]:
    """Ids in their own order."""
    found = list(
        (rows.filter(pk__gt=after) if after else rows).order_by("pk").values_list("pk", flat=True)[: limit + 1]
    )
    return found[:limit], found[limit - 1] if len(found) > limit else ""


def moves(*, viewer, limit: int = 12) -> tuple[tuple[Move, ...], int, int]:
    """Entities in the viewer's area whose class changed in this release, worst first, and how many rose and fell."""
    require(viewer, "see_class")
    changed = Grade.objects.filter(scope_of(viewer).condition("entity__"), previous_grade__isnull=False)
    changed = changed.exclude(previous_grade=F("grade"))
    risen, fallen = changed.filter(grade__gt=F("previous_grade")), changed.filter(grade__lt=F("previous_grade"))
    shown = [*risen.select_related("entity").order_by("-grade", "-score", "pk")[:limit]]
    shown += fallen.select_related("entity").order_by("-previous_grade", "score", "pk")[: max(2, limit - len(shown))]
    lines = tuple(
        Move(
            g.pk,
            g.entity.name,
            g.entity.division,
            g.entity.zone,
            g.grade,
            g.score,
            g.previous_grade,
            g.previous_score,
            g.previous_as_of,
        )
        for g in shown[:limit]
    )
    return lines, risen.count(), fallen.count()


TABLES = (
    ("entities", Entity),
    ("licences", Licence),
    ("devices", Device),
    ("matters", Matter),
    ("events", TimelineEvent),
)
HIDDEN = {"id", "entity", "entity_id", "source", "source_id", "file_digest", "row_number", "known_on"}


def published_records(entity_id: str, source: str, source_id: str, *, viewer) -> tuple[PublishedRecord, ...]:
    """What was published about an entity from one record of a source; empty when nothing was.

    Raises OutsideScope for an entity elsewhere. Telephone numbers and complaints need their own permissions.
    """
    require(viewer, "see_entities")
    entity = Entity.objects.filter(pk=entity_id).first()
    if entity is None:
        return ()
    if not scope_of(viewer).sees(division=entity.division, zone=entity.zone, station=entity.station):
        raise OutsideScope(entity_id)
    found = []
    for name, model in TABLES:
        rows = model.objects.filter(source=source, source_id=source_id)
        rows = rows.filter(pk=entity_id) if model is Entity else rows.filter(entity_id=entity_id)
        for row in rows:
            if record := _published(name, row, entity, viewer):
                found.append(record)
    return tuple(found)


def _published(name: str, row, entity: Entity, viewer) -> PublishedRecord | None:
    """One row as fields; None where the viewer may not see rows of this kind."""
    about_matter = name == "matters" or (name == "events" and row.kind in MATTER_EVENTS)
    if about_matter and not may(viewer, "see_matters"):
        return None
    hidden = HIDDEN if may(viewer, "see_contacts") else HIDDEN | {"phone"}
    shown = tuple(
        (field.name, getattr(row, field.name))
        for field in row._meta.fields
        if field.name not in hidden and getattr(row, field.name) not in (None, "")
    )
    evidence = Evidence(row.source, row.source_id, row.file_digest, row.row_number)
    return PublishedRecord(name, entity.pk, entity.name, shown, evidence)


def seen_ids(*, viewer) -> frozenset[str] | None:
    """Ids of the entities in the viewer's area, for lists made elsewhere; None when that is all of them."""
    require(viewer, "see_entities")
    scope = scope_of(viewer)
    if scope.everything:
        return None
    return frozenset(Entity.objects.filter(scope.condition()).values_list("pk", flat=True))


def published_of(wanted: Collection[tuple[str, str, str]]) -> set[tuple[str, str, str]]:
    """Those of some (entity, source, record) that a published event tells of, so that their page can be opened."""
    entities, _, records = zip(*wanted, strict=True) if wanted else ((), (), ())
    rows = TimelineEvent.objects.filter(entity_id__in=entities, source_id__in=records)
    return set(wanted) & set(rows.values_list("entity_id", "source", "source_id"))


def places_of(entity_ids: list[str]) -> dict[str, tuple[str, str]]:
    """Entity id -> (station, or else zone or division; address), for planning visits."""
    found = Entity.objects.filter(pk__in=entity_ids).values_list("pk", "station", "zone", "division", "address")
    return {pk: (station or zone or division or "", address or "") for pk, station, zone, division, address in found}


def names_of(entity_ids: list[str]) -> dict[str, tuple[str, str | None]]:
    """Entity id -> (name, division), for lists that are public anyway, such as a published draw."""
    found = Entity.objects.filter(pk__in=entity_ids).values_list("pk", "name", "division")
    return {pk: (name, division) for pk, name, division in found}
