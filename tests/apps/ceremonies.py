"""A draw's plan and its people for the tests: four parties of four units, a desk that drafts, a leader who approves."""

from datetime import datetime, timedelta

from django.utils import timezone

from huizhi.apps.inspections import facade as inspections
from huizhi.draw import commit
from tests.apps.conftest import AT

NUMBER = "2026-031"
DUE, REVEAL_BY = AT + timedelta(days=1), AT + timedelta(days=2)
FRAME = b"object_id,stratum,weight,unit\n" + b"".join(
    b"E%02d,%s,%d,huancui\n" % (n, b"C" if n % 3 else b"D", 1 + n % 4) for n in range(40)
)
OFFICERS = b"officer_id,unit,skills,lead\n" + b"".join(b"P%d,huancui,food,%d\n" % (n, n % 2) for n in range(6))
RECUSALS = b"officer_id,object_id\nP1,E02\n"
ITEM = {"code": "SP-01", "title": "食品销售", "basis": "《食品安全法》第一百一十条", "skills": ["food"]}
DICE = ("dice", "公证处现场掷骰", "{d1} {d1} {d1}")
LOTTERY = ("lottery", "福彩3D第2026305期", "3D-2026305:{d3}")
SEATS = {"city": "auditor", "huancui": "station_head", "hightech": "legal_reviewer", "rongcheng": "leader"}
"""Unit -> the role of whoever commits for it."""


def secret(place: int) -> str:
    return bytes([place] * 32).hex()


def commitment(place: int) -> str:
    return commit(bytes.fromhex(secret(place)))


class Clock:
    """The clock of the pages, moved on by hand."""

    ahead = timedelta()

    def now(self) -> datetime:
        return timezone.now() + self.ahead


class Hall:
    """The people of one draw, who do the steps that a test does not look at. Times are hours after the drafting."""

    def __init__(self, officer):
        self.desk = officer("city", "desk_specialist")
        self.leader = officer("city", "leader")
        self.parties = [officer(unit, role) for unit, role in SEATS.items()]

    def draft(self, **changes) -> inspections.Draft:
        named = [(one.username, f"{one.unit_code}方") for one in self.parties]
        whole = {
            "number": NUMBER, "title": "食品销售者双随机抽查", "items": [ITEM], "parties": named,
            "strata": {"C": {"count": 3}, "D": {"rate": "0.2"}}, "beacons": [DICE], "due_at": DUE,
            "reveal_by": REVEAL_BY, "slack": 1, "same_unit": True, "frame": FRAME, "officers": OFFICERS,
            "recusals": RECUSALS,
        }  # fmt: skip
        return inspections.Draft(**(whole | changes))

    def publish(self, **changes) -> None:
        """Draft, try, approve and publish."""
        inspections.draft_plan(self.draft(**changes), by=self.desk, at=AT)
        inspections.try_plan(number=NUMBER, by=self.desk, at=AT)
        inspections.approve_plan(number=NUMBER, revision=1, by=self.leader, at=AT)
        inspections.publish_plan(number=NUMBER, by=self.desk, at=AT)

    def commit(self, *places: int, at: datetime = AT + timedelta(hours=1)) -> None:
        for place in places or range(1, len(self.parties) + 1):
            inspections.commit_to_draw(
                number=NUMBER, commitment=commitment(place), by=self.parties[place - 1], at=at
            )  # fmt: skip

    def roll(self, *values: str, at: datetime = DUE) -> None:
        inspections.enter_beacon(number=NUMBER, values=values or ("3 1 6",), by=self.desk, at=at)

    def reveal(self, *places: int, at: datetime = DUE + timedelta(hours=1)) -> None:
        for place in places or range(1, len(self.parties) + 1):
            inspections.reveal_secret(number=NUMBER, secret=secret(place), by=self.parties[place - 1], at=at)

    def page(self, at: datetime = AT) -> inspections.CeremonyPage:
        found = inspections.ceremony(NUMBER, at, drafts=True)
        assert found
        return found
