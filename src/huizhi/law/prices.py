"""Price tests: the compared price, and how far a price rose beyond its cost."""

from collections.abc import Iterable
from datetime import date, timedelta
from fractions import Fraction

from huizhi.law.parameters import in_force


def highest_compared_price(deals: Iterable[tuple[date, int]], on: date) -> int | None:
    """The most an undetailed compared price may be on a day, in fen; None when nothing was sold before.

    `deals` are (day, price in fen) on the same premises: the lowest of the days looked back on, or else the last deal
    before them (the lowest of its day).
    """
    since = on - timedelta(days=in_force("price.comparison_days", on).number)
    past = [(day, price) for day, price in deals if day < on]
    recent = [price for day, price in past if day >= since]
    if recent:
        return min(recent)
    last = max((day for day, _ in past), default=None)
    return min((price for day, price in past if day == last), default=None)


def compared_price_stands(compared_fen: int, deals: Iterable[tuple[date, int]], on: date) -> bool:
    """True when a compared price does not exceed the highest it may be; False when nothing was ever sold."""
    highest = highest_compared_price(deals, on)
    return highest is not None and compared_fen <= highest


def excess_rise(cost_before: int, cost_now: int, price_before: int, price_now: int) -> Fraction:
    """How far the price rose beyond the cost, as a share; ValueError without a cost and a price before."""
    if cost_before <= 0 or price_before <= 0:
        raise ValueError("a rise needs a cost and a price before")
    return Fraction(price_now - price_before, price_before) - Fraction(cost_now - cost_before, cost_before)


def margin(cost: int, price: int) -> Fraction:
    """The margin as a share of the cost; ValueError without a cost."""
    if cost <= 0:
        raise ValueError("a margin needs a cost")
    return Fraction(price - cost, cost)


def is_clue(excess: Fraction, on: date) -> bool:
    """True when the excess is above what the office has configured to point out: a clue for a person, no finding."""
    return excess > Fraction(in_force("price.excess_threshold", on).number, 100)
