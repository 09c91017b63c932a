"""The two authenticated ciphers a key may be for. Nonces are drawn at random for every sealing."""

import os

from cryptography.exceptions import InvalidTag, UnsupportedAlgorithm
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

NONCE = 12
TAG = 16


class Tampered(Exception):
    """The sealed bytes, their context or the key are not those of the sealing. Says nothing of the content."""


class Aes256Gcm:
    """AES-256 in Galois/counter mode."""

    code, name, key_bytes = 1, "aes-256-gcm", 32

    def seal(self, key: bytes, plaintext: bytes, context: bytes) -> bytes:
        """nonce || ciphertext || tag."""
        nonce = os.urandom(NONCE)
        return nonce + AESGCM(key).encrypt(nonce, plaintext, context)

    def open(self, key: bytes, sealed: bytes, context: bytes) -> bytes:
        """The plaintext; Tampered otherwise."""
        if len(sealed) < NONCE + TAG:
            raise Tampered
        try:
            return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], context)
        except InvalidTag:
            raise Tampered from None


class Sm4Gcm:
    """SM4 (GB/T 32907) in Galois/counter mode, where a bureau must use national algorithms."""

    code, name, key_bytes = 2, "sm4-gcm", 16

    def seal(self, key: bytes, plaintext: bytes, context: bytes) -> bytes:
        """nonce || ciphertext || tag."""
        nonce = os.urandom(NONCE)
        sealing = Cipher(algorithms.SM4(key), modes.GCM(nonce)).encryptor()
        sealing.authenticate_additional_data(context)
        return nonce + sealing.update(plaintext) + sealing.finalize() + sealing.tag

    def open(self, key: bytes, sealed: bytes, context: bytes) -> bytes:
        """The plaintext; Tampered otherwise."""
        if len(sealed) < NONCE + TAG:
            raise Tampered
        opening = Cipher(algorithms.SM4(key), modes.GCM(sealed[:NONCE], sealed[-TAG:])).decryptor()
        opening.authenticate_additional_data(context)
        try:
            return opening.update(sealed[NONCE:-TAG]) + opening.finalize()
        except InvalidTag:
            raise Tampered from None


CIPHERS = {cipher.name: cipher for cipher in (Aes256Gcm(), Sm4Gcm())}
BY_CODE = {cipher.code: cipher for cipher in CIPHERS.values()}


def works(name: str) -> bool:
    """Whether the cryptographic library of this machine offers a cipher."""
    cipher = CIPHERS.get(name)
    try:
        return cipher is not None and bool(cipher.seal(bytes(cipher.key_bytes), b"", b""))
    except UnsupportedAlgorithm:
        return False
