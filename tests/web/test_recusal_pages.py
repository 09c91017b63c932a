"""The page of recusals: offered to whoever may, wrong fields said at the field, nothing told to others."""

from datetime import date

import pytest

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.inspections.models import Recusal
from tests.browser.sample_office import entity_code

PAGE = "/work/recusals"


def sent(**changes) -> dict:
    return {
        "officer": "inspector", "object_id": entity_code(3), "relation": "interest", "since": "2026-11-01",
        "until": "", "reason": "持有该公司股份", **changes,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("account", "status"),
    [("", 302), ("handler", 403), ("admin", 403), ("inspector", 200), ("head", 200), ("specialist", 200)],
)
def test_the_page_answers_every_role_as_declared(signed_in, account, status):
    assert signed_in(account).get(PAGE).status_code == status


def test_an_officer_declares_and_the_head_ends(signed_in):
    inspector, head = signed_in("inspector"), signed_in("head")
    assert inspector.post(PAGE, sent()).status_code == 302
    shown = inspector.get(PAGE).content.decode()
    assert "持有该公司股份" in shown and "/end" not in shown
    assert "持有该公司股份" not in signed_in("specialist").get(PAGE).content.decode()
    assert "持有该公司股份" not in signed_in("rongcheng").get(PAGE).content.decode()
    row = Recusal.objects.get()
    assert f"{PAGE}/{row.pk}/end" in head.get(PAGE).content.decode()
    assert head.post(f"{PAGE}/{row.pk}/end", {"ends_on": "no day", "reason": "x"}).status_code == 422
    said = {"ends_on": "2026-11-20", "reason": "股份已转让"}
    assert inspector.post(f"{PAGE}/{row.pk}/end", said).status_code == 403
    assert head.post(f"{PAGE}/{row.pk}/end", said).status_code == 302
    assert "股份已转让" in inspector.get(PAGE).content.decode()


@pytest.mark.parametrize(
    "wrong", [{"object_id": "91370000NOBODY"}, {"until": "2026-10-01"}, {"reason": ""}, {"officer": "rongcheng"}]
)
def test_what_is_wrong_is_said_at_its_field_and_in_the_summary(signed_in, wrong):
    answer = signed_in("inspector").post(PAGE, sent(**wrong))
    shown, field = answer.content.decode(), next(iter(wrong))
    assert answer.status_code == 422 and f'href="#id_{field}"' in shown and f'id="id_{field}_error"' in shown
    assert inspections.recused_on(date(2026, 11, 2)) == frozenset()
