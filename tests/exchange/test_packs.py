"""A pack of another city: the same night on other sources, and no word of that city outside its folder."""

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from huizhi.exchange.pack import Pack
from huizhi.vocabulary.refused import Refused
from tests.exchange.nights import ROOT, environment, night

RECORDS = Path(os.environ.get("HUIZHI_CHICAGO_DATA") or ROOT.parent / "shared" / "data" / "chicago_food")
needs_records = pytest.mark.skipif(
    not (RECORDS / "train_repo_1665.parquet").exists(),
    reason="public records not on this machine: set HUIZHI_CHICAGO_DATA to the folder that has train_repo_1665.parquet",
)


def test_the_built_in_city_and_the_example_both_load():
    assert Pack.find("").name == "weihai"
    example = Pack.find("chicago")
    assert len(example.divisions.counties()) == 50
    assert example.scorecard(example.as_of).code == "chicago_food"


def test_an_unknown_pack_is_refused_by_name():
    with pytest.raises(Refused, match=r"pack\.unknown"):
        Pack.find("atlantis")


BENCHMARK = {"exchange/chicago.py", "exchange/chicago_choices.py", "cli/validate.py", "cli/judgements.py"}
"""The published inspections that `huizhi validate chicago` is measured on: a benchmark, not a city that is served."""


def test_no_word_of_the_example_stands_outside_its_folder():
    named = [
        str(path.relative_to(ROOT))
        for folder in ("src", "frontend/src", "tools")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".toml", ".html", ".js", ".csv", ".json"}
        and "built" not in path.parts
        and path.relative_to(ROOT / folder).as_posix().removeprefix("huizhi/") not in BENCHMARK
        and re.search("chicago", path.read_text(encoding="utf-8"), re.I)
    ]
    assert named == []


def test_the_example_holds_declarations_and_no_records():
    assert {path.suffix for path in (ROOT / "examples" / "chicago").rglob("*") if path.is_file()} <= {
        ".toml",
        ".csv",
        ".md",
    }
    assert [path.name for path in (ROOT / "examples" / "chicago").rglob("*.csv")] == ["divisions.csv"]


@needs_records
def test_the_counts_of_a_night_are_the_files_own(tmp_path):
    report = night(tmp_path, RECORDS, "--pack", "chicago", as_of="2015-01-01")
    visits = pq.read_table(RECORDS / "train_repo_1665.parquet", columns=["Inspection_ID", "License"])
    later = pq.read_table(RECORDS / "test_features_repo_1665.parquet", columns=["License"])
    requests = pq.read_table(RECORDS / "sanitation_complaints_311.parquet", columns=["Service_Request_Number", "Ward"])
    sources = report["sources"]

    assert sources["canvass"]["rows_in"] == sources["canvass"]["stored"] == visits.num_rows
    assert sources["businesses"]["rows_in"] == visits.num_rows + later.num_rows
    licences = set(visits["License"].to_pylist()) | set(later["License"].to_pylist())
    assert report["rows"]["entities"] == sum(report["grades"].values()) == len(licences)

    numbers = requests["Service_Request_Number"]
    nowhere = pc.sum(pc.equal(requests["Ward"], 0)).as_py()
    repeated = requests.num_rows - pc.count_distinct(numbers).as_py()
    assert sources["sanitation"]["rows_in"] == requests.num_rows
    assert sources["sanitation"]["quarantined"] == repeated + nowhere
    assert sources["sanitation"]["stored"] == requests.num_rows - repeated - nowhere
    assert report["rows"]["matters"] > 1000, "complaints at a business's own address are linked to it"


def test_a_home_belongs_to_the_pack_of_its_first_night(tmp_path):
    assert Pack.of_home(tmp_path).name == "weihai"
    Pack.find("chicago").settle(tmp_path)
    assert Pack.of_home(tmp_path).name == Pack.for_home(tmp_path, "").name == "chicago"
    assert Pack.for_home(tmp_path, "chicago").name == "chicago"
    with pytest.raises(Refused, match=r"pack\.another.*weihai"):
        Pack.built_in().settle(tmp_path)
    assert Pack.of_home(tmp_path).name == "chicago"


def test_a_pack_that_was_moved_is_found_by_its_name(tmp_path):
    (tmp_path / "pack.json").write_text(json.dumps({"name": "chicago", "folder": str(tmp_path / "gone")}))
    assert Pack.of_home(tmp_path).folder == Pack.find("chicago").folder


