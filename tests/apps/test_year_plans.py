"""A year's plan: filed before it is published, changed by versions, the source of draws, within a cap per business."""

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.inspections.models import Plan, YearPlanVersion
from huizhi.apps.ledger import facade as ledger
from huizhi.apps.people import facade as people
from huizhi.law.inspections import plan_filing_due
from huizhi.law.joint_items import joint_items
from huizhi.vocabulary.refused import Refused
from tests.apps.ceremonies import DUE, NUMBER, Hall
from tests.apps.conftest import AT

pytestmark = pytest.mark.django_db
YEAR = "WH-2026"
ROW = inspections.PlanRow(
    key="01", item="food-sale", objects="食品销售者", departments=("市场监管部门", "农业农村部门"),
    rates={"A": "0.01", "B": "0.03", "C": "0.1", "D": "0.3"}, from_month=3, to_month=11, planned=40,
)  # fmt: skip
ITEM = {"code": "food-sale", "title": "食品销售", "basis": "《食品安全法》第一百一十条", "skills": ["food"]}


@pytest.fixture
def hall(officer):
    return Hall(officer)


def draft(hall, rows=(ROW,), most=1, number=YEAR) -> None:
    inspections.draft_year_plan(
        number=number, title="2026年度抽查计划", year=2026, most_per_year=most, rows=rows, by=hall.desk, at=AT
    )


def file(hall, by=None, revision=1, **changes) -> None:
    said = {"filed_with": "威海市司法局", "filed_number": "备〔2026〕7号", "filed_on": date(2026, 3, 20), **changes}
    inspections.file_year_plan(number=YEAR, revision=revision, by=by or hall.leader, at=AT, **said)


def publish(hall) -> int:
    return inspections.publish_year_plan(number=YEAR, by=hall.desk, at=AT)


def revise(hall, rows=(ROW,), revision=1, reason="", most=1) -> None:
    inspections.revise_year_plan(
        number=YEAR, revision=revision, title="2026年度抽查计划", most_per_year=most, rows=rows, reason=reason,
        by=hall.desk, at=AT,
    )  # fmt: skip


def test_it_is_filed_by_a_leader_and_then_published_for_good(hall):
    draft(hall)
    assert inspections.year_plans() == () and len(inspections.year_plans(drafts=True)) == 1
    with pytest.raises(Refused):
        publish(hall)
    with pytest.raises(people.NotPermitted):
        file(hall, by=hall.desk)
    with pytest.raises(Refused):
        file(hall, filed_number=" ")
    with pytest.raises(Refused):
        file(hall, revision=2)
    file(hall)
    assert publish(hall) == 1
    (page,) = inspections.year_plans()
    assert page.due_on == plan_filing_due(2026) and page.versions[0].filed_number == "备〔2026〕7号"
    assert page.versions[0].rows == (ROW,) and page.state == "published"
    assert [act.verb for act in ledger.acts(units=None, limit=3).acts] == [
        "year_plan_published", "year_plan_filed", "year_plan_drafted",
    ]  # fmt: skip
    with pytest.raises(IntegrityError, match="append only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE inspections_yearplanversion SET title = ''")


def test_a_change_takes_a_reason_a_new_filing_and_is_a_new_version(hall):
    draft(hall)
    file(hall)
    publish(hall)
    more = (ROW, replace(ROW, key="02", item="price"))
    with pytest.raises(Refused):
        revise(hall, more)
    with pytest.raises(Refused):
        revise(hall, more, revision=9, reason="增加价格检查")
    revise(hall, more, reason="增加价格检查")
    page = inspections.year_plan(YEAR)
    assert (page.state, page.filed_on, len(page.versions[0].rows)) == ("draft", None, 1)
    with pytest.raises(Refused):
        publish(hall)
    file(hall, revision=2, filed_number="备〔2026〕31号")
    assert publish(hall) == 2
    newest, first = inspections.year_plan(YEAR).versions
    assert (newest.reason, len(newest.rows), first.reason, len(first.rows)) == ("增加价格检查", 2, "", 1)
    assert newest.sha256 != first.sha256


@pytest.mark.parametrize(
    "wrong",
    [
        {"item": "space-flight"}, {"departments": ()}, {"objects": " "}, {"rates": {}}, {"rates": {"F": "0.1"}},
        {"rates": {"A": "1.1"}}, {"rates": {"A": "-0.1"}}, {"rates": {"A": "x"}}, {"from_month": 12},
        {"to_month": 13}, {"from_month": 0},
    ],
    ids=str,
)  # fmt: skip
def test_a_row_outside_the_list_or_out_of_bounds_is_refused(hall, wrong):
    with pytest.raises(Refused) as refused:
        draft(hall, rows=(replace(ROW, **wrong),))
    assert refused.value.code == "year_plan_wrong"


def test_a_plan_needs_rows_of_their_own_keys_a_cap_and_a_free_number(hall):
    for said in ({"rows": ()}, {"rows": (ROW, ROW)}, {"most": 0}, {"number": "a/b"}):
        with pytest.raises(Refused):
            draft(hall, **said)
    draft(hall)
    with pytest.raises(Refused):
        draft(hall)


