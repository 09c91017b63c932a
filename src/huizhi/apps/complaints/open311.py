"""Open311 GeoReport v2: the services, filing a request, and how it stands. Complaints are shown, reports never.

Extensions: `respondent`, `claim`, `division` and `key` when filing; `tracking_code` in the answer; `expected_datetime`
is the alarm of the clock that rings next. Documented in docs/open311.md.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal
from xml.etree import ElementTree

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import path
from django.utils import timezone
from ninja import Form, NinjaAPI, Query, Schema
from ninja.errors import ValidationError
from ninja.openapi.schema import OpenAPISchema
from pydantic import ConfigDict, Field, StringConstraints

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.facade import Party
from huizhi.apps.complaints.facade import Filing, file_intake
from huizhi.apps.complaints.models import ComplaintDetail
from huizhi.apps.complaints.topics import OUTCOMES, TOPICS
from huizhi.apps.people.facade import public
from huizhi.vocabulary.refused import Refused

Format = Literal["json", "xml"]
Words = Annotated[str, StringConstraints(max_length=4000, pattern=r"^[^\x00-\x08\x0b\x0c\x0e-\x1f]*$")]
Line = Annotated[str, StringConstraints(max_length=120, pattern=r"^[^\x00-\x1f]*$")]
Code = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z_-]{1,40}$")]
KINDS = {"complaint": ("投诉", "Complaint"), "report": ("举报", "Report")}
SERVICES = {f"{kind}-{topic}": (kind, topic) for kind in KINDS for topic in TOPICS}
"""Service code -> kind and category."""
MOST = 100


class Interface(NinjaAPI):
    """Its schema says that every answer is given as JSON or as XML, as the address ends."""

    def get_openapi_schema(self, **asked: object) -> OpenAPISchema:
        """The schema with the second form of each answer."""
        schema = super().get_openapi_schema(**asked)
        for operations in schema["paths"].values():
            for operation in operations.values():
                for answer in operation["responses"].values():
                    answer["content"]["text/xml"] = {"schema": {}}
        return schema


api = Interface(
    title="Huizhi Open311 GeoReport v2", version="2", urls_namespace="complaints:open311", docs_url=None,
    openapi_url="/openapi.json",
)  # fmt: skip


class Answer(Schema):
    """An answer has the fields that are declared and no others."""

    model_config = ConfigDict(extra="forbid")


class Problem(Answer):
    """One thing that went wrong."""

    code: int
    description: str


class Service(Answer):
    """One service of the list."""

    service_code: str
    service_name: str
    description: str
    metadata: Literal[True]
    type: Literal["realtime"]
    keywords: str
    group: str


class Attribute(Answer):
    """One field a service asks for."""

    variable: bool
    code: str
    datatype: Literal["string"]
    required: bool
    datatype_description: str
    order: int
    description: str


class Definition(Answer):
    """What a service asks for."""

    service_code: str
    attributes: list[Attribute]


class Made(Answer):
    """What whoever filed is given."""

    service_request_id: str
    tracking_code: str
    account_id: str
    service_notice: str


class Shown(Answer):
    """How a complaint stands."""

    service_request_id: str
    status: Literal["open", "closed"]
    status_notes: str
    service_name: str
    service_code: str
    agency_responsible: str
    requested_datetime: datetime
    updated_datetime: datetime
    expected_datetime: datetime | None


class Request(Schema):
    """What is asked when filing. Names follow GeoReport; `respondent`, `claim`, `division` and `key` are extensions."""

    service_code: Line
    description: Words
    api_key: Line = ""
    first_name: Line = ""
    last_name: Line = ""
    phone: Line = ""
    email: Line = ""
    address_string: Line = ""
    respondent: Line = ""
    claim: Words = ""
    division: Annotated[str, StringConstraints(pattern=r"^(\d{6})?$")] = ""
    key: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z-]{0,64}$")] = ""


class Asked(Schema):
    """Which requests are listed."""

    service_request_id: Line = ""
    service_code: Line = ""
    status: Literal["", "open", "closed"] = ""
    page: int = Field(1, ge=1, le=1000)


@api.get("/services.{fmt}", response={200: list[Service], 400: list[Problem]})
def services(request: HttpRequest, fmt: Format) -> HttpResponse:
    """The services: every category as a complaint and as a report."""
    found = [
        {
            "service_code": code, "service_name": f"{KINDS[kind][0]}：{TOPICS[topic][0]}", "metadata": True,
            "description": f"{KINDS[kind][1]}: {TOPICS[topic][1]}", "type": "realtime", "keywords": topic,
            "group": KINDS[kind][1],
        }
        for code, (kind, topic) in SERVICES.items()
    ]  # fmt: skip
    return _answer(found, fmt, "services", "service")


@api.get("/services/{code}.{fmt}", response={200: Definition, 400: list[Problem], 404: list[Problem]})
def definition(request: HttpRequest, code: Code, fmt: Format) -> HttpResponse:
    """What a service asks for beyond the standard fields."""
    if code not in SERVICES:
        return _problem(404, "no such service", fmt)
    wanted = [("respondent", "被投诉举报人", True), ("claim", "具体诉求", SERVICES[code][0] == "complaint")]
    attributes = [
        {
            "variable": True, "code": name, "datatype": "string", "required": needed, "datatype_description": "",
            "order": order, "description": words,
        }
        for order, (name, words, needed) in enumerate(wanted, start=1)
    ]  # fmt: skip
    return _answer({"service_code": code, "attributes": attributes}, fmt, "service_definition", "attribute")


@api.post("/requests.{fmt}", response={201: list[Made], 400: list[Problem], 403: list[Problem]})
def file(request: HttpRequest, fmt: Format, given: Form[Request]) -> HttpResponse:
    """File a complaint or a report. The same `key` files once; without it every call files."""
    if not _allowed(given.api_key):
        return _problem(403, "an API key is needed", fmt)
    if given.service_code not in SERVICES:
        return _problem(400, "service_code is unknown", fmt)
    kind, topic = SERVICES[given.service_code]
    person = {
        "name": f"{given.last_name}{given.first_name}".strip(), "phone": given.phone, "email": given.email,
        "address": given.address_string,
    }  # fmt: skip
    filing = Filing(
        channel="open311", key=_key_of(given), topic=topic, facts=given.description,
        complaint=kind == "complaint", report=kind == "report", claim=given.claim or given.description,
        respondent_name=given.respondent, division=given.division,
        person={name: value for name, value in person.items() if value.strip()},
        anonymous=kind == "report" and not given.phone.strip(),
    )  # fmt: skip
    try:
        filed = file_intake(filing, by=Party("complainant" if kind == "complaint" else "reporter"), at=timezone.now())
    except Refused as why:
        return _problem(400, why.message_en, fmt)
    made = {
        "service_request_id": filed.numbers[0], "tracking_code": filed.tracking_code, "account_id": "",
        "service_notice": "Keep the tracking code: it is shown this once.",
    }  # fmt: skip
    return _answer([made], fmt, "service_requests", "request", status=201)


@api.get("/requests.{fmt}", response={200: list[Shown], 400: list[Problem]})
def requests(request: HttpRequest, fmt: Format, asked: Query[Asked]) -> HttpResponse:
    """Complaints filed by this interface, newest first; nothing anybody wrote and nobody's name."""
    rows = ComplaintDetail.objects.filter(intake__channel="open311", intake__withdrawn_at=None)
    if asked.service_request_id:
        rows = rows.filter(number__in=asked.service_request_id.split(",")[:MOST])
    if asked.service_code:
        kind, topic = SERVICES.get(asked.service_code, ("", ""))
        rows = rows.filter(intake__topic=topic) if kind == "complaint" else rows.none()
    if asked.status:
        rows = rows.filter(number__in=casework.closed(yes=asked.status == "closed"))
    numbers = rows.order_by("-pk").values_list("number", "intake__topic")[MOST * (asked.page - 1) : MOST * asked.page]
    return _answer(_shown(dict(numbers)), fmt, "service_requests", "request")


