"""Every code a night brings has a word, a look and a place on the page."""

import re
from pathlib import Path

import pytest
from django.utils import translation

from huizhi.apps.registers.queries import MATTER_EVENTS, STATES
from huizhi.draw.assignment import REASONS
from huizhi.insight.event_kinds import states
from huizhi.insight.events import DELIVERED, KINDS
from huizhi.web import labels
from huizhi.web.event_labels import EVENT_GROUPS, EVENTS
from huizhi.web.presenters.drawings import UNASSIGNED


def test_every_kind_of_event_has_a_word_a_look_and_one_group():
    grouped = [kind for _title, kinds in EVENT_GROUPS.values() for kind in kinds]
    assert sorted(grouped) == sorted(KINDS)
    assert set(EVENTS) == set(DELIVERED)


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_two_kinds_of_event_are_called_the_same(language):
    with translation.override(language):
        words = {kind: labels.coded(kind, "event") for kind in KINDS}
    assert len(set(words.values())) == len(KINDS)


def test_what_is_grouped_as_complaints_is_hidden_with_the_complaints():
    assert set(EVENT_GROUPS["matter"][1]) == set(MATTER_EVENTS)


def test_states_are_told_in_no_timeline():
    assert set(STATES) == set(states.KINDS)


def test_every_reason_why_nobody_was_assigned_has_words():
    assert set(UNASSIGNED) == REASONS


def test_every_act_on_the_ledger_has_a_word():
    """The verbs are read from the apps' own code, so that a new one cannot be forgotten."""
    rooms = Path(labels.__file__).parents[1] / "apps"
    code = "\n".join(path.read_text(encoding="utf-8") for path in rooms.rglob("*.py"))
    said = re.findall(r'(?:verb=|_note\()"(\w+)"(?: if [^"\n]+ else "(\w+)")?', code)
    verbs = {verb for pair in said for verb in pair if verb}
    assert len(verbs) > 8
    assert verbs <= set(labels.CODES["verb"])


@pytest.mark.parametrize(
    "kind, said, shown",
    [
        ("registered", "individual", "个体工商户"),
        ("status_change", "moved_out", "迁出"),
        ("licence_issued", "JY23710020000011 · food_business", "JY23710020000011 · 食品经营许可"),
        ("equipment_overdue", "31103710022020 · elevator", "31103710022020 · 电梯"),
        ("penalty", "威环市监处罚〔2026〕118号 · 标签虚假标注", "威环市监处罚〔2026〕118号 · 标签虚假标注"),
        ("industry_code", "C1421", "制造业 C1421"),
        ("entity_kind", "branch", "分支机构"),
        ("registered", "trust", "trust"),
        ("inspection_clean", None, ""),
        (None, "C1462", "C1462"),
    ],
)
def test_codes_in_a_timeline_are_shown_as_words(kind, said, shown):
    assert labels.detail(kind, said) == shown
