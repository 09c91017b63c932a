"""Keys in files: one folder apart from the database, one file per key, readable by its owner only.

`identity.0002.key` is the second key for identities: JSON with purpose, number, cipher and the key itself. A key's id
is taken from the key, so that a token never opens with another key of the same number. The home keeps the ids (not the
keys) of all keys it has sealed with in `key-ids`: an emptied folder is then a refusal, not a quiet new beginning.
"""

import base64
import binascii
import hashlib
import json
import os
import re
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from django.conf import settings

from huizhi.apps.keyring import refusals
from huizhi.apps.keyring.ciphers import CIPHERS, works

PURPOSES = ("identity", "text", "file", "form", "totp", "fingerprint")
FILE = re.compile(r"^([a-z]+)\.(\d{4,})\.key$")
ID_BYTES = 8
FINGERPRINT_BYTES = 32


@dataclass(frozen=True)
class Key:
    """One key; its material is never shown."""

    purpose: str
    number: int
    cipher: str
    material: bytes = field(repr=False)

    @property
    def id(self) -> str:
        """Sixteen hex digits that tell which key this is and nothing about it."""
        return hashlib.sha256(b"huizhi key id\0" + self.material).hexdigest()[: 2 * ID_BYTES]


@dataclass(frozen=True)
class Keyring:
    """The keys of one folder as last read."""

    folder: Path
    stamp: int
    keys: tuple[Key, ...] = field(repr=False)

    def newest(self, purpose: str) -> Key | None:
        """The key that seals; None before the first."""
        return max((key for key in self.keys if key.purpose == purpose), key=lambda key: key.number, default=None)

    def named(self, purpose: str, key_id: str) -> Key | None:
        """The key a token was sealed with."""
        return next((key for key in self.keys if key.purpose == purpose and key.id == key_id), None)


_read: dict[Path, Keyring] = {}


def folder() -> Path:
    """Where the keys lie."""
    return Path(settings.HUIZHI_KEYS)


def roster() -> Path:
    """The home's list of the ids of its keys: "purpose number id" lines."""
    return Path(settings.HUIZHI_HOME) / "key-ids"


def keys_held() -> Keyring:
    """The keys of the folder, read again when it changed. Refused when they are exposed, damaged or gone."""
    place = folder()
    stamp = place.stat().st_mtime_ns if place.exists() else 0
    known = _read.get(place)
    if known is None or known.stamp != stamp or not stamp:
        known = _read_again()
    return known


def current(purpose: str) -> Key:
    """The newest key of a purpose; the first is made on first use."""
    return keys_held().newest(purpose) or _make(purpose, 1)


def named(purpose: str, key_id: str) -> Key:
    """The key with this id. Refused when it is not there."""
    found = keys_held().named(purpose, key_id) or _read_again().named(purpose, key_id)
    if found is None:
        raise refusals.missing(purpose, key_id)
    return found


def new_key(purpose: str) -> Key:
    """Make the next key of a purpose and return the newest."""
    held = keys_held().newest(purpose)
    return _make(purpose, held.number + 1 if held else 1)


def _make(purpose: str, number: int) -> Key:
    """Make the key of this number and return the newest: whoever comes second keeps the first one's."""
    if purpose not in PURPOSES:
        raise KeyError(purpose)
    cipher = settings.HUIZHI_CIPHER
    if not works(cipher):
        raise refusals.unknown_cipher(cipher)
    size = FINGERPRINT_BYTES if purpose == "fingerprint" else CIPHERS[cipher].key_bytes
    key = Key(purpose, number, cipher, secrets.token_bytes(size))
    place = folder()
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_once(place / f"{purpose}.{number:04d}.key", key)
    return _read_again().newest(purpose)


def _read_again() -> Keyring:
    """The keys as they lie there now: two changes within one tick of the clock leave a folder's time as it was.

    The home's list is read before the folder, or a first key made in between would look like one lost.
    """
    place = folder()
    known = enrolled()
    ring = Keyring(place, place.stat().st_mtime_ns if place.exists() else 0, _load(place))
    _enrol(ring, known)
    _read[place] = ring
    return ring


def _write_once(path: Path, key: Key) -> None:
    """Write a private file whole and forced to the disk; an existing one stays."""
    text = json.dumps({
        "purpose": key.purpose, "number": key.number, "cipher": key.cipher,
        "key": base64.b64encode(key.material).decode("ascii"),
    })  # fmt: skip
    draft = path.with_name(f".{path.name}.{os.getpid()}.{secrets.token_hex(4)}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()
    _sync(path.parent)


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _load(place: Path) -> tuple[Key, ...]:
    if not place.exists():
        return ()
    if place.stat().st_mode & 0o077:
        raise refusals.exposed(place)
    found = []
    for path in sorted(place.iterdir()):
        if match := FILE.match(path.name):
            if path.stat().st_mode & 0o077:
                raise refusals.exposed(path)
            found.append(_key(path, match[1], int(match[2])))
    return tuple(found)


def _key(path: Path, purpose: str, number: int) -> Key:
    try:
        said = json.loads(path.read_text(encoding="ascii"))
        key = Key(said["purpose"], said["number"], said["cipher"], base64.b64decode(said["key"], validate=True))
        size = FINGERPRINT_BYTES if purpose == "fingerprint" else CIPHERS[key.cipher].key_bytes
    except (ValueError, KeyError, TypeError, binascii.Error):
        raise refusals.damaged(path) from None
    if (key.purpose, key.number, len(key.material)) != (purpose, number, size):
        raise refusals.damaged(path)
    return key


def enrolled() -> dict[str, str]:
    """Id -> "purpose number" of every key this home has sealed with."""
    if not roster().exists():
        return {}
    lines = [line.split() for line in roster().read_text(encoding="ascii").splitlines()]
    return {line[2]: f"{line[0]} {line[1]}" for line in lines if len(line) == 3}


def _enrol(ring: Keyring, known: dict[str, str]) -> None:
    """Note the ids of keys not yet `known`. Refused when every key this home has sealed with is gone."""
    held = {key.id: key for key in ring.keys}
    if known and not held.keys() & known.keys():
        raise refusals.gone(ring.folder, sorted(known))
    if fresh := [key for key_id, key in held.items() if key_id not in known]:
        roster().parent.mkdir(parents=True, exist_ok=True)
        with roster().open("a", encoding="ascii") as file:
            file.writelines(f"{key.purpose} {key.number} {key.id}\n" for key in fresh)
            file.flush()
            os.fsync(file.fileno())
