"""Which penalties are published, by when, for how long, and which may come down early."""

from collections.abc import Collection
from datetime import date

from huizhi.law.clocks import Deadline, deadline
from huizhi.vocabulary.calendar import WorkCalendar

NEVER_EARLY = {
    "stop_business", "restrict_business", "restrict_practice", "downgrade", "revoke_licence", "revoke_business_licence",
    "other_heavy",
}  # fmt: skip
"""Penalties whose publicity never ends early (Order 45 art. 14)."""


def is_published(procedure: str, kinds: Collection[str]) -> bool:
    """True for a decision by "ordinary" procedure that is more than a "warning"; never for the "simple" one."""
    return procedure == "ordinary" and bool(set(kinds) - {"warning"})


def publication_due(decided_on: date, calendar: WorkCalendar, same_province: bool = True) -> Deadline:
    """The last day to publish in the province, or else to send the decision to the party's home office."""
    return deadline("publicity.same_province" if same_province else "publicity.push", decided_on, calendar)


def ends_on(
    published_on: date, kinds: Collection[str], calendar: WorkCalendar, lower_fine: bool = False,
    restricted_until: date | None = None,
) -> Deadline:  # fmt: skip
    """The last day of publicity: months for circulated criticism or a lower fine alone, else years; it never rolls.

    A restriction that lasts longer is published for its own term.
    """
    small = {"circulated_criticism", *({"fine"} if lower_fine else ())}
    key = "penalty.publicity_lower_months" if kinds and set(kinds) <= small else "penalty.publicity_years"
    found = deadline(key, published_on, calendar)
    if restricted_until is None or restricted_until <= found.due:
        return found
    return Deadline(
        restricted_until, found.basis, restricted_until, restricted_until, found.provisional,
        (restricted_until - published_on).days, published_on,
    )  # fmt: skip


def may_end_early(kinds: Collection[str], performed: bool, harm_removed: bool, again: bool, listed: bool) -> bool:
    """True when nothing bars an early end: performed, harm removed, no second penalty of the kind, on no list."""
    return performed and harm_removed and not again and not listed and not NEVER_EARLY.intersection(kinds)
