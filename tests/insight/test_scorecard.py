"""What a scorecard may say, and what is refused as it is read."""

from datetime import date

import pytest

from huizhi.insight.judging import Fact, Subject, judge
from huizhi.insight.scorecard import FOLDER, Scorecard
from huizhi.vocabulary.refused import Refused

CARD = """
code = "test"
edition = "1"
in_force_from = 2022-01-01
title = { zh = "测试", en = "Test" }
basis = "本地"

[dimensions]
supervision = { zh = "监管信息", en = "Supervision" }

[decays]
halving = [1024, 512, 256]

[[bands]]
grade = "A"
from_score = 0

[[bands]]
grade = "D"
from_score = 50

[[indicators]]
code = "penalty"
zh = "处罚"
en = "Penalty"
dimension = "supervision"
kinds = ["penalty"]
severity_to = 2
points = 12
cap = 30
window_days = 365
decay = "halving"

[[indicators]]
code = "clean"
zh = "未发现问题"
en = "Clean"
dimension = "supervision"
kinds = ["inspection_clean"]
points = -3
cap = -6
window_days = 365
"""


def card(tmp_path, *changes, text=CARD, name="card.toml"):
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return Scorecard.load(path)


def test_a_card_as_declared(tmp_path):
    loaded = card(tmp_path)
    assert [i.code for i in loaded.indicators] == ["penalty", "clean"]
    assert (loaded.worst, loaded.decays["none"], loaded.indicator("clean").is_credit) == ("D", (1024,), True)


def test_its_version_changes_with_any_byte(tmp_path):
    assert card(tmp_path).version != card(tmp_path, ("from_score = 50", "from_score = 51")).version
    assert card(tmp_path).version.startswith("test 1 (")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("points = 12", "points = 12.5", "integers only"),
        ("points = 12", "points = true", "integers only"),
        ("[1024, 512, 256]", "[1024, 512.5]", "falling integers"),
        ("[1024, 512, 256]", "[512, 1024]", "falling integers"),
        ("[1024, 512, 256]", "[1024, 0]", "falling integers"),
        ("from_score = 0", "from_score = 1", "bands start at 0"),
        ('kinds = ["penalty"]', 'kinds = ["penlty"]', "unknown kinds"),
        ('kinds = ["penalty"]', 'kinds = ["penalty", "inspection_clean"]', "same inspection_clean twice"),
        ("cap = 30", "cap = -30", "share a sign"),
        ("points = -3", "points = -3\none_vote = true", "one-vote"),
        ('decay = "halving"', 'decay = "quick"', "unknown decay"),
        ('code = "clean"', 'code = "penalty"', "code of its own"),
        ('dimension = "supervision"\nkinds = ["penalty"]', 'dimension = "x"\nkinds = ["penalty"]', "unknown dimension"),
        ('zh = "处罚"\n', "", "zh"),
        ("severity_to = 2", "sevrity_to = 2", "sevrity_to"),
        ('kinds = ["penalty"]', 'column = "officers"\nstarts = ["a"]', "either kinds and window_days"),
    ],
)  # fmt: skip
def test_what_could_not_be_computed_exactly_is_refused(tmp_path, old, new, says):
    with pytest.raises(Refused) as refused:
        card(tmp_path, (old, new))
    assert says in str(refused.value)


def test_a_kind_split_by_severity_is_counted_once(tmp_path):
    severe = CARD[CARD.index("[[indicators]]") : CARD.index("[[indicators]]", CARD.index("[[indicators]]") + 1)]
    severe = severe.replace('code = "penalty"', 'code = "severe"').replace("severity_to = 2", "severity_from = 3")
    assert len(card(tmp_path, text=CARD + severe).indicators) == 3
    with pytest.raises(Refused):
        card(tmp_path, ("severity_from = 3", "severity_from = 2"), text=CARD + severe)


def test_the_card_in_force_is_the_one_that_commenced_last(tmp_path):
    card(tmp_path)
    card(tmp_path, ("2022-01-01", "2026-01-01"), ('edition = "1"', 'edition = "2"'), name="later.toml")
    assert Scorecard.in_force(date(2025, 12, 31), tmp_path).edition == "1"
    assert Scorecard.in_force(date(2026, 1, 1), tmp_path).edition == "2"
    with pytest.raises(Refused):
        Scorecard.in_force(date(2021, 12, 31), tmp_path)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.toml")), ids=lambda p: p.stem)
class TestTheCardsInUse:
    def test_every_dimension_and_group_has_a_line(self, path):
        loaded = Scorecard.load(path)
        assert {i.dimension for i in loaded.indicators} == set(loaded.dimensions)
        assert {i.group for i in loaded.indicators if i.group} == set(loaded.groups)
        assert {i.remedy for i in loaded.indicators if i.remedy} == set(loaded.remedies)

    def test_are_in_two_languages(self, path):
        loaded = Scorecard.load(path)
        named = [*loaded.dimensions.values(), *loaded.groups.values()]
        assert all(i.zh and i.en for i in loaded.indicators) and all(n["zh"] and n["en"] for n in named)

    def test_mark_what_is_local(self, path):
        loaded = Scorecard.load(path)
        assert {i.support for i in loaded.indicators} <= {"text", "known", "local"}
        assert "本地配置" in loaded.basis

    def test_give_every_band_room(self, path):
        """No single line but a one-vote one takes a business from nothing to the worst class."""
        loaded = Scorecard.load(path)
        worst = loaded.bands[-1][1]
        assert all(i.cap < worst for i in loaded.indicators if not i.one_vote)


