"""Reads of the ledger."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from huizhi.apps.ledger.audit import Audit, audit
from huizhi.apps.ledger.chain import GENESIS, ChainCheck, instant, walk
from huizhi.apps.ledger.hashing import hasher
from huizhi.apps.ledger.models import Act, Head, Root
from huizhi.apps.ledger.roots import DayRoot
from huizhi.apps.ledger.tree import joined


@dataclass(frozen=True)
class ActLine:
    """One act as shown."""

    seq: int
    at: datetime
    officer: str
    unit: str
    verb: str
    object_kind: str
    object_id: str
    basis: str
    payload: dict
    digest: str
    previous_digest: str


@dataclass(frozen=True)
class ActPage:
    """Acts, newest first; `next_before` goes into the next call, None at the end."""

    acts: tuple[ActLine, ...]
    next_before: int | None


@dataclass(frozen=True)
class LedgerHead:
    """Where the chain ends. Whoever notes it down elsewhere can later prove that nothing before it changed."""

    seq: int
    digest: str


def line_of(act: Act) -> ActLine:
    """One act as other rooms see it."""
    return ActLine(**{name: getattr(act, name) for name in ActLine.__dataclass_fields__})


def acts(
    *,
    units: Collection[str] | None,
    officer: str = "",
    verb: str = "",
    object_kind: str = "",
    object_id: str = "",
    before: int | None = None,
    limit: int = 50,
) -> ActPage:
    """Acts of these units (None: of all), narrowed by the filters given, newest first, `limit` at a time.

    Who may look is asked by the page (`people.facade.require(viewer, "see_ledger")`), and `units` is
    `people.facade.units_in_scope(viewer)`: this room stands below `people` and knows neither.
    """
    asked = {"officer": officer, "verb": verb, "object_kind": object_kind, "object_id": object_id}
    found = Act.objects.filter(**{name: value for name, value in asked.items() if value}).order_by("-seq")
    if units is not None:
        found = found.filter(unit__in=sorted(units))
    if before is not None:
        found = found.filter(seq__lt=before)
    lines = [line_of(act) for act in found[: limit + 1]]
    more = len(lines) > limit
    return ActPage(tuple(lines[:limit]), lines[limit - 1].seq if more else None)


def act(seq: int, *, units: Collection[str] | None) -> ActLine | None:
    """One act by its number, if it is of these units."""
    found = Act.objects.filter(seq=seq).first()
    return line_of(found) if found and (units is None or found.unit in units) else None


def verbs() -> tuple[str, ...]:
    """Every verb on the ledger, for the filter of the page."""
    return tuple(Act.objects.order_by("verb").values_list("verb", flat=True).distinct())


def head() -> LedgerHead:
    """The last act's number and digest; 0 and zeros before the first."""
    row = Head.objects.first()
    return LedgerHead(row.seq, row.digest) if row else LedgerHead(0, GENESIS)


def verify_chain() -> ChainCheck:
    """Recompute every digest from the first act to the last; names the first act that does not hold."""
    end = head()
    return walk(_in_order(), end.seq, end.digest)


def check_acts(numbers: Collection[int]) -> ChainCheck:
    """Recompute the digests of some acts and their seals to the acts before them; names the first that fails."""
    wanted = sorted(numbers)
    rows = {row.seq: row for row in Act.objects.filter(seq__in={*wanted, *(seq - 1 for seq in wanted)})}
    for seq in wanted:
        before = rows[seq - 1].digest if seq - 1 in rows else GENESIS
        check = walk([rows[seq]], seq, rows[seq].digest, after=(seq - 1, before))
        if not check.ok:
            return check
    return ChainCheck(True, len(wanted), rows[wanted[-1]].digest if wanted else GENESIS)


def _in_order() -> Iterator[Act]:
    return Act.objects.filter(seq__gte=0).order_by("seq").iterator(chunk_size=2000)


def verify_ledger(copies: Iterable[DayRoot] = (), held: Mapping[int, str] | None = None) -> Audit:
    """Recompute chain, tree and roots, and compare with copies of roots kept elsewhere and digests on receipts."""
    end = Head.objects.first() or Head(digest=GENESIS)
    return audit(_in_order(), end, stored=roots(), copies=copies, held=held)


def hashes_in(text: str) -> list[bytes]:
    """Hashes stored one after another as hex."""
    stored = bytes.fromhex(text)
    return [stored[at : at + 32] for at in range(0, len(stored), 32)]


def day_root(row: Root) -> DayRoot:
    """A published root as it is handed out."""
    return DayRoot(row.day.isoformat(), row.size, row.root, row.algorithm, instant(row.sealed_at))


def roots() -> tuple[DayRoot, ...]:
    """Every published root, oldest first."""
    return tuple(day_root(row) for row in Root.objects.filter(size__gte=0).order_by("day"))


def tree_head() -> tuple[int, str, bytes]:
    """Size, hash function and root of the tree as it is now."""
    row = Head.objects.first() or Head(digest=GENESIS)
    return row.seq, row.algorithm, joined(hashes_in(row.peaks), hasher(row.algorithm))
