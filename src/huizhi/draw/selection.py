"""Sequential Poisson sampling of exact size: everybody's ticket is a hash of their own name over their weight."""

import hashlib
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
    sizes = dict.fromkeys(strata, 0)
    for name in frame.strata:
        if name in sizes:
            sizes[name] += 1
    wanted = {name: strata[name].of(sizes[name]) for name in sorted(strata)}
    for name, n in wanted.items():
        if n > sizes[name]:
            raise refused("stratum_too_small", f"{shown(name)}: {n} > {sizes[name]}")
    return wanted


def select(frame: Frame, strata: Mapping[str, Quota], seed: bytes) -> list[Picked]:
    """Pick in every stratum of the plan, ordered by stratum (bytewise) and rank. Refused: stratum_too_small."""
    wanted = quotas(frame, strata)
    members: dict[str, list[int]] = {name: [] for name in wanted}
    for row, name in enumerate(frame.strata):
        if name in members:
            members[name].append(row)
    picked: list[Picked] = []
    for name, n in wanted.items():
        picked += _pick(frame, name, members[name], n, seed)
    return picked


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
    weights = frame.weights
    heaviest, lightest = max(map(weights.__getitem__, rows)), min(map(weights.__getitem__, rows))
    shift = 0 if heaviest == lightest else 2 * heaviest.bit_length()
    kept = _best(_keys(frame, rows, seed, shift), n) if shift else _best(_plain_keys(frame, rows, seed), n)
    return [(x, row) for _, row, x in kept]


def _keys(frame: Frame, rows: list[int], seed: bytes, shift: int) -> Iterable[tuple[int, int, int]]:
    """(key, row, x) of each row, with weights that differ."""
    prefix, ids, weights, number = seed + b"object\0", frame.object_ids, frame.weights, int.from_bytes
    for row in rows:
        x = number(_sha256(prefix + ids[row].encode()).digest()[:8], "big")
        yield ((x + 1) << shift) // weights[row], row, x


def _plain_keys(frame: Frame, rows: list[int], seed: bytes) -> Iterable[tuple[int, int, int]]:
    """(key, row, x) of each row when all weights are one and the same: the ticket itself is the key."""
    prefix, ids, number = seed + b"object\0", frame.object_ids, int.from_bytes
    for row in rows:
        x = number(_sha256(prefix + ids[row].encode()).digest()[:8], "big")
        yield x, row, x


def _best(keyed: Iterable[tuple[int, int, int]], n: int) -> list[tuple[int, int, int]]:
    """The n smallest, in order: candidates below the current n-th are gathered and cut back now and then."""
    held: list[tuple[int, int, int]] = []
    limit, full = None, 2 * n + _SPARE
    for one in keyed:
        if limit is not None and one > limit:
            continue
        held.append(one)
        if len(held) >= full:
            held.sort()
            del held[n:]
            limit = held[-1]
    held.sort()
    return held[:n]


def differences(mine: Iterable[Picked], theirs: Iterable[tuple[str, int]]) -> list[str]:
    """Object ids on which another engine's selection, as (object_id, rank), departs from this one; empty when none."""
    ours = set(map(itemgetter(0, 1), ((picked.object_id, picked.rank) for picked in mine)))
    return sorted({object_id for object_id, _ in ours ^ set(theirs)})
