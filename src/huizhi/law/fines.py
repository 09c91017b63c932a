"""Ranges of fines the rules name, and whether a fine lies within one; what is fair inside it is for a person."""

from datetime import date

from huizhi.law.parameters import in_force
from huizhi.law.rewards import FEN


def fine_range_fen(act: str, on: date) -> tuple[int, int]:
    """Least and most fine in fen for the act `fine.<act>`, both included. Refused for an unknown act."""
    least, most = in_force(f"fine.{act}", on).numbers
    return least * FEN, most * FEN


def within_range(act: str, fine_fen: int, on: date) -> bool:
    """True when a fine lies in the range of its act; the bounds belong to it."""
    least, most = fine_range_fen(act, on)
    return least <= fine_fen <= most


def price_fine_most_fen(gains_fen: int, on: date) -> int:
    """The most a price fine may be where there are illegal gains: a multiple of them."""
    return gains_fen * in_force("fine.price_gains_times", on).number
