"""The folder of sealed files: written beside, forced to the disk, renamed; a name says nothing of the content."""

import os
import re
import secrets
from collections.abc import Iterable, Iterator
from pathlib import Path

from django.conf import settings

PLACE = re.compile(r"[0-9a-f]{32}")


def folder() -> Path:
    """Where sealed files lie."""
    return Path(settings.HUIZHI_HOME) / "papers"


def path_of(place: str) -> Path:
    """The path of one sealed file. ValueError for what is no place: a path never comes from outside."""
    if not PLACE.fullmatch(place):
        raise ValueError("not a place")
    return folder() / place[:2] / place


def put(pieces: Iterable[bytes]) -> str:
    """Write sealed bytes durably under a new place and return it: before the row that names it is committed."""
    place = secrets.token_hex(16)
    path = path_of(place)
    for each in (folder(), path.parent):
        if not each.exists():
            each.mkdir(mode=0o700, parents=True, exist_ok=True)
            _sync(each.parent)
    beside = path.with_suffix(".part")
    handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except BaseException:
        beside.unlink(missing_ok=True)
        raise
    _sync(path.parent)
    return place


def remove(place: str) -> None:
    """Take a sealed file away; one that is not there is no matter."""
    path_of(place).unlink(missing_ok=True)


def places() -> Iterator[tuple[Path, float]]:
    """Every file in the folder with the instant it was last written, half-written ones included."""
    for path in sorted(folder().glob("??/*")):
        try:
            yield path, path.stat().st_mtime
        except FileNotFoundError:
            continue


def _sync(place: Path) -> None:
    handle = os.open(place, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
