"""The pages of a ceremony: each step is offered to whoever may do it, and to nobody else; everybody follows."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.inspections.models import Plan
from huizhi.apps.people.facade import appoint_officer
from tests.apps.ceremonies import FRAME, OFFICERS, RECUSALS, Clock, commitment, secret
from tests.browser.sample_office import OFFICERS as PEOPLE
from tests.browser.sample_office import PASSWORD

NUMBER = "WH-2026-050"
PAGE, LIVE = f"/work/draws/{NUMBER}", f"/public/draws/{NUMBER}/live"
PARTIES = ("auditor", "head", "rongcheng")  # city, Huancui, Rongcheng
EVERYBODY = ("", *PEOPLE)


def sent(**changes) -> dict:
    """The form as the desk fills it in: three parties of three units, the beacon due in a moment."""
    due = timezone.localtime() + timedelta(hours=1)
    whole = {
        "number": NUMBER, "title": "食品销售者双随机抽查", "item_1_title": "食品销售",
        "item_1_basis": "《食品安全法》第一百一十条", "item_1_skills": "food", "rates": "C 3\nD 0.2",
        "beacon_1_kind": "dice", "beacon_1_source": "公证处现场掷骰", "beacon_1_format": "{d1} {d1} {d1}",
        "due_at": due.strftime("%Y-%m-%dT%H:%M"), "reveal_by": (due + timedelta(days=1)).strftime("%Y-%m-%dT%H:%M"),
        "slack": "1", "same_unit": "on", "most_per_year": "0", "exclusions": "E99 已注销",
        "frame": SimpleUploadedFile("frame.csv", FRAME), "officers": SimpleUploadedFile("officers.csv", OFFICERS),
        "recusals": SimpleUploadedFile("recusals.csv", RECUSALS),
    }  # fmt: skip
    for place, account in enumerate(PARTIES, start=1):
        whole |= {f"party_{place}": account, f"party_{place}_name": f"第{place}方"}
    return whole | changes


@pytest.fixture
def clock(monkeypatch):
    """The clock of the ceremony's pages."""
    found = Clock()
    monkeypatch.setattr("huizhi.web.views.ceremonies.timezone", found)
    return found


@pytest.fixture
def draft(signed_in):
    """The plan, drafted on its page."""
    answer = signed_in("specialist").post("/work/draws/new", sent())
    assert answer.status_code == 302, answer.content.decode()
    return Plan.objects.get()


def do(signed_in, account: str, act: str, **fields) -> int:
    return signed_in(account).post(f"{PAGE}/do/{act}", fields).status_code


def who_is_offered(signed_in, act: str) -> set[str]:
    """The accounts on whose page the form of an act stands."""
    shown = {one: signed_in(one).get(PAGE).content.decode() for one in PEOPLE if one != "admin"}
    return {one for one, page in shown.items() if f"/do/{act}" in page}


def pass_the_time() -> None:
    """The beacon is due now."""
    Plan.objects.update(due_at=timezone.now() - timedelta(minutes=1))


def test_each_step_is_offered_to_whoever_may_do_it_until_everybody_sees_the_draw(draft, signed_in, client, clock):
    assert who_is_offered(signed_in, "try") == {"specialist"} and who_is_offered(signed_in, "approve") == set()
    assert client.get(LIVE).status_code == 404
    assert "试抽结果" in signed_in("specialist").post(f"{PAGE}/do/try").content.decode()
    assert who_is_offered(signed_in, "approve") == {"leader"}
    assert do(signed_in, "leader", "approve", revision="1") == 302
    assert who_is_offered(signed_in, "publish") == {"specialist"} and who_is_offered(signed_in, "return") == {"leader"}
    assert do(signed_in, "specialist", "publish") == 302
    assert client.get(f"/draws/{NUMBER}/frozen/frame.csv").content == FRAME
    assert who_is_offered(signed_in, "commit") == set(PARTIES)
    for place, account in enumerate(PARTIES, start=1):
        assert do(signed_in, account, "commit", commitment=commitment(place)) == 302
    assert who_is_offered(signed_in, "commit") == set() and who_is_offered(signed_in, "beacon") == {"specialist"}
    assert do(signed_in, "specialist", "beacon", value="3 1 6") == 422
    told = json_plan()
    clock.ahead = timedelta(hours=2)
    assert do(signed_in, "specialist", "beacon", value="3 1 x") == 422
    assert do(signed_in, "specialist", "beacon", value="3 1 6") == 302
    assert who_is_offered(signed_in, "reveal") == set(PARTIES)
    assert who_is_offered(signed_in, "dispute") == {*PARTIES, "leader"}
    assert "beacon_not_named" in client.get(LIVE).content.decode() and told == json_plan()
    assert do(signed_in, "auditor", "reveal", secret=secret(1)) == 302
    assert secret(1) not in client.get(LIVE).content.decode()
    assert [do(signed_in, one, "reveal", secret=secret(n)) for n, one in ((2, "head"), (3, "rongcheng"))] == [302, 302]
    assert secret(1) in client.get(LIVE).content.decode()
    assert "被抽中的概率" in client.get(f"/public/draws/{NUMBER}").content.decode()


