"""`huizhi grades again`: a published night's classes are made again, and what is not as published is named."""

import json
import shutil
import subprocess
import sys

import pyarrow.parquet as pq
import pytest

from tests.exchange.nights import ROOT, UNTIL, environment, night

LATER, FINE = "2026-12-15", "威市监处罚〔2026〕99999号"


def again(home, *more):
    command = [sys.executable, "-m", "huizhi.cli", "grades", "again", "--json", *more]
    done = subprocess.run(command, env=environment(home), capture_output=True, text=True, cwd=ROOT, timeout=120)
    return done.returncode, json.loads(done.stdout) if done.stdout else done.stderr


def grades_of(home, day):
    folder = home / "releases" / day / "grades"
    return [row for path in sorted(folder.glob("*.parquet")) for row in pq.read_table(path).to_pylist()]


@pytest.fixture(scope="module")
def later(first, tmp_path_factory):
    """A home after a second night, to which a penalty of before the first one came late."""
    home, _report = first
    file = tmp_path_factory.mktemp("more") / "penalties_202612.json"
    entity = grades_of(home, UNTIL)[0]["entity_id"]
    late = {
        "cf_wsh": FINE, "cf_xdr_shxym": entity, "cf_xdr_mc": "迟到的处罚", "cf_wfxw_dm": "03", "cf_fkje": "3.5",
        "cf_wfss": "销售不合格产品。", "cf_yj": "《中华人民共和国产品质量法》第四十九条", "cf_cflb": "罚款",
        "cf_msje": "0", "cf_jdrq": "2026-09-01", "cf_cfjg": "市局", "cf_xzqh": "371002",
    }  # fmt: skip
    said = {"code": 200, "msg": "success", "data": {"list": [late], "total": 1}}
    file.write_text(json.dumps(said, ensure_ascii=False), encoding="utf-8")
    night(home, file.parent, as_of=LATER)
    return home, entity


def test_a_night_is_made_again_without_what_came_later(later):
    home, entity = later
    code, told = again(home, "--on", UNTIL, "--entity", entity)
    assert code == 0 and told["holds"] and told["same_code"] and told["act"] > 0
    assert set(told["tables"]) == {"entities", "links", "events", "reasons", "grades"}
    _code, now = again(home, "--entity", entity)
    assert now["on"] == LATER and now["holds"]
    fines = [
        [row["source_id"] for row in each["told"]["reasons"] if "99999" in row["source_id"]] for each in (told, now)
    ]
    assert fines == [[], ["威市监处罚〔2026〕99999号"]]
    for each in (told, now):
        [grade] = each["told"]["grades"]
        assert sum(reason["points"] for reason in each["told"]["reasons"]) == grade["score"]
        assert grade in grades_of(home, each["on"])


def test_what_is_not_as_published_is_named(later, tmp_path):
    home = tmp_path / "home"
    shutil.copytree(later[0], home)
    place = next((home / "releases" / UNTIL / "grades").glob("*.parquet"))
    place.write_bytes(place.read_bytes()[:-1] + b"x")
    code, told = again(home, "--on", UNTIL)
    assert code == 1 and told["damaged"] == [f"grades/{place.name}"] and told["tables"]["grades"]["same"]
    declared = home / "releases" / UNTIL / "release.json"
    facts = json.loads(declared.read_text("utf-8"))
    facts["outputs"]["grades"]["files"][0]["sha256"] = "0" * 64
    declared.write_text(json.dumps(facts), encoding="utf-8")
    code, told = again(home, "--on", UNTIL)
    assert code == 1 and told["act"] is None and not told["tables"]["grades"]["same"]


def test_a_day_without_a_night_is_refused(later):
    code, said = again(later[0], "--on", "2026-11-11")
    assert code != 0 and "lake.no_release" in said
