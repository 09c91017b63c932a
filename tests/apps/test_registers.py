"""Finding a business and opening its file, each as far as the viewer may see."""

from datetime import date

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction

from huizhi.apps.people import facade as people
from huizhi.apps.registers import facade as registers
from huizhi.apps.registers.models import Entity, NameKey
from huizhi.insight.event_kinds import matters
from tests.apps import night
from tests.apps.conftest import AT

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("published")]
FIRST = "91371000MA001"


@pytest.fixture
def inspector(officer):
    return officer("city", "inspector")


def found(text, viewer, **more):
    return [line.entity_id for line in registers.search(text, viewer=viewer, **more).lines]


@pytest.mark.parametrize(
    "text, entities, how",
    [
        ("海之鲜", ["91371000MA001"], "name"),
        ("海之", ["91371000MA001", "91371000MA004"], "name"),
        ("老海鲜", ["91371000MA001"], "former_name"),
        ("91371000MA00", ["91371000MA001", "91371000MA002", "91371000MA003", "91371000MA004"], "credit_code"),
        ("91371000ma003", ["91371000MA003"], "credit_code"),
        ("3710026000", ["371002600001234"], "registration_no"),
        ("JY2371002", ["91371000MA001"], "licence_no"),
        ("jy23710020000011", ["91371000MA001"], "licence_no"),
        ("31103710", ["91371000MA003"], "device_no"),
        ("abc便利", ["371002600001234"], "name"),
        ("ＡＢＣ", ["371002600001234"], "name"),
        ("  （注销） ", ["371002600001234"], "name"),
        ("海", [], ""),
        ("不存在的店", [], ""),
        ("%%", [], ""),
        ("__", [], ""),
        ("", [], ""),
    ],
)
def test_a_business_is_found_by_any_of_its_names_and_numbers(inspector, text, entities, how):
    page = registers.search(text, viewer=inspector)
    assert sorted(line.entity_id for line in page.lines) == entities
    assert {line.matched for line in page.lines} <= {how}
    assert page.total == len(entities)


def test_names_that_begin_with_the_text_come_first(inspector):
    assert found("威海", inspector)[:3] == ["91371000MA001", "91371000MA002", "91371000MA003"]


def test_pages_follow_each_other_without_gaps_or_repeats(inspector):
    with transaction.atomic():
        NameKey.objects.all().delete()
        for n in range(25):
            name = f"渔港{n:02d}" if n % 2 else f"荣成渔港{n:02d}"
            Entity.objects.create(entity_id=f"E{n:02d}", name=name, row_number=n, division="371002")
            NameKey.objects.create(key=name, entity_id=f"E{n:02d}", former=False, division="371002")
    seen, after = [], ""
    for _ in range(9):
        page = registers.search("渔港", viewer=inspector, after=after, limit=4)
        seen += [line.name for line in page.lines]
        after = page.next_after
        if not after:
            break
    assert seen == sorted(seen, key=lambda name: (name.startswith("荣"), name))
    assert len(seen) == page.total == 25


@pytest.mark.parametrize("after", ["x", "0\t", "2\ta\tb", "9\ta\tb", "0\ta\tb\tc", "\t\t"])
def test_a_made_up_place_in_the_list_starts_from_the_top(inspector, after):
    assert found("海之", inspector, after=after)


def test_a_county_finds_its_own_businesses_only(officer):
    rongcheng = officer("rongcheng", "inspector")
    for text in ("海之", "91371000MA00"):
        assert found(text, rongcheng) == ["91371000MA004"]
    assert found("JY2371002", rongcheng) == []
    assert found("31103710", rongcheng) == []


def test_lists_show_the_class_only_to_those_who_may_see_it(officer, inspector):
    assert {line.grade for line in registers.search("海之", viewer=inspector).lines} == {"B", "C"}
    steward = officer("city", "data_steward")
    assert {line.grade for line in registers.search("海之", viewer=steward).lines} == {None}
    assert {line.score for line in registers.public_search("海之").lines} == {None}


def test_an_administrator_may_not_search(officer):
    with pytest.raises(people.NotPermitted):
        registers.search("海之", viewer=officer("city", "administrator"))
    with pytest.raises(people.NotPermitted):
        registers.search("海之", viewer=AnonymousUser())


