"""Patents, trademarks, standards and certificates: tests and windows."""

import re
from datetime import date
from fractions import Fraction

from huizhi.law.clocks import deadline, months_before
from huizhi.law.parameters import in_force
from huizhi.vocabulary.calendar import WorkCalendar

_LOCAL_STANDARD = re.compile(r"DB37(10)?/T \d+(\.\d+)?—\d{4}")
_LABORATORY = re.compile(r"\d{12}")


def is_high_value(
    on: date, strategic: bool = False, overseas_family: bool = False, years_kept: int = 0, large_pledge: bool = False,
    award: bool = False,
) -> bool:  # fmt: skip
    """True when a valid invention patent meets at least one test; kept for more than the years named counts as one."""
    return (
        strategic or overseas_family or large_pledge or award or years_kept > in_force("patent.kept_years", on).number
    )


def per_ten_thousand(count: int, residents: int) -> Fraction:
    """Per ten thousand residents at the end of the year before, exactly; ValueError without residents."""
    if residents <= 0:
        raise ValueError("a rate per ten thousand needs residents")
    return Fraction(count * 10_000, residents)


def trademark_renewal_window(expires_on: date, calendar: WorkCalendar) -> tuple[date, date, date]:
    """First day to renew, last day, and last day of grace."""
    opens = months_before(expires_on, in_force("trademark.renewal", expires_on).number)
    return opens, expires_on, deadline("trademark.grace", expires_on, calendar).due


def drug_renewal_window(expires_on: date) -> tuple[date, date]:
    """First and last day to ask for renewal of a drug trade licence."""
    opens, closes = (in_force(f"drug.renewal_{name}", expires_on).number for name in ("opens", "closes"))
    return months_before(expires_on, opens), months_before(expires_on, closes)


def laboratory_renewal_by(expires_on: date) -> date:
    """The last day to ask for renewal of a laboratory qualification."""
    return months_before(expires_on, in_force("certificate.renewal", expires_on).number)


def local_standard(number: str) -> str | None:
    """ "province" or "city" for the number of a Shandong or Weihai standard, None for any other text."""
    found = _LOCAL_STANDARD.fullmatch(number)
    return None if found is None else "city" if found[1] else "province"


def is_laboratory_number(number: str) -> bool:
    """True when a text has the form of a laboratory qualification number."""
    return _LABORATORY.fullmatch(number) is not None
