"""The two kinds of matters this app adds to casework."""

from collections.abc import Mapping
from datetime import datetime

from huizhi.apps.casework import facade as casework
from huizhi.apps.identities.facade import open_texts
from huizhi.apps.visits.closing import uphold
from huizhi.apps.visits.lifecycle import CORRECTION, OBJECTION


def declare_kinds() -> None:
    """Make order to correct and objection known."""
    casework.declare(CORRECTION, opened_with="make_visits")
    casework.declare(OBJECTION, texts=texts, verbs={"uphold": uphold})


def texts(number: str, viewer, at: datetime) -> Mapping[str, str | None]:
    """What the business wrote, for the head of the unit and who works it."""
    if not {casework.WORKER, casework.HEAD} & casework.standing_of(number, viewer=viewer, at=at):
        return {}
    return open_texts(entry.sealed for entry in casework.timeline(number) if entry.sealed)
