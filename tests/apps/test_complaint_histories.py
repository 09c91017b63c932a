"""Random legal histories of real complaints, reports and clues: no clock of theirs passes silently.

Every verb of the app by whom it is for, over holidays, stays, extensions, hand-overs and new calendars; what must then
hold is what `test_casework_histories` asks of any kind of matter.
"""

from functools import partial

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, multiple, rule, run_state_machine_as_test

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.models import Clock, Matter
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.ledger.models import Act
from huizhi.vocabulary.refused import Refused
from tests.apps.filings import CITIZEN, filing
from tests.apps.test_casework_histories import CALM, NOW_KNOWN, UTC, Histories, datetime, office, timedelta

__all__ = ["office"]
PLACES = {"huancui": "371002", "rongcheng": "371082"}
WORKED = {
    "answer": complaints.answer,
    "accept": complaints.accept,
    "refuse": partial(complaints.refuse, grounds_given=["N1"], reasons="不属于本部门"),
    "dispute": complaints.dispute_jurisdiction,
    "settle": complaints.settle_jurisdiction,
    "invite": partial(complaints.invite, mode="on_site"),
    "stay": partial(complaints.stay, reason="testing", document="检1"),
    "stay for a recusal": partial(complaints.stay, reason="recusal", document="回1"),
    "resume": complaints.resume,
    "agree": partial(complaints.agree, book="waived"),
    "terminate": partial(complaints.terminate, ground="T5"),
    "tell both": complaints.tell_both,
    "reopen": complaints.reopen,
    "keep closed": partial(complaints.keep_closed, reasons="没有新的事实"),
    "verify": complaints.verify,
    "about advertising": partial(complaints.set_duty, field="advertising"),
    "about what is published": partial(complaints.set_duty, field="published_information"),
    "no authority": partial(complaints.no_authority, told="请向有权机关举报"),
    "tell the reporter": complaints.tell_reporter,
    "finish": complaints.finish,
}
DECIDED = {"case": True, "no case": False}
SAID = {
    "withdraw": complaints.withdraw,
    "ask to reopen": partial(complaints.ask_reopen, reason="没有履行"),
    "rate": partial(complaints.rate, score=3),
    "add facts": partial(complaints.party_message, text="补充材料"),
    "take the filing back": complaints.withdraw_filing,
}


class Filings(Histories):
    """The office at work on what citizens file."""

    @initialize(start=st.integers(0, 60 * 24 * 600))
    def begin(self, start):
        self.now = datetime(2026, 4, 16, tzinfo=UTC) + timedelta(minutes=start)
        self.calendars["now"], self.codes, self.filed = NOW_KNOWN, {}, 0

    @rule(
        target=Histories.numbers,
        halves=st.sampled_from(["complaint", "report", "both"]),
        unit=st.sampled_from(sorted(PLACES)),
        topic=st.sampled_from(["food", "advertising", "other"]),
        named=st.booleans(),
    )
    def open(self, halves, unit, topic, named):
        """Filed, and assigned to the unit's handler where the head gets to it."""
        self.filed += 1
        kinds = {"complaint": halves != "report", "report": halves != "complaint"}
        anonymous = not named and halves == "report"
        found = complaints.file_intake(
            filing(key=f"device-{self.filed}", topic=topic, division=PLACES[unit], anonymous=anonymous, **kinds),
            by=CITIZEN, at=self.now,
        )  # fmt: skip
        self.codes |= dict.fromkeys(found.numbers, found.tracking_code)
        for number in found.numbers:
            self.given_to_the_handler(number, unit)
        return multiple(*found.numbers)

    def given_to_the_handler(self, number, unit):
        casework.assign(
            number=number, to=self.officers[unit, "handler"].username, by=self.officers[unit, "head"], at=self.now
        )

    @rule(number=Histories.numbers, verb=st.sampled_from(sorted(WORKED)))
    def move(self, number, verb):
        self.attempt(WORKED[verb], number=number, by=self.who(number, "handler"))

    @rule(number=Histories.numbers, how=st.sampled_from(sorted(DECIDED)))
    def decide(self, number, how):
        self.attempt(complaints.decide, number=number, file_case=DECIDED[how], note="查证", by=self.who(number, "head"))

    @rule(number=Histories.numbers, verb=st.sampled_from(sorted(SAID)))
    def say(self, number, verb):
        self.attempt(SAID[verb], number=number, code=self.codes.get(number, "-"))

    @rule(number=Histories.numbers, repeat=Histories.numbers, new_facts=st.booleans())
    def file_again(self, number, repeat, new_facts):
        self.attempt(
            complaints.merge_repeat, number=number, repeat=repeat, new_facts=new_facts, by=self.who(number, "handler")
        )

    @rule(target=Histories.numbers, number=Histories.numbers)
    def find_a_clue(self, number):
        before = Act.objects.count()
        try:
            with transaction.atomic():
                clue = complaints.find_clue(
                    number=number, facts="后厨无证", by=self.who(number, "handler"), at=self.now
                )
        except Refused:
            assert Act.objects.count() == before
            return multiple()
        self.given_to_the_handler(clue, Matter.objects.get(number=clue).holder_id)
        return clue


@pytest.mark.django_db
def test_random_histories_of_filings(office):
    run_state_machine_as_test(Filings, settings=settings(max_examples=10, stateful_step_count=20, **CALM))
    assert not Clock.objects.exists(), "each history was rolled back"


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.django_db
def test_many_random_histories_of_filings(office):
    run_state_machine_as_test(Filings, settings=settings(max_examples=200, stateful_step_count=50, **CALM))
