"""A part of a number, a name or a title finds its matters, few or very many, without reading them all."""

import importlib
from datetime import UTC, datetime

import pytest
from django.apps import apps
from django.db import transaction

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework import finding
from huizhi.apps.casework.models import Matter, Wording
from tests.apps import sample_kinds
from tests.apps.sample_kinds import opened

AT = datetime(2026, 9, 18, 2, tzinfo=UTC)
pytestmark = pytest.mark.django_db
ROWS = [
    ("食品｜威海示例（海参）有限公司", "威海示例（海参）有限公司", "huancui"),
    ("食品｜海韵超市", "海韵超市", "huancui"),
    ("预付卡｜Tide Gym", "Tide Gym", "huancui"),
    ("海参礼盒缺斤短两", "某摊点", "rongcheng"),
]


@pytest.fixture(params=["few", "many"])
def plan(request, monkeypatch):
    """Both ways of looking: by the names kept, and through the matters themselves."""
    if request.param == "many":
        monkeypatch.setattr(finding, "MANY_MATTERS", 0)


@pytest.fixture
def leader(officer):
    return officer("city", "leader")


@pytest.fixture
def numbers(units):
    sample_kinds.declare()
    return [opened(at=AT, title=title, respondent_name=name, office=office) for title, name, office in ROWS]


def found(text, viewer) -> list[str]:
    return [line.card.number for line in casework.inbox(casework.Asked(text=text), viewer=viewer, at=AT).lines]


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("海参", [3, 0]), ("例(海", [0]), ("示例（海参）有限", [0]), ("超", [1]), ("食品", [1, 0]),
        ("ＴＩＤＥ　gy", [2]),
        ("预付卡", [2]), ("短两", [3]), ("某摊点", [3]), ("海参超市", []), ("%", []), ("_", []), ("'", []),
        ("huancui-JF-2026-000002", [1]), ("huancui-JF", [2, 1, 0]), ("HUANCUI-jf-2026-000002", [1]),
        ("2026-000001", [3, 0]), ("000003", [2]), ("3", [2]), ("JF-2026", [3, 2, 1, 0]), ("2026", [3, 2, 1, 0]),
        ("2025", []), ("000004", []), ("9" * 40, []), ("-", []), ("rongcheng", [3]),
    ],
)  # fmt: skip
def test_parts_of_numbers_names_and_titles_find_the_newest_first(plan, numbers, leader, text, places):
    assert found(text, leader) == [numbers[place] for place in places]


def test_only_what_the_viewer_may_read_is_found(plan, numbers, officer):
    assert found("海参", officer("rongcheng", "handler")) == [numbers[3]]
    assert found("海参", officer("huancui", "handler")) == [numbers[0]]


def test_a_name_is_kept_once_and_not_by_a_filing_that_was_rolled_back(numbers):
    before = set(Wording.objects.values_list("text", flat=True))
    opened(at=AT, title=ROWS[0][0], respondent_name=ROWS[0][1])
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        opened(at=AT, title="别的", respondent_name="别家")
        raise ZeroDivisionError
    assert set(Wording.objects.values_list("text", flat=True)) == before
    assert before == {"威海示例海参有限公司", "食品", "海韵超市", "TIDEGYM", "预付卡", "某摊点", "海参礼盒缺斤短两"}


def test_matters_of_before_are_found_once_the_office_is_brought_up_to_date(numbers, leader, monkeypatch):
    kept = [list(rows) for rows in (Wording.objects.values_list("text"), Matter.objects.values_list("subject_key"))]
    Matter.objects.update(subject_key="")
    Wording.objects.all().delete()
    migration = importlib.import_module("huizhi.apps.casework.migrations.0005_wordings")
    monkeypatch.setattr(migration, "AT_ONCE", 3)
    migration.fill(apps, None)
    again = [list(rows) for rows in (Wording.objects.values_list("text"), Matter.objects.values_list("subject_key"))]
    assert [sorted(rows) for rows in again] == [sorted(rows) for rows in kept]
    assert found("礼盒", leader) == [numbers[3]]
