"""Edits at rest: sealed with the office's key for texts, each bound to its own digest."""

from django.db import transaction

from huizhi.apps.keyring import facade as keyring
from huizhi.apps.visits.models import EditText, Quarantined

PURPOSE = "text"


def seal(text: bytes, digest: str) -> tuple[bytes, str]:
    """The sealed text and the id of the key."""
    token = keyring.seal(PURPOSE, text, _context(digest))
    return token, keyring.key_id(token)


def unseal(token: bytes, digest: str) -> bytes:
    """The text; Refused when the seal is broken."""
    return keyring.open(PURPOSE, bytes(token), _context(digest))


def reseal_edits(limit: int) -> int:
    """Seal again what an older key sealed: edits first, then what was not taken. Returns how many."""
    done = 0
    with transaction.atomic():
        current = keyring.current_id(PURPOSE)
        for rows in (EditText.objects, Quarantined.objects):
            for row in rows.select_for_update().exclude(key_id=current)[: limit - done]:
                row.sealed = keyring.reseal(PURPOSE, bytes(row.sealed), _context(row.pk))
                row.key_id = keyring.key_id(row.sealed)
                row.save(update_fields=["sealed", "key_id"])
                done += 1
    return done


def _context(digest: str) -> bytes:
    return b"visits\0" + digest.encode("ascii")
