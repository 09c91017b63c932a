"""Reads about market entities, each narrowed to what the viewer may see."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date

from django.db.models import F, Q, QuerySet, Sum

from huizhi.apps.people.facade import OutsideScope, Scope, may, require, scope_of
from huizhi.apps.registers.cards import (
    ClassCard,
    DeviceLine,
    EntityFile,
    EntityHead,
    EntityLine,
    EventLine,
    EventPage,
    Evidence,
    MatterLine,
    OwnClass,
    Peers,
    PermitLine,
    PublicEntity,
    ReasonLine,
    ReleaseCard,
)
from huizhi.apps.registers.models import (
    Device,
    Entity,
    Grade,
    Licence,
    Matter,
    PeerScore,
    PlaceCount,
    Reason,
    Release,
    TimelineEvent,
)
from huizhi.law.parameters import in_force
from huizhi.vocabulary.whole_numbers import whole_number

PUBLIC_EVENTS = (
    "registered", "status_change", "penalty", "inspection_clean", "inspection_finding", "inspection_serious",
    "obstruction", "not_found", "sample_pass", "sample_fail", "annual_report", "annual_report_late",
    "annual_report_missing", "licence_issued", "licence_expired",
)  # fmt: skip
MOST_OWN = 200
"""The most records its representative is shown of a business."""
MONEY = 2
"""Severity from which a penalty took money or more; below it are warnings and criticism."""
STATES = (
    "holds_food_business", "holds_food_production", "holds_small_workshop", "holds_drug_retail",
    "holds_device_business", "holds_equipment_production", "holds_industrial_product", "food_tier", "food_staff",
    "device_in_use", "public_device", "crowded_address", "crowded_phone", "complaint_surge",
    "platform_shop", "platform_unverified", "platform_licence_hidden", "system_certified", "certificate_lapsed",
    "changes_frequent", "accounts_insolvent", "accounts_losses", "accounts_dormant", "accounts_uninsured",
    "penalty_safety", "penalty_unlicensed", "penalty_deception", "penalty_infringement", "penalty_repeated",
    "recheck_failed", "sample_hazard", "sample_repeated", "complaints_grave",
)  # fmt: skip
"""How things stand on the day: they count for a class, and are nothing that happened for a timeline to tell."""
MATTER_EVENTS = (
    "complaint", "complaint_unsettled", "complaint_dropped", "report_made", "report_filed", "complaint_surge",
    "complaints_grave",
)  # fmt: skip
"""Kinds of events that only those with `see_matters` are shown."""


def _card(card, row, **extra):
    """Build a frozen card from a row, taking the fields it shares by name; `evidence` from the four columns."""
    names = {field.name for field in fields(card)} - set(extra)
    if "evidence" in names:
        extra["evidence"] = Evidence(row.source, row.source_id, row.file_digest, row.row_number)
        names.discard("evidence")
    return card(**{name: getattr(row, name) for name in names}, **extra)


def current_release() -> ReleaseCard | None:
    """The release whose rows are shown; None before the first night."""
    row = Release.objects.filter(is_current=True).first()
    return _card(ReleaseCard, row) if row else None


def is_published(digest: str) -> bool:
    """Whether the release with this digest is the one shown now."""
    return Release.objects.filter(is_current=True, digest=digest).exists()


def ids_in(scope: Scope) -> QuerySet:
    """Ids of the entities in a scope, as a lazy subquery for another app's filter."""
    return Entity.objects.filter(scope.condition()).values("entity_id")


def _found(entity_id: str, viewer) -> Entity | None:
    require(viewer, "see_entities")
    entity = Entity.objects.filter(pk=entity_id).first()
    if entity and not scope_of(viewer).sees(division=entity.division, zone=entity.zone, station=entity.station):
        raise OutsideScope(entity_id)
    return entity


def entity_file(entity_id: str, *, viewer) -> EntityFile | None:
    """Everything about one entity that the viewer may see; None when there is no such entity.

    Raises OutsideScope for an entity elsewhere and NotPermitted without `see_entities`. Parts for which the viewer
    lacks a permission are empty, and the permission is named in `hidden`.
    """
    entity = _found(entity_id, viewer)
    if entity is None:
        return None
    release = current_release()
    sees = {name: may(viewer, name) for name in ("see_class", "see_contacts", "see_matters")}
    head = _card(EntityHead, entity, **({} if sees["see_contacts"] else {"phone": None}))
    return EntityFile(
        release=release,
        head=head,
        graded=_class_of(entity, sees["see_matters"], release) if sees["see_class"] else None,
        permits=tuple(_card(PermitLine, r) for r in _newest(Licence, entity, "-valid_until")),
        devices=tuple(_card(DeviceLine, r) for r in _newest(Device, entity, "next_inspection_on")),
        matters=tuple(_card(MatterLine, r) for r in _newest(Matter, entity, "-received_at"))
        if sees["see_matters"]
        else (),
        timeline=_timeline(entity, sees["see_matters"], "", 50),
        counts=_counts(entity, sees["see_matters"]),
        hidden=tuple(name for name, seen in sees.items() if not seen),
    )


