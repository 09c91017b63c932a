"""Other doors: exports of 12315 and 12345, and Open311. Each row once; reports never shown; no answer is a 500."""

import io
import json
from hashlib import sha256
from xml.etree import ElementTree

import openpyxl
import pytest

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.models import Matter
from huizhi.apps.casework.reckoning import NEVER
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.complaints.models import ImportRow, Intake
from huizhi.apps.people.facade import NotPermitted, Role
from tests.apps.filings import file, later
from tests.apps.test_complaints_filing import refusal

pytestmark = pytest.mark.django_db
HEADER = "登记编号,类型,登记时间,被投诉举报方,经营地址,行政区划,问题类别,客体类别,诉求内容,涉及金额(元),投诉人,联系电话"
GOOD = "N1,投诉,2026-08-31 10:00:00,示例饭店,示例街1号,荣成市,食品,餐饮服务,饭里有虫子,88.5,邹测试,13800001111"
REPORT = "N2,举报,2026/08/31 11:00,示例药店,,环翠区,药品,药品医疗器械,卖过期药,,,"
BAD = "N3,投诉,昨天,示例饭店,,荣成市,食品,餐饮服务,饭里有虫子,,邹测试,13800001111"
NOBODY = "N4,投诉,2026-08-31 10:00:00,示例饭店,,荣成市,食品,餐饮服务,饭里有虫子,,,"


@pytest.fixture
def head(officer):
    return officer("huancui", Role.STATION_HEAD)


def imported(head, *rows, name="export.csv", encoding="utf-8-sig"):
    content = "\r\n".join((HEADER, *rows)).encode(encoding)
    return complaints.import_export(content=content, name=name, source="12315", by=head, at=later(hours=1))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_every_row_is_filed_once_and_a_bad_one_costs_only_itself(head, encoding):
    first = imported(head, GOOD, BAD, REPORT, NOBODY, encoding=encoding)
    assert (first.filed, first.again, {n: why.code for n, why in first.refused.items()}) == (
        2, 0, {3: "unknown_choice", 5: "filing_incomplete"},
    )  # fmt: skip
    again = imported(head, GOOD, BAD, REPORT, NOBODY, encoding=encoding)
    assert (again.filed, again.again) == (0, 2)
    assert Intake.objects.count() == 2 and ImportRow.objects.count() == 2
    row = Intake.objects.get(source_number="N1")
    assert (row.channel, row.office_id, row.amount_fen) == ("12315", "rongcheng", 8850)
    assert row.received_at.isoformat() == "2026-08-31T02:00:00+00:00"
    assert all("邹" not in each.reason_zh and each.cells_ref for each in ImportRow.objects.all())


def test_a_refused_row_is_corrected_and_tried_again(head):
    imported(head, BAD)
    [row] = ImportRow.objects.all()
    wrong = complaints.replay(corrections={row.pk: {"登记时间": "前天"}}, by=head, at=later(hours=2))
    assert wrong.refused and ImportRow.objects.get().taken_at is None
    done = complaints.replay(corrections={row.pk: {"登记时间": "2026-08-31 10:00"}}, by=head, at=later(hours=3))
    assert done.filed == 1 and ImportRow.objects.get().taken_at is not None
    assert complaints.replay(corrections={row.pk: {}}, by=head, at=later(hours=4)).filed == 0


def test_a_trial_says_the_same_and_writes_nothing(head):
    closed = GOOD.replace("N1", "N9") + ",2026-09-01"
    content = "\r\n".join((HEADER + ",办结日期", GOOD, BAD, REPORT, NOBODY, closed)).encode()
    given = {"content": content, "name": "e.csv", "source": "12315", "by": head}
    tried = complaints.try_export(**given)
    assert not Intake.objects.exists() and not ImportRow.objects.exists()
    done = complaints.import_export(**given, at=later(hours=1))
    assert (tried.filed, tried.again, tried.closed, sorted(tried.refused)) == (2, 0, 1, [3, 5])
    assert (done.filed, done.again, done.closed, sorted(done.refused)) == (2, 0, 1, [3, 5])
    assert [complaints.columns_of(why) for _row, why in sorted(tried.refused.items())] == [
        ("登记时间",), ("投诉人", "联系电话"),
    ]  # fmt: skip
    assert (complaints.try_export(**given).filed, complaints.try_export(**given).again) == (0, 2)