def test_the_card_of_enterprise_credit_is_national_and_broad():
    card = Scorecard.in_force(date(2026, 10, 31))
    assert (card.code, card.edition) == ("enterprise_credit", "2026.2")
    assert Scorecard.in_force(date(2026, 6, 30)).edition == "2026.1"
    assert [grade for grade, _ in card.bands] == ["A", "B", "C", "D"] and len(card.dimensions) == 5
    assert len(card.groups) >= 20 and len(card.indicators) >= 40
    assert "国市监信发〔2022〕6号" in card.basis


def test_a_card_that_extends_another_says_only_what_differs(tmp_path):
    (tmp_path / "base.toml").write_text(CARD, encoding="utf-8")
    bands = '[[bands]]\ngrade = "A"\nfrom_score = 0\n\n[[bands]]\ngrade = "E"\nfrom_score = 9\n'
    text = f'extends = "base.toml"\nedition = "2"\n\n{bands}'
    other = card(tmp_path, text=text, name="other.toml")
    assert (other.code, other.edition, other.worst) == ("test", "2", "E")
    assert other.indicators == Scorecard.load(tmp_path / "base.toml").indicators
    before = other.version
    (tmp_path / "base.toml").write_text(CARD.replace("points = 12", "points = 13"), encoding="utf-8")
    assert Scorecard.load(tmp_path / "other.toml").version != before, "its base is part of what it is"
    with pytest.raises(Refused):
        card(tmp_path, ("base.toml", "nowhere.toml"), text=text, name="lost.toml")


def test_a_card_may_add_to_the_one_it_extends(tmp_path):
    (tmp_path / "base.toml").write_text(CARD, encoding="utf-8")
    line = CARD[CARD.index("[[indicators]]") : CARD.index("[[indicators]]", CARD.index("[[indicators]]") + 1)]
    line = line.replace("[[indicators]]", "[[more.indicators]]").replace('code = "penalty"', 'code = "lost"')
    line = line.replace('kinds = ["penalty"]', 'kinds = ["not_found"]').replace('"supervision"', '"contact"')
    text = f'extends = "base.toml"\nedition = "2"\n\n[more.dimensions.contact]\nzh = "联系"\nen = "Contact"\n\n{line}'
    other = card(tmp_path, text=text, name="other.toml")
    assert [i.code for i in other.indicators] == ["penalty", "clean", "lost"]
    assert set(other.dimensions) == {"supervision", "contact"}
    with pytest.raises(Refused):
        card(tmp_path, ("more.indicators", "more.indicatorz"), text=text, name="wrong.toml")


def test_the_next_edition_only_adds():
    now, following = (Scorecard.in_force(day) for day in (date(2026, 12, 31), date(2027, 1, 1)))
    assert (now.edition, following.edition) == ("2026.2", "2026.3")
    assert following.indicators[: len(now.indicators)] == now.indicators and following.bands == now.bands
    assert (len(following.groups), len(following.indicators)) == (30, 82)


def test_shandong_has_five_classes_and_no_day_yet():
    card = next(card for card in Scorecard.every() if card.code == "enterprise_credit_shandong")
    assert [grade for grade, _ in card.bands] == list("ABCDE") and card.in_force_from.year == 9999


APART = ("blind", "histories", "prediction", "schedules", "visits_made")
"""They learn what officers do in order to take it out of a prediction; nothing that grades may use them."""


def test_nothing_that_grades_reads_who_inspected():
    """An officer's severity must not become a business's risk."""
    files = [path for path in FOLDER.parent.rglob("*.py") if path.stem not in APART]
    assert [
        path.name for path in files for name in APART if f"insight.{name}" in path.read_text(encoding="utf-8")
    ] == []
    readers = [
        str(path.relative_to(FOLDER.parent))
        for path in [*files, *FOLDER.parent.rglob("*.toml")]
        if "officer" in path.read_text(encoding="utf-8").replace("an officer's severity", "")
    ]
    assert readers == []


def test_a_device_past_its_inspection_is_never_graded_like_none():
    """From 2027 on: however slight the device, however many passed; not a point more. Before, it was 黄."""
    begun, before, on = date(2024, 1, 1), date(2026, 12, 31), date(2027, 1, 1)
    facts = [Fact("device_in_use", begun, 1), Fact("equipment_overdue", date(2026, 12, 1))]
    facts += [Fact("equipment_pass", date(2026, 12, 1), source_id=f"p{n}") for n in range(9)]
    told = {day: judge(facts, Subject({}, begun), day, Scorecard.in_force(day, code="equipment"))
            for day in (before, on)}  # fmt: skip
    assert (told[on].score, told[on].grade) == (36, "橙")
    assert (told[before].score, told[before].grade) == (28, "黄"), "a past day keeps its own card"