@api.get("/requests/{number}.{fmt}", response={200: list[Shown], 400: list[Problem], 404: list[Problem]})
def one(request: HttpRequest, number: Code, fmt: Format) -> HttpResponse:
    """One complaint filed by this interface; 404 alike for a report, another channel's and none."""
    row = ComplaintDetail.objects.filter(number=number, intake__channel="open311").select_related("intake").first()
    if row is None:
        return _problem(404, "no such request", fmt)
    return _answer(_shown({number: row.intake.topic}), fmt, "service_requests", "request")


def _shown(topics: Mapping[str, str]) -> list[dict[str, object]]:
    """How complaints stand, by number and topic, in the order given."""
    cards, spoken = casework.cards_of(topics), casework.last_shared(topics, audience=casework.PARTIES)
    return [_line(cards[number], topic, spoken.get(number)) for number, topic in topics.items()]


def _line(card: casework.MatterCard, topic: str, spoken: datetime | None) -> dict[str, object]:
    state = casework.kind_of(card.kind, card.lifecycle_version).lifecycle.states[card.state]
    return {
        "service_request_id": card.number, "status": "closed" if card.closed_at else "open",
        "status_notes": OUTCOMES[card.outcome][1] if card.outcome in OUTCOMES else state.en,
        "service_name": f"投诉：{TOPICS[topic][0]}", "service_code": f"complaint-{topic}",
        "agency_responsible": card.holder, "requested_datetime": card.received_at.isoformat(),
        "updated_datetime": (spoken or card.received_at).isoformat(),
        "expected_datetime": card.next_due_at.isoformat() if card.next_due_at else None,
    }  # fmt: skip


