"""A result that was wrong: the head of the unit corrects it, with a reason, and it is published again."""

from datetime import datetime

from django.db import transaction

from huizhi.apps.casework import facade as casework
from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.facade import in_reach, require
from huizhi.apps.visits import joint
from huizhi.apps.visits.closing import _follow, _seen, follow_part
from huizhi.apps.visits.following import tell
from huizhi.apps.visits.queries import VisitCard, card
from huizhi.apps.visits.refusals import no_reason, not_now, objection_open
from huizhi.law.checklists import results

FOLLOWS = "visits"
"""Whoever the ledger names for what follows from a corrected result by itself: a head need not make visits."""


def correct_result(
    visit: str, *, result: str, reason: str, part: str = "", by: Actor, at: datetime
) -> VisitCard:  # fmt: skip
    """Put another standard result in the place of a finished visit's, and take a published one down until it is again.

    With `part` (its key, "p1") it is the result of that department's part of a joint visit.

    The record made on the spot stays as it was signed; the ledger keeps both results and the reason. What follows from
    the new result begins now; what began from the old one ends by its own verbs. Refused while an objection is open.
    """
    require(by, "correct_visits")
    said = reason.strip()[:300]
    if result not in results() or not said:
        raise no_reason()
    with transaction.atomic():
        row = _seen(visit, by)
        in_reach(row.unit_id, by)
        if row.state not in ("finished", "published") or row.origin == "revisit":
            raise not_now(row.state)
        kept = joint.part_of(row, part) if part else row
        if kept.result == result:
            raise not_now(row.state)
        if row.objection and casework.matter_unguarded(row.objection).state == "received":
            raise objection_open(row.objection)
        before, kept.result = kept.result, result
        kept.save(update_fields=["result"])
        row.objection, row.state, row.published_at = "", "finished", None
        row.save(update_fields=["objection", "state", "published_at"])
        record(
            verb="visit_corrected", by=by, at=at, object_kind="visit", object_id=row.pk,
            payload={"before": before, "result": result, "reason": said, **({"part": part} if part else {})},
        )  # fmt: skip
        if part:
            follow_part(row, next(each for each in joint.parts_of(row) if each.key == part), FOLLOWS, at)
        elif not row.correction:
            _follow(row, results()[result], FOLLOWS, at)
        found = card(row)
        tell(found, by=by, at=at)
    return found
