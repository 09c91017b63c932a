"""Two officers at the same moment: one writes, the other is told so; never an error page, never twice."""

import threading
from datetime import timedelta

import pytest
from django.db import connection

from huizhi.apps.casework import facade as casework
from huizhi.apps.inspections import facade as inspections
from huizhi.apps.inspections.models import Campaign, Plan, YearPlan
from huizhi.apps.people.models import Officer
from huizhi.apps.visits import facade as visits
from huizhi.apps.visits.models import RecheckRound, Visit
from huizhi.apps.visits.rechecks import agreement
from huizhi.exchange.asked_visits import ask_visit
from huizhi.exchange.visits import tasks_from_draw
from huizhi.vocabulary.refused import Refused
from tests.apps import filings
from tests.apps.ceremonies import NUMBER, Hall
from tests.apps.conftest import AT
from tests.apps.test_rechecks import DAY, DAYS, done, entity
from tests.apps.test_year_plans import ROW, YEAR
from tests.apps.visit_office import planned
from tests.browser import sample_office
from tests.browser.sample_draw import draw_files

pytestmark = pytest.mark.django_db(transaction=True)
BY = 4


def at_once(*acts) -> tuple[list[object], list[str]]:
    """What each act gave and the codes of those that were refused, all begun together; anything else is raised."""
    start, given, codes, wrong = threading.Barrier(len(acts)), [], [], []

    def work(act) -> None:
        try:
            start.wait(20)
            given.append(act())
        except Refused as refused:
            codes.append(refused.code)
        except Exception as problem:
            wrong.append(problem)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not wrong, wrong
    return given, codes


def test_a_years_plan_is_drafted_once(officer):
    desk = officer("city", "desk_specialist")
    said = {"number": YEAR, "title": "2026年度抽查计划", "year": 2026, "most_per_year": 1, "rows": (ROW,)}
    given, codes = at_once(*[lambda: inspections.draft_year_plan(**said, by=desk, at=AT)] * BY)
    assert (len(given), codes, YearPlan.objects.count()) == (1, ["year_plan_wrong"] * (BY - 1), 1)


def test_a_draw_is_drafted_once(officer):
    hall = Hall(officer)
    given, codes = at_once(*[lambda: inspections.draft_plan(hall.draft(), by=hall.desk, at=AT)] * BY)
    assert (given, codes, Plan.objects.count()) == ([NUMBER], ["draw_number_taken"] * (BY - 1), 1)


def test_the_visits_of_a_draw_are_planned_once(db):
    sample_office.found()
    sample_office.publish()
    Officer.objects.filter(username="handler").update(roles=["inspector"])
    files = draw_files(
        [(sample_office.entity_code(n), "371002") for n in (8, 14, 20)], ("inspector", "handler"), "WH-080"
    )
    inspections.publish_draw(record_json=files.pop("record"), **files, by="night", at=AT)
    given, codes = at_once(*[lambda: tasks_from_draw("WH-080", planned_on=DAY, by="night", at=AT)] * BY)
    made = Visit.objects.filter(source="WH-080").count()
    assert codes == [] and made > 0 and sorted(len(visits) for visits, _waiting in given) == [0] * (BY - 1) + [made]


def test_a_visit_is_asked_from_a_matter_once(db):
    sample_office.found()
    sample_office.publish()
    handler, head = (Officer.objects.get(username=name) for name in ("handler", "head"))
    Officer.objects.filter(pk=handler.pk).update(roles=["handler", "inspector"])
    handler.refresh_from_db()
    number = filings.file(at=AT, respondent_entity_id=sample_office.entity_code(0)).complaint_number
    casework.assign(number=number, to="handler", by=head, at=AT + timedelta(hours=1))
    said = {
        "checklist": "food-production",
        "wanted_on": DAY,
        "reason": "核对进货查验记录",
        "at": AT + timedelta(hours=2),
    }
    given, codes = at_once(*[lambda: ask_visit(number, by=handler, **said)] * BY)
    assert (len(given), codes) == (1, ["visit_asked_already"] * (BY - 1))
    assert Visit.objects.filter(source=number).count() == 1


def test_a_campaign_is_opened_once(officer):
    desk = officer("city", "desk_specialist")
    asked = inspections.CampaignAsked(
        "WH-ZX-1", "专项检查", "通知", "抽检不合格", "food-production", AT.date(), AT.date(), ("E1",)
    )
    given, codes = at_once(*[lambda: inspections.open_campaign(asked, by=desk, at=AT)] * BY)
    assert (len(given), codes, Campaign.objects.count()) == (1, ["campaign_number_taken"] * (BY - 1), 1)


@pytest.mark.parametrize("apart", [0, 1], ids=["the same days", "days that overlap"])
def test_a_visit_is_considered_for_a_blind_check_once(officer, apart):
    made = [officer("huancui", "inspector", username=name) for name in ("wang", "liu", "chen", "zhao")]
    desk = officer("huancui", "desk_specialist")
    for number in range(3):
        done(planned(made[0], entity=entity(number), source=f"WH-{number}"), made[0])
    choices = [
        lambda ahead=ahead: visits.choose_rechecks(
            **{**DAYS, "since": DAY - timedelta(days=apart * ahead)}, by=desk, at=AT
        )
        for ahead in range(BY)
    ]  # fmt: skip
    given, codes = at_once(*choices)
    assert (len(given), codes) == ((BY, []) if apart else (1, ["rechecked_already"] * (BY - 1)))
    assert sorted(one.considered for one in given)[-1] == 3 and sum(one.considered for one in given) == 3
    assert Visit.objects.filter(origin="recheck").count() == 1 == agreement(since=DAY, until=DAY, viewer=desk).open
    assert RecheckRound.objects.count() == len(given)
