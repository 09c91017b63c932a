"""Papers issued from the pages, who may open them, and who learns the name of a party."""

import io
import re

import pypdf
import pytest
from django.utils import timezone

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.identities import facade as identities
from huizhi.apps.identities.models import Look
from huizhi.apps.ledger.models import Act
from huizhi.apps.people.models import Officer
from tests.apps.filings import CITIZEN, PERSON, filing

pytestmark = pytest.mark.django_db
NAME, PHONE = PERSON["name"], PERSON["phone"]
REASON = "电话核实购买事实"


def who(name):
    return Officer.objects.get(username=name)


@pytest.fixture
def filed(office):
    """A complaint and a report of one citizen, both on the handler's desk in Huancui."""
    at = timezone.now()
    made = complaints.file_intake(filing(report=True), by=CITIZEN, at=at)
    for number in made.numbers:
        casework.assign(number=number, to="handler", by=who("head"), at=at)
    return made


def text_of(answer) -> str:
    return answer.content.decode()


def do(client, number, verb, **given):
    asked = text_of(client.get(f"/work/matters/{number}/do/{verb}"))
    given["version"] = re.search(r'name="version" value="(\d+)"', asked).group(1)
    answer = client.post(f"/work/matters/{number}/do/{verb}", given)
    assert answer.status_code == 302, re.findall(r'class="(?:err|gov-err)".*?</', text_of(answer), re.S)


def agreed(filed):
    at, by, number = timezone.now(), who("handler"), filed.complaint_number
    complaints.accept(number=number, by=by, at=at)
    complaints.propose_terms(number=number, terms="退一赔三", by=by, at=at)
    return number


def words(answer) -> str:
    pdf = pypdf.PdfReader(io.BytesIO(b"".join(answer.streaming_content)))
    return "".join("".join(page.extract_text() for page in pdf.pages).split())


def test_a_paper_is_looked_at_issued_numbered_served_and_downloaded(filed, signed_in):
    client, number = signed_in("handler"), agreed(filed)
    page = text_of(client.get(f"/work/matters/{number}"))
    assert f"/work/matters/{number}/draft/acceptance_notice" in page and "待制作" in page
    draft = client.get(f"/work/matters/{number}/draft/acceptance_notice")
    assert "data:image/png;base64," in text_of(draft) and "no-store" in draft["Cache-Control"]
    do(client, number, "issue_document", template="acceptance_notice", note="请保持电话畅通")
    (card,) = [each.document for each in casework.papers_of(number, viewer=who("handler"), at=timezone.now())]
    assert (card.number, card.state) == (f"{number}-W1", "issued")
    got = client.get(f"/work/matters/{number}/files/{card.paper}")
    assert "请保持电话畅通" in words(got)
    looked = text_of(client.get(f"/work/matters/{number}/look/{card.paper}"))
    assert "data:image/png;base64," in looked and "SHA-256" in looked
    do(client, number, "serve_document", document_number=card.number, method="electronic")
    assert "电子送达" in text_of(client.get(f"/work/matters/{number}"))
    do(client, number, "issue_document", template="receipt", document_number="威环市监〔2026〕7号")
    again = client.post(
        f"/work/matters/{number}/do/issue_document", {"template": "receipt", "document_number": "威环市监〔2026〕7号"}
    )
    assert again.status_code == 422 and "已被本事项的另一份文书使用" in text_of(again)


def test_a_paper_that_lacks_something_says_what(filed, signed_in):
    number, client = filed.complaint_number, signed_in("handler")
    page = client.get(f"/work/matters/{number}/draft/agreement")
    assert page.status_code == 200 and "还不能制作" in text_of(page)
    answer = client.post(f"/work/matters/{number}/do/issue_document", {"template": "agreement"})
    assert answer.status_code == 422
    assert client.get(f"/work/matters/{number}/draft/poem").status_code == 404


