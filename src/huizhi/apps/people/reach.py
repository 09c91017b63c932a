"""What lies in an officer's reach: her own unit and the units below. An administrator's own account never does."""

from django.core.exceptions import ValidationError

from huizhi.apps.ledger.facade import Actor
from huizhi.apps.people.gate import OutsideScope, require
from huizhi.apps.people.models import Officer, Unit, UnitKind
from huizhi.apps.people.queries import units_in_scope
from huizhi.apps.people.refusals import refused
from huizhi.vocabulary.refused import Refused


def officer_for_change(username: str, by: Actor | str) -> Officer:
    """The officer, locked, if `by` may appoint and this account is neither hers nor out of her reach."""
    require(by, "appoint_officers")
    officer = Officer.objects.select_for_update(of=("self",)).filter(username=username).first()
    if officer is None:
        raise not_appointed(username, ValidationError("没有这个账号 (no such account)"))
    if not isinstance(by, str) and by.username == username:
        raise refused(
            "own_account", "不能办理自己账号的事项", "nobody changes an account of her own",
            do="请另一位系统管理员办理", do_en="ask another administrator",
        )  # fmt: skip
    in_reach(officer.unit_code, by)
    return officer


def in_reach(unit: str, by: Actor | str) -> None:
    """Raise OutsideScope unless the unit is that of `by` or below it; what belongs to no unit ("") is the city's."""
    reach = None if isinstance(by, str) else units_in_scope(by)
    if reach is not None and unit not in reach:
        raise OutsideScope(unit)


def within_own_area(code: str, kind: str, parent: str, by: Actor | str) -> None:
    """Raise OutsideScope where an administrator below the city would draw an area: a unit's kind and place say what
    its officers see, so she founds and changes stations and grids under her unit, which is itself the city's to change.
    """
    if isinstance(by, str) or units_in_scope(by) is None:
        return
    if code == by.unit_code or not parent or kind not in (UnitKind.STATION, UnitKind.GRID):
        raise OutsideScope(code)


def unit_named(code: str) -> Unit:
    """The unit of a code; Refused where there is none."""
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise not_appointed(code, ValidationError("没有这个单位 (no such unit)"))
    return unit


def not_appointed(username: str, wrong: Exception) -> Refused:
    """What is said when an account or a unit can't be written as asked."""
    said = "；".join(wrong.messages) if isinstance(wrong, ValidationError) else str(wrong)
    return refused(
        "officer_not_appointed", f"{username} 未能办理：{said}", f"{username}: not done: {said}", username=username
    )
