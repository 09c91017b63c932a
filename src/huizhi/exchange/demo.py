"""A demonstration: people with accounts, a night, and a draw, for a newcomer to sign in to."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

from django.db import transaction

from huizhi.apps.inspections.facade import draws as published_draws
from huizhi.apps.people.facade import Role, appoint_officer, found_unit, set_password
from huizhi.exchange.draws import Inspector, rehearse
from huizhi.exchange.pack import Pack
from huizhi.lake.release import Release
from huizhi.vocabulary.divisions import Division
from huizhi.vocabulary.refused import Refused

BY = "system:demo"
CIVIL = timezone(timedelta(hours=8))
INSPECTORS_OF_LARGEST = 30
SURNAMES, GIVEN = "丛于毕宋姜邹刘王张李孙曲", ("晓", "文静", "立", "雅", "楠", "平", "思远", "海宁", "文波", "立群")


@dataclass(frozen=True)
class Login:
    """One account a newcomer can sign in with."""

    username: str
    password: str
    zh: str
    en: str
    unit: str


def found(pack: Pack, at: datetime) -> None:
    """Enter the pack's units. Safe to repeat."""
    city = pack.divisions.city
    with transaction.atomic():
        found_unit(
            code=city.code, zh=f"{city.zh}市场监督管理局", en=f"{city.en} Market Regulation Bureau", kind="city",
            division=city.code, by=BY, at=at,
        )  # fmt: skip
        for division in (*pack.divisions.counties(), *pack.divisions.zones()):
            _found_below(division, city, at)


def open_accounts(pack: Pack, at: datetime) -> list[Login]:
    """Give the demonstration's people new passwords and return them; nobody else's account is touched."""
    city, county = pack.divisions.city, pack.divisions.counties()[0]
    people = [
        ("leader", "丛立群", city, [Role.LEADER], "局领导：看板与预警", "city leader: scoreboard"),
        ("desk", "于海宁", city, [Role.DESK_SPECIALIST], "信用科：分类与双随机", "credit desk: classes and draws"),
        ("steward", "毕文静", city, [Role.DATA_STEWARD], "数据管理员：来源与隔离区", "data steward: feeds, quarantine"),
        ("auditor", "宋立", city, [Role.AUDITOR], "审计：操作留痕", "auditor: ledger"),
        ("admin", "曲平", city, [Role.ADMINISTRATOR], "系统管理员：人员与单位", "administrator: people and units"),
        ("intake", "邹晓", city, [Role.HANDLER], "市局：登记与分转投诉举报", "city: takes complaints in"),
        ("handler", "刘雅", county, [Role.HANDLER], f"{county.zh}：承办投诉举报", f"{county.en}: handles complaints"),
        ("handler2", "王楠", county, [Role.HANDLER], f"{county.zh}：承办、代班", f"{county.en}: handler, stand-in"),
        ("chief", "孙思远", county, [Role.LEADER], f"{county.zh}：批准延期", f"{county.en}: approves extensions"),
        ("station", "姜文波", county, [Role.STATION_HEAD, Role.INSPECTOR], f"{county.zh}：所长兼检查人员",
         f"{county.en}: station head and inspector"),
    ]  # fmt: skip
    opened = []
    for username, name, place, roles, zh, en in people:
        password = "-".join(secrets.token_hex(2) for _ in range(4))
        _open(username, name, place.code, [str(role) for role in roles], password, at)
        opened.append(Login(username, password, zh, en, place.zh))
    return opened


def _open(username: str, name: str, unit: str, roles: list[str], password: str, at: datetime) -> None:
    """A new account, or a new password for the one that an earlier demonstration opened."""
    try:
        set_password(username=username, password=password, by=BY, at=at)
    except Refused:
        appoint_officer(username=username, name=name, unit=unit, roles=roles, password=password, by=BY, at=at)


def hold_draw(home: Path, pack: Pack, at: datetime) -> str:
    """Draw from the latest release and publish it, unless a draw is published already; returns its number."""
    if known := published_draws(limit=1):
        return known[0].number
    release = Release.open(home)
    known = {place.code for place in pack.divisions}
    objects = Counter(unit for (unit,) in release.rows("frame", ["unit"]) if unit in known)
    pool = list(_inspectors(objects))
    day = datetime(release.as_of.year, release.as_of.month, release.as_of.day, 9, tzinfo=CIVIL)
    moments = [(day + timedelta(hours=hours)).isoformat() for hours in (0, 25, 26)]
    city = pack.divisions.city
    parties = [("信用监管科 Credit section", city.code), ("派驻纪检监察组 Discipline inspection", "supervision")]
    return rehearse(
        release, {**pack.draw, "id": f"{pack.draw['id']}-{release.digest[:6]}"}, pool, parties=parties,
        published_at=moments[0], due_at=moments[1], drawn_at=moments[2], by=BY, at=at,
    )  # fmt: skip


def now() -> datetime:
    """The moment acts of a demonstration are dated."""
    return datetime.now(UTC)


def _found_below(division: Division, city: Division, at: datetime) -> None:
    county = division.kind == "county"
    found_unit(
        code=division.code, zh=f"{division.zh}市场监督管理{'局' if county else '分局'}", en=f"{division.en} bureau",
        kind=division.kind, division=division.code if county else division.lies_in,
        zone="" if county else division.code, parent=city.code, by=BY, at=at,
    )  # fmt: skip


def _inspectors(objects: Counter[str]) -> Iterator[Inspector]:
    """A pool in proportion to what each unit has to look after, four at least."""
    most = max(objects.values())
    for place, (unit, count) in enumerate(sorted(objects.items())):
        for number in range(max(4, -(-INSPECTORS_OF_LARGEST * count // most))):
            name = SURNAMES[(number * 5 + place * 2) % len(SURNAMES)] + GIVEN[(number * 3 + place * 7) % len(GIVEN)]
            yield Inspector(f"{unit}-{number + 1:02d} {name}", unit, lead=number % 2 == 0)
