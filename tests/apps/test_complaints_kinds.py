"""A verb on a matter of the wrong kind, on none, or on one not seen is a plain refusal, and nothing is written."""

import inspect
from functools import partial

import pytest

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.complaints.models import ComplaintDetail
from huizhi.apps.ledger.models import Act
from huizhi.apps.people.facade import Role
from huizhi.vocabulary.refused import Refused
from tests.apps import sample_kinds
from tests.apps.filings import file, later

pytestmark = pytest.mark.django_db
BOTH = {
    "answer": complaints.answer,
    "withdraw_for": complaints.withdraw_for,
    "look_at_person": lambda number, **who: complaints.look_at_person(number, reason="电话核实事实", **who),
    "paper": lambda number, by, at: complaints.paper(number=number, name="receipt", viewer=by, at=at),
    "draft": lambda number, by, at: complaints.draft(number, "receipt", viewer=by, at=at),
    "identity_of": lambda number, by, at: complaints.identity_of(number, viewer=by, at=at),
}
OF_COMPLAINTS = {
    "accept": complaints.accept,
    "refuse": partial(complaints.refuse, grounds_given=["N1"], reasons="不属于本部门"),
    "dispute_jurisdiction": complaints.dispute_jurisdiction,
    "settle_jurisdiction": complaints.settle_jurisdiction,
    "invite": partial(complaints.invite, mode="online"),
    "propose_terms": partial(complaints.propose_terms, terms="退一赔一"),
    "mediator_message": partial(complaints.mediator_message, text="请双方到场"),
    "stay": partial(complaints.stay, reason="testing", document="检1"),
    "resume": complaints.resume,
    "agree": partial(complaints.agree, book="waived"),
    "terminate": partial(complaints.terminate, ground="T5"),
    "tell_both": complaints.tell_both,
    "ask_reopen_for": complaints.ask_reopen_for,
    "reopen": complaints.reopen,
    "keep_closed": partial(complaints.keep_closed, reasons="没有新的事实"),
    "find_clue": partial(complaints.find_clue, facts="后厨无证"),
    "publish_complaint": complaints.publish_complaint,
    "unpublish": partial(complaints.unpublish, reasons="名称有误"),
}
OF_REPORTS = {
    "verify": complaints.verify,
    "decide": partial(complaints.decide, file_case=True),
    "decide not": partial(complaints.decide, file_case=False, note="查无实据"),
    "tell_reporter": complaints.tell_reporter,
    "finish": complaints.finish,
    "no_authority": partial(complaints.no_authority, told="请向有权机关举报"),
    "set_duty": partial(complaints.set_duty, field="food"),
    "set_duty none": partial(complaints.set_duty, field=""),
    "set_duty owed": partial(complaints.set_duty, field="advertising"),
    "merge_repeat": partial(complaints.merge_repeat, repeat="371002-JB-2026-009999", new_facts=True),
    "note_repeat": partial(complaints.merge_repeat, repeat="371002-JB-2026-009999", new_facts=False),
    "grant_reward": partial(complaints.grant_reward, level=1, counted_fen=0),
    "claim_reward": complaints.claim_reward,
}
VERBS = BOTH | OF_COMPLAINTS | OF_REPORTS
SHOWN = {"received", "received_name"}
"""Reads for pages that have asked who looks."""
BY_CODE = {
    "withdraw": complaints.withdraw,
    "withdraw_filing": complaints.withdraw_filing,
    "party_message": partial(complaints.party_message, text="补充"),
    "party_consent": complaints.party_consent,
    "party_agree": partial(complaints.party_agree, terms_version=1),
    "party_attach": partial(complaints.party_attach, content=b"x", name="a.txt"),
    "rate": partial(complaints.rate, score=3),
    "ask_reopen": partial(complaints.ask_reopen, reason="没有履行"),
    "track": complaints.track,
    "receipt_for": lambda number, code, at: complaints.receipt_for(number=number, code=code),
    "opened_by": lambda number, code, at: complaints.opened_by(number, code),
}


