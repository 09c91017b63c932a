"""What a party may take away by its code: papers that are for it, its own files, files the office shares."""

from dataclasses import dataclass

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.facade import AttachmentCard, PaperCard
from huizhi.apps.complaints.queries.tracking import opened_by


@dataclass(frozen=True)
class Received:
    """The papers and files of one matter as one party has them."""

    papers: tuple[PaperCard, ...]
    files: tuple[AttachmentCard, ...]


def received(*, number: str, code: str) -> Received:
    """The papers and files a code opens."""
    access = opened_by(number, code)
    return Received(
        casework.papers_for(access.number, access.role), casework.attachments_for(access.number, access.role)
    )


def received_name(*, number: str, code: str, ref: str) -> str:
    """The name of one of them; empty where the code does not open it."""
    access = opened_by(number, code)
    return casework.file_for(access.number, ref, access.role)
