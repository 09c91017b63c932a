"""Sealing and opening. A token says its version, its cipher and its key: HZ1 | cipher | key id | nonce | text | tag.

The purpose and the caller's context are bound into the seal: a token moved to another row or column does not open.
"""

from huizhi.apps.keyring import keys, refusals
from huizhi.apps.keyring.ciphers import BY_CODE, CIPHERS, NONCE, TAG, Tampered

VERSION = b"HZ1"
HEAD = len(VERSION) + 1 + keys.ID_BYTES
OVERHEAD = HEAD + NONCE + TAG


def seal(purpose: str, plaintext: bytes, context: bytes) -> bytes:
    """Seal bytes with the newest key of the purpose; `context` must be given again to open."""
    key = keys.current(purpose)
    cipher = CIPHERS[key.cipher]
    head = VERSION + bytes([cipher.code]) + bytes.fromhex(key.id)
    return head + cipher.seal(key.material, plaintext, _bound(purpose, head, context))


def open(purpose: str, token: bytes, context: bytes) -> bytes:
    """The bytes that were sealed; Refused when the key is gone (key_missing) or the token is wrong (seal_broken)."""
    token = bytes(token)
    if len(token) < OVERHEAD or token[: len(VERSION)] != VERSION or token[len(VERSION)] not in BY_CODE:
        raise refusals.broken(purpose)
    head = token[:HEAD]
    key = keys.named(purpose, key_id(token))
    try:
        return BY_CODE[token[len(VERSION)]].open(key.material, token[HEAD:], _bound(purpose, head, context))
    except (Tampered, ValueError):
        raise refusals.broken(purpose) from None


def key_id(token: bytes) -> str:
    """The id of the key a token was sealed with."""
    return bytes(token[HEAD - keys.ID_BYTES : HEAD]).hex()


def current_id(purpose: str) -> str:
    """The id of the key that now seals."""
    return keys.current(purpose).id


def is_current(purpose: str, token: bytes) -> bool:
    """Whether a token is sealed with the key that now seals."""
    return key_id(token) == current_id(purpose)


def reseal(purpose: str, token: bytes, context: bytes) -> bytes:
    """The same content under the newest key."""
    return seal(purpose, open(purpose, token, context), context)


def _bound(purpose: str, head: bytes, context: bytes) -> bytes:
    return head + purpose.encode("ascii") + b"\0" + context
