"""Blind fingerprints of a person's telephone and id number."""

from collections.abc import Mapping

from huizhi.apps.identities.models import Person
from huizhi.apps.keyring import facade as keyring

PRINTS = {"phone": "phone_print", "id_number": "id_print"}
"""Field -> the column of its fingerprint."""


def of(field: str, value: str) -> str:
    """The fingerprint of one field; empty for an empty value."""
    return keyring.fingerprint(f"identities.{field}", value) if value.strip() else ""


def press(person: Person, fields: Mapping[str, str]) -> None:
    """Set a person's fingerprints from the opened fields."""
    for field, column in PRINTS.items():
        setattr(person, column, of(field, fields.get(field, "")))
    person.print_key = keyring.fingerprint_key()
