"""What other rooms may ask of the keyring."""

from huizhi.apps.keyring.fingerprints import fingerprint, fingerprint_key
from huizhi.apps.keyring.keys import PURPOSES, folder, new_key
from huizhi.apps.keyring.own_keys import OwnKey, own_key, unwrap
from huizhi.apps.keyring.rotation import KeyLine, cipher_works, key_lines, reseal_all, reseals
from huizhi.apps.keyring.seals import current_id, is_current, key_id, open, reseal, seal

__all__ = [
    "PURPOSES",
    "KeyLine",
    "OwnKey",
    "cipher_works",
    "current_id",
    "fingerprint",
    "fingerprint_key",
    "folder",
    "is_current",
    "key_id",
    "key_lines",
    "new_key",
    "open",
    "own_key",
    "reseal",
    "reseal_all",
    "reseals",
    "seal",
    "unwrap",
]
