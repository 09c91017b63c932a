"""Drafts are sealed, merged, gone in time; doors shut after so many tries, whoever is told apart by no address kept."""

from datetime import UTC, datetime, timedelta

import pytest

from huizhi.apps.keyring import facade as keyring
from huizhi.apps.visitors import facade as visitors
from huizhi.apps.visitors.models import Draft, Tally
from huizhi.vocabulary.refused import Refused

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 2, 1, tzinfo=UTC)
HOUR = timedelta(hours=1)


def begun(**content):
    return visitors.begin("filing", content, lasting=HOUR, at=AT)


def test_what_is_kept_comes_back_only_for_its_token_and_kind():
    token = begun(answers={"facts": "酱油"})
    assert visitors.read("filing", token, at=AT) == {"answers": {"facts": "酱油"}}
    assert visitors.read("tracking", token, at=AT) is None
    assert visitors.read("filing", f"{token}x", at=AT) is None
    assert "酱油".encode() not in bytes(Draft.objects.get().sealed)


def test_two_windows_do_not_overwrite_each_other():
    token = begun(answers={"a": 1}, q="")
    assert visitors.change("filing", token, at=AT, answers={"b": 2})
    assert visitors.change("filing", token, at=AT, answers={"a": 3}, q="海")
    assert visitors.read("filing", token, at=AT) == {"answers": {"a": 3, "b": 2}, "q": "海"}


def test_it_lapses_to_the_second_and_is_swept_by_the_next():
    token = begun(q="")
    assert visitors.read("filing", token, at=AT + HOUR - timedelta(seconds=1)) is not None
    assert visitors.read("filing", token, at=AT + HOUR) is None
    assert not visitors.change("filing", token, at=AT + HOUR, q="x")
    visitors.begin("filing", {}, lasting=HOUR, at=AT + HOUR)
    assert Draft.objects.count() == 1


def test_a_seal_moved_to_another_row_does_not_open():
    one, other = begun(q="one"), begun(q="other")
    rows = {visitors.read("filing", token, at=AT)["q"]: token for token in (one, other)}
    first, second = Draft.objects.order_by("pk")
    second.sealed = first.sealed
    second.save()
    assert visitors.read("filing", rows["other"], at=AT) is None


def test_a_new_key_seals_drafts_again_and_they_still_open():
    token = begun(q="海")
    keyring.new_key("form")
    assert dict(keyring.reseal_all("form"))["visitors.draft"] == 1
    assert visitors.read("filing", token, at=AT) == {"q": "海"}
    assert Draft.objects.get().key_id == keyring.current_id("form")


def test_a_draft_has_an_end():
    with pytest.raises(Refused) as caught:
        begun(q="长" * 100_000)
    assert caught.value.code == "draft_too_large" and Draft.objects.count() == 0


def shut(door="code", at=AT, **who) -> bool:
    try:
        visitors.require_open(door, **who, at=at)
    except Refused as refused:
        assert refused.code == "too_often" and refused.context["until"] > at
        return True
    return False


def test_a_door_shuts_for_the_pair_and_opens_by_itself(settings):
    settings.CODE_TRIES = 3
    who = {"address": "10.0.0.1", "name": "371002-TS-2026-000001"}
    for _n in range(3):
        assert not shut(**who)
        visitors.count("code", **who, at=AT)
    assert shut(**who) and not shut(**{**who, "name": "another"}) and not shut(**{**who, "address": "10.0.0.2"})
    assert shut(**who, at=AT + timedelta(minutes=14)) and not shut(**who, at=AT + timedelta(minutes=15))


def test_trying_many_numbers_shuts_the_address(settings):
    settings.CODE_TRIES = 2
    for n in range(20):
        visitors.count("code", address="10.0.0.1", name=f"n{n}", at=AT)
    assert shut(address="10.0.0.1", name="fresh") and not shut(address="10.0.0.2", name="fresh")


def test_a_success_forgives_the_number_and_not_the_address(settings):
    settings.CODE_TRIES = 2
    who = {"address": "10.0.0.1", "name": "n"}
    visitors.count("code", **who, at=AT)
    visitors.forgive("code", **who)
    assert Tally.objects.count() == 1


def test_no_address_and_no_number_stands_in_a_tally():
    visitors.count("code", address="10.20.30.40", name="371002-TS-2026-000001", at=AT)
    kept = repr(list(Tally.objects.values()))
    assert "10.20.30.40" not in kept and "371002" not in kept
