"""A pack of another city: the same night on other sources, and no word of that city outside its folder."""

import os
import re
from pathlib import Path

import pyarrow.compute as pc
import pyarrow.parquet as pq
import pytest

from huizhi.exchange.pack import Pack
from huizhi.vocabulary.refused import Refused
from tests.exchange.nights import ROOT, night

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


def test_no_word_of_the_example_stands_outside_its_folder():
    named = [
        str(path.relative_to(ROOT))
        for folder in ("src", "frontend/src", "tools")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in {".py", ".toml", ".html", ".js", ".csv", ".json"}
        and "built" not in path.parts
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
