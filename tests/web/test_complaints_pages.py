"""The intake screen: what is typed is filed once, and what is known stands beside it."""

import pytest
from django.utils import timezone

from huizhi.apps.casework import facade as casework
from huizhi.apps.complaints.facade import opened_by, party_message
from huizhi.apps.complaints.models import Intake
from huizhi.apps.identities.models import Person
from tests.browser.sample_office import NAMES

pytestmark = pytest.mark.django_db
GIVEN = {
    "key": "page-1", "channel": "phone", "kinds": ["complaint"], "respondent_name": "示例饭店", "target": "operator",
    "division": "371082/", "facts": "饭里有虫子，要求处理", "claim": "退款", "topic": "food", "goods": "catering",
    "amount": "88.50", "name": "邹测试", "phone": "13800001111",
}  # fmt: skip


@pytest.fixture
def client(signed_in):
    return signed_in("rongcheng")


def test_a_filing_taken_by_telephone_is_numbered_and_its_code_shown_once(client):
    answer = client.post("/work/intake", GIVEN, follow=True)
    [row] = Intake.objects.all()
    assert answer.status_code == 200 and row.complaint.number in answer.content.decode()
    card = casework.matter_unguarded(row.complaint.number)
    assert (card.office, card.channel, row.amount_fen) == ("rongcheng", "phone", 8850)
    code = answer.context["code"]
    assert len(code) == 14 and code in answer.content.decode()
    assert code not in client.get(f"/work/intake/done/{card.number}").content.decode()


def test_sent_twice_it_is_filed_once(client):
    client.post("/work/intake", GIVEN)
    client.post("/work/intake", GIVEN)
    assert Intake.objects.count() == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [({"facts": ""}, "事实经过"), ({"phone": ""}, "电话"), ({"kinds": []}, "诉求"), ({"amount": "x"}, "涉及金额")],
)
def test_what_is_missing_is_named_and_nothing_is_lost(client, change, words):
    answer = client.post("/work/intake", {**GIVEN, **change})
    text = answer.content.decode()
    assert answer.status_code == 422 and words in text and not Intake.objects.exists() and not Person.objects.exists()
    assert "13800001111" in text or "phone" in change


def test_beside_it_stand_the_business_the_unit_and_likely_repeats(client):
    client.post("/work/intake", GIVEN)
    text = client.post("/work/intake/beside", {**GIVEN, "key": "page-2"}).content.decode()
    assert "第十三条" in text
    assert "rongcheng-TS-" in text
    assert "邹测试" not in text and "13800001111" not in text


def test_the_business_chosen_from_the_register_brings_its_place(client):
    answers = [client.post("/work/intake/beside", {"respondent_name": name}).content.decode() for name in NAMES]
    assert any('name="respondent_entity_id"' in text for text in answers)


def test_the_page_speaks_english(client):
    client.cookies["django_language"] = "en"
    text = client.get("/work/intake").content.decode()
    assert "What happened" in text and "food" in text


def test_what_is_withdrawn_by_telephone_is_kept_no_longer_than_what_is_withdrawn_by_code(client):
    client.post("/work/intake", GIVEN)
    number = Intake.objects.get().complaint.number
    assert client.post(f"/work/matters/{number}/do/withdraw", {"note": "来电撤回"}).status_code == 302
    assert casework.matter_unguarded(number).outcome == "withdrawn"
    assert Person.objects.get().erase_after is not None


def test_the_business_gets_its_code_for_the_room_through_the_officer_and_once(client):
    client.post("/work/intake", GIVEN)
    number = Intake.objects.get().complaint.number
    page = f"/work/matters/{number}/do/"
    for verb, given in (("take", {}), ("accept", {})):
        assert client.post(page + verb, given).status_code == 302
    answer = client.post(page + "invite", {"mode": "online", "note": ""})
    code = answer.context["done"].code
    assert answer.status_code == 200 and code in answer.content.decode() and "no-store" in answer["Cache-Control"]
    assert code not in client.get(f"/work/matters/{number}").content.decode()
    assert opened_by(number, code).role == "respondent"


def test_what_a_party_wrote_stands_on_the_timeline_of_who_works_the_matter_and_of_nobody_above(client, signed_in):
    client.post("/work/intake", GIVEN)
    number = Intake.objects.get().complaint.number
    for verb in ("take", "accept", "invite"):
        client.post(f"/work/matters/{number}/do/{verb}", {"mode": "online"})
    business = client.post(f"/work/matters/{number}/do/invite", {"mode": "online"}).context["done"].code
    party_message(number=number, code=business, text="已当面道歉。", at=timezone.now())

    def words(reader):
        return [line.text for line in reader.get(f"/work/matters/{number}").context["timeline"]]

    assert "已当面道歉。" in words(client)
    leader = signed_in("leader")
    assert len(words(leader)) == len(words(client)) and "已当面道歉。" not in words(leader)
    assert "已当面道歉" not in leader.get(f"/work/matters/{number}").content.decode()


def test_steps_inside_a_verb_are_not_offered_by_themselves(client):
    client.post("/work/intake", {**GIVEN, "kinds": ["report"]})
    number = Intake.objects.get().report.number
    client.post(f"/work/matters/{number}/do/take", {})
    assert client.post(f"/work/matters/{number}/do/join", {"into": "x"}).status_code == 403
