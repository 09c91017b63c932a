"""What is known of a stored file, and where its seal belongs."""

from dataclasses import dataclass
from datetime import datetime

from huizhi.apps.papers.models import StoredFile


@dataclass(frozen=True)
class FileCard:
    """What is known of a stored file."""

    ref: str
    sha256: str
    size: int
    media_type: str
    scan: str
    stored_at: datetime
    erased: bool = False


def context(ref: str) -> bytes:
    """Where a file's seal belongs."""
    return f"papers.file/{ref}".encode()


def card(row: StoredFile) -> FileCard:
    """What is known of a row."""
    erased = row.erased_at is not None
    return FileCard(row.ref, row.sha256, row.size, row.media_type, row.scan, row.stored_at, erased)
