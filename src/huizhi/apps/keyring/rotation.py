"""New keys, and the apps that seal again what an old key sealed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from huizhi.apps.keyring import keys
from huizhi.apps.keyring.ciphers import works

Reseal = Callable[[int], int]
"""reseal(limit) -> how many rows it sealed again, in one transaction of its own; 0 when none is left."""

_resealers: dict[tuple[str, str], Reseal] = {}
BATCH = 500


def reseals(purpose: str, what: str, reseal: Reseal) -> None:
    """Say, when an app starts, how rows of a purpose are sealed again ("identities.person")."""
    if purpose not in keys.PURPOSES:
        raise KeyError(purpose)
    _resealers[purpose, what] = reseal


def reseal_all(purpose: str, batch: int = BATCH) -> Iterator[tuple[str, int]]:
    """Seal again, batch by batch, what older keys sealed: (what, rows so far). Stopped anywhere, it goes on later."""
    for (its, what), reseal in sorted(_resealers.items()):
        done = 0
        while its == purpose and (count := reseal(batch)):
            done += count
            yield what, done


@dataclass(frozen=True)
class KeyLine:
    """One key as listed: `state` is seals, opens or missing."""

    purpose: str
    number: int
    id: str
    cipher: str
    state: str


def key_lines() -> list[KeyLine]:
    """Every key held, and every key this home has sealed with that is not here."""
    ring = keys.keys_held()
    lines = [
        KeyLine(key.purpose, key.number, key.id, key.cipher, "seals" if key == ring.newest(key.purpose) else "opens")
        for key in ring.keys
    ]
    held = {line.id for line in lines}
    for key_id, said in keys.enrolled().items():
        if key_id not in held:
            purpose, number = said.split()
            lines.append(KeyLine(purpose, int(number), key_id, "?", "missing"))
    return sorted(lines, key=lambda line: (line.purpose, line.number))


def cipher_works(name: str) -> bool:
    """Whether this machine offers a cipher."""
    return works(name)
