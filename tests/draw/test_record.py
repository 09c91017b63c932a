"""The record, to the byte: a known draw, its formulas by hand, the Merkle tree, and one business's own fate."""

import hashlib
import json
from pathlib import Path

import pytest

from huizhi.draw import canonical, check_fate, fate_of, merkle_path, merkle_root, record_bytes, verify
from huizhi.draw.instants import instant
from huizhi.draw.merkle import root_from_path
from huizhi.draw.rerun import rerun
from huizhi.vocabulary.refused import Refused
from tests.draw.draws import line_of

VECTORS = Path(__file__).parent / "vectors"


def test_the_known_draw_has_not_changed_by_a_byte(case, twin):
    """vectors/draw.json is a promise to everybody who has written a verifier."""
    content = (VECTORS / "draw.json").read_bytes()
    assert record_bytes(case.draw()) == content
    answer = json.loads(twin([line_of(content, case.files, draw=True)])[0])
    assert all(check["ok"] for check in answer["checks"])
    assert answer["selected"].encode() == canonical(json.loads(content)["selected"])
    assert rerun(json.loads(content), case.files) == []


def test_plan_digest_seed_and_tickets_are_what_the_specification_says(case):
    record = case.draw()
    plan = json.dumps(record["plan"], sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    assert record["plan_digest"] == hashlib.sha256(plan).hexdigest()
    secrets = b"".join(case.reveals)
    seed = hashlib.sha256(b"huizhi-draw-v1" + hashlib.sha256(plan).digest() + secrets + case.beacon.encode())
    assert record["seed"] == seed.hexdigest()
    for entry in record["selected"]:
        x = hashlib.sha256(seed.digest() + b"object\0" + entry["object_id"].encode()).digest()[:8]
        assert entry["x"] == str(int.from_bytes(x, "big"))


def test_the_same_plan_with_its_digests_given_draws_the_same(case):
    record = case.draw()
    case.plan = record["plan"]
    assert case.draw() == record


def test_verify_takes_bytes_text_and_the_parsed_record(case):
    record = case.draw()
    for form in (record, record_bytes(record), record_bytes(record).decode()):
        assert all(check.ok for check in verify(form, case.files))


def test_a_decimal_rate_may_be_a_number_or_a_string(case):
    case.plan["strata"] = {"S1": {"rate": 0.5}}
    number = [entry["object_id"] for entry in case.draw()["selected"]]
    assert len(number) == 2


def test_the_merkle_root_is_that_of_rfc_6962():
    def h(*parts: bytes) -> bytes:
        return hashlib.sha256(b"".join(parts)).digest()

    a, b, c = (h(b"\0", row) for row in (b"a", b"b", b"c"))
    assert merkle_root([]) == h(b"")
    assert merkle_root([b"a"]) == a
    assert merkle_root([b"a", b"b", b"c"]) == h(b"\1", h(b"\1", a, b), c)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 7, 8, 9, 31, 33])
def test_every_row_has_a_path_to_the_root_and_no_other_row_has(size):
    rows = [f"row {i}".encode() for i in range(size)]
    root = merkle_root(rows)
    for index in range(size):
        path = merkle_path(rows, index)
        assert root_from_path(rows[index], index, size, path) == root
        assert root_from_path(b"another", index, size, path) != root
        assert root_from_path(rows[index], index, size, [*path, bytes(32)]) is None
    assert root_from_path(rows[0], size, size, []) is None


def test_a_business_checks_its_own_fate_without_the_frame(case):
    record = case.draw()
    ids = [line.split(",")[0] for line in case.frame.decode().split("\n")[1:-1]]
    picked = {entry["object_id"] for entry in record["selected"]}
    for object_id in ids:
        fate = fate_of(record, case.frame, object_id)
        assert fate["selected"] == (object_id in picked)
        assert check_fate(record, json.loads(json.dumps(fate)))
        assert not check_fate(record, {**fate, "selected": not fate["selected"]})
        assert not check_fate(record, {**fate, "proof": {**fate["proof"], "row": fate["proof"]["row"] + "0"}})
    with pytest.raises(Refused, match="id_not_in_frame"):
        fate_of(record, case.frame, "nobody")


def test_times_are_read_alike_whatever_their_offset():
    noon = instant("2026-01-05T12:00:00+08:00")
    assert noon == instant("2026-01-05T04:00:00Z") == instant("2026-01-05 12:00") == instant("2026-01-05T12:00:00.000")
    assert instant("2026-01-05") == instant("2026-01-04T16:00:00Z")
    for wrong in ("2026-1-5", "2026-02-29", "2026-01-05T24:00:00", "2026-01-05T12:00:60", "05/01/2026", "", None, 5):
        assert instant(wrong) is None
