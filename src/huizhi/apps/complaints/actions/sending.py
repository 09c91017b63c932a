"""What a party sends in by its code."""

from datetime import datetime

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.facade import PARTIES, Party
from huizhi.apps.complaints.actions.keeping import about_of
from huizhi.apps.complaints.queries.tracking import opened_by


def party_attach(*, number: str, code: str, content, name: str, at: datetime) -> None:
    """Add a file to one's own matter; the other side does not get it, and its name is sealed."""
    access = opened_by(number, code)
    about, _kind = about_of(access.number)
    casework.attach(
        number=access.number, content=content, name=name, by=Party(access.role), at=at, audience=PARTIES, about=about
    )
