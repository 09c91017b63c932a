"""How long sealed rows are kept, and the erasing of what is due.

The terms are legal values of this city (`retention.*` in law/), each to be confirmed by the bureau.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

from django.db import transaction
from django.db.models import Count

from huizhi.apps.identities.actions import bury
from huizhi.apps.identities.models import Person, Sealed, Text
from huizhi.apps.ledger.facade import Actor, record, require_atomic
from huizhi.apps.people.facade import require
from huizhi.law.clocks import deadline
from huizhi.vocabulary.calendar import WorkCalendar

KINDS: dict[str, type[Sealed]] = {"person": Person, "text": Text}


@dataclass(frozen=True)
class Due:
    """How many rows of one kind and rule are due, and since when."""

    kind: str
    rule: str
    rows: int
    held: int
    oldest: date


@cache
def _calendar() -> WorkCalendar:
    """Terms in years end on the corresponding day whatever the calendar says, but the reckoning asks for one."""
    return WorkCalendar.load()


def keep_until(*, about: str, rule: str, closed_on: date, also: Collection[str] = ()) -> date:
    """Start the term `retention.<rule>` for everything sealed about a filing, inside the caller's transaction.

    `also` are other names things of the same filing were sealed under. A longer term set before stays: of two matters
    of one filing the later decides. Returns the last day of keeping.
    """
    require_atomic()
    last = deadline(f"retention.{rule}", closed_on, _calendar(), roll="none").due
    for kind in KINDS.values():
        rows = kind.objects.filter(about__in={about, *also}, erased_at=None)
        rows.filter(erase_after=None).update(erase_after=last, retention_rule=rule)
        rows.filter(erase_after__lt=last).update(erase_after=last, retention_rule=rule)
    return last


def keep_on(*, about: str, also: Collection[str] = ()) -> None:
    """Stop the term: the matter is open again. Inside the caller's transaction."""
    require_atomic()
    for kind in KINDS.values():
        kind.objects.filter(about__in={about, *also}, erased_at=None).update(erase_after=None, retention_rule="")


def hold(*, about: str, document: str, by: Actor | str, at: datetime) -> int:
    """Keep everything about a filing for a suit, review or petition, named by its document; returns the rows held."""
    return _hold(about, document.strip()[:120] or "—", "retention_held", by, at)


def lift_hold(*, about: str, by: Actor | str, at: datetime) -> int:
    """End a hold: the term counts again. Returns the rows."""
    return _hold(about, "", "retention_hold_lifted", by, at)


def _hold(about: str, document: str, verb: str, by: Actor | str, at: datetime) -> int:
    require(by, "manage_retention")
    with transaction.atomic():
        rows = sum(
            kind.objects.filter(about=about, erased_at=None).update(held_for=document) for kind in KINDS.values()
        )
        record(
            verb=verb, by=by, at=at, object_kind="filing", object_id=about, payload={"rows": rows}, basis=document
        )  # fmt: skip
    return rows


def due(as_of: date) -> list[Due]:
    """What is past its last day of keeping, by kind and rule; held rows are counted apart."""
    found = []
    for name, kind in KINDS.items():
        past = kind.objects.filter(erased_at=None, erase_after__lt=as_of)
        for rule in sorted(set(past.values_list("retention_rule", flat=True))):
            rows = past.filter(retention_rule=rule)
            held = rows.exclude(held_for="").count()
            oldest = rows.order_by("erase_after").values_list("erase_after", flat=True)[0]
            found.append(Due(name, rule, rows.count() - held, held, oldest))
    return found


def erase_due(*, as_of: date, by: Actor | str, at: datetime, limit: int = 500) -> tuple[str, ...]:
    """Erase up to `limit` rows past their last day, in one transaction with one act. Call until nothing is left.

    Returns the references erased: files that were named by one of them go with it (`casework.erase_due`).
    """
    require(by, "manage_retention")
    refs: list[str] = []
    with transaction.atomic():
        gone: dict[str, int] = {}
        for name, kind in KINDS.items():
            past = kind.objects.select_for_update().filter(erased_at=None, erase_after__lt=as_of, held_for="")
            for row in past.order_by("erase_after", "ref")[: limit - len(refs)]:
                bury(row, "due", at)
                refs.append(row.ref)
                gone[f"{name}:{row.retention_rule}"] = gone.get(f"{name}:{row.retention_rule}", 0) + 1
        if gone:
            record(
                verb="due_erased", by=by, at=at, object_kind="retention", object_id=as_of.isoformat(), payload=gone
            )  # fmt: skip
    return tuple(refs)


def kept() -> dict[str, int]:
    """How many rows of each kind are kept and how many are erased: for the report on retention."""
    counts = {}
    for name, kind in KINDS.items():
        held = kind.objects.aggregate(all=Count("ref"), erased=Count("erased_at"))
        counts |= {f"{name}.kept": held["all"] - held["erased"], f"{name}.erased": held["erased"]}
    return counts
