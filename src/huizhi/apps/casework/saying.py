"""Words on the ledger: only a salted digest, so that the ledger proves what was said without saying it."""

import hashlib
import secrets

from huizhi.apps.ledger.facade import canonical


def new_salt() -> str:
    """A fresh salt of 128 bits; without it the digest of a short note could be guessed."""
    return secrets.token_hex(16)


def digest_of_words(salt: str, words: str) -> str:
    """SHA-256 of the salt followed by the canonical JSON of the words."""
    return hashlib.sha256(salt.encode() + canonical(words)).hexdigest()
