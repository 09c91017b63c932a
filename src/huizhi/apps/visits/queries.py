"""Reads of visits: who may see which, and what its edits say."""

import json
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from huizhi.apps.people.facade import may, units_in_scope
from huizhi.apps.visits.joint import PartCard, Told, parts_of
from huizhi.apps.visits.merge import Edit, Merged, merge, read_edit
from huizhi.apps.visits.models import Batch, EditText, Evidence, TakenEdit, Visit, VisitOfficer, VisitPart
from huizhi.apps.visits.refusals import no_such_visit
from huizhi.apps.visits.sealing import unseal
from huizhi.law.checklists import checklist_for, results


@dataclass(frozen=True)
class VisitCard(Told):
    """A visit as lists and other rooms see it: nothing an officer typed."""

    id: str
    number: str
    origin: str
    source: str
    entity_code: str
    entity_name: str
    address: str
    checklist: str
    unit: str
    planned_on: date
    state: str
    result: str
    finished_at: datetime | None
    result_due_on: date | None
    published_at: datetime | None
    correction: str
    case: str
    listing: str
    objection: str
    paper: str
    paper_sha256: str
    minutes_saved: int
    officers: tuple[str, ...] = ()
    parts: tuple[PartCard, ...] = ()

    @property
    def to_case(self) -> bool:
        """Whether it may be handed over to a case: by its result, or as what was ordered is still not put right."""
        again = self.origin == "revisit" and bool(self.result) and results()[self.result].needs_finding
        return self.after == "case" or again

    @property
    def ground(self) -> str:
        """The ground of the list of abnormal operations the result may give."""
        return results()[self.result].ground if self.result else ""

    @property
    def short(self) -> str:
        """The business's name, or that there is none yet."""
        return self.entity_name or "—"


def number_of(visit: Visit) -> str:
    """The number on the record: year, and the beginning of the id."""
    return f"JC-{visit.planned_on.year}-{visit.id[:10].upper()}"


def card(visit: Visit) -> VisitCard:
    """One row as a card."""
    own = ("number", "officers", "unit", "parts")
    said = {name: getattr(visit, name) for name in VisitCard.__dataclass_fields__ if name not in own}
    officers = tuple(sorted(each.officer_id for each in visit.officers.all()))
    return VisitCard(**said, number=number_of(visit), unit=visit.unit_id, officers=officers, parts=parts_of(visit))


def made_by(officer) -> QuerySet[Visit]:
    """The visits an officer works on a phone: those given to her, and those her colleagues of the unit began."""
    if not may(officer, "make_visits"):
        return Visit.objects.none()
    hers = Q(officers__officer=officer.username) | Q(origin="own", unit=officer.unit_code)
    return Visit.objects.filter(hers).exclude(pk__in=hidden_from(officer)).distinct()


def _checking(officer) -> QuerySet[Visit]:
    return Visit.objects.filter(origin="recheck", state="planned", officers__officer=officer.username)


def hidden_from(officer) -> list[str]:
    """The first visits an officer is checking again blindly, and the re-visits they led to: their being there tells.

    Not hers to read until her own is finished.
    """
    rows = list(_checking(officer).values_list("recheck_of", "recheck_of__correction"))
    firsts = [first for first, _order in rows]
    parts = VisitPart.objects.filter(visit__in=firsts).values_list("correction", flat=True) if firsts else ()
    orders = [order for order in (*(order for _first, order in rows), *parts) if order]
    again = Visit.objects.filter(origin="revisit", source__in=orders).values_list("pk", flat=True) if orders else ()
    return [*firsts, *again]


def matters_hidden_from(officer) -> list[str]:
    """The matters that the first visits she is checking blindly led to: each says that something was found."""
    if not may(officer, "make_visits"):
        return []
    checking = _checking(officer)
    rows = checking.values_list("recheck_of__correction", "recheck_of__case", "recheck_of__listing")
    parts = VisitPart.objects.filter(visit__in=checking.values("recheck_of")).values_list("correction", "case")
    return [number for row in (*rows, *parts) for number in row if number]


def seen_by(officer) -> QuerySet[Visit]:
    """The visits an officer may read at the desk: her unit's and those below it, and her own."""
    if not may(officer, "see_visits"):
        return Visit.objects.none()
    within = units_in_scope(officer)
    rows = Visit.objects.exclude(pk__in=hidden_from(officer))
    if within is None:
        return rows
    return rows.filter(Q(unit__in=sorted(within)) | Q(officers__officer=officer.username)).distinct()


@dataclass(frozen=True)
class Counts:
    """How many visits wait: not made on their day, planned for today, for later, and results published too late."""

    late: int
    today: int
    coming: int
    unpublished: int


def counts(officer, at: datetime, *, own: bool = False) -> Counts:
    """What waits at an officer's desk, or for her alone."""
    on, rows = timezone.localdate(at), seen_by(officer)
    planned = Q(state="planned")
    if own:
        rows = rows.filter(pk__in=VisitOfficer.objects.filter(officer=officer.username).values("visit"))
    return Counts(**rows.aggregate(
        late=Count("pk", filter=planned & Q(planned_on__lt=on), distinct=True),
        today=Count("pk", filter=planned & Q(planned_on=on), distinct=True),
        coming=Count("pk", filter=planned & Q(planned_on__gt=on), distinct=True),
        unpublished=Count("pk", filter=Q(state="finished", result_due_on__lt=on), distinct=True),
    ))  # fmt: skip


def visit_for(officer, visit: str) -> VisitCard:
    """One visit as its reader sees it. Refused when there is none for her."""
    row = seen_by(officer).filter(pk=visit).first()
    if row is None:
        raise no_such_visit(visit)
    return _plainly(card(row), officer)


