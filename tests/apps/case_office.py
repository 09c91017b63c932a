"""A bureau with two certified case officers, a head and two reviewers, and a case brought as far as a test needs."""

from datetime import UTC, date, datetime, timedelta

from huizhi.apps.cases import actions, hearing
from huizhi.apps.cases.acting import act
from huizhi.apps.cases.facade import take_source
from huizhi.apps.casework import facade as casework
from huizhi.apps.people.facade import certify

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ENTITY = "91371000MA3D00001X"


class Office:
    """Who is there, and the steps of a case by them."""

    def __init__(self, officer) -> None:
        self.head = officer("huancui", "station_head", username="head")
        self.worker = officer("huancui", "case_officer", username="worker")
        self.second = officer("huancui", "case_officer", "legal_reviewer", username="second")
        self.reviewer = officer("huancui", "legal_reviewer", username="reviewer")
        self.elsewhere = officer("rongcheng", "legal_reviewer", username="elsewhere")
        self.inspector = officer("huancui", "inspector", username="inspector")
        for number, name in enumerate(("worker", "second")):
            certify(
                username=name, number=f"1510{number}", kind="enforcement", valid_from=date(2024, 1, 1),
                valid_to=date(2028, 1, 1), by="setup", at=AT,
            )  # fmt: skip

    def source(self, *, second=True) -> str:
        """A case handed over and given to its handlers."""
        number = take_source(
            office="huancui", title="监督检查发现涉嫌违法", respondent_name="威海示例食品有限公司",
            respondent_entity_id=ENTITY, topic="食品生产", found={"visit": "v1", "result": "9"}, found_at=AT,
            by=self.inspector, at=AT,
        )  # fmt: skip
        casework.assign(number=number, to="worker", by=self.head, at=AT)
        if second:
            casework.name_co_handlers(number=number, officers=["second"], by=self.head, at=AT)
        return number

    def filed(self, **more) -> str:
        """A case that is filed."""
        number = self.source(**more)
        act(number, "file", by=self.head, at=AT)
        return number

    def concluded(self, fine=20_000_00, kinds=("fine",), confiscated=0, **more) -> str:
        """A case sent for review with a proposal."""
        number = self.filed()
        said = {
            "act_ended_on": date(2026, 2, 1), "grave": False, "organisation": True, "legal_review": False,
            "topic": "生产标签不符合规定的食品", "facts": "现场检查发现标签缺少生产日期。",
            "basis": "《食品安全法》第一百二十五条。",
        }  # fmt: skip
        actions.conclude(
            number=number, kinds=kinds, fine_fen=fine, confiscated_fen=confiscated, by=self.worker, at=AT + DAY,
            **{**said, **more},
        )  # fmt: skip
        return number

    def told(self, **more) -> str:
        """A case whose notice of rights was served on 5 March 2026, a Thursday."""
        number = self.concluded(**more)
        actions.review(number=number, verb="approve", note="同意", by=self.reviewer, at=AT + 2 * DAY)
        hearing.tell(number=number, method="direct", on=date(2026, 3, 5), by=self.worker, at=AT + 3 * DAY)
        return number

    def heard(self, **more) -> str:
        """A case whose party had nothing to say."""
        number = self.told(**more)
        hearing.waive(number=number, document="", by=self.worker, at=AT + 11 * DAY)
        return number


def state(number: str) -> str:
    """Where a case stands."""
    return casework.matter_unguarded(number).state


def clocks(number: str) -> dict[str, casework.ClockCard]:
    """The newest run of each clock."""
    return {each.name: each for each in casework.clocks_of([number])[number]}
