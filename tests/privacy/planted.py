"""A reporter and a complainant with the canary's name, carried through everything a matter goes through."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from django.test import Client

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.models import Attachment, Document
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.identities import facade as identities
from huizhi.apps.papers import facade as papers
from huizhi.apps.people.models import Officer
from tests.apps.filings import CITIZEN, filing
from tests.privacy.canary import CANARY

TEXT = f"我是{CANARY.name}，电话{CANARY.phone}，住{CANARY.street}。{CANARY.facts}。"
HEADER = "登记编号,类型,登记时间,被投诉举报方,经营地址,行政区划,问题类别,客体类别,诉求内容,涉及金额(元),投诉人,联系电话"
ROWS = (
    f"N1,投诉,2026-08-31 10:00:00,示例饭店,示例街1号,环翠区,食品,餐饮服务,{TEXT},88.5,{CANARY.name},{CANARY.phone}",
    f"N2,举报,2026-08-31 11:00:00,示例药店,,环翠区,药品,药品医疗器械,{TEXT},,{CANARY.name},{CANARY.phone}",
    f"N3,投诉,{CANARY.name},示例饭店,,环翠区,食品,餐饮服务,{TEXT},,{CANARY.phone},{CANARY.email}",
    f"N4,投诉,2026-08-31 10:00:00,示例饭店,,环翠区,{CANARY.name},餐饮服务,{TEXT},,{CANARY.phone},{CANARY.phone}",
    f"N5,{CANARY.name},2026-08-31 10:00:00,示例饭店,,环翠区,食品,{CANARY.phone},{TEXT},{CANARY.email},,",
)
"""Two rows of a platform's export that are filed, and three with cells that stand in the wrong column."""


@dataclass(frozen=True)
class Planted:
    """What was filed: numbers, the citizen's codes, and the business's code for the mediation room."""

    report: str
    report_code: str
    complaint: str
    complaint_code: str
    business_code: str
    others: tuple[str, ...]

    @property
    def numbers(self) -> tuple[str, ...]:
        """All numbers."""
        return (self.report, self.complaint, *self.others)


def plant() -> Planted:
    """File and carry through: decision, papers, messages, attachments, publication, import, Open311, a look."""
    at = datetime.now(UTC).replace(microsecond=0) - timedelta(days=3)
    report, report_code = _report(at)
    complaint, code, business = _complaint(at)
    others = _imported(at) + _by_interface()
    return Planted(report, report_code, complaint, code, business, others)


def officer(name: str) -> Officer:
    """An account of the sample office."""
    return Officer.objects.get(username=name)


def _filed(at, **more) -> complaints.Filed:
    planted = filing(facts=TEXT, claim=f"退款给{CANARY.name}", person=CANARY.fields(), agent=CANARY.fields(), **more)
    return complaints.file_intake(replace(planted), by=CITIZEN, at=at)


def _report(at) -> tuple[str, str]:
    handler, head = officer("handler"), officer("head")
    found = _filed(at, key="canary-report", complaint=False, report=True)
    number, code, hour = found.report_number, found.tracking_code, timedelta(hours=1)
    casework.assign(number=number, to="handler", by=head, at=at + hour)
    complaints.verify(number=number, by=handler, at=at + 2 * hour)
    complaints.party_message(number=number, code=code, text=TEXT, at=at + 3 * hour)
    _attached(number, handler, at + 4 * hour)
    complaints.decide(number=number, file_case=True, by=head, at=at + 5 * hour, note="查证属实")
    _issued(number, "report_notice", handler, at + 6 * hour)
    complaints.tell_reporter(number=number, by=handler, at=at + 7 * hour)
    ref = complaints_ref(number)
    identities.look(ref=ref, reason=f"核对{CANARY.name}的电话", by=handler, at=at + 8 * hour)
    return number, code


