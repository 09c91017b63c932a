"""Files land unchanged, once, with a receipt."""

import os
from datetime import date
from hashlib import sha256

import pytest

from huizhi.feeds import feed
from huizhi.vocabulary.refused import Refused
from tests.feeds.deliveries import CONTRACTS, DELIVERED


def written(path, content=b"x"):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def contents(folder):
    return {str(p.relative_to(folder)): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_bytes_are_kept_unchanged_under_their_hash_with_a_receipt(tmp_path):
    path = written(tmp_path / "in" / "registry_1.csv", "登记\r\n".encode("gb18030"))
    receipt = feed.land(tmp_path / "home", path, DELIVERED, CONTRACTS)
    assert receipt.digest == sha256(path.read_bytes()).hexdigest()
    assert receipt.path(tmp_path / "home").read_bytes() == path.read_bytes()
    assert (receipt.name, receipt.sources, receipt.size) == ("registry_1.csv", ("registry",), 6)
    assert feed.receipts(tmp_path / "home") == [receipt]


def test_the_same_bytes_again_change_nothing_and_give_the_first_receipt(tmp_path):
    home = tmp_path / "home"
    first = feed.land(home, written(tmp_path / "a" / "registry_1.csv"), DELIVERED, CONTRACTS)
    before = contents(home)
    again = feed.land(home, written(tmp_path / "a" / "registry_1.csv"), date(2026, 11, 30), CONTRACTS)
    renamed = feed.land(home, written(tmp_path / "b" / "registry_copy.csv"), DELIVERED, CONTRACTS)
    assert first == again == renamed
    assert contents(home) == before


def test_a_file_for_no_contract_is_refused_and_stays_where_it_is(tmp_path):
    path = written(tmp_path / "notes.docx")
    with pytest.raises(Refused) as refused:
        feed.land(tmp_path / "home", path, DELIVERED, CONTRACTS)
    assert refused.value.code == "unrecognised" and "notes.docx" in refused.value.message_en
    assert path.exists() and not (tmp_path / "home").exists()


def test_what_a_killed_run_left_half_written_is_swept_and_the_file_lands(tmp_path):
    home, path = tmp_path / "home", written(tmp_path / "registry_1.csv")
    digest = sha256(b"x").hexdigest()
    dead = written(home / "landing" / f".{digest}.999999999.part", b"half")
    alive = written(home / "landing" / f".{digest}.{os.getppid()}.part", b"another run is writing")
    feed.land(home, path, DELIVERED, CONTRACTS)
    assert not dead.exists() and alive.exists()


def test_bytes_without_a_receipt_get_one(tmp_path):
    home, path = tmp_path / "home", written(tmp_path / "registry_1.csv")
    written(home / "landing" / sha256(b"x").hexdigest(), b"x")
    assert feed.land(home, path, DELIVERED, CONTRACTS) == feed.receipts(home)[0]


@pytest.mark.parametrize(
    "name, sources",
    [
        ("registry_20261031.csv", ["registry"]),
        ("REGISTRY.CSV", ["registry"]),
        ("经营主体登记2026年10月.csv", ["registry"]),
        ("行政处罚.json", ["penalties"]),
        ("equipment_inspections_1.csv", ["equipment_inspections"]),
        ("inspections_1.csv", ["inspections"]),
        ("penalties.returned.csv", ["penalties"]),
        ("old_registry.csv", []),
        ("registry.csv.tmp", []),
    ],
)
def test_files_are_recognised_by_name(name, sources):
    assert [c.name for c in feed.recognise(f"/in/2026-10-31/{name}", CONTRACTS)] == sources


@pytest.mark.parametrize(
    "path, day",
    [
        ("in/2026-10-31/a.csv", date(2026, 10, 31)),
        ("in/2026-10-30/2026-10-31/x/a.csv", date(2026, 10, 31)),
        ("in/2026-02-30/a.csv", None),
        ("in/2026-10-31.csv", None),
        ("in/20261031/a.csv", None),
    ],
)
def test_the_day_of_delivery_is_the_innermost_dated_folder(path, day):
    assert feed.delivered_on(path) == day
