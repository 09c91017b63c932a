"""The lists of a draw from what is on file: the night's objects, certified officers who are there, their recusals."""

from datetime import date, timedelta

import ibis
import pytest

from huizhi.apps.inspections.facade import declare_recusal
from huizhi.apps.people.facade import certify, take_leave
from huizhi.draw.files import read_frame, read_officers, read_recusals
from huizhi.exchange import draw_lists
from huizhi.insight.frame import SCHEMA
from huizhi.lake.store import LakeStore
from tests.apps.conftest import AT, officer, units  # noqa: F401

DAY = date(2026, 11, 2)


@pytest.fixture
def pool(officer):  # noqa: F811
    """An inspector of the county with a certificate, one without, one of a zone, and a handler with one."""
    found = {
        "here": officer("huancui", "inspector", username="here"),
        "bare": officer("huancui", "inspector", username="bare"),
        "zone": officer("hightech", "inspector", username="zone"),
        "desk": officer("huancui", "handler", username="desk"),
    }
    for number, name in enumerate(("here", "zone", "desk")):
        certify(
            username=name, number=f"37{number}", kind="enforcement", valid_from=DAY - timedelta(30),
            valid_to=DAY + timedelta(30), by="setup", at=AT,
        )  # fmt: skip
    return found


def on_file(on: date) -> dict[str, str]:
    return {one.officer_id: one.unit for one in read_officers(draw_lists.officers_on_file(on))}


@pytest.mark.django_db
def test_officers_are_inspectors_with_a_valid_certificate_for_the_place_of_their_unit(pool):
    assert on_file(DAY) == {"here": "371002", "zone": "371071"}
    assert on_file(DAY + timedelta(31)) == {} and on_file(DAY - timedelta(31)) == {}


@pytest.mark.django_db
def test_whoever_is_away_on_the_day_is_not_on_the_list(pool, officer):  # noqa: F811
    officer("huancui", "inspector", username="other")
    days = {"from_on": DAY, "to_on": DAY + timedelta(2)}
    take_leave(username="here", **days, stand_in="other", reason="annual", by="setup", at=AT)
    assert on_file(DAY) == {"zone": "371071"} and "here" in on_file(DAY + timedelta(3))


@pytest.mark.django_db
def test_recusals_are_those_given_and_those_on_the_register_of_these_officers_and_objects(pool):
    def declare(name: str, object_id: str) -> None:
        declare_recusal(
            officer=name,
            object_id=object_id,
            relation="kin",
            since=DAY,
            until=None,
            reason="配偶",
            by=pool[name],
            at=AT,
        )

    frame = b"object_id,stratum,weight,unit\nE1,A,1,371002\nE2,A,1,371002\n"
    officers = draw_lists.officers_on_file(DAY)
    for name, object_id in (("here", "E1"), ("here", "E9"), ("bare", "E2")):
        declare(name, object_id)
    listed = draw_lists.with_recusals_on_file([("zone", "E2")], frame, officers, DAY)
    assert read_recusals(listed) == {("here", "E1"), ("zone", "E2")}
    assert draw_lists.with_recusals_on_file([], frame, officers, DAY - timedelta(1)) == b"officer_id,object_id\n"
    assert draw_lists.with_recusals_on_file([("here", "E1")], frame, officers, DAY).count(b"\n") == 2


def test_objects_are_the_latest_releases_sorted_bytewise_and_none_before_the_first(tmp_path):
    assert draw_lists.objects_on_file(tmp_path) is None
    rows = [("E10", "S4", 8, "371002"), ("E2", "S1", 1, "371082"), ("b1", "S2", 2, "371002"), ("A9", "S1", 1, "371002")]
    for on, kept in ((DAY, rows[:1]), (DAY + timedelta(1), rows)):
        with LakeStore.open(tmp_path, buckets=2).stage(on) as stage:
            stage.keep("frame", ibis.memtable(kept, schema=SCHEMA), key="object_id")
            stage.seal("c0de")
    listed = draw_lists.objects_on_file(tmp_path)
    assert listed.decode().splitlines() == [
        "object_id,stratum,weight,unit", "A9,S1,1,371002", "E10,S4,8,371002", "E2,S1,1,371082", "b1,S2,2,371002",
    ]  # fmt: skip
    assert read_frame(listed).weights == (1, 8, 1, 2)
