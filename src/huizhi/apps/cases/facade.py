"""What other rooms may ask of penalty cases."""

from huizhi.apps.cases.actions import take_source
from huizhi.apps.cases.queries import Penalty, published_penalties, published_penalty

__all__ = ["Penalty", "published_penalties", "published_penalty", "take_source"]