def test_refused_rows_go_out_to_the_unit_that_imported_them_and_come_back_corrected(head, officer):
    imported(head, BAD, NOBODY)
    [listed] = complaints.refused_files(viewer=head)
    assert (listed.rows, listed.source) == (2, "12315")
    other = officer("rongcheng", Role.STATION_HEAD)
    assert complaints.refused_files(viewer=other) == []
    assert not list(complaints.refused_rows(source="12315", digest=listed.digest, by=other, at=later(hours=2)))
    rows = list(complaints.refused_rows(source="12315", digest=listed.digest, by=head, at=later(hours=2)))
    assert [row.row for row in rows] == [2, 3] and rows[0].reason_zh.startswith("登记时间：")
    header = [complaints.AGAIN, *rows[0].cells]
    mended = [[str(rows[0].id), *{**rows[0].cells, "登记时间": "2026-08-31 10:00"}.values()],
              [str(rows[1].id), *rows[1].cells.values()]]  # fmt: skip
    content = "\r\n".join(",".join(line) for line in (header, *mended)).encode()
    given = {"content": content, "name": "r.csv", "source": "12315", "by": head}
    again = complaints.import_export(**given, at=later(hours=3))
    assert (again.filed, sorted(again.refused)) == (1, [3])
    assert [each.rows for each in complaints.refused_files(viewer=head)] == [1], "nothing is kept twice"


def test_a_workbook_is_read_as_well(head):
    book = openpyxl.Workbook()
    for line in (HEADER, GOOD):
        book.active.append(line.split(","))
    out = io.BytesIO()
    book.save(out)
    found = complaints.import_export(content=out.getvalue(), name="a.xlsx", source="12345", by=head, at=later(hours=1))
    assert found.filed == 1


@pytest.mark.parametrize(
    ("content", "name", "code"),
    [
        (b"a,b\n1,2", "a.csv", "not_an_export"),
        (b"PK\x03\x04", "a.xlsx", "not_a_workbook"),
        (b"\xff\xfe\x81", "a.csv", "not_text"),
    ],
)
def test_what_is_no_export_is_refused(head, content, name, code):
    given = {"content": content, "name": name, "source": "12315", "by": head, "at": later(hours=1)}
    assert refusal(complaints.import_export, **given) == code


def test_only_who_takes_filings_in_may_import(officer):
    with pytest.raises(NotPermitted):
        imported(officer("huancui", Role.INSPECTOR), GOOD)


