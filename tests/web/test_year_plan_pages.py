"""Pages of a year's plan, from the first draft to a draw opened from a row; and the form of a draw in groups."""

import pytest

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.inspections.models import Plan
from tests.web.test_ceremony_pages import sent as draw_sent

NUMBER = "WH-2026"
PAGE, PUBLIC = f"/work/year-plans/{NUMBER}", f"/public/year-plans/{NUMBER}"


def sent(rows=1, **changes) -> dict:
    whole = {
        "number": NUMBER, "year": "2026", "title": "2026年度双随机抽查计划", "most_per_year": "2",
        "row-TOTAL_FORMS": "4", "row-INITIAL_FORMS": "0",
    }  # fmt: skip
    for place in range(4):
        said = {"item": ("food-sale", "price")[place] if place < rows else "", "objects": "", "departments": "",
                "rate_A": "0.01", "rate_B": "0.03", "rate_C": "0.1", "rate_D": "0.3", "from_month": "3",
                "to_month": "11", "planned": "40"}  # fmt: skip
        whole |= {f"row-{place}-{name}": value for name, value in said.items()}
    return whole | changes


@pytest.fixture
def published(signed_in):
    """A year's plan with one row, written, filed and published on its pages."""
    desk, leader = signed_in("specialist"), signed_in("leader")
    answer = desk.post("/work/year-plans/new", sent())
    assert answer.status_code == 302, answer.content.decode()
    filed = {"filed_with": "威海市司法局", "filed_number": "备〔2026〕7号", "filed_on": "2026-03-20", "revision": "1"}
    assert desk.post(f"{PAGE}/file", filed).status_code == 403
    assert leader.post(f"{PAGE}/file", {**filed, "filed_on": ""}).status_code == 422
    assert leader.post(f"{PAGE}/file", filed).status_code == 302
    assert leader.post(f"{PAGE}/publish").status_code == 403
    assert desk.post(f"{PAGE}/publish").status_code == 302
    return desk


def test_everybody_reads_the_published_plan_and_nobody_a_class(signed_in, published):
    shown = signed_in().get(PUBLIC).content.decode()
    assert "食品销售监督检查" in shown and "1%—30%" in shown and "备〔2026〕7号" in shown and "data-print" in shown
    assert "D\u00a030%" not in shown and "D\u00a030%" in published.get(PAGE).content.decode()
    assert NUMBER in signed_in().get("/public/year-plans").content.decode()
    assert signed_in().get(f"{PUBLIC}?version=7").status_code == 404
    assert signed_in().get("/public/year-plans/WH-2000").status_code == 404


