"""Signing in and out: who came in, who was refused, all of it on the ledger."""

from datetime import datetime, timedelta

from django.contrib.auth import authenticate, login, logout
from django.db import transaction
from django.utils.crypto import constant_time_compare, salted_hmac

from huizhi.apps.ledger.facade import record
from huizhi.apps.people import tries
from huizhi.apps.people.lockout import RULES, keys_of
from huizhi.apps.people.models import Officer
from huizhi.apps.people.refusals import refused
from huizhi.apps.people.second_factor import accept, enrolled, wrong_code
from huizhi.apps.people.sessions import BEGUN, SEEN
from huizhi.vocabulary.refused import Refused

HALF = "people.half_signed_in"
HALF_LASTS = timedelta(minutes=5)


def sign_in(request, *, account: str, password: str, address: str, at: datetime) -> Officer:
    """Let an officer in with a fresh session, or raise Refused ("sign_in_refused", "sign_in_locked").

    With a second factor she is only half in: `give_code` does the rest, and no failure is forgotten before.
    The password is checked outside the transaction (it takes tens of milliseconds on purpose); the lock is asked again
    inside it, so that guesses made side by side count like guesses made one after the other.
    """
    if until := locked_until(account, address, at):
        raise locked(until)
    officer = authenticate(request, username=account, password=password)
    refusal = None
    with transaction.atomic():
        until = locked_until(account, address, at)
        if officer is None or until:
            refusal = count_refusal(account, address, at, until)
        else:
            enter(request, officer, address=address, at=at, how="password")
    if refusal:
        raise refusal
    return officer


def enter(request, officer: Officer, *, address: str, at: datetime, how: str) -> None:
    """Inside a transaction: in, or half in where the officer has a second factor."""
    if enrolled(officer):
        request.session.cycle_key()  # a cookie planted before knows nothing of what follows
        half = {"officer": officer.pk, "until": (at + HALF_LASTS).isoformat(), "how": how}
        request.session[HALF] = half | {"proof": officer.get_session_auth_hash()}
        return
    _let_in(request, officer, address, at, {"how": how})


def give_code(request, *, code: str, address: str, at: datetime) -> Officer:
    """The second step. Refused ("code_refused", "sign_in_locked", "half_expired"); wrong codes count like passwords."""
    officer, how = _half(request, at)
    if until := locked_until(officer.username, address, at):
        raise locked(until)
    refusal = None
    with transaction.atomic():
        until = locked_until(officer.username, address, at)
        factor = None if until else accept(officer, code, at)
        if factor is None:
            refusal = count_refusal(officer.username, address, at, until, wrong_code())
        else:
            del request.session[HALF]
            _let_in(request, officer, address, at, {"how": how, "factor": factor})
    if refusal:
        raise refusal
    return officer


def _let_in(request, officer: Officer, address: str, at: datetime, payload: dict) -> None:
    forget(officer.username, address)
    login(request, officer, backend="django.contrib.auth.backends.ModelBackend")
    request.session[BEGUN] = request.session[SEEN] = int(at.timestamp())
    said = {"address": address, **payload}
    record(verb="signed_in", by=officer, at=at, object_kind="officer", object_id=officer.username, payload=said)


def is_half_in(request) -> bool:
    """Whether a code is awaited in this session."""
    return HALF in request.session


def _half(request, at: datetime) -> tuple[Officer, str]:
    """Who is half in, if the time has not passed and neither account nor password changed meanwhile."""
    half = request.session.get(HALF) or {}
    officer = Officer.objects.filter(pk=half.get("officer"), is_active=True).first()
    fresh = officer is not None and at < datetime.fromisoformat(half["until"])
    if not fresh or not constant_time_compare(half["proof"], officer.get_session_auth_hash()):
        request.session.pop(HALF, None)
        raise refused(
            "half_expired", "验证时间已过", "the time for the code has passed",
            do="请重新输入账号和密码", do_en="enter account and password again",
        )  # fmt: skip
    return officer, half["how"]


def sign_out(request, *, at: datetime) -> None:
    """End the session; a visitor who was not signed in leaves no trace."""
    officer = request.user
    with transaction.atomic():
        logout(request)
        if officer.is_authenticated:
            record(verb="signed_out", by=officer, at=at, object_kind="officer", object_id=officer.username, payload={})


def locked_until(account: str, address: str, at: datetime) -> datetime | None:
    """The end of the longest lock that holds for this attempt; None when none does."""
    return tries.shut_until(keys_of(account, address).values(), at)


def count_refusal(
    account: str, address: str, at: datetime, until: datetime | None, otherwise: Refused | None = None,
    object_kind: str = "officer",
) -> Refused:  # fmt: skip
    """Count one refusal under every key and put it on the ledger; returns what to tell the visitor."""
    tries.count(keys_of(account, address), RULES, at)
    until = until or locked_until(account, address, at)
    known = object_kind == "officer" and Officer.objects.filter(username=account).exists()
    record(
        verb="sign_in_refused",
        by="visitor",
        at=at,
        object_kind=object_kind,
        object_id=account if known else f"unknown:{unnamed(account)}",
        payload={"address": address, "locked_until": until.isoformat() if until else None},
    )
    return locked(until) if until else otherwise or _wrong()


def unnamed(word: str) -> str:
    """Sixteen hex digits that stand for an account or subject nobody has here: it may be a telephone number or a
    mistyped password, the ledger forgets nothing, and without our key every telephone number could be tried out."""
    return salted_hmac("people.unnamed", word, algorithm="sha256").hexdigest()[:16] if word else ""


def forget(account: str, address: str) -> None:
    """A success clears the pair and the account; the address keeps its count, or one own account would reset it."""
    keys = keys_of(account, address)
    tries.forget([keys["account_at_address"], keys["account"]])


def _wrong() -> Refused:
    return Refused(
        "sign_in_refused",
        "账号或密码不正确",
        "the account or the password is not right",
        "账号未被改动",
        "核对后重试；忘记密码请联系本单位系统管理员",
        what_is_safe_en="the account is unchanged",
        what_to_do_en="check and try again; if you forgot the password, ask your unit's administrator",
    )


def locked(until: datetime) -> Refused:
    """What is said at a locked door."""
    return Refused(
        "sign_in_locked",
        "登录失败次数过多，暂时锁定",
        "too many refused sign-ins: locked for a while",
        "账号和密码未被改动",
        "稍后再试，或联系本单位系统管理员",
        {"until": until},
        what_is_safe_en="the account and its password are unchanged",
        what_to_do_en="try again later, or ask your unit's administrator",
    )
