"""A living office for the demonstration: invented filings carried through their lives by the verbs officers use."""

from __future__ import annotations

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import count

from django.contrib.auth import get_user_model
from django.db import transaction

from huizhi.apps.casework import facade as casework
from huizhi.apps.casework.facade import Party
from huizhi.apps.complaints import facade as complaints
from huizhi.apps.people.facade import Role, appoint_officer
from huizhi.city.complaint_texts import labelled
from huizhi.exchange.pack import Pack
from huizhi.law.complaints import TERMINATIONS
from huizhi.vocabulary.civil import CIVIL
from huizhi.vocabulary.refused import Refused

BY = "system:demo"
SPAN = 40
"""Days before the city's last day in which the filings came in."""
BATCH = 40
OPENS, CLOSES = time(8, 30), time(18)
SHOPS = (
    "好渔家饭店", "金海湾超市", "蓝湾大药房", "石岛渔具店", "凤凰汽修厂", "海悦健身房", "昆嵛美发店", "银滩民宿",
    "乐天培训学校", "恒泰家居",
)  # fmt: skip
NAMES = ("邹晓", "于文静", "丛立", "姜雅", "毕楠", "宋平", "刘思远", "王海宁", "张立群", "孙明")
Step = Callable[[datetime], None]


@dataclass(order=True)
class _Due:
    at: datetime
    place: int
    do: Step = field(compare=False)


def fill_office(pack: Pack, until: date, *, filings: int = 150, seed: int = 1) -> int:
    """File and handle invented matters up to the end of `until`, once; returns how many."""
    places = [(place.code, place.lies_in if place.kind == "zone" else place.code, place) for place in
              (*pack.divisions.counties(), *pack.divisions.zones())]  # fmt: skip
    office = _Office(random.Random(seed), until, {code: _people(code) for code, _, _ in places})
    made = labelled(seed, filings)
    codes = _codes(pack)
    begins = until - timedelta(days=SPAN)
    for number, row in enumerate(made.iter_rows(named=True)):
        code, division, place = places[number % len(places)]
        at = _moment(begins + timedelta(days=office.dice.randrange(SPAN + 1)), office.dice)
        office.plan(at, office.arrival(number, row, codes, code, division, place.code if place.kind == "zone" else ""))
    return office.run()


def _moment(on: date, dice: random.Random) -> datetime:
    return datetime.combine(on, time(8 + dice.randrange(10), dice.randrange(60)), CIVIL)


def _codes(pack: Pack) -> dict[str, dict[str, str]]:
    """Column of the complaints contract -> name in the export -> code."""
    columns = {column.name: column for column in pack.contracts["complaints"].columns}
    return {name: dict(columns[name].codes) for name in ("category", "goods_field")}


def _people(unit: str) -> tuple[object, object]:
    """A handler and a head of a unit: those who can sign in, else two appointed without a password."""
    return _officer(unit, "handler", "于示例", Role.HANDLER), _officer(unit, "station", "姜示例", Role.STATION_HEAD)


def _officer(unit: str, username: str, name: str, role: Role) -> object:
    officers = get_user_model().objects
    for account in (username, f"{username}-{unit}"):
        found = officers.filter(username=account).first()
        if found is not None and found.unit_code == unit:
            return found
    at = datetime.combine(date.today(), OPENS, CIVIL)  # noqa: DTZ011
    return appoint_officer(
        username=f"{username}-{unit}", name=name, unit=unit, roles=[str(role)], password=None, by=BY, at=at
    )


