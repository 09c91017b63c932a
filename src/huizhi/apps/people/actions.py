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
        above = _unit(parent) if parent else None
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
            unit=_unit(unit),
            roles=[str(role) for role in roles],
            certificate_no=certificate_no,
        )
        officer.set_unusable_password()
        _save(officer, password)
        given = {"name": name, "unit": unit, "roles": officer.roles, "certificate_no": certificate_no}
        _note("officer_appointed", officer, given, by, at)
    return officer


def assign_officer(*, username: str, unit: str, roles: list[str], by: Actor | str, at: datetime) -> Officer:
    """Move an officer to a unit with these roles. Refused for an unknown account, unit or role."""
    require(by, "appoint_officers")
    with transaction.atomic():
        officer = _locked(username)
        before = {"unit": officer.unit_code, "roles": officer.roles}
        officer.unit, officer.roles = _unit(unit), [str(role) for role in roles]
        _save(officer)
        _note("officer_assigned", officer, {"before": before, "unit": unit, "roles": officer.roles}, by, at)
    return officer


def set_password(*, username: str, password: str, by: Actor | str, at: datetime) -> Officer:
    """Give an officer a new password that meets the policy; sessions opened with the old one end."""
    require(by, "appoint_officers")
    with transaction.atomic():
        officer = _locked(username)
        _save(officer, password)
        _note("password_set", officer, {}, by, at)
    return officer


def switch_off(*, username: str, by: Actor | str, at: datetime) -> Officer:
    """Close an account; the officer's open sessions end with it. What the officer did stays on the ledger."""
    require(by, "appoint_officers")
    with transaction.atomic():
        officer = _locked(username)
        officer.is_active = False
        _save(officer)
        _note("officer_switched_off", officer, {}, by, at)
    return officer


def _locked(username: str) -> Officer:
    officer = Officer.objects.select_for_update(of=("self",)).filter(username=username).first()
    if officer is None:
        raise _not_appointed(username, ValidationError("没有这个账号 (no such account)"))
    return officer


def _unit(code: str) -> Unit:
    unit = Unit.objects.filter(code=code).first()
    if unit is None:
        raise _not_appointed(code, ValidationError("没有这个单位 (no such unit)"))
    return unit


def _save(officer: Officer, password: str | None = None) -> None:
    """Check and write an account; Refused where it or its password breaks a rule."""
    try:
        if password is not None:
            password_validation.validate_password(password, officer)
            officer.set_password(password)
        officer.full_clean(exclude=["email", "password"])
        officer.save()
    except (ValidationError, IntegrityError) as wrong:
        raise _not_appointed(officer.username, wrong) from wrong


def _note(verb: str, officer: Officer, payload: dict, by: Actor | str, at: datetime) -> None:
    record(verb=verb, by=by, at=at, object_kind="officer", object_id=officer.username, payload=payload)


def _not_appointed(username: str, wrong: Exception) -> Refused:
    said = "；".join(wrong.messages) if isinstance(wrong, ValidationError) else str(wrong)
    return Refused(
        "officer_not_appointed",
        f"{username} 未能办理：{said}",
        f"{username}: not done: {said}",
        "没有写入任何内容",
        "按提示修改后重试",
        {"username": username},
        what_is_safe_en="nothing was written",
        what_to_do_en="correct what is named and try again",
    )
