"""The list of the seriously unlawful and dishonest."""

from datetime import date

from huizhi.law.clocks import Deadline, deadline
from huizhi.law.parameters import in_force
from huizhi.vocabulary.calendar import WorkCalendar


def may_list(grave: bool, heavier_penalty: bool, no_intent_proven: bool) -> bool:
    """True when both tests hold (grave violation, heavier penalty) and the party has not proven lack of intent."""
    return grave and heavier_penalty and not no_intent_proven


def needs_superior_consent(on: date) -> bool:
    """True while a listing needs the consent of the next higher office first."""
    return in_force("serious.superior_consent", on).value == 1


def expires_on(listed_on: date, calendar: WorkCalendar, restricted_until: date | None = None) -> date:
    """The last day on the list; a longer statutory restriction keeps the entry for its own term."""
    found = deadline("serious.term", listed_on, calendar).due
    return max(found, restricted_until or found)


def early_removal_from(listed_on: date, calendar: WorkCalendar) -> Deadline:
    """The day the shortest time on the list is full; an application from that day may be accepted."""
    return deadline("serious.early", listed_on, calendar)


def may_apply_early(
    listed_on: date, on: date, calendar: WorkCalendar, performed: bool, harm_removed: bool, again: bool
) -> bool:
    """True when the shortest time is full, obligations are performed, harm removed, and no heavier penalty followed."""
    return on >= early_removal_from(listed_on, calendar).due and performed and harm_removed and not again
