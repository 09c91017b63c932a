"""Shops that promised to take goods back without a reason: was the promise kept?"""

from dataclasses import dataclass
from datetime import date, timedelta

ANSWERS = {
    "kept": ("已履行承诺", "kept"),
    "broken": ("在承诺期内而未履行", "within its time and not kept"),
    "late": ("超过承诺期限", "asked after its time"),
    "before": ("购买时尚未作出承诺", "bought before it was made"),
    "after": ("购买时承诺已经结束", "bought after it ended"),
    "unknown": ("购买或者提出退货的日期不明", "the day of purchase or of asking is unknown"),
}
"""What an answer means."""


@dataclass(frozen=True)
class Promise:
    """A shop's promise: goods come back within so many days from the purchase, which itself is not counted."""

    term: int
    from_on: date
    to_on: date | None = None


def judged(promise: Promise, bought_on: date | None, asked_on: date | None, taken_back: bool) -> str:
    """A code of ANSWERS: a broken promise is one the shop itself made, so it says so only within its own days."""
    if bought_on is None or asked_on is None:
        return "unknown"
    if bought_on < promise.from_on:
        return "before"
    if promise.to_on is not None and bought_on > promise.to_on:
        return "after"
    if taken_back:
        return "kept"
    return "broken" if asked_on <= bought_on + timedelta(promise.term) else "late"
