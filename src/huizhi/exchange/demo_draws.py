"""The demonstration's year plan and draws: one held from draft to result by its people, and one awaiting commitments.

Every step is the verb that the pages call. It is staged in that one program holds all secrets and dice; titles say so.
Secrets and dice follow from the release, so that the same city has the same draw.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

from django.contrib.auth import get_user_model
from django.utils import timezone

from huizhi.apps.inspections import facade as inspections
from huizhi.apps.people.facade import Role, appoint_officer, certify
from huizhi.draw import commit
from huizhi.exchange.draw_lists import with_recusals_on_file
from huizhi.exchange.draws import Inspector, counts_at, frame_csv, kin, officers_csv
from huizhi.exchange.pack import Pack
from huizhi.insight.frame import STRATA
from huizhi.lake.release import Release
from huizhi.law.inspections import plan_filing_due
from huizhi.law.joint_items import joint_items
from huizhi.law.risk import credit_classes

INSPECTORS_OF_LARGEST = 8
SURNAMES, GIVEN = "丛于毕宋姜邹刘王张李孙曲", ("晓", "文静", "立", "雅", "楠", "平", "思远", "海宁", "文波", "立群")
DESK, LEADER, HEAD, INSPECTOR, BY = "desk", "leader", "station", "inspector", "system:demo"
MOST_A_YEAR, SLACK = 2, 4
YEAR_ROWS = (("food-production", 3, 6, 60), ("special-equipment", 4, 10, 40), ("price", 9, 12, 30))
"""What else the year's plan holds: item, first and last month, objects reckoned with."""
PARTIES = (("auditor", "市局审计监督 City auditor"), ("chief", "区县局局领导 County leader"))
ROLLS = 20
DICE = ("dice", "现场掷骰二十次", " ".join(["{d1}"] * ROLLS))


def hold_draw(home: Path, pack: Pack, at: datetime) -> str:
    """Hold a whole ceremony over the latest release in the day before `at`, and open another; returns the number.

    A draw that is published already stays the only one.
    """
    if known := inspections.draws(limit=1):
        return known[0].number
    release = Release.open(home)
    number = f"{pack.draw['id']}-{release.digest[:6]}"
    day = timedelta(days=1)
    row = _plan_year(pack, at - 2 * day)
    pool = _pool(release, pack, at)
    _recuse(release, pack, at)
    held = at - day / 2
    first = _Draft(release, pack, pool, row)
    _publish(first.over(number, held - day / 4, held), held - day)
    thrown = {account: hashlib.sha256(f"{release.digest} {account}".encode()).digest() for account, _name in PARTIES}
    officers = get_user_model().objects
    for account, secret in thrown.items():
        one = officers.get(username=account)
        inspections.commit_to_draw(number=number, commitment=commit(secret), by=one, at=held - day / 2)
    dice = " ".join(str(1 + each % 6) for each in hashlib.sha256(f"{release.digest} dice".encode()).digest()[:ROLLS])
    inspections.enter_beacon(number=number, values=[dice], by=officers.get(username=DESK), at=held - day / 4)
    for account, secret in thrown.items():
        one = officers.get(username=account)
        inspections.reveal_secret(number=number, secret=secret.hex(), by=one, at=held - day / 8)
    _publish(first.over(f"{number}-2", at + day / 12, at + day), at)
    return number


class _Draft:
    """The pack's plan over the release's frame, for one draw or another."""

    def __init__(self, release: Release, pack: Pack, pool: list[Inspector], row: tuple[str, str] | None) -> None:
        self.declared, self.pool, self.row = pack.draw, pool, row
        self.frame, self.officers, self.given = frame_csv(release), officers_csv(pool), kin(release, pool)

    def over(self, number: str, due_at: datetime, reveal_by: datetime) -> inspections.Draft:
        """A draft of this number and these times; objects that reached the year's cap are left out."""
        declared, frame, left_out = self.declared, self.frame, {}
        if self.row:
            often = inspections.often_drawn(due_at.year, MOST_A_YEAR)
            left_out = {one: f"本年已抽查{many}次" for one, many in often.items()}
            frame = b"".join(
                line for line in frame.splitlines(keepends=True) if line.split(b",", 1)[0].decode() not in left_out
            )
        return inspections.Draft(
            number=number, title=f"{declared['title']['zh']}（演示）",
            title_en=f"{declared['title']['en']} (demonstration)", items=[declared["item"]],
            strata=counts_at(frame, declared["rates_per_thousand"]), parties=PARTIES, beacons=[DICE],
            due_at=due_at, reveal_by=reveal_by, slack=SLACK, same_unit=declared.get("same_unit", True),
            frame=frame, officers=self.officers, exclusions=tuple(sorted(left_out.items())), year_plan=self.row,
            recusals=with_recusals_on_file(self.given, frame, self.officers, timezone.localdate(due_at)),
        )  # fmt: skip


