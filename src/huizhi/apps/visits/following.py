"""Who is told when a visit ends or its result changes, inside the same transaction: nobody enters a result twice."""

from collections.abc import Callable
from datetime import datetime

from huizhi.apps.ledger.facade import Actor
from huizhi.apps.visits.queries import VisitCard

Follower = Callable[[VisitCard, Actor | str, datetime], None]
_FOLLOWERS: dict[str, Follower] = {}


def follow(name: str, follower: Follower) -> None:
    """Let `follower` hear of every result from now on; under a name once only. What it raises undoes the result."""
    _FOLLOWERS[name] = follower


def tell(card: VisitCard, *, by: Actor | str, at: datetime) -> None:
    """Tell everybody who follows."""
    for follower in _FOLLOWERS.values():
        follower(card, by, at)
