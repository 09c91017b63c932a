"""Food sampling: re-test, objection, disposal, and batches per thousand residents."""

from collections.abc import Collection
from datetime import date
from fractions import Fraction

from huizhi.law.clocks import deadline
from huizhi.law.parameters import in_force
from huizhi.vocabulary.calendar import WorkCalendar

NO_RETEST = {
    "microbiological": ("微生物指标不合格", "a microbiological item failed"),
    "backup_expired": ("备份样品超过保质期", "the backup sample is past its shelf life"),
    "late": ("逾期提出申请", "the request is late"),
    "backup_unusable": ("备份样品无法检验", "the backup sample cannot be tested"),
    "other": ("其他不予复检的情形", "another ground by rule"),
}
"""Grounds on which there is no re-test."""


def retest_in_time(received_on: date, requested_on: date, calendar: WorkCalendar) -> bool:
    """True when the operator asked for a re-test by the last day."""
    return requested_on <= deadline("sampling.retest_request", received_on, calendar).rights_due


def retest_refusals(
    received_on: date, requested_on: date, calendar: WorkCalendar, found: Collection[str] = ()
) -> list[str]:
    """Codes of NO_RETEST that bar a re-test: those found on the sample, and lateness; empty: it is accepted."""
    late = [] if retest_in_time(received_on, requested_on, calendar) else ["late"]
    return [code for code in NO_RETEST if code in {*found, *late}]


def keep_backup_until(
    concluded_on: date, compliant: bool, calendar: WorkCalendar, shelf_life_ends_on: date | None = None
) -> date:
    """The last day to keep the backup sample, or the end of its shelf life if that is earlier."""
    kept = deadline("sampling.keep_pass" if compliant else "sampling.keep_fail", concluded_on, calendar).due
    return min(kept, shelf_life_ends_on or kept)


def samplers_suffice(samplers: int, on: date) -> bool:
    """True when enough samplers take a sample together."""
    return samplers >= in_force("sampling.samplers", on).number


def batches_per_thousand(batches: int, residents: int) -> Fraction:
    """Food samples per thousand residents, exactly; ValueError without residents."""
    if residents <= 0:
        raise ValueError("a rate per thousand needs residents")
    return Fraction(batches * 1000, residents)