def test_a_pack_without_its_city_is_refused(tmp_path):
    folder = shutil.copytree(ROOT / "examples" / "chicago", tmp_path / "pack")
    rows = (folder / "divisions.csv").read_text(encoding="utf-8").splitlines()
    (folder / "divisions.csv").write_text("\n".join(r.replace(",CHI,", ",,") for r in rows if ",city," not in r))
    with pytest.raises(Refused, match=r"pack\.no_city"):
        Pack.load(folder)


@pytest.mark.parametrize("asked", [["night", "--pack", "chicago"], ["demo", "--no-serve", "--pack", "chicago"]])
def test_another_pack_is_refused_before_anything_is_written(tmp_path, asked):
    Pack.built_in().settle(tmp_path)
    before = contents(tmp_path)
    done = subprocess.run(
        [sys.executable, "-m", "huizhi.cli", *asked], env=environment(tmp_path), capture_output=True, text=True
    )
    assert done.returncode == 1
    assert "pack.another" in done.stderr and "weihai" in done.stderr and "chicago" in done.stderr
    assert contents(tmp_path) == before


def test_the_sample_city_is_refused_where_another_city_lives(tmp_path):
    Pack.find("chicago").settle(tmp_path)
    before = contents(tmp_path)
    command = [sys.executable, "-m", "huizhi.cli", "demo", "--entities", "50", "--no-serve"]
    done = subprocess.run(command, env=environment(tmp_path), capture_output=True, text=True)
    assert done.returncode == 1 and "pack.another" in done.stderr
    assert contents(tmp_path) == before


def test_a_night_of_another_city_counts_in_its_own_places(tmp_path):
    home, records = tmp_path / "home", tmp_path / "records"
    records.mkdir()
    a_few_records(records)
    first = night(home, records, "--pack", "chicago", as_of="2015-01-01")
    assert first["pack"] == "chicago" and first["rows"]["entities"] == 3
    again = night(home, None, as_of="2015-01-01")
    assert again["pack"] == "chicago" and again["release"] == first["release"], "the home's own pack when none is named"

    with sqlite3.connect(home / "office.sqlite3") as office:
        values = dict(office.execute(
            "SELECT division, sum(denominator) FROM indicators_indicatorvalue WHERE month = '2014-12' GROUP BY division"
        ).fetchall())  # fmt: skip
        files = office.execute(
            "SELECT source, name, rows_in, stored FROM indicators_feedfile ORDER BY source"
        ).fetchall()
    assert set(values) == {"city", *(place.code for place in Pack.find("chicago").divisions.counties())}
    assert (values["city"], values["W02"], values["W01"], values["W03"]) == (3, 2, 1, 0)
    assert files == [(source, "train_repo_1665.parquet", 3, 3) for source in ("businesses", "canvass")]


def contents(home: Path) -> dict[str, bytes]:
    """Every file of a home, the site's own secret apart."""
    return {p.name: p.read_bytes() for p in home.rglob("*") if p.is_file() and "secret" not in p.name}


def a_few_records(folder: Path) -> None:
    """Three businesses in two wards, each inspected once, in the files of the example's contracts."""
    visits = [
        (n, f"20{n}", f"DINER {n}", ward, result)
        for n, ward, result in ((1, 1, "Pass"), (2, 2, "Pass"), (3, 2, "Fail"))
    ]
    shared = {
        "License": [v[1] for v in visits], "DBA_Name": [v[2] for v in visits], "AKA_Name": [v[2] for v in visits],
        "LEGAL_NAME": ["A PERSON"] * 3, "Facility_Type_Clean": ["Restaurant"] * 3, "Facility_Type": ["Restaurant"] * 3,
        "WARD": [float(v[3]) for v in visits], "PRECINCT": ["1"] * 3, "Address": [f"{v[0]} N STATE ST" for v in visits],
        "minDate": ["2010-05-01"] * 3, "LICENSE_STATUS": ["AAI"] * 3, "Inspection_Date": ["2014-12-05"] * 3,
    }  # fmt: skip
    found = {
        "Inspection_ID": [str(v[0]) for v in visits], "Inspection_Type": ["Canvass"] * 3,
        "Results": [v[4] for v in visits], "criticalCount": [0] * 3, "seriousCount": [0, 0, 1],
    }  # fmt: skip
    pq.write_table(pa.table({**shared, **found}), folder / "train_repo_1665.parquet")
