"""The plan of a draw, read into what the draw needs; every flaw is refused by name before anything is picked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from huizhi.draw.canonical import number_text
from huizhi.draw.commitments import is_digest
from huizhi.draw.instants import instant
from huizhi.draw.refusals import refused, shown

_RATE = re.compile(r"(\d{1,9})(?:\.(\d{1,12}))?", re.ASCII)
_FRACTION = re.compile(r"(\d{1,12})/(\d{1,12})", re.ASCII)
LARGEST = 2**53 - 1


@dataclass(frozen=True)
class Quota:
    """How many to pick in a stratum: an exact rate, rounded up, or (denominator 0) a count."""

    numerator: int
    denominator: int = 0

    def of(self, size: int) -> int:
        """The number to pick of `size` objects."""
        return -(-self.numerator * size // self.denominator) if self.denominator else self.numerator


@dataclass(frozen=True)
class Plan:
    """A plan's binding parts; the fields it may carry beyond these are covered by its digest alone."""

    strata: dict[str, Quota]
    skills: frozenset[str]
    slack: int
    same_unit: bool
    commitments: tuple[str, ...]
    beacon_template: str | None
    published_at: datetime
    beacon_due_at: datetime


def read_plan(plan: object) -> Plan:
    """Read a plan. Refused: plan_field, stratum_rule, officer_rule, parties_*, commitment_*, beacon_kind, time_form."""
    top = _mapping(plan, "plan")
    for key in ("id", "title"):
        _text(top, key, "plan")
    skills = frozenset(skill for item in _items(top) for skill in item)
    slack, same_unit = _officer_rule(top)
    commitments = _parties(top)
    template = _beacon(top)
    beacon = top["beacon"]
    return Plan(
        strata=_strata(top),
        skills=skills,
        slack=slack,
        same_unit=same_unit,
        commitments=commitments,
        beacon_template=template,
        published_at=_instant(top.get("published_at"), "plan.published_at"),
        beacon_due_at=_instant(beacon.get("due_at"), "plan.beacon.due_at"),
    )


def check_times(plan: Plan, drawn_at: object) -> None:
    """Published before the beacon is due, drawn after. Refused: time_form, plan_published_late, beacon_not_due."""
    drawn = _instant(drawn_at, "drawn_at")
    if not plan.published_at < plan.beacon_due_at or not plan.published_at < drawn:
        raise refused("plan_published_late")
    if drawn < plan.beacon_due_at:
        raise refused("beacon_not_due")


def digests_of(plan: Mapping[str, Any]) -> dict[str, str]:
    """The four digests a complete plan carries, by path. Refused: plan_field, digest_form."""
    found = {}
    for part, key in (("frame", "sha256"), ("frame", "merkle_root"), ("officers", "sha256"), ("recusals", "sha256")):
        value = _mapping(plan.get(part), f"plan.{part}").get(key)
        if not is_digest(value):
            raise refused("digest_form", f"plan.{part}.{key}")
        found[f"{part}.{key}"] = str(value)
    rows = plan["frame"].get("rows")
    if not _count(rows):
        raise refused("plan_field", "plan.frame.rows")
    return found


def _strata(top: Mapping[str, Any]) -> dict[str, Quota]:
    strata = _mapping(top.get("strata"), "plan.strata")
    if not strata:
        raise refused("plan_field", "plan.strata")
    return {name: _quota(name, strata[name]) for name in sorted(strata, key=lambda name: name.encode("utf-16-be"))}


def _quota(name: str, rule: object) -> Quota:
    where = f"plan.strata.{shown(name)}"
    rule = _mapping(rule, where)
    if ("count" in rule) == ("rate" in rule):
        raise refused("stratum_rule", where)
    if "count" in rule:
        if not _count(rule["count"]):
            raise refused("stratum_rule", where)
        return Quota(rule["count"])
    return _rate(rule["rate"], where)


def _rate(rate: object, where: str) -> Quota:
    """A rate from 0 to 1 as an exact fraction: 0.05, "0.05" and "1/20" are the same."""
    if isinstance(rate, (int, float)) and not isinstance(rate, bool):
        rate = number_text(rate)
    text = rate if isinstance(rate, str) else ""
    decimal, fraction = _RATE.fullmatch(text), _FRACTION.fullmatch(text)
    if decimal:
        places = decimal.group(2) or ""
        found = Quota(int(decimal.group(1) + places), 10 ** len(places))
    elif fraction and int(fraction.group(2)):
        found = Quota(int(fraction.group(1)), int(fraction.group(2)))
    else:
        raise refused("stratum_rule", where)
    if found.numerator > found.denominator:
        raise refused("stratum_rule", where)
    return found


def _items(top: Mapping[str, Any]) -> list[list[str]]:
    """The skills that each item needs."""
    items = top.get("items")
    if not isinstance(items, list) or not items:
        raise refused("plan_field", "plan.items")
    needed = []
    for number, item in enumerate(items):
        where = f"plan.items.{number}"
        for key in ("code", "basis"):
            _text(_mapping(item, where), key, where)
        skills = item.get("skills", [])
        if not isinstance(skills, list) or not all(isinstance(skill, str) and skill for skill in skills):
            raise refused("plan_field", f"{where}.skills")
        needed.append(skills)
    return needed


def _officer_rule(top: Mapping[str, Any]) -> tuple[int, bool]:
    rule = _mapping(top.get("officer_rule"), "plan.officer_rule")
    pair = _count(rule.get("per_object")) and rule["per_object"] == 2
    if not pair or not _count(rule.get("slack")) or not isinstance(rule.get("same_unit"), bool):
        raise refused("officer_rule")
    return int(rule["slack"]), bool(rule["same_unit"])


def _parties(top: Mapping[str, Any]) -> tuple[str, ...]:
    parties = top.get("parties")
    if not isinstance(parties, list):
        raise refused("plan_field", "plan.parties")
    for number, party in enumerate(parties):
        where = f"plan.parties.{number}"
        for key in ("name", "unit"):
            _text(_mapping(party, where), key, where)
        if not is_digest(party.get("commitment")):
            raise refused("commitment_form", f"{where}.commitment")
    commitments = tuple(party["commitment"] for party in parties)
    if len(parties) < 2:
        raise refused("parties_too_few", f"{len(parties)}")
    if len({party["unit"] for party in parties}) < 2:
        raise refused("parties_same_unit", shown(parties[0]["unit"]))
    if len(set(commitments)) < len(commitments):
        raise refused("commitment_repeated")
    return commitments


def _beacon(top: Mapping[str, Any]) -> str | None:
    beacon = _mapping(top.get("beacon"), "plan.beacon")
    kind = beacon.get("kind")
    if not isinstance(kind, str) or not kind:
        raise refused("beacon_kind", "plan.beacon.kind")
    _text(beacon, "source", "plan.beacon")
    template = beacon.get("format")
    if template is not None and (not isinstance(template, str) or not template):
        raise refused("plan_field", "plan.beacon.format")
    return template


def _mapping(value: object, where: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise refused("plan_field", where)
    return value


def _text(within: Mapping[str, Any], key: str, where: str) -> None:
    value = within.get(key)
    if not isinstance(value, str) or not value:
        raise refused("plan_field", f"{where}.{key}")


def _count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= LARGEST


def _instant(value: object, where: str) -> datetime:
    found = instant(value)
    if found is None:
        raise refused("time_form", where)
    return found
