"""The first answer, acceptance and refusal of a complaint, and disputes over who handles it."""

from collections.abc import Collection
from datetime import datetime

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import refusals
from huizhi.apps.complaints.actions.keeping import kept
from huizhi.apps.complaints.actions.own_rows import move_complaint
from huizhi.apps.complaints.models import ComplaintDetail
from huizhi.apps.ledger.facade import Actor
from huizhi.law.complaints import GROUND_ARTICLES, grounds


def answer(*, number: str, by: Actor, at: datetime, version: int | None = None, note: str = ""):
    """Tell whoever filed that the matter is being looked at: the service standard's first answer."""
    return casework.move(number, "answer", by=by, at=at, version=version, note=note)


def accept(*, number: str, by: Actor, at: datetime, version: int | None = None, note: str = ""):
    """Accept a complaint (受理): the limit of mediation starts."""

    def also(matter) -> None:
        ComplaintDetail.objects.filter(number=number).update(accepted_on=casework.civil_day(at))

    return move_complaint(number, "accept", by=by, at=at, version=version, note=note, also=also)


def refuse(
    *, number: str, grounds_given: Collection[str], reasons: str, by: Actor, at: datetime, version: int | None = None
):
    """Refuse a complaint (不予受理) on grounds of art. 16, with reasons; what is supplemented is a new one."""
    card = casework.matter(number, viewer=by, at=at)
    known = grounds(casework.civil_day(card.received_at))
    given = sorted(set(grounds_given))
    if not given or set(given) - set(known) or not reasons.strip():
        raise refusals.bad_grounds("不予受理须有法定事由和理由", "a refusal needs a ground of the rule and its reasons")
    fields = {"outcome": "refused", "grounds": given, "articles": [GROUND_ARTICLES[code] for code in given]}

    def also(matter) -> None:
        ComplaintDetail.objects.filter(number=number).update(refusal_grounds=given)
        kept(number, at)

    return move_complaint(number, "refuse", by=by, at=at, version=version, note=reasons, fields=fields, also=also)


def dispute_jurisdiction(*, number: str, by: Actor, at: datetime, version: int | None = None, note: str = ""):
    """Say that two offices see jurisdiction differently: they consult within the term, then a superior designates."""
    return move_complaint(number, "dispute_jurisdiction", by=by, at=at, version=version, note=note)


def settle_jurisdiction(*, number: str, by: Actor, at: datetime, version: int | None = None, note: str = ""):
    """Jurisdiction is settled and this unit keeps the matter; another unit gets it by hand-over."""
    return move_complaint(number, "settle_jurisdiction", by=by, at=at, version=version, note=note)
