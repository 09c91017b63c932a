"""A complaint from intake to its end: every verb, by whom, from which state, and what it does to clocks and parties."""

from datetime import date

import pytest

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.complaints.lifecycle import COMPLAINT, REPORT
from huizhi.apps.complaints.models import ComplaintDetail, Satisfaction
from huizhi.apps.identities.models import Text
from huizhi.apps.people.facade import NotPermitted, Role
from huizhi.vocabulary.refused import Refused
from tests.apps.filings import AT, CITIZEN, file, later
from tests.apps.test_complaints_filing import refusal

pytestmark = pytest.mark.django_db
DAY = {"days": 1}


@pytest.fixture
def handler(officer):
    return officer("huancui", Role.HANDLER)


@pytest.fixture
def head(officer):
    return officer("huancui", Role.STATION_HEAD)


@pytest.fixture
def filed(handler, head):
    """A complaint the handler works."""
    found = file()
    casework.take(number=found.complaint_number, by=handler, at=later(hours=1))
    return found


def clocks(number):
    return {each.name: (each.state, each.due_on) for each in casework.clocks_of([number])[number]}


def test_accepted_mediated_on_line_and_settled(filed, handler):
    number, code = filed.complaint_number, filed.tracking_code
    complaints.accept(number=number, by=handler, at=later(days=1))
    assert clocks(number)["acceptance"] == ("met", date(2026, 9, 10))
    assert clocks(number)["mediation"] == ("running", date(2026, 11, 1))
    business = complaints.invite(number=number, mode="online", by=handler, at=later(days=2))
    complaints.party_message(number=number, code=code, text="愿意调解", at=later(days=3))
    complaints.party_message(number=number, code=business, text="同意退款", at=later(days=4))
    complaints.mediator_message(number=number, text="请双方看方案", by=handler, at=later(days=4, hours=1))
    complaints.propose_terms(number=number, terms="退一赔三", by=handler, at=later(days=5))
    assert not complaints.party_agree(number=number, code=code, terms_version=1, at=later(days=6))
    assert complaints.party_agree(number=number, code=business, terms_version=1, at=later(days=7))
    complaints.agree(number=number, book="made", by=handler, at=later(days=8))
    seen = complaints.track(number=number, code=code, at=later(days=9))
    assert (seen.state, seen.outcome_en, seen.terms) == ("closed", "settled", "退一赔三")
    assert [(each.role, each.text) for each in seen.messages] == [
        ("complainant", "愿意调解"), ("respondent", "同意退款"), ("mediator", "请双方看方案"),
    ]  # fmt: skip
    office = [entry.verb for entry in casework.timeline(number) if entry.audience != "staff"]
    assert len(seen.steps) == len(office), "both sides read the same timeline"
    assert ComplaintDetail.objects.get().publicity_on is not None
    assert set(Text.objects.values_list("retention_rule", flat=True)) == {"complaint"}


def test_the_business_reads_the_claim_and_nothing_of_the_person(filed, handler):
    number = filed.complaint_number
    complaints.accept(number=number, by=handler, at=later(days=1))
    business = complaints.invite(number=number, mode="online", by=handler, at=later(days=1))
    seen = complaints.track(number=number, code=business, at=later(days=2))
    assert (seen.role, seen.claim, seen.may) == ("respondent", "退款并赔偿", ("consent", "message", "party_agree"))
    assert "邹测试" not in repr(seen) and "13800001111" not in repr(seen)
    assert refusal(complaints.rate, number=number, code=business, score=1, at=later(days=2)) == "no_such_filing"


def test_terms_that_changed_must_be_read_again(filed, handler):
    number, code = filed.complaint_number, filed.tracking_code
    complaints.accept(number=number, by=handler, at=later(days=1))
    complaints.propose_terms(number=number, terms="退一赔一", by=handler, at=later(days=2))
    complaints.party_agree(number=number, code=code, terms_version=1, at=later(days=2))
    complaints.propose_terms(number=number, terms="退一赔三", by=handler, at=later(days=3))
    assert refusal(complaints.party_agree, number=number, code=code, terms_version=1, at=later(days=3)) == "not_now"
    assert ComplaintDetail.objects.get().agreed_by == []


@pytest.mark.parametrize(
    ("grounds", "reasons", "received", "code"),
    [
        (["N1"], "不属于本部门", None, None),
        (["N1", "N6"], "冒用他人姓名", None, None),
        ([], "没有理由", None, "grounds_missing"),
        (["N1"], "  ", None, "grounds_missing"),
        (["N9"], "没有这一项", None, "grounds_missing"),
    ],
)
def test_a_refusal_needs_a_ground_and_reasons(filed, handler, grounds, reasons, received, code):
    number = filed.complaint_number
    given = {"number": number, "grounds_given": grounds, "reasons": reasons, "by": handler, "at": later(days=1)}
    if code:
        assert refusal(complaints.refuse, **given) == code
        assert casework.matter_unguarded(number).state == "received"
    else:
        complaints.refuse(**given)
        assert casework.matter_unguarded(number).state == "refused"
        assert ComplaintDetail.objects.get().refusal_grounds == grounds
        assert clocks(number)["acceptance"][0] == "met"