def test_a_draft_is_the_offices_own(signed_in):
    signed_in("specialist").post("/work/year-plans/new", sent())
    assert signed_in().get(PUBLIC).status_code == 404 and signed_in().get(PAGE).status_code == 302
    assert "批准并登记备案" in signed_in("leader").get(PAGE).content.decode()
    assert "批准并登记备案" not in signed_in("specialist").get(PAGE).content.decode()
    assert signed_in("leader").get("/work/year-plans/new").status_code == 403


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"row-0-rate_D": "3"}, "row-0-rate_D"), ({"row-0-to_month": "2"}, "row-0-to_month"),
        ({"title": ""}, "title"), ({"most_per_year": "0"}, "most_per_year"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field_and_in_the_summary(signed_in, wrong, field):
    answer = signed_in("specialist").post("/work/year-plans/new", sent(**wrong))
    shown = answer.content.decode()
    assert answer.status_code == 422 and f'href="#id_{field}"' in shown and f'id="id_{field}_error"' in shown
    assert inspections.year_plans(drafts=True) == ()


def test_a_change_keeps_rows_their_keys_and_shows_its_reason(signed_in, published):
    changed = {key: value for key, value in sent(2).items() if key not in ("number", "year")}
    changed |= {"row-INITIAL_FORMS": "1", "revision": "1"}
    assert published.post(f"{PAGE}/revise", changed).status_code == 422
    assert published.post(f"{PAGE}/revise", {**changed, "reason": "x", "revision": "one"}).status_code == 422
    assert published.post(f"{PAGE}/revise", {**changed, "reason": "增加价格检查"}).status_code == 302
    page = inspections.year_plan(NUMBER)
    assert [row.key for row in page.rows] == ["01", "02"] and len(page.versions[0].rows) == 1
    assert "价格行为检查" not in signed_in().get(PUBLIC).content.decode()


def test_a_draw_is_opened_from_a_row_with_what_the_row_says(signed_in, published):
    address = f"/work/draws/new?from={NUMBER}&row=01"
    assert address.replace("&", "&amp;") in published.get(PAGE).content.decode()
    form = published.get(address)
    shown = form.content.decode()
    assert form.status_code == 200 and "S4 0.3" in shown and 'value="食品销售监督检查"' in shown
    said = draw_sent(item_1_code="food-sale", item_1_title="", item_1_basis="", most_per_year="2")
    answer = published.post("/work/draws/new", {**said, "from": NUMBER, "row": "01"})
    assert answer.status_code == 302, answer.content.decode()
    told = Plan.objects.get().declared
    assert told["year_plan"]["row"] == "01"
    assert (told["items"][0]["title"], told["items"][0]["basis"]) == ("食品销售监督检查", "《食品安全法》第一百一十条")
    row = published.get(PAGE).content.decode()
    assert "WH-2026-050" in row and "WH-2026-050" not in signed_in().get(PUBLIC).content.decode()


def test_the_form_of_a_draw_stands_in_groups_with_every_field_once(signed_in):
    form = signed_in("specialist").get("/work/draws/new").context["form"]
    named = [name for group in form.groups for name in group.names]
    assert sorted(named) == sorted(form.fields) and all(set(group.wide) for group in form.groups if group.key == "head")
    shown = signed_in("specialist").get("/work/draws/new").content.decode()
    assert (shown.count("<legend") >= len(form.groups) and "2026-001" in shown) or "-001" in shown


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"item_1_title": ""}, "item_1_title"), ({"item_2_unit": "税务部门"}, "item_2_title"),
        ({"rates": "C"}, "rates"), ({"reveal_by": "2026-01-01T10:00"}, "reveal_by"), ({"party_2": ""}, "party_2"),
    ],
)  # fmt: skip
def test_a_flaw_of_a_draws_form_is_said_at_its_field_and_in_the_summary(signed_in, wrong, field):
    answer = signed_in("specialist").post("/work/draws/new", draw_sent(**wrong))
    shown = answer.content.decode()
    assert answer.status_code == 422 and f'href="#id_{field}"' in shown and f'id="id_{field}_error"' in shown
    assert not Plan.objects.exists()


def test_a_draft_is_read_by_who_prepares_or_approves_it_and_by_nobody_else(signed_in):
    signed_in("specialist").post("/work/year-plans/new", sent())
    for account, status in (("specialist", 200), ("leader", 200), ("inspector", 404), ("head", 404), ("auditor", 404)):
        assert signed_in(account).get(PAGE).status_code == status, account
        listed = NUMBER in signed_in(account).get("/work/year-plans").content.decode()
        assert listed == (status == 200), account


def test_whoever_does_not_prepare_it_reads_the_published_version_while_a_change_is_drafted(signed_in, published):
    changed = {key: value for key, value in sent(2).items() if key not in ("number", "year")}
    changed |= {"row-INITIAL_FORMS": "1", "revision": "1", "reason": "增加价格检查"}
    assert published.post(f"{PAGE}/revise", changed).status_code == 302
    assert "价格行为检查" in published.get(PAGE).content.decode()
    shown = signed_in("inspector").get(PAGE).content.decode()
    assert "食品销售监督检查" in shown and "价格行为检查" not in shown and "增加价格检查" not in shown
