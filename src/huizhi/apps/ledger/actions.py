"""The one write of this room."""

from datetime import datetime
from typing import Protocol

from django.db import transaction

from huizhi.apps.ledger.chain import GENESIS, canonical, digest_of, instant
from huizhi.apps.ledger.models import Act, Head
from huizhi.vocabulary.refused import Refused


class Actor(Protocol):
    """Whoever acts: an officer with an account and a unit."""

    username: str
    unit_code: str


def require_atomic() -> None:
    """Raise Refused unless a transaction is open."""
    if not transaction.get_connection().in_atomic_block:
        raise Refused(
            "act_outside_transaction",
            "操作必须与其结果写入同一事务",
            "an act must be written in the same transaction as its effect",
            "没有写入任何内容",
            "在 transaction.atomic() 内调用",
            what_is_safe_en="nothing was written",
            what_to_do_en="call it inside transaction.atomic()",
        )


def record(
    *,
    verb: str,
    by: Actor | str,
    at: datetime,
    object_kind: str,
    object_id: str,
    payload: dict,
    basis: str = "",
) -> Act:
    """Put one act at the end of the chain, inside the caller's transaction; returns it with seq and digest.

    `by` is an officer, or the name of a program that acts on its own ("night"). `at` is an aware instant.
    Refused outside `transaction.atomic()`: an act without its effect, or an effect without its act, must not exist.
    """
    require_atomic()
    canonical(payload)
    instant(at)
    head, _made = Head.objects.select_for_update().get_or_create(id=1, defaults={"digest": GENESIS})
    act = Act(
        seq=head.seq + 1,
        at=at,
        officer=by if isinstance(by, str) else by.username,
        unit="" if isinstance(by, str) else by.unit_code,
        verb=verb,
        object_kind=object_kind,
        object_id=object_id,
        basis=basis,
        payload=payload,
        previous_digest=head.digest,
    )
    act.digest = digest_of(act)
    act.save()
    head.seq, head.digest = act.seq, act.digest
    head.save(update_fields=["seq", "digest"])
    return act