@pytest.mark.parametrize(
    ("reason", "state_of_clock", "due_after"),
    [("testing", "paused", date(2026, 11, 11)), ("recusal", "running", date(2026, 11, 1))],
)
def test_testing_stops_the_limit_and_a_recusal_does_not_until_the_legal_office_says_so(
    filed, handler, reason, state_of_clock, due_after
):
    number = filed.complaint_number
    complaints.accept(number=number, by=handler, at=later(days=1))
    complaints.stay(number=number, reason=reason, document="检字1号", by=handler, at=later(days=3))
    assert casework.matter_unguarded(number).state == "stayed"
    assert clocks(number)["mediation"][0] == state_of_clock
    complaints.resume(number=number, by=handler, at=later(days=12))
    assert clocks(number)["mediation"] == ("running", due_after)


@pytest.mark.parametrize(("ground", "outcome"), [("T5", "not_mediated"), ("T1", "withdrawn"), ("T6", "not_mediated")])
def test_ending_mediation_owes_both_sides_a_notice(filed, handler, ground, outcome):
    number = filed.complaint_number
    complaints.accept(number=number, by=handler, at=later(days=1))
    complaints.terminate(number=number, ground=ground, by=handler, at=later(days=20))
    assert clocks(number)["telling"] == ("running", date(2026, 10, 8))
    complaints.tell_both(number=number, by=handler, at=later(days=21))
    card = casework.matter_unguarded(number)
    assert (card.state, card.outcome, clocks(number)["telling"][0]) == ("closed", outcome, "met")


def test_delegation_takes_effect_with_both_consents(filed, handler):
    number, code = filed.complaint_number, filed.tracking_code
    complaints.accept(number=number, by=handler, at=later(days=1))
    assert refusal(complaints.party_consent, number=number, code=code, at=later(days=1)) == "not_now"
    complaints.invite(number=number, mode="delegated", delegate="市消费者协会", by=handler, at=later(days=1))
    complaints.party_consent(number=number, code=code, at=later(days=2))
    assert ComplaintDetail.objects.get().consents == ["complainant"]
    bad = {"number": number, "mode": "delegated", "by": handler, "at": later(days=2)}
    assert refusal(complaints.invite, **bad) == "unknown_choice"


def test_a_clue_found_in_mediation_is_verified_by_its_own_clock(filed, handler, head, officer):
    number = filed.complaint_number
    complaints.accept(number=number, by=handler, at=later(days=1))
    clue = complaints.find_clue(number=number, facts="仓库有过期酱油", by=handler, at=later(days=2))
    card = casework.matter_unguarded(clue)
    assert (card.kind, card.confidential, clue[:10]) == ("clue", True, "huancui-XS")
    assert clocks(clue) == {"decision": ("running", date(2026, 9, 23))}
    casework.extend(
        number=clue, clock="decision", key="complaint.clue_extension", approver="head", document="批1号",
        by=officer("huancui", Role.LEADER, Role.STATION_HEAD), at=later(days=3),
    )  # fmt: skip
    assert clocks(clue)["decision"][1] > date(2026, 9, 23)
    assert refusal(complaints.find_clue, number=number, facts="又一个", by=handler, at=later(days=3)) == "not_now"


def test_a_closed_complaint_is_rated_once_and_reopened_within_its_days(filed, handler):
    number, code = filed.complaint_number, filed.tracking_code
    assert refusal(complaints.rate, number=number, code=code, score=5, at=AT) == "move_not_allowed"
    complaints.accept(number=number, by=handler, at=later(days=1))
    complaints.agree(number=number, book="performed", by=handler, at=later(days=2))
    complaints.rate(number=number, code=code, score=2, words="太慢", at=later(days=3))
    assert Satisfaction.objects.get().score == 2
    assert refusal(complaints.rate, number=number, code=code, score=5, at=later(days=3)) == "not_now"
    complaints.ask_reopen(number=number, code=code, reason="没有退款", at=later(days=4))
    assert casework.matter_unguarded(number).closed_at is None
    assert set(Text.objects.values_list("retention_rule", flat=True)) == {""}
    complaints.reopen(number=number, by=handler, at=later(days=5))
    complaints.agree(number=number, book="waived", by=handler, at=later(days=6))
    late = {"number": number, "code": code, "reason": "还是没有", "at": later(days=60)}
    assert refusal(complaints.ask_reopen, **late) == "not_now"