def complaints_ref(number: str) -> str:
    """The reference under which a report's reporter is sealed."""
    from huizhi.apps.complaints.models import ReportDetail  # noqa: PLC0415

    return ReportDetail.objects.select_related("intake").get(number=number).intake.reporter_ref


def _complaint(at) -> tuple[str, str, str]:
    handler, leader, hour = officer("handler"), officer("leader"), timedelta(hours=1)
    found = _filed(at, key="canary-complaint")
    number, code = found.complaint_number, found.tracking_code
    casework.assign(number=number, to="handler", by=officer("head"), at=at + hour)
    complaints.accept(number=number, by=handler, at=at + 2 * hour)
    _issued(number, "acceptance_notice", handler, at + 3 * hour)
    business = complaints.invite(number=number, mode="online", by=handler, at=at + 3 * hour)
    complaints.party_message(number=number, code=code, text=TEXT, at=at + 4 * hour)
    complaints.propose_terms(number=number, terms="退一赔三", by=handler, at=at + 5 * hour)
    complaints.party_agree(number=number, code=code, terms_version=1, at=at + 6 * hour)
    _attached(number, handler, at + 7 * hour)
    complaints.agree(number=number, book="made", by=handler, at=at + 8 * hour)
    _issued(number, "agreement", handler, at + 9 * hour)
    complaints.rate(number=number, code=code, score=2, words=TEXT, at=at + 10 * hour)
    complaints.publish_complaint(number=number, by=leader, at=at + 11 * hour)
    return number, code, business


def _attached(number: str, handler: Officer, at) -> None:
    content = papers.render("papers:letter", {"title": "材料", "text": TEXT, "signer": CANARY.name}, at)
    casework.attach(number=number, content=content, name=f"{CANARY.name}{CANARY.phone}.pdf", by=handler, at=at)


def _issued(number: str, template: str, handler: Officer, at) -> None:
    """Issue a paper whose fields are what the app itself knows of the matter."""
    from huizhi.apps.complaints import official  # noqa: PLC0415

    kept = {}
    complaints.paper(number=number, name=template, viewer=handler, at=at)
    drawn, official.render = official.render, lambda paper, fields, when: kept.update(fields) or b""
    try:
        complaints.paper(number=number, name=template, viewer=handler, at=at)
    finally:
        official.render = drawn
    casework.issue_document(
        number=number, template=template, paper=f"complaints:{template}", fields=kept,
        document_number=f"威环市监〔2026〕{number[-3:]}号-{template}", by=handler, at=at,
    )  # fmt: skip


def _imported(at) -> tuple[str, ...]:
    from huizhi.apps.complaints.models import Intake  # noqa: PLC0415

    content = "\r\n".join((HEADER, *ROWS)).encode("gb18030")
    found = complaints.import_export(
        content=content, name=f"{CANARY.name}.csv", source="12315", by=officer("head"), at=at
    )
    assert (found.filed, len(found.refused)) == (2, 3)
    first, second = Intake.objects.filter(channel="12315").order_by("source_number")
    return first.complaint.number, second.report.number


def _by_interface() -> tuple[str, ...]:
    given = {
        "description": TEXT, "respondent": "示例超市", "claim": TEXT, "last_name": CANARY.name[0],
        "first_name": CANARY.name[1:], "phone": CANARY.phone, "email": CANARY.email, "division": "371002",
        "address_string": CANARY.street,
    }  # fmt: skip
    numbers = []
    for service in ("complaint-food", "report-food"):
        answer = Client().post("/open311/v2/requests.json", {**given, "service_code": service})
        assert answer.status_code == 201, answer.content.decode()
        numbers.append(answer.json()[0]["service_request_id"])
    return tuple(numbers)


def papers_of(number: str) -> list[str]:
    """References of every file of a matter."""
    return [
        ref for rows in (Attachment, Document)
        for ref in rows.objects.filter(matter__number=number).values_list("paper", flat=True) if ref
    ]  # fmt: skip
