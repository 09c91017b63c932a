"""Keeping what a visitor is in the middle of, so that it is never in an address, a log or another browser.

These are no acts of the office: nothing goes on the ledger before something is filed.
"""

import hashlib
import json
import secrets
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction

from huizhi.apps.keyring import facade as keyring
from huizhi.apps.visitors.models import Draft
from huizhi.apps.visitors.refusals import draft_too_large
from huizhi.vocabulary.refused import Refused

PURPOSE = "form"
LARGEST = 128 * 1024
"""Bytes of one draft: more than any form of ours can hold."""


def begin(kind: str, content: Mapping[str, Any], *, lasting: timedelta, at: datetime) -> str:
    """Keep something new; returns the token for the browser. What has lapsed is removed on the way."""
    token = secrets.token_urlsafe(32)
    drop_lapsed(at)
    row = Draft(token_sha256=_hashed(token), kind=kind, until=at + lasting)
    _seal(row, content)
    row.save()
    return token


def read(kind: str, token: str, *, at: datetime) -> dict[str, Any] | None:
    """What is kept under a token; None when it was dropped, has lapsed, or never was."""
    row = Draft.objects.filter(token_sha256=_hashed(token), kind=kind, until__gt=at).first()
    return _opened(row) if row else None


def change(kind: str, token: str, *, at: datetime, **parts: Any) -> bool:
    """Put parts into what is kept, leaving what another window put there meanwhile; False when it is gone."""
    with transaction.atomic():
        row = Draft.objects.select_for_update().filter(token_sha256=_hashed(token), kind=kind, until__gt=at).first()
        content = _opened(row) if row else None
        if row is None or content is None:
            return False
        for name, value in parts.items():
            old = content.get(name)
            content[name] = {**old, **value} if isinstance(old, dict) and isinstance(value, dict) else value
        _seal(row, content)
        row.save(update_fields=["sealed", "key_id"])
    return True


def replace(kind: str, token: str, content: Mapping[str, Any], *, lasting: timedelta, at: datetime) -> None:
    """Keep something else under the same token from now on."""
    with transaction.atomic():
        for row in Draft.objects.select_for_update().filter(token_sha256=_hashed(token), kind=kind):
            row.until = at + lasting
            _seal(row, content)
            row.save(update_fields=["sealed", "key_id", "until"])


def drop_lapsed(at: datetime) -> int:
    """Forget whatever nobody came back to in time; how many."""
    return Draft.objects.filter(until__lte=at).delete()[0]


def drop(kind: str, token: str) -> None:
    """Forget it at once."""
    Draft.objects.filter(token_sha256=_hashed(token), kind=kind).delete()


def reseal(limit: int) -> int:
    """Seal drafts again with the newest key; how many."""
    with transaction.atomic():
        current = keyring.current_id(PURPOSE)
        rows = list(Draft.objects.select_for_update().exclude(key_id=current)[:limit])
        for row in rows:
            row.sealed = keyring.reseal(PURPOSE, bytes(row.sealed), _context(row))
            row.key_id = keyring.key_id(row.sealed)
            row.save(update_fields=["sealed", "key_id"])
    return len(rows)


def _seal(row: Draft, content: Mapping[str, Any]) -> None:
    text = json.dumps(content, ensure_ascii=False).encode()
    if len(text) > LARGEST:
        raise draft_too_large()
    row.sealed = keyring.seal(PURPOSE, text, _context(row))
    row.key_id = keyring.key_id(row.sealed)


def _opened(row: Draft) -> dict[str, Any] | None:
    try:
        found: dict[str, Any] = json.loads(keyring.open(PURPOSE, bytes(row.sealed), _context(row)))
    except Refused:  # its key is gone: nobody can read it any more
        return None
    return found


def _context(row: Draft) -> bytes:
    return f"visitors.draft\0{row.kind}\0{row.token_sha256}".encode()


def _hashed(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
