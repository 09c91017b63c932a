"""Leave and stand-ins: who is away, and who holds the desk meanwhile."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from huizhi.apps.ledger.facade import record
from huizhi.apps.people.directory import units_above
from huizhi.apps.people.gate import OutsideScope
from huizhi.apps.people.models import Leave, LeaveReason, Officer
from huizhi.apps.people.queries import may, units_in_scope
from huizhi.apps.people.refusals import refused


@dataclass(frozen=True)
class LeaveCard:
    """One leave; `back_on` is the day somebody came back early, else None."""

    id: int
    officer: str
    name: str
    unit: str
    from_on: date
    to_on: date
    back_on: date | None
    stand_in: str
    stand_in_name: str
    reason: str

    def covers(self, on: date) -> bool:
        """Whether the officer is away on a day."""
        return self.from_on <= on <= self.to_on and (self.back_on is None or on < self.back_on)


def take_leave(
    *, username: str, from_on: date, to_on: date, stand_in: str, reason: str, by: Officer | str, at: datetime
) -> int:
    """Enter a leave and who stands in; returns its id. An officer enters her own, a head those of the unit.

    Refused for days past, overlapping days, and a stand-in who is away then, of another unit, or without the roles.
    """
    with transaction.atomic():
        locked = Officer.objects.select_for_update(of=("self",)).filter(username__in={username, stand_in})
        both = {row.username: row for row in locked.order_by("pk")}
        officer, deputy = both.get(username), both.get(stand_in)
        _may_enter(officer, by)
        if from_on < timezone.localdate(at) or to_on < from_on or reason not in LeaveReason.values:
            raise refused("leave_wrong", "休假日期或事由有误", "the days or the reason of the leave are not right")
        if officer is None or deputy is None or officer == deputy or not _fits(deputy, officer):
            raise _unfit(stand_in)
        for who in (officer, deputy):
            if clash := _away(from_on, to_on).filter(officer=who).first():
                raise _clash(who, clash)
        if owed := _away(from_on, to_on).filter(stand_in=officer).first():
            raise _clash(officer, owed)
        leave = Leave.objects.create(officer=officer, stand_in=deputy, from_on=from_on, to_on=to_on, reason=reason)
        said = {"from_on": from_on.isoformat(), "to_on": to_on.isoformat(), "stand_in": stand_in, "leave": leave.pk}
        record(verb="leave_entered", by=by, at=at, object_kind="officer", object_id=username, payload=said)
    return leave.pk


def end_leave(*, leave: int, by: Officer | str, at: datetime) -> None:
    """Back from today on; a leave that has not begun never takes effect. Refused when it is over."""
    today = timezone.localdate(at)
    with transaction.atomic():
        row = Leave.objects.select_for_update(of=("self",)).select_related("officer").filter(pk=leave).first()
        _may_enter(row.officer if row else None, by)
        if row.to_on < today or row.back_on is not None:
            raise refused("leave_over", "该次休假已结束", "this leave is over already")
        row.back_on = max(today, row.from_on)
        row.save(update_fields=["back_on"])
        said = {"leave": leave, "back_on": row.back_on.isoformat()}
        record(verb="leave_ended", by=by, at=at, object_kind="officer", object_id=row.officer.username, payload=said)


def stand_in_for(username: str, on: date) -> str | None:
    """Who holds an officer's desk on a day; None when she is there, or her stand-in no longer fits."""
    row = _away(on, on).filter(officer__username=username).select_related("officer__unit", "stand_in__unit").first()
    return row.stand_in.username if row and _fits(row.stand_in, row.officer) else None


def desks_of(username: str, on: date) -> tuple[str, ...]:
    """The officers in whose place this one acts on a day. It does not pass on: a stand-in has no stand-in."""
    rows = _away(on, on).filter(stand_in__username=username).select_related("officer__unit", "stand_in__unit")
    return tuple(sorted(row.officer.username for row in rows if _fits(row.stand_in, row.officer)))


def in_place_of(by: Officer, username: str, on: date) -> dict[str, str]:
    """What an act on somebody's desk adds to its payload: nothing on one's own, else whose place it was.

    Raises OutsideScope for a desk that is neither.
    """
    if by.username == username:
        return {}
    if username not in desks_of(by.username, on):
        raise OutsideScope(username)
    return {"in_place_of": username}


def away_on(on: date) -> frozenset[str]:
    """The accounts of everybody who is away on a day."""
    return frozenset(_away(on, on).values_list("officer__username", flat=True))


def leaves(*, viewer: Officer, since: date) -> tuple[LeaveCard, ...]:
    """Leaves that end on `since` or later: one's own and those one stands in, a head's whole reach, by first day."""
    seen = Q(officer=viewer) | Q(stand_in=viewer)
    if may(viewer, "see_team"):
        reach = units_in_scope(viewer)
        seen |= Q() if reach is None else Q(officer__unit__code__in=reach)
        seen = Q() if reach is None else seen
    rows = Leave.objects.filter(seen, to_on__gte=since).select_related("officer__unit", "stand_in")
    return tuple(
        LeaveCard(
            row.pk, row.officer.username, row.officer.name, row.officer.unit_code, row.from_on, row.to_on,
            row.back_on, row.stand_in.username, row.stand_in.name, row.reason,
        )
        for row in rows.order_by("from_on", "officer__username")
    )  # fmt: skip


def possible_stand_ins(officer: Officer) -> tuple[Officer, ...]:
    """Who may stand in: active, of the unit or one above, holding all the roles."""
    units = {officer.unit_code, *(unit.code for unit in units_above(officer.unit_code))}
    near = Officer.objects.filter(unit__code__in=units, is_active=True).exclude(pk=officer.pk)
    return tuple(each for each in near.order_by("unit__code", "name") if set(officer.roles) <= set(each.roles))


def _may_enter(officer: Officer | None, by: Officer | str) -> None:
    """An officer for herself; whoever sees the team for the officers in reach; programs for all."""
    if isinstance(by, str) and officer is not None:
        return
    own = officer is not None and by.username == officer.username
    reach = units_in_scope(by) if officer is not None and may(by, "see_team") else frozenset()
    if not own and (officer is None or (reach is not None and officer.unit_code not in reach)):
        raise OutsideScope("leave")


def _away(from_on: date, to_on: date):
    """Leaves that take some of these days."""
    taken = Q(back_on__isnull=True) | Q(back_on__gt=from_on) & Q(back_on__gt=F("from_on"))
    return Leave.objects.filter(taken, from_on__lte=to_on, to_on__gte=from_on)


def _fits(deputy: Officer, officer: Officer) -> bool:
    near = {officer.unit_code, *(unit.code for unit in units_above(officer.unit_code))}
    return deputy.is_active and deputy.unit_code in near and set(officer.roles) <= set(deputy.roles)


def _unfit(stand_in: str) -> Exception:
    return refused(
        "stand_in_unfit", f"{stand_in} 不能代班：须在职、属本单位或上级单位，并具有全部岗位角色",
        f"{stand_in} can't stand in: it takes an active officer of the unit or one above, with all the roles",
    )  # fmt: skip


def _clash(who: Officer, leave: Leave) -> Exception:
    return refused(
        "leave_overlaps", f"{who.name} 在 {leave.from_on} 至 {leave.to_on} 已有休假或代班安排",
        f"{who.name} is away or standing in from {leave.from_on} to {leave.to_on}",
    )  # fmt: skip
