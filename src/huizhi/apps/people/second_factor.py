"""The second factor: one-time codes from a phone (RFC 6238), and recovery codes for the day the phone is lost.

The secret is sealed by the keyring. A code is good once: its time step must be later than the last one used.
"""

import hashlib
import secrets
from datetime import datetime

import pyotp
from django.conf import settings
from django.db import transaction
from pyotp.exceptions import OTPVerificationError

from huizhi.apps.keyring import facade as keyring
from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.models import Officer, RecoveryCode, SecondFactor
from huizhi.apps.people.permissions import roles_with
from huizhi.apps.people.reach import officer_for_change
from huizhi.apps.people.refusals import refused

PURPOSE, ISSUER = "totp", "Huizhi 慧治"
WINDOW = 1  # steps of thirty seconds that a phone's clock may be off
CODES = 10


def enrolled(officer: Officer) -> bool:
    """Whether the officer has a second factor."""
    return SecondFactor.objects.filter(officer=officer).exists()


def required(officer: Officer) -> bool:
    """Whether the officer must have one: by role, or by a permission that opens identities (HUIZHI_SECOND_FACTOR)."""
    if settings.SECOND_FACTOR != "required":
        return False
    asked = set(settings.SECOND_FACTOR_ROLES).union(*(roles_with(name) for name in settings.SECOND_FACTOR_PERMISSIONS))
    return bool(asked & set(officer.roles))


def owed(officer: Officer) -> bool:
    """Whether the officer must enrol before anything else."""
    return required(officer) and not enrolled(officer)


def new_secret(officer: Officer) -> tuple[str, bytes]:
    """A secret to be shown, and the same sealed for this officer until the first code has been given."""
    secret = pyotp.random_base32()
    return secret, keyring.seal(PURPOSE, secret.encode("ascii"), _context(officer))


def shown_secret(officer: Officer, sealed: bytes) -> str:
    """The secret of an enrolment that has begun."""
    return keyring.open(PURPOSE, sealed, _context(officer)).decode("ascii")


def address_for_phone(officer: Officer, secret: str) -> str:
    """What the QR code says (otpauth://…)."""
    return pyotp.TOTP(secret).provisioning_uri(name=officer.username, issuer_name=ISSUER)


def enrol(*, sealed: bytes, code: str, by: Officer, at: datetime) -> list[str]:
    """Take up a second factor, proven by a first code; returns the recovery codes, to be shown once.

    Refused for a wrong code, or when there is one already.
    """
    step = _step(shown_secret(by, sealed), code, at)
    if step is None:
        raise wrong_code()
    with transaction.atomic():
        Officer.objects.select_for_update(of=("self",)).get(pk=by.pk)
        if enrolled(by):
            raise refused("second_factor_enrolled", "已启用两步验证", "a second factor is in use already")
        SecondFactor.objects.create(officer=by, sealed_secret=sealed, last_step=step, since=at)
        codes = _new_codes(by)
        _note("second_factor_enrolled", by.username, by, at)
    return codes


def renew_codes(*, by: Officer, at: datetime) -> list[str]:
    """New recovery codes; the old ones are worth nothing from now on."""
    with transaction.atomic():
        if not SecondFactor.objects.select_for_update().filter(officer=by).exists():
            raise refused("second_factor_missing", "尚未启用两步验证", "there is no second factor yet")
        codes = _new_codes(by)
        _note("recovery_codes_renewed", by.username, by, at)
    return codes


def reset_second_factor(*, username: str, by: Actor | str, at: datetime) -> None:
    """Take a lost phone's factor away: the officer enrols again where it is required. Refused when there is none."""
    with transaction.atomic():
        officer = officer_for_change(username, by)
        if not SecondFactor.objects.filter(officer=officer).delete()[0]:
            raise refused("second_factor_missing", "该账号没有启用两步验证", "this account has no second factor")
        RecoveryCode.objects.filter(officer=officer).delete()
        _note("second_factor_reset", username, by, at)


def accept(officer: Officer, code: str, at: datetime) -> str | None:
    """Use up a code inside the caller's transaction: "totp", "recovery", or None when it is wrong or used."""
    held = SecondFactor.objects.select_for_update().filter(officer=officer).first()
    if held is None:
        return None
    step = _step(shown_secret(officer, bytes(held.sealed_secret)), code, at)
    if step is not None:
        if step <= held.last_step:
            return None
        held.last_step = step
        held.save(update_fields=["last_step"])
        return "totp"
    unused = RecoveryCode.objects.filter(officer=officer, hashed=_hashed(code), used_at=None)
    return "recovery" if unused.update(used_at=at) else None


def codes_left(officer: Officer) -> int:
    """How many recovery codes are unused."""
    return RecoveryCode.objects.filter(officer=officer, used_at=None).count()


def reseal(limit: int) -> int:
    """Seal secrets again that an older key sealed; how many."""
    with transaction.atomic():
        done = 0
        for row in SecondFactor.objects.select_for_update(of=("self",)).select_related("officer").order_by("pk"):
            token = bytes(row.sealed_secret)
            if done < limit and not keyring.is_current(PURPOSE, token):
                row.sealed_secret = keyring.reseal(PURPOSE, token, _context(row.officer))
                row.save(update_fields=["sealed_secret"])
                done += 1
    return done


def wrong_code() -> Exception:
    """What is said to a code that is wrong, used or too old: the same, so that nothing can be learnt."""
    return refused(
        "code_refused", "验证码不正确或已使用", "the code is wrong or has been used",
        do="等待手机上出现下一个验证码后重试；手机丢失时使用恢复码",
        do_en="wait for the next code on the phone; if the phone is lost, use a recovery code",
    )  # fmt: skip


def _new_codes(officer: Officer) -> list[str]:
    RecoveryCode.objects.filter(officer=officer).delete()
    codes = ["-".join(secrets.token_hex(2) for _group in range(4)) for _code in range(CODES)]
    RecoveryCode.objects.bulk_create(RecoveryCode(officer=officer, hashed=_hashed(code)) for code in codes)
    return codes


def _hashed(code: str) -> str:
    """Recovery codes carry 64 random bits: a plain digest can't be guessed back."""
    return hashlib.sha256(code.strip().lower().encode()).hexdigest()


def _step(secret: str, code: str, at: datetime) -> int | None:
    """The time step a code belongs to; None for a wrong one."""
    try:
        return pyotp.TOTP(secret).verify_and_get_timecode(code.replace(" ", ""), for_time=at, valid_window=WINDOW)
    except OTPVerificationError:
        return None


def _context(officer: Officer) -> bytes:
    return f"people.second_factor:{officer.pk}".encode()


def _note(verb: str, username: str, by: Actor | str, at: datetime) -> None:
    record(verb=verb, by=by, at=at, object_kind="officer", object_id=username, payload={})