def _plan_year(pack: Pack, at: datetime) -> tuple[str, str] | None:
    """Write, file and publish a year's plan whose first row is what the pack draws; None where the list lacks it."""
    first = pack.draw["item"]["code"]
    if first not in joint_items():
        return None
    officers = get_user_model().objects
    desk, leader = officers.get(username=DESK), officers.get(username=LEADER)
    number = f"{pack.draw['id'].split('-')[0]}-{at.year}"
    per_thousand = pack.draw["rates_per_thousand"]
    rates = {name: f"{per_thousand[STRATA[name]] / 1000:g}" for name in credit_classes(at.date())}
    rows = [
        inspections.PlanRow(
            key=f"{place:02d}", item=code, objects=joint_items()[code].objects[0],
            departments=(joint_items()[code].lead, *joint_items()[code].joined_by), rates=rates,
            from_month=from_month, to_month=to_month, planned=planned,
        )
        for place, (code, from_month, to_month, planned) in enumerate(((first, 1, 12, 120), *YEAR_ROWS), start=1)
    ]  # fmt: skip
    known = {"number": number, "at": at}
    inspections.draft_year_plan(
        title=f"{at.year}年度双随机抽查计划（演示）",
        year=at.year,
        most_per_year=MOST_A_YEAR,
        rows=rows,
        by=desk,
        **known,
    )
    inspections.file_year_plan(
        revision=1, filed_with="同级司法行政部门", filed_number=f"备〔{at.year}〕7号（示例）",
        filed_on=min(plan_filing_due(at.year), timezone.localdate(at)), by=leader, **known,
    )  # fmt: skip
    inspections.publish_year_plan(by=desk, **known)
    return number, "01"


def _recuse(release: Release, pack: Pack, at: datetime) -> None:
    """The inspector who can sign in stays away from the second object of her county."""
    county = pack.divisions.counties()[0].code
    hers = sorted(object_id for object_id, unit in release.rows("frame", ["object_id", "unit"]) if unit == county)
    inspector = get_user_model().objects.get(username=INSPECTOR)
    if len(hers) > 1:
        inspections.declare_recusal(
            officer=INSPECTOR, object_id=hers[1], relation="kin", since=timezone.localdate(at - timedelta(days=3)),
            until=None, reason="配偶在该单位任会计（示例）", by=inspector, at=at - timedelta(days=3),
        )  # fmt: skip


def _pool(release: Release, pack: Pack, at: datetime) -> list[Inspector]:
    """Officers in proportion to the frame; those of the county whose people can sign in are accounts."""
    known = {place.code for place in pack.divisions}
    objects = Counter(unit for (unit,) in release.rows("frame", ["unit"]) if unit in known)
    county = pack.divisions.counties()[0].code
    pool = list(_inspectors(objects))
    hers = [one for one in pool if one.unit == county]
    accounts = [HEAD, INSPECTOR, *(f"inspector-{one.officer_id.split(' ')[0]}" for one in hers[2:])]
    for place, (one, account) in enumerate(zip(hers, accounts, strict=False), start=1):
        _appoint(account, one.officer_id.split(" ")[1], county, f"示例{place:04d}", at)
    theirs = [Inspector(account, county) for account in accounts[: len(hers)]]
    return [*(one for one in pool if one.unit != county), *theirs]


def _appoint(account: str, name: str, unit: str, certificate: str, at: datetime) -> None:
    """An inspector without a password, unless the account is there; with a certificate in either case."""
    if not get_user_model().objects.filter(username=account).exists():
        appoint_officer(
            username=account, name=name, unit=unit, roles=[str(Role.INSPECTOR)], password=None, by=BY, at=at
        )
    certify(
        username=account, number=certificate, kind="enforcement", valid_from=date(at.year, 1, 1),
        valid_to=date(at.year + 1, 12, 31), by=BY, at=at,
    )  # fmt: skip


def _publish(draft: inspections.Draft, at: datetime) -> None:
    """The desk drafts and tries, a leader approves, the desk publishes."""
    officers = get_user_model().objects
    desk, leader = officers.get(username=DESK), officers.get(username=LEADER)
    inspections.draft_plan(draft, by=desk, at=at)
    inspections.try_plan(number=draft.number, by=desk, at=at)
    inspections.approve_plan(number=draft.number, revision=1, by=leader, at=at)
    inspections.publish_plan(number=draft.number, by=desk, at=at)


def _inspectors(objects: Counter[str]) -> Iterator[Inspector]:
    """A pool in proportion to what each unit has to look after, four at least."""
    most = max(objects.values())
    for place, (unit, count) in enumerate(sorted(objects.items())):
        for number in range(max(4, -(-INSPECTORS_OF_LARGEST * count // most))):
            name = SURNAMES[(number * 5 + place * 2) % len(SURNAMES)] + GIVEN[(number * 3 + place * 7) % len(GIVEN)]
            yield Inspector(f"{unit}-{number + 1:02d} {name}", unit, lead=number % 2 == 0)
