"""Same seed, same bytes; a city is never written over another."""

import hashlib
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from typer.testing import CliRunner

from huizhi.city.build import build
from huizhi.city.truth import TABLES
from huizhi.cli import build as commands
from huizhi.vocabulary.refused import Refused
from tests.city.conftest import UNTIL

SOURCE = Path(__file__).resolve().parents[2] / "src"


def tree(out: Path) -> dict[str, str]:
    """Digest of every file under a folder."""
    return {
        str(path.relative_to(out)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(out.rglob("*"))
        if path.is_file()
    }


@pytest.fixture(scope="module")
def first(tmp_path_factory) -> dict[str, str]:
    out = tmp_path_factory.mktemp("first")
    build(out, 700, 42, UNTIL)
    return tree(out)


def test_chunks_change_no_byte_that_is_delivered(first, tmp_path):
    build(tmp_path, 700, 42, UNTIL, chunk=97)
    other = tree(tmp_path)
    assert other.keys() == first.keys()
    assert all(name.startswith("truth/") for name in first if other[name] != first[name])


def test_chunks_change_only_the_order_of_the_truth(tmp_path):
    for name, chunk in (("a", 700), ("b", 97)):
        build(tmp_path / name, 700, 42, UNTIL, chunk=chunk)
    for table in TABLES:
        a, b = ((tmp_path / name / "truth" / f"{table}.csv").read_text(encoding="utf-8") for name in "ab")
        assert sorted(a.splitlines()) == sorted(b.splitlines())


def test_another_process_with_other_hashes_and_threads_writes_the_same(first, tmp_path):
    script = (
        "from datetime import date; from pathlib import Path; from huizhi.city.build import build;"
        f"build(Path({str(tmp_path)!r}), 700, 42, date({UNTIL.year}, {UNTIL.month}, {UNTIL.day}))"
    )
    odd = {"PYTHONHASHSEED": "77", "POLARS_MAX_THREADS": "1", "TZ": "Pacific/Chatham", "LC_ALL": "C"}
    environment = os.environ | odd | {"PYTHONPATH": str(SOURCE)}
    subprocess.run([sys.executable, "-c", script], check=True, env=environment, timeout=120)
    assert tree(tmp_path) == first


def test_another_seed_is_another_city(first, tmp_path):
    build(tmp_path, 700, 43, UNTIL)
    other = tree(tmp_path)
    same = {name for name in first.keys() & other.keys() if first[name] == other[name]}
    assert {Path(name).name for name in same} <= {"population_202510.csv", "population_202604.csv"}


def test_a_city_grows_at_its_end_only(tmp_path, town):
    """The first entities of a larger city with the same seed are those of the smaller one."""
    build(tmp_path, 200, 11, UNTIL)
    small = (tmp_path / "truth" / "entities.csv").read_text(encoding="utf-8").splitlines()
    large = (town.out / "truth" / "entities.csv").read_text(encoding="utf-8").splitlines()
    assert small == large[: len(small)]


def test_thirteen_deliveries_end_on_the_day_asked_for(town):
    days = sorted(path.name for path in (town.out / "deliveries").iterdir())
    assert len(days) == 13
    assert (days[0], days[-1]) == ("2025-10-31", "2026-10-31")


def test_there_are_fewer_than_two_hundred_files(city):
    assert len(city.files) < 200


@pytest.mark.parametrize("until", [date(2024, 2, 29), date(2026, 2, 28), date(2026, 8, 15), date(2027, 1, 1)])
def test_any_last_day_will_do(tmp_path, until):
    built = build(tmp_path, 60, 1, until)
    days = sorted(path.name for path in built.deliveries.iterdir())
    assert days[-1] == until.isoformat()
    assert (built.truth / "rows_by_file.csv").exists()


def test_one_entity_is_a_city(tmp_path):
    assert build(tmp_path, 1, 1, UNTIL).files > 0


def test_a_city_is_not_written_over_another(tmp_path):
    build(tmp_path, 20, 1, UNTIL)
    before = tree(tmp_path)
    with pytest.raises(Refused) as refused:
        build(tmp_path, 20, 2, UNTIL)
    assert refused.value.code == "city_exists"
    assert tree(tmp_path) == before


def test_a_history_before_the_rules_it_follows_is_refused(tmp_path):
    with pytest.raises(Refused) as refused:
        build(tmp_path, 20, 1, date(2023, 12, 31))
    assert refused.value.code == "city_too_early"
    assert list(tmp_path.iterdir()) == []


def test_the_command_writes_the_same_city_and_shows_progress_on_stderr(first, tmp_path):
    out = tmp_path / "out"
    words = ["city", "--entities", "700", "--seed", "42", "--until", UNTIL.isoformat(), "--out", str(out)]
    done = CliRunner().invoke(commands(["city"]), words)
    assert done.exit_code == 0
    assert done.stdout == ""
    assert "700/700" in done.stderr
    assert tree(out) == first
    again = CliRunner().invoke(commands(["city"]), words)
    assert again.exit_code == 1
    assert "city_exists" in again.stderr


RUN = """
import resource, sys
from datetime import date
from pathlib import Path
from huizhi.city.build import build
from huizhi.city.truth import TABLES
build(Path(sys.argv[1]), int(sys.argv[2]), 1, date(2026, 10, 31))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


@pytest.mark.long
@pytest.mark.timeout(900)
def test_memory_does_not_grow_with_the_city(tmp_path):
    """Peak memory at 400,000 entities is that at 200,000, give or take a tenth."""

    def peak(size: int) -> int:
        command = [sys.executable, "-c", RUN, str(tmp_path / str(size)), str(size)]
        environment = os.environ | {"PYTHONPATH": str(SOURCE)}
        done = subprocess.run(command, check=True, capture_output=True, env=environment, timeout=400)
        return int(done.stdout)

    assert peak(400_000) < peak(200_000) * 1.1
