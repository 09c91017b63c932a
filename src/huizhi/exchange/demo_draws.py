"""The demonstration's draws: one held from draft to result by its people's accounts, and one that awaits commitments.

Every step is the verb that the pages call. It is staged in that one program holds all secrets and dice; titles say so.
"""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.contrib.auth import get_user_model

from huizhi.apps.inspections import facade as inspections
from huizhi.draw import commit
from huizhi.exchange.draws import Inspector, counts_at, frame_csv, kin, officers_csv, recusals_csv
from huizhi.exchange.pack import Pack
from huizhi.lake.release import Release

INSPECTORS_OF_LARGEST = 30
SURNAMES, GIVEN = "丛于毕宋姜邹刘王张李孙曲", ("晓", "文静", "立", "雅", "楠", "平", "思远", "海宁", "文波", "立群")
DESK, LEADER = "desk", "leader"
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
    _publish(_draft(release, pack, number, at - day / 4, at), at - day)
    thrown = {account: secrets.token_bytes(32) for account, _name in PARTIES}
    officers = get_user_model().objects
    for account, secret in thrown.items():
        one = officers.get(username=account)
        inspections.commit_to_draw(number=number, commitment=commit(secret), by=one, at=at - day / 2)
    dice = " ".join(str(1 + secrets.randbelow(6)) for _ in range(ROLLS))
    inspections.enter_beacon(number=number, values=[dice], by=officers.get(username=DESK), at=at - day / 4)
    for account, secret in thrown.items():
        one = officers.get(username=account)
        inspections.reveal_secret(number=number, secret=secret.hex(), by=one, at=at - day / 8)
    _publish(_draft(release, pack, f"{number}-2", at + day / 12, at + day), at)
    return number


def _draft(release: Release, pack: Pack, number: str, due_at: datetime, reveal_by: datetime) -> inspections.Draft:
    """The pack's plan over the release's frame, with officers in proportion to it."""
    known = {place.code for place in pack.divisions}
    pool = list(_inspectors(Counter(unit for (unit,) in release.rows("frame", ["unit"]) if unit in known)))
    declared, frame = pack.draw, frame_csv(release)
    return inspections.Draft(
        number=number, title=f"{declared['title']['zh']}（演示）",
        title_en=f"{declared['title']['en']} (demonstration)", items=[declared["item"]],
        strata=counts_at(frame, declared["rates_per_thousand"]), parties=PARTIES, beacons=[DICE],
        due_at=due_at, reveal_by=reveal_by, slack=1, same_unit=declared.get("same_unit", True),
        frame=frame, officers=officers_csv(pool), recusals=recusals_csv(kin(release, pool)),
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
