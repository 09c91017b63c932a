"""Files of both sides, the list that leaves, the auditor's page and the page of retention."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.models import Attachment
from huizhi.apps.identities import facade as identities
from huizhi.apps.identities.models import Person
from huizhi.apps.ledger.models import Act
from tests.apps.filings import PERSON
from tests.apps.test_paper_files import picture as drawn
from tests.web.test_matter_papers import agreed, do, filed, text_of, who  # noqa: F401 - `filed` is a fixture

pytestmark = pytest.mark.django_db
CALLED = "邹测试的购物小票.png"


def picture():
    return SimpleUploadedFile(CALLED, drawn("PNG"), content_type="image/png")


@pytest.fixture
def party(filed):  # noqa: F811
    """A function: a citizen's browser that has opened one of the numbers."""

    def opened(number):
        client = Client()
        assert client.post("/public/track", {"number": number, "code": filed.tracking_code}).status_code == 302
        return client

    return opened


def test_a_reporters_file_opens_only_for_who_works_the_report(filed, party, signed_in):  # noqa: F811
    number, citizen = filed.report_number, party(filed.report_number)
    assert citizen.post("/public/track/files", {}).status_code == 422
    assert citizen.post("/public/track/files", {"content": picture()}).status_code == 302
    (row,) = Attachment.objects.all()
    assert identities.open_text(row.name_ref) == CALLED and row.attached_by == "party:reporter"
    assert CALLED not in str(list(Act.objects.values())) and CALLED in text_of(citizen.get("/public/track/matter"))
    assert citizen.get(f"/public/track/files/{row.paper}").status_code == 200
    look, load = f"/work/matters/{number}/look/{row.paper}", f"/work/matters/{number}/files/{row.paper}"
    handler, head = signed_in("handler"), signed_in("head")
    assert "data:image/jpeg;base64," in text_of(handler.get(look)) and handler.get(load).status_code == 200
    assert (head.get(look).status_code, head.get(load).status_code) == (404, 404)
    page = text_of(head.get(f"/work/matters/{number}"))
    assert CALLED not in page and row.paper not in page and "仅承办人可打开" in page
    assert party(filed.complaint_number).get(f"/public/track/files/{row.paper}").status_code == 404
    assert Client().get(f"/public/track/files/{row.paper}").status_code == 302


def test_too_much_at_once_is_said_and_nothing_is_kept(filed, party, signed_in, settings):  # noqa: F811
    settings.HUIZHI_UPLOAD_MAX_MB = 0
    answer = party(filed.complaint_number).post("/public/track/files", {"content": picture()})
    assert answer.status_code == 422 and "文件太大" in text_of(answer)
    answer = signed_in("handler").post(f"/work/matters/{filed.complaint_number}/do/attach", {"content": picture()})
    assert answer.status_code == 422 and "文件太大" in text_of(answer)
    assert not Attachment.objects.exists()


def test_the_papers_for_a_party_stand_on_its_page(filed, party, signed_in):  # noqa: F811
    number = agreed(filed)
    do(signed_in("handler"), number, "issue_document", template="acceptance_notice")
    card = casework.papers_for(number, "complainant")[0].document
    assert card.paper in text_of(party(number).get("/public/track/matter"))
    assert party(number).get(f"/public/track/files/{card.paper}").status_code == 200
    assert casework.papers_for(number, "respondent") == () and not casework.file_for(number, card.paper, "respondent")


def test_the_auditor_reads_the_looks_and_a_list_leaves_marked(filed, signed_in):  # noqa: F811
    number = filed.complaint_number
    signed_in("handler").post(f"/work/matters/{number}/identity", {"reason": "电话核实事实"})
    page = text_of(signed_in("auditor").get("/work/looks"))
    assert "电话核实事实" in page and "handler" in page and PERSON["name"] not in page
    head = signed_in("head")
    assert "/work/export" in text_of(head.get("/work/inbox"))
    answer = head.post("/work/export", {"show": "open", "purpose": "audit"})
    text = answer.content.decode("utf-8-sig")
    assert answer.status_code == 200 and number in text and "审计检查" in text and "EX-" in text
    assert PERSON["name"] not in text and PERSON["phone"] not in text
    assert Act.objects.filter(verb="exported").count() == 1
    assert signed_in("handler").post("/work/export", {"purpose": "audit"}).status_code == 403


def test_what_is_due_is_erased_only_when_a_person_says_so(filed, signed_in):  # noqa: F811
    Person.objects.update(erase_after="2020-01-01", retention_rule="complaint")
    steward = signed_in("steward")
    assert "retention.complaint" in text_of(steward.get("/work/retention"))
    steward.post("/work/retention/erase", {})
    assert Person.objects.filter(erased_at=None).exists()
    steward.post("/work/retention/erase", {"sure": "on"})
    assert not Person.objects.filter(erased_at=None).exists()
    assert Act.objects.filter(verb="due_erased", at__lte=timezone.now()).count() == 1