LONGEST_LIST = 500


def _newest(model, entity: Entity, order: str):
    ordered = F(order[1:]).desc(nulls_last=True) if order[0] == "-" else F(order).asc(nulls_last=True)
    return model.objects.filter(entity_id=entity.pk).order_by(ordered, "id")[:LONGEST_LIST]


def _counts(entity: Entity, with_matters: bool) -> dict[str, int]:
    events = TimelineEvent.objects.filter(entity_id=entity.pk).exclude(kind__in=STATES)
    if not with_matters:
        events = events.exclude(kind__in=MATTER_EVENTS)
    return {
        "permits": Licence.objects.filter(entity_id=entity.pk).count(),
        "devices": Device.objects.filter(entity_id=entity.pk).count(),
        "matters": Matter.objects.filter(entity_id=entity.pk).count() if with_matters else 0,
        "events": events.count(),
    }


def _class_of(entity: Entity, with_matters: bool, release: ReleaseCard | None) -> ClassCard | None:
    """The class with every point accounted for; a complaint's number and record only for those who see complaints."""
    grade = Grade.objects.filter(pk=entity.pk).first()
    if grade is None:
        return None
    reasons = Reason.objects.filter(entity_id=entity.pk).order_by("position")
    return _card(
        ClassCard,
        grade,
        reasons=tuple(map(_card_of_reason if with_matters else _without_matter, reasons)),
        peers=_peers(entity.industry, grade.score, release) if entity.industry else None,
    )


def _card_of_reason(reason: Reason) -> ReasonLine:
    return _card(ReasonLine, reason)


def _without_matter(reason: Reason) -> ReasonLine:
    if reason.kind in MATTER_EVENTS:
        nothing = Evidence(None, None, None, None)
        return _card(ReasonLine, reason, detail=None, evidence=nothing)
    return _card_of_reason(reason)


def _peers(industry: str, score: int, release: ReleaseCard | None) -> Peers | None:
    """How an entity stands in its trade; more points mean more risk, so rank 1 is the riskiest."""
    rows = list(PeerScore.objects.filter(industry=industry).values_list("score", "grade", "entities"))
    if not rows:
        return None
    by_grade = dict.fromkeys(release.classes if release else (), 0)
    for _score, grade, entities in rows:
        by_grade[grade] += entities
    worse = sum(entities for other, _grade, entities in rows if other > score)
    return Peers(industry, sum(by_grade.values()), worse + 1, by_grade)


def timeline(entity_id: str, *, viewer, after: str = "", limit: int = 50, kinds: tuple[str, ...] = ()) -> EventPage:
    """One entity's events, newest first, of the kinds named (none: of all); `after` is the previous `next_after`."""
    entity = _found(entity_id, viewer)
    return _timeline(entity, may(viewer, "see_matters"), after, limit, kinds) if entity else EventPage((), "")


def _timeline(
    entity: Entity, with_matters: bool, after: str, limit: int, kinds: tuple[str, ...] = (),
    published_on: date | None = None,
) -> EventPage:  # fmt: skip
    events = TimelineEvent.objects.filter(entity_id=entity.pk, occurred_on__isnull=False).exclude(kind__in=STATES)
    if kinds:
        events = events.filter(kind__in=kinds)
    if not with_matters:
        events = events.exclude(kind__in=MATTER_EVENTS)
    if published_on:
        events = events.exclude(_no_longer_public(published_on))
    if place := _event_place(after):
        on, number = place
        events = events.filter(Q(occurred_on__lt=on) | Q(occurred_on=on, id__lt=number))
    rows = list(events.order_by("-occurred_on", "-id")[: limit + 1])
    last = rows[limit - 1] if len(rows) > limit else None
    next_after = f"{last.occurred_on.isoformat()}.{last.pk}" if last else ""
    return EventPage(tuple(_card(EventLine, r) for r in rows[:limit]), next_after)


def _no_longer_public(on: date) -> Q:
    """Penalties the public is not shown: warnings and criticism only, and those past the years of publicity.

    Warnings are not published at all and circulated criticism for a shorter time; the facts do not tell the two apart,
    so neither is shown.
    """
    years = int(in_force("penalty.publicity_years", on).value)
    year = on.year - years
    since = date(year, on.month, min(on.day, monthrange(year, on.month)[1]))
    return Q(kind="penalty") & (Q(severity__lt=MONEY) | Q(occurred_on__lt=since))


