"""Schemathesis against the running site: whatever is sent to Open311, no answer is a 500 or outside the schema."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.apps.filings import file

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
FEW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)


@pytest.fixture(autouse=True)
def anybody(settings):
    settings.OPEN311_ANYBODY = True


def test_no_call_is_answered_outside_the_schema(live_server, units):
    """Status, content type and every field of an answer are those declared, whatever is sent; requests stand there."""
    schema = schemathesis.openapi.from_url(f"{live_server.url}/open311/v2/openapi.json", timeout=100)
    for n in range(3):
        file(channel="open311", key=f"open311:{n}", topic=("food", "price", "other")[n])
    operations = [found.ok() for found in schema.get_all_operations()]
    statuses = set()
    for operation in operations:

        @FEW
        @given(case=operation.as_strategy())
        def call(case):
            answer = case.call(timeout=100)
            statuses.add(answer.status_code)
            case.validate_response(answer, checks=CHECKS)

        call()
    assert len(operations) == 5
    assert {200, 400, 404} <= statuses, statuses


@pytest.mark.parametrize("form", ["json", "xml"])
def test_the_answers_themselves_are_those_declared(live_server, units, form):
    """By hand, so that each answer is met for certain: listed, one, defined, filed, refused, not found, not valid."""
    schema = schemathesis.openapi.from_url(f"{live_server.url}/open311/v2/openapi.json", timeout=100)
    number = file(channel="open311", key="open311:x").complaint_number
    good = {"service_code": "complaint-food", "description": "酱油有异味", "respondent": "示例超市", "claim": "退款",
            "last_name": "邹测试", "phone": "13800001111", "division": "371002"}  # fmt: skip
    path, asked = "/open311/v2", {"fmt": form}
    for method, address, parts, more, status in (
        ("GET", "services.{fmt}", {}, {}, 200), ("GET", "services/{code}.{fmt}", {"code": "report-food"}, {}, 200),
        ("GET", "services/{code}.{fmt}", {"code": "poem"}, {}, 404), ("GET", "requests.{fmt}", {}, {}, 200),
        ("GET", "requests.{fmt}", {}, {"query": {"page": "x"}}, 400),
        ("GET", "requests/{number}.{fmt}", {"number": number}, {}, 200),
        ("GET", "requests/{number}.{fmt}", {"number": "none"}, {}, 404),
        ("POST", "requests.{fmt}", {}, {"body": good}, 201),
        ("POST", "requests.{fmt}", {}, {"body": {**good, "service_code": "poem"}}, 400),
        ("POST", "requests.{fmt}", {}, {"body": {"service_code": "complaint-food"}}, 400),
    ):  # fmt: skip
        body = {"media_type": "application/x-www-form-urlencoded"} if "body" in more else {}
        case = schema[f"{path}/{address}"][method].Case(path_parameters={**asked, **parts}, **more, **body)
        answer = case.call(timeout=100)
        assert answer.status_code == status, (method, address, answer.text[:300])
        case.validate_response(answer, checks=CHECKS)
