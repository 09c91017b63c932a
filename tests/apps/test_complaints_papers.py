"""Every paper of a complaint and a report: set when it fits, refused before, a complainant only as a mask."""

import io

import pypdf
import pytest

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.people.facade import Role
from tests.apps.filings import file, later
from tests.apps.test_complaints_filing import refusal

pytestmark = pytest.mark.django_db


def words(pdf: bytes) -> str:
    text = "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(pdf)).pages)
    return "".join(text.split())


@pytest.fixture
def handler(officer):
    return officer("huancui", Role.HANDLER)


@pytest.fixture
def head(officer):
    return officer("huancui", Role.STATION_HEAD)


def test_the_papers_of_a_complaint(handler):
    number = file().complaint_number
    casework.take(number=number, by=handler, at=later(hours=1))
    asked = {"number": number, "viewer": handler, "at": later(days=1)}
    assert number in words(complaints.paper(**asked, name="receipt"))
    assert refusal(complaints.paper, **asked, name="acceptance_notice") == "not_now"
    complaints.accept(number=number, by=handler, at=later(days=1))
    assert "2026年11月1日" in words(complaints.paper(**asked, name="acceptance_notice"))
    complaints.invite(number=number, mode="on_site", by=handler, at=later(days=2))
    text = words(complaints.paper(**asked, name="mediation_notice", note="9月10日上午九时，环翠区局一楼"))
    assert "环翠区局一楼" in text and "邹测试" not in text
    complaints.propose_terms(number=number, terms="退一赔三", by=handler, at=later(days=3))
    assert "退一赔三" in words(complaints.paper(**asked, name="agreement"))
    complaints.terminate(number=number, ground="T5", by=handler, at=later(days=4))
    assert "第二十三条" in words(complaints.paper(**asked, name="termination_notice"))
    assert refusal(complaints.paper, **asked, name="poem") == "unknown_choice"


def test_a_refusal_names_its_ground_its_reasons_and_the_other_routes(handler):
    number = file().complaint_number
    casework.take(number=number, by=handler, at=later(hours=1))
    complaints.refuse(number=number, grounds_given=["N1"], reasons="不属于本局", by=handler, at=later(days=1))
    pdf = complaints.paper(number=number, name="refusal_notice", viewer=handler, at=later(days=1), note="#panic(1)")
    text = words(pdf)
    assert "第十六条第（一）项" in text and "仲裁" in text and "#panic(1)" in text


def test_the_papers_of_a_report(handler, head):
    number = file(complaint=False, report=True).report_number
    casework.assign(number=number, to=handler.username, by=head, at=later(hours=1))
    asked = {"number": number, "viewer": handler, "at": later(days=3)}
    assert refusal(complaints.paper, **asked, name="report_notice") == "not_now"
    complaints.decide(number=number, file_case=True, by=head, at=later(days=2))
    text = words(complaints.paper(**asked, name="report_notice"))
    assert "决定立案" in text and "食品安全法" in text and "邹测试" not in text
    complaints.grant_reward(number=number, level=3, counted_fen=0, by=head, at=later(days=3))
    assert "1000.00元" in words(complaints.paper(**asked, name="reward_notice"))
