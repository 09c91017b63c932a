"""Looking at who complained or reported: for who works the matter, with a reason; a row and an act each time."""

from datetime import datetime

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import refusals
from huizhi.apps.complaints.queries.persons import identity_of
from huizhi.apps.identities import facade as identities
from huizhi.apps.ledger.facade import Actor


def look_at_person(number: str, *, reason: str, by: Actor, at: datetime) -> tuple[tuple[str, str], ...]:
    """Open the person of a matter; returns (field, value) for the one answer that shows it."""
    require_worker(number, by, at)
    known = identity_of(number, viewer=by, at=at)
    if not known.ref:
        raise refusals.nobody_to_look_at()
    return tuple(identities.look(ref=known.ref, reason=reason, by=by, at=at).fields().items())


def require_worker(number: str, by: Actor, at: datetime) -> None:
    """Refused unless `by` works the matter now."""
    if casework.WORKER not in casework.standing_of(number, viewer=by, at=at):
        raise refusals.not_the_worker()
