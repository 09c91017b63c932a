"""The listing as casework's pages offer it."""

from collections.abc import Callable, Mapping
from datetime import datetime

from huizhi.apps.casework import facade as casework
from huizhi.apps.identities.facade import open_texts
from huizhi.apps.people.facade import may
from huizhi.apps.standing import actions, forms
from huizhi.apps.standing.lifecycle import LISTING
from huizhi.apps.standing.models import Listing
from huizhi.apps.standing.queries import card
from huizhi.law.abnormal import third_year_reminder_by

TEMPLATE = "standing/_matter.html"


def panels(number: str, viewer, at: datetime) -> Mapping[str, object]:
    """The entry, and the day by which its third year is announced."""
    row = Listing.objects.filter(number=number).first()
    if row is None:
        return {}
    reminder = third_year_reminder_by(row.listed_on, casework.office_calendar()) if row.listed_on and row.open else None
    return {"sees_visits": may(viewer, "see_visits"), "listing": row, "entry": card(row), "reminder_by": reminder}


def texts(number: str, viewer, at: datetime) -> Mapping[str, str | None]:
    """What the business wrote, for the head of the unit and who works it."""
    if not {casework.WORKER, casework.HEAD} & casework.standing_of(number, viewer=viewer, at=at):
        return {}
    return open_texts(entry.sealed for entry in casework.timeline(number) if entry.sealed)


def _ends(verb: str) -> Callable:
    return lambda number, *, note, fields, **who: actions.end(number=number, verb=verb, note=note, **who)


def _steps(verb: str) -> Callable:
    return lambda number, *, note, fields, **who: actions.step(number=number, verb=verb, note=note, **who)


def _asks(verb: str) -> Callable:
    return lambda number, *, note, fields, **who: actions.ask(number=number, verb=verb, **fields, **who)


VERBS = {
    "enter": lambda number, *, note, fields, **who: actions.enter(number=number, **fields, **who),
    "not_enter": _ends("not_enter"),
    "object": _asks("object"),
    "accept_objection": _steps("accept_objection"),
    "refuse_objection": _steps("refuse_objection"),
    "withdraw": _ends("withdraw"),
    "dismiss": _steps("dismiss"),
    "apply": _asks("apply"),
    "verify": _steps("verify"),
    "not_verified": _steps("not_verified"),
    "remove": _ends("remove"),
}
FORMS = {
    "enter": forms.EnterForm,
    **dict.fromkeys(("object", "apply"), forms.AskForm),
    **dict.fromkeys(("accept_objection", "verify", "remove"), forms.EmptyForm),
    **dict.fromkeys(("not_enter", "refuse_objection", "withdraw", "dismiss", "not_verified"), forms.ReasonsForm),
}


def declare_kinds() -> None:
    """Make the listing known."""
    casework.declare(
        LISTING, template=TEMPLATE, panels=panels, texts=texts, verbs=VERBS, forms=FORMS, opened_with="propose_listings"
    )
