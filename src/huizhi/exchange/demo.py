"""A demonstration: units and people with accounts, for a newcomer to sign in to."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from django.db import transaction

from huizhi.apps.people.facade import Role, appoint_officer, found_unit, set_password
from huizhi.exchange.pack import Pack
from huizhi.vocabulary.divisions import Division
from huizhi.vocabulary.refused import Refused

BY = "system:demo"


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
        ("inspector", "丛晓", county, [Role.INSPECTOR], f"{county.zh}：检查人员，用手机检查",
         f"{county.en}: inspector with a phone"),
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
