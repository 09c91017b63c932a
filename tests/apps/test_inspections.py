"""Published draws: only what verifies, byte for byte, for good."""

import hashlib
import io
import zipfile

import pytest
from django.db import IntegrityError, connection, transaction

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.inspections.models import Draw
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import facade as people
from huizhi.draw import commit, record_bytes, run_draw
from huizhi.vocabulary.refused import Refused
from tests.apps.conftest import AT

pytestmark = pytest.mark.django_db
FRAME = b"object_id,stratum,weight,unit\nE1,S1,1,huancui\nE2,S1,2,huancui\nE3,S2,1,huancui\n"
OFFICERS = b"officer_id,unit,skills,lead\nP1,huancui,food,1\nP2,huancui,food,0\nP3,huancui,food,1\n"
RECUSALS = b"officer_id,object_id\nP1,E2\n"
SECRETS = [b"\x01" * 32, b"\x02" * 32]


def plan(number="2026-017"):
    """A plan two parties committed to."""
    return {
        "id": number,
        "title": "餐饮服务食品安全抽查",
        "items": [{"code": "food", "basis": "《食品安全法》第一百一十条", "skills": ["food"]}],
        "strata": {"S1": {"count": 1}, "S2": {"count": 1}},
        "parties": [
            {"name": "市局", "unit": "city", "commitment": commit(SECRETS[0])},
            {"name": "司法局", "unit": "justice", "commitment": commit(SECRETS[1])},
        ],
        "beacon": {"kind": "lottery", "source": "3D", "due_at": "2026-11-02T21:15:00+08:00"},
        "officer_rule": {"per_object": 2, "slack": 1, "same_unit": True},
        "published_at": "2026-11-01T09:00:00+08:00",
    }


def drawn(number="2026-017"):
    """A record that verifies, with its files."""
    record = run_draw(plan(number), FRAME, OFFICERS, RECUSALS, SECRETS, "3D-2026293:471", "2026-11-02T21:30:00+08:00")
    return {"record_json": record_bytes(record), "frame": FRAME, "officers": OFFICERS, "recusals": RECUSALS}


def publish(by="setup", **changes):
    return inspections.publish_draw(**{**drawn(), **changes}, by=by, at=AT)


def test_a_draw_that_verifies_is_published_byte_for_byte():
    assert publish() == "2026-017"
    page = inspections.draw("2026-017")
    assert (page.line.title, page.line.frame_rows, page.line.selected_count) == ("餐饮服务食品安全抽查", 3, 2)
    assert inspections.draw_file("2026-017", "record.json").content == drawn()["record_json"]
    assert {name: digest for name, _size, digest in page.files}["frame.csv"] == hashlib.sha256(FRAME).hexdigest()
    assert [line.number for line in inspections.draws()] == ["2026-017"]
    act = ledger.acts(units=None, limit=1).acts[0]
    assert (act.verb, act.object_id, act.payload["selected"]) == ("draw_published", "2026-017", 2)


def test_publishing_the_same_record_again_changes_nothing():
    publish()
    before = ledger.head()
    assert publish() == "2026-017"
    assert ledger.head() == before


@pytest.mark.parametrize("part", ["record_json", "frame", "officers", "recusals"])
@pytest.mark.parametrize("place", [0.1, 0.5, 0.9])
def test_one_changed_byte_anywhere_is_refused_and_noted(part, place):
    content = bytearray(drawn()[part])
    at = int(len(content) * place)
    content[at] ^= 1
    with pytest.raises(Refused) as refused:
        publish(**{part: bytes(content)})
    assert refused.value.code == "draw_does_not_verify"
    assert refused.value.context["failed"]
    assert not Draw.objects.exists()
    act = ledger.acts(units=None, limit=1).acts[0]
    assert act.verb == "draw_refused" and act.payload["failed"] == refused.value.context["failed"]


def test_another_record_under_the_same_number_is_refused():
    publish()
    other = run_draw(plan(), FRAME, OFFICERS, RECUSALS, SECRETS, "3D-2026293:472", "2026-11-02T21:30:00+08:00")
    with pytest.raises(Refused) as refused:
        publish(record_json=record_bytes(other))
    assert refused.value.code == "draw_number_taken"
    assert inspections.draw_file("2026-017", "record.json").content == drawn()["record_json"]


@pytest.mark.parametrize("number", ["a/b", "a b", "..", "a?b", "x" * 81])
def test_a_number_that_cannot_stand_in_an_address_is_refused(number):
    with pytest.raises(Refused) as refused:
        publish(**drawn(number))
    assert refused.value.code == "draw_number_bad"


def test_chinese_numbers_are_fine(client):
    assert publish(**drawn("威双随机〔2026〕17号")) == "威双随机〔2026〕17号"
    assert client.get("/draws/威双随机〔2026〕17号/frame.csv").content == FRAME


def test_publishing_needs_the_permission(officer):
    with pytest.raises(people.NotPermitted):
        publish(by=officer("city", "inspector"))
    assert publish(by=officer("city", "desk_specialist")) == "2026-017"
    assert inspections.draw("2026-017").line.published_by_unit == "city"


def test_a_draw_whose_act_fails_is_not_published(monkeypatch):
    monkeypatch.setattr("huizhi.apps.inspections.actions.record", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish()
    assert not Draw.objects.exists()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE inspections_draw SET title = 'x'",
        "UPDATE inspections_draw SET frame = record",
        "DELETE FROM inspections_draw",
    ],
)
def test_the_database_itself_keeps_published_draws(sql):
    publish()
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_sqlite_does_not_let_a_draw_be_replaced():
    if connection.vendor != "sqlite":
        pytest.skip("INSERT OR REPLACE is SQLite's own")
    publish()
    names = ", ".join(field.column for field in Draw._meta.fields if field.name != "id")
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"INSERT OR REPLACE INTO inspections_draw ({names}) SELECT {names} FROM inspections_draw")


def test_the_model_keeps_published_draws_too():
    publish()
    draw = Draw.objects.get()
    for change in (draw.save, draw.delete, Draw.objects.all().delete, lambda: Draw.objects.update(title="x")):
        with pytest.raises(Refused):
            change()


@pytest.mark.parametrize(
    "name, kind", [("record.json", "application/json"), ("frame.csv", "text/csv"), ("pack.zip", "application/zip")]
)
def test_anybody_downloads_the_files(client, name, kind):
    publish()
    answer = client.get(f"/draws/2026-017/{name}")
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith(kind)
    digest = hashlib.sha256(answer.content).hexdigest()
    assert answer["ETag"] == f'"{digest}"'
    again = client.get(f"/draws/2026-017/{name}", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_the_pack_holds_the_four_files_and_is_the_same_every_time():
    publish()
    pack = inspections.draw_pack("2026-017")
    assert pack == inspections.draw_pack("2026-017")
    with zipfile.ZipFile(io.BytesIO(pack.content)) as opened:
        assert {n: opened.read(n) for n in opened.namelist()} == {
            "record.json": drawn()["record_json"], "frame.csv": FRAME, "officers.csv": OFFICERS,
            "recusals.csv": RECUSALS,
        }  # fmt: skip


@pytest.mark.parametrize("path", ["2026-018/record.json", "2026-017/title", "2026-017/id", "2026-017/..%2Frecord"])
def test_nothing_else_is_handed_out(client, path):
    publish()
    assert inspections.draw_file(*path.split("/", 1)) is None


def test_a_download_takes_no_post(client):
    publish()
    assert client.post("/draws/2026-017/record.json").status_code == 405
