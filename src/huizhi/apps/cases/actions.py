"""The verb this room adds: what another desk found becomes the source of a case."""

from datetime import datetime

from huizhi.apps.casework.facade import Opening, open_matter
from huizhi.apps.ledger.facade import Actor


def take_source(
    *, office: str, title: str, respondent_name: str, respondent_entity_id: str, topic: str, found: dict,
    found_at: datetime, by: Actor, at: datetime,
) -> str:  # fmt: skip
    """Open a case to be verified by `office`; returns its number. `found` says which record it rests on, by codes.

    The clock of Order 2 art. 18 starts when the clue was found, not when it was handed over.
    """
    opening = Opening(
        kind="case", office=office, title=title, received_at=found_at, topic=topic, respondent_name=respondent_name,
        respondent_entity_id=respondent_entity_id, channel="visit",
    )  # fmt: skip
    return open_matter(opening, by=by, at=at, told=found, audience="staff").number
