"""What a reporter is rewarded before the office weighs value and influence."""

from datetime import date

from huizhi.law.clocks import Deadline, deadline
from huizhi.law.parameters import in_force
from huizhi.vocabulary.calendar import WorkCalendar

FEN = 100
"""Fen in a yuan; legal values are in yuan, computations in fen."""
LEVELS = (1, 2, 3)
"""The levels of a reward, the highest first."""


def reward_fen(level: int, counted_fen: int, on: date) -> int:
    """The reward in fen for level 1-3 on fines and confiscations in fen (0 when the penalty has no money in it).

    The level's share, not below its floor, not above the cap of one case; parts of a fen are dropped.
    """
    rate = in_force(f"reward.rate_{level}", on).number
    least, most = reward_bounds(level, on)
    return min(most, max(counted_fen * rate // 100, least))


def reward_bounds(level: int, on: date) -> tuple[int, int]:
    """The least reward of a level and the most of one case, in fen: what the office weighs stays between them."""
    return in_force(f"reward.floor_{level}", on).number * FEN, in_force("reward.cap", on).number * FEN


def needs_finance(amount_fen: int, on: date) -> bool:
    """True when the finance department joins in fixing a reward of so many fen."""
    return amount_fen >= in_force("reward.finance_threshold", on).number * FEN


def counted_amount(on: date) -> str:
    """Which amount of the penalty a reward is reckoned on: "paid" or "decided"."""
    return str(in_force("reward.amount_counted", on).value)


def claim_due(told_on: date, calendar: WorkCalendar) -> Deadline:
    """The last day to claim a reward: for the reporter, take `rights_due`."""
    return deadline("reward.claim", told_on, calendar)


EXCLUDED = {
    "staff": ("市场监管工作人员或者负有法定监督、发现、报告义务的人员", "staff, or a person with a duty to report"),
    "right_holder": (
        "被侵权人、其委托代理人或者利害关系人",
        "the infringed right holder, an agent or an interested person",
    ),
    "wrongdoer": ("实施违法行为的人（内部举报人除外）", "the wrongdoer, insiders excepted"),
    "paid": ("受他人利益驱使举报", "paid by a third party for reporting"),
    "not_natural": ("不是自然人", "not a natural person"),
    "later": ("不是第一个举报人", "not the first reporter"),
}
"""Who gets no reward, as the measures of 2021 say."""
