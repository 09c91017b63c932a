"""Proofs and receipts read from the rows: what the office hands out."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from huizhi.apps.ledger import tree
from huizhi.apps.ledger.chain import sealed_text
from huizhi.apps.ledger.hashing import hasher
from huizhi.apps.ledger.models import Act, Head, Root
from huizhi.apps.ledger.queries import day_root, hashes_in
from huizhi.apps.ledger.receipts import FORMAT, OPENS, as_published, content_digest, opening
from huizhi.apps.ledger.roots import DayRoot
from huizhi.vocabulary.refused import Refused


def root_of(size: int) -> bytes:
    """The root over the first `size` acts. Refused beyond the end."""
    head = _reaching(size)
    return tree.root(size, _read, hasher(head.algorithm))


def inclusion(seq: int, size: int) -> list[bytes]:
    """The audit path of act `seq` in the tree of the first `size` acts. Refused outside them."""
    head = _reaching(size)
    if not 0 < seq <= size:
        raise _outside(seq, size)
    return tree.inclusion(seq - 1, size, _read, hasher(head.algorithm))


def consistency(first: int, second: int) -> list[bytes]:
    """The proof that the tree of `second` acts begins with the tree of `first`. Refused outside the ledger."""
    head = _reaching(second)
    if not 0 < first <= second:
        raise _outside(first, second)
    return tree.consistency(first, second, _read, hasher(head.algorithm))


def receipt(seq: int, opened: Mapping[str, Any] | None = None, salt: bytes | None = None) -> dict[str, Any]:
    """The receipt of act `seq`, opening what was said when `opened` and `salt` are given (see `content_digest`).

    It proves the act against the first published root that covers it; before there is one, against the tree as it is
    now: `complete` it later. Refused when there is no such act, or when it holds another digest of what was said.
    """
    act = Act.objects.filter(seq=seq).first()
    if act is None:
        raise _outside(seq, 0)
    if opened is not None and salt is not None and act.payload.get(OPENS) != content_digest(opened, salt):
        raise _opens_another(seq)
    head, root = Head.objects.get(), _first_root(seq)
    size = root.size if root else head.seq
    return {
        "format": FORMAT,
        "act": sealed_text(act).decode(),
        "digest": act.digest,
        "index": seq - 1,
        "tree": {"algorithm": head.algorithm, "size": size, "root": root_of(size).hex()},
        "path": [step.hex() for step in inclusion(seq, size)],
        "opened": opening(opened, salt),
        "published": as_published(day_root(root), []) if root else None,
    }


def complete(given: Mapping[str, Any]) -> dict[str, Any]:
    """The receipt tied to the first published root that covers it; unchanged while there is none.

    Refused when the receipt's tree is not what this ledger was at that size.
    """
    size, stated = given["tree"]["size"], given["tree"]["root"]
    if root_of(size).hex() != stated:
        raise _not_ours(size)
    root = _first_root(size)
    return {**given, "published": as_published(day_root(root), consistency(size, root.size)) if root else None}


def covering(seqs: Collection[int]) -> dict[int, DayRoot]:
    """Act -> the first published root that covers it, for those acts that have one; one query."""
    if not seqs:
        return {}
    rows = [day_root(row) for row in Root.objects.filter(size__gte=min(seqs)).order_by("size")]
    sizes = [row.size for row in rows]
    places = {seq: bisect_left(sizes, seq) for seq in seqs}
    return {seq: rows[place] for seq, place in places.items() if place < len(rows)}


def _first_root(size: int) -> Root | None:
    return Root.objects.filter(size__gte=size).order_by("day").first()


def _read(subtrees: Iterable[tree.Subtree]) -> dict[tree.Subtree, bytes]:
    """Hashes of complete subtrees, in one query."""
    wanted = {subtree: tree.completed_by(subtree) for subtree in subtrees}
    rows = dict(Act.objects.filter(seq__in=set(wanted.values())).values_list("seq", "subtrees"))
    try:
        return {subtree: hashes_in(rows[seq])[subtree[0]] for subtree, seq in wanted.items()}
    except (KeyError, IndexError, ValueError) as error:
        raise _damaged(error) from error


def _reaching(size: int) -> Head:
    head = Head.objects.first()
    if head is None or not 0 <= size <= head.seq:
        raise _outside(size, head.seq if head else 0)
    return head


def _outside(seq: int, size: int) -> Refused:
    return Refused(
        "act_not_there",
        f"台账中没有所要的记录（{seq}）",
        f"the ledger has no such record ({seq})",
        "台账没有改动",
        "核对序号与台账大小",
        {"size": size},
        what_is_safe_en="the ledger is unchanged",
        what_to_do_en="check the number and the size of the ledger",
    )


def _opens_another(seq: int) -> Refused:
    return Refused(
        "receipt_opens_another",
        f"所给内容与第{seq}条登记的摘要不符，没有出具回执",
        f"the content given does not match the digest in act {seq}; no receipt was made",
        "台账没有改动",
        "核对内容与盐是否就是登记时的那一份",
        what_is_safe_en="the ledger is unchanged",
        what_to_do_en="give the content and the salt as they were recorded",
    )


def _not_ours(size: int) -> Refused:
    return Refused(
        "receipt_of_another_ledger",
        f"回执上的台账根与本台账在第{size}条时的根不同",
        f"the receipt's root is not what this ledger was at act {size}",
        "回执与台账都没有改动",
        "保留回执，通知审计人员：回执或台账有一个被改动过",
        what_is_safe_en="receipt and ledger are unchanged",
        what_to_do_en="keep the receipt and tell the auditors: one of the two was changed",
    )


def _damaged(error: Exception) -> Refused:
    return Refused(
        "ledger_damaged",
        "台账的树有缺损，算不出证明",
        "the ledger's tree is damaged: the proof cannot be made",
        "台账没有改动",
        "运行 huizhi ledger verify 找出被改动的记录",
        {"missing": str(error)},
        what_is_safe_en="the ledger is unchanged",
        what_to_do_en="run huizhi ledger verify to find what was changed",
    )
