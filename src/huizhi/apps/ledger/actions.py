"""The writes of this room: an act at the end, and the root of a day."""

import secrets
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from huizhi.apps.ledger.chain import GENESIS, canonical, instant, sealed_text
from huizhi.apps.ledger.hashing import hasher
from huizhi.apps.ledger.models import Act, Head, Root
from huizhi.apps.ledger.queries import day_root, hashes_in
from huizhi.apps.ledger.roots import DayRoot
from huizhi.apps.ledger.tree import Growing
from huizhi.draw.merkle import sha256
from huizhi.vocabulary.refused import Refused

NONCE_BYTES = 16


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
    """Put one act at the end of chain and tree, inside the caller's transaction; returns it with seq and digest.

    `by` is an officer, or the name of a program that acts on its own ("night"). `at` is an aware instant.
    Refused outside `transaction.atomic()`: an act without its effect, or an effect without its act, must not exist.
    """
    require_atomic()
    canonical(payload)
    instant(at)
    head = _head()
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
        nonce=secrets.token_hex(NONCE_BYTES),
    )
    text = sealed_text(act)
    tree = Growing(hasher(head.algorithm), head.seq, hashes_in(head.peaks))
    act.digest, act.subtrees = sha256(text).hex(), b"".join(tree.add(text)).hex()
    act.save()
    Head.objects.filter(id=1).update(seq=act.seq, digest=act.digest, peaks=b"".join(tree.peaks).hex())
    return act


@dataclass(frozen=True)
class Sealed:
    """A day's root; `made` is False when it stood already. `missed`: days since the root before that have none."""

    root: DayRoot
    made: bool
    missed: tuple[date, ...] = ()


def seal(*, on: date, by: Actor | str, at: datetime) -> Sealed:
    """Write the root of day `on`: the tree as it stands, published from now on. The same day again changes nothing.

    Refused for a day to come, and for a day before the last root: it would claim what the ledger was then.
    """
    with transaction.atomic():
        head = _head()
        known, last = Root.objects.filter(day=on).first(), Root.objects.order_by("-day").first()
        if known:
            return Sealed(day_root(known), made=False)
        if on > timezone.localdate(at) or (last and on < last.day):
            raise _wrong_day(on, last.day if last else None)
        tree = Growing(hasher(head.algorithm), head.seq, hashes_in(head.peaks))
        made = Root(day=on, size=head.seq, root=tree.root().hex(), algorithm=head.algorithm, sealed_at=at)
        made.save()
        root = day_root(made)
        record(
            verb="sealed_day", by=by, at=at, object_kind="day", object_id=root.day,
            payload={"size": root.size, "root": root.root, "algorithm": root.algorithm},
        )  # fmt: skip
    days = (on - last.day).days if last else 1
    return Sealed(root, True, tuple(on - timedelta(back) for back in range(days - 1, 0, -1)))


def _head() -> Head:
    """The head, locked; made for the first act with the hash function the settings name."""
    founded = {"digest": GENESIS, "algorithm": settings.LEDGER_HASH}
    return Head.objects.select_for_update().get_or_create(id=1, defaults=founded)[0]


def _wrong_day(on: date, last: date | None) -> Refused:
    return Refused(
        "day_cannot_be_sealed",
        f"{on} 不能封存：只能封存今天，且不早于最近一次封存（{last or '无'}）",
        f"{on} cannot be sealed: only today can, and no day before the last root ({last or 'none'})",
        "台账与已公布的封存根没有改动",
        "封存今天；漏掉的日子由下一个封存根一并覆盖",
        what_is_safe_en="the ledger and the published roots are unchanged",
        what_to_do_en="seal today; the next root covers the days that were missed",
    )
