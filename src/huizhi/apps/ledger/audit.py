"""Everything recomputed from the first act to the last, and compared with every root there is. Pure: no Django."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol

from huizhi.apps.ledger.chain import digest_of, sealed_text, walk
from huizhi.apps.ledger.hashing import hasher
from huizhi.apps.ledger.roots import DayRoot, forks
from huizhi.apps.ledger.tree import Growing
from huizhi.draw.instants import BEIJING
from huizhi.vocabulary.refused import Refused


class End(Protocol):
    """What the ledger says of its own end: `peaks` as stored."""

    seq: int
    digest: str
    algorithm: str
    peaks: str


@dataclass(frozen=True)
class Fault:
    """Something that does not hold: the first act that is wrong lies among acts `first` to `last`; `day`: when.

    code: gap, previous_digest, digest, head (the chain) · tree (a subtree or peak as stored) · root (a root the office
    keeps) · copy (a root kept elsewhere) · fork (two roots for one day) · receipt (an act somebody holds a receipt of).
    """

    code: str
    first: int
    last: int
    day: str
    zh: str
    en: str


@dataclass(frozen=True)
class Audit:
    """What was found: how many acts were read, the root over them, and what does not hold, the earliest first."""

    acts: int
    root: str
    faults: tuple[Fault, ...]

    @property
    def ok(self) -> bool:
        """Whether everything holds."""
        return not self.faults


WORDS = {
    "tree": ("存储的树与记录不符", "the stored tree does not follow from the acts"),
    "root": ("与本单位保存的封存根不符", "it is not what the root kept here says"),
    "copy": (
        "与别处保存的封存根副本不符：记录被改写过",
        "it is not what the copy of the root says: the ledger was rewritten",
    ),
    "fork": ("同一天有两个不同的封存根", "there are two different roots for one day"),
    "receipt": ("与他人手中的回执不符", "it is not what a receipt in somebody's hands says"),
}


def audit(
    acts: Iterable[Any],
    end: End,
    *,
    stored: Iterable[DayRoot] = (),
    copies: Iterable[DayRoot] = (),
    held: Mapping[int, str] | None = None,
) -> Audit:
    """Walk acts in order of seq, once; memory: the roots. `held`: act -> digest on a receipt somebody has."""
    stored, copies = list(stored), list(copies)
    seen = _Seen(Growing(hasher(end.algorithm)), {root.size for root in (*stored, *copies)}, held or {})
    chain = walk(seen.through(acts), end.seq, end.digest)
    faults = list(seen.faults)
    if chain.broken_seq is not None:
        faults.append(Fault(chain.why, chain.broken_seq, chain.broken_seq, seen.day, chain.why_zh, chain.why_en))
    elif seen.tree.size and b"".join(seen.tree.peaks).hex() != end.peaks:
        faults.append(_fault("tree", seen.tree.size, seen.tree.size, seen.day))
    faults += _roots("root", stored, seen, end.algorithm) + _roots("copy", copies, seen, end.algorithm)
    faults += [
        _fault("fork", min(each.one.size, each.other.size), max(each.one.size, each.other.size), each.other.day)
        for each in forks([*stored, *copies])
    ]
    root = seen.tree.root().hex() if not faults else ""
    return Audit(chain.acts, root, tuple(sorted(faults, key=lambda fault: (fault.first, fault.last))))


@dataclass
class _Seen:
    """What is noted down while the acts pass by."""

    tree: Growing
    wanted: set[int]
    held: Mapping[int, str]
    day: str = ""
    roots: dict[int, str] = field(default_factory=dict)
    days: dict[int, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def through(self, acts: Iterable[Any]) -> Iterator[Any]:
        """Hand the acts on, growing the tree over them."""
        self._note()
        for act in acts:
            self.day = _civil_day(act.at)
            try:
                completed = b"".join(self.tree.add(sealed_text(act))).hex()
                self._compare(act, completed)
            except Refused:
                pass  # what cannot be sealed is named by the chain
            self._note()
            yield act

    def _compare(self, act: Any, completed: str) -> None:
        if completed != act.subtrees and not any(fault.code == "tree" for fault in self.faults):
            self.faults.append(_fault("tree", act.seq, act.seq, self.day))
        if self.held.get(act.seq, act.digest) != digest_of(act):
            self.faults.append(_fault("receipt", act.seq, act.seq, self.day))

    def _note(self) -> None:
        if self.tree.size in self.wanted:
            self.roots[self.tree.size] = self.tree.root().hex()


def _roots(code: str, roots: list[DayRoot], seen: _Seen, algorithm: str) -> list[Fault]:
    """The first root that does not follow: the act that is wrong lies after the last one that does."""
    good = 0
    for root in sorted(roots, key=lambda each: each.size):
        if seen.roots.get(root.size) != root.root or root.algorithm != algorithm:
            return [_fault(code, good + 1, max(root.size, good + 1), root.day)]
        good = root.size
    return []


def _fault(code: str, first: int, last: int, day: str) -> Fault:
    return Fault(code, first, last, day, *WORDS[code])


def _civil_day(at: datetime) -> str:
    return at.astimezone(BEIJING).date().isoformat()
