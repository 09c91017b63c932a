"""Special campaigns: businesses inspected without a draw, for a reason and on a basis that are written down."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import IntegrityError, transaction

from huizhi.apps.inspections import refusals
from huizhi.apps.inspections.actions import can_stand_in_an_address
from huizhi.apps.inspections.models import Campaign
from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.facade import require, units_in_scope

MOST_OBJECTS = 2000


@dataclass(frozen=True)
class CampaignAsked:
    """What the desk writes. `objects` are ids of businesses; `checklist` is what the phone asks."""

    number: str
    title: str
    basis: str
    reason: str
    checklist: str
    from_on: date
    to_on: date
    objects: tuple[str, ...]


def open_campaign(asked: CampaignAsked, *, by: Actor, at: datetime) -> None:
    """Write a campaign down, for good. Refused: campaign_wrong, campaign_number_taken."""
    require(by, "plan_visits")
    said = (asked.title, asked.basis, asked.reason, asked.checklist)
    fits = can_stand_in_an_address(asked.number) and len(asked.number) <= Campaign._meta.get_field("number").max_length
    once = len(set(asked.objects)) == len(asked.objects)
    if not all(each.strip() for each in said) or not fits or asked.to_on < asked.from_on:
        raise refusals.campaign_wrong()
    if not once or not 0 < len(asked.objects) <= MOST_OBJECTS:
        raise refusals.campaign_wrong()
    try:
        _open(asked, by, at)
    except IntegrityError as twice:  # somebody opened the same number between the look and the writing
        raise refusals.campaign_taken(asked.number) from twice


def _open(asked: CampaignAsked, by: Actor, at: datetime) -> None:
    with transaction.atomic():
        if Campaign.objects.filter(number=asked.number).exists():
            raise refusals.campaign_taken(asked.number)
        Campaign(
            number=asked.number, title=asked.title.strip(), basis=asked.basis.strip(), reason=asked.reason.strip(),
            checklist=asked.checklist, from_on=asked.from_on, to_on=asked.to_on, unit=by.unit_code,
            objects_listed=list(asked.objects), at=at, by=by.username,
        ).save()  # fmt: skip
        said_of_it = {"objects": len(asked.objects), "from": asked.from_on.isoformat(), "to": asked.to_on.isoformat()}
        record(verb="campaign_opened", by=by, at=at, object_kind="campaign", object_id=asked.number, payload=said_of_it)


def campaigns_for(viewer: Actor) -> tuple[tuple[CampaignAsked, str, datetime], ...]:
    """(campaign, unit, when it was opened) within the viewer's reach, the newest first."""
    reach = units_in_scope(viewer)
    rows = Campaign.objects.all() if reach is None else Campaign.objects.filter(unit__in=sorted(reach))
    return tuple(
        (
            CampaignAsked(
                row.number, row.title, row.basis, row.reason, row.checklist, row.from_on, row.to_on,
                tuple(row.objects_listed),
            ),
            row.unit,
            row.at,
        )
        for row in rows[:100]
    )  # fmt: skip