class TestOpen311:
    ASKED = {
        "service_code": "complaint-food", "description": "饭里有虫子", "last_name": "邹", "first_name": "测试",
        "phone": "13800001111", "respondent": "示例饭店", "claim": "退款", "division": "371082", "key": "k1",
    }  # fmt: skip

    @pytest.fixture(autouse=True)
    def anybody(self, units, settings):
        settings.OPEN311_ANYBODY = True

    def test_services_and_their_definitions_in_both_forms(self, client):
        listed = client.get("/open311/v2/services.json").json()
        assert {each["service_code"] for each in listed} >= {"complaint-food", "report-drug"} and len(listed) == 20
        root = ElementTree.fromstring(client.get("/open311/v2/services.xml").content)
        assert [each.find("service_code").text for each in root] == [each["service_code"] for each in listed]
        assert client.get("/open311/v2/services/complaint-food.json").json()["attributes"][1]["required"]
        assert client.get("/open311/v2/services/nothing.json").status_code == 404

    def test_filed_once_per_key_and_shown_without_anybody(self, client):
        made = client.post("/open311/v2/requests.json", self.ASKED)
        again = client.post("/open311/v2/requests.json", self.ASKED)
        [filed] = made.json()
        assert made.status_code == 201 and again.json() == [filed] and Intake.objects.count() == 1
        number = filed["service_request_id"]
        shown = client.get(f"/open311/v2/requests/{number}.json")
        assert shown.json()[0]["status"] == "open" and shown.json()[0]["service_code"] == "complaint-food"
        assert "邹" not in shown.content.decode() and "饭里有虫子" not in shown.content.decode()
        seen = complaints.track(number=number, code=filed["tracking_code"], at=later(days=500))
        assert seen.claim == "退款"

    def test_reports_and_other_channels_are_never_shown(self, client):
        report = client.post(
            "/open311/v2/requests.json", {**self.ASKED, "service_code": "report-food", "key": "k2"}
        ).json()[0]
        other = file().complaint_number
        for number in (report["service_request_id"], other, "nothing"):
            assert client.get(f"/open311/v2/requests/{number}.json").status_code == 404
        assert client.get("/open311/v2/requests.json").json() == []
        assert casework.matter_unguarded(report["service_request_id"]).confidential

    def test_a_page_of_one_status_is_filled_from_all_of_them(self, client, monkeypatch):
        monkeypatch.setattr("huizhi.apps.complaints.open311.MOST", 2)
        made = [client.post("/open311/v2/requests.json", {**self.ASKED, "key": f"k{n}"}).json()[0] for n in range(4)]
        numbers = [each["service_request_id"] for each in made]
        Matter.objects.filter(number__in=numbers[2:]).update(closed_at=later(days=1), next_due_at=NEVER, late_at=NEVER)

        def listed(**asked):
            return [each["service_request_id"] for each in client.get("/open311/v2/requests.json", asked).json()]

        assert listed(status="open") == numbers[1::-1] and listed(status="closed") == numbers[:1:-1]
        assert listed() == numbers[:1:-1] and listed(page=2) == numbers[1::-1]
        assert listed(status="open", page=2) == []

    @pytest.mark.parametrize("change", [{"service_code": "x"}, {"description": ""}, {"phone": ""}, {"division": "abc"}])
    def test_what_is_wrong_is_said_in_the_form_of_the_standard(self, client, change):
        answer = client.post("/open311/v2/requests.json", {**self.ASKED, **change})
        assert answer.status_code == 400 and answer.json()[0]["code"] == 400 and not Intake.objects.exists()

    def test_without_leave_for_anybody_a_key_is_needed(self, client, settings):
        settings.OPEN311_ANYBODY, settings.OPEN311_KEYS = False, (sha256(b"secret").hexdigest(),)
        assert client.post("/open311/v2/requests.json", self.ASKED).status_code == 403
        assert client.post("/open311/v2/requests.json", {**self.ASKED, "api_key": "secret"}).status_code == 201

    def test_the_key_of_one_caller_opens_nothing_of_another(self, client, settings):
        settings.OPEN311_ANYBODY = False
        settings.OPEN311_KEYS = tuple(sha256(each).hexdigest() for each in (b"mine", b"yours"))
        mine, yours = (
            client.post("/open311/v2/requests.json", {**self.ASKED, "key": "1", "api_key": each}).json()[0]
            for each in ("mine", "yours")
        )
        assert mine["service_request_id"] != yours["service_request_id"]
        assert mine["tracking_code"] != yours["tracking_code"]

    def test_the_answer_with_the_code_stays_in_no_cache(self, client):
        assert "no-store" in client.post("/open311/v2/requests.json", self.ASKED)["Cache-Control"]
        assert "Cache-Control" not in client.get("/open311/v2/requests.json")

    def test_its_schema_names_every_address(self, client):
        schema = json.loads(client.get("/open311/v2/openapi.json").content)
        assert set(schema["paths"]) == {
            "/open311/v2/services.{fmt}", "/open311/v2/services/{code}.{fmt}", "/open311/v2/requests.{fmt}",
            "/open311/v2/requests/{number}.{fmt}",
        }  # fmt: skip
