"""Reads of stored files. Who may have which file is the caller's question."""

from collections.abc import Iterable, Iterator

from huizhi.apps.keyring import facade as keyring
from huizhi.apps.papers import blobs, refusals
from huizhi.apps.papers.cards import FileCard, card, context
from huizhi.apps.papers.models import StoredFile
from huizhi.vocabulary.refused import Refused


def cards(refs: Iterable[str]) -> dict[str, FileCard]:
    """What is known of these files, by reference."""
    return {row.ref: card(row) for row in StoredFile.objects.filter(ref__in=list(refs))}


def file_card(ref: str) -> FileCard:
    """What is known of one file. Refused when there is none."""
    return card(_row(ref))


def pieces(ref: str) -> Iterator[bytes]:
    """The content in pieces, each checked before it is given out. Refused: unknown, erased, missing, changed."""
    row = _row(ref)
    if row.erased_at is not None:
        raise refusals.erased(ref)
    own = keyring.unwrap("file", row.wrapped, context(ref))
    try:
        file = blobs.path_of(row.place).open("rb")
    except FileNotFoundError:
        raise refusals.missing(ref) from None
    return _opened(file, own, ref)


def read(ref: str) -> bytes:
    """The whole content."""
    return b"".join(pieces(ref))


def same_content(ref: str) -> int:
    """How many other stored files have the very same content: a hint of mass filings."""
    row = _row(ref)
    return StoredFile.objects.filter(sha256=row.sha256, size=row.size).exclude(ref=ref).count()


def broken_files() -> Iterator[tuple[str, str]]:
    """(reference, code of the refusal) of every file that does not open whole."""
    for ref in StoredFile.objects.filter(erased_at=None).order_by("ref").values_list("ref", flat=True).iterator():
        try:
            for _piece in pieces(ref):
                pass
        except Refused as refused:
            yield ref, refused.code


def _opened(file, own, ref: str) -> Iterator[bytes]:
    with file:
        yield from own.open_stream(file.read, context(ref))


def _row(ref: str) -> StoredFile:
    row = StoredFile.objects.filter(ref=ref).first()
    if row is None:
        raise refusals.unknown(ref)
    return row
