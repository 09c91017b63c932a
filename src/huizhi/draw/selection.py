"""Sequential Poisson sampling of exact size: everybody's ticket is a hash of their own name over their weight."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from operator import itemgetter

from huizhi.draw.files import Frame
from huizhi.draw.plan import Quota
from huizhi.draw.refusals import refused, shown

_sha256 = hashlib.sha256
_SPARE = 4096


@dataclass(frozen=True)
class Picked:
    """One selected object; `rank` counts from 1 in its stratum, the certain objects first."""

    object_id: str
    stratum: str
    rank: int
    certain: bool
    x: int
    row: int


def ticket(seed: bytes, object_id: str) -> int:
    """x: the first 8 bytes, big-endian, of SHA-256(seed || "object" || 0x00 || object_id)."""
    return int.from_bytes(_sha256(seed + b"object\0" + object_id.encode()).digest()[:8], "big")


def quotas(frame: Frame, strata: Mapping[str, Quota]) -> dict[str, int]:
    """How many to pick in each stratum of the plan, in bytewise order. Refused: stratum_too_small."""
    sizes = Counter(frame.strata)
    wanted = {name: strata[name].of(sizes[name]) for name in sorted(strata)}
    for name, n in wanted.items():
        if n > sizes[name]:
            raise refused("stratum_too_small", f"{shown(name)}: {n} > {sizes[name]}")
    return wanted


def select(frame: Frame, strata: Mapping[str, Quota], seed: bytes) -> list[Picked]:
    """Pick in every stratum of the plan, ordered by stratum (bytewise) and rank. Refused: stratum_too_small."""
    picked: list[Picked] = []
    for name, n, rows in quotas_with_rows(frame, strata):
        picked += _pick(frame, name, rows, n, seed)
    return picked


def quotas_with_rows(frame: Frame, strata: Mapping[str, Quota]) -> list[tuple[str, int, list[int]]]:
    """(stratum, how many to pick, its rows) of the plan's strata, in bytewise order. Refused: stratum_too_small."""
    wanted = quotas(frame, strata)
    members: dict[str, list[int]] = {name: [] for name in wanted}
    for row, name in enumerate(frame.strata):
        if name in members:
            members[name].append(row)
    return [(name, n, members[name]) for name, n in wanted.items()]


def certain(rows: list[int], weights: tuple[int, ...], n: int) -> list[int]:
    """The rows whose expected inclusion n*w/sum(w) reaches 1, again and again as n and the sum shrink; in row order.

    Taking the heaviest first, one at a time, ends where taking them round by round ends: if n*w >= W for a row,
    then (n-1)*w >= W-v still holds after any v >= w has gone.
    """
    total = sum(map(weights.__getitem__, rows))
    if not rows or n * max(map(weights.__getitem__, rows)) < total:
        return []
    taken = []
    for row in sorted(rows, key=weights.__getitem__, reverse=True):
        if not n or n * weights[row] < total:
            break
        taken.append(row)
        n, total = n - 1, total - weights[row]
    return sorted(taken)


def _pick(frame: Frame, stratum: str, rows: list[int], n: int, seed: bytes) -> list[Picked]:
    sure = certain(rows, frame.weights, n)
    if sure:
        kept = set(sure)
        rows = [row for row in rows if row not in kept]
    ids = frame.object_ids
    tickets = [(ticket(seed, ids[row]), row) for row in sure] + smallest(frame, rows, n - len(sure), seed)
    return [
        Picked(ids[row], stratum, rank, rank <= len(sure), x, row) for rank, (x, row) in enumerate(tickets, start=1)
    ]


def smallest(frame: Frame, rows: list[int], n: int, seed: bytes) -> list[tuple[int, int]]:
    """(x, row) of the n smallest (x+1)/w, ties by object_id, in one pass that keeps few more than n candidates.

    Two unequal ratios of weights below 2**b differ by more than 2**-2b, so floor((x+1) * 2**2b / w) orders them
    exactly as cross-multiplication does, and equal ratios get equal keys; rows ascend with object_id.
    """
    if n <= 0:
        return []
    weights, prefix = frame.weights, seed + b"object\0"
    ids = "\n".join(map(frame.object_ids.__getitem__, rows)).encode().split(b"\n")
    shift = 2 * max(map(weights.__getitem__, rows)).bit_length()
    bounds, full = _Bounds(shift), 2 * n + _SPARE
    held: list[tuple[int, int, int]] = []
    for row, object_id in zip(rows, ids, strict=True):
        hashed, weight = _sha256(prefix + object_id).digest(), weights[row]
        if hashed > bounds[weight]:
            continue
        x = int.from_bytes(hashed[:8], "big")
        held.append((((x + 1) << shift) // weight, row, x))
        if len(held) >= full:
            held.sort()
            del held[n:]
            bounds.lower(held[-1][0])
    held.sort()
    return [(x, row) for _, row, x in held[:n]]


class _Bounds(dict[int, bytes]):
    """For each weight, the greatest hash whose key is not beyond the current n-th: computed when first asked for."""

    def __init__(self, shift: int) -> None:
        super().__init__()
        self._shift = shift
        self._limit: int | None = None

    def lower(self, limit: int) -> None:
        """Take a new n-th key."""
        self._limit = limit
        self.clear()

    def __missing__(self, weight: int) -> bytes:
        greatest = 2**64 - 1
        if self._limit is not None:
            # key <= limit  <=>  (x+1) * 2**shift < (limit+1) * w
            greatest = min(greatest, (((self._limit + 1) * weight - 1) >> self._shift) - 1)
        bound = b"" if greatest < 0 else greatest.to_bytes(8, "big") + b"\xff" * 24
        self[weight] = bound
        return bound


def differences(mine: Iterable[Picked], theirs: Iterable[tuple[str, int]]) -> list[str]:
    """Object ids on which another engine's selection, as (object_id, rank), departs from this one; empty when none."""
    ours = set(map(itemgetter(0, 1), ((picked.object_id, picked.rank) for picked in mine)))
    return sorted({object_id for object_id, _ in ours ^ set(theirs)})
