"""What a reporter is rewarded before the office weighs value and influence."""

from datetime import date

from huizhi.law.parameters import in_force

FEN = 100
"""Fen in a yuan; legal values are in yuan, computations in fen."""


def reward_fen(level: int, counted_fen: int, on: date) -> int:
    """The reward in fen for level 1-3 on fines and confiscations in fen (0 when the penalty has no money in it).

    The level's share, not below its floor, not above the cap of one case; parts of a fen are dropped.
    """
    rate, floor = in_force(f"reward.rate_{level}", on).number, in_force(f"reward.floor_{level}", on).number
    cap = in_force("reward.cap", on).number
    return min(cap * FEN, max(counted_fen * rate // 100, floor * FEN))


def needs_finance(amount_fen: int, on: date) -> bool:
    """True when the finance department joins in fixing a reward of so many fen."""
    return amount_fen >= in_force("reward.finance_threshold", on).number * FEN
