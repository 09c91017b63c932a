"""A penalty case and an entry in the abnormal list through the forms of their pages, each step by whom it is for."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from huizhi.apps.cases.facade import take_source
from huizhi.apps.cases.models import CaseFile
from huizhi.apps.casework import facade as casework
from huizhi.apps.people.facade import appoint_officer, certified, certify
from huizhi.apps.people.models import Officer
from huizhi.apps.standing import actions as standing
from tests.browser import sample_office
from tests.browser.sample_office import entity_code

pytestmark = pytest.mark.django_db


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def bureau(db, today):
    """Two certified case officers, the head, a reviewer; a client by account."""
    sample_office.found()
    now = timezone.now()
    Officer.objects.filter(username="handler").update(roles=["case_officer"])
    appoint_officer(username="reviewer", name="审核", unit="huancui", roles=["legal_reviewer"], password=None,
                    by="setup", at=now)  # fmt: skip
    for number, name in enumerate(("handler", "inspector")):
        if not certified(name, today):
            span = {"valid_from": today - timedelta(days=300), "valid_to": today + timedelta(days=300)}
            certify(username=name, number=f"CASE{number}", kind="enforcement", **span, by="setup", at=now)
    clients = {name: Client() for name in ("handler", "inspector", "head", "reviewer", "rongcheng")}
    for name, client in clients.items():
        client.force_login(Officer.objects.get(username=name))
    return clients


@pytest.fixture
def case(bureau):
    """A case handed over and given to its handlers."""
    now, head = timezone.now(), Officer.objects.get(username="head")
    number = take_source(
        office="huancui", title="监督检查发现涉嫌违法", respondent_name="威海海韵调味食品有限公司",
        respondent_entity_id=entity_code(0), topic="食品生产", found={"visit": "v1"}, found_at=now,
        by=Officer.objects.get(username="inspector"), at=now,
    )  # fmt: skip
    casework.assign(number=number, to="handler", by=head, at=now)
    casework.name_co_handlers(number=number, officers=["inspector"], by=head, at=now)
    return number


def does(bureau, account, number, verb, status=302, **given):
    """Post a verb's form; the page with the form opens first for whoever may."""
    address = f"/work/matters/{number}/do/{verb}"
    if status == 302:
        assert bureau[account].get(address).status_code == 200, (account, verb)
    answer = bureau[account].post(address, given)
    assert answer.status_code == status, (account, verb, answer.content.decode()[-3000:])
    return answer


def state(number):
    return casework.matter_unguarded(number).state


PROPOSED = {
    "topic": "标签不符合规定", "organisation": "1", "facts": "标签缺少生产日期", "kinds": ["fine", "confiscation"],
    "fine_yuan": "150000.50", "confiscated_yuan": "80", "basis": "《食品安全法》第一百二十五条",
}  # fmt: skip


def test_from_filing_through_a_hearing_to_the_closed_file(bureau, case, today):
    does(bureau, "handler", case, "file", status=403)
    does(bureau, "head", case, "file")
    ended = {"act_ended_on": (today - timedelta(days=30)).isoformat()}
    does(bureau, "handler", case, "conclude", status=422, **PROPOSED)
    does(bureau, "handler", case, "conclude", **PROPOSED, **ended, legal_review="on")
    row = CaseFile.objects.get(number=case)
    assert (row.fine_fen, row.confiscated_fen, row.organisation, row.legal_review) == (15_000_050, 8_000, True, True)
    page = bureau["reviewer"].get(f"/work/matters/{case}").content.decode()
    assert "标签缺少生产日期" in page and "150,000.50" in page and "可以要求听证" in page
    does(bureau, "inspector", case, "approve", status=403, note="同意")
    does(bureau, "reviewer", case, "approve", note="同意")
    does(bureau, "handler", case, "tell", method="direct", on=today.isoformat())
    does(bureau, "handler", case, "ask_hearing", on=today.isoformat(), document="听〔2026〕1号")
    form = bureau["head"].get(f"/work/matters/{case}/do/name_chair").content.decode()
    assert '<option value="reviewer">' in form and '<option value="handler"' not in form
    for wrong in ("handler", "somebody else", "rongcheng"):
        does(bureau, "head", case, "name_chair", status=422, chair=wrong)
    does(bureau, "head", case, "name_chair", chair="reviewer")
    does(bureau, "reviewer", case, "fix_hearing", status=422, hearing_on=today.isoformat())
    does(bureau, "reviewer", case, "fix_hearing", hearing_on=(today + timedelta(days=40)).isoformat())
    does(bureau, "reviewer", case, "hold_hearing", status=422)
    CaseFile.objects.filter(number=case).update(hearing_on=today)
    does(bureau, "reviewer", case, "hold_hearing")
    does(bureau, "reviewer", case, "report_hearing", note="建议维持")
    does(bureau, "reviewer", case, "approve_again", note="同意")
    decided = {"decision": "环市监处罚〔2026〕5号", "kinds": ["fine"], "fine_yuan": "150000.50"}
    does(bureau, "head", case, "decide", status=422, **decided)
    does(bureau, "head", case, "decide", **decided, collective_on=today.isoformat())
    does(bureau, "handler", case, "serve", method="direct", on=today.isoformat())
    does(bureau, "handler", case, "publish")
    assert "150,000.50" in bureau["rongcheng"].get(f"/public/penalties/{case}").content.decode()
    does(bureau, "handler", case, "perform", status=422, paid_yuan="150000.50")
    does(bureau, "handler", case, "perform", paid_on=today.isoformat(), paid_yuan="150000.50")
    does(bureau, "head", case, "close")
    assert state(case) == "closed"