@pytest.fixture
def numbers(officer):
    """One matter of each kind, and one of none, all worked by somebody who holds every role there is."""
    sample_kinds.declare()
    does_all = officer("huancui", *[role for role in Role if role != Role.ADMINISTRATOR], username="does.all")
    filed = file(report=True)
    found = {
        "complaint": filed.complaint_number,
        "report": filed.report_number,
        "other": sample_kinds.opened(at=later(hours=0)),
    }
    found["none"] = "371002-TS-2026-999999"
    for kind in ("complaint", "report", "other"):
        casework.assign(number=found[kind], to="does.all", by=does_all, at=later(hours=1))
    return does_all, found


def refused(verb, **given) -> str:
    """The code of a refusal; anything else that is raised is a defect."""
    before = Act.objects.count()
    with pytest.raises(Refused) as why:
        verb(**given)
    assert Act.objects.count() == before
    return why.value.code


def test_every_verb_of_the_facade_is_tried():
    takes_number = {
        name
        for name in complaints.__all__
        if inspect.isfunction(found := getattr(complaints, name)) and "number" in inspect.signature(found).parameters
    }
    assert takes_number - {name.split()[0] for name in VERBS | BY_CODE} == {"hints_for", "issue", *SHOWN}


@pytest.mark.parametrize("verb", [*OF_COMPLAINTS, *OF_REPORTS])
def test_on_a_matter_of_another_kind(numbers, verb):
    by, found = numbers
    for kind in ("complaint", "report", "other"):
        if kind != ("complaint" if verb in OF_COMPLAINTS else "report"):
            assert refused(VERBS[verb], number=found[kind], by=by, at=later(hours=2)) in {
                "of_another_kind", "move_not_allowed", "not_now",
            }  # fmt: skip


@pytest.mark.parametrize("verb", VERBS)
def test_on_no_matter_and_on_one_not_seen_alike(numbers, officer, verb):
    by, found = numbers
    stranger = officer("rongcheng", *[role for role in Role if role != Role.ADMINISTRATOR], username="stranger")
    own = found["report"] if verb in OF_REPORTS else found["complaint"]
    codes = {refused(VERBS[verb], number=number, by=stranger, at=later(hours=2)) for number in (found["none"], own)}
    assert codes == {refused(VERBS[verb], number=found["none"], by=by, at=later(hours=2))}


@pytest.mark.parametrize("verb", BY_CODE)
def test_by_code_on_no_matter_on_one_without_codes_and_with_a_wrong_code(numbers, verb):
    _by, found = numbers
    for number in found.values():
        assert refused(BY_CODE[verb], number=number, code="ABCD-EFGH", at=later(hours=2)) == "no_such_filing"


def test_a_clue_is_no_report_of_anybody(numbers):
    by, found = numbers
    complaints.accept(number=found["complaint"], by=by, at=later(hours=2))
    clue = complaints.find_clue(number=found["complaint"], facts="后厨无证", by=by, at=later(hours=3))
    casework.assign(number=clue, to="does.all", by=by, at=later(hours=3))
    for name, verb in (OF_COMPLAINTS | BOTH).items():
        if name not in ("answer", "identity_of"):
            assert refused(verb, number=clue, by=by, at=later(hours=4)), name
    assert (
        refused(complaints.find_clue, number=found["complaint"], facts="又一处", by=by, at=later(hours=4)) == "not_now"
    )
    assert ComplaintDetail.objects.get(number=found["complaint"]).clue_number == clue


def test_the_field_of_law_is_said_by_who_works_it(numbers, officer):
    by, found = numbers
    head = officer("huancui", Role.STATION_HEAD)
    for field in ("food", "", "advertising"):
        call = {"number": found["report"], "field": field, "at": later(hours=2)}
        assert refused(complaints.set_duty, by=head, **call) == "not_yours"
    complaints.set_duty(number=found["report"], field="food", by=by, at=later(hours=2))
    assert Act.objects.order_by("seq").last().payload["told"]["duty"] == "food"
