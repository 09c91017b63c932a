"""The draw's selection over a frame larger than memory: the engine hashes and sifts, the reference ranks what is left.

The engine keeps the rows whose hash lies below a bound that holds a few more than are wanted; being a lower set of the
order (x + 1) / w, it holds the n smallest whenever it holds n at all. `draw.selection` ranks those, so the result is
the reference's own.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isqrt
from pathlib import Path

from huizhi.draw.files import Frame
from huizhi.draw.plan import Quota
from huizhi.draw.refusals import refused
from huizhi.draw.selection import Picked, smallest, ticket
from huizhi.lake.engines import connect, parquet_scan, quoted

WHOLE = 2**64
MORE, ROOM = 8, 100_000
"""How many rows too many one bound for all may let through: times what is wanted, and besides."""
_SPREAD, _SPARE = 8, 64


@dataclass(frozen=True)
class _Stratum:
    """A stratum as its histogram says: how many are certain, from which weight on, and what is left to pick."""

    name: str
    n: int
    sure_from: int | None
    sure: int
    rest: int
    total: int
    heaviest: int

    def limit(self, spread: int) -> int:
        """The bound on (x + 1) / w below which a few more than wanted are expected."""
        wanted = self.n - self.sure
        more = wanted + spread * (isqrt(wanted) + 1) + _SPARE
        return WHOLE if wanted >= self.rest or more >= self.rest else -(-WHOLE * more // self.total)


def pick(frame: Path, strata: Mapping[str, Quota], seed: bytes, home: Path) -> list[Picked]:
    """Pick as `draw.select` does, from a Parquet frame (object_id, stratum, weight below 2**63) sorted by object_id.

    `home` holds what spills. Refused: stratum_too_small.
    """
    con = connect(home)
    source = f"read_parquet({quoted(str(frame))}, file_row_number = true)"
    rows = con.raw_sql(f"SELECT stratum, weight, count(*) FROM {parquet_scan([frame])} GROUP BY ALL").fetchall()
    known: dict[str, dict[int, int]] = {}
    for name, weight, count in rows:
        known.setdefault(name, {})[weight] = count
    shapes = [_shape(name, known.get(name, {}), strata[name]) for name in sorted(strata)]
    picked: list[Picked] = []
    candidates = _sift(con, source, shapes, seed, _SPREAD)
    for shape in shapes:
        mine, spread = candidates.get(shape.name, []), _SPREAD
        while _short(shape, mine, seed, spread):
            spread *= 4
            mine = _sift(con, source, [shape], seed, spread).get(shape.name, [])
        picked += _rank(shape, mine, seed)
    con.disconnect()
    return picked


def _shape(name: str, weights: Mapping[int, int], quota: Quota) -> _Stratum:
    """Take the heaviest weights as certain while n * w reaches what is left: a weight goes as a whole or not at all."""
    size, total = sum(weights.values()), sum(weight * count for weight, count in weights.items())
    n = quota.of(size)
    if n > size:
        raise refused("stratum_too_small", f"{name}: {n} > {size}")
    left, sure, sure_from = n, 0, None
    for weight in sorted(weights, reverse=True):
        if not left or left * weight < total:
            break
        sure_from, count = weight, weights[weight]
        left, sure, total = left - count, sure + count, total - weight * count
    rest = [weight for weight in weights if sure_from is None or weight < sure_from]
    return _Stratum(name, n, sure_from, sure, size - sure, total, max(rest, default=0))


def _sift(con, source: str, shapes: list[_Stratum], seed: bytes, spread: int) -> dict[str, list[tuple]]:
    """Stratum -> (row, object_id, weight) of its certain rows and of those whose hash lies below its bound."""
    hashed = f"sha256(unhex({quoted((seed + b'object' + bytes(1)).hex())}) || encode(object_id))"
    shapes = [shape for shape in shapes if shape.n]
    if not shapes:
        return {}
    found = con.raw_sql(
        f"SELECT stratum, file_row_number, object_id, weight FROM"
        f" (SELECT *, {hashed} AS hashed FROM {source}) WHERE {_condition(shapes, spread)}"
    )  # fmt: skip
    kept: dict[str, list[tuple]] = {}
    while rows := found.fetchmany(100_000):
        for name, *row in rows:
            kept.setdefault(name, []).append(tuple(row))
    return kept


def _condition(shapes: list[_Stratum], spread: int) -> str:
    """One bound for all where that lets few more rows through: it is the cheaper test; else each stratum's own."""
    bounds = [shape.limit(spread) * shape.heaviest for shape in shapes if shape.n > shape.sure]
    greatest = max(bounds, default=0)
    through = sum(shape.rest * min(greatest, WHOLE) // WHOLE for shape in shapes)
    names = ", ".join(quoted(shape.name) for shape in shapes)
    few = through <= MORE * sum(shape.n for shape in shapes) + ROOM and not any(shape.sure for shape in shapes)
    if few and greatest < WHOLE:
        return f"hashed < {quoted(f'{greatest:016x}')} AND stratum IN ({names})"
    tests = " ".join(f"WHEN {quoted(shape.name)} THEN {_test(shape, spread)}" for shape in shapes)
    return f"CASE stratum {tests} ELSE false END"


def _test(shape: _Stratum, spread: int) -> str:
    bound = shape.limit(spread) * shape.heaviest
    below = "true" if bound >= WHOLE else f"hashed < {quoted(f'{bound:016x}')}"
    if shape.n == shape.sure:
        below = "false"
    return below if shape.sure_from is None else f"(weight >= {shape.sure_from} OR {below})"


def _short(shape: _Stratum, rows: list[tuple], seed: bytes, spread: int) -> bool:
    """Whether the bound held too few: then it is raised, and nothing is lost."""
    limit, wanted = shape.limit(spread), shape.n - shape.sure
    if limit >= WHOLE:
        return False
    return sum(ticket(seed, each) < limit * weight for _, each, weight in _unsure(shape, rows)) < wanted


def _unsure(shape: _Stratum, rows: list[tuple]) -> list[tuple]:
    return [row for row in rows if shape.sure_from is None or row[2] < shape.sure_from]


def _rank(shape: _Stratum, rows: list[tuple], seed: bytes) -> list[Picked]:
    """The certain in order of id, then the n smallest, by the reference itself on the few rows left."""
    rows = sorted(rows)
    unsure = _unsure(shape, rows)
    sure = [row for row in rows if shape.sure_from is not None and row[2] >= shape.sure_from]
    few = Frame(tuple(row[1] for row in unsure), (), tuple(row[2] for row in unsure), (), ())
    ranked = smallest(few, list(range(len(unsure))), shape.n - len(sure), seed)
    lines = [(ticket(seed, each), number, each) for number, each, _ in sure]
    lines += [(x, unsure[at][0], unsure[at][1]) for x, at in ranked]
    return [
        Picked(object_id, shape.name, rank, rank <= len(sure), x, number)
        for rank, (x, number, object_id) in enumerate(lines, start=1)
    ]
