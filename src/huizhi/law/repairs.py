"""Credit repair: how long dishonest information of each class stays published."""

from datetime import date

from huizhi.law.clocks import deadline
from huizhi.law.parameters import in_force
from huizhi.vocabulary.calendar import WorkCalendar

CLASSES = ("minor", "general", "serious")


def publicity_window(kind: str, document_on: date, calendar: WorkCalendar) -> tuple[date, date]:
    """First day repair may take effect and last day of publicity, for a class of CLASSES and the document's date.

    Minor information may be repaired as soon as the obligations are performed, so its first day is the document's.
    Refused for documents before the measures commence.
    """
    if kind not in CLASSES:
        raise ValueError(f"class must be one of {CLASSES}, got {kind!r}")
    in_force("repair.minor_most", document_on)
    first = document_on if kind == "minor" else deadline(f"repair.{kind}_least", document_on, calendar).due
    return first, deadline(f"repair.{kind}_most", document_on, calendar).due


def early_end_from(published_on: date, calendar: WorkCalendar, special: bool = False) -> date:
    """The day the shortest publicity under the earlier measures is full; `special`: food, drugs, special equipment."""
    key = "repair.early_special" if special else "repair.early_general"
    return deadline(key, published_on, calendar).due