def test_the_file_explains_the_class(inspector):
    file = registers.entity_file(FIRST, viewer=inspector)
    graded = file.graded
    assert (graded.grade, graded.score) == ("C", 40)
    assert sum(reason.points for reason in graded.reasons) == graded.score
    assert [reason.position for reason in graded.reasons] == [1, 2]
    assert graded.reasons[0].evidence == registers.Evidence(*night.FROM)
    assert file.head.phone == "13800000000"
    assert file.hidden == ()
    assert file.counts == {"permits": 1, "devices": 0, "matters": 1, "events": 3}


def test_peers_are_the_active_businesses_of_the_same_trade(inspector):
    peers = registers.entity_file(FIRST, viewer=inspector).graded.peers
    assert (peers.industry, peers.total, peers.rank) == ("H62", 3, 2)
    assert peers.by_grade == {"A": 0, "B": 1, "C": 1, "D": 1}
    shop = registers.entity_file("91371000MA002", viewer=inspector).graded.peers
    assert (shop.industry, shop.total, shop.rank) == ("F52", 1, 1), "a cancelled shop is nobody's peer"


def test_states_of_permits_devices_and_matters_are_asked_for_a_day(inspector):
    as_of = registers.current_release().as_of
    file = registers.entity_file(FIRST, viewer=inspector)
    assert file.permits[0].state(as_of) == "expiring"
    assert file.matters[0].state(as_of) == "overdue"
    lift = registers.entity_file("91371000MA003", viewer=inspector).devices[0]
    assert lift.state(as_of) == "overdue"
    assert lift.state(lift.next_inspection_on) == "due"


@pytest.mark.parametrize(
    "role, hidden",
    [
        ("inspector", ()),
        ("desk_specialist", ("see_contacts",)),
        ("leader", ("see_contacts",)),
        ("data_steward", ("see_class", "see_contacts", "see_matters")),
    ],
)
def test_parts_a_role_may_not_see_are_left_out_and_named(officer, role, hidden):
    file = registers.entity_file(FIRST, viewer=officer("city", role))
    assert file.hidden == hidden
    assert (file.graded is None) == ("see_class" in hidden)
    assert (file.head.phone is None) == ("see_contacts" in hidden)
    assert (file.matters == ()) == ("see_matters" in hidden)
    kinds = {event.kind for event in file.timeline.events}
    assert ("complaint" in kinds) == ("see_matters" not in hidden)
    assert file.counts["events"] == len(file.timeline.events)


@pytest.mark.parametrize("kind", matters.KINDS)
def test_whatever_became_of_a_complaint_it_is_hidden_without_the_permission(officer, kind):
    day = date(2026, 9, 2)
    told = [(FIRST, kind, day, day, 1, None, "TS1", *night.FROM)]
    with transaction.atomic():
        registers.publish(
            registers.ReleaseInfo(scorecard=night.CARD, as_of=date(2026, 12, 1), digest="d" * 64),
            night.rows(events=told),
            by="night",
            at=AT,
        )
    viewers = ("data_steward", "inspector")
    seen = {role: registers.timeline(FIRST, viewer=officer("city", role)).events for role in viewers}
    assert [len(events) for events in seen.values()] == [0, 1]
    assert registers.public_entity(FIRST).timeline.events == ()


def test_a_file_elsewhere_is_refused_and_a_missing_one_is_none(officer):
    rongcheng = officer("rongcheng", "inspector")
    with pytest.raises(people.OutsideScope):
        registers.entity_file(FIRST, viewer=rongcheng)
    with pytest.raises(people.OutsideScope):
        registers.timeline(FIRST, viewer=rongcheng)
    assert registers.entity_file("nobody", viewer=rongcheng) is None


def test_the_timeline_goes_on_where_it_stopped(inspector):
    one = registers.timeline(FIRST, viewer=inspector, limit=2)
    two = registers.timeline(FIRST, viewer=inspector, limit=2, after=one.next_after)
    kinds = [event.kind for event in (*one.events, *two.events)]
    assert sorted(kinds) == ["complaint", "inspection_clean", "penalty"]
    assert kinds[-1] == "penalty" and two.next_after == ""


def test_the_public_page_shows_no_class_no_telephone_and_no_complaint():
    page = registers.public_entity(FIRST)
    assert {event.kind for event in page.timeline.events} == {"penalty", "inspection_clean"}
    names = set(vars(page))
    assert not names & {"phone", "grade", "graded", "score", "matters"}
    assert "13800000000" not in str(page)
    assert registers.public_entity("nobody") is None


