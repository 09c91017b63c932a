"""Who somebody is to one matter: its worker, the head of the unit that holds it, a unit above, its intake, a party."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from huizhi.apps.casework.lifecycle import HEAD, INTAKE, PARTY, REVIEWER, SUPERIOR, SYSTEM, WORKER, Who
from huizhi.apps.casework.models import CoHandler, Matter
from huizhi.apps.people.facade import UnitCard, above, bureau_of, desks_of, may, unit_cards


@dataclass(frozen=True)
class Party:
    """A citizen or business acting by a code, never by an account: the complainant, the reporter, the respondent."""

    role: str

    @property
    def username(self) -> str:
        """What the ledger writes for the actor: the role, nothing personal."""
        return f"party:{self.role}"

    unit_code = ""


def desks(viewer, on: date) -> frozenset[str]:
    """The accounts whose work is the viewer's on a day: her own, and those she stands in for."""
    return frozenset({viewer.username, *desks_of(viewer.username, on)})


def in_place_of(by, matter: Matter, on: date) -> dict[str, str]:
    """Whose place a stand-in acts in, for the act's payload; nothing for everybody else."""
    assignee = matter.assignee_id or ""
    if isinstance(by, str | Party) or by.username == assignee or by.username in co_handlers_of(matter):
        return {}
    return {"in_place_of": assignee} if assignee in desks_of(by.username, on) else {}


def works(viewer, matter: Matter, on: date, held: frozenset[str] | None = None) -> bool:
    """Whether the viewer works a matter on a day: assignee, the assignee's stand-in, or co-handler.

    `held` are her `desks` where they are read already.
    """
    if not may(viewer, "work_matters"):
        return False
    held = desks(viewer, on) if held is None else held
    return matter.assignee_id in held or bool(held & co_handlers_of(matter))


def works_any(viewer, assignee: str, co_handlers: frozenset[str], on: date) -> bool:
    """The same, by accounts."""
    return may(viewer, "work_matters") and bool(desks(viewer, on) & (co_handlers | {assignee}))


def co_handlers_of(matter: Matter) -> frozenset[str]:
    """The accounts of the co-handlers."""
    return frozenset(CoHandler.objects.filter(matter=matter).values_list("officer_id", flat=True))


def standing(
    by, matter: Matter, on: date, units: Mapping[str, UnitCard] | None = None, held: frozenset[str] | None = None
) -> frozenset[Who]:
    """Everything `by` is to a matter on a day. A plain string is a program, a `Party` a party, the rest officers.

    `units` and `held` (her `desks`) where they are read already.
    """
    if isinstance(by, str):
        return frozenset({SYSTEM})
    if isinstance(by, Party):
        return frozenset({PARTY})
    units = units or unit_cards()
    own, holder = by.unit_code, matter.holder_id
    found = set()
    if works(by, matter, on, held):
        found.add(WORKER)
    if may(by, "assign_matters") and own in (holder, bureau_of(holder, units)):
        found.add(HEAD)
    if own in above(holder, units):
        found.add(SUPERIOR)
    if WORKER not in found and may(by, "review_cases") and bureau_of(holder, units) in (own, bureau_of(own, units)):
        found.add(REVIEWER)
    if may(by, "file_matters") and bureau_of(own, units) == bureau_of(matter.office_id, units):
        found.add(INTAKE)
    return frozenset(found)
