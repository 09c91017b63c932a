"""The router: taught, read by the office, measured on templates it never saw; it abstains and explains itself."""

import json
from datetime import UTC, datetime

import pytest

from huizhi.apps.complaints import facade as complaints
from huizhi.apps.complaints import routing as office
from huizhi.city.complaint_texts import labelled
from huizhi.exchange import routing as carrier
from huizhi.insight import routing
from huizhi.vocabulary.refused import Refused

AT = datetime(2026, 10, 31, 1, 30, tzinfo=UTC)


@pytest.fixture(scope="module")
def texts():
    return labelled(3, 1_200)


@pytest.fixture(scope="module")
def labels(texts):
    return {"topic": texts["topic"].to_list(), "goods": texts["field"].to_list(), "desk": texts["desk"].to_list()}


@pytest.fixture(scope="module")
def artefact(texts, labels):
    return routing.learn(texts["text"].to_list(), labels, texts["family"].to_list())


def test_the_artefact_is_whole_numbers_and_the_same_again(texts, labels, artefact):
    """Everything but words and names is an integer, so that no machine reads it differently."""

    def numbers(part):
        if isinstance(part, dict):
            return [n for each in part.values() for n in numbers(each)]
        return [n for each in part for n in numbers(each)] if isinstance(part, list) else [part]

    assert {type(n) for n in numbers(artefact)} == {int, str}
    again = routing.learn(texts["text"].to_list(), labels, texts["family"].to_list())
    assert routing.dump(again) == routing.dump(artefact)


def test_office_and_teacher_read_a_text_alike(texts):
    for text in [*texts["text"].to_list()[:200], "", "😡", "ＡＢＣ１２３，abc 123"]:
        assert office.grams(text) == routing.grams(text)


def test_a_suggestion_says_how_sure_it_is_and_why(texts, labels, artefact):
    router = complaints.read(routing.dump(artefact))
    right = 0
    for text, topic in zip(texts["text"].to_list()[:100], labels["topic"][:100], strict=True):
        guess = router.guess(text)["topic"]
        right += guess.code == topic
        assert 0 <= guess.permille <= 1000 and guess.second != guess.code
        assert guess.abstains == (guess.permille < artefact["heads"]["topic"]["dares_from"]), text
        assert guess.words and all(word in routing.fold(text) and weight > 0 for word, weight in guess.words)
    assert right >= 95, "what it was taught it knows"


@pytest.mark.parametrize("text", ["", "😡😡😡", "zzz qqq", "……"])
def test_it_abstains_from_what_it_cannot_read(artefact, text):
    assert all(guess.abstains for guess in complaints.read(routing.dump(artefact)).guess(text).values())


@pytest.mark.parametrize(
    "broken",
    ["", "[]", "{", '{"format": "huizhi-routing-v9"}', '{"format": "huizhi-routing-v1", "grams": {"a": 1}}'],
)
def test_an_artefact_that_is_none_is_refused(broken):
    with pytest.raises(Refused, match="router_unreadable"):
        complaints.read(broken)


def test_weights_that_do_not_fit_are_refused(artefact):
    cut = json.loads(routing.dump(artefact))
    cut["heads"]["desk"]["weights"][0].pop()
    with pytest.raises(Refused, match="router_unreadable"):
        complaints.read(json.dumps(cut))


@pytest.mark.django_db
def test_a_router_is_adopted_once_and_then_asked(artefact):
    assert complaints.suggest("饭里有虫子") == {}
    text = routing.dump(artefact)
    assert complaints.adopt_router(artefact=text, figures={"rows": 1200}, by="test", at=AT)
    assert not complaints.adopt_router(artefact=text, figures={"rows": 1200}, by="test", at=AT)
    assert set(complaints.suggest("饭里有虫子")) == {"topic", "goods", "desk"}
    with pytest.raises(Refused):
        complaints.adopt_router(artefact="{}", figures={}, by="test", at=AT)


def test_too_few_filings_teach_nothing():
    with pytest.raises(Refused, match="too_little_to_learn"):
        routing.learn(["不够"] * 20, {"topic": ["食品"] * 20})


@pytest.mark.long
def test_on_templates_it_never_saw_it_is_right_where_it_dares():
    """The figures of docs/routing.md, with room for another machine's arithmetic."""
    made = labelled(7, 6_000)
    asked = {"topic": made["topic"].to_list(), "goods": made["field"].to_list(), "desk": made["desk"].to_list()}
    found = {each.head: each for each in carrier.validate(made["text"].to_list(), asked, made["family"].to_list())}
    for figures in found.values():
        assert figures.at_coverage[80] >= 920
        assert figures.at_coverage[100] > max(figures.majority, figures.keywords)
        assert figures.calibration <= 45