def visits_for(officer, states: Collection[str] = ()) -> tuple[VisitCard, ...]:
    """The visits of an officer's desk, the earliest last day first."""
    rows = seen_by(officer).prefetch_related("officers", "parts")
    rows = rows.filter(state__in=states) if states else rows
    return tuple(_plainly(card(row), officer) for row in rows.order_by("result_due_on", "planned_on", "id")[:300])


def _plainly(found: VisitCard, officer) -> VisitCard:
    """A blind check looks like any drawn visit to those who make it."""
    if found.origin == "recheck" and found.state == "planned" and officer.username in found.officers:
        return replace(found, origin="draw", source="")
    return found


def published_of(entity_code: str) -> tuple[VisitCard, ...]:
    """The published results of a business, the newest first."""
    rows = Visit.objects.filter(entity_code=entity_code, state="published").prefetch_related("officers", "parts")
    return tuple(card(row) for row in rows.order_by("-published_at"))


def published_visit(visit: str) -> VisitCard | None:
    """One published result."""
    row = Visit.objects.filter(pk=visit, state="published").first()
    return card(row) if row else None


def visits_from(origin: str, source: str, *, viewer=None) -> tuple[VisitCard, ...]:
    """The visits that one draw, matter or campaign led to, by day; without those hidden from `viewer`."""
    return visits_from_all(origin, [source], viewer=viewer)[source]


def visits_from_all(origin: str, sources: Collection[str], *, viewer=None) -> dict[str, tuple[VisitCard, ...]]:
    """Source -> the visits it led to, of several at once."""
    rows = Visit.objects.filter(origin=origin, source__in=list(sources)).prefetch_related("officers", "parts")
    rows = rows.exclude(pk__in=hidden_from(viewer)) if viewer is not None else rows
    found: dict[str, list[VisitCard]] = {source: [] for source in sources}
    for row in rows.order_by("planned_on", "id"):
        found[row.source].append(card(row))
    return {source: tuple(cards) for source, cards in found.items()}


def planned_on(visit: str) -> date:
    """The day a visit is planned for. Refused when there is none."""
    found = Visit.objects.filter(pk=visit).values_list("planned_on", flat=True).first()
    if found is None:
        raise no_such_visit(visit)
    return found


@dataclass(frozen=True)
class Saved:
    """What facts settled before visits: visits cancelled, items of others, the minutes both are reckoned to save."""

    visits: int
    items: int
    minutes: int

    @property
    def hours(self) -> str:
        """The same in hours, to a tenth."""
        return f"{self.minutes / 60:.1f}"


def saved_for(officer) -> Saved:
    """What was saved among the visits an officer may read."""
    rows = seen_by(officer).filter(minutes_saved__gt=0).values_list("state", "settled", "minutes_saved")
    made = [(state, len(settled), minutes) for state, settled, minutes in rows]
    cancelled = sum(state == "cancelled" for state, _, _ in made)
    items = sum(count for state, count, _ in made if state != "cancelled")
    return Saved(cancelled, items, sum(minutes for _, _, minutes in made))


def planned_for(ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Visit -> (business, checklist), for those just planned."""
    found = Visit.objects.filter(pk__in=list(ids)).values_list("pk", "entity_code", "checklist")
    return {pk: (entity, checklist) for pk, entity, checklist in found}


def bodies_of(digests: Iterable[str]) -> list[dict]:
    """The JSON of edits, opened."""
    rows = EditText.objects.filter(pk__in=list(digests))
    return [json.loads(unseal(row.sealed, row.pk)) for row in rows]


def merged_of(visit: str) -> Merged:
    """The visit as the set of its edits says."""
    return merge(edits_of(visit))


def edits_of(visit: str) -> list[Edit]:
    """Every edit taken for a visit."""
    return [read_edit(body) for body in bodies_of(TakenEdit.objects.filter(visit=visit).values_list("pk", flat=True))]


def tasks_of(officer) -> list[dict]:
    """What a phone takes with it: open visits with their business file and checklist, and the edits taken so far."""
    rows = made_by(officer).filter(state__in=["planned", "finished", "cancelled"]).prefetch_related("officers", "parts")
    return [_task(row) for row in rows.order_by("planned_on", "id")[:200]]


def _task(row: Visit) -> dict:
    whole = dict(Evidence.objects.filter(visit=row).exclude(file="").values_list("sha256", "size"))
    blind = row.origin == "recheck"
    return {
        "id": row.id, "number": number_of(row), "origin": "draw" if blind else row.origin,
        "source": "" if blind else row.source, "state": row.state,
        "entity_code": row.entity_code, "entity_name": row.entity_name, "address": row.address,
        "planned_on": row.planned_on.isoformat(), "checklist": row.checklist, "settled": row.settled,
        "officers": sorted(each.officer_id for each in row.officers.all()), "result": row.result,
        "result_due_on": row.result_due_on.isoformat() if row.result_due_on else "", "correction": row.correction,
        "parts": [
            {"key": each.key, "department": each.department, "checklist": each.checklist} for each in parts_of(row)
        ],
        "case": row.case, "evidence": sorted(whole), "edits": bodies_of(row.edits.values_list("pk", flat=True)),
    }  # fmt: skip


def checklist_words(code: str) -> dict:
    """A checklist for the phone, in both languages."""
    found = checklist_for(code)
    items = [
        {"code": item.code, "zh": item.zh, "en": item.en, "basis": f"{item.basis.instrument}{item.basis.article}"}
        for item in found.items
    ]
    return {"code": found.code, "zh": found.zh, "en": found.en, "items": items}


def batch_of(officer, batch: str) -> Batch | None:
    """A batch this officer sent."""
    return Batch.objects.filter(pk=batch, officer=officer.username).first()
