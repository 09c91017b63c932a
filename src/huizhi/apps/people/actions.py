"""What is done to units and officers: found, appoint, sign in, sign out."""

from datetime import datetime

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.gate import require
from huizhi.apps.people.models import Officer, Unit
from huizhi.vocabulary.refused import Refused


def found_unit(
    *, code: str, zh: str, en: str, kind: str, division: str, zone: str = "", station: str = "", parent: str = "",
    by: Actor | str, at: datetime,
) -> Unit:  # fmt: skip
    """Enter a unit; one that already stands unchanged is left alone, a changed one is brought up to date."""
    require(by, "appoint_officers")
    wanted = {"zh": zh, "en": en, "kind": kind, "division": division, "zone": zone, "station": station}
    with transaction.atomic():
        above = Unit.objects.get(code=parent) if parent else None
        unit = Unit.objects.select_for_update().filter(code=code).first() or Unit(code=code)
        before = {name: getattr(unit, name) for name in wanted} if unit.pk else None
        if before == wanted and unit.parent == above:
            return unit
        for name, value in wanted.items():
            setattr(unit, name, value)
        unit.parent = above
        unit.full_clean()
        unit.save()
        record(
            verb="unit_founded" if before is None else "unit_changed",
            by=by,
            at=at,
            object_kind="unit",
            object_id=code,
            payload={**wanted, "parent": parent},
        )
    return unit


def appoint_officer(
    *, username: str, name: str, unit: str, roles: list[str], password: str | None, certificate_no: str = "",
    by: Actor | str, at: datetime,
) -> Officer:  # fmt: skip
    """Open an account in a unit with these roles. Without a password nobody can sign in with it yet.

    Refused when the account exists, a role is unknown, or the password is weaker than the policy.
    """
    require(by, "appoint_officers")
    with transaction.atomic():
        officer = Officer(
            username=username,
            name=name,
            unit=Unit.objects.get(code=unit),
            roles=[str(role) for role in roles],
            certificate_no=certificate_no,
        )
        try:
            if password is not None:
                password_validation.validate_password(password, officer)
            officer.set_password(password)
            officer.full_clean(exclude=["email"])
            officer.save()
        except (ValidationError, IntegrityError) as wrong:
            raise _not_appointed(username, wrong) from wrong
        record(
            verb="officer_appointed",
            by=by,
            at=at,
            object_kind="officer",
            object_id=username,
            payload={"name": name, "unit": unit, "roles": officer.roles, "certificate_no": certificate_no},
        )
    return officer


def _not_appointed(username: str, wrong: Exception) -> Refused:
    said = "；".join(wrong.messages) if isinstance(wrong, ValidationError) else str(wrong)
    return Refused(
        "officer_not_appointed",
        f"账号 {username} 未能开通：{said}",
        f"the account {username} was not opened: {said}",
        "没有写入任何内容",
        "按提示修改后重试",
        {"username": username},
        what_is_safe_en="nothing was written",
        what_to_do_en="correct what is named and try again",
    )