def json_plan() -> bytes:
    found = inspections.frozen_file(NUMBER, "plan.json")
    assert found
    return found.content


def test_nobody_else_does_a_step_by_hand(draft, signed_in):
    """The forms are not what holds: the verbs are."""
    for account in PEOPLE:
        if account not in ("specialist", "admin"):
            assert do(signed_in, account, "try") == 403, account
        if account not in ("leader", "admin"):
            assert do(signed_in, account, "approve", revision="1") == 403, account
    assert do(signed_in, "admin", "try") == 403 and do(signed_in, "specialist", "unknown") == 404


@pytest.mark.parametrize("account", EVERYBODY)
def test_every_page_answers_every_role_as_declared(draft, signed_in, account):
    officer = account not in ("", "admin")
    outside = 302 if not account else 403
    for path in (PAGE, f"{PAGE}/lists/frame.csv"):
        assert signed_in(account).get(path).status_code == (200 if officer else outside), path
    allowed = account == "specialist"
    assert signed_in(account).get(f"{PAGE}/revise").status_code == (200 if allowed else outside)


def test_a_flawed_form_says_what_is_wrong_and_keeps_nothing(signed_in):
    answer = signed_in("specialist").post("/work/draws/new", sent(rates="C 999"))
    assert answer.status_code == 422 and 'role="alert"' in answer.content.decode()
    twice = sent(party_2="handler", party_2_name="乙")
    assert signed_in("specialist").post("/work/draws/new", twice).status_code == 422
    assert not Plan.objects.exists()


def test_two_of_one_unit_are_refused_on_the_form(signed_in):
    appoint_officer(
        username="chief",
        name="王海",
        unit="huancui",
        roles=["leader"],
        password=PASSWORD,
        by="setup",
        at=timezone.now(),
    )
    answer = signed_in("specialist").post("/work/draws/new", sent(party_3="chief"))
    assert answer.status_code == 422 and "同一单位" in answer.content.decode()


def test_a_draft_is_revised_with_its_lists_kept(draft, signed_in):
    changed = {
        key: value for key, value in sent(title="改过的抽查").items() if key not in ("frame", "officers", "recusals")
    }
    assert signed_in("specialist").post(f"{PAGE}/revise", changed).status_code == 302
    page = inspections.ceremony(NUMBER, timezone.now(), drafts=True)
    assert (page.line.title, page.revision) == ("改过的抽查", 2)
    assert inspections.draft_files(NUMBER)["frame.csv"] == FRAME
    assert page.declared["exclusions"] == [{"object_id": "E99", "reason": "已注销"}]


def test_everybody_sees_that_a_missed_deadline_ended_it(draft, signed_in, client):
    do(signed_in, "specialist", "try")
    do(signed_in, "leader", "approve", revision="1")
    do(signed_in, "specialist", "publish")
    pass_the_time()
    assert "本次抽查已终止" in client.get(LIVE).content.decode()
    assert "没有按时提交承诺" in client.get("/public/draws").content.decode()


def test_the_middle_of_the_live_page_comes_alone_when_asked_for(draft, signed_in, client):
    do(signed_in, "specialist", "try")
    do(signed_in, "leader", "approve", revision="1")
    do(signed_in, "specialist", "publish")
    part = client.get(LIVE, headers={"HX-Request": "true", "HX-Target": "ceremony"}).content.decode()
    assert "<html" not in part and "等待" not in part and "承诺方" in part
    assert 'hx-trigger="every 10s"' in client.get(LIVE).content.decode()


def test_the_draws_page_sets_the_estimate_beside_the_raw_share(signed_in, client):
    """The sample draw: results go in on the office's page, everybody reads what they tell."""
    number = "WH-SSJ-2026-041"
    page = inspections.draw(number)
    drawn = [one["object_id"] for one in page.record["selected"]]
    lines = "\n".join(f"{one},food-production,{'violation' if n % 4 == 0 else 'clean'}" for n, one in enumerate(drawn))
    address = f"/work/draws/{number}/results"
    assert signed_in("specialist").post(address, {"results": "x,y,z"}).status_code == 422
    assert signed_in("leader").post(address, {"results": lines}).status_code == 403
    assert 'id="told"' not in client.get(f"/public/draws/{number}").content.decode()
    assert signed_in("specialist").post(address, {"results": lines}).status_code == 302
    shown = client.get(f"/public/draws/{number}").content.decode()
    assert 'id="told"' in shown and "25.0%" in shown and "不能代表全部对象" in shown
