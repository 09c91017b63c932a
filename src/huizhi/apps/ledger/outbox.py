"""Who carries acts elsewhere, and how far each has come."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import transaction

from huizhi.apps.ledger.models import Act, Cursor, Head
from huizhi.apps.ledger.queries import ActLine, line_of


@dataclass(frozen=True)
class Batch:
    """Acts `first` to `last`: always the same ones until they are settled, whatever is written meanwhile."""

    first: int
    last: int


def claim(consumer: str) -> Batch | None:
    """The acts this consumer carries next: those it claimed and did not settle, else all new ones; None without any.

    Write what they become under a name made from the batch, then `settle`. Killed in between, the same batch comes back
    and the same name is written again: nothing is lost and nothing doubled.
    """
    with transaction.atomic():
        cursor, _made = Cursor.objects.select_for_update().get_or_create(name=consumer)
        if cursor.claimed == cursor.seq:
            cursor.claimed = Head.objects.values_list("seq", flat=True).first() or 0
            cursor.save(update_fields=["claimed"])
    return Batch(cursor.seq + 1, cursor.claimed) if cursor.claimed > cursor.seq else None


def settle(consumer: str, batch: Batch) -> None:
    """The batch has arrived. In the transaction of the effect, or after the effect has its name on the disk."""
    Cursor.objects.filter(name=consumer, seq=batch.first - 1, claimed=batch.last).update(seq=batch.last)


def acts_of(batch: Batch) -> Iterator[ActLine]:
    """The acts of a batch in order, read a few thousand at a time."""
    rows = Act.objects.filter(seq__gte=batch.first, seq__lte=batch.last).order_by("seq")
    return (line_of(act) for act in rows.iterator(chunk_size=5000))
