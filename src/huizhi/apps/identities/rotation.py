"""What happens to sealed rows when a key is changed: batch by batch, to be stopped and resumed at any time."""

from django.db import transaction

from huizhi.apps.identities import fingerprints as prints
from huizhi.apps.identities.models import Person, Sealed, Text
from huizhi.apps.identities.sealing import content, wrap_again
from huizhi.apps.keyring import facade as keyring


def persons(limit: int) -> int:
    """Wrap persons' keys again; returns how many."""
    return _wrap(Person, "identity", limit)


def texts(limit: int) -> int:
    """Wrap texts' keys again; returns how many."""
    return _wrap(Text, "text", limit)


def fingerprints(limit: int) -> int:
    """Make fingerprints again with the newest key: the one rotation that has to open the persons."""
    with transaction.atomic():
        rows = Person.objects.select_for_update().filter(erased_at=None).exclude(print_key=keyring.fingerprint_key())
        found = list(rows[:limit])
        for row in found:
            prints.press(row, content(row, "identity"))
            row.save(update_fields=["phone_print", "id_print", "print_key"])
    return len(found)


def _wrap(kind: type[Sealed], purpose: str, limit: int) -> int:
    with transaction.atomic():
        current = keyring.current_id(purpose)
        found = list(kind.objects.select_for_update().filter(erased_at=None).exclude(key_id=current)[:limit])
        for row in found:
            wrap_again(row, purpose)
            row.save(update_fields=["wrapped", "key_id"])
    return len(found)
