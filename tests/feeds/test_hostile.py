"""Deliveries that would take a whole night down with them: absurd shapes, absurd names."""

import json
import os
import time
from pathlib import Path

import pytest

from huizhi.feeds import feed, quarantine
from huizhi.feeds.landing import readable
from huizhi.feeds.reading import delimited
from huizhi.feeds.reading.opening import MOST_COLUMNS
from huizhi.vocabulary.refused import Refused
from tests.feeds.deliveries import COMPLAINT, CONTRACTS, DELIVERED, deliver

HEADER = ",".join(COMPLAINT).encode()


def test_a_header_of_too_many_columns_is_refused_as_a_whole(tmp_path):
    wide = HEADER + b"," + b",".join(b"c%d" % n for n in range(MOST_COLUMNS)) + b"\n1\n"
    found = deliver(tmp_path, "complaints_1.csv", wide, "complaints")
    assert found.refused.code == "too_wide" and found.counts.rows_in == 0


def test_records_that_all_have_other_keys_are_refused_as_a_whole(tmp_path):
    records = [{f"k{n}": 1} for n in range(MOST_COLUMNS + 1)]
    found = deliver(tmp_path, "penalties_1.json", json.dumps({"data": {"list": records}}).encode(), "penalties")
    assert found.refused.code == "too_wide" and found.counts.rows_in == 0


def test_many_tiny_broken_lines_are_all_kept_a_bounded_number_at_a_time(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "MOST_LINES", 2000)
    at_once = []
    refused_rows = quarantine.refused_rows
    monkeypatch.setattr(quarantine, "refused_rows", lambda *a: at_once.append(refused_rows(*a)) or at_once[-1])
    found = deliver(tmp_path, "complaints_1.csv", HEADER + b'\n"' + b"x\n" * 6000, "complaints")
    assert found.counts.quarantined == 6000 == len(found.quarantine)
    assert max(map(len, at_once)) <= 2000


def test_a_header_that_never_closes_its_quote_takes_no_longer_than_its_length(tmp_path):
    began = time.perf_counter()
    deliver(tmp_path, "complaints_1.csv", b'"' + b"x\n" * 1_000_000, "complaints")
    assert time.perf_counter() - began < 20


def test_an_endless_line_is_told_by_the_name_of_its_file(tmp_path, monkeypatch):
    monkeypatch.setattr(delimited, "CHUNK", 1000)
    monkeypatch.setattr(delimited, "LONGEST_LINE", 5000)
    found = deliver(tmp_path, "complaints_1.csv", HEADER + b"\n" + b"x" * 20_000, "complaints")
    assert "complaints_1.csv" in found.refused.message_zh and "complaints_1.csv" in found.refused.message_en


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("complaints_威海.csv".encode("gb18030"), "complaints_威海.csv"),
        (b"complaints_\xff\xfe.csv", "complaints_\\xff\\xfe.csv"),
        (b"complaints_\n\"'$(id).csv", "complaints_\n\"'$(id).csv"),
    ],
)
def test_a_name_in_any_bytes_lands(tmp_path, written, name):
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/" + written))
    path.write_bytes(HEADER + b"\n")
    receipt = feed.land(tmp_path / "home", path, DELIVERED, CONTRACTS)
    assert receipt.name == name == readable(path.name)
    assert feed.receipts(tmp_path / "home") == [receipt]


def test_a_chinese_name_packed_on_windows_is_recognised():
    name = os.fsdecode("经营主体登记2026年10月.csv".encode("gb18030"))
    assert [c.name for c in feed.recognise(name, CONTRACTS)] == ["registry"]


def test_a_file_that_cannot_be_read_is_told(tmp_path):
    (tmp_path / "complaints_1.csv").mkdir()
    for name in ("complaints_1.csv", "complaints_gone.csv"):
        with pytest.raises(Refused) as refused:
            feed.land(tmp_path / "home", tmp_path / name, DELIVERED, CONTRACTS)
        assert refused.value.code == "unreadable_file" and name in refused.value.message_en
    assert not list((tmp_path / "home").rglob("*.part"))
