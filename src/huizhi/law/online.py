"""Online trade: who needs no registration, and when a platform reports."""

from collections.abc import Iterable
from datetime import date

from huizhi.law.parameters import in_force
from huizhi.law.rewards import FEN


def needs_no_registration(turnovers_fen: Iterable[int], on: date, needs_licence: bool = False) -> bool:
    """True for small sporadic trade: a year's turnover of all shops together within the bound, and no licensed item."""
    return not needs_licence and sum(turnovers_fen) <= in_force("online.exempt_turnover", on).number * FEN


def next_report_month(on: date) -> tuple[int, int]:
    """Year and month of the next report of identities a platform owes, this month's included."""
    months = in_force("online.report_months", on).numbers
    later = next((month for month in months if month >= on.month), None)
    return (on.year, later) if later else (on.year + 1, months[0])