def open_draw(hall, **changes) -> None:
    hall.publish(items=[ITEM], year_plan=(YEAR, "01"), **changes)


def test_a_draw_opened_from_a_row_names_it_and_the_row_counts_it(hall):
    draft(hall)
    file(hall)
    with pytest.raises(Refused):
        open_draw(hall)
    publish(hall)
    with pytest.raises(Refused):
        inspections.draft_plan(hall.draft(year_plan=(YEAR, "01")), by=hall.desk, at=AT)
    with pytest.raises(Refused):
        inspections.draft_plan(hall.draft(items=[ITEM], year_plan=(YEAR, "09")), by=hall.desk, at=AT)
    open_draw(hall)
    told = inspections.ceremony(NUMBER, AT).declared["year_plan"]
    version = YearPlanVersion.objects.get()
    assert (told["row"], told["version"], told["sha256"]) == ("01", 1, version.sha256)
    line = inspections.progress_of(YEAR)["01"]
    assert (line.draws, line.drawn, line.done) == (((NUMBER, "committing"),), 0, 0)
    hall.commit()
    hall.roll()
    hall.reveal()
    record = json.loads(inspections.draw_file(NUMBER, "record.json").content)
    assert record["plan"]["year_plan"] == told, "the row stands under the draw's digest"
    one = record["selected"][0]["object_id"]
    inspections.enter_results(number=NUMBER, found=[(one, "food-sale", "clean")], by=hall.desk, at=DUE)
    line = inspections.progress_of(YEAR)["01"]
    assert (line.draws, line.drawn, line.done) == (((NUMBER, "drawn"),), len(record["selected"]), 1)


def test_nobody_is_drawn_more_often_than_the_year_allows(hall):
    draft(hall)
    file(hall)
    publish(hall)
    open_draw(hall)
    hall.commit()
    hall.roll()
    hall.reveal()
    year = inspections.draw(NUMBER).line.drawn_at[:4]
    assert inspections.times_drawn(int(year)) == {1: 6}
    again = hall.draft(number="2026-032", items=[ITEM], year_plan=(YEAR, "01"))
    with pytest.raises(Refused) as refused:
        inspections.draft_plan(again, by=hall.desk, at=AT)
    assert refused.value.code == "draw_over_burden" and len(refused.value.context["objects"]) == 6
    drawn = set(refused.value.context["objects"])
    left = b"".join(line for line in again.frame.splitlines(keepends=True) if line.split(b",")[0].decode() not in drawn)
    inspections.draft_plan(replace(again, frame=left), by=hall.desk, at=AT)
    assert Plan.objects.filter(number="2026-032").exists()


def test_a_plan_that_was_drafted_before_another_draw_is_checked_again_as_it_is_published(hall):
    draft(hall)
    file(hall)
    publish(hall)
    later = hall.draft(number="2026-032", items=[ITEM], year_plan=(YEAR, "01"), due_at=DUE + timedelta(days=5),
                       reveal_by=DUE + timedelta(days=6))  # fmt: skip
    inspections.draft_plan(later, by=hall.desk, at=AT)
    open_draw(hall)
    hall.commit()
    hall.roll()
    hall.reveal()
    inspections.try_plan(number="2026-032", by=hall.desk, at=DUE)
    inspections.approve_plan(number="2026-032", revision=1, by=hall.leader, at=DUE)
    with pytest.raises(Refused) as refused:
        inspections.publish_plan(number="2026-032", by=hall.desk, at=DUE + timedelta(hours=3))
    assert refused.value.code == "draw_over_burden"


def test_every_item_of_the_list_has_its_basis_departments_and_source():
    for item in joint_items().values():
        assert item.basis and item.lead and item.objects[0] and item.source.instrument, item.code


def test_the_next_number_is_one_that_nobody_has(hall):
    assert inspections.next_number("2026-") == "2026-001"
    hall.publish()
    assert inspections.next_number("2026-") == "2026-032"


def test_a_draw_is_opened_from_the_plan_of_ones_own_unit_or_one_above(hall, officer):
    """A plan of Huancui is no ground for a draw of Rongcheng; the city's is for both."""
    desk, leader = officer("huancui", "desk_specialist"), officer("huancui", "leader")
    hall.desk, hall.leader, city = desk, leader, (hall.desk, hall.leader)
    draft(hall)
    file(hall)
    publish(hall)
    hall.desk, hall.leader = city
    beside = officer("rongcheng", "desk_specialist")
    with pytest.raises(people.OutsideScope):
        inspections.draft_plan(hall.draft(items=[ITEM], year_plan=(YEAR, "01")), by=beside, at=AT)
    inspections.draft_plan(hall.draft(items=[ITEM], year_plan=(YEAR, "01")), by=desk, at=AT)


def test_a_filing_day_in_the_future_is_refused(hall):
    draft(hall)
    today = timezone.localdate(AT)
    with pytest.raises(Refused) as refused:
        file(hall, filed_on=today + timedelta(days=1))
    assert refused.value.code == "year_plan_wrong" and "在将来" in refused.value.message_zh
    assert inspections.year_plan(YEAR).state == "draft"
    file(hall, filed_on=today)
