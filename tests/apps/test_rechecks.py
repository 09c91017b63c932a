"""Blind checks: a share by lot, other officers, nothing of the first result to be read, and how the two agree."""

import hashlib
from datetime import date, timedelta

import pytest

from huizhi.apps.casework import facade as casework
from huizhi.apps.ledger.models import Act
from huizhi.apps.people.facade import NotPermitted
from huizhi.apps.visits import facade as visits
from huizhi.apps.visits.models import RecheckRound, Visit
from huizhi.apps.visits.queries import seen_by, tasks_of
from huizhi.draw.estimation import interval
from huizhi.law.inspections import rechecked
from huizhi.vocabulary.refused import Refused
from tests.apps.visit_office import AT, PNG, Hand, planned, send, upload

pytestmark = pytest.mark.django_db
DAY = date(2026, 11, 7)
DAYS = {"since": DAY, "until": DAY, "planned_on": date(2026, 11, 16)}
LATER = AT + timedelta(days=7)


@pytest.fixture
def office(officer):
    names = {name: officer("huancui", "inspector", username=name) for name in ("wang", "liu", "chen", "zhao")}
    return names | {
        "specialist": officer("huancui", "desk_specialist", username="specialist"),
        "far": officer("rongcheng", "desk_specialist", username="far"),
        "head": officer("huancui", "station_head", username="head"),
    }


def entity(number):
    return f"91371000MA3D{number:05d}X"


def done(visit, by, result="1", at=AT):
    """Finish a visit by one officer with a companion."""
    hand = Hand(visit, by.username, device=hashlib.sha256(by.username.encode()).hexdigest()[:32])
    if result != "1":
        hand.finding()
    hand.whole(result=result)
    send(hand, by, at=at)
    if result != "1":
        upload(visit, PNG, "png", by, at=at)
    return visits.finish_visit(visit, by=by, at=at)


def finished(office, count, result="1"):
    made = [planned(office["wang"], entity=entity(number), source=f"WH-{number}") for number in range(count)]
    for visit in made:
        done(visit, office["wang"], result)
    return made


def test_the_share_is_configuration_and_parts_count_as_one():
    assert [rechecked(n, DAY) for n in (0, 1, 20, 21, 100)] == [0, 1, 1, 2, 5]


def test_a_check_goes_by_lot_to_two_others_and_the_lot_is_run_again_from_the_ledger(office):
    first = finished(office, 3)
    found = visits.choose_rechecks(**DAYS, by=office["specialist"], at=AT)
    assert (found.considered, len(found.made), found.unassigned, found.public) == (3, 1, (), 0)
    row = Visit.objects.get(pk=found.made[0])
    officers = {each.officer_id for each in row.officers.all()}
    assert len(officers) == 2 and "wang" not in officers and row.origin == "recheck"
    said = Act.objects.get(verb="visits_rechecked").payload
    seed = bytes.fromhex(said["seed"])
    lots = {pk: hashlib.sha256(seed + b"recheck\0" + pk.encode()).digest() for pk in first}
    assert row.recheck_of_id == min(lots, key=lots.get)
    assert said["considered_sha256"] == hashlib.sha256("\n".join(sorted(first)).encode()).hexdigest()
    with pytest.raises(Refused, match="rechecked_already"):
        visits.choose_rechecks(**DAYS, by=office["specialist"], at=AT)
    again = visits.choose_rechecks(**{**DAYS, "since": DAY - timedelta(days=1)}, by=office["specialist"], at=AT)
    assert again.considered == 0, "each visit is considered once"


def test_who_checks_reads_nothing_of_the_first_until_hers_is_finished(office):
    (first,) = finished(office, 1, result="6")
    found = visits.choose_rechecks(**DAYS, by=office["specialist"], at=AT)
    check = Visit.objects.get(pk=found.made[0])
    pair = [office[each.officer_id] for each in check.officers.all()]
    others = [office[name] for name in ("liu", "chen", "zhao") if office[name] not in pair]
    for one in pair:
        assert first not in set(seen_by(one).values_list("pk", flat=True))
        with pytest.raises(Refused):
            visits.visit_for(one, first)
        assert first not in {each.id for each in visits.visits_for(one)}
        (task,) = [each for each in tasks_of(one) if each["id"] == check.pk]
        assert (task["origin"], task["source"]) == ("draw", "") and first not in str(task)
        card = visits.visit_for(one, check.pk)
        assert (card.origin, card.source) == ("draw", "")
    assert first in set(seen_by(others[0]).values_list("pk", flat=True)), "others of the unit go on as before"
    with pytest.raises(Refused, match="result_waits"):
        visits.publish_result(first, by=office["wang"], at=AT + timedelta(days=1))
    done(check.pk, pair[0], result="1", at=LATER)
    assert visits.visit_for(pair[0], first).result == "6"
    assert visits.publish_result(first, by=office["wang"], at=LATER).state == "published"
    assert not Visit.objects.get(pk=check.pk).seen_early


def test_on_its_last_day_the_result_is_published_and_the_pair_no_longer_counts(office):
    (first,) = finished(office, 1)
    found = visits.choose_rechecks(**DAYS, by=office["specialist"], at=AT)
    due = Visit.objects.get(pk=first).result_due_on
    late = AT + timedelta(days=(due - DAY).days)
    assert visits.publish_result(first, by=office["wang"], at=late).state == "published"
    check = Visit.objects.get(pk=found.made[0])
    assert check.seen_early
    done(check.pk, office[check.officers.first().officer_id], at=late)
    told = visits.agreement(since=DAY, until=DAY, viewer=office["specialist"])
    assert (told.pairs, told.early, told.found_interval) == (0, 1, None)


