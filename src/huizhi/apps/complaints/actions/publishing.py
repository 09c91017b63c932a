"""Publicity of consumers' complaints (消费投诉信息公示): business, topic and outcome; nobody who complained."""

from datetime import datetime

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import refusals
from huizhi.apps.complaints.actions.own_rows import move_complaint
from huizhi.apps.complaints.models import Publication
from huizhi.apps.ledger.facade import Actor
from huizhi.apps.people.facade import require


def publish_complaint(*, number: str, by: Actor | str, at: datetime, version: int | None = None):
    """Show a closed complaint on the public site. Refused for one withdrawn, refused or about nobody known."""
    require(by, "publish_complaints")
    card = casework.matter_unguarded(number)
    if card is None or card.kind != "complaint" or card.outcome not in ("mediated", "not_mediated"):
        raise refusals.not_now("只公示已经调解办结的投诉", "only complaints that went through mediation are published")

    def also(matter) -> None:
        Publication.objects.update_or_create(
            number=number,
            defaults={
                "respondent_name": card.respondent_name, "respondent_entity_id": card.respondent_entity_id,
                "topic": card.topic, "outcome": card.outcome, "division": card.division,
                "closed_on": casework.civil_day(card.closed_at), "published_at": at, "withdrawn_at": None,
            },
        )  # fmt: skip

    return move_complaint(number, "publish", by=by, at=at, version=version, also=also)


def unpublish(*, number: str, reasons: str, by: Actor | str, at: datetime, version: int | None = None):
    """Take a published complaint down, with the reason."""
    require(by, "publish_complaints")

    def also(matter) -> None:
        if not Publication.objects.filter(number=number, withdrawn_at=None).update(withdrawn_at=at):
            raise refusals.not_now("这件投诉没有在公示", "it is not published")

    return move_complaint(number, "unpublish", by=by, at=at, version=version, note=reasons, also=also)
