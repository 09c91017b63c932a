"""Reads: the entries of a business that are public."""

from dataclasses import dataclass
from datetime import date

from huizhi.apps.casework import facade as casework
from huizhi.apps.people.facade import unit_cards
from huizhi.apps.standing.models import Listing
from huizhi.law.abnormal import grounds


@dataclass(frozen=True)
class ListingCard:
    """An entry as everybody reads it."""

    number: str
    entity_code: str
    entity_name: str
    individual: bool
    ground_zh: str
    ground_en: str
    basis: str
    removed_zh: str
    removed_en: str
    decision: str
    listed_on: date | None
    office_zh: str
    office_en: str
    state: str
    objection_until: date | None


def card(row: Listing) -> ListingCard:
    """One row as a card."""
    matter, ground = casework.matter_unguarded(row.number), grounds()[row.ground]
    unit = unit_cards()[matter.office]
    clocks = casework.clocks_of([row.number]).get(row.number, ())
    until = next((each.due_on for each in clocks if each.name == "objection"), None)
    return ListingCard(
        row.number, row.entity_code, matter.respondent_name, row.individual, ground.zh, ground.en, str(ground.basis),
        ground.removed_zh, ground.removed_en, row.decision, row.listed_on, unit.zh, unit.en, matter.state, until,
    )  # fmt: skip


def published_listing(number: str) -> ListingCard | None:
    """One entry that is public."""
    row = Listing.objects.filter(number=number, published_at__isnull=False).first()
    return card(row) if row else None


def published_listings(entity_code: str) -> tuple[ListingCard, ...]:
    """The public entries of a business, the newest first."""
    rows = Listing.objects.filter(entity_code=entity_code, published_at__isnull=False).exclude(entity_code="")
    return tuple(card(row) for row in rows.order_by("-id"))