class _Office:
    """What is still to happen, in the order of time."""

    def __init__(self, dice: random.Random, until: date, people: dict[str, tuple[object, object]]) -> None:
        self.dice, self.people = dice, people
        self.ends = datetime.combine(until, time(23, 59), CIVIL)
        self.due: list[_Due] = []
        self.places = count()
        self.filed = 0

    def plan(self, at: datetime, do: Step) -> None:
        """Let something happen, unless it lies beyond the last day."""
        if at <= self.ends:
            heapq.heappush(self.due, _Due(at, next(self.places), do))

    def after(self, at: datetime, low: float, high: float, do: Step) -> None:
        """Let something happen so many hours later, in office hours: up to 15.5 more, so steps lie that far apart."""
        then = at + timedelta(hours=self.dice.uniform(low, high))
        if not OPENS <= then.time() < CLOSES:
            on = then.date() + timedelta(then.time() >= CLOSES)
            then = datetime.combine(on, OPENS, CIVIL) + timedelta(minutes=self.dice.randrange(60))
        self.plan(then, do)

    def run(self) -> int:
        """Everything in the order of time, some at once in one transaction; returns the filings made."""
        while self.due:
            with transaction.atomic():
                for _ in range(BATCH):
                    if self.due:
                        each = heapq.heappop(self.due)
                        each.do(each.at)
        return self.filed

    def arrival(self, number: int, row: dict, codes: dict, unit: str, division: str, zone: str) -> Step:
        """A filing comes in, by the web or by telephone."""
        dice, report = self.dice, self.dice.random() < 0.25
        topic, goods = codes["category"][row["topic"]], codes["goods_field"][row["field"]]
        anonymous = report and dice.random() < 0.4
        asked = complaints.Filing(
            channel=dice.choice(("web", "web", "phone", "walk_in")), key=f"demo-{number}", topic=topic, goods=goods,
            facts=row["text"], claim="退款并赔偿" if not report else "", complaint=not report, report=report,
            respondent_name=dice.choice(SHOPS), respondent_address="示例路1号", division=division, zone=zone,
            amount_fen=dice.randrange(20, 3000) * 100, anonymous=anonymous,
            person={} if anonymous else {"name": dice.choice(NAMES), "phone": f"1380000{number:04d}"},
        )  # fmt: skip

        def do(at: datetime) -> None:
            filed = complaints.file_intake(asked, by=Party("reporter" if report else "complainant"), at=at)
            if filed.again:
                self.due.clear()
                return
            self.filed += 1
            handler, head = self.people[unit]
            if dice.random() < 0.06:
                return  # nobody has looked at it yet
            life = self._report if report else self._complaint
            self.after(at, 0.2, 5, lambda then: (
                casework.assign(number=filed.numbers[0], to=handler.username, by=head, at=then),
                life(filed, handler, head, then),
            ))  # fmt: skip

        return do

    def _complaint(self, filed, handler, head, at: datetime) -> None:
        number, dice = filed.complaint_number, self.dice
        who = {"number": number, "by": handler}
        if dice.random() < 0.05:
            return  # forgotten: it will be late
        self.after(at, 0.5, 12, lambda then: complaints.answer(**who, at=then, note="已收到，正在核实。"))
        if dice.random() < 0.08:
            reasons = "不属于本局职责，可向有关部门反映，或者通过仲裁、诉讼解决。"
            self.after(
                at, 28, 100, lambda then: complaints.refuse(**who, grounds_given=["N1"], reasons=reasons, at=then)
            )
            return
        self.after(at, 28, 110, lambda then: (complaints.accept(**who, at=then), self._mediation(filed, handler, then)))

    def _mediation(self, filed, handler, at: datetime) -> None:
        number, dice, code = filed.complaint_number, self.dice, filed.tracking_code
        who = {"number": number, "by": handler}
        self.after(at, 4, 60, lambda then: complaints.invite(**who, mode=dice.choice(("online", "on_site")), at=then))
        self.after(
            at, 62, 70, lambda then: complaints.party_message(number=number, code=code, text="希望尽快退款。", at=then)
        )
        chance = dice.random()
        if chance < 0.08:
            self.after(at, 90, 160, lambda then: complaints.stay(
                **who, reason="testing", document=f"检字〔{then.year}〕{dice.randrange(1, 99)}号", at=then
            ))  # fmt: skip
        elif chance < 0.6:
            self.after(at, 90, 300, lambda then: complaints.agree(
                **who, book=dice.choice(("made", "performed", "waived")), at=then
            ))  # fmt: skip
            self.after(at, 320, 500, lambda then: complaints.rate(
                number=number, code=code, score=dice.choice((5, 5, 4, 4, 3, 2)), at=then
            ))  # fmt: skip
        elif chance < 0.85:
            ground = dice.choice([each for each in TERMINATIONS if each in ("T2", "T3", "T4")])
            self.after(at, 120, 400, lambda then: (
                complaints.terminate(**who, ground=ground, at=then),
                self.after(then, 10, 60, lambda later: complaints.tell_both(**who, at=later)),
            ))  # fmt: skip

    def _report(self, filed, handler, head, at: datetime) -> None:
        number, dice = filed.report_number, self.dice
        who = {"number": number, "by": handler}
        self.after(at, 1, 20, lambda then: complaints.verify(**who, at=then))
        if dice.random() < 0.3:
            return
        file_case = dice.random() < 0.25

        def decided(then: datetime) -> None:
            complaints.decide(number=number, file_case=file_case, by=head, at=then, note="经核查")
            self.after(then, 10, 70, ended)

        def ended(then: datetime) -> None:
            try:
                complaints.finish(**who, at=then)
            except Refused:
                complaints.tell_reporter(**who, at=then)

        self.after(at, 60, 330, decided)
