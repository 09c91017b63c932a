"""Accounts of the public: optional, apart from officers, knowing no more than a chosen name and a password.

A citizen needs none to complain; with one she finds her own matters again. A business user answers for one entity,
once an officer has confirmed that it is hers. Refused sign-ins count under the same lock as officers'.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import password_validation
from django.contrib.auth.hashers import check_password, make_password
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from huizhi.apps.ledger.facade import record
from huizhi.apps.people import tries
from huizhi.apps.people.gate import require
from huizhi.apps.people.lockout import Rule
from huizhi.apps.people.models import Officer, PublicAccount, PublicKind
from huizhi.apps.people.refusals import refused
from huizhi.apps.people.sessions import BEGUN, PUBLIC, SEEN
from huizhi.apps.people.sign_in import count_refusal, forget, locked, locked_until

HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class PublicCard:
    """Who has signed in on the public pages. `entity_id` is empty until an officer has confirmed it."""

    id: int
    account: str
    kind: str
    entity_id: str


def open_public_account(
    *, account: str, password: str, kind: str, entity_id: str = "", address: str, at: datetime
) -> int:
    """Open an account; returns its id. Refused for a name that is taken, and a password against the policy.

    One address opens, or tries names, only so often in an hour (HUIZHI_FILINGS_PER_HOUR).
    """
    _count_opening(address, at)
    try:
        password_validation.validate_password(password)
    except ValidationError as wrong:
        said = "；".join(wrong.messages)
        raise refused("password_weak", said, said) from wrong
    named = kind == PublicKind.BUSINESS and entity_id.strip()
    if kind not in PublicKind.values or (kind == PublicKind.BUSINESS and not named):
        raise refused("entity_missing", "请填写企业的统一社会信用代码", "give the credit code of the business")
    row = PublicAccount(
        account=account.strip().casefold(), password=make_password(password), kind=kind,
        entity_id=entity_id.strip() if named else "", opened_at=at,
    )  # fmt: skip
    with transaction.atomic():
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError:
            raise refused("account_taken", "该账号名已被使用", "this name is taken") from None
        _note("public_account_opened", row.pk, "visitor", at, {"kind": kind})
    return row.pk


def _count_opening(address: str, at: datetime) -> None:
    """Count one opening from an address, whatever becomes of it. Refused while the address has had its share."""
    keys = {"opening": f"opening:{address}"}
    if until := tries.shut_until(keys.values(), at):
        raise refused(
            "too_often", "从这里开通账号过于频繁，请稍后再试", "too many accounts were opened from here; please wait",
            do="无需账号也可以投诉举报", do_en="no account is needed to complain or report", until=until,
        )  # fmt: skip
    with transaction.atomic():
        tries.count(keys, {"opening": Rule(settings.FILINGS_PER_HOUR, HOUR, HOUR)}, at)


def public_sign_in(request, *, account: str, password: str, address: str, at: datetime) -> None:
    """Let a citizen or business user in; Refused like an officer's sign-in, and under the same lock."""
    account = account.strip().casefold()
    key = f"public:{account}"
    if until := locked_until(key, address, at):
        raise locked(until)
    row = PublicAccount.objects.filter(account=account, is_active=True).first()
    if row is None:
        make_password(password)  # takes as long as checking one: the answer tells nothing
    right = row is not None and check_password(password, row.password)
    refusal = None
    with transaction.atomic():
        until = locked_until(key, address, at)
        if not right or until:
            refusal = count_refusal(key, address, at, until, object_kind="public_account")
        else:
            forget(key, address)
            request.session.cycle_key()
            request.session[PUBLIC] = {"id": row.pk, "proof": _proof(row)}
            if not request.user.is_authenticated:  # an officer's eight hours beside it go on as they began
                request.session[BEGUN] = request.session[SEEN] = int(at.timestamp())
            _note("public_signed_in", row.pk, f"public:{row.pk}", at, {})
    if refusal:
        raise refusal


def public_sign_out(request) -> None:
    """Forget the public account of this session; an officer signed in beside it stays."""
    request.session.pop(PUBLIC, None)
    request.session.cycle_key()


def public_account(request) -> PublicCard | None:
    """Who has signed in on the public pages; None for a visitor, and once password or account have changed."""
    held = request.session.get(PUBLIC)
    row = PublicAccount.objects.filter(pk=held["id"], is_active=True).first() if held else None
    if row is None or not constant_time_compare(held["proof"], _proof(row)):
        return None
    return PublicCard(row.pk, row.account, row.kind, row.entity_id if row.confirmed_at else "")


def unconfirmed(*, viewer: Officer) -> list[PublicAccount]:
    """Business accounts nobody has confirmed yet, the oldest first."""
    require(viewer, "confirm_businesses")
    rows = PublicAccount.objects.filter(kind=PublicKind.BUSINESS, confirmed_at=None, is_active=True)
    return list(rows.order_by("opened_at")[:100])


def confirm_business(*, account: int, right: bool, by: Officer, at: datetime) -> None:
    """Say whether a business account is the entity's; a wrong one is closed. Refused when that has been said."""
    require(by, "confirm_businesses")
    with transaction.atomic():
        row = PublicAccount.objects.select_for_update().filter(pk=account, kind=PublicKind.BUSINESS).first()
        if row is None or row.confirmed_at or not row.is_active:
            raise refused("business_settled", "该企业账号已办理", "this account has been dealt with")
        row.is_active, row.confirmed_at = right, at if right else None
        row.save(update_fields=["is_active", "confirmed_at"])
        said = {"entity": row.entity_id}
        _note("business_confirmed" if right else "business_refused", account, by, at, said)


def _proof(row: PublicAccount) -> str:
    """Changes with the password: a session opened with the old one ends."""
    return salted_hmac("people.public_account", row.password, algorithm="sha256").hexdigest()


def _note(verb: str, account: int, by: object, at: datetime, payload: dict) -> None:
    record(verb=verb, by=by, at=at, object_kind="public_account", object_id=str(account), payload=payload)
