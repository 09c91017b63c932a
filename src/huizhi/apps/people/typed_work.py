"""What an officer typed when her session ended: kept sealed for a short while and given back to nobody else.

A form carries a signed stamp of the account it was made for and of its page. When it comes back without a session, with
a stale token or under another account, nothing is written; its fields are kept under a random token that only this
browser has, and only the same account on the same page gets them, once. Files are not kept.
"""

import hashlib
import json
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core import signing
from django.db import transaction

from huizhi.apps.keyring import facade as keyring
from huizhi.apps.people.models import KeptForm
from huizhi.vocabulary.refused import Refused

FIELD, COOKIE = "typed_by", "huizhi_kept"
PURPOSE, SALT = "form", "people.typed_work"
KEPT_FOR, STAMP_FOR = timedelta(minutes=30), timedelta(hours=24)
LARGEST, MOST = 256 * 1024, 5  # bytes of one form; forms of one account
NEVER = frozenset({"csrfmiddlewaretoken", FIELD, "password", "old", "new", "again", "code"})
log = logging.getLogger("huizhi.people")


@dataclass(frozen=True)
class Stamp:
    """Whose form it is, and the page it stands on."""

    account: str
    page: str


def stamp(account: str, page: str) -> str:
    """What the form's hidden field says."""
    return signing.dumps([account, page], salt=SALT, compress=True)


def stamp_in(fields: Mapping[str, str]) -> Stamp | None:
    """The stamp of a form that came in; None without one, or with one that was tampered with or is a day old."""
    try:
        account, page = signing.loads(fields.get(FIELD, ""), salt=SALT, max_age=STAMP_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return Stamp(account, page)


def keep(fields, *, stamped: Stamp, at: datetime) -> str | None:
    """Keep a form's fields; returns the token for the browser. None when there is too much, or no key to seal it."""
    typed = {name: values for name, values in fields.lists() if name not in NEVER}
    text = json.dumps(typed, ensure_ascii=False).encode()
    if len(text) > LARGEST:
        return None
    token = secrets.token_urlsafe(32)
    try:
        sealed = keyring.seal(PURPOSE, text, _context(token, stamped))
    except Refused as why:
        log.error("a form could not be kept: %s", why.code)
        return None
    with transaction.atomic():
        KeptForm.objects.filter(until__lte=at).delete()
        older = KeptForm.objects.filter(account=stamped.account).order_by("-pk").values_list("pk", flat=True)
        KeptForm.objects.filter(pk__in=list(older[MOST - 1 :])).delete()
        KeptForm.objects.create(
            token_sha256=_hashed(token), account=stamped.account, sealed=sealed, until=at + KEPT_FOR
        )
    return token


def give_back(token: str, *, stamped: Stamp, at: datetime) -> dict[str, list[str]]:
    """The fields kept under a token for this account and page, once; empty when there is nothing for them."""
    with transaction.atomic():
        row = KeptForm.objects.select_for_update().filter(token_sha256=_hashed(token), account=stamped.account).first()
        if row is None or row.until <= at:
            return {}
        try:
            typed = json.loads(keyring.open(PURPOSE, bytes(row.sealed), _context(token, stamped)))
        except Refused:  # another page of the same account: left for the page it belongs to
            return {}
        row.delete()
    return typed


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _context(token: str, stamped: Stamp) -> bytes:
    return "\0".join(("people.kept_form", _hashed(token), stamped.account, stamped.page)).encode()
