"""When an indicator is met: exact arithmetic on counts. Pure."""

from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from fractions import Fraction

STATES = {
    "met": ("达标", "on target"),
    "near": ("接近", "close"),
    "behind": ("落后", "behind"),
    "no_target": ("无目标值", "no target"),
    "awaiting": ("待数据", "awaiting data"),
}
"""State -> (Chinese, English)."""

NEAR_SHARE = Fraction(2, 100)
"""How close counts as close, as a share of the target, where the indicator does not say."""


@dataclass(frozen=True)
class Rule:
    """How counts become a figure and what the figure has to reach."""

    scale: int
    is_count: bool
    target: Decimal | None
    near_within: Decimal | None
    higher_is_better: bool


def figure(numerator: int, denominator: int, rule: Rule) -> Fraction | None:
    """numerator × scale ÷ denominator, exactly; the numerator itself for a plain count; None over nothing."""
    if rule.is_count:
        return Fraction(numerator)
    return Fraction(numerator * rule.scale, denominator) if denominator else None


def state_of(value: Fraction | None, rule: Rule) -> str:
    """The key into STATES for a figure: met at the target itself, close within the tolerance, else behind."""
    if value is None:
        return "awaiting"
    if rule.target is None:
        return "no_target"
    target = Fraction(rule.target)
    missing = target - value if rule.higher_is_better else value - target
    if missing <= 0:
        return "met"
    tolerance = Fraction(rule.near_within) if rule.near_within is not None else abs(target) * NEAR_SHARE
    return "near" if missing <= tolerance else "behind"


def rounded(value: Fraction | None, decimals: int) -> Decimal | None:
    """A figure for showing; rounding never decides a state."""
    if value is None:
        return None
    with localcontext(prec=40):
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return exact.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_EVEN)
