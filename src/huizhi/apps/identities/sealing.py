"""How a row's content is sealed under a key of its own, and opened again."""

import json
import secrets

from huizhi.apps.identities import refusals
from huizhi.apps.identities.models import Sealed
from huizhi.apps.keyring import facade as keyring


def new_ref() -> str:
    """An opaque reference: 128 random bits."""
    return secrets.token_hex(16)


def context(purpose: str, ref: str) -> bytes:
    """Where a seal belongs: it opens in this row only."""
    return f"identities.{purpose}/{ref}".encode()


def close(row: Sealed, purpose: str, content: object) -> None:
    """Seal `content` into a row under a new key."""
    place = context(purpose, row.ref)
    own = keyring.own_key(purpose, place)
    plain = json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()
    row.sealed, row.wrapped, row.key_id = own.seal(plain, place), own.wrapped, keyring.key_id(own.wrapped)


def content(row: Sealed, purpose: str):
    """What a row seals. Refused when it was erased, or does not open here."""
    if row.is_erased:
        raise refusals.erased(row.ref)
    place = context(purpose, row.ref)
    return json.loads(keyring.unwrap(purpose, row.wrapped, place).open(row.sealed, place))


def wrap_again(row: Sealed, purpose: str) -> None:
    """Put the row's own key under the keyring's newest key; the content stays as it is."""
    row.wrapped = keyring.reseal(purpose, row.wrapped, context(purpose, row.ref))
    row.key_id = keyring.key_id(row.wrapped)
