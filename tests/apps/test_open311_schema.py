"""Schemathesis against the running site: whatever is sent to Open311, no answer is a 500 or outside the schema."""

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings

pytestmark = [pytest.mark.long, pytest.mark.django_db(transaction=True)]
FEW = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), database=None, derandomize=True)


@pytest.fixture(autouse=True)
def anybody(settings):
    settings.OPEN311_ANYBODY = True


def test_no_call_breaks_it(live_server, units):
    schema = schemathesis.openapi.from_url(f"{live_server.url}/open311/v2/openapi.json")
    operations = [found.ok() for found in schema.get_all_operations()]
    for operation in operations:

        @FEW
        @given(case=operation.as_strategy())
        def call(case):
            answer = case.call()
            assert answer.status_code < 500, (case.method, case.formatted_path, answer.text[:200])
            assert answer.headers["content-type"][0].split(";")[0] in ("application/json", "text/xml", "text/html")

        call()
    assert len(operations) == 5