STATES = {
    "received": [],
    "mediating": ["accept"],
    "stayed": ["accept", "stay"],
    "ending": ["accept", "terminate"],
    "closed": ["accept", "agree"],
    "refused": ["refuse"],
}
GIVEN = {
    "refuse": {"grounds_given": ["N1"], "reasons": "不属于本部门"},
    "stay": {"reason": "testing", "document": "检1号"},
    "terminate": {"ground": "T3"},
    "agree": {"book": "waived"},
    "invite": {"mode": "on_site"},
    "find_clue": {"facts": "线索"},
    "propose_terms": {"terms": "退款"},
    "keep_closed": {"reasons": "已履行"},
}
VERBS = (
    "answer", "accept", "refuse", "invite", "propose_terms", "stay", "resume", "agree", "terminate", "tell_both",
    "find_clue", "reopen", "keep_closed",
)  # fmt: skip
ALLOWED = {
    "received": {"answer", "accept", "refuse"},
    "mediating": {"invite", "propose_terms", "stay", "agree", "terminate", "find_clue"},
    "stayed": {"propose_terms", "resume", "agree", "terminate", "find_clue"},
    "ending": {"tell_both", "find_clue"},
    "closed": set(),
    "refused": set(),
}


@pytest.mark.parametrize("state", STATES)
def test_every_verb_from_every_state(filed, handler, state):
    """The table by hand against what really happens: each refused verb leaves the matter as it was."""
    number, hour = filed.complaint_number, iter(range(2, 200))
    for verb in STATES[state]:
        getattr(complaints, verb)(number=number, by=handler, at=later(hours=next(hour)), **GIVEN.get(verb, {}))
    assert casework.matter_unguarded(number).state == state
    for verb in VERBS:
        version = casework.matter_unguarded(number).version
        if verb not in ALLOWED[state]:
            call = {"number": number, "by": handler, "at": later(hours=next(hour)), **GIVEN.get(verb, {})}
            assert refusal(getattr(complaints, verb), **call) == "move_not_allowed", verb
            assert casework.matter_unguarded(number).version == version
    declared = {verb for verb, move in COMPLAINT.moves.items() if state in move.frm}
    ours = {"propose_terms": "message"}
    assert {ours.get(verb, verb) for verb in ALLOWED[state]} <= declared


@pytest.mark.parametrize("verb", ["answer", "accept", "refuse"])
@pytest.mark.parametrize(
    ("unit", "role", "code"),
    [
        ("huancui", Role.HANDLER, "not_yours"),  # a colleague who does not work it
        ("huancui", Role.INSPECTOR, "not_yours"),
        ("city", Role.LEADER, "not_yours"),
        ("rongcheng", Role.HANDLER, "no_such_matter"),
        ("sunjiatuan", Role.STATION_HEAD, "no_such_matter"),
        ("huancui", Role.AUDITOR, "no_such_matter"),
        ("city", Role.ADMINISTRATOR, "no_such_matter"),
    ],
)
def test_nobody_else_moves_it(filed, officer, verb, unit, role, code):
    stranger = officer(unit, role, username="stranger")
    call = {"number": filed.complaint_number, "by": stranger, "at": later(hours=2), **GIVEN.get(verb, {})}
    assert refusal(getattr(complaints, verb), **call) == code


def test_a_form_that_saw_an_older_version_is_refused_with_who_did_what(filed, handler):
    number = filed.complaint_number
    complaints.answer(number=number, by=handler, at=later(hours=2), version=2)
    with pytest.raises(Refused, match="matter_changed"):
        complaints.accept(number=number, by=handler, at=later(hours=3), version=2)


def test_every_declared_move_has_words_in_both_languages():
    for lifecycle in (COMPLAINT, REPORT):
        assert all(move.zh and move.en for move in lifecycle.moves.values())
        assert all(bool(move.consequence_zh) == bool(move.consequence_en) for move in lifecycle.moves.values())


def test_only_a_mediated_complaint_is_published_and_without_anybody(filed, handler, officer):
    number, desk = filed.complaint_number, officer("city", Role.DESK_SPECIALIST)
    publish = {"number": number, "by": desk, "at": later(days=4)}
    assert refusal(complaints.publish_complaint, **publish) == "not_now"
    complaints.accept(number=number, by=handler, at=later(days=1))
    complaints.agree(number=number, book="waived", by=handler, at=later(days=2))
    assert complaints.awaiting_publicity() == ((number, date(2026, 9, 14)),)
    with pytest.raises(NotPermitted):
        complaints.publish_complaint(number=number, by=handler, at=later(days=3))
    complaints.publish_complaint(**publish)
    [(_, shown)] = complaints.published()
    assert (shown.topic, shown.outcome, complaints.awaiting_publicity()) == ("food", "mediated", ())
    complaints.unpublish(number=number, reasons="名称有误", by=desk, at=later(days=5))
    assert complaints.published() == ()
    assert CITIZEN.username == "party:complainant"
