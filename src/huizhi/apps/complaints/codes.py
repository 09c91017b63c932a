"""Codes that open a matter to a party: made from the device's key, shown once, kept as a digest only."""

import hashlib
import hmac

from django.utils.crypto import salted_hmac

ALPHABET = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Thirty signs nobody mistakes for another."""
LENGTH = 12


def code_for(purpose: str, key: str) -> str:
    """The code of a key, such as ABCD-EFGH-JKMN: the same key gives the same code, nobody else can reckon it."""
    number = int.from_bytes(salted_hmac(f"huizhi.complaints.{purpose}", key, algorithm="sha256").digest(), "big")
    signs = ""
    for _ in range(LENGTH):
        number, place = divmod(number, len(ALPHABET))
        signs += ALPHABET[place]
    return "-".join(signs[at : at + 4] for at in range(0, LENGTH, 4))


def key_digest(key: str) -> str:
    """What is kept of a device's key: the key itself would give the code to whoever reads table and secret."""
    return hashlib.sha256(b"huizhi.complaints.key:" + key.encode()).hexdigest()


def digest_of(code: str) -> str:
    """What is kept of a code: case, spaces and dashes make no difference."""
    plain = "".join(sign for sign in code.upper() if sign.isalnum())
    return hashlib.sha256(b"huizhi.complaints.code:" + plain.encode()).hexdigest()


def matches(code: str, digest: str) -> bool:
    """Whether a code is the one a digest was made of, in constant time; never for an empty digest."""
    return bool(digest) and hmac.compare_digest(digest_of(code), digest)
