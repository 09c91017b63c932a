"""The selection over a frame larger than memory is the reference's, object by object, whatever weights and quotas."""

import random
from hashlib import sha256

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from huizhi.draw.files import Frame
from huizhi.draw.plan import Quota
from huizhi.draw.selection import select
from huizhi.exchange import picking
from huizhi.vocabulary.refused import Refused


def frame_of(rows, path):
    """The same rows as a reference frame and as a Parquet file of several row groups."""
    ids, strata, weights = zip(*sorted(rows), strict=True)
    pq.write_table(
        pa.table({"object_id": ids, "stratum": strata, "weight": pa.array(weights, pa.int64())}), path,
        row_group_size=997,
    )  # fmt: skip
    return Frame(ids, strata, weights, (), ())


def some_rows(chance, count, strata, weigh):
    return [
        (f"9137{chance.randrange(10**14):014d}{at:06d}", chance.choice(strata), weigh(chance)) for at in range(count)
    ]


WEIGHTS = {
    "equal": lambda chance: 1,
    "one to twenty": lambda chance: chance.randint(1, 20),
    "steep": lambda chance: 10 ** chance.randint(0, 6),
    "huge": lambda chance: 2**62 - chance.randrange(3),
}


@pytest.mark.parametrize("room", [0, 100_000], ids=["each its own bound", "one bound for all"])
@pytest.mark.parametrize("weigh", WEIGHTS.values(), ids=list(WEIGHTS))
@pytest.mark.parametrize("counts", [(3, 40, 0), (1, 900, 200), (None, 5, 7)], ids=str)
def test_it_picks_what_the_reference_picks(tmp_path, monkeypatch, weigh, counts, room):
    monkeypatch.setattr(picking, "ROOM", room)
    monkeypatch.setattr(picking, "MORE", 8 if room else 0)
    chance = random.Random(str(counts))
    frame = frame_of(some_rows(chance, 4000, ["A", "B", "丙"], weigh), tmp_path / "frame.parquet")
    sizes = [frame.strata.count(name) for name in ("A", "B", "丙")]
    wanted = {
        name: Quota(size if count is None else count)
        for name, size, count in zip(("A", "B", "丙"), sizes, counts, strict=True)
    }
    seed = sha256(str(counts).encode()).digest()
    assert picking.pick(tmp_path / "frame.parquet", wanted, seed, tmp_path) == select(frame, wanted, seed)


def test_a_bound_that_held_too_few_is_raised_and_nothing_is_lost(tmp_path, monkeypatch):
    monkeypatch.setattr(picking, "_SPREAD", 1)
    monkeypatch.setattr(picking, "_SPARE", -390)
    spreads, sift = [], picking._sift

    def watched(con, source, shapes, seed, spread):
        spreads.append(spread)
        return sift(con, source, shapes, seed, spread)

    monkeypatch.setattr(picking, "_sift", watched)
    frame = frame_of(some_rows(random.Random(1), 3000, ["A"], WEIGHTS["one to twenty"]), tmp_path / "frame.parquet")
    wanted, seed = {"A": Quota(400)}, bytes(32)
    assert picking.pick(tmp_path / "frame.parquet", wanted, seed, tmp_path) == select(frame, wanted, seed)
    assert spreads == [1, 4, 16, 64], "raised until it held enough"


def test_more_than_a_stratum_holds_is_refused(tmp_path):
    frame_of([("a", "A", 1), ("b", "A", 1)], tmp_path / "frame.parquet")
    for wanted in ({"A": Quota(3)}, {"B": Quota(1)}):
        with pytest.raises(Refused, match="stratum_too_small"):
            picking.pick(tmp_path / "frame.parquet", wanted, bytes(32), tmp_path)
