"""How far a year's plan is: the number of queries does not grow with its rows, draws and visits."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.inspections.models import Plan
from huizhi.apps.people.models import Officer
from huizhi.apps.visits import facade as visits
from huizhi.exchange.visits import tasks_from_draw
from huizhi.exchange.yearly import progress
from tests.apps.test_year_plans import ROW
from tests.apps.visit_office import Hand, send
from tests.browser import sample_office
from tests.browser.sample_draw import draw_files
from tests.browser.sample_office import entity_code

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
DAY = date(2026, 11, 12)


@pytest.fixture
def desk(db):
    sample_office.found()
    sample_office.publish()
    Officer.objects.filter(username="handler").update(roles=["inspector"])
    return Officer.objects.get(username="specialist")


def opened(desk, plan: str, rows: int) -> None:
    """A published plan with so many rows, a published draw opened from each, and a finished visit in each draw."""
    every = tuple(replace(ROW, key=f"{row:02d}") for row in range(rows))
    leader, inspector = (Officer.objects.get(username=name) for name in ("leader", "inspector"))
    said = {"number": plan, "by": desk, "at": AT}
    inspections.draft_year_plan(**said, title=plan, year=2026, most_per_year=9, rows=every)
    filed = {"filed_with": "威海市司法局", "filed_number": "7", "filed_on": date(2026, 3, 20)}
    inspections.file_year_plan(number=plan, revision=1, **filed, by=leader, at=AT)
    inspections.publish_year_plan(**said)
    for row in every:
        number = f"{plan}-{row.key}"
        files = draw_files([(entity_code(n), "371002") for n in (8, 14, 20)], ("inspector", "handler"), number)
        inspections.publish_draw(record_json=files.pop("record"), **files, by="night", at=AT)
        Plan.objects.create(
            number=number, title=number, state="drawn", declared={"year_plan": {"number": plan, "row": row.key}},
            due_at=AT, reveal_by=AT + timedelta(days=1), frame=b"", officers=b"", recusals=b"", drafted_by="specialist",
            drafted_unit="city", drafted_at=AT,
        )  # fmt: skip
        made, _waiting = tasks_from_draw(number, planned_on=DAY, by=desk, at=AT)
        open_ones = [each for each in made if visits.visit_for(desk, each).state == "planned"]
        hand = Hand(open_ones[0], "inspector", device=f"{int(row.key) + 1:032x}")
        hand.whole()
        send(hand, inspector)
        visits.finish_visit(open_ones[0], by=inspector, at=AT)


def queries(read) -> int:
    with CaptureQueriesContext(connection) as asked:
        read()
    return len(asked)


def test_progress_is_read_in_a_fixed_number_of_queries(desk):
    opened(desk, "WH-A", 1)
    opened(desk, "WH-B", 4)
    told = {}
    for plan in ("WH-A", "WH-B"):
        rows = inspections.year_plan(plan).versions[0].rows
        lines = progress(plan, rows, DAY)
        assert [line.draws for line in lines] == [((f"{plan}-{row.key}", "drawn"),) for row in rows]
        assert {(line.drawn, line.done >= 1, line.published) for line in lines} == {(3, True, lines[0].published)}
        told[plan] = queries(lambda plan=plan, rows=rows: progress(plan, rows, DAY))
    assert told["WH-A"] == told["WH-B"]
    client = Client()
    public = {plan: queries(lambda plan=plan: client.get(f"/public/year-plans/{plan}")) for plan in told}
    assert public["WH-A"] == public["WH-B"]
