"""What ends a visit: the record on the spot, its result and what follows, its publication within the clock."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

from django.db import transaction
from django.utils import timezone

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.facade import patiently
from huizhi.apps.ledger.facade import record
from huizhi.apps.papers import facade as papers
from huizhi.apps.people.facade import officer_cards, require, unit_by_code
from huizhi.apps.visits import joint, lines
from huizhi.apps.visits.following import tell
from huizhi.apps.visits.merge import Merged
from huizhi.apps.visits.models import Evidence, Visit, VisitOfficer
from huizhi.apps.visits.planning import Task, _plan
from huizhi.apps.visits.queries import VisitCard, card, made_by, merged_of, number_of, seen_by
from huizhi.apps.visits.refusals import incomplete, no_such_visit, not_now, wait_for_recheck
from huizhi.law.checklists import OTHERWISE, Result, checklist_for, results
from huizhi.law.inspections import officers_suffice, result_due

FOOD = "food"


@patiently
def finish_visit(visit: str, *, by, at: datetime) -> VisitCard:
    """End a visit whose edits and evidence are all here: make the record, start its clock, order what to correct.

    A visit that is finished is answered as it stands. Refused ("visit_incomplete") with everything it lacks.
    """
    require(by, "make_visits")
    with transaction.atomic():
        row = _mine(visit, by)
        if row.state in ("finished", "published"):
            return card(row)
        if row.state != "planned":
            raise not_now(row.state)
        merged = merged_of(row.pk)
        if lacking := list(lacking_in(row, merged, timezone.localdate(at))):
            raise incomplete(lacking)
        _conclude(row, merged, by, at)
        tell(card(row), by=by, at=at)
    return card(row)


def lacking_in(row: Visit, merged: Merged, on: date) -> Iterator[str]:
    """The codes of what a visit lacks to be finished (see refusals.LACKING)."""
    if merged.missing or not merged.objects:
        yield "edits"
    if merged.conflicts:
        yield "conflicts"
    result = results().get(str(merged.value("visit", "result", "")))
    if result is None:
        yield "result"
    absent = result is not None and result.absent
    items = [item.code for item in checklist_for(row.checklist).items if item.code not in row.settled]
    if not absent and any(merged.value(f"item:{code}", "answer") not in lines.ANSWERS for code in items):
        yield "items"
    findings = [each for each in merged.named("finding") if merged.value(f"finding:{each}", "text")]
    if result is not None and result.needs_finding and not findings:
        yield "finding"
    yield from joint.lacking(row, merged, len(findings))
    whole = set(Evidence.objects.filter(visit=row).exclude(file="").values_list("sha256", flat=True))
    if {each["sha256"] for each in lines.files_of(merged)} - whole:
        yield "evidence"
    companion = bool(str(merged.value("visit", "companion", "") or "").strip())
    if not officers_suffice(row.officers.count() + companion, on):
        yield "officers"
    if not merged.value("signature:officer", "strokes"):
        yield "signature_officer"
    party = merged.objects.get("signature:party", {})
    if not absent and not any(at.value for at in party.values()):
        yield "signature_party"


def _conclude(row: Visit, merged: Merged, by, at: datetime) -> None:
    said = merged.objects["visit"].get("finished")
    on_site = datetime.fromisoformat(said.versions[0].at).astimezone(UTC) if said else at
    row.finished_at = min(on_site, at)
    row.result = str(merged.value("visit", "result"))
    if row.origin == "own":
        for name in ("entity_name", "entity_code", "address"):
            setattr(row, name, str(merged.value("visit", name, "") or "")[:200])
    day = timezone.localdate(row.finished_at)
    row.result_due_on = result_due(day, casework.office_calendar(), food=row.checklist.startswith(FOOD)).due
    row.state, row.finished_edits = "finished", row.edits.count()
    parts = joint.conclude(row, merged)
    paper = papers.render("visits:site_record", _fields(row, merged), at)
    stored = papers.store_made_here(content=paper, by=by, at=at)
    row.paper, row.paper_sha256 = stored.ref, stored.sha256
    row.save()
    record(
        verb="visit_finished", by=by, at=at, object_kind="visit", object_id=row.pk,
        payload={
            "result": row.result, "edits": row.finished_edits, "record_sha256": row.paper_sha256,
            "result_due_on": row.result_due_on.isoformat(), **({"parts": parts} if parts else {}),
        },
    )  # fmt: skip
    _follow(row, results()[row.result], by, at)
    for part in joint.parts_of(row):
        follow_part(row, part, by, at)


def _follow(row: Visit, result: Result, by, at: datetime) -> None:
    """An order to correct opens with its clock and a re-visit on its last day; a re-visit ends the order it is for."""
    if row.origin == "revisit":
        verb = "not_put_right" if result.needs_finding else "put_right"
        casework.move(row.source, verb, by="visits", at=at, version=None, fields={"visit": row.pk})
    if result.after != "correction" or (row.recheck_of and row.recheck_of.correction):
        return
    row.correction = _order(row, row.checklist, checklist_for(row.checklist).zh, by, at)
    row.save(update_fields=["correction"])


def follow_part(row: Visit, part: joint.PartCard, by, at: datetime) -> None:
    """What follows from the result of one department's part: the same order, on what that department looked at."""
    if part.after == "correction" and not part.correction:
        kept = joint.kept_parts(row)[part.key]
        kept.correction = _order(row, part.checklist or OTHERWISE, part.topic, by, at)
        kept.save(update_fields=["correction"])