def _event_place(after: str) -> tuple[date, int] | None:
    on, _, number = after.partition(".")
    place = whole_number(number)
    try:
        return None if place is None else (date.fromisoformat(on), place)
    except ValueError:
        return None


def facts_of(entity_id: str, *, viewer) -> tuple[EventLine, ...]:
    """Every dated fact of an entity, oldest first, for judging its class again.

    Needs `see_class`; raises OutsideScope for an entity elsewhere. A complaint's number and record only for those who
    see complaints: its day and kind count for the class, which shows them anyway.
    """
    require(viewer, "see_class")
    entity = _found(entity_id, viewer)
    if entity is None:
        return ()
    return _facts(entity, may(viewer, "see_matters"))


def _facts(entity: Entity, with_matters: bool) -> tuple[EventLine, ...]:
    rows = TimelineEvent.objects.filter(entity_id=entity.pk, occurred_on__isnull=False).order_by("occurred_on", "id")
    return tuple(_fact(row, with_matters or row.kind not in MATTER_EVENTS) for row in rows)


def _fact(row: TimelineEvent, shown: bool) -> EventLine:
    if shown:
        return _card(EventLine, row)
    return _card(EventLine, row, detail=None, evidence=Evidence(row.source, f"#{row.pk}", None, None))


def class_counts(*, viewer) -> dict[str, dict[str, int]]:
    """Active entities in the viewer's area per class: {"C": {"entities": 120, "previously": 98}, …}.

    `previously` counts the same entities by their class in the release before.
    """
    require(viewer, "see_class")
    places = PlaceCount.objects.filter(scope_of(viewer).condition())
    release = current_release()
    counts = {grade: {"entities": 0, "previously": 0} for grade in (release.classes if release else ())}
    for row in places.values("grade", "previous_grade").annotate(total=Sum("entities")):
        counts[row["grade"]]["entities"] += row["total"]
        if row["previous_grade"] in counts:
            counts[row["previous_grade"]]["previously"] += row["total"]
    return counts


def public_entity(entity_id: str) -> PublicEntity | None:
    """What anybody may see of an entity: no class, no telephone, no complaints (the class is internal by rule)."""
    entity = Entity.objects.filter(pk=entity_id).first()
    if entity is None:
        return None
    release = current_release()
    return _card(
        PublicEntity,
        entity,
        release=release,
        permits=tuple(_card(PermitLine, r) for r in _newest(Licence, entity, "-valid_until")),
        timeline=_timeline(entity, False, "", 100, PUBLIC_EVENTS, published_on=release.as_of),
    )


def devices_of(entity_id: str) -> tuple[DeviceLine, ...]:
    """The special equipment of an entity for another room's check; the caller has seen to who asks."""
    return tuple(_card(DeviceLine, r) for r in _newest(Device, Entity(pk=entity_id), "next_inspection_on"))


def own_class(entity_id: str) -> OwnClass | None:
    """An entity's class for its own representative; None without one. The caller has checked who asks."""
    entity = Entity.objects.filter(pk=entity_id).first()
    release = current_release()
    graded = _class_of(entity, False, release) if entity and release else None
    if release is None or graded is None:
        return None
    untold = {"occurred_on": None, "lapses_on": None}
    reasons = tuple(replace(each, **untold) if each.kind in MATTER_EVENTS else each for each in graded.reasons)
    return OwnClass(release, _card(EntityHead, entity), replace(graded, reasons=reasons), _facts(entity, False))


def own_records(entity_id: str) -> tuple[EventLine, ...]:
    """Every dated record of an entity for its own representative, newest first; the caller has checked who asks.

    No states, no complaints and reports: those may tell who made them.
    """
    rows = TimelineEvent.objects.filter(entity_id=entity_id, occurred_on__isnull=False)
    hidden = rows.exclude(kind__in=(*STATES, *MATTER_EVENTS))
    return tuple(_card(EventLine, row) for row in hidden.order_by("-occurred_on", "-id")[:MOST_OWN])


def lines_of(entity_ids: Iterable[str], *, with_class: bool) -> dict[str, EntityLine]:
    """Search-result lines by entity id, with the class only when asked."""
    ids = list(entity_ids)
    rows = Entity.objects.filter(pk__in=ids)
    grades = {g.pk: g for g in Grade.objects.filter(pk__in=ids)} if with_class else {}
    return {
        row.pk: _card(
            EntityLine,
            row,
            grade=grades[row.pk].grade if row.pk in grades else None,
            score=grades[row.pk].score if row.pk in grades else None,
            matched="",
        )
        for row in rows
    }
