"""The register of recusals: who stays away from which business, and why. Draws and substitutions keep to it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from huizhi.apps.inspections import lifecycle, refusals
from huizhi.apps.inspections.models import Recusal, RecusalEnd
from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.facade import OutsideScope, may, officer_cards, require, units_in_scope

ENDS = "approve_recusals"


@dataclass(frozen=True)
class RecusalLine:
    """One recusal as its reader sees it; `relation` and `reason` are empty for whoever only makes lists."""

    id: int
    officer: str
    name: str
    unit: str
    object_id: str
    relation: str
    reason: str
    since: date
    until: date | None
    ends_on: date | None
    end_reason: str
    counts: bool


def declare_recusal(
    *,
    officer: str,
    object_id: str,
    relation: str,
    since: date,
    until: date | None,
    reason: str,
    by: Actor,
    at: datetime,
) -> int:
    """An officer declares for herself, a head for the officers of the unit; it counts at once. Returns the row's id.

    The ledger says who stays away from what, never why. Refused: recusal_wrong, recusal_known.
    """
    require(by, "declare_recusals")
    card = officer_cards([officer]).get(officer)
    if card is None or not card.active or relation not in lifecycle.RELATIONS or not reason.strip():
        raise refusals.recusal_wrong()
    if not object_id.strip() or "," in object_id or (until is not None and until < since):
        raise refusals.recusal_wrong()
    if officer != by.username and not is_head_of(by, card.unit):
        raise OutsideScope(officer)
    with transaction.atomic():
        if _counting(since).filter(officer=officer, object_id=object_id).exists():
            raise refusals.recusal_known(officer, object_id)
        row = Recusal(
            officer=officer, unit=card.unit, object_id=object_id.strip(), relation=relation, since=since, until=until,
            reason=reason.strip()[:300], at=at, by=by.username, by_unit=by.unit_code,
        )  # fmt: skip
        row.save()
        said = {"object": row.object_id, "since": since.isoformat(), "until": until.isoformat() if until else ""}
        record(verb="recusal_declared", by=by, at=at, object_kind="officer", object_id=officer, payload=said)
    return row.pk


def end_recusal(*, recusal: int, ends_on: date, reason: str, by: Actor, at: datetime) -> None:
    """A head ends a recusal of somebody else's; from `ends_on` on it no longer counts. Refused: recusal_wrong."""
    require(by, ENDS)
    with transaction.atomic():
        row = Recusal.objects.select_for_update().filter(pk=recusal).first()
        if row is None or not is_head_of(by, row.unit) or row.officer == by.username:
            raise OutsideScope(str(recusal))
        if RecusalEnd.objects.filter(recusal=row).exists() or ends_on < row.since or not reason.strip():
            raise refusals.recusal_wrong()
        RecusalEnd(
            recusal=row, ends_on=ends_on, reason=reason.strip()[:300], at=at, by=by.username, by_unit=by.unit_code
        ).save()
        said = {"object": row.object_id, "ends_on": ends_on.isoformat()}
        record(verb="recusal_ended", by=by, at=at, object_kind="officer", object_id=row.officer, payload=said)


def recused_on(on: date, officers: Collection[str] | None = None) -> frozenset[tuple[str, str]]:
    """(officer, object) of every recusal that counts on a day, of these officers or of all."""
    rows = _counting(on)
    rows = rows if officers is None else rows.filter(officer__in=list(officers))
    return frozenset(rows.values_list("officer", "object_id"))


def recusals_for(viewer: Actor, on: date) -> tuple[RecusalLine, ...]:
    """What a reader may see: one's own; a head and an auditor those in reach; a desk the pairs without the why."""
    rows = Recusal.objects.select_related("end").order_by("-id")
    why = may(viewer, ENDS) or may(viewer, "see_ledger")
    if not (why or may(viewer, "plan_draws")):
        rows = rows.filter(officer=viewer.username)
    elif (reach := units_in_scope(viewer)) is not None:
        rows = rows.filter(Q(officer=viewer.username) | Q(unit__in=sorted(reach)))
    found = list(rows[:500])
    names = officer_cards({row.officer for row in found})
    return tuple(_line(row, names, on, why or row.officer == viewer.username) for row in found)


def _line(row: Recusal, names, on: date, why: bool) -> RecusalLine:
    end = getattr(row, "end", None)
    over = end.ends_on if end else None
    counts = row.since <= on and (row.until is None or on <= row.until) and (over is None or on < over)
    name = names[row.officer].name if row.officer in names else row.officer
    relation, reason, end_reason = (row.relation, row.reason, end.reason if end else "") if why else ("", "", "")
    return RecusalLine(
        row.pk, row.officer, name, row.unit, row.object_id, relation, reason, row.since, row.until, over, end_reason,
        counts,
    )  # fmt: skip


def _counting(on: date) -> QuerySet[Recusal]:
    open_ended = Q(until__isnull=True) | Q(until__gte=on)
    not_over = Q(end__isnull=True) | Q(end__ends_on__gt=on)
    return Recusal.objects.filter(open_ended, not_over, since__lte=on)


def is_head_of(by: Actor, unit: str) -> bool:
    """Whether an officer decides on the recusals of a unit."""
    reach = units_in_scope(by) if may(by, ENDS) else frozenset()
    return reach is None or unit in reach