def _allowed(key: str) -> bool:
    """Whether a call may file: with one of the keys whose digests are set, or by anybody where the bureau says so."""
    digest = hashlib.sha256(key.encode()).hexdigest()
    known = any(hmac.compare_digest(digest, each) for each in settings.OPEN311_KEYS) if key else False
    return known or settings.OPEN311_ANYBODY


def _key_of(given: Request) -> str:
    """The caller's key for one filing, apart from every other caller's: "1" of two city apps is not the same filing."""
    caller = hashlib.sha256(given.api_key.encode()).hexdigest()[:16]
    return f"open311:{caller}:{given.key or secrets.token_hex(16)}"


def _answer(content, fmt: str, root: str, item: str, status: int = 200) -> HttpResponse:
    if fmt == "json":
        return JsonResponse(content, safe=False, status=status, json_dumps_params={"ensure_ascii": False})
    top = ElementTree.Element(root)
    _grow(top, content, item)
    text = ElementTree.tostring(top, encoding="utf-8", xml_declaration=True)
    return HttpResponse(text, status=status, content_type="text/xml; charset=utf-8")


def _grow(node: ElementTree.Element, content, item: str) -> None:
    if isinstance(content, list):
        for each in content:
            _grow(ElementTree.SubElement(node, item), each, item)
    elif isinstance(content, dict):
        for name, each in content.items():
            _grow(ElementTree.SubElement(node, name), each, item)
    elif content is not None:
        node.text = str(content).lower() if isinstance(content, bool) else str(content)


def _problem(status: int, words: str, fmt: str) -> HttpResponse:
    return _answer([{"code": status, "description": words}], fmt, "errors", "error", status=status)


@api.exception_handler(ValidationError)
def _invalid(request: HttpRequest, why: ValidationError) -> HttpResponse:
    names = sorted({str(each["loc"][-1]) for each in why.errors})
    return _problem(400, f"not valid: {', '.join(names)}", "xml" if request.path.endswith(".xml") else "json")


def addresses() -> list:
    """The interface's addresses, each declared open to everybody: what it shows is decided above."""
    return [path(each.pattern._route, public(each.callback), name=each.name) for each in api.urls[0]]
