"""Consumers' rights: return without a reason, refund, punitive damages."""

from datetime import date

from huizhi.law.clocks import Deadline, deadline
from huizhi.law.parameters import in_force
from huizhi.law.rewards import FEN
from huizhi.vocabulary.calendar import WorkCalendar

NO_RETURN = {"made_to_order", "perishable", "digital_opened", "newspapers", "confirmed_at_purchase"}
"""Goods that cannot be returned without a reason (Consumer Law art. 25)."""


def return_due(received_on: date, calendar: WorkCalendar) -> Deadline:
    """The last day to return goods bought at a distance without a reason: for the consumer, take `rights_due`."""
    return deadline("consumer.return", received_on, calendar)


def may_return(received_on: date, on: date, goods: str, calendar: WorkCalendar) -> bool:
    """True when goods may still be returned without a reason."""
    return goods not in NO_RETURN and on <= return_due(received_on, calendar).rights_due


def is_refusal(asked_on: date, on: date, calendar: WorkCalendar) -> bool:
    """True when delay of the return or refund counts as refusal: from the day after the last day."""
    return on > deadline("consumer.refusal", asked_on, calendar).due


def punitive_fen(paid_fen: int, on: date) -> int:
    """Punitive damages for fraud, in fen: a multiple of the price paid, and not below the least."""
    times, least = in_force("consumer.punitive_times", on).number, in_force("consumer.punitive_least", on).number
    return max(paid_fen * times, least * FEN)


def punitive_for_harm_most_fen(loss_fen: int, on: date) -> int:
    """The most punitive damages for death or grave harm, in fen: a multiple of the loss."""
    return loss_fen * in_force("consumer.punitive_harm_times", on).number
