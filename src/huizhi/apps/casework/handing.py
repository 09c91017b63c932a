"""A matter between units: handed over and answered, returned to intake, supervised from above."""

from datetime import date, datetime

from huizhi.apps.casework.acting import Acting, act
from huizhi.apps.casework.lifecycle import HEAD, INTAKE, SUPERIOR, WORKER
from huizhi.apps.casework.models import ACROSS, DOWN, UP, CoHandler, HandOver, Matter, Supervision
from huizhi.apps.casework.reckoning import civil_day
from huizhi.apps.casework.refusals import no_such_unit, not_yours, nothing_pending, still_pending, words_missing
from huizhi.apps.ledger.facade import Actor
from huizhi.apps.people.facade import UnitCard, above, bureau_of, may, require, unit_cards

TRANSFER = "transfer"
"""The reason of `law` for a clock to start again: received by the office with handling authority."""


def hand_over(
    *, number: str, to: str, reason: str, for_competence: bool, by: Actor, at: datetime, version: int | None = None
) -> Matter:
    """Offer a matter to another unit; it stays where it is, clocks running, until that unit accepts.

    `for_competence`: the unit that holds it has no handling authority and the other bureau has. Only then, on its
    receipt there, do clocks start again that `law` restarts on transfer.
    """
    if not reason.strip():
        raise words_missing("移交理由", "why it is handed over")

    def change(acting: Acting) -> dict:
        matter, units = acting.matter, unit_cards()
        if to not in units or to == matter.holder_id:
            raise no_such_unit(to)
        if HandOver.objects.filter(matter=matter, accepted=None).exists():
            raise still_pending()
        competence = for_competence and bureau_of(to, units) != bureau_of(matter.holder_id, units)
        direction = direction_of(matter.holder_id, to, units)
        HandOver.objects.create(
            matter=matter, direction=direction, for_competence=competence, giver_id=matter.holder_id, receiver_id=to,
            reason=reason, offered_at=at, offered_by=by.username,
        )  # fmt: skip
        return {"from": matter.holder_id, "to": to, "direction": direction, "for_competence": competence}

    return act("hand_over", (WORKER, HEAD, INTAKE), change, number=number, by=by, at=at, version=version, note=reason)


def direction_of(giver: str, receiver: str, units: dict[str, UnitCard]) -> str:
    """Up to a unit above, down to one below, across otherwise."""
    if receiver in above(giver, units):
        return UP
    return DOWN if giver in above(receiver, units) else ACROSS


def accept_hand_over(*, number: str, by: Actor, at: datetime, version: int | None = None, note: str = "") -> Matter:
    """Take over a matter offered to one's unit: it is the unit's from now on, and nobody's yet within it."""

    def change(acting: Acting) -> dict:
        offer = _offered_to(acting, by)
        matter = acting.matter
        matter.holder_id, matter.assignee_id, matter.returned = offer.receiver_id, None, False
        CoHandler.objects.filter(matter=matter).delete()
        offer.answered_at, offer.answered_by, offer.accepted, offer.answer = at, by.username, True, note
        offer.save()
        if offer.for_competence:
            acting.clocks.restart(TRANSFER, civil_day(at), f"{matter.number}/HO{offer.pk}", at)
        return {"from": offer.giver_id, "to": offer.receiver_id}

    return act("accept_hand_over", (), change, number=number, by=by, at=at, version=version, note=note)


def refuse_hand_over(*, number: str, reason: str, by: Actor, at: datetime, version: int | None = None) -> Matter:
    """Leave a matter with who offered it, and say why."""
    if not reason.strip():
        raise words_missing("不接收的理由", "why it is refused")

    def change(acting: Acting) -> dict:
        offer = _offered_to(acting, by)
        offer.answered_at, offer.answered_by, offer.accepted, offer.answer = at, by.username, False, reason
        offer.save()
        return {"from": offer.giver_id, "to": offer.receiver_id}

    return act("refuse_hand_over", (), change, number=number, by=by, at=at, version=version, note=reason)


def withdraw_offers(matter: Matter, at: datetime) -> None:
    """A matter that is closed goes nowhere any more; part of the act that closes it."""
    HandOver.objects.filter(matter=matter, accepted=None).update(accepted=False, answered_at=at)


def return_to_intake(*, number: str, reason: str, by: Actor, at: datetime, version: int | None = None) -> Matter:
    """Give a wrongly routed matter back to the unit that took it in, which routes it anew; its clocks run on."""
    if not reason.strip():
        raise words_missing("退回理由", "why it is returned")

    def change(acting: Acting) -> dict:
        matter = acting.matter
        if matter.holder_id == matter.office_id:
            raise no_such_unit(matter.office_id)
        if HandOver.objects.filter(matter=matter, accepted=None).exists():
            raise still_pending()
        before = matter.holder_id
        matter.holder_id, matter.assignee_id, matter.returned = matter.office_id, None, True
        CoHandler.objects.filter(matter=matter).delete()
        return {"from": before, "to": matter.office_id}

    return act("return_to_intake", (WORKER, HEAD), change, number=number, by=by, at=at, version=version, note=reason)


def supervise(
    *, number: str, order: str, answer_by: date, by: Actor, at: datetime, version: int | None = None
) -> Matter:
    """Order the unit that holds a matter to answer by a day (督办): by a unit above it."""
    require(by, "supervise_matters")
    if not order.strip():
        raise words_missing("督办要求", "what is ordered")

    def change(acting: Acting) -> dict:
        Supervision.objects.create(
            matter=acting.matter, unit_id=by.unit_code, ordered_by=by.username, ordered_at=at, order=order,
            answer_by=answer_by,
        )  # fmt: skip
        acting.matter.supervised = True
        return {"unit": by.unit_code, "answer_by": answer_by.isoformat()}

    return act("supervise", (SUPERIOR,), change, number=number, by=by, at=at, version=version, note=order)


def answer_supervision(*, number: str, answer: str, by: Actor, at: datetime, version: int | None = None) -> Matter:
    """Answer the oldest open order on a matter."""
    if not answer.strip():
        raise words_missing("反馈内容", "the answer")

    def change(acting: Acting) -> dict:
        waiting = list(Supervision.objects.filter(matter=acting.matter, answered_at=None))
        if not waiting:
            raise nothing_pending("督办", "supervision")
        first = waiting[0]
        first.answered_at, first.answered_by, first.answer = at, by.username, answer
        first.save()
        acting.matter.supervised = len(waiting) > 1
        return {"unit": first.unit_id, "answer_by": first.answer_by.isoformat()}

    return act(
        "answer_supervision", (WORKER, HEAD), change, number=number, by=by, at=at, version=version, note=answer,
        closed_too=True,
    )  # fmt: skip


def _offered_to(acting: Acting, by: Actor) -> HandOver:
    offer = HandOver.objects.filter(matter=acting.matter, accepted=None).first()
    if offer is None:
        raise nothing_pending("移交", "hand-over")
    if offer.receiver_id != by.unit_code or not (may(by, "assign_matters") or may(by, "file_matters")):
        raise not_yours("接收移交", "accept a hand-over", (HEAD,))
    return offer
