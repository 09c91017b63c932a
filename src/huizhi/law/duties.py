"""Duties of food businesses: records, retained samples, and when a case is serious."""

from datetime import date

from huizhi.law.clocks import deadline
from huizhi.law.parameters import in_force
from huizhi.law.rewards import FEN
from huizhi.vocabulary.calendar import WorkCalendar


def keep_records_until(traded_on: date, calendar: WorkCalendar, shelf_life_ends_on: date | None = None) -> date:
    """The last day to keep purchase and sales records: after the shelf life, or from the trade where there is none."""
    if shelf_life_ends_on is None:
        return deadline("duty.records_no_shelf_life", traded_on, calendar).due
    return deadline("duty.records_after_shelf_life", shelf_life_ends_on, calendar).due


def trained_enough(hours: int, on: date) -> bool:
    """True when staff had the hours of training the rules ask of a year."""
    return hours >= in_force("duty.training_hours", on).number


def is_serious(
    on: date, goods_fen: int = 0, months: int = 0, ill: int = 0, dead: int = 0, again_in_a_year: bool = False
) -> bool:
    """True when goods, duration, the ill or dead, or repetition make a food case serious; each bound is included."""
    return (
        goods_fen >= in_force("duty.serious_goods", on).number * FEN
        or months >= in_force("duty.serious_months", on).number
        or ill >= in_force("duty.serious_ill", on).number
        or dead > 0
        or again_in_a_year
    )
