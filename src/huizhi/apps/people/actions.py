"""What is done to units and officers: found, appoint, assign, switch off and on."""

from datetime import datetime

from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.directory import units_below
from huizhi.apps.people.gate import require
from huizhi.apps.people.models import Officer, Unit
from huizhi.apps.people.reach import in_reach, not_appointed, officer_for_change, unit_named, within_own_area


def found_unit(
    *, code: str, zh: str, en: str, kind: str, division: str, zone: str = "", station: str = "", parent: str = "",
    by: Actor | str, at: datetime,
) -> Unit:  # fmt: skip
    """Enter a unit; one that already stands unchanged is left alone, a changed one is brought up to date."""
    require(by, "appoint_officers")
    wanted = {"zh": zh, "en": en, "kind": kind, "division": division, "zone": zone, "station": station}
    with transaction.atomic():
        above = unit_named(parent) if parent else None
        unit = Unit.objects.select_for_update().filter(code=code).first() or Unit(code=code)
        for place in {parent or code, code if unit.pk else parent or code}:
            in_reach(place, by)
        within_own_area(code, kind, parent, by)
        if unit.pk and parent in units_below(code):
            raise not_appointed(code, ValidationError("单位不能隶属于自己或下级 (a unit can't lie below itself)"))
        before = {name: getattr(unit, name) for name in wanted} if unit.pk else None
        if before == wanted and unit.parent == above:
            return unit
        for name, value in wanted.items():
            setattr(unit, name, value)
        unit.parent = above
        try:
            unit.full_clean()
        except ValidationError as wrong:
            raise not_appointed(code, wrong) from wrong
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
    *, username: str, name: str, unit: str, roles: list[str], password: str | None, temporary: bool = False,
    by: Actor | str, at: datetime,
) -> Officer:  # fmt: skip
    """Open an account in a unit with these roles. Without a password nobody can sign in with it yet; a temporary one
    has to be changed at the first sign-in.

    Refused when the account exists, a role is unknown, or the password is weaker than the policy.
    """
    require(by, "appoint_officers")
    in_reach(unit, by)
    with transaction.atomic():
        officer = Officer(
            username=username,
            name=name,
            unit=unit_named(unit),
            roles=[str(role) for role in roles],
            temporary_password=temporary,
        )
        officer.set_unusable_password()
        _save(officer, password)
        given = {"name": name, "unit": unit, "roles": officer.roles}
        _note("officer_appointed", officer, given, by, at)
    return officer


def assign_officer(*, username: str, unit: str, roles: list[str], by: Actor | str, at: datetime) -> Officer:
    """Move an officer to a unit with these roles. Refused for an unknown account, unit or role."""
    with transaction.atomic():
        officer = officer_for_change(username, by)
        in_reach(unit, by)
        before = {"unit": officer.unit_code, "roles": officer.roles}
        officer.unit, officer.roles = unit_named(unit), [str(role) for role in roles]
        _save(officer)
        _note("officer_assigned", officer, {"before": before, "unit": unit, "roles": officer.roles}, by, at)
    return officer


def set_password(*, username: str, password: str, temporary: bool = False, by: Actor | str, at: datetime) -> Officer:
    """Give an officer a new password that meets the policy; sessions opened with the old one end."""
    with transaction.atomic():
        officer = officer_for_change(username, by)
        officer.temporary_password = temporary
        _save(officer, password)
        _note("password_set", officer, {"temporary": temporary}, by, at)
    return officer


def switch_off(*, username: str, by: Actor | str, at: datetime) -> Officer:
    """Close an account; the officer's open sessions end with it. What the officer did stays on the ledger."""
    with transaction.atomic():
        officer = officer_for_change(username, by)
        officer.is_active = False
        _save(officer)
        _note("officer_switched_off", officer, {}, by, at)
    return officer


def switch_on(*, username: str, by: Actor | str, at: datetime) -> Officer:
    """Open a closed account again, with the roles it had."""
    with transaction.atomic():
        officer = officer_for_change(username, by)
        officer.is_active = True
        _save(officer)
        _note("officer_switched_on", officer, {}, by, at)
    return officer


def _save(officer: Officer, password: str | None = None) -> None:
    """Check and write an account; Refused where it or its password breaks a rule."""
    try:
        if password is not None:
            password_validation.validate_password(password, officer)
            officer.set_password(password)
        officer.full_clean(exclude=["email", "password"])
        officer.save()
    except (ValidationError, IntegrityError) as wrong:
        raise not_appointed(officer.username, wrong) from wrong


def _note(verb: str, officer: Officer, payload: dict, by: Actor | str, at: datetime) -> None:
    record(verb=verb, by=by, at=at, object_kind="officer", object_id=officer.username, payload=payload)
