"""Certificates and leave as lines of a table."""

from datetime import date

from huizhi.apps.people import leave as leaves
from huizhi.apps.people.certificates import certificates_of
from huizhi.apps.people.forms import CERTIFICATES, REASONS
from huizhi.apps.people.models import Officer


def certificate_lines(username: str, today: date) -> list[dict[str, object]]:
    """An officer's certificates, each with how it stands today."""
    return [
        {"card": card, "kind": CERTIFICATES[card.kind], "valid": card.covers(today), "lapsed": card.valid_to < today}
        for card in certificates_of(username)
    ]


def leave_lines(viewer: Officer, today: date, *, mine: bool) -> list[dict[str, object]]:
    """Leaves that are not over: one's own and of one's desks, or all in reach."""
    me = viewer.username
    return [
        {"leave": each, "now": each.covers(today), "reason": REASONS[each.reason], "mine": each.officer == me}
        for each in leaves.leaves(viewer=viewer, since=today)
        if not (mine and me not in (each.officer, each.stand_in))
        and (each.back_on is None or each.back_on > max(today, each.from_on))
    ]
