"""Small workshops, small catering and stalls in Shandong."""

from collections.abc import Sequence
from datetime import date, timedelta

from huizhi.law.clocks import deadline, months_before
from huizhi.law.parameters import in_force
from huizhi.vocabulary.calendar import WorkCalendar


def is_small_catering(area: float, on: date) -> bool:
    """True when fixed premises of so many square metres are below the bound."""
    return area < in_force("workshop.catering_area", on).number


def renewal_by(expires_on: date) -> date:
    """The last day to ask for renewal of a certificate that expires on a day."""
    return expires_on - timedelta(days=in_force("workshop.renewal", expires_on).number)


def revocation(penalised_on: Sequence[date]) -> date | None:
    """The day of the penalty that makes so many within a year, counted back from it; None when none does."""
    days = sorted(penalised_on)
    for n, on in enumerate(days):
        least = in_force("workshop.penalties_to_revoke", on).number
        since = months_before(on, 12 * in_force("workshop.penalties_within", on).number)
        if sum(since <= earlier for earlier in days[: n + 1]) >= least:
            return on
    return None


def banned_until(revoked_on: date, stall: bool, calendar: WorkCalendar) -> date:
    """The last day of the ban that follows revocation."""
    return deadline("workshop.ban_stall" if stall else "workshop.ban_premises", revoked_on, calendar).due
