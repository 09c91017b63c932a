"""Files appear whole or not at all: written beside their place, synced, then renamed."""

import os
from pathlib import Path

from huizhi.lake import durable


def part_of(path: Path) -> Path:
    """The name a file has while this run writes it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    sweep(path)
    return path.parent / f".{path.name}.{os.getpid()}.part"


def put_in_place(part: Path, path: Path) -> None:
    """Sync a finished part and give it its name."""
    durable.sync(part)
    part.replace(path)
    durable.sync(path.parent)


def write_whole(path: Path, content: bytes) -> None:
    """Write small content so that a reader sees all of it or none."""
    part = part_of(path)
    part.write_bytes(content)
    put_in_place(part, path)


def sweep(path: Path) -> None:
    """Remove what killed runs left behind while they wrote `path`."""
    for left in path.parent.glob(f".{path.name}.*.part"):
        owner = left.name.split(".")[-2]
        if not owner.isdigit() or not _alive(int(owner)):
            left.unlink(missing_ok=True)


def _alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return process != os.getpid()