@pytest.mark.parametrize(
    ("severity", "decided_on", "shown", "why"),
    [
        (2, date(2023, 12, 1), 1, "the last day of three years"),
        (2, date(2023, 11, 30), 0, "the day after"),
        (4, date(2026, 1, 5), 1, "a revoked licence"),
        (1, date(2026, 1, 5), 0, "a warning is never published"),
    ],
)
def test_the_public_sees_a_penalty_as_long_as_the_law_publishes_it(officer, severity, decided_on, shown, why):
    told = [(FIRST, "penalty", decided_on, decided_on, severity, 500000, "过期食品", *night.FROM)]
    with transaction.atomic():
        registers.publish(
            registers.ReleaseInfo(scorecard=night.CARD, as_of=date(2026, 12, 1), digest="e" * 64),
            night.rows(events=told),
            by="night",
            at=AT,
        )
    assert len(registers.public_entity(FIRST).timeline.events) == shown, why
    assert len(registers.timeline(FIRST, viewer=officer("city", "inspector")).events) == 1


def test_a_complaint_counts_for_all_and_names_itself_only_to_those_who_see_complaints(officer):
    reason = (FIRST, 1, "complaints", "social", 40, "complaint", "TS1", date(2026, 9, 2), date(2027, 9, 2), *night.FROM)
    others = [r for r in night.rows()["reasons"] if r[0] != FIRST]
    grades = [(*g[:3], 1, *g[4:]) if g[0] == FIRST else g for g in night.rows()["grades"]]
    with transaction.atomic():
        registers.publish(
            registers.ReleaseInfo(scorecard=night.CARD, as_of=date(2026, 12, 1), digest="f" * 64),
            night.rows(reasons=[reason, *others], grades=grades), by="night", at=AT,
        )  # fmt: skip
    seen = {r: registers.entity_file(FIRST, viewer=officer("city", r)).graded for r in ("auditor", "inspector")}
    assert {role: sum(line.points for line in card.reasons) for role, card in seen.items()} == {
        "auditor": 40,
        "inspector": 40,
    }
    assert (seen["auditor"].reasons[0].detail, seen["auditor"].reasons[0].evidence.source_id) == (None, None)
    assert seen["inspector"].reasons[0].detail == "TS1"


def test_counts_per_class_follow_the_officers_area_and_leave_out_the_cancelled(officer, inspector):
    assert {g: c["entities"] for g, c in registers.class_counts(viewer=inspector).items()} == {
        "A": 1, "B": 1, "C": 1, "D": 1,
    }  # fmt: skip
    hightech = registers.class_counts(viewer=officer("hightech", "inspector"))
    assert {g: c["entities"] for g, c in hightech.items()} == {"A": 0, "B": 0, "C": 0, "D": 1}


def test_entities_of_a_class_are_listed_worst_first(inspector, officer):
    page = registers.browse(viewer=inspector, grade="D")
    assert [(line.entity_id, line.score) for line in page.lines] == [("91371000MA003", 90)]
    assert registers.browse(viewer=officer("rongcheng", "inspector"), grade="D").lines == ()


def test_new_in_a_class_are_those_that_were_better_before(inspector):
    rows = night.rows()
    worse = [r if r[0] != FIRST or r[1] != 1 else (*r[:4], 86, *r[5:]) for r in rows["reasons"]]
    grades = [(*g[:1], 90, "D", *g[3:]) if g[0] == FIRST else g for g in rows["grades"]]
    later = registers.ReleaseInfo(
        scorecard=night.CARD, as_of=registers.current_release().as_of.replace(month=12), digest="c" * 64
    )
    with transaction.atomic():
        registers.publish(later, night.rows(reasons=worse, grades=grades), by="night", at=AT)
    both = registers.browse(viewer=inspector, grade="D", limit=1)
    assert [line.entity_id for line in both.lines] == [FIRST]
    rest = registers.browse(viewer=inspector, grade="D", after=both.next_after)
    assert [line.entity_id for line in rest.lines] == ["91371000MA003"]
    moved, risen, fallen = registers.moves(viewer=inspector)
    assert [(move.entity_id, move.worse) for move in moved] == [(FIRST, True)] and (risen, fallen) == (1, 0)
    assert registers.class_counts(viewer=inspector)["C"] == {"entities": 0, "previously": 1}