def test_agreement_is_counted_with_its_interval_for_the_bureau_alone(office):
    finished(office, 2)
    (bad,) = [planned(office["wang"], entity=entity(9), source="WH-9")]
    done(bad, office["wang"], result="6")
    rounds = []
    for span in range(3):  # three choices, one visit each: all three are checked
        days = {**DAYS, "since": DAY - timedelta(days=span)}
        RecheckRound.objects.update(considered=[Visit.objects.get(pk=each).recheck_of_id for each in rounds])
        rounds += visits.choose_rechecks(**days, by=office["specialist"], at=AT).made
    assert len(rounds) == 3
    told = visits.agreement(since=DAY, until=DAY, viewer=office["specialist"])
    assert (told.pairs, told.open) == (0, 3)
    misses = 0
    for pk in rounds:
        check = Visit.objects.get(pk=pk)
        clean = check.recheck_of.result == "1"
        result = "6" if clean and not misses else check.recheck_of.result
        misses += clean and result == "6"
        done(pk, office[check.officers.first().officer_id], result=result, at=LATER)
    told = visits.agreement(since=DAY, until=DAY, viewer=office["specialist"])
    assert (told.pairs, told.found, told.same, told.clean, told.missed) == (3, 2, 2, 2, 1)
    assert told.found_interval == interval(2, 3) and told.items_of > 0
    assert told.found_interval[0] < 2 / 3 < told.found_interval[1]
    for name in ("wang", "head"):
        with pytest.raises(NotPermitted):
            visits.agreement(since=DAY, until=DAY, viewer=office[name])
    assert visits.agreement(since=DAY, until=DAY, viewer=office["far"]).pairs == 0


def test_without_two_others_the_visit_is_named_as_unassigned(office):
    first = finished(office, 1)
    for name in ("chen", "zhao"):
        office[name].is_active = False
        office[name].save()
    found = visits.choose_rechecks(**DAYS, by=office["specialist"], at=AT)
    assert (found.made, found.unassigned) == ((), tuple(first))


def test_whoever_stays_away_from_a_business_does_not_check_it(office):
    first = finished(office, 1)
    barred = frozenset((name, Visit.objects.get(pk=first[0]).entity_code) for name in ("chen", "zhao"))
    elsewhere = frozenset((name, "91370000ELSEWHERE") for name in ("chen", "zhao"))
    assert visits.choose_rechecks(**DAYS, by=office["specialist"], at=AT, barred=barred).unassigned == tuple(first)
    RecheckRound.objects.update(considered=[])
    other = {**DAYS, "since": DAY - timedelta(days=1)}
    assert len(visits.choose_rechecks(**other, by=office["specialist"], at=AT, barred=elsewhere).made) == 1


def test_a_check_of_a_finding_under_order_orders_nothing_twice(office):
    (first,) = finished(office, 1, result="6")
    found = visits.choose_rechecks(**DAYS, by=office["specialist"], at=AT)
    check = Visit.objects.get(pk=found.made[0])
    card = done(check.pk, office[check.officers.first().officer_id], result="6", at=LATER)
    assert Visit.objects.get(pk=first).correction and not card.correction


@pytest.mark.parametrize(
    ("found", "seen", "low", "high"), [(0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (5, 10, 0.2366, 0.7634)]
)
def test_the_interval_is_wilsons(found, seen, low, high):
    assert interval(found, seen) == pytest.approx((low, high), abs=5e-4) and interval(0, 0) is None


def test_what_is_hidden_is_named_for_other_rooms(office):
    (first,) = finished(office, 1, result="6")
    found = visits.choose_rechecks(**DAYS, by=office["specialist"], at=AT)
    pair = [each.officer_id for each in Visit.objects.get(pk=found.made[0]).officers.all()]
    again = Visit.objects.get(origin="revisit").pk
    assert set(visits.hidden_from(office[pair[0]])) == {first, again} and visits.hidden_from(office["head"]) == []


def test_what_followed_from_the_first_result_tells_the_second_pair_nothing(office, client):
    """The order to correct and its re-visit would say that something was found."""
    (first,) = finished(office, 1, result="6")
    found = visits.choose_rechecks(**DAYS, by=office["specialist"], at=AT)
    order, check = Visit.objects.get(pk=first).correction, Visit.objects.get(pk=found.made[0])
    pair = [office[each.officer_id] for each in check.officers.all()]
    other = next(office[name] for name in ("liu", "chen", "zhao") if office[name] not in pair)
    assert casework.sees(order, viewer=other, at=AT) and casework.sees(order, viewer=office["head"], at=AT)
    for one in pair:
        assert "revisit" not in {each.origin for each in visits.visits_for(one)}
        assert not casework.sees(order, viewer=one, at=AT)
        client.force_login(one)
        assert client.get(f"/work/matters/{order}").status_code in (403, 404)
        assert order not in client.get("/work/visits").content.decode()
    done(check.pk, pair[0], at=LATER)
    assert casework.sees(order, viewer=pair[0], at=LATER)