def _order(row: Visit, checklist: str, topic: str, by, at: datetime) -> str:
    """Open an order to correct, and plan the re-visit for its last day; the order's number."""
    opening = casework.Opening(
        kind="correction", office=row.unit_id, title="检查发现问题责令改正", received_at=row.finished_at,
        respondent_name=row.entity_name, respondent_entity_id=row.entity_code, channel="visit", topic=topic,
    )  # fmt: skip
    number = casework.open_matter(opening, by=by, at=at, told={"visit": row.pk}).number
    clock = casework.clocks_of([number])[number][0]
    again = Task(
        row.entity_code, row.entity_name, row.address, checklist, row.unit_id, clock.due_on,
        tuple(VisitOfficer.objects.filter(visit=row).values_list("officer_id", flat=True)),
    )  # fmt: skip
    _plan(again, "revisit", number, by, at)
    return number


def _fields(row: Visit, merged: Merged) -> dict[str, object]:
    names = officer_cards([each.officer_id for each in row.officers.all()])
    unit = unit_by_code(row.unit_id)
    met = [names[each].name for each in sorted(names)]
    companion = str(merged.value("visit", "companion", "") or "").strip()
    return {
        "office": unit.zh if unit else row.unit_id, "number": number_of(row), "entity": row.entity_name,
        "code": row.entity_code, "address": row.address,
        "officers": "、".join([*met, *([companion] if companion else [])]),
        "finished": timezone.localtime(row.finished_at).strftime("%Y-%m-%d %H:%M"),
        "result": results()[row.result].zh, **lines.record_lines(row, merged), "parts": joint.printed(row, merged),
    }  # fmt: skip


def publish_result(visit: str, *, by, at: datetime) -> VisitCard:
    """Publish a finished visit's result on the business's page; once published, again changes nothing."""
    require(by, "publish_visits")
    with transaction.atomic():
        row = _seen(visit, by)
        if row.state == "published":
            return card(row)
        if row.state != "finished" or row.objection:
            raise not_now(row.state)
        _keep_blind(row, at)
        row.state, row.published_at = "published", at
        row.save(update_fields=["state", "published_at"])
        record(
            verb="visit_published", by=by, at=at, object_kind="visit", object_id=row.pk,
            payload={"result": row.result, "entity": row.entity_code, "in_time": _in_time(row, at)},
        )  # fmt: skip
    return card(row)


def _keep_blind(row: Visit, at: datetime) -> None:
    """A result under a blind check waits for it; from its last day on the law goes first, and the check says so."""
    check = Visit.objects.filter(recheck_of=row, state="planned").first()
    if check is None:
        return
    if row.result_due_on is None or timezone.localdate(at) < row.result_due_on:
        raise wait_for_recheck(row.result_due_on)
    check.seen_early = True
    check.save(update_fields=["seen_early"])


def _in_time(row: Visit, at: datetime) -> bool:
    return row.result_due_on is None or timezone.localdate(at) <= row.result_due_on


def note_case(visit: str, case: str, *, part: str = "", by, at: datetime) -> None:
    """Note the case that a visit's finding, or that of one department's part (its key), was handed over to.

    Inside the caller's transaction. Refused a second time and without a finding.
    """
    require(by, "hand_to_cases")
    row = _seen(visit, by)
    kept = joint.part_of(row, part) if part else row
    if row.state not in ("finished", "published") or kept.case or not results()[kept.result].needs_finding:
        raise not_now(row.state)
    kept.case = case
    kept.save(update_fields=["case"])
    said = {"case": case, **({"part": part} if part else {})}
    record(verb="visit_handed_to_case", by=by, at=at, object_kind="visit", object_id=visit, payload=said)


@patiently
def object_to_result(visit: str, *, text: str, at: datetime) -> str:
    """A business objects to a published result; returns the objection's number. One stands at a time.

    What it wrote is sealed; the result stays published until the head of the unit upholds the objection.
    """
    with transaction.atomic():
        row = Visit.objects.select_for_update().filter(pk=visit, state="published").first()
        if row is None:
            raise no_such_visit(visit)
        if row.objection:
            return row.objection
        row.objection = lines.open_objection(row, text, at)
        row.save(update_fields=["objection"])
    return row.objection


def uphold(number: str, *, by, at: datetime, version: int | None, note: str = "", **more) -> object:
    """Uphold an objection: the published result is taken down in the same transaction."""

    def take_down(_matter) -> dict:
        row = Visit.objects.select_for_update().filter(objection=number, state="published").first()
        if row is not None:
            row.state, row.published_at = "finished", None
            row.save(update_fields=["state", "published_at"])
        return {"taken_down": bool(row)}

    return casework.move(number, "uphold", by=by, at=at, version=version, note=note, also=take_down, **more)


def _mine(visit: str, by) -> Visit:
    row = Visit.objects.select_for_update().filter(pk=visit).first()
    if row is None or not made_by(by).filter(pk=visit).exists():
        raise no_such_visit(visit)
    return row


def _seen(visit: str, by) -> Visit:
    row = Visit.objects.select_for_update().filter(pk=visit).first()
    if row is None or not seen_by(by).filter(pk=visit).exists():
        raise no_such_visit(visit)
    return row
