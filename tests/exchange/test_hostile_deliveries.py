"""What a department may leave in its folder besides files: the night goes on and says so."""

import os
from contextlib import nullcontext
from datetime import date
from pathlib import Path

import pytest

from huizhi.exchange.arrivals import receive
from huizhi.exchange.pack import Pack
from huizhi.feeds import landing

DAY = date(2026, 10, 31)


@pytest.fixture
def taken_in(tmp_path, deliveries):
    """A function: take in one sound file and whatever else lies in the folder; (home, arrivals)."""
    folder = tmp_path / "in" / DAY.isoformat()
    folder.mkdir(parents=True)
    sound = next(deliveries.rglob("population_*.csv"))
    (folder / sound.name).write_bytes(sound.read_bytes())

    def run():
        home = tmp_path / "home"
        return home, receive(home, DAY, Pack.find(""), tmp_path / "in", lambda *_: None, lambda _: nullcontext())

    return folder, run


def test_a_link_out_of_the_folder_is_not_followed(tmp_path, taken_in):
    folder, run = taken_in
    (tmp_path / "secret").write_text("not theirs")
    (folder / "complaints_1.csv").symlink_to(tmp_path / "secret")
    home, arrivals = run()
    assert [(one["file"], one["code"]) for one in arrivals.refused] == [("2026-10-31/complaints_1.csv", "link_outside")]
    assert len(arrivals.files) == 1
    assert not any(b"not theirs" in path.read_bytes() for path in home.rglob("*") if path.is_file())


def test_a_link_within_the_folder_is_a_file(taken_in):
    folder, run = taken_in
    (folder / "store").write_bytes(b"\n")
    (folder / "complaints_1.csv").symlink_to(folder / "store")
    _home, arrivals = run()
    assert len(arrivals.files) == 2


def test_pipes_folders_and_loops_are_no_files(taken_in):
    folder, run = taken_in
    os.mkfifo(folder / "complaints_1.csv")
    (folder / "complaints_2.csv").mkdir()
    (folder / "complaints_3.csv").symlink_to("complaints_3.csv")
    (folder / "complaints_4.csv").symlink_to("nowhere")
    _home, arrivals = run()
    assert (len(arrivals.files), arrivals.refused, arrivals.unrecognised) == (1, [], [])


def test_a_file_that_goes_away_costs_only_itself(taken_in, monkeypatch):
    folder, run = taken_in
    (folder / "complaints_1.csv").write_bytes(b"x")
    read = landing._digest

    def gone(path):
        path.unlink() if path.name == "complaints_1.csv" else None
        return read(path)

    monkeypatch.setattr(landing, "_digest", gone)
    _home, arrivals = run()
    assert [one["code"] for one in arrivals.refused] == ["unreadable_file"]
    assert len(arrivals.files) == 1


def test_names_in_any_bytes_can_be_told(taken_in):
    folder, run = taken_in
    for name in (b"complaints_\xff.csv", b"unknown_\xff.csv"):
        with Path(os.fsdecode(os.fsencode(folder) + b"/" + name)).open("wb") as file:
            file.write(b"x\n")
    _home, arrivals = run()
    told = [
        *arrivals.unrecognised,
        *(one["file"] for one in arrivals.refused),
        *(a.receipt.name for a in arrivals.files),
    ]
    assert len(told) == 4 and all(text.encode() for text in told)
