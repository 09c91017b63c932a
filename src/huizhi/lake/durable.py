"""Writing so that a killed process leaves either the old state or the new one, never something between."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from huizhi.vocabulary.refused import Refused

CHUNK = 1 << 20


def canonical_json(value: Any) -> bytes:
    """JSON with sorted keys and a final newline: the same value is always the same bytes."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1).encode() + b"\n"


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, as lower-case hex."""
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()


def sync(path: Path) -> None:
    """Force a file, or a folder's list of names, to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def replace_file(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step: written beside it, forced to disk, renamed, the folder forced to disk."""
    beside = path.with_name(f".{path.name}.new")
    with beside.open("wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
    beside.replace(path)
    sync(path.parent)


@contextmanager
def exclusive(path: Path, zh: str, en: str) -> Iterator[None]:
    """Hold the lock file `path`, released when the process ends however it ends; Refused when another holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("ab") as stream:
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Refused(
                "lake.busy", f"另一个进程正在{zh}。", f"Another process is {en}.",
                what_is_safe="已有的数据和结果都没有改动。", what_to_do="等它结束后再运行一次。",
                what_is_safe_en="Everything stored so far is untouched.",
                what_to_do_en="Wait until it has finished and run this again.",
                context={"lock": str(path)},
            ) from None  # fmt: skip
        yield