def test_on_the_spot_through_its_form(bureau, case):
    said = {
        "organisation": "1",
        "topic": "未亮照经营",
        "facts": "f",
        "basis": "b",
        "kind": "fine",
        "decision": "当罚1号",
    }
    does(bureau, "handler", case, "decide_on_the_spot", status=422, **said, fine_yuan="3000.01")
    does(bureau, "handler", case, "decide_on_the_spot", **said, fine_yuan="100", cash="on")
    assert CaseFile.objects.get(number=case).paid_fen == 100_00
    does(bureau, "head", case, "file_away")
    assert state(case) == "closed"


def test_a_waiver_in_writing_demand_and_annulment_through_their_forms(bureau, case, today):
    does(bureau, "head", case, "file")
    warned = {**PROPOSED, "kinds": ["fine"], "fine_yuan": "5000", "confiscated_yuan": ""}
    does(bureau, "handler", case, "conclude", **warned, act_ended_on=today.isoformat())
    does(bureau, "reviewer", case, "return_to_handlers", note="补充证据")
    does(bureau, "handler", case, "conclude", **warned, act_ended_on=today.isoformat())
    does(bureau, "reviewer", case, "approve", note="同意")
    does(bureau, "handler", case, "tell", method="direct", on=today.isoformat())
    does(bureau, "handler", case, "waive", status=422)
    does(bureau, "handler", case, "waive", document="放弃声明1号")
    does(bureau, "head", case, "decide", decision="环市监处罚〔2026〕6号", kinds=["fine"], fine_yuan="5000")
    does(bureau, "handler", case, "serve", method="direct", on=today.isoformat())
    does(bureau, "handler", case, "demand", method="direct", on=today.isoformat())
    does(bureau, "head", case, "to_court", status=422, document="强执1号")
    does(bureau, "head", case, "annul", note="复议撤销")
    assert state(case) == "annulled"


def test_an_entry_in_the_list_through_its_forms(bureau, today):
    now, head = timezone.now(), Officer.objects.get(username="head")
    Officer.objects.filter(username="handler").update(roles=["handler"])
    number = standing.propose(
        office="huancui", entity_code=entity_code(0), entity_name="威海海韵调味食品有限公司", individual=False,
        ground="unreachable", found_at=now, source="", record_sha256="", by=Officer.objects.get(username="inspector"),
        at=now,
    )  # fmt: skip
    casework.assign(number=number, to="handler", by=head, at=now)
    letters = {"first_letter_on": today - timedelta(days=40), "second_letter_on": today - timedelta(days=20)}
    does(bureau, "head", number, "enter", status=422, decision="环市监异列1号")
    does(bureau, "head", number, "enter", decision="环市监异列1号", **{k: v.isoformat() for k, v in letters.items()})
    does(bureau, "handler", number, "apply", text="已办理住所变更登记")
    does(bureau, "handler", number, "verify")
    does(bureau, "handler", number, "remove", status=403)
    does(bureau, "head", number, "remove")
    assert state(number) == "removed"
