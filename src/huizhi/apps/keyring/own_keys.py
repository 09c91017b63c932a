"""A key of its own for one row or one file, wrapped by the keyring: forgetting the wrapped key erases the content.

Rotation then touches the wrapped keys only, and a backup of the data without the row's wrapped key stays shut.
"""

import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.conf import settings

from huizhi.apps.keyring import refusals, seals
from huizhi.apps.keyring.ciphers import BY_CODE, CIPHERS, NONCE, TAG, Tampered

CHUNK = 1 << 20


@dataclass(frozen=True)
class OwnKey:
    """One content's key. `wrapped` is what a row keeps; the key itself lives only in memory and is never shown."""

    purpose: str
    cipher: int
    material: bytes = field(repr=False)
    wrapped: bytes = field(repr=False)

    def seal(self, plaintext: bytes, context: bytes) -> bytes:
        """Seal bytes under this key."""
        return BY_CODE[self.cipher].seal(self.material, plaintext, context)

    def open(self, sealed: bytes, context: bytes) -> bytes:
        """The bytes that were sealed; Refused when they were changed."""
        try:
            return BY_CODE[self.cipher].open(self.material, bytes(sealed), context)
        except (Tampered, ValueError):
            raise refusals.broken(self.purpose) from None

    def seal_stream(self, content: Iterable[bytes], context: bytes) -> Iterator[bytes]:
        """Seal chunks of any size as a sequence that can be neither cut, nor reordered, nor extended."""
        held, number = bytearray(), 0
        for piece in content:
            held += piece
            while len(held) > CHUNK:
                yield self.seal(bytes(held[:CHUNK]), _place(context, number, last=False))
                del held[:CHUNK]
                number += 1
        yield self.seal(bytes(held), _place(context, number, last=True))

    def open_stream(self, read, context: bytes) -> Iterator[bytes]:
        """The chunks, each checked before it is given out; `read(n)` yields the sealed bytes. Refused when changed."""
        size, number = NONCE + CHUNK + TAG, 0
        held = read(size)
        while True:
            following = read(size)
            yield self.open(held, _place(context, number, last=not following))
            if not following:
                return
            held, number = following, number + 1


def own_key(purpose: str, context: bytes) -> OwnKey:
    """A new random key, wrapped for this context."""
    if settings.HUIZHI_CIPHER not in CIPHERS:
        raise refusals.unknown_cipher(settings.HUIZHI_CIPHER)
    cipher = CIPHERS[settings.HUIZHI_CIPHER]
    material = secrets.token_bytes(cipher.key_bytes)
    return OwnKey(purpose, cipher.code, material, seals.seal(purpose, bytes([cipher.code]) + material, context))


def unwrap(purpose: str, wrapped: bytes, context: bytes) -> OwnKey:
    """The key a row kept. Refused when the keyring's key is missing or the wrapping was changed."""
    found = seals.open(purpose, wrapped, context)
    if found[:1] == b"" or found[0] not in BY_CODE:
        raise refusals.broken(purpose)
    return OwnKey(purpose, found[0], found[1:], bytes(wrapped))


def _place(context: bytes, number: int, *, last: bool) -> bytes:
    return context + number.to_bytes(8, "big") + (b"\1" if last else b"\0")
