"""Erasing what is past its term: the sealed rows, and with them the stored files they name."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from huizhi.apps.casework.models import Attachment, Document
from huizhi.apps.casework.patience import patiently
from huizhi.apps.identities import facade as identities
from huizhi.apps.ledger.facade import Actor
from huizhi.apps.papers import facade as papers


@dataclass(frozen=True)
class Erased:
    """How many sealed rows and stored files are gone."""

    rows: int
    files: int


@patiently
def erase_due(*, as_of: date, by: Actor | str, at: datetime, limit: int = 500) -> Erased:
    """Erase up to `limit` rows past their last day and the files they name, whole or not at all. Call until 0 rows.

    A file goes with what seals its name, a paper with what seals the words it says.
    """
    with transaction.atomic():
        refs = identities.erase_due(as_of=as_of, by=by, at=at, limit=limit)
        files = _files_of(refs)
        for ref in files:
            papers.erase(ref=ref, reason="due", by=by, at=at)
    return Erased(len(refs), len(files))


def _files_of(refs: Collection[str]) -> list[str]:
    attached = Attachment.objects.filter(name_ref__in=refs).values_list("paper", flat=True)
    issued = Document.objects.filter(source_ref__in=refs).exclude(paper="").values_list("paper", flat=True)
    return sorted({*attached, *issued})
