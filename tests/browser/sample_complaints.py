"""A complaint and a report half way: talked over, papers issued, files sent, the person opened, an import tried."""

from datetime import date, datetime, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.identities.models import Person
from huizhi.apps.people.facade import open_public_account
from huizhi.apps.people.models import Officer
from tests.apps.filings import CITIZEN, filing
from tests.apps.test_complaints_channels import BAD, GOOD, HEADER, NOBODY, REPORT
from tests.apps.test_paper_files import picture
from tests.browser.sample_office import PASSWORD, entity_code

LONG = "威海市环翠区海滨北路示例跨境电子商务供应链管理有限责任公司竹岛第二分公司"


def fill(now: datetime) -> complaints.Filed:
    """Everything, as of now; the filing, with its two numbers and its code."""
    handler, head = (Officer.objects.get(username=name) for name in ("handler", "head"))
    at = now - timedelta(hours=2)
    made = complaints.file_intake(filing(report=True, respondent_name=LONG, key="sample"), by=CITIZEN, at=at)
    number, report = made.complaint_number, made.report_number
    for each in made.numbers:
        casework.assign(number=each, to="handler", by=head, at=at)
        content = SimpleUploadedFile("购物小票（2026年11月）.png", picture("PNG"), content_type="image/png")
        casework.attach(number=each, name=content.name, content=content, by=handler, at=at)
    complaints.accept(number=number, by=handler, at=at)
    code = complaints.invite(number=number, mode="online", note="请双方说明情况。", by=handler, at=at)
    complaints.party_message(number=number, code=made.tracking_code, text="小票在，可以当面退。", at=at)
    complaints.party_message(number=number, code=code, text="同意退款，但不同意赔偿。" * 8, at=at)
    complaints.propose_terms(number=number, terms="退款29.90元，当面退货。", by=handler, at=now)
    address = "https://example.invalid/" + "a" * 90
    casework.comment(number=number, text=f"已与商家电话核实：{address}", by=handler, at=now)
    complaints.look_at_person(number=number, reason="电话核实购买事实", by=handler, at=now)
    complaints.look_at_person(number=report, reason="约谈前核实举报人联系方式是否有效，" * 5, by=handler, at=now)
    shop = {"account": "shop@example.invalid", "kind": "business", "entity_id": entity_code(0)}
    open_public_account(address="127.0.0.1", password=PASSWORD, at=at, **shop)
    old = complaints.file_intake(filing(key="old", respondent_name="示例旧店"), by=CITIZEN, at=at)
    complaints.withdraw_filing(number=old.complaint_number, code=old.tracking_code, at=at)
    Person.objects.filter(about=old.about).update(erase_after=date(2026, 1, 31))
    return made


def export() -> bytes:
    """A platform's export with two rows that can be filed and two that cannot."""
    return "\r\n".join((HEADER, GOOD, BAD, REPORT, NOBODY)).encode()