def test_the_agreement_names_the_complainant_and_only_who_works_it_opens_it(filed, signed_in):
    number = agreed(filed)
    head = signed_in("head")
    answer = head.post(f"/work/matters/{number}/do/issue_document", {"template": "agreement"})
    assert answer.status_code == 422 and not Look.objects.exists(), "the head assigns it and does not work it"
    do(signed_in("handler"), number, "issue_document", template="agreement")
    (look,) = Look.objects.all()
    assert look.officer == "handler" and look.fields == ["name"]
    assert "issue_document" in identities.open_text(look.reason_ref)
    (card,) = [each.document for each in casework.papers_of(number, viewer=who("handler"), at=timezone.now())
               if each.document.template == "agreement"]  # fmt: skip
    address = f"/work/matters/{number}/files/{card.paper}"
    assert NAME in words(signed_in("handler").get(address))
    for other in ("head", "leader", "specialist"):
        assert signed_in(other).get(address).status_code == 404
        assert signed_in(other).get(address.replace("/files/", "/look/")).status_code == 404
        page = text_of(signed_in(other).get(f"/work/matters/{number}"))
        assert card.paper not in page and "仅承办人可打开" in page and NAME not in page
    assert NAME not in str(list(Act.objects.values())), "the ledger does not say the name"


@pytest.mark.parametrize("kind", ["complaint_number", "report_number"])
def test_who_works_it_opens_the_identity_once_with_a_reason(filed, signed_in, kind):
    number, client = getattr(filed, kind), signed_in("handler")
    page = text_of(client.get(f"/work/matters/{number}"))
    assert f"/work/matters/{number}/identity" in page and NAME not in page and PHONE not in page
    address, acts = f"/work/matters/{number}/identity", Act.objects.count()
    assert NAME not in text_of(client.get(address))
    assert client.post(address, {"reason": "看"}).status_code == 422
    assert (Look.objects.count(), Act.objects.count()) == (0, acts)
    shown = client.post(address, {"reason": REASON})
    assert NAME in text_of(shown) and PHONE in text_of(shown) and "no-store" in shown["Cache-Control"]
    (look,) = Look.objects.all()
    assert look.officer == "handler" and identities.open_text(look.reason_ref) == REASON
    assert Act.objects.get(seq=look.act_seq).verb == "identity_looked_at"
    assert NAME not in text_of(client.get(address)), "once"


@pytest.mark.parametrize("account", ["leader", "inspector", "specialist", "rongcheng", "head", "steward", "auditor"])
def test_nobody_else_does(filed, signed_in, account):
    client = signed_in(account)
    for number in filed.numbers:
        for answer in (
            client.get(f"/work/matters/{number}"),
            client.get(f"/work/matters/{number}/identity"),
            client.post(f"/work/matters/{number}/identity", {"reason": REASON}),
        ):
            assert NAME not in text_of(answer) and PHONE not in text_of(answer)
    assert not Look.objects.exists()
    page = client.get(f"/work/matters/{filed.complaint_number}")
    if page.status_code == 200:
        assert "邹**" in text_of(page) and who("handler").name in text_of(page)


def test_the_head_sees_a_report_without_even_a_mask_and_a_co_handler_may_look(filed, signed_in):
    number, head = filed.report_number, signed_in("head")
    page = text_of(head.get(f"/work/matters/{number}"))
    assert "举报人（保密）" in page and "邹**" not in page and "138****" not in page
    assert head.post(f"/work/matters/{number}/identity", {"reason": REASON}).status_code == 403
    casework.name_co_handlers(number=number, officers=["head"], by=who("handler"), at=timezone.now())
    assert NAME in text_of(head.post(f"/work/matters/{number}/identity", {"reason": REASON}))


def test_an_expired_session_loses_nothing_of_a_long_decision_and_writes_nothing(filed, signed_in):
    number, client = filed.complaint_number, signed_in("handler")
    address = f"/work/matters/{number}/do/refuse"
    asked = text_of(client.get(address))
    hidden = {name: re.search(f'name="{name}" value="([^"]*)"', asked).group(1) for name in ("typed_by", "version")}
    long = "经查，被投诉人住所地不在本局辖区。" * 100
    acts, before = Act.objects.count(), client.session.session_key
    client.session.delete(before)
    answer = client.post(address, {**hidden, "grounds_given": ["N1", "N3"], "note": long})
    assert answer.status_code == 302 and "/sign-in" in answer["Location"]
    assert Act.objects.count() == acts and casework.matter_unguarded(number).state == "received"
    client.force_login(who("handler"))
    page = text_of(client.get(address))
    assert long in page and len(re.findall(r'name="grounds_given"[^>]*checked', page)) == 2
    assert "尚未提交" in page and long not in text_of(client.get(address)), "once"
