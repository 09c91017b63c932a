"""Single sign-on by OpenID Connect: code flow with PKCE, state and nonce, done by Authlib.

A subject of the provider opens the account that an administrator has linked it to, and no other. Nothing is ever
opened, and no role given, because a provider says so.
"""

from datetime import datetime
from functools import lru_cache
from urllib.parse import urlsplit

from authlib.integrations.base_client import OAuthError
from authlib.integrations.django_client import OAuth
from django.conf import settings
from django.db import IntegrityError, transaction
from joserfc.errors import JoseError
from requests import RequestException

from huizhi.apps.ledger.facade import Actor, record
from huizhi.apps.people.models import Officer, SsoLink
from huizhi.apps.people.reach import officer_for_change
from huizhi.apps.people.refusals import refused
from huizhi.apps.people.sign_in import enter, unnamed
from huizhi.vocabulary.refused import Refused

SIGNED_BY = ["RS256", "PS256", "ES256", "EdDSA"]
BY_SSO = "people.by_sso"


def offered() -> bool:
    """Whether a provider is configured."""
    return bool(settings.OIDC["issuer"])


def begin(request, *, back: str):
    """The redirect to the provider; `back` is our address it returns to. Refused when it does not answer."""
    try:
        return _client().authorize_redirect(request, back)
    except (RequestException, OAuthError, KeyError, ValueError) as why:
        raise _unreachable() from why


def come_back(request, *, address: str, at: datetime) -> Officer:
    """Let the officer in whom the provider names. Refused for a wrong state, nonce or token, and unknown subjects."""
    try:
        told = _client().authorize_access_token(request).get("userinfo")
    except RequestException as why:
        raise _unreachable() from why
    except (OAuthError, JoseError, KeyError, ValueError, TypeError) as why:
        raise _wrong() from why
    if not told or not told.get("sub"):
        raise _wrong()
    subject, refusal = str(told["sub"]), None
    with transaction.atomic():
        link = SsoLink.objects.filter(issuer=settings.OIDC["issuer"], subject=subject, officer__is_active=True).first()
        if link is None:
            refusal = _unknown(subject, address, at)
        else:
            enter(request, Officer.objects.get(pk=link.officer_id), address=address, at=at, how="sso")
            request.session[BY_SSO] = True
    if refusal:
        raise refusal
    return link.officer


def farewell(request, *, back: str) -> str:
    """Where to end the session at the provider as well; empty for a session it did not open, or if it can't."""
    if not (offered() and request.session.get(BY_SSO)):
        return ""
    try:
        return _client().create_logout_url(back, client_id=settings.OIDC["client_id"])["url"]
    except (RequestException, RuntimeError, Refused):
        return ""


def link_sso(*, username: str, subject: str, by: Actor | str, at: datetime) -> None:
    """Link a subject of the provider to an account; an empty one takes the link away. Refused when it is linked."""
    with transaction.atomic():
        officer = officer_for_change(username, by)
        SsoLink.objects.filter(officer=officer).delete()
        try:
            with transaction.atomic():
                if subject:
                    SsoLink.objects.create(officer=officer, issuer=settings.OIDC["issuer"], subject=subject)
        except IntegrityError:
            raise refused(
                "subject_taken", "该统一身份已关联另一账号", "this subject is linked to another account"
            ) from None
        verb = "sso_linked" if subject else "sso_unlinked"
        record(
            verb=verb, by=by, at=at, object_kind="officer", object_id=username, payload={"subject": unnamed(subject)}
        )


def linked(officer: Officer) -> str:
    """The subject an account is linked to; empty for none."""
    return SsoLink.objects.filter(officer=officer).values_list("subject", flat=True).first() or ""


def _client():
    client = _registered(settings.OIDC["issuer"], settings.OIDC["client_id"], settings.OIDC["client_secret"])
    told = client.load_server_metadata()
    if str(told.get("issuer", "")).rstrip("/") != settings.OIDC["issuer"].rstrip("/"):
        raise _wrong()
    told["id_token_signing_alg_values_supported"] = SIGNED_BY
    return client


@lru_cache(maxsize=4)
def _registered(issuer: str, client_id: str, client_secret: str):
    """The client of one provider, with what its discovery document says. Plain http only on this machine."""
    place = urlsplit(issuer)
    if place.scheme != "https" and place.hostname not in ("localhost", "127.0.0.1", "::1"):
        raise _wrong()
    return OAuth().register(
        "sso", client_id=client_id, client_secret=client_secret or None,
        server_metadata_url=f"{issuer.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid", "code_challenge_method": "S256", "default_timeout": 10},
    )  # fmt: skip


def _unknown(subject: str, address: str, at: datetime) -> Refused:
    payload = {"address": address, "how": "sso"}
    known = f"subject:{unnamed(subject)}"
    record(verb="sign_in_refused", by="visitor", at=at, object_kind="officer", object_id=known, payload=payload)
    return refused(
        "sso_unknown", "统一身份认证通过，但没有关联本系统在用的账号",
        "the provider knows you, but no active account here is linked to you",
        do="请本单位系统管理员关联账号", do_en="ask your unit's administrator to link your account",
    )  # fmt: skip


def _wrong() -> Refused:
    return refused(
        "sso_refused", "统一身份认证的答复不符，没有登录", "the provider's answer does not hold: not signed in",
        do="请重新登录；仍不成功时用账号和密码登录", do_en="try again, or sign in with account and password",
    )  # fmt: skip


def _unreachable() -> Refused:
    return refused(
        "sso_unreachable", "统一身份认证平台没有应答", "the provider does not answer",
        do="请用账号和密码登录，或稍后再试", do_en="sign in with account and password, or try later",
    )  # fmt: skip
